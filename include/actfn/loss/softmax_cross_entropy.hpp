// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/line_memory.hpp>
#include <actfn/math/logits.hpp>
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
///
/// z_loss = λ adds λ·(log Σ e^xⱼ)², which keeps that logarithm near 0 (PaLM); its gradient is
/// 2λ·log Σ e^xⱼ·softmax(x). Logits may be capped first, as c·tanh(x/c), c = softcap.
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

    constexpr auto may_be_infinite() const { return std::tie(softcap); }
    constexpr void check() const {
        core::require(label_smoothing >= 0, facts.name, "label_smoothing", label_smoothing,
                      "at least", 0);
        core::require(label_smoothing < 1, facts.name, "label_smoothing", label_smoothing,
                      "less than", 1);
        core::require(z_loss >= 0, facts.name, "z_loss", z_loss, "at least", 0);
        core::require(softcap > 0, facts.name, "softcap", softcap, "greater than", 0);
    }

    template <class Row, class T, class Out, class V>
    ACTFN_INLINE V of_class(Row const& row, math::line<T const> x, std::size_t const* index, Out gx,
                            T divisor, V weight) const {
        return of_logits<V>(row, x, gx, [&](math::line<T const> logits) {
            return of_class_of_logits(row, logits, index, gx, divisor, weight);
        });
    }
    template <class Row, class T, class Out, class V>
    ACTFN_INLINE V of_distribution(Row const& row, math::line<T const> x, math::line<T const> t,
                                   Out gx, T divisor, V weight) const {
        return of_logits<V>(row, x, gx, [&](math::line<T const> logits) {
            return of_distribution_of_logits(row, logits, t, gx, divisor, weight);
        });
    }

  private:
    /// loss(logits) of x or of what is capped of it; then its gradient by x from that by logits.
    template <class V, class Row, class T, class Out, class Loss>
    ACTFN_INLINE V of_logits(Row const& row, math::line<T const> x, Out gx, Loss loss) const {
        if (softcap == actfn::facts::infinity) return loss(x);
        math::logit_of<V> const cap(1, static_cast<double>(softcap), false);
        math::line_memory<T, 2> memory(row.size() * static_cast<std::size_t>(Row::step));
        math::line<T> const logits{memory[0], Row::step};
        math::line<T> const slopes{memory[1], Row::step};
        row.map([&](V v) ACTFN_LAMBDA_INLINE { return cap(v).hi; }, logits, x);
        row.map([&](V v) ACTFN_LAMBDA_INLINE { return cap.slope(v); }, slopes, x);
        V const value = loss({logits.at, logits.step});
        if constexpr (!std::is_same_v<Out, math::discard>) {
            auto const chain = [](V g, V slope)
                                   ACTFN_LAMBDA_INLINE { return math::times_or_zero(g, slope); };
            row.map(chain, gx, math::line<T const>{gx.at, gx.step},
                    math::line<T const>{slopes.at, slopes.step});
        }
        return value;
    }

    template <class Row, class T, class Out, class V>
    ACTFN_INLINE V of_class_of_logits(Row const& row, math::line<T const> x,
                                      std::size_t const* index, Out gx, T divisor, V weight) const {
        V const m = (row.max)(x);
        math::shifted_exp<V> const e(m, 1);
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
        V const log_total = m + beyond;
        V const pull = z_loss == 0 ? V(0) : math::as<V>(2 * z_loss) * log_total;
        if constexpr (!std::is_same_v<Out, math::discard>) {
            // Everything is larger by the factor of `scaled`; the total without the chosen entry.
            V const unit = math::as<V>(T(1) / math::scaled_exp<V>::unscale_by);
            V const ties = (largest - V(1)) * unit;
            V const all = (largest * unit) + others;
            V const rest = math::select(d.hi == V(0), ties + others, all - e(chosen).scaled());
            V const scale = all * V(divisor);
            V const taken = added / V(divisor);
            V const more = V(1) + pull;
            auto const normalise = [&](V k) ACTFN_LAMBDA_INLINE {
                V const share = z_loss == 0 ? k / scale : (k / scale) * more;
                return (share - taken) * weight;
            };
            row.map(normalise, gx, math::line<T const>{gx.at, gx.step});
            V const left = (math::as<V>(label_smoothing) - added) / V(divisor);
            V const pulled = z_loss == 0 ? left : math::fma(pull, e(chosen).scaled() / scale, left);
            row.place(gx, index, (pulled - rest / scale) * weight);
        }
        V const squared = z_loss == 0 ? V(0) : (math::as<V>(z_loss) * log_total) * log_total;
        if (label_smoothing == 0) return V((d.hi + (d.lo + beyond)) + squared);
        return V(((apart + math::as<V>(1 - label_smoothing) * (d.hi + d.lo)) + beyond) + squared);
    }

    template <class Row, class T, class Out, class V>
    ACTFN_INLINE V of_distribution_of_logits(Row const& row, math::line<T const> x,
                                             math::line<T const> t, Out gx, T divisor,
                                             V weight) const {
        V const m = (row.max)(x);
        math::shifted_exp<V> const e(m, 1);
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
        V const log_total = m + total.log();
        V const pull = z_loss == 0 ? V(0) : math::as<V>(2 * z_loss) * log_total;
        if constexpr (!std::is_same_v<Out, math::discard>) {
            V const sum = z_loss == 0 ? V(targets) : V(targets + pull);
            V const all = total.value() * math::as<V>(T(1) / math::scaled_exp<V>::unscale_by);
            auto const gradient = [&](V v, V given) ACTFN_LAMBDA_INLINE {
                V const target = math::fma(given, kept, added);
                return (e(v).scaled() * sum / all - target) / V(divisor) * weight;
            };
            row.map(gradient, gx, x, t);
        }
        V const loss = math::fma(targets, total.log(), distance);
        if (z_loss == 0) return loss;
        return V(loss + (math::as<V>(z_loss) * log_total) * log_total);
    }

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
