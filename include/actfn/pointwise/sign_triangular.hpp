// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/surrogate.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// sign(x) = 1 for x > 0, −1 for x < 0;  in place of its derivative 2·max(0, 1 − |x|) (Bi-Real
/// nets).
struct sign_triangular {
    static constexpr bool has_constant_piece = true;
    static constexpr actfn::facts facts{.name = "sign_triangular",
                                        .formula = "sgn(x)",
                                        .derivative = "2 * max(0, 1 - abs(x))",
                                        .source = "Liu et al. 2018, arXiv:1808.00278",
                                        .lower = -1,
                                        .upper = 1,
                                        .left = {-1, 0},
                                        .right = {1, 0},
                                        .kinks = {0.0},
                                        .odd = true,
                                        .saturates = {saturation::hard, saturation::hard},
                                        .smoothness = -1,
                                        .lipschitz = actfn::facts::infinity,
                                        .max_ulp = {.value = 0, .derivative = 0.5},
                                        .surrogate = true};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        return {.value = math::sign(x), .derivative = V(2) * math::triangle(x)};
    }
};

} // namespace kernel

inline constexpr function<kernel::sign_triangular> sign_triangular{};

} // namespace actfn
