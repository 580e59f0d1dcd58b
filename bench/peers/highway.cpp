// SPDX-License-Identifier: MIT
//
// Highway's contrib/math, compiled for the instruction set of the options (static dispatch).
#define HWY_COMPILE_ONLY_STATIC 1
#include <hwy/highway.h>
// behind highway.h
#include "textbook.hpp"

#include <hwy/base.h>
#include <hwy/contrib/math/math-inl.h>

namespace peers {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

template <class T> struct words {
    using D = hn::ScalableTag<T>;
    static constexpr D d{};
    using V = hn::Vec<D>;
    static V constant(double x) { return hn::Set(d, static_cast<T>(x)); }
    static V exp(V x) { return hn::Exp(d, x); }
    static V expm1(V x) { return hn::Expm1(d, x); }
    static V log1p(V x) { return hn::Log1p(d, x); }
    static V tanh(V x) { return hn::Tanh(d, x); }
    // Highway has no erf. Its functions fall back to this constant, and are left out below.
    static V erf(V x) { return x; }
    static V abs(V x) { return hn::Abs(x); }
    static V max(V a, V b) { return hn::Max(a, b); }
    static V min(V a, V b) { return hn::Min(a, b); }
    static V positive(V x, V a, V b) { return hn::IfThenElse(x > hn::Zero(d), a, b); }

    template <class F> static void loop(task<T> const& t, F f) {
        for (std::size_t i = 0; i < t.size(); i += hn::Lanes(d))
            hn::Store(f(hn::Load(d, t.x.data() + i)), d, t.y.data() + i);
    }
    template <class F> static void product_loop(task<T> const& t, F f) {
        for (std::size_t i = 0; i < t.size(); i += hn::Lanes(d)) {
            V const gy = hn::Load(d, t.gy.data() + i);
            hn::Store(gy * f(hn::Load(d, t.x.data() + i)), d, t.y.data() + i);
        }
    }
};

template <class T> prepared of(task<T> const& t) {
    bool const needs_erf = t.function == "gelu" || (t.function == "erf" && !t.backward);
    return needs_erf ? prepared{} : by_textbook<words<T>>(t);
}

std::string version() {
    return std::to_string(HWY_MAJOR) + '.' + std::to_string(HWY_MINOR) + '.' +
           std::to_string(HWY_PATCH);
}

bool const listed = (list().push_back({"highway", version(), of<float>, of<double>}), true);

} // namespace
} // namespace peers
