// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/exp.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>
#include <type_traits>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// selu(x) = γ·x for x > 0, else γ·α·(eˣ − 1), the defaults such that zero mean and unit variance
/// are a fixed point; α and γ as ONNX has them. The derivative at 0 is γα, from the lower branch.
template <class P = double> struct selu {
    static constexpr std::string_view name = "selu";

    P alpha{1.6732632423543772848170429916717};
    P gamma{1.0507009873554804934193349852946};

    constexpr actfn::facts describe() const {
        constexpr double infinity = actfn::facts::infinity;
        double const low = -steep();
        bool const line = gamma == 0;
        double const right = line ? 0 : gamma > 0 ? infinity : -infinity;
        bool const usual = gamma == selu<double>{}.gamma && alpha == selu<double>{}.alpha;
        return {.name = name,
                .formula = "gamma * x if x > 0 else gamma * alpha * expm1(x)",
                .derivative = "gamma if x > 0 else gamma * alpha * exp(x)",
                .source = "Klambauer et al. 2017, arXiv:1706.02515",
                .lower = (std::min)({low, 0.0, right}),
                .upper = (std::max)({low, 0.0, right}),
                .left = {low, 0},
                .right = {right, gamma},
                .kinks = alpha == 1 || line ? points{} : points{0.0},
                .monotone = gamma >= 0 && low <= 0,
                .odd = line,
                .even = line,
                .saturates = {low == 0 ? saturation::hard : saturation::soft,
                              line ? saturation::hard : saturation::none},
                .smoothness = line         ? infinity
                              : alpha == 1 ? 1
                                           : 0,
                .lipschitz = (std::max)({gamma, -gamma, low, -low}),
                .init = init_scheme::lecun,
                .max_ulp = usual ? actfn::facts::ulp{2.5, 2.5} : actfn::facts::ulp{4, 4},
                .interval = {-120, 20}};
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        auto const q = math::exp_of_negative(x);
        auto const positive = x > V(0);
        V const scale = math::as<V>(gamma);
        V const z = math::select(scale == V(0), math::finite(x), x);
        V const right = scale * z;
        V const y = math::select(positive, right, math::as<V>(steep()) * q.minus_one());
        return {.value = math::unless_zero(y, x, right),
                .derivative = math::select(positive, scale, slope(q, x))};
    }

    /// γα·eˣ for x ≤ 0.
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        return math::select(x > V(0), V(0), slope(math::exp_of_negative(x), x));
    }

    /// For α, γ > 0.
    template <real V> ACTFN_INLINE V derivative_from_output(V y) const noexcept {
        return math::select(y > V(0), math::as<V>(gamma), y + math::as<V>(steep()));
    }

    template <real V> ACTFN_INLINE selu<V> parameter_derivatives(V x) const noexcept {
        V const m = math::exp_of_negative(x).minus_one();
        auto const positive = x > V(0);
        return {.alpha = math::select(positive, V(0), math::as<V>(gamma) * m),
                .gamma = math::select(positive, x, math::as<V>(alpha) * m)};
    }

    /// γα·eˣ for x ≤ 0, a large factor before eˣ becomes subnormal.
    template <real V> ACTFN_INLINE V slope(math::scaled_exp<V> const& q, V x) const noexcept {
        return math::decay_times(q, math::abs(x), math::as<V>(steep()));
    }
    /// γα; of the defaults the double nearest to the product of the true numbers.
    constexpr P steep() const noexcept {
        if constexpr (std::is_arithmetic_v<P>) {
            if (alpha == selu{}.alpha && gamma == selu{}.gamma)
                return 1.7580993408473768599402175208123;
        }
        return gamma * alpha;
    }
};

} // namespace kernel

inline constexpr function<kernel::selu<>> selu{};

} // namespace actfn
