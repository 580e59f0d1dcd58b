// SPDX-License-Identifier: MIT
#pragma once
// With the compiled library, whose CMake target defines ACTFN_RUNTIME, no function is compiled
// here. Without it every function of the library is, in any file that names one: a minute or more.
// Include this in one file then, or <actfn/any/backend.hpp> and the functions that you need.
#if defined(ACTFN_RUNTIME)
#include <actfn/any/compiled.hpp>
#else
#include <actfn/any/own.hpp>
#include <actfn/any/standard.hpp>
#include <actfn/any/value.hpp>
#include <actfn/array.hpp>
#endif
