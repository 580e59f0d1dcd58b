// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/lines.hpp>

#include <optional>

/// Losses of entries and of rows, summed over all of them.
namespace actfn::inline ACTFN_ABI::engine {

/// Whether f(x, t) of a loss is a mean over the entries or rows of X, not the loss of one entry.
template <class K, class X>
concept reduces = row_loss_kernel<K> ||
    (elementwise_loss_kernel<K> && !number_argument<X> && !core::is_number<X>);

struct mean {
    static double divisor(std::size_t n) noexcept { return static_cast<double>(n); }
};
struct total {
    static double divisor(std::size_t) noexcept { return 1; }
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

/// Where the gradient of a loss goes, if it is asked for.
inline math::discard gradient_line() noexcept { return {}; }
template <class Line> ACTFN_INLINE Line gradient_line(Line line) noexcept { return line; }
template <class E> ACTFN_INLINE math::line<E> gradient_line(E* gx) noexcept { return {gx}; }

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
    double const divisor = Reduction::divisor(n);
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

/// Targets that are rows beside the logits.
struct distributions {
    static std::size_t counted(std::size_t samples) noexcept { return samples; }
};
/// Targets that are class numbers: that of sample r, or `none` where it is left out.
template <class N> struct classes {
    static constexpr std::size_t none = core::too_many;

    N number;
    std::optional<long long> ignored;
    std::size_t left_out = 0;

    std::size_t operator()(std::size_t r) const {
        return is_ignored(number(r)) ? none : static_cast<std::size_t>(number(r));
    }
    template <class I> bool is_ignored(I k) const noexcept {
        return ignored && std::cmp_equal(k, *ignored);
    }
    /// How many samples a mean is over: at least 1, so that it is 0 where all are left out.
    std::size_t counted(std::size_t samples) const noexcept {
        return samples == left_out && samples != 0 ? 1 : samples - left_out;
    }
};

/// The class number that says that a sample is left out, if k has one.
template <class K> std::optional<long long> ignored_class(K const& k) noexcept {
    if constexpr (requires { k.ignore_index; }) {
        return k.ignore_index;
    } else {
        return {};
    }
}

/// An integer, or a range or an Eigen vector of integers.
template <class T> auto class_number_of() {
    if constexpr (requires(T const& t) { front_end<T>::labels(t); }) {
        return std::type_identity<typename front_end<T>::scalar>{};
    } else if constexpr (std::ranges::range<T const>) {
        return std::type_identity<std::ranges::range_value_t<T const>>{};
    } else {
        return std::type_identity<T>{};
    }
}
template <class T>
concept class_numbers = std::integral<typename decltype(engine::class_number_of<T>())::type>;

/// f of the class numbers t, checked; f is called once.
template <class T, class F>
auto with_classes(std::string_view function, std::optional<long long> ignored, T const& t,
                  std::size_t samples, std::size_t n, F f) {
    auto const checked = [&](auto number, std::size_t count) {
        if (count != samples) core::fail(function, ": ", count, " labels for ", samples, " rows");
        classes<decltype(number)> all{number, ignored};
        for (std::size_t r = 0; r < count; ++r) {
            auto const k = number(r);
            if (all.is_ignored(k)) {
                ++all.left_out;
            } else if (std::cmp_less(k, 0) || std::cmp_greater_equal(k, n)) {
                core::fail(function, ": label ", r, " is ", +k, ", there are ", n, " classes");
            }
        }
        return f(all);
    };
    auto const of_each = [&](auto const& values, auto count) {
        return checked([&](std::size_t r) { return values[signed_size(r)]; },
                       static_cast<std::size_t>(count));
    };
    if constexpr (std::integral<T>) {
        return checked([&](std::size_t) { return t; }, 1);
    } else if constexpr (std::ranges::sized_range<T const>) {
        return of_each(std::ranges::begin(t), std::ranges::size(t));
    } else {
        return of_each(front_end<T>::labels(t), t.size());
    }
}

template <class K, class N, class Row, class V, class T, class... Gradient>
ACTFN_INLINE V loss_of_row(K const& k, classes<N> const& number, Row const& row, std::size_t first,
                           double divisor, V weight, math::line<T const> x, Gradient... gx) {
    std::size_t index[math::lanes<V>] = {};
    for (std::size_t l = 0; l < row.rows(); ++l) {
        std::size_t const chosen = number(first + l);
        index[l] = chosen == number.none ? 0 : chosen;
    }
    return k.of_class(row, x, index, engine::gradient_line(gx...), static_cast<T>(divisor), weight);
}
template <class K, class Row, class V, class T, class... Gradient>
ACTFN_INLINE V loss_of_row(K const& k, distributions, Row const& row, std::size_t, double divisor,
                           V weight, math::line<T const> x, math::line<T const> t, Gradient... gx) {
    return k.of_distribution(row, x, t, engine::gradient_line(gx...), static_cast<T>(divisor),
                             weight);
}

/// The losses and gradients of samples that are left out are 0, whatever their logits are.
template <class N, class Row, class T, class... Gradient>
void leave_out(classes<N> const& number, Row const& row, std::size_t first, T* losses,
               Gradient... gx) {
    if (number.left_out == 0) return;
    for (std::size_t l = 0; l < row.rows(); ++l) {
        if (number(first + l) != number.none) continue;
        losses[l] = T(0);
        [[maybe_unused]] auto const clear = [&](math::line<T> g) {
            for (std::size_t i = 0; i < row.size(); ++i) (g + i)[l] = T(0);
        };
        (clear(gx), ...);
    }
}
template <class Row, class T, class... Lines>
void leave_out(distributions, Row const&, std::size_t, T*, Lines...) noexcept {}

/// Zeros to all numbers of rows, unless they are added to.
template <bool adds, class E> void write_zeros(lines_view<E> const& v) {
    if (adds || v.sizes[1] == 0) return;
    for (std::ptrdiff_t b = 0; b < v.sizes[0]; ++b) {
        auto const rows = static_cast<std::size_t>(v.sizes[1]);
        engine::for_numbers(v, b, 0, rows, [](E* p, std::size_t) { *p = E(0); });
    }
}

/// The sum of the losses of all rows. Each goes to the view in `losses`, each gradient, over
/// `divisor` and times the number in `weights`, to the line behind x and the targets, if there are
/// any of these.
template <class Arch, class T, std::size_t inputs, bool adds_loss, bool adds_gradient, class K,
          class Targets, class Weights, class Losses, class... E>
double sum_of_rows(K const& k, Targets const& targets, double divisor, Weights const& weights,
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
            row.report(number,
                       engine::loss_of_row(k, targets, row, sample, divisor, weight, line...));
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
        double const divisor = Reduction::divisor(targets.counted(samples));
        if (engine::is_empty(in)) { // rows of no classes lose nothing
            std::apply(
                [](auto const&... v) {
                    (engine::write_zeros<is_added<std::remove_cvref_t<Y>>>(v), ...);
                },
                losses);
            return static_cast<E>(0 / divisor);
        }
        return std::apply(
            [&](auto const&... gradient) {
                return static_cast<E>(
                    engine::sum_of_rows<Arch, E, read, is_added<std::remove_cvref_t<Y>>,
                                        is_added<std::remove_cvref_t<G>>>(
                        f.kernel(), targets, divisor, weights, losses, in, target_rows...,
                        gradient...) /
                    divisor);
            },
            gradients);
    };
    if constexpr (class_numbers<T>) {
        return engine::with_classes(function, engine::ignored_class(f.kernel()), t, samples, n,
                                    run);
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
