// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/smoothstep.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// (3003x − 6006x³ + 9009x⁵ − 8580x⁷ + 5005x⁹ − 1638x¹¹ + 231x¹³)/1024 for |x| < 1, else ±1,
/// derivative 3003/1024·(1 − x²)⁶ inside: the Hermite sigmoid with six continuous derivatives.
using smoothstep6 = smoothstep_of<6>;

} // namespace kernel

inline constexpr function<kernel::smoothstep6> smoothstep6{};

} // namespace actfn
