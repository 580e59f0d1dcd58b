// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/activation.hpp>
#include <actfn/engine/layout.hpp>
#include <actfn/engine/parameter_sums.hpp>
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

/// A gated kernel with parameters, which says how its value changes with each.
template <class K>
concept has_gated_parameters =
    core::has_fields<K> && requires(K const& k, double x) { k.parameter_derivatives(x, x); } &&
    requires(K const& k, double x) {
        { k.parameter_derivatives(x, x) } -> std::same_as<core::rebind<K, double>>;
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
        return gy * math::settle(k.at(a, b).by_value);
    }
};

struct backward_to_gate {
    template <class K, real V> ACTFN_INLINE static V apply(K const& k, V a, V b, V gy) {
        return gy * math::settle(k.at(a, b).by_gate);
    }
};

struct backward {
    template <class K, real V>
    ACTFN_INLINE static gated_gradient<V> apply(K const& k, V a, V b, V gy) {
        return {backward_to_value::apply(k, a, b, gy), backward_to_gate::apply(k, a, b, gy)};
    }
};

struct parameter_derivatives {
    template <class K, real V> ACTFN_INLINE static core::rebind<K, V> apply(K const& k, V a, V b) {
        return k.parameter_derivatives(a, b);
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
    /// ∂f/∂p for every parameter p, in a struct with the kernel's field names.
    template <real A, std::convertible_to<A> B, class Arch = native>
        requires has_gated_parameters<K>
    ACTFN_INLINE auto parameter_derivatives(A const& a, B const& b) const {
        return call<gated_member::parameter_derivatives, Arch>(a, b);
    }
    /// The gradient by an x that holds both, split as x.
    template <has_gated_front_end X, has_gated_front_end G, class Arch = native>
    auto backward(X const& x, G const& gy, gate which) const {
        return gated_front_end<X>::template split_backward<Arch>(kernel_, x, gy, which);
    }

  private:
    template <class Member, class Arch, class A, class B, class... More>
    ACTFN_INLINE auto call(A const& a, B const& b, More const&... more) const {
        if constexpr (real<A>) {
            return engine::evaluate<Member, Arch>(kernel_, a, static_cast<A>(b),
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

namespace engine {

/// a·f(b) from f and f′ at b.
template <real V> ACTFN_INLINE gated_jet<V> gated_product(V a, jet<V> f) {
    V const act = settle(f.value);
    return {.value = a * act, .by_value = act, .by_gate = a * settle(f.derivative)};
}

template <class T> struct halves {
    std::span<T> value;
    std::span<T> gate;
};

template <class T> halves<T> split(std::span<T> x, gate which) noexcept {
    auto const first = x.first(x.size() / 2);
    auto const second = x.last(x.size() / 2);
    return which == gate::second ? halves<T>{first, second} : halves<T>{second, first};
}

inline void check_split(std::string_view call, std::string_view function, std::string_view name,
                        std::size_t size) {
    if (size % 2 != 0) {
        fail(call, "(", function, "): ", name, " has ", size,
             " elements, which do not split in 2 halves");
    }
}

/// A matrix x in a layout and one whose rows lie without gaps, with `times` as many entries a row
/// for `over` of x: sizes and overlaps.
template <class T, class S>
row_layout check_rows_of(std::string_view call, std::string_view function, row_layout layout,
                         named_span<T> const& x, named_span<S> const& dense, std::size_t times,
                         std::size_t over) {
    layout = completed(layout, call, function, x.name, x.elements.size());
    check_layout(layout, call, function);
    check_extent(layout, call, function, x);
    std::size_t const expected = layout.rows * (layout.columns / over) * times;
    if (dense.elements.size() != expected) {
        fail(call, "(", function, "): ", dense.name, " has ", dense.elements.size(), " elements, ",
             layout.rows, " rows of ", layout.columns, " in ", x.name, " need ", expected);
    }
    return layout;
}

} // namespace engine

namespace kernel {

/// y = a·f(b) with the gate f of any pointwise kernel.
template <pointwise_kernel F> struct gated_by {
    static constexpr summary facts{.name = "gated_by",
                                   .formula = "a * f(b)",
                                   .gradient = "g * f(b), g * a * f'(b)",
                                   .source = "Shazeer 2020, arXiv:2002.05202"};

    F f;

    template <real V> ACTFN_INLINE gated_jet<V> at(V a, V b) const {
        return engine::gated_product(a, f.at(b));
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
    using T = engine::element_of<A>;
    engine::checked_transform<gated_member::value, Arch, F, T, 2, 1>(
        "forward", f, {{{"a", engine::view(a)}, {"b", engine::view(b)}}}, {{{"y", engine::view(y)}}});
}

/// The same on one range that holds both; y is half as long and may be one of the halves. With a
/// layout every row of x holds both, and the rows of y lie without gaps, apart from x.
template <gated_function F, array_of_elements X, writable_array Y, class Arch = native>
    requires same_elements<X, Y>
void forward(F const& f, X const& x, Y&& y, gate which, row_layout layout = {}) {
    using T = engine::element_of<X>;
    constexpr std::string_view call = "forward";
    engine::named_span<T const> const in{"x", engine::view(x)};
    engine::named_span<T> const out{"y", engine::view(y)};
    bool const one_row = engine::is_whole(layout) && layout.rows == 1;
    layout = engine::completed(layout, call, F::facts.name, in.name, in.elements.size());
    engine::check_split(call, F::facts.name, "x", layout.columns);
    if (!one_row) {
        engine::check_rows_of(call, F::facts.name, layout, in, out, 1, 2);
        engine::check_apart<T>(call, F::facts.name, in, out);
    }
    std::size_t const half = layout.columns / 2;
    for (std::size_t r = 0; r < layout.rows; ++r) {
        auto const row = engine::split(in.elements.subspan(r * layout.step(), 2 * half), which);
        engine::checked_transform<gated_member::value, Arch, F, T, 2, 1>(
            call, f, {{{"half of x", row.value}, {"half of x", row.gate}}},
            {{{"y", one_row ? out.elements : out.elements.subspan(r * half, half)}}});
    }
}

/// ga and gb, the gradients by a and by b.
template <gated_function F, array_of_elements A, array_of_elements B, array_of_elements G,
          writable_array DA, writable_array DB, class Arch = native>
    requires same_elements<A, B, G, DA, DB>
void backward(F const& f, A const& a, B const& b, G const& gy, DA&& ga, DB&& gb) {
    using T = engine::element_of<A>;
    engine::checked_transform<gated_member::backward_arrays, Arch, F, T, 3, 2>(
        "backward", f, {{{"a", engine::view(a)}, {"b", engine::view(b)}, {"gy", engine::view(gy)}}},
        {{{"ga", engine::view(ga)}, {"gb", engine::view(gb)}}});
}

/// gx, the gradient by a range that holds both, split as x. With a layout gx has that of x, and the
/// rows of gy lie without gaps, apart from gx.
template <gated_function F, array_of_elements X, array_of_elements G, writable_array D,
          class Arch = native>
    requires same_elements<X, G, D>
void backward(F const& f, X const& x, G const& gy, D&& gx, gate which, row_layout layout = {}) {
    using T = engine::element_of<X>;
    constexpr std::string_view call = "backward";
    engine::named_span<T const> const in{"x", engine::view(x)};
    engine::named_span<T const> const weights{"gy", engine::view(gy)};
    engine::named_span<T> const out{"gx", engine::view(gx)};
    bool const one_row = engine::is_whole(layout) && layout.rows == 1;
    if (one_row) {
        engine::check_split(call, F::facts.name, "gx", out.elements.size());
    }
    layout = engine::completed(layout, call, F::facts.name, in.name, in.elements.size());
    engine::check_split(call, F::facts.name, "x", layout.columns);
    if (!one_row) {
        engine::check_rows_of(call, F::facts.name, layout, in, weights, 1, 2);
        engine::check_extent(layout, call, F::facts.name, out);
        engine::check_rows_apart(call, F::facts.name, layout, in, out);
        engine::check_apart<T>(call, F::facts.name, weights, out);
    }
    std::size_t const half = layout.columns / 2;
    for (std::size_t r = 0; r < layout.rows; ++r) {
        std::size_t const begin = r * layout.step();
        auto const row = engine::split(in.elements.subspan(begin, 2 * half), which);
        auto const to =
            engine::split(one_row ? out.elements : out.elements.subspan(begin, 2 * half), which);
        engine::checked_transform<gated_member::backward_arrays, Arch, F, T, 3, 2>(
            call, f,
            {{{"half of x", row.value},
              {"half of x", row.gate},
              {"gy", one_row ? weights.elements : weights.elements.subspan(r * half, half)}}},
            {{{"half of gx", to.value}, {"half of gx", to.gate}}});
    }
}

/// Σ gy·∂f/∂p for every parameter p of f, in a struct with the kernel's field names.
template <gated_function F, array_of_elements A, array_of_elements B, array_of_elements G,
          class Arch = native>
    requires same_elements<A, B, G> && has_gated_parameters<typename F::kernel_type>
auto parameter_gradient(F const& f, A const& a, B const& b, G const& gy) {
    using T = engine::element_of<A>;
    using K = typename F::kernel_type;
    auto const value = engine::view(a);
    auto const opening = engine::view(b);
    auto const weights = engine::view(gy);
    engine::check_spans<T, 3, 0>("parameter_gradient", F::facts.name,
                               {{{"a", value}, {"b", opening}, {"gy", weights}}}, {});
    double total[core::field_count<K>()] = {};
    engine::add_parameter_sums<gated_member::parameter_derivatives, Arch, K, T, 2>(
        f.kernel(), value.size(), {value.data(), opening.data()}, weights.data(), total);
    return engine::named_sums<K, T>(total);
}

/// The same of a range that holds both, as `backward`.
template <gated_function F, array_of_elements X, array_of_elements G, class Arch = native>
    requires same_elements<X, G> && has_gated_parameters<typename F::kernel_type>
auto parameter_gradient(F const& f, X const& x, G const& gy, gate which, row_layout layout = {}) {
    using T = engine::element_of<X>;
    using K = typename F::kernel_type;
    constexpr std::string_view call = "parameter_gradient";
    engine::named_span<T const> const in{"x", engine::view(x)};
    engine::named_span<T const> const weights{"gy", engine::view(gy)};
    layout = engine::completed(layout, call, F::facts.name, in.name, in.elements.size());
    engine::check_split(call, F::facts.name, "x", layout.columns);
    engine::check_rows_of(call, F::facts.name, layout, in, weights, 1, 2);
    std::size_t const half = layout.columns / 2;
    double total[core::field_count<K>()] = {};
    for (std::size_t r = 0; r < layout.rows; ++r) {
        auto const row = engine::split(in.elements.subspan(r * layout.step(), 2 * half), which);
        engine::add_parameter_sums<gated_member::parameter_derivatives, Arch, K, T, 2>(
            f.kernel(), half, {row.value.data(), row.gate.data()},
            weights.elements.data() + r * half, total);
    }
    return engine::named_sums<K, T>(total);
}

} // namespace actfn
