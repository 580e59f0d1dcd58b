// SPDX-License-Identifier: MIT
#pragma once

namespace actfn::bench {

/// Measures the ratios that the library promises and prints them with their limits; true if all
/// hold.
bool probe();

} // namespace actfn::bench
