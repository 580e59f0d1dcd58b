# SPDX-License-Identifier: MIT
#
# cmake -D NM=<nm> -D OBJECTS=<list> -P symbols.cmake
# An object of an instruction set defines one name that others can see: its table.
foreach(object IN LISTS OBJECTS)
    execute_process(COMMAND ${NM} -g --defined-only ${object} OUTPUT_VARIABLE names COMMAND_ERROR_IS_FATAL ANY)
    string(REGEX REPLACE "\n+$" "" names "${names}")
    string(REPLACE "\n" ";" names "${names}")
    list(LENGTH names count)
    if(NOT count EQUAL 1 OR NOT names MATCHES " actfn_set_")
        message(FATAL_ERROR "${object} defines ${count} names: ${names}")
    endif()
endforeach()
