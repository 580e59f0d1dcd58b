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
    static constexpr actfn::facts facts =
        math::sign_facts("sign_triangular", "2 * max(0, 1 - abs(x))",
                         "Liu et al. 2018, arXiv:1808.00278", saturation::hard, 0.5);

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        return {.value = math::sign(x), .derivative = V(2) * math::triangle(x)};
    }
};

} // namespace kernel

inline constexpr function<kernel::sign_triangular> sign_triangular{};

} // namespace actfn
