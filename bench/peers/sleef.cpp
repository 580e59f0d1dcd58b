// SPDX-License-Identifier: MIT
#include "batches.hpp"

#include <sleef.h>

namespace peers {
namespace {

// Names end in the element, the number of lanes and the error in tenths of an ULP.
#if defined(__AVX512F__)
#define PEERS_SLEEF(name, error) PEERS_SLEEF_OF(name, error, 16, 8)
#elif defined(__AVX2__)
#define PEERS_SLEEF(name, error) PEERS_SLEEF_OF(name, error, 8, 4)
#else
#define PEERS_SLEEF(name, error) PEERS_SLEEF_OF(name, error, 4, 2)
#endif
#define PEERS_SLEEF_OF(name, error, floats, doubles)                                               \
    static V name(V x) {                                                                           \
        if constexpr (std::is_same_v<T, float>)                                                    \
            return V(Sleef_##name##f##floats##_##error(x));                                        \
        else                                                                                       \
            return V(Sleef_##name##d##doubles##_##error(x));                                       \
    }

template <class T> struct words : batch_words<T> {
    using V = xsimd::batch<T>;
    PEERS_SLEEF(exp, u10)
    PEERS_SLEEF(expm1, u10)
    PEERS_SLEEF(log1p, u10)
    PEERS_SLEEF(tanh, u35)
    PEERS_SLEEF(erf, u10)
};

std::string version() {
    return std::to_string(SLEEF_VERSION_MAJOR) + '.' + std::to_string(SLEEF_VERSION_MINOR) + '.' +
           std::to_string(SLEEF_VERSION_PATCHLEVEL);
}

bool const listed = (list().push_back({"sleef", version(), by_textbook<words<float>, float>,
                                       by_textbook<words<double>, double>}),
                     true);

} // namespace
} // namespace peers
