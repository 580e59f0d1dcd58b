// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/error.hpp>
#include <actfn/core/facts.hpp>
#include <actfn/core/fields.hpp>
#include <actfn/math/jet.hpp>
#include <actfn/math/storage.hpp>
#include <actfn/math/wirtinger.hpp>

#include <concepts>
#include <limits>

/// What a kernel is. There are two shapes: kernels of elements, which compute one entry at a time
/// (`at`), and kernels of lines, which compute a whole row (engine/line_kernel.hpp).
namespace actfn::inline ACTFN_ABI {

/// Names of a kernel's inputs, for messages: `static constexpr names inputs{"a", "b"};`. Without it
/// the only input is x, or z where it is complex.
template <std::size_t n> struct names {
    std::string_view name[n];

    template <class... S> constexpr names(S const&... s) noexcept : name{s...} {}

    static constexpr std::size_t count = n;
    constexpr std::string_view operator[](std::size_t i) const noexcept { return name[i]; }
};
template <class... S> names(S const&...) -> names<sizeof...(S)>;

/// Float or double.
template <class T>
concept element = std::same_as<T, float> || std::same_as<T, double>;

/// One of the structs of <actfn/math/wirtinger.hpp>.
template <class J, class V>
concept complex_jet = requires(J const& j) {
    { j.wirtinger() } -> std::same_as<wirtinger_jet<complex<V>, decltype(j.value)>>;
    { j.backward(j.value) } -> std::same_as<complex<V>>;
};

/// One real input: `template <real V> jet<V> at(V x)`, value and derivative from shared parts.
template <class K>
concept pointwise_kernel = requires(K const& k, float x, double d) {
    { k.at(x) } -> std::same_as<jet<float>>;
    { k.at(d) } -> std::same_as<jet<double>>;
};

/// A value and a gate: `template <real V> gated_jet<V> at(V a, V b)`.
template <class K>
concept gated_kernel = requires(K const& k, float x, double d) {
    { k.at(x, x) } -> std::same_as<gated_jet<float>>;
    { k.at(d, d) } -> std::same_as<gated_jet<double>>;
};

/// An entry x and its target t: `template <real V> jet<V> at(V x, V t)`, the loss and its
/// derivative by x. It states `inputs{"x", "t"}`.
template <class K>
concept elementwise_loss_kernel = requires(K const& k, float x, double d) {
    requires decltype(K::inputs)::count == 2;
    { k.at(x, x) } -> std::same_as<jet<float>>;
    { k.at(d, d) } -> std::same_as<jet<double>>;
};

/// One complex input: `template <real V> split_jet<V> at(complex<V> z)`, or another jet.
template <class K>
concept complex_kernel = requires(K const& k, complex<float> z, complex<double> w) {
    { k.at(z) } -> complex_jet<float>;
    { k.at(w) } -> complex_jet<double>;
};

/// A pointwise kernel with `using draw = math::uniform_draw` (or another) and a second
/// `template <real V> jet<V> at(V x, V drawn)`, which is used in training; `at(x)` is inference.
template <class K>
concept stochastic_kernel = pointwise_kernel<K> && requires(K const& k, double x) {
    typename K::draw;
    { k.at(x, x) } -> std::same_as<jet<double>>;
};

/// A kernel that computes one entry at a time.
template <class K>
concept elements_kernel =
    pointwise_kernel<K> || gated_kernel<K> || elementwise_loss_kernel<K> || complex_kernel<K>;

namespace engine {

template <class E> struct arithmetic_of {
    using type = std::conditional_t<storage_element<E>, float, E>;
};
template <class T> struct arithmetic_of<std::complex<T>> { using type = T; };
/// What is computed with for elements E: float or double.
template <class E> using arithmetic = typename arithmetic_of<std::remove_cv_t<E>>::type;

/// What a number is computed as: 16-bit types as float, integers and long double as double.
template <class X> ACTFN_INLINE auto computed(X const& x) noexcept {
    if constexpr (storage_element<X>) {
        return math::widen(x);
    } else if constexpr (std::is_arithmetic_v<X> && !element<X>) {
        return static_cast<double>(x);
    } else {
        return x;
    }
}
/// A number as elements E keep it, rounded; by 16-bit types as a float.
template <class E> E kept_as(double number) noexcept {
    if constexpr (storage_element<E>) {
        return math::narrow<E>(static_cast<float>(number));
    } else {
        return static_cast<E>(number);
    }
}

/// The facts of a kernel with its parameters, and its name.
template <class K> constexpr facts facts_of(K const& k) {
    facts known;
    if constexpr (requires { k.describe(); }) {
        known = k.describe();
    } else {
        known = K::facts;
    }
    if constexpr (!pointwise_kernel<K>) { // what is known of functions of one real number
        constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
        known.left = known.right = {unknown, unknown};
        known.saturates = {saturation::none, saturation::none};
        known.lipschitz = unknown;
        if constexpr (!gated_kernel<K> && !elementwise_loss_kernel<K>) {
            known.monotone = false;
            known.smoothness = unknown;
        }
    }
    return known;
}
/// The terms that cancel in the derivative are of the size of the largest slopes: within `size`.
constexpr bool cancels_below(facts const& f, double size) noexcept {
    return f.cancelling.empty() || f.lipschitz <= size;
}
template <class K> constexpr std::string_view name_of() {
    if constexpr (requires { K::name; }) {
        return K::name;
    } else {
        return K::facts.name;
    }
}

template <class K> constexpr auto names_of_inputs() noexcept {
    if constexpr (requires { K::inputs; }) {
        return K::inputs;
    } else if constexpr (gated_kernel<K>) {
        return names{"a", "b"};
    } else if constexpr (complex_kernel<K>) {
        return names{"z"};
    } else {
        return names{"x"};
    }
}
template <class K> inline constexpr auto inputs = engine::names_of_inputs<K>();

/// What `parameter_derivatives` of a kernel returns for numbers V, or void.
template <class K, class V> struct slopes_of { using type = void; };
template <class K, class V>
    requires requires(K const& k, V v) { k.parameter_derivatives(v); }
struct slopes_of<K, V> {
    using type = decltype(std::declval<K const&>().parameter_derivatives(std::declval<V>()));
};
template <class K, class V>
    requires requires(K const& k, V v) {
        k.parameter_derivatives(v, v);
    } &&(!requires(K const& k, V v) { k.parameter_derivatives(v); }) struct slopes_of<K, V> {
        using type = decltype(std::declval<K const&>().parameter_derivatives(std::declval<V>(),
                                                                             std::declval<V>()));
    };
    template <class K>
    using slopes =
        typename slopes_of<K, std::conditional_t<complex_kernel<K>, complex<double>, double>>::type;

} // namespace engine

/// A kernel whose derivative is an accurate function of its value.
template <class K>
concept has_derivative_from_output =
    requires(K const& k, std::conditional_t<complex_kernel<K>, complex<double>, double> y) {
    { k.derivative_from_output(y) } -> std::same_as<decltype(y)>;
};

/// A kernel that states x as a function of its value y: NaN where there is none, or more than one.
template <class K>
concept has_inverse = pointwise_kernel<K> && requires(K const& k, float x, double y) {
    { k.inverse(x) } -> std::same_as<float>;
    { k.inverse(y) } -> std::same_as<double>;
};
/// A kernel that states log |f′(x)|, which does not underflow where f′ does.
template <class K>
concept has_log_derivative = pointwise_kernel<K> && requires(K const& k, float x, double y) {
    { k.log_derivative(x) } -> std::same_as<float>;
    { k.log_derivative(y) } -> std::same_as<double>;
};

namespace engine {

/// The kernel says that its function is constant on an interval, or by one of its inputs.
template <class K> inline constexpr bool has_constant_piece = requires { K::has_constant_piece; };

} // namespace engine

/// A kernel with parameters that says how its value changes with each.
template <class K>
concept has_parameters = !std::is_void_v<engine::slopes<K>>;

/// A complex kernel with ∂f/∂z̄ = 0.
template <class K>
concept holomorphic_kernel = complex_kernel<K> && requires(K const& k, complex<double> z) {
    { k.at(z) } -> std::same_as<holomorphic_jet<double>>;
};

/// Where a kernel's function has an analytic extension, or |·|, to complex numbers, its complex
/// header specialises this with `static constexpr auto& function`. Functions that compare numbers
/// have no extension.
template <class K> struct complex_extension { static constexpr bool missing = true; };

/// A kernel whose function takes complex numbers, too, see `complex_extension`.
template <class K>
concept has_complex_extension = !requires {
    complex_extension<K>::missing;
};

} // namespace actfn
