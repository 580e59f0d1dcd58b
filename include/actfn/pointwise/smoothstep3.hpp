// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/smoothstep.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// (35x − 35x³ + 21x⁵ − 5x⁷)/16 for |x| < 1, else ±1,  derivative 35/16·(1 − x²)³ inside:
/// the Hermite sigmoid with three continuous derivatives.
using smoothstep3 = smoothstep_of<3>;

} // namespace kernel

inline constexpr function<kernel::smoothstep3> smoothstep3{};

} // namespace actfn
