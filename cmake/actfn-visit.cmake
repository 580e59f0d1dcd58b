# SPDX-License-Identifier: MIT
#
# cmake [-D CHECK=ON] -P cmake/actfn-visit.cmake
# Makes include/actfn/visit/<kind>.hpp of the lists, include/actfn/<kind>.hpp, and visit/complex_heads.hpp of
# the objects in complex_heads.hpp, so that users need no CMake to visit them. CHECK writes nothing and fails
# where a file is stale.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/actfn-lists.cmake)

# What is made of functions, not a function; and what needs a parameter to be one.
set(templates split amplitude_phase)
set(object_of_maxout "maxout_of_two")
set(definition_of_maxout "inline constexpr auto maxout_of_two = actfn::maxout_of(2);\n\n")

foreach(kind IN LISTS ACTFN_KINDS ITEMS complex_heads)
    if(kind STREQUAL complex_heads)
        set(object "^inline constexpr engine::complex_head<.*> ([a-z_]+){};$")
        file(STRINGS ${ACTFN_INCLUDE_DIR}/actfn/complex_heads.hpp names REGEX "${object}")
        list(TRANSFORM names REPLACE "${object}" "\\1")
        list(SORT names)
        set(visited complex_heads)
        set(sought "complex head")
    else()
        actfn_read_list(names ${kind})
        list(REMOVE_ITEM names ${templates})
        set(visited ${kind}_functions)
        set(sought "${kind} function")
    endif()
    set(definitions "")
    set(objects "")
    foreach(name IN LISTS names)
        if(DEFINED object_of_${name})
            list(APPEND objects ${object_of_${name}})
            string(APPEND definitions "${definition_of_${name}}")
        else()
            list(APPEND objects actfn::${name})
        endif()
    endforeach()
    list(JOIN objects ",\n    " objects)
    set(text "// SPDX-License-Identifier: MIT
// Made of <actfn/${kind}.hpp> by cmake/actfn-visit.cmake.
#pragma once
#include <actfn/${kind}.hpp>
#include <actfn/visit/object_list.hpp>

namespace actfn::inline ACTFN_ABI::engine {

${definitions}// clang-format off
using ${kind}_list = object_list<
    ${objects}>;
// clang-format on
template <> inline constexpr std::string_view sought_in<${kind}_list> = \"${sought}\";

} // namespace actfn::engine

namespace actfn::inline ACTFN_ABI {

/// Every ${sought}, for `visit`.
inline constexpr engine::${kind}_list ${visited}{};

} // namespace actfn
")

    set(header ${ACTFN_INCLUDE_DIR}/actfn/visit/${kind}.hpp)
    if(NOT CHECK)
        file(WRITE ${header} "${text}")
        continue()
    endif()
    set(found "")
    if(EXISTS ${header})
        file(READ ${header} found)
    endif()
    if(NOT found STREQUAL text)
        message(FATAL_ERROR "include/actfn/visit/${kind}.hpp is not that of the list. Make it again:\n"
            "  cmake -P cmake/actfn-visit.cmake")
    endif()
endforeach()
