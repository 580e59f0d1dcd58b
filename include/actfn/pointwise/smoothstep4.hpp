// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/smoothstep.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// (315x − 420x³ + 378x⁵ − 180x⁷ + 35x⁹)/128 for |x| < 1, else ±1,  derivative
/// 315/128·(1 − x²)⁴ inside: the Hermite sigmoid with four continuous derivatives.
using smoothstep4 = smoothstep_of<4>;

} // namespace kernel

inline constexpr function<kernel::smoothstep4> smoothstep4{};

} // namespace actfn
