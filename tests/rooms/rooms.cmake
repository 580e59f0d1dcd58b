# SPDX-License-Identifier: MIT
#
# cmake -D CHECK=<actfn-rooms.cmake> -D INCLUDE=<include folder> -D WORK=<scratch folder> -P rooms.cmake
# The tree passes; with one line that points up, or a library in the wrong room, it does not.
cmake_minimum_required(VERSION 3.25)

function(check_tree tree expected)
    execute_process(COMMAND ${CMAKE_COMMAND} -D ROOT=${tree} -P ${CHECK}
        RESULT_VARIABLE result ERROR_VARIABLE text)
    string(REGEX REPLACE "[ \n]+" " " text "${text}")
    if(expected STREQUAL "" AND NOT result EQUAL 0)
        message(FATAL_ERROR "the tree fails: ${text}")
    elseif(NOT expected STREQUAL "" AND (result EQUAL 0 OR NOT text MATCHES "${expected}"))
        message(FATAL_ERROR "expected '${expected}', got ${result}: ${text}")
    endif()
endfunction()

function(check_fault header line expected)
    file(REMOVE_RECURSE ${WORK})
    file(COPY ${INCLUDE}/actfn DESTINATION ${WORK})
    file(APPEND ${WORK}/actfn/${header} "\n${line}\n")
    check_tree(${WORK} "${expected}")
endfunction()

check_tree(${INCLUDE} "")
check_fault(math/exp.hpp "#include <actfn/engine/kernel.hpp>" "lies in a room above")
check_fault(core/error.hpp "#include <actfn/math/jet.hpp>" "lies in a room above")
check_fault(engine/lines.hpp "#include <actfn/rowwise/softmax.hpp>" "lies in a room above")
check_fault(pointwise/silu.hpp "#include <actfn/array.hpp>" "lies in a room above")
check_fault(engine/member.hpp "#include <xsimd/xsimd.hpp>" "only math/ knows xsimd")
check_fault(engine/lines.hpp "#include <Eigen/Core>" "only eigen/ knows Eigen")
file(REMOVE_RECURSE ${WORK})
