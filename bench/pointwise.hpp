// SPDX-License-Identifier: MIT
#pragma once
#include "naive.hpp"
#include "table.hpp"
#include <actfn/array.hpp>
#include <actfn/eigen/expression.hpp>

#include <algorithm>

/// The rows of one pointwise activation.
namespace actfn::bench {

template <class T> auto mapped(std::span<T> a) {
    using Elements = Eigen::Array<std::remove_const_t<T>, Eigen::Dynamic, 1>;
    using Mapped = std::conditional_t<std::is_const_v<T>, Elements const, Elements>;
    return Eigen::Map<Mapped, Eigen::AlignedMax>(a.data(), static_cast<Eigen::Index>(a.size()));
}

template <auto const& f> struct own {
    template <class T> static void value(arrays<T> const& a) { forward(f, a.x, a.y); }
    template <class T> static void slope(arrays<T> const& a) { derivative(f, a.x, a.y); }
    template <class T> static void fused(arrays<T> const& a) {
        value_and_derivative(f, a.x, a.y, a.dy);
    }
    template <class T> static void gradient(arrays<T> const& a) { backward(f, a.x, a.gy, a.y); }
    template <class T> static void expression(arrays<T> const& a) { mapped(a.y) = f(mapped(a.x)); }
};

template <class Naive> struct rival {
    template <class T> static void loop(arrays<T> const& a) {
        for (std::size_t i = 0; i < a.x.size(); ++i) a.y[i] = Naive::scalar(a.x[i]);
    }
    template <class T> static void lambda(arrays<T> const& a) {
        mapped(a.y) = mapped(a.x).unaryExpr([](T x) { return Naive::scalar(x); });
    }
    template <class T> static void eigen(arrays<T> const& a) {
        mapped(a.y) = Naive::eigen(mapped(a.x));
    }
};

#if !defined(XSIMD_NO_SUPPORTED_ARCHITECTURE)
template <class Naive> struct batch_rival {
    template <class T> static void loop(arrays<T> const& a) {
        using V = math::pack<T>;
        constexpr std::size_t w = math::lanes<V>;
        std::size_t i = 0;
        for (; i + w <= a.x.size(); i += w) {
            math::store(a.y.data() + i, Naive::of(math::load<V>(a.x.data() + i)));
        }
        for (; i < a.x.size(); ++i) a.y[i] = math::first(Naive::of(V(a.x[i])));
    }
};
#endif

/// Adds the rows of f, and those of naive.hpp's formulas for the name; returns true.
template <text name, auto const& f> bool list() {
    std::string const function = name.characters;
    // Where rivals are at their best: further out, Eigen's logistic leaves its fast path, and the
    // results of some functions are subnormal.
    auto const [lo, hi] = f.facts().interval;
    facts::range const interval{std::max(lo, -8.0), std::min(hi, 8.0)};
    auto const add = [&](char const* member, char const* how, loop<float> s, loop<double> d) {
        rows().push_back({function, member, how, interval, s, d});
    };
    using mine = own<f>;
    add("value", "actfn", mine::template value<float>, mine::template value<double>);
    add("derivative", "actfn", mine::template slope<float>, mine::template slope<double>);
    add("fused", "actfn", mine::template fused<float>, mine::template fused<double>);
    add("backward", "actfn", mine::template gradient<float>, mine::template gradient<double>);
    add("value", "actfn-eigen", mine::template expression<float>,
        mine::template expression<double>);

    using formula = naive<name>;
    using theirs = rival<formula>;
    if constexpr (requires { formula::scalar(0.0F); }) {
        add("value", "scalar-loop", theirs::template loop<float>, theirs::template loop<double>);
        add("value", "eigen-lambda", theirs::template lambda<float>,
            theirs::template lambda<double>);
    }
    if constexpr (requires(Eigen::Map<Eigen::ArrayXf const> x) { formula::eigen(x); }) {
        add("value", "eigen", theirs::template eigen<float>, theirs::template eigen<double>);
    }
#if !defined(XSIMD_NO_SUPPORTED_ARCHITECTURE)
    using batches = naive_batch<name>;
    if constexpr (math::is_batch<math::pack<double>>::value &&
                  requires(math::pack<float> x) { batches::of(x); }) {
        using hand_written = batch_rival<batches>;
        add("value", "xsimd", hand_written::template loop<float>,
            hand_written::template loop<double>);
    }
#endif
    return true;
}

} // namespace actfn::bench
