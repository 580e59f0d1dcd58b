// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/logits.hpp>

/// Softmax, its logarithm and the logarithm of its sum, of rows of logits.
namespace actfn::inline ACTFN_ABI::math {

/// Softmax of logits, where `is_safe` 0 of rows of nothing but −∞: the sink is an entry more, of
/// which only the others' shares are kept.
struct softmax_of_logits {
    static constexpr bool is_logarithm = false;
    bool is_safe = false;

    template <class L, class T> ACTFN_INLINE void forward(L const& t, line<T> y) const noexcept {
        using V = typename L::V;
        if (t.are_numbers()) {
            share(t, y);
            return;
        }
        t.with_numerators([&](auto const& e) ACTFN_LAMBDA_INLINE {
            auto const numerator = [&](V h, V l) ACTFN_LAMBDA_INLINE {
                V const k = e(h, l);
                return kept<V, 1>{k, {k}};
            };
            V const of_sink = t.sink_numerator(); // beside the loop
            V const others = t.row.template sums<terms::not_negative>(numerator, y, t.hi, t.lo)[0];
            common_divisor<V> const total(divisor(V(others + of_sink)));
            auto const normalise = [&](V k) ACTFN_LAMBDA_INLINE { return total.share(k); };
            t.row.map(normalise, y, y);
        });
    }
    /// Returns the gradient by the sink.
    template <class L, class T>
    ACTFN_INLINE auto backward(L const& t, line<T const> gy, line<T> gx) const noexcept {
        using V = typename L::V;
        return t.with_numerators([&](auto const& e) ACTFN_LAMBDA_INLINE {
            auto const sums = weighted_total<V>::of([&](V unit) ACTFN_LAMBDA_INLINE {
                auto const terms = [&](V h, V l, V slope, V g) ACTFN_LAMBDA_INLINE {
                    V const k = e(h, l);
                    return kept<V, 2>{h, {k, k * unit * math::counted(g, slope)}};
                };
                return t.row.sums(terms, discard{}, t.hi, t.lo, t.slope, gy);
            });
            V const of_sink = t.sink_numerator();
            V const total = divisor(V(sums.sum + of_sink));
            V const mean = sums.mean(total);
            common_divisor<V> const by(total);
            auto const gradient = [&](V h, V l, V slope, V g) ACTFN_LAMBDA_INLINE {
                return t.by_entry(by.share(e(h, l)) * (g - mean), slope);
            };
            t.row.map(gradient, gx, t.hi, t.lo, t.slope, gy);
            return V(-(of_sink / total) * mean);
        });
    }

  private:
    template <class L, class T> ACTFN_NOINLINE void share(L const& t, line<T> y) const noexcept {
        softmax_rows<> const plain{.temperature = t.divisor(), .is_safe = is_safe};
        plain.share(t.row, t.largest_entry(), t.hi, y);
    }
    template <class V> ACTFN_INLINE V divisor(V total) const noexcept {
        return is_safe ? math::select(total == V(0), V(1), total) : total;
    }
};

/// The logarithm of softmax of logits.
struct log_softmax_of_logits {
    static constexpr bool is_logarithm = true;
    bool is_safe = false;

    template <class L, class T> ACTFN_INLINE void forward(L const& t, line<T> y) const noexcept {
        using V = typename L::V;
        if (t.are_numbers()) {
            log_softmax_rows const plain{t.divisor(), is_safe};
            return plain.normalise(t.row, t.largest_entry(), t.hi, y);
        }
        exp_total<V> total = t.template sum_of_terms<false>();
        if (is_safe) {
            auto const nothing = total.largest == V(0) && total.others == V(0);
            total.largest = math::select(nothing, V(1), total.largest);
        }
        V const log_total = total.log();
        t.with_normalised(log_total, [&](auto const& normalised) ACTFN_LAMBDA_INLINE {
            t.row.map(normalised, y, t.hi, t.lo);
        });
    }
    template <class L, class T>
    ACTFN_INLINE auto backward(L const& t, line<T const> gy, line<T> gx) const noexcept {
        using V = typename L::V;
        return t.with_numerators([&](auto const& e) ACTFN_LAMBDA_INLINE {
            auto const terms = [&](V h, V l, V slope, V g) ACTFN_LAMBDA_INLINE {
                return kept<V, 2>{h, {e(h, l), math::counted(g, slope)}};
            };
            auto const [sum, all] = t.row.sums(terms, discard{}, t.hi, t.lo, t.slope, gy);
            V const of_sink = t.sink_numerator();
            V const total = sum + of_sink;
            V const weight = all;
            common_divisor<V> const by(total);
            auto const gradient = [&](V h, V l, V slope, V g) ACTFN_LAMBDA_INLINE {
                V const by_logit = math::fma(-by.share(e(h, l)), weight, g);
                V const kept_ = is_safe ? math::select(total == V(0), V(0), by_logit) : by_logit;
                return t.by_entry(kept_, slope);
            };
            t.row.map(gradient, gx, t.hi, t.lo, t.slope, gy);
            V const by_sink = -(of_sink / total) * weight;
            return V(is_safe ? math::select(total == V(0), V(0), by_sink) : by_sink);
        });
    }
};

/// The logarithm of the sum of e^ of logits, the sink's included.
struct logsumexp_of_logits {
    static constexpr bool is_safe = false;
    static constexpr bool is_logarithm = true;

    template <class L> static ACTFN_INLINE auto reduce(L const& t) noexcept {
        using V = typename L::V;
        return V(t.largest_plus(t.template sum_of_terms<true>().log()));
    }
    /// Of `safe` logits.
    template <class L, class T, class V>
    static ACTFN_INLINE V backward(L const& t, V gy, line<T> gx) noexcept {
        return t.with_numerators([&](auto const& e) ACTFN_LAMBDA_INLINE {
            auto const of_entry = [&](V h, V l) ACTFN_LAMBDA_INLINE {
                return kept<V, 1>{h, {e(h, l)}};
            };
            V const of_sink = t.sink_numerator();
            V const others =
                t.row.template sums<terms::not_negative>(of_entry, discard{}, t.hi, t.lo)[0];
            V const sum = others + of_sink;
            V const total = math::select(sum == V(0), V(1), sum);
            common_divisor<V> const by(total);
            auto const gradient = [&](V h, V l, V slope) ACTFN_LAMBDA_INLINE {
                return t.by_entry(by.share(e(h, l)) * gy, slope);
            };
            t.row.map(gradient, gx, t.hi, t.lo, t.slope);
            return V((of_sink / total) * gy);
        });
    }
};

} // namespace actfn::math
