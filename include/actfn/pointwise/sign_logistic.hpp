// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/surrogate.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// sign(x) = 1 for x > 0, −1 for x < 0;  in place of its derivative, the derivative of tanh(kx/2):
/// 2kσ(kx)σ(−kx), whose area is 2.
template <class P = double> struct sign_logistic {
    static constexpr std::string_view name = "sign_logistic";

    P k{1};

    constexpr actfn::facts describe() const {
        // k multiplies the error of a subnormal number.
        return math::sign_facts(name, "2 * k * exp(-k * abs(x)) / (1 + exp(-k * abs(x)))**2",
                                "Neftci, Mostafa, Zenke 2019, arXiv:1901.09948", saturation::soft,
                                k == 1 ? 2.5 : (std::max)(3.5, 2 * k), {-20 / k, 20 / k});
    }

    constexpr void check() const { core::require(k > 0, name, "k", k, "greater than", 0); }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return {.value = math::sign(x), .derivative = math::logistic_slope(x, k, V(2))};
    }
};

} // namespace kernel

inline constexpr function<kernel::sign_logistic<>> sign_logistic{};

} // namespace actfn
