// SPDX-License-Identifier: MIT
#pragma once
#include "front_ends.hpp"
#include "laws/operands.hpp"
#include "laws/questions.hpp"
#include <actfn/eigen.hpp>

#include <Eigen/Core>

#include <tuple>
#include <utility>

/// The ports of a function object through every front end: scalars, packs, arrays, Eigen.
namespace tests {

namespace front {

/// call(constants 0, 1, ... n − 1)
template <std::size_t n, class Call> decltype(auto) with_indices(Call call) {
    return [&]<std::size_t... k>(std::index_sequence<k...>)->decltype(auto) {
        return call(std::integral_constant<std::size_t, k>{}...);
    }
    (std::make_index_sequence<n>{});
}

/// The outputs in what `call` returned, in a tuple of references.
template <std::size_t outputs, class Op, class R> auto parts_of(R const& r) {
    if constexpr (outputs == 1 && !std::is_same_v<Op, parameter_derivatives>) {
        return std::tie(r);
    } else if constexpr (requires { std::tuple_size<R>::value; }) {
        return std::apply([](auto const&... each) { return std::tie(each...); }, r);
    } else {
        return actfn::core::fields(r);
    }
}

template <class Op, class F, class S, std::size_t... k>
auto call_at(F const& f, S const* const* in, std::size_t i, std::index_sequence<k...>) {
    return Op::call(element(f, i), front::narrow<input_type<Op, F, S, k>>(in[k][i])...);
}
template <class S, class Parts, std::size_t... o>
void assign(S* const* out, std::size_t i, Parts const& y, std::index_sequence<o...>) {
    ((out[o][i] = S(std::get<o>(y))), ...);
}
template <class Op, class F, class S>
void scalars(void const* f, S const* const* in, S* const* out, shape of) {
    constexpr std::size_t outputs = Op::template outputs<F>;
    constexpr std::make_index_sequence<inputs_for<Op, F>> inputs{};
    for (std::size_t i = 0; i < of.n; ++i) {
        auto const r = front::call_at<Op>(self<F>(f), in, i, inputs);
        front::assign(out, i, parts_of<outputs, Op>(r), std::make_index_sequence<outputs>{});
    }
}

template <class V, class E, class S> auto load_some(S const* from, std::size_t count) {
    E all[actfn::math::lanes<V>] = {};
    for (std::size_t j = 0; j < count; ++j) all[j] = front::narrow<E>(from[j]);
    return actfn::math::load<V>(all);
}
template <class V, class S, class Y> void store_some(S* to, Y const& y, std::size_t count) {
    std::conditional_t<is_complex<S> && !std::is_same_v<Y, V>, S, real_of<S>>
        all[actfn::math::lanes<V>];
    actfn::math::store<V>(all, y);
    std::copy_n(all, count, to);
}
template <class Op, class F, class S, class V, std::size_t... k>
auto call_on(F const& f, S const* const* in, std::size_t i, std::size_t count,
             std::index_sequence<k...>) {
    return Op::call(element(f, i),
                    front::load_some<V, input_type<Op, F, S, k>>(in[k] + i, count)...);
}
template <class V, class S, class Parts, std::size_t... o>
void store_all(S* const* out, std::size_t i, std::size_t count, Parts const& y,
               std::index_sequence<o...>) {
    (front::store_some<V>(out[o] + i, std::get<o>(y), count), ...);
}
template <class Op, class F, class S>
void batches(void const* f, S const* const* in, S* const* out, shape of) {
    using V = actfn::math::pack<real_of<S>>;
    constexpr std::size_t w = actfn::math::lanes<V>;
    constexpr std::size_t outputs = Op::template outputs<F>;
    constexpr std::make_index_sequence<inputs_for<Op, F>> inputs{};
    for (std::size_t i = 0; i < of.n; i += w) {
        std::size_t const count = std::min(w, of.n - i);
        auto const r = front::call_on<Op, F, S, V>(self<F>(f), in, i, count, inputs);
        front::store_all<V>(out, i, count, parts_of<outputs, Op>(r),
                            std::make_index_sequence<outputs>{});
    }
}

/// The numbers at p as a column of type E: themselves, or their real parts.
template <class E, class S> struct input_column {
    std::vector<E> numbers;
    input_column(S const* p, std::size_t n) : numbers(n) {
        for (std::size_t i = 0; i < n; ++i) numbers[i] = p[i].real();
    }
    std::span<E const> span() const { return numbers; }
};
template <class S> struct input_column<S, S> {
    S const* p;
    std::size_t n;
    std::span<S const> span() const { return {p, n}; }
};
template <class E, class S> struct output_column {
    S* p;
    std::vector<E> numbers;
    output_column(S* to, std::size_t n) : p(to), numbers(n) {}
    output_column(output_column const&) = delete;
    ~output_column() { std::copy(numbers.begin(), numbers.end(), p); }
    std::span<E> span() { return numbers; }
};
template <class S> struct output_column<S, S> {
    S* p;
    std::size_t n;
    std::span<S> span() const { return {p, n}; }
};

template <class E> auto map(std::span<E const> s) {
    return Eigen::Map<Eigen::Array<E, Eigen::Dynamic, 1> const>(
        s.data(), static_cast<Eigen::Index>(s.size()));
}
template <class E> auto map(std::span<E> s) requires(!std::is_const_v<E>) {
    return Eigen::Map<Eigen::Array<E, Eigen::Dynamic, 1>>(s.data(),
                                                          static_cast<Eigen::Index>(s.size()));
}

template <class Op, class F, class S>
void arrays(void const* f, S const* const* in, S* const* out, shape of) {
    with_indices<inputs_for<Op, F>>([&](auto... k) {
        with_indices<Op::template outputs<F>>([&](auto... o) {
            Op::arrays(
                self<F>(f),
                input_column<input_type<Op, F, S, decltype(k)::value>, S>{in[k], of.n}.span()...,
                output_column<output_type<Op, F, S, decltype(o)::value>, S>{out[o], of.n}
                    .span()...);
        });
    });
}

/// Eigen objects as operands of the verbs.
template <class Op, class F, class S>
void objects(void const* f, S const* const* in, S* const* out, shape of) {
    with_indices<inputs_for<Op, F>>([&](auto... k) {
        with_indices<Op::template outputs<F>>([&](auto... o) {
            Op::arrays(self<F>(f),
                       map(input_column<input_type<Op, F, S, decltype(k)::value>, S>{in[k], of.n}
                               .span())...,
                       map(output_column<output_type<Op, F, S, decltype(o)::value>, S>{out[o], of.n}
                               .span())...);
        });
    });
}

template <class Op, class F, class S>
void expressions(void const* f, S const* const* in, S* const* out, shape of) {
    with_indices<inputs_for<Op, F>>([&](auto... k) {
        auto const columns =
            std::tuple(input_column<input_type<Op, F, S, decltype(k)::value>, S>{in[k], of.n}...);
        auto const maps = std::tuple(map(std::get<decltype(k)::value>(columns).span())...);
        auto const r =
            std::apply([&](auto const&... x) { return Op::call(self<F>(f), x...); }, maps);
        auto const parts = parts_of<Op::template outputs<F>, Op>(r);
        auto const assign = [&](auto const& y, auto o) {
            output_column<output_type<Op, F, S, decltype(o)::value>, S> to{out[o], of.n};
            map(to.span()) = y;
        };
        with_indices<Op::template outputs<F>>(
            [&](auto... o) { (assign(std::get<decltype(o)::value>(parts), o), ...); });
    });
}

/// Op by scalars, added afterwards to what was there.
template <class Op, class F, class S>
void added_scalars(void const* f, S const* const* in, S* const* out, shape of) {
    scalars<Op, F>(f, in, out, of);
    for (std::size_t o = 0; o < Op::template outputs<F>; ++o) add_before(std::span(out[o], of.n));
}
template <class Op, class F, class S>
void added_arrays(void const* f, S const* const* in, S* const* out, shape of) {
    with_indices<inputs_for<Op, F>>([&](auto... k) {
        with_indices<Op::template outputs<F>>([&](auto... o) {
            [&](auto&&... to) {
                (fill_before(to.span()), ...);
                Op::arrays(self<F>(f),
                           input_column<input_type<Op, F, S, decltype(k)::value>, S>{in[k], of.n}
                               .span()...,
                           actfn::add_to(to.span())...);
            }(output_column<output_type<Op, F, S, decltype(o)::value>, S>{out[o], of.n}...);
        });
    });
}

/// Op by scalars, inputs and outputs rounded to 16 bits.
template <class Op, class F>
void rounded_scalars(void const* f, float const* const* in, float* const* out, shape of) {
    with_indices<inputs_for<Op, F>>([&](auto... k) {
        std::vector<float> const inputs[] = {rounded({in[k], of.n})...};
        float const* const from[] = {inputs[k].data()...};
        scalars<Op, F>(f, from, out, of);
    });
    for (std::size_t o = 0; o < Op::template outputs<F>; ++o) {
        as_numbers(as_words({out[o], of.n}), out[o]);
    }
}
template <class Op, class F>
void stored_arrays(void const* f, float const* const* in, float* const* out, shape of) {
    with_indices<inputs_for<Op, F>>([&](auto... k) {
        with_indices<Op::template outputs<F>>([&](auto... o) {
            stored_numbers const from[] = {as_words({in[k], of.n})...};
            stored_numbers to[] = {(static_cast<void>(o), stored_numbers(of.n))...};
            Op::arrays(self<F>(f), actfn::as_bfloat16(from[k])..., actfn::as_bfloat16(to[o])...);
            (as_numbers(to[o], out[o]), ...);
        });
    });
}

template <class F, class S>
void parameter_gradient(void const* f, S const* const* in, real_of<S>* out, shape of) {
    auto const sums = with_indices<inputs_of<F> + 1>([&](auto... k) {
        return actfn::parameter_gradient(
            self<F>(f),
            input_column<input_type<backward, F, S, decltype(k)::value>, S>{in[k], of.n}.span()...);
    });
    std::apply([&](auto... sum) { ((*out++ = static_cast<real_of<S>>(sum)), ...); },
               actfn::core::fields(sums));
}

template <class F> double parameter_tangent(void const* f, std::size_t p, double const* in) {
    using dual = actfn::dual<double>;
    std::size_t i = 0;
    auto const learnable = actfn::core::map_fields(
        self<F>(f).kernel(), [&](double number) { return dual(number, i++ == p ? 1.0 : 0.0); });
    return with_indices<inputs_of<F>>(
        [&](auto... k) { return learnable.at(dual(in[k])...).value.tangent; });
}

template <class F>
std::complex<double> shifted(void const* f, std::size_t p, double h, std::complex<double> z) {
    std::size_t i = 0;
    auto const kernel = actfn::core::map_fields(self<F>(f).kernel(),
                                                [&](double v) { return i++ == p ? v + h : v; });
    return self<F>(f).with(kernel)(z);
}

template <class F> bool has_defaults(F const& f) {
    if constexpr (actfn::core::has_fields<typename F::kernel_type>) {
        typename F::kernel_type const standard{};
        return actfn::core::fields(f.kernel()) == actfn::core::fields(standard);
    } else {
        return true;
    }
}

template <class F> F const& varied(F const& f) {
    if constexpr (actfn::core::has_fields<typename F::kernel_type>) {
        static F const other = f.with(
            actfn::core::map_fields(f.kernel(), [](double p) { return p == 0 ? 0.25 : 1.25 * p; }));
        return other;
    } else {
        return f;
    }
}

enum class packs { no, yes };
enum class lazily { no, yes };

/// Op by scalars, perhaps by packs and, where they are tried, arrays and perhaps expressions.
template <class Op, class F, class S, packs by_packs = packs::yes, lazily lazy = lazily::yes>
constexpr port<S> port_of() {
    constexpr std::size_t outputs = Op::template outputs<F>;
    port<S> p{Op::name, inputs_for<Op, F>, outputs, Op::of_output, Op::arriving};
    p.ways = {{"scalar", scalars<Op, F, S>}};
    if constexpr (by_packs == packs::yes) p.ways.push_back({"batch", batches<Op, F, S>});
    if constexpr (every_front_end) {
        if constexpr (!std::is_same_v<Op, parameter_derivatives>) {
            p.ways.push_back({"array", arrays<Op, F, S>});
            if constexpr (is_complex<S>) p.ways.push_back({"Eigen object", objects<Op, F, S>});
        }
        // Several outputs are assigned one after the other.
        if constexpr (lazy == lazily::yes) {
            p.ways.push_back({"Eigen expression", expressions<Op, F, S>, outputs == 1});
        }
    }
    return p;
}

/// Op with other operands: outputs that are added to and, where numbers are floats, 16 bits.
template <class Op, class F, class S> constexpr void push_operands(subject<S>& s) {
    port<S> p{Op::name, inputs_for<Op, F>, Op::template outputs<F>, Op::of_output, Op::arriving};
    p.ways = {{"scalar, added", added_scalars<Op, F, S>, false},
              {"array, added to", added_arrays<Op, F, S>, false}};
    s.operands.push_back(p);
    if constexpr (std::is_same_v<S, float>) {
        p.ways = {{"scalar, rounded", rounded_scalars<Op, F>, false},
                  {"array of bfloat16", stored_arrays<Op, F>, false}};
        s.operands.push_back(p);
    }
}

/// Everything of a subject that its type says.
template <class S, class F> constexpr subject<S> table_of() {
    using K = typename F::kernel_type;
    subject<S> s{};
    s.width = actfn::math::lanes<actfn::math::pack<real_of<S>>>;
    s.inputs = inputs_of<F>;
    s.real_valued = !is_complex<S> || real_valued<F, S>;
    s.draws = F::draws;
    s.lines = {1};
    // Of losses an expression gives their mean.
    constexpr lazily lazy_value = actfn::elementwise_loss_function<F> ? lazily::no : lazily::yes;
    s.value = port_of<value, F, S, packs::yes, lazy_value>();
    s.backward = port_of<backward, F, S>();
    if constexpr (every_front_end) {
        push_operands<value, F>(s);
        push_operands<backward, F>(s);
    }
    if constexpr (is_complex<S>) {
        s.kind = "complex";
        s.together = port_of<wirtinger, F, S, packs::no, lazily::no>();
        if constexpr (actfn::holomorphic_kernel<K>) {
            s.second_derivative = port_of<second_derivative, F, S>();
        }
    } else if constexpr (inputs_of<F> == 2) {
        s.kind = actfn::gated_function<F> ? "gated" : "loss";
        if constexpr (actfn::gated_function<F>) {
            s.derivative = port_of<each_derivative, F, S, packs::no, lazily::no>();
            s.together = port_of<together, F, S, packs::no, lazily::no>();
        } else {
            s.derivative = port_of<derivative, F, S, packs::no>();
            s.together = port_of<together, F, S, packs::yes, lazily::no>();
        }
    } else {
        s.kind = "pointwise";
        s.derivative = port_of<derivative, F, S>();
        s.together = port_of<together, F, S, packs::no, lazily::no>();
    }
    if constexpr (!is_complex<S> && inputs_of<F> == 1 && !F::draws) {
        s.second_derivative = port_of<second_derivative, F, S>();
        s.together.ways.push_back({"dual number", scalars<dual_number, F, S>});
        s.tangent = {tangent::name, 1, 1, false, false, {{"batch", batches<tangent, F, S>}}};
        if constexpr (actfn::has_derivative_from_output<K>) {
            s.derivative_from_output = port_of<derivative_from_output, F, S>();
            s.backward_from_output = port_of<backward_from_output, F, S>();
        }
    }
    if constexpr (actfn::has_parameters<K>) {
        s.parameters = parameter_derivatives::outputs<F>;
        s.parameter_derivatives = port_of<parameter_derivatives, F, S, packs::no, lazily::no>();
        if constexpr (every_front_end) s.parameter_gradient = parameter_gradient<F, S>;
        if constexpr (is_complex<S>) {
            if constexpr (actfn::core::has_fields<K>) s.shifted = front::shifted<F>;
        } else if constexpr (!F::draws) {
            s.parameter_tangent = front::parameter_tangent<F>;
            if constexpr (every_front_end && inputs_of<F> == 1) {
                s.parameter_derivatives.ways.push_back(
                    {"Eigen expression", expressions<parameter_derivatives, F, S>, false});
            }
        }
    }
    return s;
}

template <class S, class F> inline constexpr subject<S> table = table_of<S, F>();

} // namespace front

/// The subject of f in numbers S; f must outlive it.
template <class S, class F>
    requires(!actfn::rowwise_function<F> && !actfn::reduction_function<F>)
subject<S> subject_of(F const& f) {
    subject<S> s = front::table<S, F>;
    s.in_double = &front::table<wide_of<S>, F>;
    s.facts = keep(f.facts());
    s.f = &f;
    s.varied = &front::varied(f);
    s.tabled = front::has_defaults(f);
    return s;
}

} // namespace tests
