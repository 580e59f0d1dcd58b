# SPDX-License-Identifier: MIT
#
# The umbrella header of a kind, include/actfn/<kind>.hpp, is the list of its activations.
# Everything that is made once per activation is stamped from it.

set(ACTFN_KINDS pointwise rowwise gated stochastic complex loss)
set(ACTFN_INCLUDE_DIR ${CMAKE_CURRENT_LIST_DIR}/../include)
cmake_path(NORMAL_PATH ACTFN_INCLUDE_DIR)

# actfn_read_list(<variable> <kind>): the names in the umbrella of the kind, in its order. Stops
# with an explanation where umbrella and folder disagree or the umbrella is not sorted.
function(actfn_read_list variable kind)
    set(umbrella ${ACTFN_INCLUDE_DIR}/actfn/${kind}.hpp)
    set(folder ${ACTFN_INCLUDE_DIR}/actfn/${kind})
    set(configure_depends CONFIGURE_DEPENDS)
    if(CMAKE_SCRIPT_MODE_FILE)
        set(configure_depends "")
    endif()
    file(GLOB files RELATIVE ${folder} ${configure_depends} ${folder}/*.hpp)
    set(listed "")
    if(EXISTS ${umbrella})
        if(configure_depends)
            set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${umbrella})
        endif()
        file(STRINGS ${umbrella} listed REGEX "^ *# *include *<actfn/${kind}/")
        list(TRANSFORM listed REPLACE "^[^<]*<actfn/${kind}/([^>]*)>.*$" "\\1")
    endif()

    foreach(file IN LISTS files)
        if(NOT file IN_LIST listed)
            message(FATAL_ERROR "include/actfn/${kind}/${file} is not in the list. "
                "Add this line to include/actfn/${kind}.hpp, in alphabetical order:\n"
                "  #include <actfn/${kind}/${file}>")
        endif()
    endforeach()
    set(previous "")
    foreach(file IN LISTS listed)
        if(NOT file IN_LIST files)
            message(FATAL_ERROR "include/actfn/${kind}.hpp lists <actfn/${kind}/${file}>, "
                "but there is no such file. Add the header or remove the line.")
        elseif(file STREQUAL previous)
            message(FATAL_ERROR "include/actfn/${kind}.hpp lists <actfn/${kind}/${file}> twice. "
                "Remove one line.")
        elseif(file STRLESS previous)
            message(FATAL_ERROR "include/actfn/${kind}.hpp is not sorted: "
                "move <actfn/${kind}/${file}> up, it stands after <actfn/${kind}/${previous}>.")
        endif()
        set(previous ${file})
    endforeach()

    list(TRANSFORM listed REPLACE "[.]hpp$" "")
    set(${variable} ${listed} PARENT_SCOPE)
endfunction()

function(actfn_check_lists)
    foreach(kind IN LISTS ACTFN_KINDS)
        actfn_read_list(names ${kind})
    endforeach()
endfunction()

# actfn_stamp(<variable> <kind> <template>): one source per activation of the kind, made from the
# template in the build folder as stamped/<kind>-<name>.cpp. The template may use @ACTFN_NAME@
# (relu), @ACTFN_HEADER@ (actfn/pointwise/relu.hpp) and @ACTFN_KIND@ (pointwise).
function(actfn_stamp variable kind template)
    actfn_read_list(names ${kind})
    set(sources "")
    set(ACTFN_KIND ${kind})
    foreach(ACTFN_NAME IN LISTS names)
        set(ACTFN_HEADER actfn/${kind}/${ACTFN_NAME}.hpp)
        set(source ${CMAKE_CURRENT_BINARY_DIR}/stamped/${kind}-${ACTFN_NAME}.cpp)
        configure_file(${template} ${source} @ONLY)
        list(APPEND sources ${source})
    endforeach()
    set(${variable} ${sources} PARENT_SCOPE)
endfunction()

# actfn_list_header(<target> <kind>): lets the sources of the target include <actfn-list/<kind>.hpp>,
# where ACTFN_LIST_<KIND>(X) is X(name) for every activation of the kind.
function(actfn_list_header target kind)
    actfn_read_list(names ${kind})
    list(TRANSFORM names REPLACE "^(.+)$" "X(\\1)")
    list(JOIN names " " calls)
    string(TOUPPER ${kind} upper)
    file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/lists/actfn-list/${kind}.hpp CONTENT
        "#include <actfn/${kind}.hpp>\n#define ACTFN_LIST_${upper}(X) ${calls}\n")
    target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/lists)
endfunction()
