// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/scores.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// The cross-entropy of softmax(x): of class k, log Σ e^xⱼ − x_k with gradient softmax(x) − e_k; of
/// a target distribution t, Σ tⱼ·(log Σ e^xᵢ − xⱼ) with gradient softmax(x)·Σt − t. Terms are all
/// positive, and the gradient at k is minus the sum of the others, so loss and gradient keep
/// relative accuracy for a class that is learnt already.
///
/// Smoothed labels, ε = label_smoothing, are (1−ε)·t + ε/n of n classes, as PyTorch has them: a
/// class whose logit is −∞ makes the loss infinite then. Samples of the class ignore_index
/// are left out, as in PyTorch: their loss and gradient are 0, whatever their logits are, and the
/// mean is over the others; of none it is 0.
///
/// z_loss = λ adds λ·(log Σ e^xⱼ)², which keeps that logarithm near 0 (PaLM); its gradient is
/// 2λ·log Σ e^xⱼ·softmax(x).
///
/// The numbers of softmax mean what they mean there: logits are t = x/T, capped as c·tanh(t/c),
/// c = softcap, plus a bias, and e^sink is one more term of the sum. Options come as data,
/// softmax_cross_entropy.each({.bias = b, .mask = m, .sink = s, .class_weights = w}), see
/// `loss_options`: an entry that a mask leaves out is as if it were not there, and smoothing adds
/// nothing to it; to be the target makes the loss infinite. A class weight w_k multiplies the
/// target tₖ, smoothed or not, and a mean over class numbers is divided by the sum of the weights
/// of the classes, as in PyTorch; z_loss has no class and is not weighted.
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
    P z_loss{0};
    P softcap{actfn::facts::infinity};
    P temperature{1};
    P sink{-actfn::facts::infinity};

    constexpr auto may_be_infinite() const { return std::tie(softcap, sink); }
    constexpr void check() const {
        core::require(label_smoothing >= 0, facts.name, "label_smoothing", label_smoothing,
                      "at least", 0);
        core::require(label_smoothing < 1, facts.name, "label_smoothing", label_smoothing,
                      "less than", 1);
        core::require(z_loss >= 0, facts.name, "z_loss", z_loss, "at least", 0);
        math::check_logits(*this);
    }
    constexpr actfn::facts describe() const { return math::facts_of_logits(*this); }
    /// What computes the loss of rows of logits: `of_class` and `of_distribution` below.
    constexpr softmax_cross_entropy const& of_logits() const { return *this; }

    /// Of entries as they are, temperature, cap and sink being none.
    template <class Row, class T, class Out, class V>
    ACTFN_INLINE V of_class(Row const& row, math::line<T const> x, std::size_t const* index, Out gx,
                            T divisor, V weight) const {
        return of_class(math::plain_scores<Row>(row, x), index, gx, divisor, weight).value;
    }
    template <class Row, class T, class Out, class V>
    ACTFN_INLINE V of_distribution(Row const& row, math::line<T const> x, math::line<T const> t,
                                   Out gx, T divisor, V weight) const {
        return of_distribution(math::plain_scores<Row>(row, x), t, gx, divisor, weight).value;
    }

    /// Of scores, with a line of class weights or none.
    template <class Scores, class Out, class T, class V, class... W>
    ACTFN_INLINE math::row_loss<V> of_class(Scores const& s, std::size_t const* index, Out gx,
                                            T divisor, V weight,
                                            math::line<W>... class_weights) const {
        constexpr bool weighted = sizeof...(W) != 0;
        auto const chosen = s.pick(index);
        V const added = s.share(label_smoothing);
        V const own = (V(1) * ... * s.row.pick(class_weights, index));
        V apart(0); // Σ of what smoothing adds, times the distance from the maximum
        V spread = math::as<V>(label_smoothing); // Σ of what smoothing adds
        if (label_smoothing != 0) {
            auto const of_entry = [&](auto const& entry, auto... w) ACTFN_LAMBDA_INLINE {
                auto const d = entry.distance();
                V const target = entry.counted((added * ... * w));
                V const term = target * (d.hi + d.lo);
                V const counted = math::select(target == V(0), V(0), term);
                if constexpr (weighted) {
                    return math::kept<V, 2>{added, {counted, target}};
                } else {
                    return math::kept<V, 1>{added, {counted}};
                }
            };
            auto const sums = s.sums(of_entry, math::discard{}, class_weights...);
            apart = sums[0];
            if constexpr (weighted) spread = sums[1];
        }
        V const stays = math::as<V>(1 - label_smoothing) * own;
        V const targets = weighted ? V(spread + stays) : V(1);

        auto const terms = [&](auto const& entry) ACTFN_LAMBDA_INLINE {
            auto const t = entry.term();
            return math::kept<V, 2>{entry.scaled(), {t.largest, t.others}};
        };
        auto const [largest, others] = s.template sums<math::terms::not_negative>(terms, gx);
        auto const total = s.with_sink({largest, others});
        auto const d = chosen.distance();
        V const beyond = total.log();
        V const log_total = s.largest_plus(beyond);
        V const pull = this->pull(log_total);
        // Everything is larger by the factor of `scaled`; the total without the chosen entry.
        V const unit(math::scaled_exp<V>::scale_by);
        V const all = total.scaled();
        V const scale = all * V(divisor);
        V const more = targets + pull;
        if constexpr (!std::is_same_v<Out, math::discard>) {
            V const ties = (total.largest - V(1)) * unit;
            V const rest =
                math::select(d.hi == V(0), ties + total.scaled_others(), all - chosen.scaled());
            V const taken = added / V(divisor);
            auto const normalise = [&](V k, auto... w) ACTFN_LAMBDA_INLINE {
                V const share = z_loss == 0 && !weighted ? k / scale : (k / scale) * more;
                return (share - (taken * ... * w)) * weight;
            };
            s.finish(normalise, gx, class_weights...);
            V const left = (spread - added * own) / V(divisor);
            V const pulled = z_loss == 0 ? left : math::fma(pull, chosen.scaled() / scale, left);
            V const g = (pulled - (rest / scale) * targets) * weight;
            s.row.place(gx, index, chosen.by_entry(g));
        }
        V const squared = squared_loss(log_total);
        V const distance = d.hi + (d.lo + beyond);
        V value;
        if (label_smoothing == 0) {
            value = weighted ? math::times_or_zero(distance, own) : distance;
        } else {
            V const of_chosen = (d.hi + d.lo);
            value =
                (apart + (weighted ? math::times_or_zero(of_chosen, stays) : stays * of_chosen)) +
                beyond * targets;
        }
        return {V(value + squared), (s.sink_scaled() / scale) * more * weight,
                pull / V(divisor) * weight};
    }
    template <class Scores, class T, class Out, class V, class... W>
    ACTFN_INLINE math::row_loss<V> of_distribution(Scores const& s, math::line<T const> t, Out gx,
                                                   T divisor, V weight,
                                                   math::line<W>... class_weights) const {
        // Without smoothing this changes no bit.
        V const stays = math::as<V>(1 - label_smoothing);
        V const added = s.share(label_smoothing);
        auto const target_of = [&](auto const& entry, V given, auto... w) ACTFN_LAMBDA_INLINE {
            return (math::fma(given, stays, entry.counted(added)) * ... * w);
        };
        auto const terms = [&](auto const& entry, V given, auto... w) ACTFN_LAMBDA_INLINE {
            V const target = target_of(entry, given, w...);
            auto const e = entry.term();
            auto const d = entry.distance();
            V const weighted = math::select(target == V(0), V(0), target * (d.hi + d.lo));
            return math::kept<V, 4>{given, {e.largest, e.others, target, weighted}};
        };
        auto const [largest, others, targets, distance] =
            s.sums(terms, math::discard{}, t, class_weights...);
        auto const total = s.with_sink({largest, others});
        V const log_total = s.largest_plus(total.log());
        V const pull = this->pull(log_total);
        V const sum = z_loss == 0 ? V(targets) : V(targets + pull);
        V const all = total.value() * V(math::scaled_exp<V>::scale_by);
        if constexpr (!std::is_same_v<Out, math::discard>) {
            auto const gradient = [&](auto const& entry, V given, auto... w) ACTFN_LAMBDA_INLINE {
                V const target = target_of(entry, given, w...);
                return (entry.scaled() * sum / all - target) / V(divisor) * weight;
            };
            s.map(gradient, gx, t, class_weights...);
        }
        V const loss = math::fma(targets, total.log(), distance);
        return {z_loss == 0 ? loss : V(loss + squared_loss(log_total)),
                s.sink_scaled() * sum / all / V(divisor) * weight, pull / V(divisor) * weight};
    }

  private:
    /// The z-loss, and its derivative by the logarithm of the sum.
    template <class V> V squared_loss(V log_total) const {
        return z_loss == 0 ? V(0) : (math::as<V>(z_loss) * log_total) * log_total;
    }
    template <class V> V pull(V log_total) const {
        return z_loss == 0 ? V(0) : math::as<V>(2 * z_loss) * log_total;
    }
};

} // namespace kernel

/// Softmax and cross-entropy in one. One sample is a range of logits with the number of its class
/// or a distribution over the classes; many are the rows of a row-major matrix with a `row_layout`,
/// or, with Eigen, the columns of a matrix (X.rowwise(): its rows). Targets are class numbers (one
/// integer, or a range or vector of them), or distributions of the shape of x.
inline constexpr function<kernel::by_default<kernel::softmax_cross_entropy<>>>
    softmax_cross_entropy{};

} // namespace actfn
