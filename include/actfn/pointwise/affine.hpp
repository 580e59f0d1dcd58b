// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn {

namespace kernel {

/// affine(x) = α·x + β,  derivative α.
template <class P = double> struct affine {
    static constexpr actfn::facts facts{.name = "affine",
                                        .formula = "alpha * x + beta",
                                        .derivative = "alpha",
                                        .source = "Widrow, Hoff 1960",
                                        .odd = true,
                                        .init = init_scheme::lecun,
                                        .max_ulp = {.value = 0.5, .derivative = 0.5}};

    P alpha{1};
    P beta{-0.0}; // keeps the sign of a zero

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        V const a = math::as<V>(alpha);
        V const b = math::as<V>(beta);
        V const z = math::select(a == V(0), math::finite(x), x);
        return {.value = math::fma(a, z, b), .derivative = math::unless_nan(a, x)};
    }

    template <real V> ACTFN_INLINE V derivative_from_output(V y) const noexcept {
        return math::unless_nan(math::as<V>(alpha), y);
    }

    template <real V> ACTFN_INLINE affine<V> parameter_derivatives(V x) const noexcept {
        return {.alpha = x, .beta = math::unless_nan(V(1), x)};
    }
};

} // namespace kernel

inline constexpr function<kernel::affine<>> affine{};

} // namespace actfn
