// SPDX-License-Identifier: MIT
#pragma once
#include <Eigen/Core>
#include <unsupported/Eigen/SpecialFunctions>
#include <xsimd/xsimd.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>

/// The formulas people write without this library, by the name of the activation: rivals in time,
/// not in accuracy. An entry has any of
///   scalar  with <cmath>, for a loop and for unaryExpr;
///   eigen   with the functions that Eigen vectorises;
/// and naive_batch has the formula with the functions of xsimd.
namespace actfn::bench {

/// A string as a template argument.
template <std::size_t n> struct text {
    char characters[n];
    consteval text(char const (&s)[n]) { std::copy_n(s, n, characters); }
};

template <text name> struct naive {};
template <text name> struct naive_batch {};

template <> struct naive<"celu"> {
    template <class T> static T scalar(T x) { return x > 0 ? x : std::expm1(x); }
    template <class X> static auto eigen(X const& x) { return (x > 0).select(x, x.expm1()); }
};

template <> struct naive<"elu"> {
    template <class T> static T scalar(T x) { return x > 0 ? x : std::exp(x) - 1; }
    template <class X> static auto eigen(X const& x) { return (x > 0).select(x, x.expm1()); }
};

template <> struct naive<"erf"> {
    template <class T> static T scalar(T x) { return std::erf(x); }
    template <class X> static auto eigen(X const& x) { return x.erf(); }
};

template <> struct naive<"gelu"> {
    template <class T> static T scalar(T x) {
        return T(0.5) * x * (1 + std::erf(x * T(0.70710678118654752)));
    }
    template <class X> static auto eigen(X const& x) {
        using T = typename X::Scalar;
        return T(0.5) * x * (T(1) + (x * T(0.70710678118654752)).erf());
    }
};

template <> struct naive<"gelu_tanh"> {
    template <class T> static T scalar(T x) {
        T const u = T(0.79788456080286536) * (x + T(0.044715) * x * x * x);
        return T(0.5) * x * (1 + std::tanh(u));
    }
    template <class X> static auto eigen(X const& x) {
        using T = typename X::Scalar;
        return T(0.5) * x *
               (T(1) + (T(0.79788456080286536) * (x + T(0.044715) * x * x * x)).tanh());
    }
};

template <> struct naive<"hard_sigmoid"> {
    template <class T> static T scalar(T x) { return std::clamp(x / 6 + T(0.5), T(0), T(1)); }
    template <class X> static auto eigen(X const& x) {
        using T = typename X::Scalar;
        return (x * T(1.0 / 6) + T(0.5)).max(T(0)).min(T(1));
    }
};

template <> struct naive<"hard_tanh"> {
    template <class T> static T scalar(T x) { return std::clamp(x, T(-1), T(1)); }
    template <class X> static auto eigen(X const& x) {
        using T = typename X::Scalar;
        return x.max(T(-1)).min(T(1));
    }
};

template <> struct naive<"hardswish"> {
    template <class T> static T scalar(T x) { return x * std::clamp(x + 3, T(0), T(6)) / 6; }
    template <class X> static auto eigen(X const& x) {
        using T = typename X::Scalar;
        return x * (x + T(3)).max(T(0)).min(T(6)) * T(1.0 / 6);
    }
};

template <> struct naive<"identity"> {
    template <class T> static T scalar(T x) { return x; }
};

template <> struct naive<"leaky_relu"> {
    template <class T> static T scalar(T x) { return x > 0 ? x : T(0.01) * x; }
    template <class X> static auto eigen(X const& x) {
        using T = typename X::Scalar;
        return (x > T(0)).select(x, T(0.01) * x);
    }
};

template <> struct naive<"prelu"> : naive<"leaky_relu"> {};

template <> struct naive<"log_sigmoid"> {
    template <class T> static T scalar(T x) { return -std::log(1 + std::exp(-x)); }
    template <class X> static auto eigen(X const& x) { return -(-x).exp().log1p(); }
};

template <> struct naive<"mish"> {
    template <class T> static T scalar(T x) { return x * std::tanh(std::log1p(std::exp(x))); }
    template <class X> static auto eigen(X const& x) { return x * x.exp().log1p().tanh(); }
};

template <> struct naive<"quick_gelu"> {
    template <class T> static T scalar(T x) { return x / (1 + std::exp(T(-1.702) * x)); }
    template <class X> static auto eigen(X const& x) {
        return x * (typename X::Scalar(1.702) * x).logistic();
    }
};

template <> struct naive<"relu"> {
    template <class T> static T scalar(T x) { return x > 0 ? x : T(0); }
    template <class X> static auto eigen(X const& x) { return x.max(typename X::Scalar(0)); }
};

template <> struct naive<"relu6"> {
    template <class T> static T scalar(T x) { return std::clamp(x, T(0), T(6)); }
    template <class X> static auto eigen(X const& x) {
        using T = typename X::Scalar;
        return x.max(T(0)).min(T(6));
    }
};

template <> struct naive<"selu"> {
    template <class T> static T scalar(T x) {
        return T(1.0507009873554805) * (x > 0 ? x : T(1.6732632423543773) * std::expm1(x));
    }
    template <class X> static auto eigen(X const& x) {
        using T = typename X::Scalar;
        return T(1.0507009873554805) * (x > T(0)).select(x, T(1.6732632423543773) * x.expm1());
    }
};

template <> struct naive<"sigmoid"> {
    template <class T> static T scalar(T x) { return 1 / (1 + std::exp(-x)); }
    template <class X> static auto eigen(X const& x) { return x.logistic(); }
};

template <> struct naive<"silu"> {
    template <class T> static T scalar(T x) { return x / (1 + std::exp(-x)); }
    template <class X> static auto eigen(X const& x) { return x * x.logistic(); }
};

template <> struct naive<"swish"> : naive<"silu"> {};

template <> struct naive<"softplus"> {
    template <class T> static T scalar(T x) { return std::log(1 + std::exp(x)); }
    template <class X> static auto eigen(X const& x) { return x.exp().log1p(); }
};

template <> struct naive<"softsign"> {
    template <class T> static T scalar(T x) { return x / (1 + std::abs(x)); }
    template <class X> static auto eigen(X const& x) {
        return x / (typename X::Scalar(1) + x.abs());
    }
};

template <> struct naive<"squareplus"> {
    template <class T> static T scalar(T x) { return (x + std::sqrt(x * x + 4)) / 2; }
    template <class X> static auto eigen(X const& x) {
        using T = typename X::Scalar;
        return T(0.5) * (x + (x * x + T(4)).sqrt());
    }
};

template <> struct naive<"step"> {
    template <class T> static T scalar(T x) { return x > 0 ? T(1) : T(0); }
};

template <> struct naive<"tanh"> {
    template <class T> static T scalar(T x) { return std::tanh(x); }
    template <class X> static auto eigen(X const& x) { return x.tanh(); }
};

#if !defined(XSIMD_NO_SUPPORTED_ARCHITECTURE)

template <> struct naive_batch<"elu"> {
    template <class V> static V of(V x) {
        return xsimd::select(x > V(0), x, xsimd::exp(xsimd::min(x, V(0))) - V(1));
    }
};

template <> struct naive_batch<"erf"> {
    template <class V> static V of(V x) { return xsimd::erf(x); }
};

template <> struct naive_batch<"gelu"> {
    template <class V> static V of(V x) {
        using T = typename V::value_type;
        return T(0.5) * x * (T(1) + xsimd::erf(x * T(0.70710678118654752)));
    }
};

template <> struct naive_batch<"gelu_tanh"> {
    template <class V> static V of(V x) {
        using T = typename V::value_type;
        V const u = T(0.79788456080286536) * (x + T(0.044715) * x * x * x);
        return T(0.5) * x * (T(1) + xsimd::tanh(u));
    }
};

template <> struct naive_batch<"log_sigmoid"> {
    template <class V> static V of(V x) { return -xsimd::log1p(xsimd::exp(-x)); }
};

template <> struct naive_batch<"mish"> {
    template <class V> static V of(V x) { return x * xsimd::tanh(xsimd::log1p(xsimd::exp(x))); }
};

template <> struct naive_batch<"quick_gelu"> {
    template <class V> static V of(V x) {
        using T = typename V::value_type;
        return x / (T(1) + xsimd::exp(T(-1.702) * x));
    }
};

template <> struct naive_batch<"relu"> {
    template <class V> static V of(V x) { return xsimd::max(x, V(0)); }
};

template <> struct naive_batch<"sigmoid"> {
    template <class V> static V of(V x) { return V(1) / (V(1) + xsimd::exp(-x)); }
};

template <> struct naive_batch<"silu"> {
    template <class V> static V of(V x) { return x / (V(1) + xsimd::exp(-x)); }
};

template <> struct naive_batch<"softplus"> {
    template <class V> static V of(V x) { return xsimd::log1p(xsimd::exp(x)); }
};

template <> struct naive_batch<"softsign"> {
    template <class V> static V of(V x) { return x / (V(1) + xsimd::abs(x)); }
};

template <> struct naive_batch<"tanh"> {
    template <class V> static V of(V x) { return xsimd::tanh(x); }
};

template <> struct naive_batch<"swish"> : naive_batch<"silu"> {};

#endif

} // namespace actfn::bench
