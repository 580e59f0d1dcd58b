// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/kernel.hpp>
#include <actfn/math/piecewise.hpp>

#include <tuple>

/// What can be asked of a kernel of elements, each as one function on packs: the axis along which
/// scalars, batches, arrays and expressions multiply out. Arguments come as they do in the verbs:
/// the inputs, then gy.
namespace actfn::inline ACTFN_ABI::member {

struct value {
    template <class K, class... X> ACTFN_INLINE static auto apply(K const& k, X... x) {
        if constexpr (requires { k.value(x...); }) {
            return k.value(x...);
        } else {
            return k.at(x...).value;
        }
    }
};

/// By the only input, or {by the value, by the gate}.
struct derivative {
    template <class K, class... X> ACTFN_INLINE static auto apply(K const& k, X... x) {
        if constexpr (requires { k.derivative(x...); }) {
            return k.derivative(x...);
        } else {
            return of(k.at(x...));
        }
    }

  private:
    template <class V> ACTFN_INLINE static V of(jet<V> const& j) { return j.derivative; }
    template <class V> ACTFN_INLINE static gated_gradient<V> of(gated_jet<V> const& j) {
        return {j.by_value, j.by_gate};
    }
    template <class V> ACTFN_INLINE static complex<V> of(holomorphic_jet<V> const& j) {
        return j.dz;
    }
};

struct value_and_derivative {
    template <class K, class... X> ACTFN_INLINE static auto apply(K const& k, X... x) {
        if constexpr (
            requires { k.value(x...); } || requires { k.derivative(x...); }) {
            using R = decltype(value::apply(k, x...));
            return jet<R>{value::apply(k, x...), derivative::apply(k, x...)};
        } else {
            return of(k.at(x...));
        }
    }

  private:
    template <class J> ACTFN_INLINE static J of(J const& j) { return j; }
    template <class V> ACTFN_INLINE static jet<complex<V>> of(holomorphic_jet<V> const& j) {
        return {j.value, j.dz};
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
    template <class K, real V> ACTFN_INLINE static auto apply(K const& k, V a, V b) {
        auto const by_first = k.at(dual<V>(a, V(1)), dual<V>(b, V(0)));
        if constexpr (gated_kernel<K>) {
            auto const by_gate = k.at(dual<V>(a, V(0)), dual<V>(b, V(1)));
            return gated_hessian<V>{by_first.by_value.tangent, by_first.by_gate.tangent,
                                    by_gate.by_gate.tangent};
        } else {
            return by_first.derivative.tangent;
        }
    }
    /// Of a holomorphic function: the derivative of f′ along the real axis.
    template <class K, real V> ACTFN_INLINE static complex<V> apply(K const& k, complex<V> z) {
        auto const d = k.at(complex<dual<V>>{{z.re, V(1)}, {z.im, V(0)}}).dz;
        V const whole = math::unless_nan(z.re, z.im);
        return {math::unless_nan(d.re.tangent, whole), math::unless_nan(d.im.tangent, whole)};
    }
};

/// The derivative of order n: from the third on the second derivative, run on dual numbers. Its
/// limits come from the largest numbers: on a dual infinity the 0 of a constant's tangent would
/// make NaN of products.
template <int n> struct nth_derivative {
    template <class K, real V> ACTFN_INLINE static V apply(K const& k, V x) {
        if constexpr (n == 0) {
            return value::apply(k, x);
        } else if constexpr (n == 1) {
            return derivative::apply(k, x);
        } else if constexpr (n == 2) {
            return second_derivative::apply(k, x);
        } else if constexpr (math::is_dual<V>::value) {
            return nth_derivative<n - 1>::apply(k, dual<V>(x, V(1))).tangent;
        } else {
            V const d = nth_derivative<n - 1>::apply(k, dual<V>(math::finite(x), V(1))).tangent;
            V const slope = derivative::apply(k, x); // NaN where there is no limit
            return math::select(slope == slope, d, slope);
        }
    }
};

struct derivative_from_output {
    template <class K, class Y> ACTFN_INLINE static Y apply(K const& k, Y y) {
        return k.derivative_from_output(y);
    }
};

struct inverse {
    template <class K, class Y> ACTFN_INLINE static Y apply(K const& k, Y y) {
        return k.inverse(y);
    }
};

/// log |f′|.
struct log_derivative {
    template <class K, class X> ACTFN_INLINE static X apply(K const& k, X x) {
        return k.log_derivative(x);
    }
};

/// gy·f′, an entry for every input that has one; of complex functions conj(∂f/∂z)·gy +
/// (∂f/∂z̄)·conj(gy).
struct backward {
    template <class K, class X, class G> ACTFN_INLINE static auto apply(K const& k, X x, G gy) {
        if constexpr (complex_kernel<K>) {
            return k.at(x).backward(gy);
        } else if constexpr (requires { k.backward_from_either(x, gy); }) {
            return k.backward_from_either(x, gy);
        } else {
            return times<K>(gy, derivative::apply(k, x));
        }
    }
    template <class K, real V> ACTFN_INLINE static auto apply(K const& k, V a, V b, V gy) {
        return times<K>(gy, derivative::apply(k, a, b));
    }

    /// gy·d. Where the kernel says so, its constant pieces pass nothing on, infinities neither, and
    /// its infinite slopes make nothing of 0.
    template <class K, real V> ACTFN_INLINE static V times(V gy, V d) {
        if constexpr (engine::has_constant_piece<K>) {
            return math::times_or_zero(gy, d);
        } else if constexpr (requires { K::has_infinite_slope; }) {
            return math::select((gy == V(0)) && (d == d), V(0), gy * d);
        } else {
            return gy * d;
        }
    }
    template <class K, real V>
    ACTFN_INLINE static gated_gradient<V> times(V gy, gated_gradient<V> const& d) {
        return {times<K>(gy, d.value), times<K>(gy, d.gate)};
    }
};

struct backward_from_output {
    template <class K, real V> ACTFN_INLINE static V apply(K const& k, V y, V gy) {
        if constexpr (requires { k.backward_from_either(y, gy); }) {
            return k.backward_from_either(y, gy);
        } else {
            return backward::times<K>(gy, derivative_from_output::apply(k, y));
        }
    }
    template <class K, real V>
    ACTFN_INLINE static complex<V> apply(K const& k, complex<V> w, complex<V> g) {
        return math::conj(derivative_from_output::apply(k, w)) * g;
    }
};

/// Of complex functions: {value, dz, dzbar}.
struct wirtinger {
    template <class K, real V> ACTFN_INLINE static auto apply(K const& k, complex<V> z) {
        return k.at(z).wirtinger();
    }
};

struct parameter_derivatives {
    template <class K, class... X> ACTFN_INLINE static auto apply(K const& k, X... x) {
        return k.parameter_derivatives(x...);
    }
};

/// One number of what another member returns.
template <class Member, std::size_t i> struct part {
    template <class K, class... X> ACTFN_INLINE static auto apply(K const& k, X... x);
};

} // namespace actfn::member

namespace actfn::inline ACTFN_ABI::engine {

template <class R>
concept number = real<R> || math::is_complex<R>::value;

/// References to the numbers of a result, in the order of the outputs.
template <class R> ACTFN_INLINE auto parts(R const& r) noexcept {
    if constexpr (number<R>) {
        return std::tuple<R const&>(r);
    } else if constexpr (requires { r.dzbar; }) {
        return std::tie(r.value, r.dz, r.dzbar);
    } else {
        return core::numbers(r);
    }
}

/// f on every number of a result.
template <class R, class F> ACTFN_INLINE auto map_parts(R const& r, F f) {
    if constexpr (number<R>) {
        return f(r);
    } else if constexpr (requires { r.dzbar; }) {
        wirtinger_jet<decltype(f(r.dz)), decltype(f(r.value))> result;
        result.value = f(r.value);
        result.dz = f(r.dz);
        result.dzbar = f(r.dzbar);
        return result;
    } else {
        return core::map_fields(r, f);
    }
}

/// A kernel with what was drawn for it: a pointwise kernel.
template <class K, class V> struct drawn_kernel {
    K const& kernel;
    V drawn;

    template <real X> ACTFN_INLINE jet<X> at(X x) const noexcept {
        return kernel.at(x, math::as<X>(drawn));
    }
    template <real X> ACTFN_INLINE auto parameter_derivatives(X x) const noexcept {
        return kernel.parameter_derivatives(x, math::as<X>(drawn));
    }
};

template <class K, class V>
inline constexpr bool has_constant_piece<drawn_kernel<K, V>> = has_constant_piece<K>;

/// A member of a kernel whose first argument is what was drawn.
template <class Member> struct drawn_member {
    template <class K, class V, class... X>
    ACTFN_INLINE static auto apply(K const& k, V draw, X... x) {
        return Member::apply(drawn_kernel<K, V>{k, draw}, x...);
    }
};

} // namespace actfn::engine

template <class Member, std::size_t i>
template <class K, class... X>
ACTFN_INLINE auto actfn::member::part<Member, i>::apply(K const& k, X... x) {
    auto const r = Member::apply(k, x...);
    return std::get<i>(engine::parts(r));
}
