// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>
#include <actfn/math/surrogate.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// step(x) = 1 for x > 0, else 0;  in place of its derivative max(0, α − α²·|x|), a triangle of
/// area 1 (spiking networks). α = 1 is step_triangular.
template <class P = double> struct step_quadratic {
    static constexpr bool has_constant_piece = true;
    static constexpr std::string_view name = "step_quadratic";

    P alpha{1};

    constexpr actfn::facts describe() const {
        actfn::facts f = math::step_facts(name, "max(0, alpha - alpha**2 * abs(x))",
                                          "Esser et al. 2016, arXiv:1603.08270", saturation::hard,
                                          alpha == 1 ? 0.5 : 3.0, {-20 / alpha, 20 / alpha});
        f.cancelling = alpha == 1 ? "" : "alpha";
        return f;
    }

    constexpr void check() const {
        core::require(alpha > 0, name, "alpha", alpha, "greater than", 0);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        V const a = math::as<V>(alpha);
        V const y = a * math::fnma(a, math::abs(x), V(1));
        return {.value = math::step(x), .derivative = math::at_least(y, V(0))};
    }

    /// The derivative of the surrogate: −α²·sgn(x) in the triangle, else 0.
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        V const a = math::as<V>(alpha);
        auto const inside = math::fnma(a, math::abs(x), V(1)) > V(0);
        return math::select(inside, math::mulsign(math::as<V>(-(alpha * alpha)), x),
                            math::unless_nan(V(0), x));
    }
};

} // namespace kernel

inline constexpr function<kernel::step_quadratic<>> step_quadratic{};

} // namespace actfn
