// SPDX-License-Identifier: MIT
#pragma once

namespace tests {

/// Whether the laws of this unit's functions are tried through arrays and Eigen expressions too,
/// beside scalars and packs: of the functions that stand for the others (tests/CMakeLists.txt), or
/// of all.
#if defined(ACTFN_OUTLINE) && !defined(ACTFN_TEST_EVERY_FRONT_END)
inline constexpr bool every_front_end = false;
#else
inline constexpr bool every_front_end = true;
#endif

} // namespace tests
