// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/shifted_exp.hpp>

namespace actfn {

namespace kernel {

/// The cross-entropy of softmax(x): of class k, log Σ e^xⱼ − x_k with gradient softmax(x) − e_k; of
/// a target distribution t, Σ tⱼ·(log Σ e^xᵢ − xⱼ) with gradient softmax(x)·Σt − t. Terms are all
/// positive, and the gradient at k is minus the sum of the others, so loss and gradient keep
/// relative accuracy for a class that is learnt already.
///
/// Smoothed labels, ε = label_smoothing, are (1−ε)·t + ε/n of n classes, as PyTorch has them: a
/// masked class, whose logit is −∞, makes the loss infinite then.
template <class P = double> struct softmax_cross_entropy {
    static constexpr actfn::facts facts{.name = "softmax_cross_entropy",
                                        .formula = "log(sum(exp(x))) - x[k]",
                                        .derivative = "softmax(x) - onehot(k)",
                                        .source = "Bridle 1990, doi:10.1007/978-3-642-76153-9_28",
                                        .lower = 0,
                                        .max_ulp = {.value = 2.5, .derivative = 4}};

    P label_smoothing{0};

    constexpr void check() const {
        core::require(label_smoothing >= 0, facts.name, "label_smoothing", label_smoothing,
                      "at least", 0);
        core::require(label_smoothing < 1, facts.name, "label_smoothing", label_smoothing,
                      "less than", 1);
    }

    /// Returns the loss of a row (or one per lane) of class `index`; the gradient is divided.
    template <class Row, class T, class Out>
    ACTFN_INLINE auto of_class(Row const& row, math::line<T const> x, std::size_t const* index,
                               Out gx, T divisor) const {
        using V = typename Row::value_type;
        math::shifted_exp<V> const e(row.max(x), 1);
        V const chosen = row.pick(x, index);
        V const added = share<V>(row);
        V apart(0); // Σ of what smoothing adds, times the distance from the maximum
        if (label_smoothing != 0) {
            auto const weighted = [&](V v) ACTFN_LAMBDA_INLINE {
                auto const d = e.distance(v);
                return math::kept<V, 1>{v, {added * (d.hi + d.lo)}};
            };
            apart = row.sums(weighted, math::discard{}, x)[0];
        }
        auto const terms = [&](V v) ACTFN_LAMBDA_INLINE {
            auto const t = math::exp_total<V>::term(e, v);
            return math::kept<V, 2>{e(v).scaled(), {t.largest, t.others}};
        };
        auto const [largest, others] = row.sums(terms, gx, x);
        math::exp_total<V> const total{largest, others};
        auto const d = e.distance(chosen);
        V const beyond = math::settle(total.log());
        if constexpr (!std::is_same_v<Out, math::discard>) {
            // Everything is larger by the factor of `scaled`; the total without the chosen entry.
            V const unit = math::as<V>(T(1) / math::scaled_exp<V>::unscale_by);
            V const ties = math::settle((largest - V(1)) * unit);
            V const all = math::settle(largest * unit) + others;
            V const rest = math::select(d.hi == V(0), ties + others, all - e(chosen).scaled());
            V const scale = all * V(divisor);
            V const taken = added / V(divisor);
            auto const normalise = [&](V k) ACTFN_LAMBDA_INLINE { return k / scale - taken; };
            row.map(normalise, gx, math::line<T const>{gx.at, gx.step});
            V const left = (math::as<V>(label_smoothing) - added) / V(divisor);
            row.place(gx, index, left - rest / scale);
        }
        if (label_smoothing == 0) return V(d.hi + (d.lo + beyond));
        return V((apart + math::as<V>(1 - label_smoothing) * (d.hi + d.lo)) + beyond);
    }

    /// The same for a distribution; gx may be x or t.
    template <class Row, class T, class Out>
    ACTFN_INLINE auto of_distribution(Row const& row, math::line<T const> x, math::line<T const> t,
                                      Out gx, T divisor) const {
        using V = typename Row::value_type;
        math::shifted_exp<V> const e(row.max(x), 1);
        // Without smoothing this changes no bit.
        V const kept = math::as<V>(1 - label_smoothing);
        V const added = share<V>(row);
        auto const terms = [&](V v, V given) ACTFN_LAMBDA_INLINE {
            V const target = math::fma(given, kept, added);
            auto const s = math::exp_total<V>::term(e, v);
            auto const d = e.distance(v);
            V const weighted = math::select(target == V(0), V(0), target * (d.hi + d.lo));
            return math::kept<V, 4>{v, {s.largest, s.others, target, weighted}};
        };
        auto const [largest, others, targets, distance] = row.sums(terms, math::discard{}, x, t);
        math::exp_total<V> const total{largest, others};
        if constexpr (!std::is_same_v<Out, math::discard>) {
            V const sum = targets;
            V const all = total.value() * math::as<V>(T(1) / math::scaled_exp<V>::unscale_by);
            auto const gradient = [&](V v, V given) ACTFN_LAMBDA_INLINE {
                V const target = math::fma(given, kept, added);
                return (e(v).scaled() * sum / all - target) / V(divisor);
            };
            row.map(gradient, gx, x, t);
        }
        return V(math::fma(targets, math::settle(total.log()), distance));
    }

  private:
    /// What smoothing adds to every target.
    template <class V, class Row> V share(Row const& row) const {
        return math::as<V>(label_smoothing / static_cast<double>(row.size()));
    }
};

} // namespace kernel

/// Softmax and cross-entropy in one. One sample is a range of logits with the number of its class
/// or a distribution over the classes; many are the rows of a row-major matrix with a `row_layout`,
/// or, with Eigen, the columns of a matrix (X.rowwise(): its rows). The result is the mean over
/// samples
/// (`sum`: the sum); an operand after the targets receives its gradient by the logits, and may be
/// the logits.
class softmax_cross_entropy_loss {
  public:
    using kernel_type = kernel::softmax_cross_entropy<>;

    constexpr softmax_cross_entropy_loss() = default;
    /// Throws std::invalid_argument where a parameter is out of range.
    constexpr explicit softmax_cross_entropy_loss(kernel_type const& kernel) : kernel_(kernel) {
        kernel.check();
    }

    /// The parameters, by name.
    constexpr kernel_type const& kernel() const noexcept { return kernel_; }
    constexpr actfn::facts facts() const { return engine::facts_of(kernel_); }

    /// softmax_cross_entropy.with({.label_smoothing = 0.1}).
    constexpr softmax_cross_entropy_loss with(kernel_type const& parameters) const {
        return softmax_cross_entropy_loss(parameters);
    }

    /// The targets t are class numbers (one integer, or a range or vector of them), or
    /// distributions with the shape of x.
    template <engine::loss_argument X, class T, class Arch = native>
    auto operator()(X const& x, T const& t, row_layout layout = {}) const {
        return run<Arch>(engine::mean{}, engine::no_losses, x, t, layout);
    }
    template <engine::loss_argument X, class T, output G, class Arch = native>
    auto operator()(X const& x, T const& t, G&& gx, row_layout layout = {}) const {
        return run<Arch>(engine::mean{}, engine::no_losses, x, t, layout, gx);
    }
    template <engine::loss_argument X, class T, class Arch = native>
    auto sum(X const& x, T const& t, row_layout layout = {}) const {
        return run<Arch>(engine::total{}, engine::no_losses, x, t, layout);
    }
    template <engine::loss_argument X, class T, output G, class Arch = native>
    auto sum(X const& x, T const& t, G&& gx, row_layout layout = {}) const {
        return run<Arch>(engine::total{}, engine::no_losses, x, t, layout, gx);
    }
    /// The loss of every sample into `losses`, and the gradient of each by its logits into gx.
    template <engine::loss_argument X, class T, output Y, class Arch = native>
    void each(X const& x, T const& t, Y&& losses, row_layout layout = {}) const {
        run<Arch>(engine::total{}, losses, x, t, layout);
    }
    template <engine::loss_argument X, class T, output Y, output G, class Arch = native>
    void each(X const& x, T const& t, Y&& losses, G&& gx, row_layout layout = {}) const {
        run<Arch>(engine::total{}, losses, x, t, layout, gx);
    }

  private:
    static constexpr std::string_view name = engine::name_of<kernel_type>();

    template <class Arch, class Reduction, class Losses, class X, class T, class... G>
    auto run(Reduction, Losses& losses, X const& x, T const& t, row_layout const& layout,
             G&... gx) const {
        decltype(auto) logits = engine::samples_of<X>(x);
        using E = engine::arithmetic<
            typename engine::lines_element<std::remove_reference_t<decltype(logits)>>::type>;
        engine::line_operands<row_layout> lines("loss", name, layout);
        auto const in = lines.first("x", logits);
        std::size_t const classes = lines.entries();
        auto const samples = static_cast<std::size_t>(in.sizes[0] * in.sizes[1]);
        auto const out = std::tuple(
            lines.next("gx", engine::as_lvalue(engine::samples_of<X>(gx)), classes, false)...);
        double const divisor = Reduction::divisor(samples);
        auto const each = [&] {
            if constexpr (std::same_as<Losses, engine::no_losses_type const>) {
                return static_cast<E*>(nullptr);
            } else {
                if (static_cast<std::size_t>(std::ranges::size(losses)) != samples) {
                    core::fail(name, ": losses has ", std::ranges::size(losses),
                               " elements, there are ", samples, " rows");
                }
                return std::to_address(std::ranges::begin(losses));
            }
        }();
        std::span<E> const numbers(each, each == nullptr ? 0 : samples);
        auto const go = [&](auto targets, auto... target_lines) {
            check_apart(numbers, in, out, target_lines...);
            return std::apply(
                [&](auto const&... g) {
                    constexpr bool adds = (engine::is_added<std::remove_cvref_t<G>> || ...);
                    return sum_rows<Arch, E, adds>(targets, divisor, each, in, target_lines...,
                                                   g...);
                },
                out);
        };
        if constexpr (std::integral<T>) {
            return go(labels([&](std::size_t) { return t; }, 1, samples, classes));
        } else if constexpr (std::integral<engine::target_element<T>>) {
            decltype(auto) values = engine::target_values(t);
            return go(labels([&](std::size_t r) { return values[static_cast<std::ptrdiff_t>(r)]; },
                             static_cast<std::size_t>(engine::target_count(t)), samples, classes));
        } else {
            decltype(auto) targets = engine::samples_of<X>(t);
            return go(engine::distributions{}, lines.next("t", targets, classes, false));
        }
    }

    /// The class of every sample, checked.
    template <class F> struct classes_of {
        static constexpr std::size_t inputs = 1;
        F label;
        std::size_t operator()(std::size_t r) const { return static_cast<std::size_t>(label(r)); }
    };
    template <class F>
    static classes_of<F> labels(F label, std::size_t count, std::size_t samples,
                                std::size_t classes) {
        if (count != samples) core::fail(name, ": ", count, " labels for ", samples, " rows");
        for (std::size_t r = 0; r < count; ++r) {
            auto const k = label(r);
            if (std::cmp_less(k, 0) || std::cmp_greater_equal(k, classes)) {
                core::fail(name, ": label ", r, " is ", +k, ", there are ", classes, " classes");
            }
        }
        return {label};
    }

    template <class E, class In, class Out, class... Target>
    static void check_apart(std::span<E> losses, In const& in, Out const& out,
                            Target const&... targets) {
        std::array<placement_, 1 + sizeof...(Target) + 2> all{};
        std::size_t n = 0;
        all[n++] = engine::place("x", in);
        ((all[n++] = engine::place("t", targets)), ...);
        std::size_t const inputs = n;
        std::apply([&](auto const&... g) { ((all[n++] = engine::place("gx", g)), ...); }, out);
        if (!losses.empty()) all[n++] = engine::place("losses", losses);
        engine::check_overlaps("loss", name, std::span(all.data(), n), inputs);
    }
    using placement_ = engine::placement;

    /// The mean over rows, or the sum over `divisor`; unless null, `each` receives the loss of
    /// every row.
    template <class Arch, class T, bool adds, class Targets, class... E>
    T sum_rows(Targets const& targets, double divisor, T* each,
               engine::lines_view<E> const&... lines) const {
        auto const& sizes = std::get<0>(std::tie(lines...)).sizes;
        math::compensated<double> total;
        auto const sum = [&](std::ptrdiff_t block, std::size_t start, std::size_t rows,
                             auto... tables) {
            std::size_t const offset = static_cast<std::size_t>(block * sizes[1]) + start;
            math::for_rows<Arch, T>(
                rows, static_cast<std::size_t>(sizes[2]),
                [&](auto row, std::size_t first, auto x, auto... rest) {
                    using V = typename decltype(row)::value_type;
                    T losses[math::lanes<V>];
                    std::size_t const n = row.rows();
                    row.report(losses, loss_of(targets, row, offset + first,
                                               static_cast<T>(divisor), x, rest...));
                    for (std::size_t l = 0; l < n; ++l) {
                        if (each != nullptr) each[offset + first + l] = losses[l];
                        total.add(static_cast<double>(losses[l]));
                    }
                },
                tables...);
        };
        engine::with_tables<Arch, T, Targets::inputs, adds>(sum, lines...);
        return static_cast<T>(total.value() / divisor);
    }

    template <class F, class Row, class T, class Line, class... Gradient>
    ACTFN_INLINE auto loss_of(classes_of<F> const& label, Row const& row, std::size_t first,
                              T divisor, Line x, Gradient... gx) const {
        std::size_t index[math::lanes<typename Row::value_type>] = {};
        for (std::size_t l = 0; l < row.rows(); ++l) index[l] = label(first + l);
        return kernel_.of_class(row, x, index, engine::gradient_line(gx...), divisor);
    }
    template <class Row, class T, class Line, class... Gradient>
    ACTFN_INLINE auto loss_of(engine::distributions, Row const& row, std::size_t, T divisor, Line x,
                              Line t, Gradient... gx) const {
        return kernel_.of_distribution(row, x, t, engine::gradient_line(gx...), divisor);
    }

    [[no_unique_address]] kernel_type kernel_{};
};

inline constexpr softmax_cross_entropy_loss softmax_cross_entropy{};

} // namespace actfn
