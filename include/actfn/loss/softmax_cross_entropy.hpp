// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/loss.hpp>
#include <actfn/engine/rowwise.hpp>
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
    static constexpr summary facts{.name = "softmax_cross_entropy",
                                   .formula = "log(sum(exp(x))) - x[k]",
                                   .gradient = "softmax(x) - onehot(k)",
                                   .source = "Bridle 1990, doi:10.1007/978-3-642-76153-9_28",
                                   .lower = 0,
                                   .max_ulp = {.value = 2.5, .gradient = 4}};

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
            return math::kept<V, 2>{e(v).enlarged(), {t.largest, t.others}};
        };
        auto const [largest, others] = row.sums(terms, gx, x);
        math::exp_total<V> const total{largest, others};
        auto const d = e.distance(chosen);
        V const beyond = math::settle(total.log());
        if constexpr (!std::is_same_v<Out, math::discard>) {
            // Everything is larger by the factor of `enlarged`; the total without the chosen entry.
            V const unit = math::as<V>(T(1) / math::decay<V>::shrink_by);
            V const ties = math::settle((largest - V(1)) * unit);
            V const all = math::settle(largest * unit) + others;
            V const rest = math::select(d.hi == V(0), ties + others, all - e(chosen).enlarged());
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
            V const all = total.value() * math::as<V>(T(1) / math::decay<V>::shrink_by);
            auto const gradient = [&](V v, V given) ACTFN_LAMBDA_INLINE {
                V const target = math::fma(given, kept, added);
                return (e(v).enlarged() * sum / all - target) / V(divisor);
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

namespace engine {

/// The classes of samples, whatever holds them.
struct class_numbers {
    template <class F>
    explicit class_numbers(F const& f)
        : function_(&f), call_([](void const* self, std::size_t sample) {
              return static_cast<std::size_t>((*static_cast<F const*>(self))(sample));
          }) {}

    std::size_t operator()(std::size_t sample) const { return call_(function_, sample); }

  private:
    void const* function_;
    std::size_t (*call_)(void const*, std::size_t);
};

} // namespace engine

/// Softmax and cross-entropy in one. One sample is a range of logits with the number of its class
/// or a distribution over the classes; many are the rows of a row-major matrix with a `row_layout`,
/// or the columns of an Eigen matrix. The result is the mean over samples (`sum`: the sum); a range
/// or matrix after the targets receives its gradient by the logits, and may be the logits.
class softmax_cross_entropy_loss {
  public:
    using kernel_type = kernel::softmax_cross_entropy<>;
    static constexpr summary const& facts = kernel_type::facts;

    constexpr softmax_cross_entropy_loss() = default;
    /// Throws std::invalid_argument where a parameter is out of range.
    constexpr explicit softmax_cross_entropy_loss(kernel_type const& kernel) : kernel_(kernel) {
        kernel.check();
    }

    /// The parameters, by name.
    constexpr kernel_type const& kernel() const noexcept { return kernel_; }

    /// softmax_cross_entropy.with({.label_smoothing = 0.1}).
    constexpr softmax_cross_entropy_loss with(kernel_type const& parameters) const {
        return softmax_cross_entropy_loss(parameters);
    }

    /// One sample, of class `label`.
    template <array_of_elements X, std::integral I, class Arch = native>
    auto operator()(X const& x, I label) const {
        return one<Arch, engine::element_of<X>>(engine::view(x), label, math::discard{});
    }
    template <array_of_elements X, std::integral I, writable_array G, class Arch = native>
        requires same_elements<X, G>
    auto operator()(X const& x, I label, G&& gx) const {
        using T = engine::element_of<X>;
        engine::check_spans<T, 1, 1>("loss", facts.name, {{{"x", engine::view(x)}}},
                                   {{{"gx", engine::view(gx)}}});
        return one<Arch, T>(engine::view(x), label, engine::view(gx));
    }
    /// One sample, with a distribution.
    template <array_of_elements X, array_of_elements Y, class Arch = native>
        requires same_elements<X, Y>
    auto operator()(X const& x, Y const& t) const {
        using T = engine::element_of<X>;
        engine::check_spans<T, 2, 0>("loss", facts.name,
                                   {{{"x", engine::view(x)}, {"t", engine::view(t)}}}, {});
        return spread<Arch, T>(engine::view(x), engine::view(t), math::discard{}, whole(x), 1, nullptr);
    }
    template <array_of_elements X, array_of_elements Y, writable_array G, class Arch = native>
        requires same_elements<X, Y, G>
    auto operator()(X const& x, Y const& t, G&& gx) const {
        using T = engine::element_of<X>;
        engine::check_spans<T, 2, 1>("loss", facts.name,
                                   {{{"x", engine::view(x)}, {"t", engine::view(t)}}},
                                   {{{"gx", engine::view(gx)}}});
        return spread<Arch, T>(engine::view(x), engine::view(t), engine::view(gx), whole(x), 1, nullptr);
    }

    /// Samples in rows: their classes, or a matrix of distributions of the same layout.
    template <array_of_elements X, std::ranges::random_access_range L, class Arch = native>
    auto operator()(X const& x, L const& t, row_layout layout) const {
        return rows<Arch>(x, t, math::discard{}, layout, mean_of(layout), {});
    }
    template <array_of_elements X, std::ranges::random_access_range L, writable_array G,
              class Arch = native>
        requires same_elements<X, G>
    auto operator()(X const& x, L const& t, G&& gx, row_layout layout) const {
        return rows<Arch>(x, t, engine::view(gx), layout, mean_of(layout), {});
    }
    template <array_of_elements X, std::ranges::random_access_range L, class Arch = native>
    auto sum(X const& x, L const& t, row_layout layout) const {
        return rows<Arch>(x, t, math::discard{}, layout, 1, {});
    }
    template <array_of_elements X, std::ranges::random_access_range L, writable_array G,
              class Arch = native>
        requires same_elements<X, G>
    auto sum(X const& x, L const& t, G&& gx, row_layout layout) const {
        return rows<Arch>(x, t, engine::view(gx), layout, 1, {});
    }
    /// The loss of every sample into `losses`, and the gradient of each by its logits into gx.
    template <array_of_elements X, std::ranges::random_access_range L, writable_array Y,
              class Arch = native>
        requires same_elements<X, Y>
    void each(X const& x, L const& t, Y&& losses, row_layout layout) const {
        rows<Arch>(x, t, math::discard{}, layout, 1, engine::view(losses));
    }
    template <array_of_elements X, std::ranges::random_access_range L, writable_array Y,
              writable_array G, class Arch = native>
        requires same_elements<X, Y, G>
    void each(X const& x, L const& t, Y&& losses, G&& gx, row_layout layout) const {
        rows<Arch>(x, t, engine::view(gx), layout, 1, engine::view(losses));
    }

    template <loss_argument X, class T, class Arch = native>
    auto operator()(X const& x, T const& t) const {
        return loss_front_end<X>::template call<Arch>(*this, 0, x, t);
    }
    template <loss_argument X, class T, class G, class Arch = native>
    auto operator()(X const& x, T const& t, G&& gx) const {
        return loss_front_end<X>::template call<Arch>(*this, 0, x, t, gx);
    }
    template <loss_argument X, class T, class Arch = native>
    auto sum(X const& x, T const& t) const {
        return loss_front_end<X>::template call<Arch>(*this, 1, x, t);
    }
    template <loss_argument X, class T, class G, class Arch = native>
    auto sum(X const& x, T const& t, G&& gx) const {
        return loss_front_end<X>::template call<Arch>(*this, 1, x, t, gx);
    }

    /// The mean over rows of tables, or the sum over `divisor`; label(r) is the class of row r.
    /// The labels have been checked. Unless null, `each` receives the loss of every row.
    template <class Arch, element T, class... Out>
    T of_classes(math::table<T const> x, engine::class_numbers label, std::size_t samples,
                 std::size_t classes, double divisor, T* each, math::table<Out>... gx) const {
        math::compensated<double> total;
        math::for_rows<Arch, T>(
            samples, classes,
            [&](auto row, std::size_t first, auto in, auto... out) {
                using V = typename decltype(row)::value_type;
                constexpr std::size_t w = math::lanes<V>;
                std::size_t index[w] = {};
                T losses[w];
                std::size_t const n = row.rows();
                for (std::size_t l = 0; l < n; ++l) index[l] = label(first + l);
                row.report(losses, kernel_.of_class(row, in, index, output(out...),
                                                    static_cast<T>(divisor)));
                for (std::size_t l = 0; l < n; ++l) {
                    if (each != nullptr) each[first + l] = losses[l];
                    total.add(static_cast<double>(losses[l]));
                }
            },
            x, gx...);
        return static_cast<T>(total.value() / divisor);
    }

    template <class Arch, element T, class... Out>
    T of_distributions(math::table<T const> x, math::table<T const> t, std::size_t samples,
                       std::size_t classes, double divisor, T* each, math::table<Out>... gx) const {
        math::compensated<double> total;
        math::for_rows<Arch, T>(
            samples, classes,
            [&](auto row, std::size_t first, auto in, auto target, auto... out) {
                using V = typename decltype(row)::value_type;
                T losses[math::lanes<V>];
                row.report(losses, kernel_.of_distribution(row, in, target, output(out...),
                                                           static_cast<T>(divisor)));
                for (std::size_t l = 0; l < row.rows(); ++l) {
                    if (each != nullptr) each[first + l] = losses[l];
                    total.add(static_cast<double>(losses[l]));
                }
            },
            x, t, gx...);
        return static_cast<T>(total.value() / divisor);
    }

    template <std::integral I>
    static void check_label(std::size_t sample, I label, std::size_t classes) {
        if (std::cmp_less(label, 0) || std::cmp_greater_equal(label, classes)) {
            core::fail(facts.name, ": label ", sample, " is ", +label, ", there are ", classes,
                       " classes");
        }
    }

  private:
    static math::discard output() { return {}; }
    template <class Line> static Line output(Line line) { return line; }

    static double mean_of(row_layout const& layout) { return static_cast<double>(layout.rows); }
    template <class X> static row_layout whole(X const& x) {
        return {.rows = 1, .columns = std::ranges::size(x)};
    }

    template <class T> static math::table<T> table(std::span<T> s, row_layout const& layout) {
        return {s.data(), static_cast<std::ptrdiff_t>(layout.step())};
    }

    template <class T, class Out>
    static void check(engine::named_span<T const> x, engine::named_span<T const> t, Out gx,
                      row_layout const& layout) {
        engine::check_layout(layout, "loss", facts.name);
        engine::check_extent(layout, "loss", facts.name, x);
        if (!t.name.empty()) engine::check_extent(layout, "loss", facts.name, t);
        if constexpr (!std::is_same_v<Out, math::discard>) {
            engine::named_span<T> const out{"gx", gx};
            engine::check_extent(layout, "loss", facts.name, out);
            engine::check_rows_apart("loss", facts.name, layout, x, out);
            if (!t.name.empty()) engine::check_rows_apart("loss", facts.name, layout, t, out);
        }
    }

    template <class T, class Out>
    static void check_apart(std::span<T> losses, std::span<T const> in, Out gx) {
        engine::check_apart<T>("loss", facts.name, {"x or t", in}, {"losses", losses});
        if constexpr (!std::is_same_v<Out, math::discard>) {
            engine::check_apart<T>("loss", facts.name, {"gx", gx}, {"losses", losses});
        }
    }

    template <class Arch, class T, class I, class Out>
    T one(std::span<T const> x, I label, Out gx) const {
        return classes<Arch, T>(x, std::span<I const>(&label, 1), gx, whole(x), 1, nullptr);
    }

    template <class Arch, class X, class L, class Out>
    auto rows(X const& x, L const& t, Out gx, row_layout const& layout, double divisor,
              std::type_identity_t<std::span<engine::element_of<X>>> each) const {
        using T = engine::element_of<X>;
        if (each.data() != nullptr && each.size() != layout.rows) {
            core::fail(facts.name, ": losses has ", each.size(), " elements, there are ",
                       layout.rows, " rows");
        }
        if (each.data() != nullptr) check_apart(each, engine::view(x), gx);
        if constexpr (std::integral<std::ranges::range_value_t<L>>) {
            return classes<Arch, T>(engine::view(x), t, gx, layout, divisor, each.data());
        } else {
            static_assert(std::same_as<std::ranges::range_value_t<L>, T>,
                          "actfn: targets are class numbers or distributions of the logits' type");
            if (each.data() != nullptr) check_apart(each, engine::view(t), math::discard{});
            return spread<Arch, T>(engine::view(x), engine::view(t), gx, layout, divisor, each.data());
        }
    }

    template <class Arch, class T, class L, class Out>
    T classes(std::span<T const> x, L const& labels, Out gx, row_layout const& layout,
              double divisor, T* each) const {
        check<T>({"x", x}, {}, gx, layout);
        auto const begin = std::ranges::begin(labels);
        auto const count = static_cast<std::size_t>(std::ranges::size(labels));
        if (count != layout.rows) {
            core::fail(facts.name, ": ", count, " labels for ", layout.rows, " rows");
        }
        using Step = std::ranges::range_difference_t<L>;
        for (std::size_t r = 0; r < count; ++r) {
            check_label(r, begin[static_cast<Step>(r)], layout.columns);
        }
        auto const label = [&](std::size_t r) { return begin[static_cast<Step>(r)]; };
        if constexpr (std::is_same_v<Out, math::discard>) {
            return of_classes<Arch, T>(table(x, layout), engine::class_numbers(label), layout.rows,
                                       layout.columns, divisor, each);
        } else {
            return of_classes<Arch, T>(table(x, layout), engine::class_numbers(label), layout.rows,
                                       layout.columns, divisor, each, table<T>(gx, layout));
        }
    }

    template <class Arch, class T, class Out>
    T spread(std::span<T const> x, std::span<T const> t, Out gx, row_layout const& layout,
             double divisor, T* each) const {
        check<T>({"x", x}, {"t", t}, gx, layout);
        if constexpr (std::is_same_v<Out, math::discard>) {
            return of_distributions<Arch, T>(table(x, layout), table(t, layout), layout.rows,
                                             layout.columns, divisor, each);
        } else {
            return of_distributions<Arch, T>(table(x, layout), table(t, layout), layout.rows,
                                             layout.columns, divisor, each, table<T>(gx, layout));
        }
    }

    [[no_unique_address]] kernel_type kernel_{};
};

inline constexpr softmax_cross_entropy_loss softmax_cross_entropy{};

} // namespace actfn
