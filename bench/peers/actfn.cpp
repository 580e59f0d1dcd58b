// SPDX-License-Identifier: MIT
#include "actfn.hpp"

#include <actfn/core/version.hpp>

namespace peers {
namespace {

template <class T> prepared of(task<T> const& t) {
    return t.backward ? actfn_backward(t) : actfn_forward(t);
}

std::string version() {
    return std::to_string(ACTFN_VERSION_MAJOR) + '.' + std::to_string(ACTFN_VERSION_MINOR) + '.' +
           std::to_string(ACTFN_VERSION_PATCH);
}

bool const listed = (list().push_back({"actfn", version(), of<float>, of<double>}), true);

} // namespace
} // namespace peers
