// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/abi.hpp>

// Modes of arithmetic in which nothing that is stated here can hold. Clang announces only the first
// two of these options.
#if defined(__FAST_MATH__) || (defined(_MSC_VER) && defined(_M_FP_FAST))
#error                                                                                             \
    "actfn: compile without -ffast-math: NaN, infinities and the stated error bounds need IEEE arithmetic"
#elif defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__
#error                                                                                             \
    "actfn: compile without -ffinite-math-only: functions keep NaN and have their limits at infinity"
#elif defined(__ASSOCIATIVE_MATH__)
#error                                                                                             \
    "actfn: compile without -fassociative-math and -funsafe-math-optimizations: the stated error bounds need sums in the order in which they are written"
#elif defined(__RECIPROCAL_MATH__)
#error                                                                                             \
    "actfn: compile without -freciprocal-math: the stated error bounds need divisions that are rounded once"
#elif defined(__NO_SIGNED_ZEROS__)
#error "actfn: compile without -fno-signed-zeros: odd functions keep the sign of zero"
#endif
#if defined(__FLT_EVAL_METHOD__) && __FLT_EVAL_METHOD__ != 0 && __FLT_EVAL_METHOD__ != 16
#error                                                                                             \
    "actfn: the compiler keeps floats in a wider type (FLT_EVAL_METHOD), as x87 does: compile with -msse2 -mfpmath=sse"
#endif

/// Inlines a kernel body unconditionally, so that a caller who uses only the value or only the
/// derivative does not pay for the other half. Where compile time counts more (tests, sanitizers),
/// define ACTFN_OUTLINE: the bits are the same. It is constexpr: constant expressions have kernels,
/// too.
#define ACTFN_INLINE ACTFN_INTRINSIC constexpr
/// The same for what is made of intrinsics, which no constant expression has.
#if defined(ACTFN_OUTLINE)
#define ACTFN_INTRINSIC inline
#elif defined(__GNUC__)
#define ACTFN_INTRINSIC __attribute__((always_inline)) inline
#elif defined(_MSC_VER)
#define ACTFN_INTRINSIC __forceinline
#else
#define ACTFN_INTRINSIC inline
#endif

/// Inlines what a loop calls, a lambda of the user's too.
#if defined(__GNUC__) && !defined(ACTFN_OUTLINE)
#define ACTFN_FLATTEN __attribute__((flatten))
#else
#define ACTFN_FLATTEN
#endif

/// Keeps a rare path out of the code around its call.
#if defined(__GNUC__)
#define ACTFN_NOINLINE __attribute__((noinline, cold))
#elif defined(_MSC_VER)
#define ACTFN_NOINLINE __declspec(noinline)
#else
#define ACTFN_NOINLINE
#endif

/// The same for a lambda, behind its parameter list.
#if defined(__GNUC__) && !defined(ACTFN_OUTLINE)
#define ACTFN_LAMBDA_INLINE __attribute__((always_inline))
#else
#define ACTFN_LAMBDA_INLINE
#endif

/// Whether an expression is evaluated while compiling: the builtin, which gcc knows before it
/// inlines, while a call of std::is_constant_evaluated has both branches compiled and inlined.
#define ACTFN_CONSTANT_EVALUATED() __builtin_is_constant_evaluated()
