// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/error.hpp>
#include <actfn/engine/member.hpp>
#include <actfn/math/piecewise.hpp>

#include <utility>

namespace actfn {

namespace member {

/// f⁽ⁿ⁾: from the third on the second derivative, run on dual numbers. Its limits come from the
/// largest numbers: on a dual infinity the 0 of a constant's tangent would make NaN of products.
template <int n> struct nth_derivative {
    template <class K, real V> ACTFN_INLINE static V apply(K const& k, V x) {
        if constexpr (n == 0) {
            return value::apply(k, x);
        } else if constexpr (n == 1) {
            return derivative::apply(k, x);
        } else if constexpr (n == 2) {
            return second_derivative::apply(k, x);
        } else {
            V const d = nth_derivative<n - 1>::apply(k, dual<V>(math::finite(x), V(1))).tangent;
            return math::select(x == x, d, x);
        }
    }
};

} // namespace member

/// A pointwise activation: the function object made of a kernel. It is a value; copy it, pass it
/// to templates, store it in a layer. Every member takes a scalar, a batch, a dual number or,
/// with <actfn/eigen.hpp>, an Eigen expression, and returns the same kind.
template <pointwise_kernel K> class activation {
  public:
    using kernel_type = K;
    static constexpr actfn::facts const& facts = K::facts;

    constexpr activation() = default;
    /// Throws std::invalid_argument where the kernel's `check` finds a parameter out of range.
    constexpr explicit activation(K const& kernel) : kernel_(kernel) {
        if constexpr (requires { kernel.check(); }) {
            kernel.check();
        }
    }

    /// The parameters, by name.
    constexpr K const& kernel() const noexcept { return kernel_; }

    /// The same function with other parameters: elu.with({.alpha = 0.3}).
    constexpr activation with(K const& parameters) const
        requires core::has_fields<K>
    {
        return activation(parameters);
    }

    template <activation_argument X, class Arch = native>
    ACTFN_INLINE auto operator()(X const& x) const {
        return call<member::value, Arch>(x);
    }
    template <activation_argument X, class Arch = native>
    ACTFN_INLINE auto derivative(X const& x) const {
        return call<member::derivative, Arch>(x);
    }
    /// jet{.value, .derivative} from one evaluation.
    template <activation_argument X, class Arch = native>
    ACTFN_INLINE auto value_and_derivative(X const& x) const {
        return call<member::value_and_derivative, Arch>(x);
    }
    template <activation_argument X, class Arch = native>
    ACTFN_INLINE auto second_derivative(X const& x) const {
        return call<member::second_derivative, Arch>(x);
    }
    /// gy·f′(x), of the shape of x.
    template <activation_argument X, activation_argument G, class Arch = native>
    ACTFN_INLINE auto backward(X const& x, G const& gy) const {
        return call<member::backward, Arch>(x, gy);
    }
    /// f′(x) from y = f(x), so that x need not be kept.
    template <activation_argument Y, class Arch = native>
        requires has_derivative_from_output<K>
    ACTFN_INLINE auto derivative_from_output(Y const& y) const {
        return call<member::derivative_from_output, Arch>(y);
    }
    /// gy·f′(x) from y = f(x).
    template <activation_argument Y, activation_argument G, class Arch = native>
        requires has_derivative_from_output<K>
    ACTFN_INLINE auto backward_from_output(Y const& y, G const& gy) const {
        return call<member::backward_from_output, Arch>(y, gy);
    }
    /// ∂f/∂p for every parameter p, in a struct with the kernel's field names.
    template <activation_argument X, class Arch = native>
        requires has_parameters<K>
    ACTFN_INLINE auto parameter_derivatives(X const& x) const {
        return call<member::parameter_derivatives, Arch>(x);
    }

    /// Of complex numbers, where the function is extended to them, as tanh is by complex_tanh in
    /// <actfn/complex/complex_tanh.hpp>.
    template <complex_argument_of<K> Z> ACTFN_INLINE auto operator()(Z const& z) const {
        return complex_extension<K>::function(z);
    }
    template <complex_argument_of<K> Z> ACTFN_INLINE auto wirtinger(Z const& z) const {
        return complex_extension<K>::function.wirtinger(z);
    }
    template <complex_argument_of<K> Z, class G>
    ACTFN_INLINE auto backward(Z const& z, G const& g) const {
        return complex_extension<K>::function.backward(z, g);
    }

  private:
    template <class Member, class Arch, class X, class... More>
    ACTFN_INLINE auto call(X const& x, More const&... more) const {
        if constexpr (math::is_dual<X>::value) {
            return chained<Member, Arch>(x, static_cast<X>(more)...);
        } else if constexpr (real<X>) {
            return engine::evaluate<Member, Arch>(kernel_, x, static_cast<X>(more)...);
        } else {
            return front_end<X>::template call<Member, Arch>(kernel_, x, more...);
        }
    }

    // On a dual argument: the accurate derivatives and the chain rule, not the rule applied to
    // every step of the formula.
    template <class Member, class Arch, class X, class... More>
    ACTFN_INLINE auto chained(X const& x, More const&... more) const {
        if constexpr (std::is_same_v<Member, member::value>) {
            return nth_derivative<0, Arch>(x);
        } else if constexpr (std::is_same_v<Member, member::derivative>) {
            return nth_derivative<1, Arch>(x);
        } else if constexpr (std::is_same_v<Member, member::value_and_derivative>) {
            return jet<X>{nth_derivative<0, Arch>(x), nth_derivative<1, Arch>(x)};
        } else if constexpr (std::is_same_v<Member, member::second_derivative>) {
            return nth_derivative<2, Arch>(x);
        } else if constexpr (std::is_same_v<Member, member::backward>) {
            return (more * ...) * nth_derivative<1, Arch>(x);
        } else {
            return Member::apply(kernel_, x, more...);
        }
    }

    // f⁽ⁿ⁾ of a dual number v + t·ε is f⁽ⁿ⁾(v) + f⁽ⁿ⁺¹⁾(v)·t·ε, and so on where v is dual.
    template <int n, class Arch, class X> ACTFN_INLINE X nth_derivative(X const& x) const {
        auto const v = math::primal(x);
        auto const with = [&]<int... i>(std::integer_sequence<int, i...>, auto const&... lower)
            ACTFN_LAMBDA_INLINE {
            constexpr int next = n + static_cast<int>(sizeof...(lower));
            return math::chain_all(
                x, lower...,
                engine::evaluate<member::nth_derivative<next + i>, Arch>(kernel_, v)...);
        };
        constexpr int depth = math::dual_depth<X>;
        if constexpr (n == 0) {
            auto const j = engine::evaluate<member::value_and_derivative, Arch>(kernel_, v);
            return with(std::make_integer_sequence<int, depth - 1>(), j.value, j.derivative);
        } else {
            return with(std::make_integer_sequence<int, depth + 1>());
        }
    }

    [[no_unique_address]] K kernel_{};
};

/// Any actfn::activation object, a stochastic one in inference included.
template <class F>
concept pointwise_activation = requires(F const& f) {
    typename F::kernel_type;
    requires std::derived_from<F, activation<typename F::kernel_type>>;
};

} // namespace actfn
