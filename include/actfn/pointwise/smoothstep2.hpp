// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/smoothstep.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// (15x − 10x³ + 3x⁵)/8 for |x| < 1, else ±1,  derivative 15/8·(1 − x²)² inside:
/// the Hermite sigmoid with two continuous derivatives.
using smoothstep2 = smoothstep_of<2>;

} // namespace kernel

inline constexpr function<kernel::smoothstep2> smoothstep2{};

} // namespace actfn
