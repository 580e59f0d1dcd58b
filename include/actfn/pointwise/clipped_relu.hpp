// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// clipped_relu(x) = min(max(x, 0), limit),  derivative 1 strictly between the kinks, 0 at both
/// (PyTorch, JAX, NNlib).
template <class P = double> struct clipped_relu {
    static constexpr bool has_constant_piece = true;
    static constexpr std::string_view name = "clipped_relu";

    P limit{6};

    constexpr actfn::facts describe() const {
        bool const bounded = limit < actfn::facts::infinity;
        bool const flat = limit == 0;
        return {.name = name,
                .aliases = "bounded_relu pact",
                .formula = "min(max(x, 0), limit)",
                .derivative = "1 if 0 < x < limit else 0",
                .source = "Krizhevsky 2010",
                .lower = 0,
                .upper = limit,
                .left = {0, 0},
                .right = {limit, bounded ? 0.0 : 1.0},
                .kinks = flat      ? points{}
                         : bounded ? points{0.0, limit}
                                   : points{0.0},
                .odd = flat,
                .even = flat,
                .saturates = {saturation::hard, bounded ? saturation::hard : saturation::none},
                .lipschitz = flat ? 0.0 : 1.0,
                .init = init_scheme::he,
                .max_ulp = {.value = core::is_float(limit) ? 0 : 0.5, .derivative = 0},
                .interval = {-20, bounded ? (std::max)(20.0, 2 * limit) : 20.0}};
    }

    constexpr auto may_be_infinite() const { return std::tie(limit); }
    constexpr void check() const { core::require(limit >= 0, name, "limit", limit, "at least", 0); }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return {.value = math::at_most(math::at_least(x, V(0)), math::as<V>(limit)),
                .derivative = derivative_from_output(x)};
    }

    template <real V> ACTFN_INLINE V derivative_from_output(V y) const noexcept {
        return backward_from_either(y, V(1));
    }
    template <real V> ACTFN_INLINE V backward_from_either(V y, V gy) const noexcept {
        return math::only_where((y > V(0)) && (y < math::as<V>(limit)), gy, y);
    }

    template <real V> ACTFN_INLINE clipped_relu<V> parameter_derivatives(V x) const noexcept {
        return {.limit = math::indicator(x >= math::as<V>(limit), x)};
    }
};

} // namespace kernel

inline constexpr function<kernel::clipped_relu<>> clipped_relu{};
inline constexpr auto& bounded_relu = clipped_relu;
inline constexpr auto& pact = clipped_relu;

} // namespace actfn
