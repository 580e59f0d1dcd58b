// SPDX-License-Identifier: MIT
#pragma once
#include "naive.hpp"
#include "verbs.hpp"
#include <actfn/eigen/expression.hpp>

/// The rows of one pointwise activation.
namespace actfn::bench {

template <class T> auto mapped(std::span<T> a) {
    using Elements = Eigen::Array<std::remove_const_t<T>, Eigen::Dynamic, 1>;
    using Mapped = std::conditional_t<std::is_const_v<T>, Elements const, Elements>;
    return Eigen::Map<Mapped, Eigen::AlignedMax>(a.data(), static_cast<Eigen::Index>(a.size()));
}

template <auto const& f> struct expressions {
    template <class T> static void value(arrays<T> const& a) { mapped(a.y) = f(mapped(a.x)); }
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
        using V = xsimd::batch<T>;
        std::size_t i = 0;
        for (; i + V::size <= a.x.size(); i += V::size) {
            Naive::of(V::load_unaligned(a.x.data() + i)).store_unaligned(a.y.data() + i);
        }
        for (; i < a.x.size(); ++i) a.y[i] = Naive::of(V(a.x[i])).get(0);
    }
};
#endif

/// Adds the rows of f, and those of naive.hpp's formulas for the name; returns true.
template <text name, auto const& f> bool list() {
    list_verbs<verbs<f>>(name.characters, f);
    auto const add = [&](char const* member, char const* how, loop<float> s, loop<double> d) {
        rows().push_back({name.characters, member, how, inner(f.facts().interval), s, d});
    };
    using lazy = expressions<f>;
    add("value", "actfn-eigen", lazy::template value<float>, lazy::template value<double>);

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
                  requires(xsimd::batch<float> x) { batches::of(x); }) {
        using hand_written = batch_rival<batches>;
        add("value", "xsimd", hand_written::template loop<float>,
            hand_written::template loop<double>);
    }
#endif
    return true;
}

} // namespace actfn::bench
