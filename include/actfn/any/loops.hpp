// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/tables.hpp>
#include <actfn/engine/elements.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/engine/verbs.hpp>

/// The members of a kernel as loops whose types are erased.
namespace actfn::inline ACTFN_ABI::engine {

template <class... E> struct element_types {};

/// The types of the inputs and of the value of a kernel for elements T.
template <class T, class K>
using input_element = std::conditional_t<complex_kernel<K>, std::complex<T>, T>;
template <class K> consteval bool has_complex_value() {
    if constexpr (complex_kernel<K>) {
        using R = decltype(member::value::apply(std::declval<K const&>(), complex<double>{}));
        return math::is_complex<R>::value;
    } else {
        return false;
    }
}
template <class T, class K>
using value_element = std::conditional_t<has_complex_value<K>(), std::complex<T>, T>;

/// A loop that holds the kernel once: the last pack runs with what it may share with the one before
/// it. The bits are those of any other loop.
template <class Member, class T, class K, class In, class Out> struct lean_loop;
template <class Member, class T, class K, class... In, class... Out>
struct lean_loop<Member, T, K, element_types<In...>, element_types<Out...>> {
    using V = math::pack<T, native>;
    static constexpr std::size_t w = math::lanes<V>;
    static constexpr std::size_t inputs = sizeof...(In);

    ACTFN_FLATTEN static void run(void const* kernel, tables::draws const*, std::size_t n,
                                  void* const* operands) {
        run(*static_cast<K const*>(kernel), n, operands, std::index_sequence_for<In...>{},
            std::index_sequence_for<Out...>{});
    }

  private:
    template <std::size_t... I, std::size_t... O>
    ACTFN_INLINE static void run(K const k, std::size_t n, void* const* operands,
                                 std::index_sequence<I...>, std::index_sequence<O...>) {
        std::size_t const rest = n % w;
        std::tuple in{static_cast<In const*>(operands[I])...};
        std::tuple out{static_cast<Out*>(operands[inputs + O])...};
        std::tuple const last_in{math::last_pack<V, In const>(std::get<I>(in), n)...};
        std::tuple const last_out{math::last_pack<V, Out>(std::get<O>(out), n)...};
        // Taken before anything is written, for the last pack may hold what the one before it has.
        std::tuple<std::array<In, w>...> in_tail;
        std::tuple<std::array<Out, w>...> out_tail;
        if (rest != 0) {
            (math::store<V>(std::get<I>(in_tail).data(), std::get<I>(last_in).load()), ...);
        }
        std::size_t count = n - rest;
        for (bool last = rest == 0;; last = true) {
            for (std::size_t i = 0; i < count; i += w) {
                auto const r = Member::apply(k, math::load<V>(std::get<I>(in) + i)...);
                auto const numbers = engine::parts(r);
                (math::put<V>(std::get<O>(out) + i, std::get<O>(numbers)), ...);
            }
            if (last) break;
            in = {std::get<I>(in_tail).data()...};
            out = {std::get<O>(out_tail).data()...};
            count = w;
        }
        if (rest == 0) return;
        auto const take = [](auto const* tail) ACTFN_LAMBDA_INLINE { return math::load<V>(tail); };
        (std::get<O>(last_out).store(take(std::get<O>(out_tail).data())), ...);
    }
};

/// The object of a kernel, in training where there are draws.
template <class K> auto function_of(void const* kernel, tables::draws const*) {
    return function<K>(*static_cast<K const*>(kernel));
}
template <class K> auto function_in_training(void const* kernel, tables::draws const* d) {
    return function<K, draw_sequence>(*static_cast<K const*>(kernel),
                                      {{d->seed, d->stream}, d->first});
}

/// The same of a function in training, by the loop of the engine.
template <class Member, class T, class K, std::size_t outputs> struct drawn_loop {
    static void run(void const* kernel, tables::draws const* d, std::size_t n,
                    void* const* operands) {
        [&]<std::size_t... O>(std::index_sequence<O...>) {
            engine::run_contiguous<Member, native, T>(
                *static_cast<K const*>(kernel), draw_sequence{{d->seed, d->stream}, d->first}, n,
                std::tuple(static_cast<T*>(operands[1 + O])...),
                static_cast<T const*>(operands[0]));
        }
        (std::make_index_sequence<outputs>{});
    }
};

/// Adds to the doubles of the last operand; the one before it is gy.
template <class T, class K>
void sum_parameters(void const* kernel, tables::draws const*, std::size_t n,
                    void* const* operands) {
    using V = math::pack<T, native>;
    K const k = *static_cast<K const*>(kernel);
    constexpr std::size_t inputs_ = inputs<K>.count;
    auto* const total = static_cast<double*>(operands[inputs_ + 1]);
    auto const* const gy = static_cast<value_element<T, K> const*>(operands[inputs_]);
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        engine::add_parameter_sums<member::parameter_derivatives, V>(
            k, n, total, gy, static_cast<input_element<T, K> const*>(operands[I])...);
    }
    (std::make_index_sequence<inputs_>{});
}
template <class T, class K>
void sum_parameters_in_training(void const* kernel, tables::draws const* d, std::size_t n,
                                void* const* operands) {
    using V = math::pack<T, native>;
    K const k = *static_cast<K const*>(kernel);
    auto const* const x = static_cast<T const*>(operands[0]);
    auto const* const gy = static_cast<T const*>(operands[1]);
    auto const stretch = [&](std::size_t begin, std::size_t count, T const* random) {
        engine::add_parameter_sums<drawn_member<member::parameter_derivatives>, V>(
            k, count, static_cast<double*>(operands[2]), gy + begin, random, x + begin);
    };
    math::for_draws<typename K::draw, V>({d->seed, d->stream}, d->first, n, stretch);
}

template <class T, class K> struct loops_of_elements {
    using E = input_element<T, K>;
    using R = value_element<T, K>;
    using X = std::conditional_t<gated_kernel<K> || elementwise_loss_kernel<K>, element_types<T, T>,
                                 element_types<E>>;
    static constexpr bool differentiable = !complex_kernel<K> || holomorphic_kernel<K>;

    template <class Member, class... Out> static constexpr tables::loop lean() {
        return lean_loop<Member, T, K, X, element_types<Out...>>::run;
    }
    static constexpr void fill(tables::loop* to) {
        to[tables::value] = lean<member::value, R>();
        if constexpr (gated_kernel<K>) {
            to[tables::derivative] = lean<member::derivative, T, T>();
            to[tables::value_and_derivative] = lean<member::value_and_derivative, T, T, T>();
            to[tables::second_derivative] = lean<member::second_derivative, T, T, T>();
        } else if constexpr (differentiable) {
            to[tables::derivative] = lean<member::derivative, R>();
            to[tables::value_and_derivative] = lean<member::value_and_derivative, R, R>();
            to[tables::second_derivative] = lean<member::second_derivative, R>();
        }
        if constexpr (has_derivative_from_output<K>) {
            to[tables::derivative_from_output] = lean_loop<member::derivative_from_output, T, K,
                                                           element_types<R>, element_types<R>>::run;
        }
        if constexpr (has_inverse<K>) to[tables::inverse] = lean<member::inverse, T>();
        if constexpr (has_log_derivative<K>) {
            to[tables::log_derivative] = lean<member::log_derivative, T>();
        }
        if constexpr (has_parameters<K>) to[tables::parameter_sums] = sum_parameters<T, K>;
        if constexpr (complex_kernel<K>) {
            to[tables::complex_backward] =
                lean_loop<member::backward, T, K, element_types<E, R>, element_types<E>>::run;
            if constexpr (has_derivative_from_output<K>) {
                to[tables::complex_backward_from_output] =
                    lean_loop<member::backward_from_output, T, K, element_types<R, R>,
                              element_types<E>>::run;
            }
            to[tables::wirtinger] = lean<member::wirtinger, R, E, E>();
        }
    }
    static constexpr void fill_in_training(tables::loop* to) {
        to[tables::value] = drawn_loop<member::value, T, K, 1>::run;
        to[tables::derivative] = drawn_loop<member::derivative, T, K, 1>::run;
        to[tables::value_and_derivative] = drawn_loop<member::value_and_derivative, T, K, 2>::run;
        to[tables::second_derivative] = drawn_loop<member::second_derivative, T, K, 1>::run;
        if constexpr (has_parameters<K>) {
            to[tables::parameter_sums] = sum_parameters_in_training<T, K>;
        }
    }
};

template <class E> strided_view<E, 3> view_of_rows(tables::rows const& r) noexcept {
    return {static_cast<E*>(r.data),
            {r.size[0], r.size[1], r.size[2]},
            {r.stride[0], r.stride[1], r.stride[2]}};
}

/// The row loops of functions that `make` makes of a kernel.
template <class T, class K, auto make> struct loops_of_rows {
    using F = decltype(make(nullptr, nullptr, tables::halves::apart));
    using in = T const;

    template <class Verb>
    static void run(void const* kernel, tables::draws const* d, tables::halves gate,
                    tables::rows const* o, double*) {
        auto const f = make(kernel, d, gate);
        auto const x = engine::view_of_rows<in>(o[0]);
        auto const second = engine::view_of_rows<T>(o[1]);
        if constexpr (std::same_as<Verb, verb::forward>) {
            engine::run_on_lines<Verb, native>(f, row_layout{}, x, second);
        } else {
            auto const gy = engine::view_of_rows<in>(o[1]);
            auto const gx = engine::view_of_rows<T>(o[2]);
            engine::run_on_lines<Verb, native>(f, row_layout{}, x, gy, gx);
        }
    }
    static void sum(void const* kernel, tables::draws const* d, tables::halves gate,
                    tables::rows const* o, double* sums) {
        auto const f = make(kernel, d, gate);
        auto const x = engine::view_of_rows<in>(o[0]);
        auto const gy = engine::view_of_rows<in>(o[1]);
        auto const gradient = [&] {
            if constexpr (has_parameter_parts<typename F::kernel_type>) {
                return engine::parameter_sums_of_parts<native>(f, row_layout{}, x, gy);
            } else {
                return engine::row_sums<native>("parameter_gradient", f, row_layout{}, x, gy);
            }
        }();
        std::apply([&](auto const&... number) { ((*sums++ = static_cast<double>(number)), ...); },
                   core::numbers(gradient));
    }
    static constexpr void fill(tables::row_loop* to) {
        using Rows = typename F::kernel_type;
        to[tables::row_forward] = run<verb::forward>;
        to[tables::row_backward] = run<verb::backward>;
        if constexpr (engine::has_verb<verb::backward_from_output, F, false>()) {
            to[tables::row_backward_from_output] = run<verb::backward_from_output>;
        }
        if constexpr (has_parameter_parts<Rows> ||
                      engine::has_verb<verb::parameter_gradient, F, false>()) {
            to[tables::row_parameter_sums] = sum;
        }
    }
};

template <class T, class K> struct loops_of_losses {
    template <class Verb, class Targets>
    static void run_on(K const& k, tables::rows const* o, Targets const& t) {
        function<K> const f(k);
        auto const x = engine::view_of_rows<T const>(o[0]);
        auto const first = engine::view_of_rows<T>(o[2]);
        if constexpr (std::same_as<Verb, verb::forward> || std::same_as<Verb, verb::derivative>) {
            engine::run_on_losses<Verb, native>(f, row_layout{}, x, t, first);
        } else if constexpr (std::same_as<Verb, verb::value_and_derivative>) {
            auto const second = engine::view_of_rows<T>(o[3]);
            engine::run_on_losses<Verb, native>(f, row_layout{}, x, t, first, second);
        } else {
            auto const gy = engine::view_of_rows<T const>(o[2]);
            auto const gx = engine::view_of_rows<T>(o[3]);
            engine::run_on_losses<Verb, native>(f, row_layout{}, x, t, gy, gx);
        }
    }
    template <class Verb>
    static void run(void const* kernel, tables::rows const* o, std::int64_t const* labels,
                    std::size_t given) {
        K const& k = *static_cast<K const*>(kernel);
        if (labels != nullptr) {
            run_on<Verb>(k, o, std::span(labels, given));
        } else {
            run_on<Verb>(k, o, engine::view_of_rows<T const>(o[1]));
        }
    }
    static constexpr void fill(tables::loss_loop* to) {
        to[tables::loss_forward] = run<verb::forward>;
        to[tables::loss_derivative] = run<verb::derivative>;
        to[tables::loss_both] = run<verb::value_and_derivative>;
        to[tables::loss_backward] = run<verb::backward>;
    }
};

} // namespace actfn::engine
