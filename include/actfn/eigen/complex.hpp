// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/complex_arrays.hpp>
#include <actfn/eigen/array.hpp>

/// Complex activations of Eigen expressions. The lazy ones go coefficient by coefficient, since
/// Eigen's complex packets interleave the parts; the calls on whole objects are vectorised.
namespace actfn {

namespace engine {

template <class X>
concept eigen_complex = eigen_dense<X> && complex_element<typename X::Scalar>;

/// Eigen's functor for a member of a complex kernel with one result.
template <class Member, class K, class Arch> struct eigen_complex_functor {
    [[no_unique_address]] K kernel;

    template <complex_element Z, class... G>
    ACTFN_INLINE auto operator()(Z const& z, G const&... g) const {
        return evaluate_complex<Member, Arch>(kernel, z, g...);
    }
};

/// Eigen's functor for one field of `parameter_derivatives`.
template <class K, class Arch> struct eigen_complex_parameter_functor {
    K kernel;
    std::size_t field;

    template <complex_element Z> ACTFN_INLINE Z operator()(Z const& z) const {
        auto const d = evaluate_complex<complex_member::parameter_derivatives, Arch>(kernel, z);
        return std::apply(
            [&](auto const&... each) {
                Z chosen(0);
                std::size_t i = 0;
                ((chosen = i++ == field ? each : chosen), ...);
                return chosen;
            },
            fields(d));
    }
};

} // namespace engine
} // namespace actfn

namespace Eigen::internal {

template <class Member, class K, class Arch>
struct functor_traits<actfn::engine::eigen_complex_functor<Member, K, Arch>> {
    enum { Cost = 100, PacketAccess = false };
};
template <class K, class Arch>
struct functor_traits<actfn::engine::eigen_complex_parameter_functor<K, Arch>> {
    enum { Cost = 100, PacketAccess = false };
};

} // namespace Eigen::internal

namespace actfn {

/// Complex dense expressions: Array and Matrix, Map, Block, Ref, transposed, any size and order.
template <engine::eigen_complex X> struct complex_front_end<X> {
    template <class Member, class Arch, class K> static auto call(K const& k, X const& z) {
        if constexpr (std::same_as<Member, complex_member::wirtinger>) {
            auto const value = unary<complex_member::value, Arch>(k, z);
            auto const dz = unary<complex_member::dz, Arch>(k, z);
            auto const dzbar = unary<complex_member::dzbar, Arch>(k, z);
            return expressions<decltype(value), decltype(dz), decltype(dzbar)>{value, dz, dzbar};
        } else if constexpr (std::same_as<Member, complex_member::parameter_derivatives>) {
            using Slopes = decltype(k.parameter_derivatives(complex<double>{}));
            return parameters<Arch, Slopes>(
                k, z, std::make_index_sequence<core::field_count<Slopes>()>{});
        } else {
            return unary<Member, Arch>(k, z);
        }
    }

    template <class Member, class Arch, class K, class G>
    static auto call(K const& k, X const& z, G const& g) {
        static_assert(std::same_as<typename G::Scalar, engine::complex_output<K, typename X::Scalar>>,
                      "pass a gradient of the type f(z) has");
        core::require_shape(K::facts.name, "g", g.rows(), g.cols(), z.rows(), z.cols());
        using F = engine::eigen_complex_functor<Member, K, Arch>;
        return Eigen::CwiseBinaryOp<F, X const, G const>(z, g, F{k});
    }

  private:
    /// Three lazy expressions, named as in wirtinger_jet.
    template <class Value, class D, class E> struct expressions {
        Value value;
        D dz;
        E dzbar;
    };

    template <class Member, class Arch, class K> static auto unary(K const& k, X const& z) {
        using F = engine::eigen_complex_functor<Member, K, Arch>;
        return Eigen::CwiseUnaryOp<F, X const>(z, F{k});
    }

    template <class Arch, class Slopes, class K, std::size_t... P>
    static auto parameters(K const& k, X const& z, std::index_sequence<P...>) {
        using F = engine::eigen_complex_parameter_functor<K, Arch>;
        using Slope = Eigen::CwiseUnaryOp<F, X const>;
        return core::rebind<Slopes, Slope>{Slope(z, F{k, P})...};
    }
};

/// A complex Eigen object with direct access to its coefficients.
template <class X>
concept complex_eigen_object = engine::eigen_complex<std::remove_cvref_t<X>> &&
                               (int(std::remove_cvref_t<X>::Flags) & Eigen::DirectAccessBit) != 0;

/// An Eigen object for the values of F at coefficients of Z, or for their gradients.
template <class X, class F, class Z>
concept eigen_object_of_values =
    engine::eigen_dense<std::remove_cvref_t<X>> &&
        (int(std::remove_cvref_t<X>::Flags) & Eigen::DirectAccessBit) != 0 &&
    std::same_as<engine::eigen_scalar<X>,
                 engine::complex_output<typename F::kernel_type, engine::eigen_scalar<Z>>>;

template <class X>
concept writable_eigen = !std::is_const_v<std::remove_reference_t<X>> &&
                         (int(std::remove_cvref_t<X>::Flags) & Eigen::LvalueBit) != 0;

namespace engine {

template <class X> auto complex_strided(std::string_view name, X&& x) {
    return strided_view<std::remove_pointer_t<decltype(x.data())>>(name, x);
}

template <class A, class B> bool complex_tangled(strided<A> const& a, strided<B> const& b) {
    if constexpr (std::is_same_v<A const, B const>) {
        auto const constant = [](auto const& s) {
            return strided<A const>{s.name,    s.data,       s.rows,
                                    s.columns, s.row_stride, s.column_stride};
        };
        return tangled<std::remove_const_t<A>>(constant(a), constant(b));
    } else {
        std::less<void const*> const before;
        return a.rows != 0 && a.columns != 0 && !before(a.last(), b.data) &&
               !before(b.last(), a.data);
    }
}

template <class First, class S, class Other>
void check_complex_object(std::string_view call, std::string_view function, First const& first,
                          S const& out, Other const& other) {
    for (auto const& [name, rows, columns] : {std::tuple(out.name, out.rows, out.columns),
                                              std::tuple(other.name, other.rows, other.columns)}) {
        if (rows != first.rows || columns != first.columns) {
            fail(call, "(", function, "): ", first.name, " is ", first.rows, " x ", first.columns,
                 ", ", name, " is ", rows, " x ", columns);
        }
    }
    if (complex_tangled(out, other)) {
        fail(call, "(", function, "): ", out.name, " at ", static_cast<void const*>(out.data),
             " overlaps ", other.name, " at ", static_cast<void const*>(other.data), ", ", out.rows,
             " x ", out.columns, " each; only the same object is allowed");
    }
}

template <class A, class B>
void check_distinct(std::string_view call, std::string_view function, A const& a, B const& b) {
    if (static_cast<void const*>(a.data) == static_cast<void const*>(b.data) && a.rows != 0) {
        fail(call, "(", function, "): ", a.name, " and ", b.name, " are both at ",
             static_cast<void const*>(a.data));
    }
    engine::check_complex_object(call, function, a, a, b);
}

/// run(n, pointer...) for stretches that are contiguous in every object.
template <class Run, class... S> void contiguous_runs(Run run, S... s) {
    auto const& first = std::get<0>(std::tie(s...));
    if (first.rows == 0 || first.columns == 0) return;
    if (!(s.contiguous_columns() && ...) && (s.contiguous_rows() && ...)) {
        return engine::contiguous_runs(run, s.transposed()...);
    }
    auto const rows = first.rows;
    auto const columns = first.columns;
    if (!(s.contiguous_columns() && ...)) {
        for (Eigen::Index c = 0; c < columns; ++c) {
            for (Eigen::Index r = 0; r < rows; ++r) run(std::size_t{1}, s.at(r, c)...);
        }
    } else if (((s.column_stride == rows) && ...)) {
        run(static_cast<std::size_t>(rows * columns), s.at(0, 0)...);
    } else {
        for (Eigen::Index c = 0; c < columns; ++c)
            run(static_cast<std::size_t>(rows), s.at(0, c)...);
    }
}

} // namespace engine

/// w = f(z).
template <complex_function F, complex_eigen_object Z, class W, class Arch = native>
    requires eigen_object_of_values<W, F, Z> && writable_eigen<W>
void forward(F const& f, Z const& z, W&& w) {
    auto const from = engine::complex_strided("z", z);
    auto const to = engine::complex_strided("w", w);
    engine::check_complex_object("forward", F::facts.name, from, to, from);
    engine::contiguous_runs(
        [&](std::size_t n, auto* out, auto const* in) {
            engine::complex_transform<complex_member::value, Arch>(f.kernel(), n, std::tuple(out),
                                                                 in);
        },
        to, from);
}

/// w = f(z), dz = ∂f/∂z and dzbar = ∂f/∂z̄ from one evaluation.
template <complex_function F, complex_eigen_object Z, class W, complex_eigen_object D,
          complex_eigen_object E, class Arch = native>
    requires eigen_object_of_values<W, F, Z> && writable_eigen<W> && writable_eigen<D> &&
        writable_eigen<E> && same_eigen_scalars<Z, D, E>
void wirtinger(F const& f, Z const& z, W&& w, D&& dz, E&& dzbar) {
    auto const from = engine::complex_strided("z", z);
    auto const value = engine::complex_strided("w", w);
    auto const d = engine::complex_strided("dz", dz);
    auto const e = engine::complex_strided("dzbar", dzbar);
    auto const check = [&](auto const& out, auto const& other) {
        engine::check_complex_object("wirtinger", F::facts.name, from, out, other);
    };
    check(value, from);
    check(d, from);
    check(e, from);
    engine::check_distinct("wirtinger", F::facts.name, value, d);
    engine::check_distinct("wirtinger", F::facts.name, value, e);
    engine::check_distinct("wirtinger", F::facts.name, d, e);
    engine::contiguous_runs(
        [&](std::size_t n, auto* a, auto* b, auto* c, auto const* in) {
            engine::complex_transform<complex_member::wirtinger, Arch>(f.kernel(), n,
                                                                     std::tuple(a, b, c), in);
        },
        value, d, e, from);
}

/// gz = conj(∂f/∂z)·g + (∂f/∂z̄)·conj(g), the gradient of a real loss.
template <complex_function F, complex_eigen_object Z, class G, complex_eigen_object D,
          class Arch = native>
    requires eigen_object_of_values<G, F, Z> && writable_eigen<D> && same_eigen_scalars<Z, D>
void backward(F const& f, Z const& z, G const& g, D&& gz) {
    auto const from = engine::complex_strided("z", z);
    auto const arriving = engine::complex_strided("g", g);
    auto const to = engine::complex_strided("gz", gz);
    engine::check_complex_object("backward", F::facts.name, from, to, from);
    engine::check_complex_object("backward", F::facts.name, from, to, arriving);
    engine::contiguous_runs(
        [&](std::size_t n, auto* out, auto const* in, auto const* weight) {
            engine::complex_transform<complex_member::backward, Arch>(f.kernel(), n, std::tuple(out),
                                                                    in, weight);
        },
        to, from, arriving);
}

/// Σ Re(conj(∂f/∂p)·g) over all coefficients, for every parameter p of f.
template <complex_function F, complex_eigen_object Z, class G, class Arch = native>
    requires eigen_object_of_values<G, F, Z> && has_complex_parameters<typename F::kernel_type>
auto parameter_gradient(F const& f, Z const& z, G const& g) {
    using K = typename F::kernel_type;
    core::require_shape(F::facts.name, "g", g.rows(), g.cols(), z.rows(), z.cols());
    double total[engine::complex_parameters<K>] = {};
    engine::contiguous_runs(
        [&](std::size_t n, auto const* in, auto const* arriving) {
            engine::add_parameter_gradients<Arch>(f.kernel(), n, in, arriving, total);
        },
        engine::complex_strided("z", z), engine::complex_strided("g", g));
    return engine::parameter_totals<K, typename Z::Scalar::value_type>(total);
}

} // namespace actfn
