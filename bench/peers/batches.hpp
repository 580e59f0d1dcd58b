// SPDX-License-Identifier: MIT
#pragma once
#include "textbook.hpp"

#include <xsimd/xsimd.hpp>

/// Loops over vectors, for libraries that have vectorised exp and its kin but no loops. Arithmetic
/// and comparisons are xsimd's.
namespace peers {
namespace {

template <class T> struct batch_words {
    using V = xsimd::batch<T>;
    static V constant(double x) { return V(static_cast<T>(x)); }
    static V abs(V x) { return xsimd::abs(x); }
    static V max(V a, V b) { return xsimd::max(a, b); }
    static V min(V a, V b) { return xsimd::min(a, b); }
    static V positive(V x, V a, V b) { return xsimd::select(x > V(T(0)), a, b); }

    template <class F> static void loop(task<T> const& t, F f) {
        for (std::size_t i = 0; i < t.size(); i += V::size) {
            f(V::load_aligned(t.x.data() + i)).store_aligned(t.y.data() + i);
        }
    }
    template <class F> static void product_loop(task<T> const& t, F f) {
        for (std::size_t i = 0; i < t.size(); i += V::size) {
            V const gy = V::load_aligned(t.gy.data() + i);
            V(gy * f(V::load_aligned(t.x.data() + i))).store_aligned(t.y.data() + i);
        }
    }
};

} // namespace
} // namespace peers
