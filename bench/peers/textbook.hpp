// SPDX-License-Identifier: MIT
#pragma once
#include "peers.hpp"

/// The formulas that people write with the functions of a library, and their derivatives: rivals in
/// time, not in accuracy. `Words` has the type `V` (a number or a vector) and its exp, expm1,
/// log1p, tanh, erf, max, min, abs and positive(x, a, b), which is a where x > 0 and b elsewhere.
///
/// Each file has Words of its own in a namespace without a name: these templates are compiled with
/// different options in each of them.
namespace peers {

template <class Words> struct textbook {
    using W = Words;
    using V = typename W::V;
    static V c(double x) { return W::constant(x); }

    static V sigmoid(V x) { return c(1) / (c(1) + W::exp(c(0) - x)); }
    static V tanh(V x) { return W::tanh(x); }
    static V elu(V x) { return W::positive(x, x, W::expm1(W::min(x, c(0)))); }
    static V selu(V x) {
        return c(1.0507009873554805) *
               W::positive(x, x, c(1.6732632423543773) * W::expm1(W::min(x, c(0))));
    }
    static V softplus(V x) { return W::max(x, c(0)) + W::log1p(W::exp(c(0) - W::abs(x))); }
    static V silu(V x) { return x / (c(1) + W::exp(c(0) - x)); }
    static V gelu(V x) { return c(0.5) * x * (c(1) + W::erf(x * c(0.70710678118654752))); }
    // x (1 + tanh u)/2 = x/(1 + e^-2u): one exponential instead of a tanh that has one inside.
    static V two_u(V x) { return x * (c(1.5957691216057308) + c(0.071354816272600257) * x * x); }
    static V gelu_tanh(V x) { return x / (c(1) + W::exp(c(0) - two_u(x))); }
    // tanh(log(1 + e)) = e(e + 2)/(e(e + 2) + 2)
    static V mish(V x) {
        V const e = W::exp(W::min(x, c(20)));
        V const w = e * (e + c(2));
        return x * (w / (w + c(2)));
    }
    static V erf(V x) { return W::erf(x); }
    static V exponential(V x) { return W::exp(x); }
    static V relu(V x) { return W::max(x, c(0)); }
    static V leaky_relu(V x) { return W::max(x, c(0.01) * x); }
    static V hardswish(V x) { return x * hard_sigmoid(x); }
    static V hard_sigmoid(V x) { return W::min(W::max(x * c(1.0 / 6) + c(0.5), c(0)), c(1)); }

    struct derivative {
        static V sigmoid(V x) {
            V const s = textbook::sigmoid(x);
            return s * (c(1) - s);
        }
        static V tanh(V x) {
            V const t = W::tanh(x);
            return c(1) - t * t;
        }
        static V elu(V x) { return W::exp(W::min(x, c(0))); }
        static V selu(V x) {
            return W::positive(x, c(1.0507009873554805),
                               c(1.7580993408473766) * W::exp(W::min(x, c(0))));
        }
        static V softplus(V x) { return textbook::sigmoid(x); }
        static V silu(V x) {
            V const s = textbook::sigmoid(x);
            return s * (c(1) + x * (c(1) - s));
        }
        static V gelu(V x) {
            return c(0.5) * (c(1) + W::erf(x * c(0.70710678118654752))) +
                   x * c(0.3989422804014327) * W::exp(c(-0.5) * x * x);
        }
        static V gelu_tanh(V x) {
            V const s = textbook::sigmoid(two_u(x));
            return s * (c(1) +
                        x * (c(1) - s) * (c(1.5957691216057308) + c(0.21406444881780077) * x * x));
        }
        static V mish(V x) {
            V const e = W::exp(W::min(x, c(20)));
            V const w = e * (e + c(2));
            V const q = c(1) / (w + c(2));
            return w * q + x * c(4) * e * (e + c(1)) * q * q;
        }
        static V erf(V x) { return c(1.1283791670955126) * W::exp(c(0) - x * x); }
        static V exponential(V x) { return W::exp(x); }
        static V relu(V x) { return W::positive(x, c(1), c(0)); }
        static V leaky_relu(V x) { return W::positive(x, c(1), c(0.01)); }
        static V hardswish(V x) {
            return W::positive(x - c(3), c(1),
                               W::positive(x + c(3), x * c(1.0 / 3) + c(0.5), c(0)));
        }
        static V hard_sigmoid(V x) { return W::positive(c(3) - W::abs(x), c(1.0 / 6), c(0)); }
    };
};

/// The loop of `Words` over the formula of the task's name. Words::loop(task, f) computes y = f(x),
/// Words::product_loop(task, f) y = gy * f(x).
template <class Words, class T> prepared by_textbook(task<T> const& t) {
    using book = textbook<Words>;
#define PEERS_ROW(f)                                                                               \
    if (t.function == #f) {                                                                        \
        if (t.backward)                                                                            \
            return {                                                                               \
                [t] { Words::product_loop(t, [](auto x) { return book::derivative::f(x); }); }};   \
        return {[t] { Words::loop(t, [](auto x) { return book::f(x); }); }};                       \
    }
    PEERS_FUNCTIONS(PEERS_ROW)
#undef PEERS_ROW
    return {};
}

} // namespace peers
