// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/activation.hpp>
#include <actfn/core/spans.hpp>
#include <actfn/core/summary.hpp>

namespace actfn {

/// y = f(a, b) of a value a and a gate b, with both derivatives.
template <class V> struct gated_jet {
    V value;
    V by_value;
    V by_gate;
};

/// The gradients by the value and by the gate.
template <class V> struct gated_gradient {
    V value;
    V gate;
};

/// Which half of a tensor is the gate; the other is the value. PyTorch, JAX and Keras gate with
/// the second half, ggml with the first.
enum class gate { first, second };

/// Teaches every gated activation a new kind of argument. A specialisation has
/// `template <class Member, class Arch, class K> static auto call(K const&, A const& a, B const& b,
/// ...)`, and with `gate` as the last argument instead of b where a can be split.
template <class X> struct gated_front_end { static constexpr bool missing = true; };

template <class X>
concept has_gated_front_end = !requires {
    gated_front_end<X>::missing;
};

/// What a gated activation can be called with: float, double, an xsimd batch of these, a dual
/// number, or, with <actfn/eigen.hpp>, a real Eigen expression.
template <class X>
concept gated_argument = real<X> || has_gated_front_end<X>;

/// A struct with `static constexpr actfn::summary facts` and, for every `real V`,
/// `template <real V> gated_jet<V> at(V value, V gate)`.
template <class K>
concept gated_kernel = requires(K const& k, float x, double d) {
    { K::facts.name } -> std::convertible_to<std::string_view>;
    { k.at(x, x) } -> std::same_as<gated_jet<float>>;
    { k.at(d, d) } -> std::same_as<gated_jet<double>>;
};

/// What can be asked of a gated kernel, each as one function on packs.
namespace gated_member {

struct value {
    template <class K, real V> ACTFN_INLINE static V apply(K const& k, V a, V b) {
        return k.at(a, b).value;
    }
};

struct derivative_by_value {
    template <class K, real V> ACTFN_INLINE static V apply(K const& k, V a, V b) {
        return k.at(a, b).by_value;
    }
};

struct derivative_by_gate {
    template <class K, real V> ACTFN_INLINE static V apply(K const& k, V a, V b) {
        return k.at(a, b).by_gate;
    }
};

struct backward_to_value {
    template <class K, real V> ACTFN_INLINE static V apply(K const& k, V a, V b, V gy) {
        return gy * core::settle(k.at(a, b).by_value);
    }
};

struct backward_to_gate {
    template <class K, real V> ACTFN_INLINE static V apply(K const& k, V a, V b, V gy) {
        return gy * core::settle(k.at(a, b).by_gate);
    }
};

struct backward {
    template <class K, real V>
    ACTFN_INLINE static gated_gradient<V> apply(K const& k, V a, V b, V gy) {
        return {backward_to_value::apply(k, a, b, gy), backward_to_gate::apply(k, a, b, gy)};
    }
};

/// `backward` with the names array loops know for two results.
struct backward_arrays {
    template <class K, real V> ACTFN_INLINE static jet<V> apply(K const& k, V a, V b, V gy) {
        auto const g = backward::apply(k, a, b, gy);
        return {.value = g.value, .derivative = g.gate};
    }
};

} // namespace gated_member

/// A gated linear unit: the function object made of a gated kernel. The value comes first, the
/// gate second; a tensor that holds both is split with `gate::first` or `gate::second`.
template <gated_kernel K> class gated_activation {
  public:
    using kernel_type = K;
    static constexpr summary const& facts = K::facts;

    constexpr gated_activation() = default;
    /// Throws std::invalid_argument where the kernel's `check` finds a parameter out of range.
    constexpr explicit gated_activation(K const& kernel) : kernel_(kernel) {
        if constexpr (requires { kernel.check(); }) {
            kernel.check();
        }
    }

    /// The parameters, by name.
    constexpr K const& kernel() const noexcept { return kernel_; }

    /// The same function with other parameters: swiglu.with({.beta = 1.702}).
    constexpr gated_activation with(K const& parameters) const requires core::has_fields<K> {
        return gated_activation(parameters);
    }

    template <gated_argument A, gated_argument B, class Arch = native>
    ACTFN_INLINE auto operator()(A const& a, B const& b) const {
        return call<gated_member::value, Arch>(a, b);
    }
    /// Of both halves of x.
    template <has_gated_front_end X, class Arch = native>
    auto operator()(X const& x, gate which) const {
        return gated_front_end<X>::template call<gated_member::value, Arch>(kernel_, x, which);
    }
    template <gated_argument A, gated_argument B, class Arch = native>
    ACTFN_INLINE auto derivative_by_value(A const& a, B const& b) const {
        return call<gated_member::derivative_by_value, Arch>(a, b);
    }
    template <gated_argument A, gated_argument B, class Arch = native>
    ACTFN_INLINE auto derivative_by_gate(A const& a, B const& b) const {
        return call<gated_member::derivative_by_gate, Arch>(a, b);
    }
    /// gated_gradient{.value, .gate}.
    template <gated_argument A, gated_argument B, gated_argument G, class Arch = native>
    ACTFN_INLINE auto backward(A const& a, B const& b, G const& gy) const {
        return call<gated_member::backward, Arch>(a, b, gy);
    }

  private:
    template <class Member, class Arch, class A, class B, class... More>
    ACTFN_INLINE auto call(A const& a, B const& b, More const&... more) const {
        if constexpr (real<A>) {
            return core::evaluate<Member, Arch>(kernel_, a, static_cast<A>(b),
                                                static_cast<A>(more)...);
        } else {
            return gated_front_end<A>::template call<Member, Arch>(kernel_, a, b, more...);
        }
    }

    [[no_unique_address]] K kernel_{};
};

/// Any actfn::gated_activation object.
template <class F>
concept gated_function = requires {
    typename F::kernel_type;
    requires std::same_as<F, gated_activation<typename F::kernel_type>>;
};

namespace core {

/// a·f(b) from f and f′ at b.
template <real V> ACTFN_INLINE gated_jet<V> gated_product(V a, jet<V> f) {
    V const act = settle(f.value);
    return {.value = a * act, .by_value = act, .by_gate = a * settle(f.derivative)};
}

template <class T> struct halves {
    std::span<T> value;
    std::span<T> gate;
};

/// The halves of a range of 2n elements.
template <class T>
halves<T> split(std::string_view call, std::string_view function, named_span<T> const& x,
                gate which) {
    std::size_t const n = x.elements.size();
    if (n % 2 != 0) {
        fail(call, "(", function, "): ", x.name, " has ", n,
             " elements, which do not split in 2 halves");
    }
    auto const first = x.elements.first(n / 2);
    auto const second = x.elements.last(n / 2);
    return which == gate::second ? halves<T>{first, second} : halves<T>{second, first};
}

} // namespace core

namespace kernel {

/// y = a·f(b) with the gate f of any pointwise kernel.
template <pointwise_kernel F> struct gated_by {
    static constexpr summary facts{.name = "gated_by",
                                   .formula = "a * f(b)",
                                   .gradient = "g * f(b), g * a * f'(b)",
                                   .source = "Shazeer 2020, arXiv:2002.05202"};

    F f;

    template <real V> ACTFN_INLINE gated_jet<V> at(V a, V b) const {
        return core::gated_product(a, f.at(b));
    }
};

} // namespace kernel

/// The gated unit of a pointwise activation: gated_by(mish)(a, b) is a·mish(b).
template <pointwise_activation F> constexpr auto gated_by(F const& f) {
    return gated_activation(kernel::gated_by<typename F::kernel_type>{f.kernel()});
}

/// y = f(a, b), value and gate in two ranges.
template <gated_function F, array_of_elements A, array_of_elements B, writable_array Y,
          class Arch = native>
    requires same_elements<A, B, Y>
void forward(F const& f, A const& a, B const& b, Y&& y) {
    using T = core::element_of<A>;
    core::checked_transform<gated_member::value, Arch, F, T, 2, 1>(
        "forward", f, {{{"a", core::view(a)}, {"b", core::view(b)}}}, {{{"y", core::view(y)}}});
}

/// The same on one range that holds both; y is half as long and may be one of the halves.
template <gated_function F, array_of_elements X, writable_array Y, class Arch = native>
    requires same_elements<X, Y>
void forward(F const& f, X const& x, Y&& y, gate which) {
    using T = core::element_of<X>;
    auto const in = core::split<T const>("forward", F::facts.name, {"x", core::view(x)}, which);
    core::checked_transform<gated_member::value, Arch, F, T, 2, 1>(
        "forward", f, {{{"half of x", in.value}, {"half of x", in.gate}}},
        {{{"y", core::view(y)}}});
}

/// ga and gb, the gradients by a and by b.
template <gated_function F, array_of_elements A, array_of_elements B, array_of_elements G,
          writable_array DA, writable_array DB, class Arch = native>
    requires same_elements<A, B, G, DA, DB>
void backward(F const& f, A const& a, B const& b, G const& gy, DA&& ga, DB&& gb) {
    using T = core::element_of<A>;
    core::checked_transform<gated_member::backward_arrays, Arch, F, T, 3, 2>(
        "backward", f, {{{"a", core::view(a)}, {"b", core::view(b)}, {"gy", core::view(gy)}}},
        {{{"ga", core::view(ga)}, {"gb", core::view(gb)}}});
}

/// gx, the gradient by a range that holds both, split as x.
template <gated_function F, array_of_elements X, array_of_elements G, writable_array D,
          class Arch = native>
    requires same_elements<X, G, D>
void backward(F const& f, X const& x, G const& gy, D&& gx, gate which) {
    using T = core::element_of<X>;
    auto const in = core::split<T const>("backward", F::facts.name, {"x", core::view(x)}, which);
    auto const out = core::split<T>("backward", F::facts.name, {"gx", core::view(gx)}, which);
    core::checked_transform<gated_member::backward_arrays, Arch, F, T, 3, 2>(
        "backward", f, {{{"half of x", in.value}, {"half of x", in.gate}, {"gy", core::view(gy)}}},
        {{{"half of gx", out.value}, {"half of gx", out.gate}}});
}

} // namespace actfn
