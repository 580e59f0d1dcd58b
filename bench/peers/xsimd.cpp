// SPDX-License-Identifier: MIT
#include "batches.hpp"

namespace peers {
namespace {

template <class T> struct words : batch_words<T> {
    using V = xsimd::batch<T>;
    static V exp(V x) { return xsimd::exp(x); }
    static V expm1(V x) { return xsimd::expm1(x); }
    static V log1p(V x) { return xsimd::log1p(x); }
    static V tanh(V x) { return xsimd::tanh(x); }
    static V erf(V x) { return xsimd::erf(x); }
};

std::string version() {
    return std::to_string(XSIMD_VERSION_MAJOR) + '.' + std::to_string(XSIMD_VERSION_MINOR) + '.' +
           std::to_string(XSIMD_VERSION_PATCH);
}

bool const listed = (list().push_back({"xsimd", version(), by_textbook<words<float>, float>,
                                       by_textbook<words<double>, double>}),
                     true);

} // namespace
} // namespace peers
