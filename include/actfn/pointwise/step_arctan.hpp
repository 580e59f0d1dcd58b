// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/one_plus_square.hpp>
#include <actfn/math/surrogate.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// step(x) = 1 for x > 0, else 0;  in place of its derivative, that of atan(π·α·x/2)/π, which is
/// α/2/(1 + (π·α·x/2)²) (spiking networks).
template <class P = double> struct step_arctan {
    static constexpr std::string_view name = "step_arctan";

    P alpha{2};

    constexpr actfn::facts describe() const {
        // α multiplies the error of a subnormal number.
        return math::step_facts(name, "alpha / 2 / (1 + (pi / 2 * alpha * x)**2)",
                                "Fang et al. 2021, arXiv:2007.05785", saturation::soft,
                                (std::max)(5.0, alpha), {-1000 / alpha, 1000 / alpha});
    }

    constexpr void check() const {
        core::require(alpha > 0, name, "alpha", alpha, "greater than", 0);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return {.value = math::step(x),
                .derivative = math::as<V>(P(0.5) * alpha) * share(x).reciprocal()};
    }

    /// The derivative of the surrogate.
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        auto const s = share(x);
        V const r = s.reciprocal();
        return math::as<V>(-(alpha * alpha) * P(half_pi)) * ((s.x * r) * r);
    }

    static constexpr double half_pi = 1.57079632679489661923;

    template <real V> ACTFN_INLINE math::one_plus_square_parts<V> share(V x) const noexcept {
        return math::one_plus_square(math::as<V>(P(half_pi) * alpha) * x);
    }
};

} // namespace kernel

inline constexpr function<kernel::step_arctan<>> step_arctan{};

} // namespace actfn
