// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/value.hpp>
#include <actfn/core/version.hpp>

// The compiled library, whose name of the function below carries the version of the tables.
#define ACTFN_RUNTIME_BACKEND                                                                      \
    ACTFN_JOIN8(actfn_backend_, ACTFN_VERSION_MAJOR, _, ACTFN_VERSION_MINOR, _,                    \
                ACTFN_VERSION_PATCH, , )
extern "C" actfn::tables::backend const* ACTFN_RUNTIME_BACKEND(std::size_t size_of_element);

namespace actfn::inline ACTFN_ABI::engine {

template <class T> tables::backend const& standard_backend() {
    return *ACTFN_RUNTIME_BACKEND(sizeof(T));
}

} // namespace actfn::engine
