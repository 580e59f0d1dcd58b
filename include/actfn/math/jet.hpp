// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/arithmetic.hpp>

/// What kernels return: a value with its derivatives, from one evaluation.
namespace actfn::inline ACTFN_ABI {

/// y = f(x) and f′(x), which `at` of a pointwise kernel returns.
template <class V> struct jet {
    V value;
    V derivative;
};

/// y = f(a, b) of a value a and a gate b, with both derivatives.
template <class V> struct gated_jet {
    V value;
    V by_value;
    V by_gate;
};

/// One number for the value and one for the gate: derivatives or gradients.
template <class V> struct gated_gradient {
    V value;
    V gate;
};

/// The second derivatives of a gated function: by the value twice, by both, by the gate twice.
template <class V> struct gated_hessian {
    V value;
    V mixed;
    V gate;
};

namespace math {

/// a·f(b) from f and f′ at b.
template <real V> ACTFN_INLINE gated_jet<V> gated_product(V a, jet<V> f) {
    V const act = f.value;
    return {.value = a * act, .by_value = act, .by_gate = a * f.derivative};
}

} // namespace math

} // namespace actfn
