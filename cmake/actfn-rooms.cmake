# SPDX-License-Identifier: MIT
#
# The rooms of include/actfn and the arrows between them: a header includes headers of its own room and of
# those below. core knows nothing of this library, math knows core, engine knows both, kinds hold kernels;
# on top stand the lists, the verbs, and what teaches them other libraries.
#
# cmake -D ROOT=<include folder> -P cmake/actfn-rooms.cmake checks a tree on its own.

# actfn_room(<variable> <header>): the height of the room of a header, as in <actfn/math/exp.hpp>.
function(actfn_room variable header)
    if(header MATCHES "^actfn/core/")
        set(height 0)
    elseif(header MATCHES "^actfn/math/")
        set(height 1)
    elseif(header MATCHES "^actfn/engine/")
        set(height 2)
    elseif(header MATCHES "^actfn/(pointwise|rowwise|gated|stochastic|complex|loss)/")
        set(height 3)
    elseif(header MATCHES "^actfn/(visit|any|interop|eigen)/|^actfn/[a-z_]+[.]hpp$")
        set(height 4)
    else()
        message(FATAL_ERROR "<${header}> lies in no room: see cmake/actfn-rooms.cmake")
    endif()
    set(${variable} ${height} PARENT_SCOPE)
endfunction()

# actfn_check_rooms(<include folder>): stops at the first include that points up, and where a library is
# included outside its room: xsimd only in math, Eigen only in eigen.
function(actfn_check_rooms root)
    file(GLOB_RECURSE headers RELATIVE ${root} ${root}/actfn/*.hpp)
    foreach(header IN LISTS headers)
        actfn_room(from ${header})
        file(STRINGS ${root}/${header} lines REGEX "^ *# *include *[<\"]")
        foreach(line IN LISTS lines)
            string(REGEX REPLACE "^ *# *include *[<\"]([^>\"]*)[>\"].*$" "\\1" included "${line}")
            if(included MATCHES "^actfn/")
                actfn_room(to ${included})
                if(to GREATER from)
                    message(FATAL_ERROR "include/${header} includes <${included}>, which lies in a room above "
                        "its own. Move what it needs down, or itself up.")
                endif()
            elseif(included MATCHES "^xsimd/" AND NOT header MATCHES "^actfn/math/")
                message(FATAL_ERROR "include/${header} includes <${included}>: only math/ knows xsimd.")
            elseif(included MATCHES "^(unsupported/)?Eigen/" AND NOT header MATCHES "^actfn/eigen[./]")
                message(FATAL_ERROR "include/${header} includes <${included}>: only eigen/ knows Eigen.")
            endif()
        endforeach()
    endforeach()
endfunction()

if(CMAKE_SCRIPT_MODE_FILE AND DEFINED ROOT)
    actfn_check_rooms(${ROOT})
endif()
