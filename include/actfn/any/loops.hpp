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

/// Of a function in training, by the loop of the engine.
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

/// The loops of a kernel of elements; those that are rare in an array that begins with them.
template <class T, class K> struct loops_of_elements {
    using E = input_element<T, K>;
    using R = value_element<T, K>;
    using X = std::conditional_t<gated_kernel<K> || elementwise_loss_kernel<K>, element_types<T, T>,
                                 element_types<E>>;
    static constexpr bool differentiable = !complex_kernel<K> || holomorphic_kernel<K>;

    /// Whether the derivative has the bits of what goes backward from 1, so that one loop is both.
    static constexpr bool is_backward_from_one =
        !complex_kernel<K> && !engine::has_constant_piece<K> && !requires {
        K::has_infinite_slope;
    }
    &&!requires(K const& k, T x) { k.backward_from_either(x, x); };

    /// Whether a product with 1 would show beside it: a derivative of few operations makes few
    /// errors.
    static constexpr bool is_cheap() {
        if constexpr (elementwise_loss_kernel<K>) {
            return true;
        } else if constexpr (std::is_default_constructible_v<K>) {
            return engine::facts_of(K{}).max_ulp.derivative <= 1;
        } else {
            return false;
        }
    }
    static constexpr bool has_own_derivative() { return !is_backward_from_one || is_cheap(); }

    template <class Member, class... Out> static constexpr tables::loop lean() {
        return lean_loop<Member, T, K, X, element_types<Out...>>::run;
    }
    static constexpr void fill(tables::loop* to) {
        to[tables::value] = lean<member::value, R>();
        if constexpr (gated_kernel<K>) {
            to[tables::value_and_derivative] = lean<member::value_and_derivative, T, T, T>();
            to[tables::backward] =
                lean_loop<member::backward, T, K, element_types<T, T, T>, element_types<T, T>>::run;
            if (has_own_derivative()) to[tables::derivative] = lean<member::derivative, T, T>();
        } else if constexpr (differentiable) {
            to[tables::value_and_derivative] = lean<member::value_and_derivative, R, R>();
            if (has_own_derivative()) to[tables::derivative] = lean<member::derivative, R>();
        }
        if constexpr (elementwise_loss_kernel<K>) {
            to[tables::backward] =
                lean_loop<member::backward, T, K, element_types<T, T, T>, element_types<T>>::run;
        } else if constexpr (!gated_kernel<K>) {
            to[tables::backward] =
                lean_loop<member::backward, T, K, element_types<E, R>, element_types<E>>::run;
        }
        if constexpr (has_derivative_from_output<K>) {
            to[tables::backward_from_output] =
                lean_loop<member::backward_from_output, T, K, element_types<R, R>,
                          element_types<E>>::run;
            if (has_own_derivative()) {
                to[tables::derivative_from_output] =
                    lean_loop<member::derivative_from_output, T, K, element_types<R>,
                              element_types<R>>::run;
            }
        }
    }
    static constexpr void fill_rare(tables::loop* rare) {
        auto const put = [&](tables::slot s, tables::loop l) { rare[s - tables::often_slots] = l; };
        if constexpr (gated_kernel<K>) {
            put(tables::second_derivative, lean<member::second_derivative, T, T, T>());
        } else if constexpr (differentiable) {
            put(tables::second_derivative, lean<member::second_derivative, R>());
        }
        if constexpr (has_inverse<K>) put(tables::inverse, lean<member::inverse, T>());
        if constexpr (has_log_derivative<K>) {
            put(tables::log_derivative, lean<member::log_derivative, T>());
        }
        if constexpr (has_parameters<K>) put(tables::parameter_sums, sum_parameters<T, K>);
        if constexpr (complex_kernel<K>) {
            put(tables::wirtinger, lean<member::wirtinger, R, E, E>());
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

/// Those of a kernel of rows in halves: its inputs and outputs are parts of rows.
template <class T, class K> struct loops_of_halves {
    template <class> using element = T;
    template <class Member, class In, class Out> struct loop;
    template <class Member, std::size_t... I, std::size_t... O>
    struct loop<Member, std::index_sequence<I...>, std::index_sequence<O...>>
        : lean_loop<Member, T, K, element_types<element<std::integral_constant<std::size_t, I>>...>,
                    element_types<element<std::integral_constant<std::size_t, O>>...>> {};
    using over = std::make_index_sequence<K::over>;

    static constexpr void fill(tables::loop* to) {
        to[tables::value] =
            loop<line_member::forward, over, std::make_index_sequence<K::times>>::run;
        to[tables::backward] =
            loop<line_member::backward, std::make_index_sequence<K::over + K::times>, over>::run;
    }
};

} // namespace actfn::engine
