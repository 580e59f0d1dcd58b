// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/shifted_exp.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// The cross-entropy of softmax(x): of class k, log Σ e^xⱼ − x_k with gradient softmax(x) − e_k; of
/// a target distribution t, Σ tⱼ·(log Σ e^xᵢ − xⱼ) with gradient softmax(x)·Σt − t. Terms are all
/// positive, and the gradient at k is minus the sum of the others, so loss and gradient keep
/// relative accuracy for a class that is learnt already.
///
/// Smoothed labels, ε = label_smoothing, are (1−ε)·t + ε/n of n classes, as PyTorch has them: a
/// masked class, whose logit is −∞, makes the loss infinite then. Samples of the class ignore_index
/// are left out, as in PyTorch: their loss and gradient are 0, whatever their logits are, and the
/// mean is over the others; of none it is 0.
template <class P = double> struct softmax_cross_entropy {
    static constexpr actfn::facts facts{.name = "softmax_cross_entropy",
                                        .formula = "log(sum(exp(x))) - x[k]",
                                        .derivative = "softmax(x) - onehot(k)",
                                        .source = "Bridle 1990, doi:10.1007/978-3-642-76153-9_28",
                                        .lower = 0,
                                        .max_ulp = {.value = 2.5, .derivative = 4}};

    static constexpr names inputs{"x", "t"};

    P label_smoothing{0};
    long long ignore_index{-100};

    constexpr void check() const {
        core::require(label_smoothing >= 0, facts.name, "label_smoothing", label_smoothing,
                      "at least", 0);
        core::require(label_smoothing < 1, facts.name, "label_smoothing", label_smoothing,
                      "less than", 1);
    }

    template <class Row, class T, class Out, class V>
    ACTFN_INLINE V of_class(Row const& row, math::line<T const> x, std::size_t const* index, Out gx,
                            T divisor, V weight) const {
        math::shifted_exp<V> const e((row.max)(x), 1);
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
        auto const [largest, others] = row.template sums<math::terms::not_negative>(terms, gx, x);
        math::exp_total<V> const total{largest, others};
        auto const d = e.distance(chosen);
        V const beyond = total.log();
        if constexpr (!std::is_same_v<Out, math::discard>) {
            // Everything is larger by the factor of `scaled`; the total without the chosen entry.
            V const unit = math::as<V>(T(1) / math::scaled_exp<V>::unscale_by);
            V const ties = (largest - V(1)) * unit;
            V const all = (largest * unit) + others;
            V const rest = math::select(d.hi == V(0), ties + others, all - e(chosen).scaled());
            V const scale = all * V(divisor);
            V const taken = added / V(divisor);
            auto const normalise = [&](V k)
                                       ACTFN_LAMBDA_INLINE { return (k / scale - taken) * weight; };
            row.map(normalise, gx, math::line<T const>{gx.at, gx.step});
            V const left = (math::as<V>(label_smoothing) - added) / V(divisor);
            row.place(gx, index, (left - rest / scale) * weight);
        }
        if (label_smoothing == 0) return V(d.hi + (d.lo + beyond));
        return V((apart + math::as<V>(1 - label_smoothing) * (d.hi + d.lo)) + beyond);
    }

    template <class Row, class T, class Out, class V>
    ACTFN_INLINE V of_distribution(Row const& row, math::line<T const> x, math::line<T const> t,
                                   Out gx, T divisor, V weight) const {
        math::shifted_exp<V> const e((row.max)(x), 1);
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
                return (e(v).scaled() * sum / all - target) / V(divisor) * weight;
            };
            row.map(gradient, gx, x, t);
        }
        return V(math::fma(targets, total.log(), distance));
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
/// or, with Eigen, the columns of a matrix (X.rowwise(): its rows). Targets are class numbers (one
/// integer, or a range or vector of them), or distributions of the shape of x.
inline constexpr function<kernel::softmax_cross_entropy<>> softmax_cross_entropy{};

} // namespace actfn
