// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/log.hpp>
#include <actfn/math/one_plus_square.hpp>
#include <actfn/math/wide_exp.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// sgn(x)·log(|x| + √(x² + 1)),  derivative 1/√(x² + 1). By log1p near 0; log(2|x|) where the
/// square would overflow. Unbounded, yet its slope vanishes on both sides.
struct arsinh {
    static constexpr actfn::facts facts{.name = "arsinh",
                                        .aliases = "asinh",
                                        .formula = "asinh(x)",
                                        .derivative = "1 / sqrt(1 + x**2)",
                                        .source = "Gulcehre et al. 2016, arXiv:1603.00391",
                                        .left = {-actfn::facts::infinity, 0},
                                        .right = {actfn::facts::infinity, 0},
                                        .odd = true,
                                        .lipschitz = 1,
                                        .max_ulp = {.value = 2, .derivative = 2.5},
                                        .interval = {-1000, 1000}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        constexpr double large = std::is_same_v<scalar_t<V>, float> ? 0x1p60 : 0x1p500;
        constexpr double log2 = 0.69314718055994530942;
        V const u = math::abs(x);
        auto const distant = u > math::as<V>(large);
        V const root = math::sqrt(math::fma(u, u, V(1)));
        V const excess = math::select(distant, u, math::fma(u, u / (V(1) + root), u));
        V const y = math::log1p(excess) + math::select(distant, math::as<V>(log2), V(0));
        return {.value = math::mulsign(y, x), .derivative = V(1) / math::select(distant, u, root)};
    }

    template <real V> ACTFN_INLINE static V derivative_from_output(V y) noexcept {
        V const q = math::exp_decay(math::abs(y)).value();
        return V(2) * q / math::fma(q, q, V(1));
    }

    /// sinh(y).
    template <real V> ACTFN_INLINE static V inverse(V y) noexcept {
        return math::hyperbolic_parts<V>(y).sinh_times(V(1));
    }
    /// −log(√(1 + x²)).
    template <real V> ACTFN_INLINE static V log_derivative(V x) noexcept {
        V const z = math::at_most(math::abs(x), V(1));
        V const little = math::as<V>(-0.5) * math::log1p(z * z);
        V const a = math::abs(x);
        V const root = math::select(a > math::as<V>(1e10), a, math::one_plus_square(x).root());
        return math::select(a > V(1), -math::log(root), little);
    }
};

} // namespace kernel

inline constexpr function<kernel::arsinh> arsinh{};
inline constexpr auto& asinh = arsinh;

} // namespace actfn
