// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/log.hpp>
#include <actfn/rowwise/logsumexp.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// logmeanexp(x) = logsumexp(x) − log n, n the length of the row; gradient as of logsumexp. Near
/// the maximum it is log1p of the mean of e^(xⱼ−m) − 1, so that equal entries give themselves. The
/// error is relative to the larger of the value and |m|, which cancel for m > 0.
struct logmeanexp {
    static constexpr actfn::facts facts{.name = "logmeanexp",
                                        .formula = "log(sum(exp(x)) / n)",
                                        .derivative = "g * softmax(x)",
                                        .source = "Blanchard, Higham, Higham 2021, "
                                                  "doi:10.1093/imanum/draa038",
                                        .max_ulp = {.value = 3, .derivative = 4}};
    static constexpr double of_nothing = std::numeric_limits<double>::quiet_NaN();

    template <class Row, class T>
    ACTFN_INLINE static auto reduce(Row const& row, math::line<T const> x) {
        using V = typename Row::value_type;
        V const m = (row.max)(x);
        math::shifted_exp<V> const e(m, 1);
        auto const terms = [&](V v) ACTFN_LAMBDA_INLINE {
            auto const k = e(v);
            auto const is_largest = v == m;
            return math::kept<V, 2>{
                v,
                {math::select(is_largest,
                              math::with_tangents(k.scaled(), math::scaled_exp<V>::scale_by),
                              k.scaled()),
                 math::select(is_largest, math::with_tangents(k.minus_one(), 0), k.minus_one())}};
        };
        auto const [total, below] = row.sums(terms, math::discard{}, x);
        V const n(static_cast<scalar_t<V>>(row.size()));
        V const mean = math::scaled_exp<V>::unscale(total) / n;
        V const nearby = math::log1p(below / n);
        V const distant = math::log(mean);
        return V(m + math::select(mean > V(scalar_t<V>(0.5)), nearby, distant));
    }

    template <class Row, class T, class V>
    ACTFN_INLINE static void backward(Row const& row, math::line<T const> x, V gy,
                                      math::line<T> gx) {
        logsumexp<>::backward(row, x, gy, gx);
    }
};

} // namespace kernel

inline constexpr function<kernel::logmeanexp> logmeanexp{};

} // namespace actfn
