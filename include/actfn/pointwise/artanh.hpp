// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/log.hpp>
#include <actfn/math/piecewise.hpp>
#include <actfn/math/tanh.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// artanh(x) = log((1 + x)/(1 − x))/2 on (−1, 1),  derivative 1/((1 − x)(1 + x)); ±∞ at ±1, NaN
/// beyond. Not a squashing function: listed because ONNX and introductions list it.
struct artanh {
    static constexpr bool has_infinite_slope = true;
    static constexpr double none = std::numeric_limits<double>::quiet_NaN();
    static constexpr actfn::facts facts{.name = "artanh",
                                        .aliases = "atanh",
                                        .formula = "atanh(x)",
                                        .derivative = "1 / ((1 - x) * (1 + x))",
                                        .source = "Lambert 1768",
                                        .left = {none, none},
                                        .right = {none, none},
                                        .odd = true,
                                        .lipschitz = actfn::facts::infinity,
                                        .max_ulp = {.value = 2.5, .derivative = 2.5},
                                        .interval = {-0.8, 0.8},
                                        .domain = {-1, 1}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        V const u = math::abs(x);
        V const y = math::as<V>(0.5) * math::log1p((u + u) / (V(1) - u));
        V const slope = V(1) / math::one_minus_square(u);
        V const beyond = math::as<V>(none);
        return {.value = math::mulsign(math::select(u == V(0), u, y), x),
                .derivative = math::select(u <= V(1), slope, beyond)};
    }

    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        V const slope = at(x).derivative;
        return (x + x) * (slope * slope);
    }

    template <real V> ACTFN_INLINE static V inverse(V y) noexcept { return math::tanh(y).value(); }
    /// −log(1 − x²).
    template <real V> ACTFN_INLINE static V log_derivative(V x) noexcept {
        V const u = math::abs(x);
        V const distant = math::log(math::one_minus_square(u));
        return -math::select(u < math::as<V>(0.75), math::log1p(-(u * u)), distant);
    }
};

} // namespace kernel

inline constexpr function<kernel::artanh> artanh{};
inline constexpr auto& atanh = artanh;

} // namespace actfn
