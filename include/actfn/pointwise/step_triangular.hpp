// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/surrogate.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// step(x) = 1 for x > 0, else 0;  in place of its derivative max(0, 1 − |x|) (spiking networks).
struct step_triangular {
    static constexpr bool has_constant_piece = true;
    static constexpr actfn::facts facts =
        math::step_facts("step_triangular", "max(0, 1 - abs(x))",
                         "Neftci, Mostafa, Zenke 2019, arXiv:1901.09948", saturation::hard, 0.5);

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        return {.value = math::step(x), .derivative = math::triangle(x)};
    }
};

} // namespace kernel

inline constexpr function<kernel::step_triangular> step_triangular{};

} // namespace actfn
