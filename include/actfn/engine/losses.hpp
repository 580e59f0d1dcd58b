// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/lines.hpp>
#include <actfn/engine/option_losses.hpp>

/// Losses of entries and of rows, summed over all of them.
namespace actfn::inline ACTFN_ABI::engine {

/// Whether f(x, t) of a loss is a mean over the entries or rows of X, not the loss of one entry.
template <class K, class X>
concept reduces = row_loss_kernel<K> ||
    (elementwise_loss_kernel<K> && !number_argument<X> && !core::is_number<X>);

struct mean {
    static double divisor(double n) noexcept { return n; }
};
struct total {
    static double divisor(double) noexcept { return 1; }
};

/// An operand itself, the value of a lazy expression.
template <class X> decltype(auto) in_memory(X const& x) {
    if constexpr (operand<X const> || taught_lines<X const>) {
        return (x);
    } else if constexpr (requires { front_end<X>::evaluated(x); }) {
        return front_end<X>::evaluated(x);
    } else {
        return (x);
    }
}
template <class X> using in_memory_t = decltype(engine::in_memory(std::declval<X const&>()));

template <class X>
concept loss_argument = operand<X const> || has_front_end<X>;

/// The sum of the losses of n entries; the gradient of that sum, over `divisor`, goes to gx unless
/// that is `discard`.
template <class Arch, class T, class K, class Gradient, class X, class Y>
T sum_of_losses(K const& k, std::size_t n, double divisor, Gradient gx, X const* x, Y const* t) {
    using V = math::pack<T, Arch>;
    math::along<V> const row(n);
    V const d(static_cast<T>(divisor));
    auto const terms = [&](V v, V target) ACTFN_LAMBDA_INLINE {
        auto const j = k.at(v, target);
        return math::kept<V, 1>{j.derivative / d, {j.value}};
    };
    return math::first(row.sums(terms, gx, math::line<X const>{x}, math::line<Y const>{t})[0]);
}

template <class Arch, class F, class Reduction, class X, class Y, class... G>
auto reduce_entries(F const& f, Reduction, X const& x, Y const& t, G&... gx) {
    auto&& entries = engine::in_memory(x);
    auto&& targets = engine::in_memory(t);
    using In = std::remove_reference_t<decltype(entries)>;
    using Targets = std::remove_reference_t<decltype(targets)>;
    using T = arithmetic<element_t<In>>;
    auto const n = static_cast<std::size_t>(engine::place("x", engine::view_of(entries)).count());
    double const divisor = Reduction::divisor(static_cast<double>(n));
    math::compensated<double> total;
    auto const run = [&](std::ptrdiff_t, std::size_t count, auto const* in, auto const* target,
                         auto... out) {
        auto const gradient = engine::gradient_line(out...);
        total.add(static_cast<double>(
            engine::sum_of_losses<Arch, T>(f.kernel(), count, divisor, gradient, in, target)));
    };
    std::array<std::string_view, 3> constexpr called{"x", "t", "gx"};
    std::array<std::string_view, 2 + sizeof...(G)> names_;
    std::copy_n(called.begin(), names_.size(), names_.begin());
    engine::checked_runs<2>("loss", f, names_, run, static_cast<In const&>(entries),
                            static_cast<Targets const&>(targets), gx...);
    return static_cast<T>(total.value()) / static_cast<T>(divisor);
}

// Of rows.

/// An operand that is not asked for.
struct absent {};

/// The rows of an operand of a loss whose logits are an X: a range or X.rowwise() itself; of other
/// Eigen objects, and of expressions their value, the columns, or the rows where the logits come in
/// rows.
template <class X, class Y> decltype(auto) samples_of(Y& y) {
    if constexpr (requires { front_end<X>::samples(y); }) {
        return front_end<X>::samples(y);
    } else {
        return (y);
    }
}
template <class X> X& as_lvalue(X& x) noexcept { return x; }
template <class X> X const& as_lvalue(X const&& x) noexcept { return x; }

/// Zeros to all numbers of rows, unless they are added to.
template <bool adds, class E> void write_zeros(lines_view<E> const& v) {
    if (adds || v.sizes[1] == 0) return;
    for (std::ptrdiff_t b = 0; b < v.sizes[0]; ++b) {
        auto const rows = static_cast<std::size_t>(v.sizes[1]);
        engine::for_numbers(v, b, 0, rows, [](E* p, std::size_t) { *p = E(0); });
    }
}

/// The sum of the losses of all rows, each of which is `loss_of` one. Each goes to the view in
/// `losses`, each gradient, over `divisor` and times the number in `weights`, to the line behind x
/// and the targets, if there are any of these.
template <class Arch, class T, std::size_t inputs, bool adds_loss, bool adds_gradient, class Loss,
          class Targets, class Weights, class Losses, class... E>
double sum_of_rows(Loss& loss_of, Targets const& targets, double divisor, Weights const& weights,
                   Losses const& losses, lines_view<E> const&... lines) {
    auto const& sizes = std::get<0>(std::tie(lines...)).sizes;
    math::compensated<double> sum;
    auto const part = [&](std::ptrdiff_t block, std::size_t first, std::size_t rows,
                          auto... tables) {
        auto const group = [&](auto row, std::size_t r, auto... line) {
            using V = typename decltype(row)::value_type;
            T number[math::lanes<V>] = {};
            auto const for_each = [&](auto const& views, auto f) {
                std::apply(
                    [&](auto const&... v) {
                        (engine::for_numbers(v, block, first + r, row.rows(), f), ...);
                    },
                    views);
            };
            for_each(weights, [&](auto const* p, std::size_t l) { number[l] = math::load<T>(p); });
            V const weight = std::tuple_size_v<Weights> == 0 ? V(1) : row.collect(number);
            std::size_t const sample = static_cast<std::size_t>(block * sizes[1]) + first + r;
            row.report(number, loss_of(row, {block, first + r, sample}, divisor, weight, line...));
            [&](auto, auto... behind) {
                engine::leave_out(targets, row, sample, number, behind...);
            }(line...);
            for_each(losses, [&](auto* p, std::size_t l) {
                math::put<T>(math::sink<adds_loss>(p), number[l]);
            });
            for (std::size_t l = 0; l < row.rows(); ++l) sum.add(static_cast<double>(number[l]));
        };
        math::for_rows<Arch, T>(rows, static_cast<std::size_t>(sizes[2]), group, tables...);
    };
    engine::with_tables<Arch, T, inputs, adds_gradient>(part, lines...);
    return sum.value();
}

/// A loss of rows x: each loss goes to y, each gradient, times gy, to gx, where these are present.
/// Returns the sum of all losses over the divisor of `Reduction`.
template <class Arch, class F, class Reduction, class Layout, class X, class T, class W, class Y,
          class G>
auto loss_of_rows(std::string_view call, F const& f, Reduction, Layout const& layout, X& x,
                  T const& t, W& gy, Y& y, std::string_view name_of_gradient, G& gx) {
    using Logits = std::remove_const_t<X>;
    decltype(auto) logits = engine::samples_of<Logits>(x);
    using E = arithmetic<typename lines_element<std::remove_reference_t<decltype(logits)>>::type>;
    constexpr std::string_view function = engine::name_of<typename F::kernel_type>();
    line_operands<Layout> lines(call, function, layout);
    auto const in = lines.first("x", logits);
    std::size_t const n = lines.entries();
    std::size_t const samples = lines.rows();
    auto const if_present = [](auto& operand_, auto view) {
        if constexpr (std::same_as<std::remove_cvref_t<decltype(operand_)>, absent>) {
            return std::tuple{};
        } else {
            return std::tuple(view(operand_));
        }
    };
    auto const gradients = if_present(gx, [&](auto& g) {
        return lines.next(name_of_gradient, engine::as_lvalue(engine::samples_of<Logits>(g)), n,
                          false);
    });
    auto const losses = if_present(y, [&](auto& l) { return lines.next("y", l, 1, true); });
    auto const weights = if_present(gy, [&](auto& w) { return lines.next("gy", w, 1, true); });
    using K = typename F::kernel_type;
    auto const& k = f.kernel();
    auto const options = engine::spread(k, lines);
    auto const run = [&](auto const& targets, auto const&... target_rows) {
        constexpr std::size_t read = 1 + sizeof...(target_rows);
        constexpr std::size_t given = read + std::tuple_size_v<decltype(weights)>;
        std::apply(
            [&](auto const&... view) {
                std::array<std::string_view, sizeof...(view)> called{"x"};
                if (read == 2) called[1] = "t";
                std::size_t at = read;
                if (given > read) called[at++] = "gy";
                if (std::tuple_size_v<decltype(losses)> != 0) called[at++] = "y";
                if (at < called.size()) called[at] = name_of_gradient;
                engine::check_apart<given>(call, function, called, view...);
            },
            std::tuple_cat(std::tuple(in, target_rows...), weights, losses, gradients));
        engine::check_options_of_losses(call, k, options, n, "y", losses);
        engine::check_options_of_losses(call, k, options, n, name_of_gradient, gradients);
        double const divisor =
            Reduction::divisor(targets.counted(samples, engine::weights_of_classes(options)));
        if (engine::is_empty(in)) { // rows of no classes lose nothing
            std::apply(
                [](auto const&... v) {
                    (engine::write_zeros<is_added<std::remove_cvref_t<Y>>>(v), ...);
                },
                losses);
            return static_cast<E>(0 / divisor);
        }
        auto const sum = [&](auto&& loss_of) {
            return std::apply(
                [&](auto const&... gradient) {
                    return engine::sum_of_rows<Arch, E, read, is_added<std::remove_cvref_t<Y>>,
                                               is_added<std::remove_cvref_t<G>>>(
                        loss_of, targets, divisor, weights, losses, in, target_rows...,
                        gradient...);
                },
                gradients);
        };
        using Targets = std::remove_cvref_t<decltype(targets)>;
        if constexpr (may_use_logits<K>) {
            if (engine::uses_logits(k)) {
                return static_cast<E>(
                    sum(logit_losses<K, math::pack<E, Arch>, std::remove_const_t<decltype(options)>,
                                     Targets>(k, options, n, targets)) /
                    divisor);
            }
        }
        return static_cast<E>(sum(plain_losses<K, Targets>{k, targets}) / divisor);
    };
    if constexpr (class_numbers<T>) {
        return engine::with_classes(function, engine::ignored_class(k), t, samples, n, run);
    } else {
        decltype(auto) targets = engine::samples_of<Logits>(t);
        return run(distributions{}, lines.next("t", targets, n, false));
    }
}

/// The mean or sum of a loss; its gradient by x goes to an operand behind the targets.
template <class Arch, class F, class Reduction, class X, class T, class... More>
auto reduce(F const& f, Reduction by, X const& x, T const& t, More&... more) {
    if constexpr (row_loss_kernel<typename F::kernel_type>) {
        auto const layout = engine::layout_behind(x, more...);
        absent none;
        auto const run = [&](auto& gx) {
            return engine::loss_of_rows<Arch>("loss", f, by, layout, x, t, none, none, "gx", gx);
        };
        auto const all = std::tie(more..., none);
        if constexpr (sizeof...(More) == (is_layout<More> + ... + 0)) {
            return run(none);
        } else {
            return run(std::get<0>(all));
        }
    } else {
        return engine::reduce_entries<Arch>(f, by, x, t, more...);
    }
}

} // namespace actfn::engine
