// SPDX-License-Identifier: MIT
#pragma once
#include "textbook.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

/// The textbook formulas in loops over single numbers, for the compiler to vectorise. Included by
/// files that compile them with options of their own.
#if defined(PEERS_OPENMP)
#define PEERS_SIMD(clauses) _Pragma(PEERS_TEXT(omp simd clauses))
#define PEERS_TEXT(...) #__VA_ARGS__
#else
#define PEERS_SIMD(clauses)
#endif

namespace peers {
namespace {

template <class T> struct number_words {
    using V = T;
    static T constant(double x) { return static_cast<T>(x); }
    static T exp(T x) { return std::exp(x); }
    static T expm1(T x) { return std::expm1(x); }
    static T log1p(T x) { return std::log1p(x); }
    static T tanh(T x) { return std::tanh(x); }
    static T erf(T x) { return std::erf(x); }
    static T abs(T x) { return std::abs(x); }
    static T max(T a, T b) { return a > b ? a : b; }
    static T min(T a, T b) { return a < b ? a : b; }
    static T positive(T x, T a, T b) { return x > 0 ? a : b; }

    template <class F> static void loop(task<T> const& t, F f) {
        T const* const x = t.x.data();
        T* const y = t.y.data();
        std::size_t const n = t.size();
        PEERS_SIMD()
        for (std::size_t i = 0; i < n; ++i) y[i] = f(x[i]);
    }
    template <class F> static void product_loop(task<T> const& t, F f) {
        T const* const x = t.x.data();
        T const* const gy = t.gy.data();
        T* const y = t.y.data();
        std::size_t const n = t.size();
        PEERS_SIMD()
        for (std::size_t i = 0; i < n; ++i) y[i] = gy[i] * f(x[i]);
    }
};

template <class T> T largest(T const* x, std::size_t n) {
    T m = x[0];
    PEERS_SIMD(reduction(max : m))
    for (std::size_t i = 0; i < n; ++i) m = x[i] > m ? x[i] : m;
    return m;
}

template <class T> void softmax(T const* x, T* y, std::size_t n) {
    T const m = largest(x, n);
    T sum = 0;
    PEERS_SIMD(reduction(+ : sum))
    for (std::size_t i = 0; i < n; ++i) {
        y[i] = std::exp(x[i] - m);
        sum += y[i];
    }
    T const factor = 1 / sum;
    PEERS_SIMD()
    for (std::size_t i = 0; i < n; ++i) y[i] *= factor;
}

template <class T> void log_softmax(T const* x, T* y, std::size_t n) {
    T const m = largest(x, n);
    T sum = 0;
    PEERS_SIMD(reduction(+ : sum))
    for (std::size_t i = 0; i < n; ++i) sum += std::exp(x[i] - m);
    T const shift = m + std::log(sum);
    PEERS_SIMD()
    for (std::size_t i = 0; i < n; ++i) y[i] = x[i] - shift;
}

template <class T> void softmax_backward(T const* fx, T const* gy, T* gx, std::size_t n) {
    T sum = 0;
    PEERS_SIMD(reduction(+ : sum))
    for (std::size_t i = 0; i < n; ++i) sum += gy[i] * fx[i];
    PEERS_SIMD()
    for (std::size_t i = 0; i < n; ++i) gx[i] = fx[i] * (gy[i] - sum);
}

template <class T> void log_softmax_backward(T const* fx, T const* gy, T* gx, std::size_t n) {
    T sum = 0;
    PEERS_SIMD(reduction(+ : sum))
    for (std::size_t i = 0; i < n; ++i) sum += gy[i];
    PEERS_SIMD()
    for (std::size_t i = 0; i < n; ++i) gx[i] = gy[i] - std::exp(fx[i]) * sum;
}

template <class T> prepared by_rows(task<T> const& t) {
    if (t.backward) {
        auto const one = t.function == "softmax" ? softmax_backward<T> : log_softmax_backward<T>;
        return {[t, one] {
                    for (std::size_t i = 0; i < t.size(); i += t.columns)
                        one(t.fx.data() + i, t.gy.data() + i, t.y.data() + i, t.columns);
                },
                true};
    }
    auto const one = t.function == "softmax" ? softmax<T> : log_softmax<T>;
    return {[t, one] {
        for (std::size_t i = 0; i < t.size(); i += t.columns)
            one(t.x.data() + i, t.y.data() + i, t.columns);
    }};
}

template <class T> prepared by_numbers(task<T> const& t) {
    return t.is_rows() ? by_rows(t) : by_textbook<number_words<T>>(t);
}

} // namespace
} // namespace peers
