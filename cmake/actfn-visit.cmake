# SPDX-License-Identifier: MIT
#
# cmake [-D CHECK=ON] -P cmake/actfn-visit.cmake
# Makes include/actfn/visit/<kind>.hpp of the lists, include/actfn/<kind>.hpp, visit/complex_heads.hpp of the
# objects in complex_heads.hpp, so that users need no CMake to visit them, and include/actfn/beside_cmath.hpp of
# all objects. CHECK writes nothing and fails where a file is stale.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/actfn-lists.cmake)

function(actfn_write_header name text)
    set(header ${ACTFN_INCLUDE_DIR}/actfn/${name})
    if(NOT CHECK)
        file(WRITE ${header} "${text}")
        return()
    endif()
    set(found "")
    if(EXISTS ${header})
        file(READ ${header} found)
    endif()
    if(NOT found STREQUAL text)
        message(FATAL_ERROR "include/actfn/${name} is not that of the list. Make it again:\n"
            "  cmake -P cmake/actfn-visit.cmake")
    endif()
endfunction()

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
    actfn_write_header(visit/${kind}.hpp "${text}")
endforeach()

# The objects but those with a name of C's <math.h>, and the verbs.
set(names_of_c abs acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh div erf erfc exp exp2 expm1
    fabs fdim floor fma fmax fmin fmod frexp gamma hypot ilogb ldexp lgamma log log10 log1p log2 logb modf nan
    nearbyint nextafter pow remainder rint round scalbn signbit sin sinh sqrt tan tanh tgamma trunc)
set(verbs forward derivative second_derivative value_and_derivative backward backward_from_output
    derivative_from_output inverse log_derivative wirtinger parameter_gradient
    add_to axis_layout row_layout strided) # and what they take
set(objects "")
foreach(kind IN LISTS ACTFN_KINDS)
    file(GLOB headers ${ACTFN_INCLUDE_DIR}/actfn/${kind}/*.hpp)
    foreach(header IN LISTS headers)
        file(READ ${header} text)
        string(REGEX MATCHALL "inline constexpr (function<|auto|engine::)[^;{=(]*[ \n]+[a-z_0-9]+( =|{)" found "${text}")
        list(TRANSFORM found REPLACE ".*[ \n]([a-z_0-9]+)( =|{)" "\\1")
        list(APPEND objects ${found})
    endforeach()
endforeach()
list(REMOVE_ITEM objects ${names_of_c})
list(SORT objects)
set(text "// SPDX-License-Identifier: MIT
// Made by cmake/actfn-visit.cmake.
#pragma once
#include <actfn/actfn.hpp>

/// Names for `using namespace actfn::beside_cmath`, which makes none of C's functions ambiguous:
/// all function objects but those called as one of C, such as tanh and erf, and the verbs.
namespace actfn::inline ACTFN_ABI::beside_cmath {

// clang-format off
")
foreach(name IN LISTS objects)
    string(APPEND text "using actfn::${name};\n")
endforeach()
string(APPEND text "\n")
foreach(name IN LISTS verbs)
    string(APPEND text "using actfn::${name};\n")
endforeach()
string(APPEND text "// clang-format on\n\n} // namespace actfn::beside_cmath\n")
actfn_write_header(beside_cmath.hpp "${text}")
