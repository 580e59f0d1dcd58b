// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/logistic.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// max(0, x + n), n drawn from the normal distribution whose variance is σ(x), the logistic of x;
/// max(0, x) in inference. With n = √σ(x)·ξ and ξ held fixed the derivative is 1 + ξ·√σ(x)·σ(−x)/2
/// where x + n > 0.
struct noisy_relu {
    static constexpr bool has_constant_piece = true;
    static constexpr actfn::facts facts{.name = "noisy_relu",
                                        .formula = "max(x, 0)",
                                        .derivative = "1 if x > 0 else 0",
                                        .source = "Nair, Hinton 2010",
                                        .lower = 0,
                                        .left = {0, 0},
                                        .kinks = {0.0},
                                        .saturates = {saturation::hard, saturation::none},
                                        .init = init_scheme::he,
                                        .max_ulp = {.value = 0, .derivative = 0}};
    using draw = math::normal_draw;

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        return {.value = math::at_least(x, V(0)), .derivative = math::kept_where_positive(V(1), x)};
    }
    template <real V> ACTFN_INLINE static jet<V> at(V x, V drawn) noexcept {
        auto const s = math::logistic(x);
        V const sd = math::sqrt(s.value_beside_slope());
        V const z = math::fma(drawn, sd, x);
        V const slope = math::fma(math::as<V>(0.5) * drawn * sd, s.complement(), V(1));
        return {.value = math::at_least(z, V(0)),
                .derivative = math::select(z > V(0), slope, math::unless_nan(V(0), x))};
    }
};

} // namespace kernel

inline constexpr function<kernel::noisy_relu> noisy_relu{};

} // namespace actfn
