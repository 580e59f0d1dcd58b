// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/version.hpp>

// ACTFN_ABI: the inline namespace of everything in the library. Two objects of one program that
// were compiled for other instruction sets, with other versions, or one of them without exceptions,
// share none of its functions: the linker would keep one of each, and run it on any processor.

/// The arguments, expanded, as one name.
#define ACTFN_JOIN2(a, b) a##b
#define ACTFN_JOIN(a, b) ACTFN_JOIN2(a, b)
#define ACTFN_DIGITS2(a, b, c, d, e, f, g, h) a##b##c##d##e##f##g##h
#define ACTFN_DIGITS(a, b, c, d, e, f, g, h) ACTFN_DIGITS2(a, b, c, d, e, f, g, h)

// A digit for every extension that a compiler may use unasked.
#if defined(__x86_64__) || defined(__i386__)
#if defined(__SSE2__)
#define ACTFN_WITH_SSE2 1
#else
#define ACTFN_WITH_SSE2 0
#endif
#if defined(__SSE3__)
#define ACTFN_WITH_SSE3 1
#else
#define ACTFN_WITH_SSE3 0
#endif
#if defined(__SSSE3__)
#define ACTFN_WITH_SSSE3 1
#else
#define ACTFN_WITH_SSSE3 0
#endif
#if defined(__SSE4_1__)
#define ACTFN_WITH_SSE4_1 1
#else
#define ACTFN_WITH_SSE4_1 0
#endif
#if defined(__SSE4_2__)
#define ACTFN_WITH_SSE4_2 1
#else
#define ACTFN_WITH_SSE4_2 0
#endif
#if defined(__POPCNT__)
#define ACTFN_WITH_POPCNT 1
#else
#define ACTFN_WITH_POPCNT 0
#endif
#if defined(__AVX__)
#define ACTFN_WITH_AVX 1
#else
#define ACTFN_WITH_AVX 0
#endif
#if defined(__F16C__)
#define ACTFN_WITH_F16C 1
#else
#define ACTFN_WITH_F16C 0
#endif
#if defined(__FMA__)
#define ACTFN_WITH_FMA 1
#else
#define ACTFN_WITH_FMA 0
#endif
#if defined(__BMI__)
#define ACTFN_WITH_BMI 1
#else
#define ACTFN_WITH_BMI 0
#endif
#if defined(__LZCNT__)
#define ACTFN_WITH_LZCNT 1
#else
#define ACTFN_WITH_LZCNT 0
#endif
#if defined(__MOVBE__)
#define ACTFN_WITH_MOVBE 1
#else
#define ACTFN_WITH_MOVBE 0
#endif
#if defined(__AVX2__)
#define ACTFN_WITH_AVX2 1
#else
#define ACTFN_WITH_AVX2 0
#endif
#if defined(__BMI2__)
#define ACTFN_WITH_BMI2 1
#else
#define ACTFN_WITH_BMI2 0
#endif
#if defined(__AVX512F__)
#define ACTFN_WITH_AVX512F 1
#else
#define ACTFN_WITH_AVX512F 0
#endif
#if defined(__AVX512CD__)
#define ACTFN_WITH_AVX512CD 1
#else
#define ACTFN_WITH_AVX512CD 0
#endif
#if defined(__AVX512BW__)
#define ACTFN_WITH_AVX512BW 1
#else
#define ACTFN_WITH_AVX512BW 0
#endif
#if defined(__AVX512DQ__)
#define ACTFN_WITH_AVX512DQ 1
#else
#define ACTFN_WITH_AVX512DQ 0
#endif
#if defined(__AVX512VL__)
#define ACTFN_WITH_AVX512VL 1
#else
#define ACTFN_WITH_AVX512VL 0
#endif
#if defined(__AVX512VBMI__)
#define ACTFN_WITH_AVX512VBMI 1
#else
#define ACTFN_WITH_AVX512VBMI 0
#endif
#if defined(__AVX512IFMA__)
#define ACTFN_WITH_AVX512IFMA 1
#else
#define ACTFN_WITH_AVX512IFMA 0
#endif
#if defined(__AVX512VBMI2__)
#define ACTFN_WITH_AVX512VBMI2 1
#else
#define ACTFN_WITH_AVX512VBMI2 0
#endif
#if defined(__AVX512VNNI__)
#define ACTFN_WITH_AVX512VNNI 1
#else
#define ACTFN_WITH_AVX512VNNI 0
#endif
#if defined(__AVX512BITALG__)
#define ACTFN_WITH_AVX512BITALG 1
#else
#define ACTFN_WITH_AVX512BITALG 0
#endif
#if defined(__AVX512VPOPCNTDQ__)
#define ACTFN_WITH_AVX512VPOPCNTDQ 1
#else
#define ACTFN_WITH_AVX512VPOPCNTDQ 0
#endif
#if defined(__AVX512BF16__)
#define ACTFN_WITH_AVX512BF16 1
#else
#define ACTFN_WITH_AVX512BF16 0
#endif
#if defined(__AVX512FP16__)
#define ACTFN_WITH_AVX512FP16 1
#else
#define ACTFN_WITH_AVX512FP16 0
#endif
#if defined(__AVXVNNI__)
#define ACTFN_WITH_AVXVNNI 1
#else
#define ACTFN_WITH_AVXVNNI 0
#endif
#if defined(__GFNI__)
#define ACTFN_WITH_GFNI 1
#else
#define ACTFN_WITH_GFNI 0
#endif
#if defined(__VAES__)
#define ACTFN_WITH_VAES 1
#else
#define ACTFN_WITH_VAES 0
#endif
#if defined(__VPCLMULQDQ__)
#define ACTFN_WITH_VPCLMULQDQ 1
#else
#define ACTFN_WITH_VPCLMULQDQ 0
#endif
#if defined(__SHA__)
#define ACTFN_WITH_SHA 1
#else
#define ACTFN_WITH_SHA 0
#endif
#if defined(__ADX__)
#define ACTFN_WITH_ADX 1
#else
#define ACTFN_WITH_ADX 0
#endif
#if defined(__XOP__)
#define ACTFN_WITH_XOP 1
#else
#define ACTFN_WITH_XOP 0
#endif
#if defined(__FMA4__)
#define ACTFN_WITH_FMA4 1
#else
#define ACTFN_WITH_FMA4 0
#endif
#if defined(__TBM__)
#define ACTFN_WITH_TBM 1
#else
#define ACTFN_WITH_TBM 0
#endif
#if defined(__SSE4A__)
#define ACTFN_WITH_SSE4A 1
#else
#define ACTFN_WITH_SSE4A 0
#endif
#if defined(__AVX10_1__)
#define ACTFN_WITH_AVX10_1 1
#else
#define ACTFN_WITH_AVX10_1 0
#endif
#if defined(__AVX10_2__)
#define ACTFN_WITH_AVX10_2 1
#else
#define ACTFN_WITH_AVX10_2 0
#endif
#if defined(__APX_F__)
#define ACTFN_WITH_APX_F 1
#else
#define ACTFN_WITH_APX_F 0
#endif
#endif
#if defined(__aarch64__) || defined(__arm__)
#if defined(__ARM_NEON__)
#define ACTFN_WITH_NEON 1
#else
#define ACTFN_WITH_NEON 0
#endif
#if defined(__ARM_FEATURE_FMA__)
#define ACTFN_WITH_FMA 1
#else
#define ACTFN_WITH_FMA 0
#endif
#if defined(__ARM_FEATURE_FP16_VECTOR_ARITHMETIC__)
#define ACTFN_WITH_FP16_VECTOR_ARITHMETIC 1
#else
#define ACTFN_WITH_FP16_VECTOR_ARITHMETIC 0
#endif
#if defined(__ARM_FEATURE_DOTPROD__)
#define ACTFN_WITH_DOTPROD 1
#else
#define ACTFN_WITH_DOTPROD 0
#endif
#if defined(__ARM_FEATURE_ATOMICS__)
#define ACTFN_WITH_ATOMICS 1
#else
#define ACTFN_WITH_ATOMICS 0
#endif
#if defined(__ARM_FEATURE_BF16__)
#define ACTFN_WITH_BF16 1
#else
#define ACTFN_WITH_BF16 0
#endif
#if defined(__ARM_FEATURE_MATMUL_INT8__)
#define ACTFN_WITH_MATMUL_INT8 1
#else
#define ACTFN_WITH_MATMUL_INT8 0
#endif
#if defined(__ARM_FEATURE_COMPLEX__)
#define ACTFN_WITH_COMPLEX 1
#else
#define ACTFN_WITH_COMPLEX 0
#endif
#if defined(__ARM_FEATURE_JCVT__)
#define ACTFN_WITH_JCVT 1
#else
#define ACTFN_WITH_JCVT 0
#endif
#if defined(__ARM_FEATURE_SVE__)
#define ACTFN_WITH_SVE 1
#else
#define ACTFN_WITH_SVE 0
#endif
#if defined(__ARM_FEATURE_SVE2__)
#define ACTFN_WITH_SVE2 1
#else
#define ACTFN_WITH_SVE2 0
#endif
#if defined(__ARM_FEATURE_SME__)
#define ACTFN_WITH_SME 1
#else
#define ACTFN_WITH_SME 0
#endif
#endif
#if defined(__riscv)
#if defined(__riscv_d)
#define ACTFN_WITH_D 1
#else
#define ACTFN_WITH_D 0
#endif
#if defined(__riscv_c)
#define ACTFN_WITH_C 1
#else
#define ACTFN_WITH_C 0
#endif
#if defined(__riscv_v)
#define ACTFN_WITH_V 1
#else
#define ACTFN_WITH_V 0
#endif
#if defined(__riscv_zba)
#define ACTFN_WITH_ZBA 1
#else
#define ACTFN_WITH_ZBA 0
#endif
#if defined(__riscv_zbb)
#define ACTFN_WITH_ZBB 1
#else
#define ACTFN_WITH_ZBB 0
#endif
#if defined(__riscv_zbs)
#define ACTFN_WITH_ZBS 1
#else
#define ACTFN_WITH_ZBS 0
#endif
#if defined(__riscv_zfa)
#define ACTFN_WITH_ZFA 1
#else
#define ACTFN_WITH_ZFA 0
#endif
#if defined(__riscv_zfh)
#define ACTFN_WITH_ZFH 1
#else
#define ACTFN_WITH_ZFH 0
#endif
#endif
#if defined(XSIMD_NO_SUPPORTED_ARCHITECTURE)
#define ACTFN_ISA scalar
#elif defined(__x86_64__) || defined(__i386__)
#if 1ULL * ACTFN_WITH_SSE2 + 2ULL * ACTFN_WITH_SSE3 + 4ULL * ACTFN_WITH_SSSE3 +                    \
        8ULL * ACTFN_WITH_SSE4_1 + 16ULL * ACTFN_WITH_SSE4_2 + 32ULL * ACTFN_WITH_POPCNT +         \
        64ULL * ACTFN_WITH_AVX + 128ULL * ACTFN_WITH_F16C + 256ULL * ACTFN_WITH_FMA +              \
        512ULL * ACTFN_WITH_BMI + 1024ULL * ACTFN_WITH_LZCNT + 2048ULL * ACTFN_WITH_MOVBE +        \
        4096ULL * ACTFN_WITH_AVX2 + 8192ULL * ACTFN_WITH_BMI2 + 16384ULL * ACTFN_WITH_AVX512F +    \
        32768ULL * ACTFN_WITH_AVX512CD + 65536ULL * ACTFN_WITH_AVX512BW +                          \
        131072ULL * ACTFN_WITH_AVX512DQ + 262144ULL * ACTFN_WITH_AVX512VL +                        \
        524288ULL * ACTFN_WITH_AVX512VBMI + 1048576ULL * ACTFN_WITH_AVX512IFMA +                   \
        2097152ULL * ACTFN_WITH_AVX512VBMI2 + 4194304ULL * ACTFN_WITH_AVX512VNNI +                 \
        8388608ULL * ACTFN_WITH_AVX512BITALG + 16777216ULL * ACTFN_WITH_AVX512VPOPCNTDQ +          \
        33554432ULL * ACTFN_WITH_AVX512BF16 + 67108864ULL * ACTFN_WITH_AVX512FP16 +                \
        134217728ULL * ACTFN_WITH_AVXVNNI + 268435456ULL * ACTFN_WITH_GFNI +                       \
        536870912ULL * ACTFN_WITH_VAES + 1073741824ULL * ACTFN_WITH_VPCLMULQDQ +                   \
        2147483648ULL * ACTFN_WITH_SHA + 4294967296ULL * ACTFN_WITH_ADX +                          \
        8589934592ULL * ACTFN_WITH_XOP + 17179869184ULL * ACTFN_WITH_FMA4 +                        \
        34359738368ULL * ACTFN_WITH_TBM + 68719476736ULL * ACTFN_WITH_SSE4A +                      \
        137438953472ULL * ACTFN_WITH_AVX10_1 + 274877906944ULL * ACTFN_WITH_AVX10_2 +              \
        549755813888ULL * ACTFN_WITH_APX_F ==                                                      \
    524287ULL
#define ACTFN_ISA x86_64_v4
#elif 1ULL * ACTFN_WITH_SSE2 + 2ULL * ACTFN_WITH_SSE3 + 4ULL * ACTFN_WITH_SSSE3 +                  \
        8ULL * ACTFN_WITH_SSE4_1 + 16ULL * ACTFN_WITH_SSE4_2 + 32ULL * ACTFN_WITH_POPCNT +         \
        64ULL * ACTFN_WITH_AVX + 128ULL * ACTFN_WITH_F16C + 256ULL * ACTFN_WITH_FMA +              \
        512ULL * ACTFN_WITH_BMI + 1024ULL * ACTFN_WITH_LZCNT + 2048ULL * ACTFN_WITH_MOVBE +        \
        4096ULL * ACTFN_WITH_AVX2 + 8192ULL * ACTFN_WITH_BMI2 + 16384ULL * ACTFN_WITH_AVX512F +    \
        32768ULL * ACTFN_WITH_AVX512CD + 65536ULL * ACTFN_WITH_AVX512BW +                          \
        131072ULL * ACTFN_WITH_AVX512DQ + 262144ULL * ACTFN_WITH_AVX512VL +                        \
        524288ULL * ACTFN_WITH_AVX512VBMI + 1048576ULL * ACTFN_WITH_AVX512IFMA +                   \
        2097152ULL * ACTFN_WITH_AVX512VBMI2 + 4194304ULL * ACTFN_WITH_AVX512VNNI +                 \
        8388608ULL * ACTFN_WITH_AVX512BITALG + 16777216ULL * ACTFN_WITH_AVX512VPOPCNTDQ +          \
        33554432ULL * ACTFN_WITH_AVX512BF16 + 67108864ULL * ACTFN_WITH_AVX512FP16 +                \
        134217728ULL * ACTFN_WITH_AVXVNNI + 268435456ULL * ACTFN_WITH_GFNI +                       \
        536870912ULL * ACTFN_WITH_VAES + 1073741824ULL * ACTFN_WITH_VPCLMULQDQ +                   \
        2147483648ULL * ACTFN_WITH_SHA + 4294967296ULL * ACTFN_WITH_ADX +                          \
        8589934592ULL * ACTFN_WITH_XOP + 17179869184ULL * ACTFN_WITH_FMA4 +                        \
        34359738368ULL * ACTFN_WITH_TBM + 68719476736ULL * ACTFN_WITH_SSE4A +                      \
        137438953472ULL * ACTFN_WITH_AVX10_1 + 274877906944ULL * ACTFN_WITH_AVX10_2 +              \
        549755813888ULL * ACTFN_WITH_APX_F ==                                                      \
    16383ULL
#define ACTFN_ISA x86_64_v3
#elif 1ULL * ACTFN_WITH_SSE2 + 2ULL * ACTFN_WITH_SSE3 + 4ULL * ACTFN_WITH_SSSE3 +                  \
        8ULL * ACTFN_WITH_SSE4_1 + 16ULL * ACTFN_WITH_SSE4_2 + 32ULL * ACTFN_WITH_POPCNT +         \
        64ULL * ACTFN_WITH_AVX + 128ULL * ACTFN_WITH_F16C + 256ULL * ACTFN_WITH_FMA +              \
        512ULL * ACTFN_WITH_BMI + 1024ULL * ACTFN_WITH_LZCNT + 2048ULL * ACTFN_WITH_MOVBE +        \
        4096ULL * ACTFN_WITH_AVX2 + 8192ULL * ACTFN_WITH_BMI2 + 16384ULL * ACTFN_WITH_AVX512F +    \
        32768ULL * ACTFN_WITH_AVX512CD + 65536ULL * ACTFN_WITH_AVX512BW +                          \
        131072ULL * ACTFN_WITH_AVX512DQ + 262144ULL * ACTFN_WITH_AVX512VL +                        \
        524288ULL * ACTFN_WITH_AVX512VBMI + 1048576ULL * ACTFN_WITH_AVX512IFMA +                   \
        2097152ULL * ACTFN_WITH_AVX512VBMI2 + 4194304ULL * ACTFN_WITH_AVX512VNNI +                 \
        8388608ULL * ACTFN_WITH_AVX512BITALG + 16777216ULL * ACTFN_WITH_AVX512VPOPCNTDQ +          \
        33554432ULL * ACTFN_WITH_AVX512BF16 + 67108864ULL * ACTFN_WITH_AVX512FP16 +                \
        134217728ULL * ACTFN_WITH_AVXVNNI + 268435456ULL * ACTFN_WITH_GFNI +                       \
        536870912ULL * ACTFN_WITH_VAES + 1073741824ULL * ACTFN_WITH_VPCLMULQDQ +                   \
        2147483648ULL * ACTFN_WITH_SHA + 4294967296ULL * ACTFN_WITH_ADX +                          \
        8589934592ULL * ACTFN_WITH_XOP + 17179869184ULL * ACTFN_WITH_FMA4 +                        \
        34359738368ULL * ACTFN_WITH_TBM + 68719476736ULL * ACTFN_WITH_SSE4A +                      \
        137438953472ULL * ACTFN_WITH_AVX10_1 + 274877906944ULL * ACTFN_WITH_AVX10_2 +              \
        549755813888ULL * ACTFN_WITH_APX_F ==                                                      \
    1ULL
#define ACTFN_ISA x86_64
#else
#define ACTFN_ISA                                                                                  \
    ACTFN_JOIN(                                                                                    \
        ACTFN_JOIN(                                                                                \
            ACTFN_JOIN(                                                                            \
                ACTFN_JOIN(                                                                        \
                    ACTFN_JOIN(ACTFN_DIGITS(x86_, ACTFN_WITH_SSE2, ACTFN_WITH_SSE3,                \
                                            ACTFN_WITH_SSSE3, ACTFN_WITH_SSE4_1,                   \
                                            ACTFN_WITH_SSE4_2, ACTFN_WITH_POPCNT, ACTFN_WITH_AVX), \
                               ACTFN_DIGITS(ACTFN_WITH_F16C, ACTFN_WITH_FMA, ACTFN_WITH_BMI,       \
                                            ACTFN_WITH_LZCNT, ACTFN_WITH_MOVBE, ACTFN_WITH_AVX2,   \
                                            ACTFN_WITH_BMI2, ACTFN_WITH_AVX512F)),                 \
                    ACTFN_DIGITS(ACTFN_WITH_AVX512CD, ACTFN_WITH_AVX512BW, ACTFN_WITH_AVX512DQ,    \
                                 ACTFN_WITH_AVX512VL, ACTFN_WITH_AVX512VBMI,                       \
                                 ACTFN_WITH_AVX512IFMA, ACTFN_WITH_AVX512VBMI2,                    \
                                 ACTFN_WITH_AVX512VNNI)),                                          \
                ACTFN_DIGITS(ACTFN_WITH_AVX512BITALG, ACTFN_WITH_AVX512VPOPCNTDQ,                  \
                             ACTFN_WITH_AVX512BF16, ACTFN_WITH_AVX512FP16, ACTFN_WITH_AVXVNNI,     \
                             ACTFN_WITH_GFNI, ACTFN_WITH_VAES, ACTFN_WITH_VPCLMULQDQ)),            \
            ACTFN_DIGITS(ACTFN_WITH_SHA, ACTFN_WITH_ADX, ACTFN_WITH_XOP, ACTFN_WITH_FMA4,          \
                         ACTFN_WITH_TBM, ACTFN_WITH_SSE4A, ACTFN_WITH_AVX10_1,                     \
                         ACTFN_WITH_AVX10_2)),                                                     \
        ACTFN_DIGITS(ACTFN_WITH_APX_F, , , , , , , ))
#endif
#elif defined(__aarch64__) || defined(__arm__)
#define ACTFN_ISA                                                                                  \
    ACTFN_JOIN(ACTFN_DIGITS(arm_, ACTFN_WITH_NEON, ACTFN_WITH_FMA,                                 \
                            ACTFN_WITH_FP16_VECTOR_ARITHMETIC, ACTFN_WITH_DOTPROD,                 \
                            ACTFN_WITH_ATOMICS, ACTFN_WITH_BF16, ACTFN_WITH_MATMUL_INT8),          \
               ACTFN_DIGITS(ACTFN_WITH_COMPLEX, ACTFN_WITH_JCVT, ACTFN_WITH_SVE, ACTFN_WITH_SVE2,  \
                            ACTFN_WITH_SME, , , ))
#elif defined(__riscv)
#define ACTFN_ISA                                                                                  \
    ACTFN_JOIN(ACTFN_DIGITS(riscv_, ACTFN_WITH_D, ACTFN_WITH_C, ACTFN_WITH_V, ACTFN_WITH_ZBA,      \
                            ACTFN_WITH_ZBB, ACTFN_WITH_ZBS, ACTFN_WITH_ZFA),                       \
               ACTFN_DIGITS(ACTFN_WITH_ZFH, , , , , , , ))
#elif defined(__s390x__) && defined(__ARCH__)
#define ACTFN_ISA ACTFN_JOIN(s390x_, __ARCH__)
#elif defined(__VSX__)
#define ACTFN_ISA vsx
#elif defined(_M_X64) && defined(__AVX512F__)
#define ACTFN_ISA avx512
#elif defined(_M_X64) && defined(__AVX2__)
#define ACTFN_ISA avx2
#elif defined(_M_X64) && defined(__AVX__)
#define ACTFN_ISA avx
#else
#define ACTFN_ISA generic
#endif

#if defined(__cpp_exceptions)
#define ACTFN_ERRORS
#else
#define ACTFN_ERRORS _no_exceptions
#endif

#define ACTFN_ABI                                                                                  \
    ACTFN_JOIN(ACTFN_JOIN(ACTFN_JOIN(ACTFN_JOIN(v, ACTFN_VERSION_MAJOR), _),                       \
                          ACTFN_JOIN(ACTFN_JOIN(ACTFN_VERSION_MINOR, _),                           \
                                     ACTFN_JOIN(ACTFN_VERSION_PATCH, _))),                         \
               ACTFN_JOIN(ACTFN_ISA, ACTFN_ERRORS))
