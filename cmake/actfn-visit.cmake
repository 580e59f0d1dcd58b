# SPDX-License-Identifier: MIT
#
# cmake [-D CHECK=ON] -P cmake/actfn-visit.cmake
# Makes include/actfn/visit/pointwise.hpp of the list, include/actfn/pointwise.hpp, so that users need
# no CMake to visit it. CHECK writes nothing and fails where the file is stale.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/actfn-lists.cmake)

actfn_read_list(names pointwise)
list(TRANSFORM names PREPEND "actfn::")
list(JOIN names ",\n    " names)
set(text "// SPDX-License-Identifier: MIT
// Made of <actfn/pointwise.hpp> by cmake/actfn-visit.cmake.
#pragma once
#include <actfn/pointwise.hpp>
#include <actfn/visit/object_list.hpp>

namespace actfn::inline ACTFN_ABI::engine {

// clang-format off
using pointwise_list = object_list<
    ${names}>;
// clang-format on

} // namespace actfn::engine
")

set(header ${ACTFN_INCLUDE_DIR}/actfn/visit/pointwise.hpp)
if(NOT CHECK)
    file(WRITE ${header} "${text}")
    return()
endif()
file(READ ${header} found)
if(NOT found STREQUAL text)
    message(FATAL_ERROR "include/actfn/visit/pointwise.hpp is not that of the list. Make it again:\n"
        "  cmake -P cmake/actfn-visit.cmake")
endif()
