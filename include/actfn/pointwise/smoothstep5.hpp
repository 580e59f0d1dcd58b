// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/smoothstep.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// (693x − 1155x³ + 1386x⁵ − 990x⁷ + 385x⁹ − 63x¹¹)/256 for |x| < 1, else ±1,  derivative
/// 693/256·(1 − x²)⁵ inside: the Hermite sigmoid with five continuous derivatives.
using smoothstep5 = smoothstep_of<5>;

} // namespace kernel

inline constexpr function<kernel::smoothstep5> smoothstep5{};

} // namespace actfn
