# SPDX-License-Identifier: MIT
#
# Options for the project's own tests, benchmarks and examples, never for its users: warnings, and
# with ACTFN_NATIVE_LEVEL the best instruction set that compiler and machine have of x86-64-v4 (AVX-512) and
# x86-64-v3 (AVX2, FMA), or the latter alone.
include(CheckCXXCompilerFlag)
include(CheckCXXSourceRuns)

# What math/simd.hpp says of gcc 12 does not get through precompiled headers, nor to other libraries.
set(ACTFN_AVX512_WARNINGS "")
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    set(ACTFN_AVX512_WARNINGS -Wno-uninitialized -Wno-maybe-uninitialized)
endif()

set(ACTFN_LEVEL_OPTIONS "")
if(ACTFN_NATIVE_LEVEL AND NOT CMAKE_CROSSCOMPILING
        AND CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$")
    set(levels x86-64-v4 x86-64-v3)
    if(ACTFN_NATIVE_LEVEL IN_LIST levels)
        list(FIND levels ${ACTFN_NATIVE_LEVEL} first)
        list(SUBLIST levels ${first} -1 levels)
    endif()
    set(needs_x86-64-v4 avx512f avx512bw avx512cd avx512dq avx512vl)
    set(needs_x86-64-v3 avx2 fma bmi2)
    foreach(level IN LISTS levels)
        list(TRANSFORM needs_${level} REPLACE "(.+)" "__builtin_cpu_supports(\"\\1\")" OUTPUT_VARIABLE has)
        list(JOIN has " && " has)
        string(MAKE_C_IDENTIFIER ${level} name)
        check_cxx_compiler_flag(-march=${level} ACTFN_COMPILER_HAS_${name})
        check_cxx_source_runs("int main() { return ${has} ? 0 : 1; }" ACTFN_MACHINE_HAS_${name})
        if(ACTFN_COMPILER_HAS_${name} AND ACTFN_MACHINE_HAS_${name})
            set(ACTFN_LEVEL_OPTIONS -march=${level})
            if(level STREQUAL x86-64-v4)
                list(APPEND ACTFN_LEVEL_OPTIONS ${ACTFN_AVX512_WARNINGS})
            endif()
            break()
        endif()
    endforeach()
endif()

set(ACTFN_WARNING_OPTIONS "")
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    set(ACTFN_WARNING_OPTIONS -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
    if(ACTFN_WERROR)
        list(APPEND ACTFN_WARNING_OPTIONS -Werror)
    endif()
endif()

function(actfn_own_target target)
    target_compile_options(${target} PRIVATE ${ACTFN_WARNING_OPTIONS} ${ACTFN_LEVEL_OPTIONS})
    set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
endfunction()
