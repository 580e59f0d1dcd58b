// SPDX-License-Identifier: MIT
//
// The same loop compiled with -O3 -ffast-math -fopenmp-simd, so that gcc calls glibc's libmvec. No
// other file has these options.
#define PEERS_OPENMP
#include "numbers.hpp"

#include <gnu/libc-version.h>

namespace peers {

[[maybe_unused]] static bool const listed =
    (list().push_back({"libmvec", std::string("glibc ") + gnu_get_libc_version() + ", -ffast-math",
                       by_numbers<float>, by_numbers<double>}),
     true);

} // namespace peers
