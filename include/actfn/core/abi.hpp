// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/version.hpp>

// ACTFN_ABI: the inline namespace of everything in the library. Two objects of one program that
// were compiled for other instruction sets, with other versions, or one of them without exceptions,
// share none of its functions: the linker would keep one of each, and run it on any processor.

// The arguments, expanded, as one name.
#define ACTFN_JOIN2(a, b) a##b
#define ACTFN_JOIN(a, b) ACTFN_JOIN2(a, b)
#define ACTFN_JOIN8(a, b, c, d, e, f, g, h)                                                        \
    ACTFN_JOIN(ACTFN_JOIN(ACTFN_JOIN(a, b), ACTFN_JOIN(c, d)),                                     \
               ACTFN_JOIN(ACTFN_JOIN(e, f), ACTFN_JOIN(g, h)))

// 1 for a macro that the compiler defines as 1, else 0.
#define ACTFN_SECOND(a, b, ...) b
#define ACTFN_SECOND_OF(...) ACTFN_SECOND(__VA_ARGS__)
#define ACTFN_IS_1 ~, 1
#define ACTFN_HAS(macro) ACTFN_SECOND_OF(ACTFN_JOIN(ACTFN_IS_, macro), 0, ~)
#define ACTFN_HAS8(a, b, c, d, e, f, g, h)                                                         \
    ACTFN_JOIN8(ACTFN_HAS(a), ACTFN_HAS(b), ACTFN_HAS(c), ACTFN_HAS(d), ACTFN_HAS(e),              \
                ACTFN_HAS(f), ACTFN_HAS(g), ACTFN_HAS(h))

// A digit for every extension that a compiler may use unasked.
#if defined(XSIMD_NO_SUPPORTED_ARCHITECTURE)
#define ACTFN_SCALAR scalar_
#else
#define ACTFN_SCALAR
#endif
#if defined(__x86_64__) || defined(__i386__)
#define ACTFN_TO_AVX                                                                               \
    ACTFN_HAS8(__SSE2__, __SSE3__, __SSSE3__, __SSE4_1__, __SSE4_2__, __POPCNT__, __AVX__, __F16C__)
#define ACTFN_TO_AVX512                                                                            \
    ACTFN_HAS8(__FMA__, __BMI__, __BMI2__, __LZCNT__, __MOVBE__, __AVX2__, __AVX512F__,            \
               __AVX512CD__)
#define ACTFN_OF_AVX512                                                                            \
    ACTFN_HAS8(__AVX512BW__, __AVX512DQ__, __AVX512VL__, __AVX512VBMI__, __AVX512IFMA__,           \
               __AVX512VBMI2__, __AVX512VNNI__, __AVX512BITALG__)
#define ACTFN_OTHER                                                                                \
    ACTFN_JOIN(ACTFN_HAS8(__AVX512VPOPCNTDQ__, __AVX512BF16__, __AVX512FP16__, __AVXVNNI__,        \
                          __GFNI__, __VAES__, __VPCLMULQDQ__, __SHA__),                            \
               ACTFN_HAS8(__ADX__, __XOP__, __FMA4__, __TBM__, __SSE4A__, __AVX10_1__,             \
                          __AVX10_2__, __APX_F__))
// The digits in front of them are no octal number.
#define ACTFN_NUMBER(digits) ACTFN_JOIN(1, digits)
#define ACTFN_IS_SET(to_avx, to_avx512, of_avx512)                                                 \
    (ACTFN_NUMBER(ACTFN_TO_AVX) == 1##to_avx && ACTFN_NUMBER(ACTFN_TO_AVX512) == 1##to_avx512 &&   \
     ACTFN_NUMBER(ACTFN_OF_AVX512) == 1##of_avx512 &&                                              \
     ACTFN_NUMBER(ACTFN_OTHER) == 10000000000000000)
#if ACTFN_IS_SET(10000000, 00000000, 00000000)
#define ACTFN_SET x86_64
#elif ACTFN_IS_SET(11111111, 11111100, 00000000)
#define ACTFN_SET x86_64_v3
#elif ACTFN_IS_SET(11111111, 11111111, 11100000)
#define ACTFN_SET x86_64_v4
#else
#define ACTFN_SET                                                                                  \
    ACTFN_JOIN(ACTFN_JOIN(x86_, ACTFN_JOIN(ACTFN_TO_AVX, ACTFN_TO_AVX512)),                        \
               ACTFN_JOIN(ACTFN_OF_AVX512, ACTFN_OTHER))
#endif
#elif defined(__aarch64__) || defined(__arm__)
#define ACTFN_SET                                                                                  \
    ACTFN_JOIN(                                                                                    \
        ACTFN_JOIN(arm_,                                                                           \
                   ACTFN_HAS8(__ARM_NEON, __ARM_FEATURE_FMA, __ARM_FEATURE_FP16_VECTOR_ARITHMETIC, \
                              __ARM_FEATURE_DOTPROD, __ARM_FEATURE_ATOMICS, __ARM_FEATURE_BF16,    \
                              __ARM_FEATURE_MATMUL_INT8, __ARM_FEATURE_COMPLEX)),                  \
        ACTFN_HAS8(__ARM_FEATURE_JCVT, __ARM_FEATURE_SVE, __ARM_FEATURE_SVE2, __ARM_FEATURE_SME, , \
                   , , ))
#elif defined(__riscv)
#define ACTFN_SET                                                                                  \
    ACTFN_JOIN(riscv_, ACTFN_JOIN8(ACTFN_HAS(__riscv_compressed), _, __riscv_flen, _, , , , ))
#elif defined(__s390x__) && defined(__ARCH__)
#define ACTFN_SET ACTFN_JOIN(s390x_, __ARCH__)
#elif defined(__VSX__)
#define ACTFN_SET vsx
#elif defined(_M_X64)
#define ACTFN_SET ACTFN_JOIN(x64_, ACTFN_JOIN(ACTFN_HAS(__AVX2__), ACTFN_HAS(__AVX512F__)))
#else
#define ACTFN_SET generic
#endif

#if defined(__cpp_exceptions)
#define ACTFN_ERRORS
#else
#define ACTFN_ERRORS _no_exceptions
#endif

#define ACTFN_ABI                                                                                  \
    ACTFN_JOIN8(v, ACTFN_VERSION_MAJOR, _, ACTFN_VERSION_MINOR, _, ACTFN_VERSION_PATCH, _,         \
                ACTFN_JOIN(ACTFN_JOIN(ACTFN_SCALAR, ACTFN_SET), ACTFN_ERRORS))
