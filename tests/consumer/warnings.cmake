# SPDX-License-Identifier: MIT
#
# The headers as users include them who name the folder with -I, under the warnings that they may have made
# errors. Not -Wfloat-equal: where the library compares numbers, it means all their bits. COMPILER, IS_GCC,
# INCLUDE, DEPENDENCIES, SOURCE.
cmake_minimum_required(VERSION 3.20)
set(warnings -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wdouble-promotion -Wold-style-cast
    -Wswitch-default -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-qual -Wundef)
if(IS_GCC)
    list(APPEND warnings -Wuseless-cast -Wduplicated-cond -Wlogical-op)
endif()
list(TRANSFORM DEPENDENCIES PREPEND -isystem)
list(REMOVE_ITEM DEPENDENCIES -isystem/usr/include)
execute_process(COMMAND ${COMPILER} -std=c++20 -fsyntax-only -Werror ${warnings} -I${INCLUDE} ${DEPENDENCIES} ${SOURCE}
    RESULT_VARIABLE result ERROR_VARIABLE text)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "${text}")
endif()
