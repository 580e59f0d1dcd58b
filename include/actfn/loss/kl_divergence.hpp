// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/log.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// t·(log t − x) of a log-probability x and a probability t, 0 where t is 0; derivative −t. Its sum
/// over a distribution is the Kullback-Leibler divergence, PyTorch's KLDivLoss. The error of the
/// value is relative to the larger of it and t·|x|: where x is close to log t, the two cancel.
struct kl_divergence {
    static constexpr names inputs{"x", "t"};
    static constexpr actfn::facts facts{.name = "kl_divergence",
                                        .formula = "t * (log(t) - x) if t > 0 else 0",
                                        .derivative = "-t",
                                        .source = "Kullback, Leibler 1951, "
                                                  "doi:10.1214/aoms/1177729694",
                                        .max_ulp = {.value = 4, .derivative = 0}};

    template <real V> ACTFN_INLINE static jet<V> at(V x, V t) noexcept {
        V const positive = math::select(t == V(0), V(1), t);
        V const value = t * (math::log(positive) - x);
        V const of_nothing = math::select(x == x, V(0), x);
        return {.value = math::select(t == V(0), of_nothing, value),
                .derivative = math::select(x == x, V(0) - t, x)};
    }
};

} // namespace kernel

inline constexpr function<kernel::kl_divergence> kl_divergence{};

} // namespace actfn
