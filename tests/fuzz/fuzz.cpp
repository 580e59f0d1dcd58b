// SPDX-License-Identifier: MIT
#include "calls/trial.hpp"

// Bytes to calls. Only std::invalid_argument may leave a call, and nothing may be written before
// it; a call that is accepted writes its outputs and nothing else, in place as apart, and gives the
// bits that numbers, or rows on their own, give.

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* bytes, std::size_t size) {
    fuzz::input in(bytes, size);
    switch (in.below(8)) {
    case 0:
    case 1:
        fuzz::elements(in);
        break;
    case 2:
        fuzz::complex_elements(in);
        break;
    case 3:
        fuzz::rows(in);
        break;
    case 4:
        fuzz::options(in);
        break;
    case 5:
        fuzz::losses(in);
        break;
    case 6:
        fuzz::each(in);
        break;
    default:
        fuzz::any(in);
    }
    return 0;
}
