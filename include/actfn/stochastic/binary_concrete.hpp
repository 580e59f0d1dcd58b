// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/inverse.hpp>
#include <actfn/math/logistic.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// σ((x + L)/T), L = log(U/(1 − U)) drawn from the logistic distribution: a differentiable sample
/// of a Bernoulli variable with the logit x. In inference there is no draw: σ(x/T). The derivative
/// holds L fixed.
template <class P = double> struct binary_concrete {
    static constexpr std::string_view name = "binary_concrete";
    using draw = math::uniform_draw;

    P temperature{0.5};

    constexpr actfn::facts describe() const {
        return {.name = name,
                .formula = "logistic(x / temperature)",
                .derivative =
                    "logistic(x / temperature) * logistic(-x / temperature) / temperature",
                .source = "Maddison, Mnih, Teh 2017, arXiv:1611.00712",
                .lower = 0,
                .upper = 1,
                .left = {0, 0},
                .right = {1, 0},
                .lipschitz = 0.25 / temperature,
                .max_ulp = {.value = 4, .derivative = 6},
                .interval = {-120 * temperature, 120 * temperature}};
    }

    constexpr void check() const {
        core::require(temperature > 0, name, "temperature", temperature, "greater than", 0);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return of(math::quotient(x, temperature));
    }
    template <real V> ACTFN_INLINE jet<V> at(V x, V drawn) const noexcept {
        return of(angle(x, drawn));
    }

    template <real V> ACTFN_INLINE binary_concrete<V> parameter_derivatives(V x) const noexcept {
        return by_temperature(math::quotient(x, temperature));
    }
    template <real V>
    ACTFN_INLINE binary_concrete<V> parameter_derivatives(V x, V drawn) const noexcept {
        return by_temperature(angle(x, drawn));
    }

  private:
    /// (x + L)/T.
    template <real V> ACTFN_INLINE math::pair<V> angle(V x, V drawn) const noexcept {
        return math::quotient(x + math::logit(drawn), temperature);
    }
    template <real V> ACTFN_INLINE jet<V> of(math::pair<V> t) const noexcept {
        auto const s = math::logistic(t.hi, t.lo);
        V const rate = math::as<V>(P(1) / temperature);
        return {.value = s.value(), .derivative = s.slope_times(rate)};
    }
    template <real V>
    ACTFN_INLINE binary_concrete<V> by_temperature(math::pair<V> t) const noexcept {
        V const rate = math::as<V>(P(-1) / temperature);
        return {.temperature = math::logistic(t.hi, t.lo).slope_times(rate * t.hi)};
    }
};

} // namespace kernel

inline constexpr function<kernel::binary_concrete<>> binary_concrete{};

} // namespace actfn
