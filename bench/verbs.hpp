// SPDX-License-Identifier: MIT
#pragma once
#include "table.hpp"
#include <actfn/array.hpp>

#include <algorithm>

/// The verbs of a pointwise function, as rows of the table.
namespace actfn::bench {

template <auto const& f> struct verbs {
    template <class T> static void value(arrays<T> const& a) { forward(f, a.x, a.y); }
    template <class T> static void slope(arrays<T> const& a) { derivative(f, a.x, a.y); }
    template <class T> static void fused(arrays<T> const& a) {
        value_and_derivative(f, a.x, a.y, a.dy);
    }
    template <class T> static void gradient(arrays<T> const& a) { backward(f, a.x, a.gy, a.y); }
};

/// Where rivals are at their best: further out, Eigen's logistic leaves its fast path, and the
/// results of some functions are subnormal.
inline facts::range inner(facts::range interval) {
    return {std::max(interval.lo, -8.0), std::min(interval.hi, 8.0)};
}

/// Adds the rows of f, which Mine computes; returns true.
template <class Mine, class F> bool list_verbs(char const* function, F const& f) {
    facts::range const interval = bench::inner(f.facts().interval);
    auto const add = [&](char const* member, loop<float> s, loop<double> d) {
        rows().push_back({function, member, "actfn", interval, s, d});
    };
    add("value", Mine::template value<float>, Mine::template value<double>);
    add("derivative", Mine::template slope<float>, Mine::template slope<double>);
    add("fused", Mine::template fused<float>, Mine::template fused<double>);
    add("backward", Mine::template gradient<float>, Mine::template gradient<double>);
    return true;
}

} // namespace actfn::bench
