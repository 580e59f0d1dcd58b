// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/log.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// (log v + (x−t)²/v)/2 of a mean x, a target t and the variance v: the negative logarithm of the
/// normal density without log(2π)/2. Derivative (x−t)/v, by v (1 − (x−t)²/v)/(2v). A variance for
/// every entry: gaussian_nll.each({.variance = v}), with its gradient. PyTorch's GaussianNLLLoss.
/// For v < 1 the two terms may cancel.
template <class P = double> struct gaussian_nll {
    static constexpr names inputs{"x", "t"};
    static constexpr std::string_view name = "gaussian_nll";

    P variance{1};

    constexpr actfn::facts describe() const {
        bool const cancels = variance < 1;
        return {.name = name,
                .formula = "(log(variance) + (x - t)**2 / variance) / 2",
                .derivative = "(x - t) / variance",
                .source = "Nix, Weigend 1994, doi:10.1109/ICNN.1994.374138",
                .lower = log_of(static_cast<double>(variance)) / 2,
                .monotone = false,
                .max_ulp = cancels ? actfn::facts::not_stated : actfn::facts::ulp{4, 2}};
    }
    constexpr void check() const {
        core::require(variance > 0, name, "variance", variance, "greater than", 0);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x, V t) const {
        V const d = x - t;
        V const v = math::as<V>(variance);
        V const slope = d / v;
        V const half = math::as<V>(0.5);
        return {.value = math::fma(half * d, slope, half * math::log(v)), .derivative = slope};
    }
    template <real V> ACTFN_INLINE gaussian_nll<V> parameter_derivatives(V x, V t) const {
        V const d = x - t;
        V const v = math::as<V>(variance);
        return {math::fma(-d, d / v, V(1)) / (v + v)};
    }

  private:
    /// In constant expressions too: k·log 2 + 2·artanh((m − 1)/(m + 1)) for v = 2ᵏ·m.
    static constexpr double log_of(double v) {
        if (!ACTFN_CONSTANT_EVALUATED()) return math::log(v);
        double k = 0;
        for (; v > 1.5; v /= 2) ++k;
        for (; v < 0.75; v *= 2) --k;
        double const s = (v - 1) / (v + 1);
        double power = s;
        double sum = 0;
        for (int i = 1; i < 40; i += 2, power *= s * s) sum += power / i;
        return k * 0.69314718055994530942 + 2 * sum;
    }
};

} // namespace kernel

inline constexpr function<kernel::gaussian_nll<>> gaussian_nll{};

} // namespace actfn
