# SPDX-License-Identifier: MIT
#
# Objects of two instruction sets have no function of the library in common: the linker would keep one
# of the two, for both. COMPILER, INCLUDE_DIRS, NM, SOURCE, WORK.
cmake_minimum_required(VERSION 3.20)
list(TRANSFORM INCLUDE_DIRS PREPEND -I)
file(MAKE_DIRECTORY ${WORK})
foreach(level IN ITEMS x86-64 x86-64-v3)
    execute_process(COMMAND ${COMPILER} -std=c++20 -O1 -march=${level} ${INCLUDE_DIRS} -c ${SOURCE}
        -o ${WORK}/${level}.o RESULT_VARIABLE result)
    if(NOT result EQUAL 0)
        message(FATAL_ERROR "does not compile with -march=${level}")
    endif()
    execute_process(COMMAND ${NM} ${WORK}/${level}.o OUTPUT_VARIABLE text)
    string(REGEX MATCHALL " [WwVuTt] _[A-Za-z0-9_.$]*actfn[A-Za-z0-9_.$]*" symbols_${level} "${text}")
    if(symbols_${level} STREQUAL "")
        message(FATAL_ERROR "no function of the library with -march=${level}: the test tests nothing")
    endif()
endforeach()
foreach(symbol IN LISTS symbols_x86-64)
    if(symbol IN_LIST symbols_x86-64-v3)
        message(SEND_ERROR "in both objects: ${symbol}")
    endif()
endforeach()
