// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/concepts.hpp>
#include <actfn/core/error.hpp>
#include <actfn/math/wirtinger.hpp>

#include <initializer_list>
#include <limits>
#include <utility>

namespace actfn {

/// What is known of a complex activation with its default parameters.
struct complex_facts {
    struct ulp {
        double value = 4;
        double derivative = 6;
    };
    enum class no_limit { nowhere, horizontally, vertically, anywhere };
    std::string_view name;
    /// Other names of the same object, separated by blanks.
    std::string_view aliases = {};
    /// In z = x + i*y = r * exp(i*t), u = z / r.
    std::string_view formula;
    std::string_view source;
    /// f(exp(i*a) * z) = exp(i*a) * f(z).
    bool equivariant = false;
    bool holomorphic = false;
    /// f(conj(z)) = conj(f(z)).
    bool symmetric = false;
    /// Infinite numbers where it has no limit, and is NaN: those with an infinite real part, with
    /// an infinite imaginary part, or all.
    no_limit limitless = no_limit::nowhere;
    /// The largest |z| for which errors are bounded.
    double reach = std::numeric_limits<double>::infinity();
    /// Largest errors of either part: of the value in units in the last place of |f|, of the
    /// derivatives in those of |∂f/∂z| + |∂f/∂z̄|.
    ulp max_ulp = {};
    /// Largest error of each part of the value in its own units; 0: a part that is small beside
    /// the other may lose more.
    double parts = 0;
    /// The size of the terms that cancel at a root of the derivative, or of the value: errors are
    /// in units of this where it is larger. A formula in z, or a number; empty: nothing cancels.
    std::string_view cancelling = {};
    std::string_view cancelling_value = {};
};

/// Teaches every complex activation a new kind of argument, as `front_end` does for real ones.
template <class X> struct complex_front_end { static constexpr bool missing = true; };

template <class X>
concept has_complex_front_end = !requires {
    complex_front_end<X>::missing;
};

/// What a complex activation can be called with: std::complex<float>, std::complex<double>,
/// actfn::complex of xsimd batches or, with <actfn/eigen.hpp>, a complex Eigen expression.
template <class X>
concept complex_argument =
    complex_element<X> || math::is_complex<X>::value || has_complex_front_end<X>;

/// One of the structs of <actfn/math/wirtinger.hpp>.
template <class J, class V>
concept complex_jet = requires(J const& j) {
    { j.wirtinger() } -> std::same_as<wirtinger_jet<complex<V>, decltype(j.value)>>;
    { j.pull_back(j.value) } -> std::same_as<complex<V>>;
};

/// A struct with `static constexpr actfn::complex_facts facts` and, for every `real V`,
/// `template <real V> split_jet<V> at(complex<V> z)`, or another jet.
template <class K>
concept complex_kernel = requires(K const& k, complex<float> z, complex<double> w) {
    { K::facts.name } -> std::convertible_to<std::string_view>;
    { k.at(z) } -> complex_jet<float>;
    { k.at(w) } -> complex_jet<double>;
};

/// A kernel with parameters, which says how its value changes with each: complex fields.
template <class K>
concept has_complex_parameters = requires(K const& k, complex<double> z) {
    k.parameter_derivatives(z);
};

namespace complex_member {

struct value {
    template <class K, real V> ACTFN_INLINE static auto apply(K const& k, complex<V> z) {
        return k.at(z).value;
    }
};

struct wirtinger {
    template <class K, real V> ACTFN_INLINE static auto apply(K const& k, complex<V> z) {
        return k.at(z).wirtinger();
    }
};

struct dz {
    template <class K, real V> ACTFN_INLINE static complex<V> apply(K const& k, complex<V> z) {
        return k.at(z).wirtinger().dz;
    }
};

struct dzbar {
    template <class K, real V> ACTFN_INLINE static complex<V> apply(K const& k, complex<V> z) {
        return k.at(z).wirtinger().dzbar;
    }
};

struct backward {
    template <class K, real V, class G>
    ACTFN_INLINE static complex<V> apply(K const& k, complex<V> z, G g) {
        return k.at(z).pull_back(g);
    }
};

struct parameter_derivatives {
    template <class K, real V> ACTFN_INLINE static auto apply(K const& k, complex<V> z) {
        return k.parameter_derivatives(z);
    }
};

} // namespace complex_member

namespace engine {

/// f on every number of a result: a complex or real one, a jet, or a kernel-shaped struct.
template <class R, class F> ACTFN_INLINE auto map_complex(R const& r, F f) {
    if constexpr (is_complex<R>::value || real<R>) {
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

/// Evaluates a member on scalars or batches; a scalar is one lane of the batch it is spread over.
template <class Member, class Arch, class K, class Z, class... More>
ACTFN_INLINE auto evaluate_complex(K const& k, Z const& z, More const&... more) {
    if constexpr (complex_element<Z>) {
        using V = pack<typename Z::value_type, Arch>;
        return engine::map_complex(Member::apply(k, math::broadcast<V>(z), math::broadcast<V>(more)...),
                                 [](auto const& v)
                                     ACTFN_LAMBDA_INLINE { return math::first_lane(v); });
    } else {
        return engine::map_complex(Member::apply(k, math::settle(z), math::settle(more)...),
                                 [](auto const& v) ACTFN_LAMBDA_INLINE { return math::settle(v); });
    }
}

/// What f(z) is for z of type Z: complex, or real for functions like |z|.
template <class K, class Z>
using complex_output = decltype(engine::evaluate_complex<complex_member::value, native>(
    std::declval<K const&>(), std::declval<Z const&>()));

} // namespace engine

/// A complex activation: the function object made of a complex kernel. Every member takes a
/// std::complex, an actfn::complex of batches or, with <actfn/eigen.hpp>, a complex Eigen
/// expression, and returns the same kind.
template <complex_kernel K> class complex_activation {
  public:
    using kernel_type = K;
    static constexpr complex_facts const& facts = K::facts;

    constexpr complex_activation() = default;
    /// Throws std::invalid_argument where the kernel's `check` finds a parameter out of range.
    constexpr explicit complex_activation(K const& kernel) : kernel_(kernel) {
        if constexpr (requires { kernel.check(); }) {
            kernel.check();
        }
    }

    /// The parameters, by name.
    constexpr K const& kernel() const noexcept { return kernel_; }

    /// The same function with other parameters: modrelu.with({.b = -0.1}).
    constexpr complex_activation with(K const& parameters) const requires core::has_fields<K> {
        return complex_activation(parameters);
    }

    template <complex_argument Z, class Arch = native>
    ACTFN_INLINE auto operator()(Z const& z) const {
        return call<complex_member::value, Arch>(z);
    }
    /// {.value, .dz, .dzbar}: the value and the Wirtinger derivatives ∂f/∂z, ∂f/∂z̄.
    template <complex_argument Z, class Arch = native>
    ACTFN_INLINE auto wirtinger(Z const& z) const {
        return call<complex_member::wirtinger, Arch>(z);
    }
    /// The gradient ∂L/∂Re z + i·∂L/∂Im z of a real loss from g = ∂L/∂Re f + i·∂L/∂Im f, which is
    /// PyTorch's convention; JAX's is the conjugate of both.
    template <complex_argument Z, class G, class Arch = native>
        requires(complex_argument<G> || activation_argument<G>)
    ACTFN_INLINE auto backward(Z const& z, G const& g) const {
        return call<complex_member::backward, Arch>(z, g);
    }
    /// ∂f/∂p for every real parameter p, complex, in a struct with the kernel's field names.
    template <complex_argument Z, class Arch = native>
    requires has_complex_parameters<K> ACTFN_INLINE auto parameter_derivatives(Z const& z) const {
        return call<complex_member::parameter_derivatives, Arch>(z);
    }

  private:
    template <class Member, class Arch, class Z, class... More>
    ACTFN_INLINE auto call(Z const& z, More const&... more) const {
        if constexpr (has_complex_front_end<Z>) {
            return complex_front_end<Z>::template call<Member, Arch>(kernel_, z, more...);
        } else {
            static_assert((std::same_as<More, engine::complex_output<K, Z>> && ...),
                          "pass a gradient of the type f(z) has");
            return engine::evaluate_complex<Member, Arch>(kernel_, z, more...);
        }
    }

    [[no_unique_address]] K kernel_{};
};

/// Any actfn::complex_activation object.
template <class F>
concept complex_function = requires {
    typename F::kernel_type;
    requires std::same_as<F, complex_activation<typename F::kernel_type>>;
};

} // namespace actfn
