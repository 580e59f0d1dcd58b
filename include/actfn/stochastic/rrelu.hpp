// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// x for x > 0, else a·x;  derivative 1 or a, a at 0. In training a is drawn from U(lower, upper)
/// for every element, in inference it is the mean, 11/48. This is the form of PyTorch and NNlib;
/// the paper divides by U(3, 8).
template <class P = double> struct rrelu {
    static constexpr std::string_view name = "rrelu";
    using draw = math::uniform_draw;

    P lower{1.0 / 8};
    P upper{1.0 / 3};

    constexpr actfn::facts describe() const {
        auto of_mean =
            math::leaky_facts(name, {}, "Xu et al. 2015, arXiv:1505.00853", (lower + upper) * 0.5);
        of_mean.formula = "x if x > 0 else (lower + upper) / 2 * x";
        of_mean.derivative = "1 if x > 0 else (lower + upper) / 2";
        return of_mean;
    }

    constexpr void check() const {
        core::require(lower <= upper, name, "lower", lower, "at most upper =", upper);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return math::leaky(x, (lower + upper) * P(0.5));
    }
    template <real V> ACTFN_INLINE jet<V> at(V x, V drawn) const noexcept {
        V const slope = math::fma(drawn, math::as<V>(upper - lower), math::as<V>(lower));
        return math::leaky(x, slope);
    }

    template <real V> ACTFN_INLINE rrelu<V> parameter_derivatives(V x) const noexcept {
        return parameter_derivatives(x, math::as<V>(0.5));
    }
    template <real V> ACTFN_INLINE rrelu<V> parameter_derivatives(V x, V drawn) const noexcept {
        V const z = math::at_most(x, V(0));
        return {.lower = (V(1) - drawn) * z, .upper = drawn * z};
    }
};

} // namespace kernel

inline constexpr function<kernel::rrelu<>> rrelu{};

} // namespace actfn
