// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/functions_of_logits.hpp>
#include <actfn/math/softmax_rows.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// logsumexp(x) = m + log Σ e^(xⱼ−m), m = max x, one number for every row;  gxᵢ = g·softmax(x)ᵢ.
/// A temperature divides x, not the result; cap, sink and the options of `each` are those of
/// softmax, and e^sink is a term of the sum.
/// ±∞ where m is; a row of −∞ only, in which all is masked, has the gradient 0. The error of the
/// value is relative to the larger of it and |m|, which cancel for m < 0.
template <class P = double> struct logsumexp {
    static constexpr actfn::facts facts{.name = "logsumexp",
                                        .aliases = "safe_logsumexp",
                                        .formula = "log(sum(exp(x / temperature)))",
                                        .derivative = "g * softmax(x / temperature) / temperature",
                                        .source = "Blanchard, Higham, Higham 2021, "
                                                  "doi:10.1093/imanum/draa038",
                                        .max_ulp = {.value = 2.5, .derivative = 4}};
    static constexpr double of_nothing = -actfn::facts::infinity;

    P temperature{1};
    P softcap{actfn::facts::infinity};
    P sink{-actfn::facts::infinity};

    constexpr auto may_be_infinite() const { return std::tie(softcap, sink); }
    constexpr void check() const { math::check_logits(*this); }
    constexpr actfn::facts describe() const { return math::facts_of_logits(*this); }
    constexpr auto of_logits() const { return math::logsumexp_of_logits{}; }

    template <class Row, class T>
    ACTFN_INLINE static auto reduce(Row const& row, math::line<T const> x) {
        using V = typename Row::value_type;
        V const m = (row.max)(x);
        return math::with_terms<V>(m, 1, 0, [&](auto const& e) ACTFN_LAMBDA_INLINE {
            auto const counted = [&](V v) ACTFN_LAMBDA_INLINE {
                auto const t = e.template counted<true>(v);
                return math::kept<V, 2>{v, {t.largest, t.others}};
            };
            auto const [largest, others] =
                row.template sums<math::terms::not_negative>(counted, math::discard{}, x);
            return math::exp_total<V>{largest, e.from_m(others)}.log_plus(m);
        });
    }

    template <class Row, class T, class V>
    ACTFN_INLINE static void backward(Row const& row, math::line<T const> x, V gy,
                                      math::line<T> gx) {
        math::softmax_rows<>{.is_safe = true}.forward(row, x, gx);
        row.map([&](V p) ACTFN_LAMBDA_INLINE { return p * gy; }, gx,
                math::line<T const>{gx.at, gx.step});
    }
};

} // namespace kernel

inline constexpr function<kernel::by_default<kernel::logsumexp<>>> logsumexp{};
inline constexpr auto& safe_logsumexp = logsumexp;

} // namespace actfn
