// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/exp.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// hyper_sinh(x) = sinh(x)/3 for x > 0, else x³/4;  derivative cosh(x)/3 or 3x²/4, 0 at 0.
/// The hyperbolic functions come from e^−x, held enlarged: sinh(x)/3 is finite where eˣ is not.
struct hyper_sinh {
    static constexpr actfn::facts facts{.name = "hyper_sinh",
                                        .formula = "sinh(x) / 3 if x > 0 else x**3 / 4",
                                        .derivative = "cosh(x) / 3 if x > 0 else 3 * x**2 / 4",
                                        .source = "Parisi et al. 2020, arXiv:2011.07661",
                                        .left = {-actfn::facts::infinity, actfn::facts::infinity},
                                        .right = {actfn::facts::infinity, actfn::facts::infinity},
                                        .kinks = {0.0},
                                        .max_ulp = {.value = 4.5, .derivative = 4},
                                        .interval = {-20, 80}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const e = math::exp_decay(math::at_least(x, V(0)));
        auto const right = x > V(0);
        V const left = math::at_most(x, V(0));
        V const quarter = math::as<V>(0.25) * left;
        return {.value = math::select(right, third_sinh(e), quarter * (left * left)),
                .derivative = math::select(right, third_cosh(e), V(3) * quarter * left)};
    }

    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        V const left = math::as<V>(1.5) * x;
        return math::select(x > V(0), third_sinh(math::exp_decay(math::abs(x))), left);
    }

    template <class V> ACTFN_INLINE static V third_sinh(math::scaled_exp<V> const& e) noexcept {
        return over_six(e, e.scaled_one_minus() * e.plus_one());
    }
    template <class V> ACTFN_INLINE static V third_cosh(math::scaled_exp<V> const& e) noexcept {
        return over_six(e, e.scaled_one_plus_square());
    }
    /// n·eˣ/6, both enlarged.
    template <class V> ACTFN_INLINE static V over_six(math::scaled_exp<V> const& e, V n) noexcept {
        return n / e.scaled_product(V(6));
    }
};

} // namespace kernel

inline constexpr function<kernel::hyper_sinh> hyper_sinh{};

} // namespace actfn
