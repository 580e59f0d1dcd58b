// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/tables.hpp>

namespace actfn::tables {

/// The library, compiled for one instruction set.
struct instruction_set {
    char const* name;
    backend const* of_float;
    backend const* of_double;
};

} // namespace actfn::tables

#if defined(__GNUC__) && !defined(_WIN32)
#define ACTFN_RUNTIME_EXPORT __attribute__((visibility("default")))
#elif defined(_WIN32)
#define ACTFN_RUNTIME_EXPORT __declspec(dllexport)
#else
#define ACTFN_RUNTIME_EXPORT
#endif
