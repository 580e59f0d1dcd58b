// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/smoothstep.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// (3x − x³)/2 for |x| < 1, else ±1,  derivative 3/2·(1 − x²) inside:
/// the Hermite sigmoid with one continuous derivative. Of any order N up to 6: smoothstep_of<N>.
using smoothstep = smoothstep_of<1>;

} // namespace kernel

/// Of order N, 0 to 6: N continuous derivatives.
template <int N> inline constexpr function<kernel::smoothstep_of<N>> smoothstep_of{};
inline constexpr function<kernel::smoothstep> smoothstep{};

} // namespace actfn
