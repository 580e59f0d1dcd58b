# SPDX-License-Identifier: MIT
#
# Options for the project's own tests, benchmarks and examples, never for its users: warnings, and
# with ACTFN_NATIVE_LEVEL the instruction set x86-64-v3 (AVX2, FMA) where this machine runs it.
include(CheckCXXCompilerFlag)
include(CheckCXXSourceRuns)

set(ACTFN_LEVEL_OPTIONS "")
if(ACTFN_NATIVE_LEVEL AND NOT CMAKE_CROSSCOMPILING
        AND CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$")
    check_cxx_compiler_flag(-march=x86-64-v3 ACTFN_COMPILER_HAS_X86_64_V3)
    check_cxx_source_runs("
        int main() {
            return __builtin_cpu_supports(\"avx2\") && __builtin_cpu_supports(\"fma\")
                && __builtin_cpu_supports(\"bmi2\") ? 0 : 1;
        }" ACTFN_MACHINE_HAS_X86_64_V3)
    if(ACTFN_COMPILER_HAS_X86_64_V3 AND ACTFN_MACHINE_HAS_X86_64_V3)
        set(ACTFN_LEVEL_OPTIONS -march=x86-64-v3)
    endif()
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
