// SPDX-License-Identifier: MIT
//
// A plain loop with the functions of <cmath>, compiled with -O3.
#include "numbers.hpp"

namespace peers {

[[maybe_unused]] static bool const listed =
    (list().push_back({"loop", "std::exp and its kin, -O3", by_numbers<float>, by_numbers<double>}),
     true);

} // namespace peers
