// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// fatreglu(a, b) = a·b for b > θ, else 0: reglu with a threshold, below which a language model
/// skips the unit. The derivative in θ is 0 where there is one. Value first, gate second.
template <class P = double> struct fatreglu {
    static constexpr bool has_constant_piece = true;
    static constexpr std::string_view name = "fatreglu";

    P theta{0.01};

    constexpr actfn::facts describe() const {
        return {.name = name,
                .formula = "a * b if b > theta else 0",
                .derivative = "g * b if b > theta else 0, g * a if b > theta else 0",
                .source = "Song et al. 2024, arXiv:2402.13516",
                .monotone = theta >= 0,
                .smoothness = theta == 0 ? 0.0 : -1.0,
                .max_ulp = {.value = 0.5, .derivative = 0}};
    }

    template <real V> ACTFN_INLINE gated_jet<V> at(V a, V b) const {
        auto const open = b > math::crossing_at<V>(theta).first;
        V const shut = math::unless_nan(V(0), b);
        return math::gated_product(a, jet<V>{.value = math::select(open, b, shut),
                                             .derivative = math::select(open, V(1), shut)});
    }

    template <real V> ACTFN_INLINE fatreglu<V> parameter_derivatives(V a, V b) const {
        return {.theta = math::unless_nan(V(0), a + b)};
    }
};

} // namespace kernel

inline constexpr function<kernel::fatreglu<>> fatreglu{};

} // namespace actfn
