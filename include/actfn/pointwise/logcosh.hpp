// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/logcosh.hpp>
#include <actfn/math/tanh.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// logcosh(x) = log(cosh(x)),  logcosh′(x) = tanh(x): x²/2 near 0, |x| − log(2) far away (NNlib).
struct logcosh {
    static constexpr actfn::facts facts{.name = "logcosh",
                                        .formula = "abs(x) + log1p(exp(-2 * abs(x))) - log(2)",
                                        .derivative = "tanh(x)",
                                        .source = "Green 1990, doi:10.1109/42.52985",
                                        .lower = 0,
                                        .left = {actfn::facts::infinity, -1},
                                        .monotone = false,
                                        .even = true,
                                        .max_ulp = {.value = 2, .derivative = 2.5},
                                        .interval = {-60, 60}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const t = math::tanh(x);
        return {.value = math::logcosh(x, t.q), .derivative = t.value()};
    }
};

} // namespace kernel

inline constexpr function<kernel::logcosh> logcosh{};

} // namespace actfn
