// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/concepts.hpp>

/// What can be asked of a kernel, each as one function on packs: the axis along which scalars,
/// batches, arrays and expressions multiply out.
namespace actfn::member {

struct value {
    template <class K, real V> ACTFN_INLINE static V apply(K const& k, V x) {
        if constexpr (requires { k.value(x); }) {
            return k.value(x);
        } else {
            return k.at(x).value;
        }
    }
};

struct derivative {
    template <class K, real V> ACTFN_INLINE static V apply(K const& k, V x) {
        if constexpr (requires { k.derivative(x); }) {
            return k.derivative(x);
        } else {
            return k.at(x).derivative;
        }
    }
};

struct value_and_derivative {
    template <class K, real V> ACTFN_INLINE static jet<V> apply(K const& k, V x) {
        if constexpr (requires { k.value(x); } || requires { k.derivative(x); }) {
            return {value::apply(k, x), derivative::apply(k, x)};
        } else {
            return k.at(x);
        }
    }
};

struct second_derivative {
    template <class K, real V> ACTFN_INLINE static V apply(K const& k, V x) {
        if constexpr (requires { k.second_derivative(x); }) {
            return k.second_derivative(x);
        } else {
            return math::select(x == x, k.at(dual<V>(x, V(1))).derivative.tangent, x);
        }
    }
};

struct backward {
    template <class K, real V> ACTFN_INLINE static V apply(K const& k, V x, V gy) {
        return gy * math::settle(derivative::apply(k, x));
    }
};

struct derivative_from_output {
    template <class K, real V> ACTFN_INLINE static V apply(K const& k, V y) {
        return k.derivative_from_output(y);
    }
};

struct backward_from_output {
    template <class K, real V> ACTFN_INLINE static V apply(K const& k, V y, V gy) {
        return gy * math::settle(derivative_from_output::apply(k, y));
    }
};

struct parameter_derivatives {
    template <class K, real V> ACTFN_INLINE static core::rebind<K, V> apply(K const& k, V x) {
        return k.parameter_derivatives(x);
    }
};

} // namespace actfn::member

namespace actfn::engine {

/// f on every number of a result: a plain one, a jet, or a kernel-shaped struct.
template <class R, class F> ACTFN_INLINE auto map_result(R const& r, F f) {
    if constexpr (real<R>) {
        return f(r);
    } else {
        return map_fields(r, f);
    }
}

/// Evaluates a member on scalars or batches. A scalar is one lane of the batch it is spread over,
/// so it has the bits of the same element in an array.
template <class Member, class Arch, class K, real X, std::same_as<X>... More>
ACTFN_INLINE auto evaluate(K const& k, X const& x, More const&... more) {
    if constexpr (element<X>) {
        using V = pack<X, Arch>;
        return map_result(Member::apply(k, settle(V(x)), settle(V(more))...),
                          [](V const& v) ACTFN_LAMBDA_INLINE { return first(settle(v)); });
    } else if constexpr (is_batch<X>::value) {
        return map_result(Member::apply(k, settle(x), settle(more)...),
                          [](X const& v) ACTFN_LAMBDA_INLINE { return settle(v); });
    } else {
        return Member::apply(k, x, more...);
    }
}

} // namespace actfn::engine
