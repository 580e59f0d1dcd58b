// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/surrogate.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// step(x) = 1 for x > 0, else 0;  in place of its derivative, the derivative of σ(kx):
/// kσ(kx)σ(−kx), whose area is 1 (spiking networks).
template <class P = double> struct step_logistic {
    static constexpr std::string_view name = "step_logistic";

    P k{1};

    constexpr actfn::facts describe() const {
        // k multiplies the error of a subnormal number.
        return math::step_facts(name, "k * exp(-k * abs(x)) / (1 + exp(-k * abs(x)))**2",
                                "Neftci, Mostafa, Zenke 2019, arXiv:1901.09948", saturation::soft,
                                k == 1 ? 2.5 : (std::max)(3.5, k), {-20 / k, 20 / k});
    }

    constexpr void check() const { core::require(k > 0, name, "k", k, "greater than", 0); }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return {.value = math::step(x), .derivative = math::logistic_slope(x, k)};
    }
};

} // namespace kernel

inline constexpr function<kernel::step_logistic<>> step_logistic{};

} // namespace actfn
