// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/math/dual.hpp>
#include <actfn/math/piecewise.hpp>

#include <type_traits>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// jump_relu(x) = x for x > θ, else 0;  derivative 1 or 0, 0 at θ. The derivative in θ is 0 where
/// there is one; in its place stands −θ/w for |x − θ| < w/2, as sparse autoencoders are trained. w,
/// the width of that rectangle, is not learned. Without it: thresholded_relu.
template <class P = double> struct jump_relu {
    static constexpr bool has_constant_piece = true;
    static constexpr bool branches_on_parameters = true;
    static constexpr std::string_view name = "jump_relu";

    P theta{0};
    P width{0.001};

    constexpr actfn::facts describe() const {
        return math::thresholded_facts(name, "Rajamanoharan et al. 2024, arXiv:2407.14435", theta,
                                       {.value = 0, .derivative = 0});
    }

    constexpr void check() const {
        core::require(width > 0, name, "width", width, "greater than", 0);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        auto const above = is_above(x);
        V const low = math::unless_nan(V(0), x);
        V y = math::select(above, x, low);
        if constexpr (!std::is_arithmetic_v<P>) { // the rectangle as a tangent, and no value
            V const t = math::as<V>(theta);
            y = math::fma(t - math::constant(t), by_theta(x), y);
        }
        return {.value = y, .derivative = math::select(above, V(1), low)};
    }

    /// Only so is every y but 0 on the line.
    constexpr void check_from_output() const {
        core::require(theta >= 0, "jump_relu from its output", "theta", theta, "at least", 0);
    }
    template <real V> ACTFN_INLINE V derivative_from_output(V y) const noexcept {
        return math::kept_where_positive(V(1), y);
    }

    template <real V> ACTFN_INLINE jump_relu<V> parameter_derivatives(V x) const noexcept {
        return {.theta = by_theta(x), .width = math::unless_nan(V(0), x)};
    }

    template <real V> ACTFN_INLINE auto is_above(V x) const noexcept {
        return x > math::crossing_at<V>(theta).first;
    }
    template <real V> ACTFN_INLINE V by_theta(V x) const noexcept {
        V const t = math::as<V>(theta);
        V const w = math::as<V>(width);
        auto const inside = math::abs(x - t) < math::as<V>(0.5) * w;
        return math::select(inside, math::constant(-t / w), math::unless_nan(V(0), x));
    }
};

} // namespace kernel

inline constexpr function<kernel::jump_relu<>> jump_relu{};

} // namespace actfn
