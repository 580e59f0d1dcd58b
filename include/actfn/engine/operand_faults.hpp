// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>

/// Which operands each verb of <actfn/array.hpp> takes, and what is wrong with others.
namespace actfn::inline ACTFN_ABI {

namespace engine {

/// The object that serves operands X of f: the complex extension for complex numbers.
template <class F, class X> constexpr auto const& serving(F const& f) noexcept {
    using K = typename F::kernel_type;
    if constexpr (operand<X> && !is_each<F>) {
        if constexpr (pointwise_kernel<K> && has_complex_extension<K> &&
                      complex_element<std::remove_cv_t<element_t<X>>>) {
            return complex_extension<K>::function;
        } else {
            return f;
        }
    } else {
        return f;
    }
}

/// The types of elements a complex call has.
template <class Verb, class K, class T, std::size_t number> consteval auto expected_element() {
    using R = decltype(member::value::apply(std::declval<K const&>(), complex<math::pack<T>>{}));
    using Value = std::conditional_t<real<R>, T, std::complex<T>>;
    if constexpr (number < inputs<K>.count) {
        return std::type_identity<std::complex<T>>{};
    } else if constexpr (std::same_as<Verb, verb::backward> && number == inputs<K>.count + 1) {
        return std::type_identity<std::complex<T>>{};
    } else if constexpr (std::same_as<Verb, verb::wirtinger> && number > 1) {
        return std::type_identity<std::complex<T>>{};
    } else {
        return std::type_identity<Value>{};
    }
}

/// Whether operand X holds the class numbers of a loss of rows.
template <class K, std::size_t number, class X>
inline constexpr bool holds_classes = [] {
    if constexpr (row_loss_kernel<K> && number == 1) {
        return class_numbers<std::remove_cvref_t<X>>;
    } else {
        return false;
    }
}();

template <class K, std::size_t number, class X, bool written, bool lines, bool duals>
consteval auto operand_fault() {
    using P = std::remove_reference_t<X>;
    constexpr bool known = operand<P> || is_added<std::remove_cvref_t<X>>;
    if constexpr (holds_classes<K, number, X>) {
        return std::type_identity<wrong::nothing>{};
    } else if constexpr (duals && dual_range<P>) {
        if constexpr (written && std::is_const_v<typename lines_element<P>::type>) {
            return std::type_identity<wrong::output_is_const<number + 1, P>>{};
        } else {
            return std::type_identity<wrong::nothing>{};
        }
    } else if constexpr (lines && taught_lines<P>) {
        if constexpr (written && std::is_const_v<typename lines_element<P>::type>) {
            return std::type_identity<wrong::output_is_const<number + 1, P>>{};
        } else {
            return std::type_identity<wrong::nothing>{};
        }
    } else if constexpr (!known && has_front_end<std::remove_cvref_t<X>>) {
        return std::type_identity<wrong::operand_is_a_lazy_expression<number + 1, P>>{};
    } else if constexpr (!known && std::ranges::contiguous_range<P>) {
        return std::type_identity<wrong::operand_has_elements_of_another_kind<number + 1, P>>{};
    } else if constexpr (!known) {
        return std::type_identity<wrong::operand_is_no_range_of_numbers<number + 1, P>>{};
    } else if constexpr (written && !output<X>) {
        return std::type_identity<wrong::output_is_const<number + 1, P>>{};
    } else {
        return std::type_identity<wrong::nothing>{};
    }
}

template <class X>
inline constexpr bool is_known =
    operand<X> || taught_lines<X> || is_added<std::remove_cvref_t<X>> || dual_range<X>;

template <class Verb, class K, std::size_t number, class X, class First>
consteval auto known_element_fault() {
    using E = std::remove_cv_t<typename lines_element<std::remove_reference_t<X>>::type>;
    using E0 = std::remove_cv_t<typename lines_element<std::remove_reference_t<First>>::type>;
    using T = arithmetic<E0>;
    if constexpr (complex_kernel<K>) {
        using Expected = typename decltype(engine::expected_element<Verb, K, T, number>())::type;
        if constexpr (std::same_as<E, Expected>) {
            return std::type_identity<wrong::nothing>{};
        } else {
            return std::type_identity<wrong::operand_has_other_elements<number + 1, E, Expected>>{};
        }
    } else if constexpr (complex_element<E> || !std::same_as<arithmetic<E>, T>) {
        return std::type_identity<wrong::operand_has_other_elements<number + 1, E, T>>{};
    } else {
        return std::type_identity<wrong::nothing>{};
    }
}

template <class Verb, class K, std::size_t number, class X, class First>
consteval auto element_fault() {
    constexpr bool known =
        is_known<std::remove_reference_t<X>> && is_known<std::remove_reference_t<First>>;
    if constexpr (!known) {
        return std::type_identity<wrong::nothing>{};
    } else {
        return engine::known_element_fault<Verb, K, number, X, First>();
    }
}

/// Whether a call has what it needs beside operands, where parameters are data.
template <class Verb, class K, class... X> consteval bool means_something_each() {
    constexpr bool given = has_gradients<X...>;
    using Last = std::remove_cvref_t<std::tuple_element_t<sizeof...(X), std::tuple<int, X...>>>;
    constexpr bool of_k =
        ((!has_gradients<X> || std::same_as<std::remove_cvref_t<X>, each_gradients<K>>)&&...);
    if constexpr (has_gate<X...> || !of_k || given != is_gradients<Last>) {
        return false;
    } else if constexpr (std::same_as<Verb, verb::parameter_gradient>) {
        return given;
    } else {
        return !given || (std::same_as<Verb, verb::backward> && has_parameters<K>);
    }
}

template <class Verb, class F, class... X> consteval auto fault_of_operands() {
    using First = std::remove_reference_t<std::tuple_element_t<0, std::tuple<X..., int>>>;
    using G = std::remove_cvref_t<decltype(engine::serving<F, First>(std::declval<F const&>()))>;
    using K = typename G::kernel_type;
    constexpr bool split = has_gate<X...> && gated_kernel<K>;
    constexpr bool lines = split || lines_kernel<K>;
    constexpr bool in_rows = lines || row_loss_kernel<K> || is_each<G>;
    constexpr bool duals = lines_kernel<K> && !G::draws && !has_gate<X...>;
    constexpr std::size_t given = operand_count<X...>;
    constexpr bool means_something =
        !is_each<G> ? !has_gradients<X...> : engine::means_something_each<Verb, K, X...>();
    if constexpr (!engine::has_verb<Verb, G, split>() || !means_something) {
        return std::type_identity<wrong::the_function_has_no<Verb, K>>{};
    } else {
        constexpr std::size_t in = !lines                              ? inputs_of_call<Verb, K>
                                   : std::same_as<Verb, verb::forward> ? 1
                                                                       : 2;
        constexpr std::size_t out = std::same_as<Verb, verb::parameter_gradient> ? 0
                                    : lines                                      ? 1
                                            : outputs_of_call<Verb, K>;
        if constexpr (given != in + out || (!in_rows && given != sizeof...(X))) {
            return std::type_identity<wrong::number_of_arguments<given, in + out>>{};
        } else {
            return [&]<std::size_t... J>(std::index_sequence<J...>) {
                using All = std::tuple<X...>;
                return engine::first_fault<
                    typename decltype(engine::operand_fault < K, J, std::tuple_element_t<J, All>,
                                      (J >= in), in_rows, duals && out == 1 > ())::type...,
                    typename decltype(engine::element_fault<Verb, K, J,
                                                            std::tuple_element_t<J, All>,
                                                            First>())::type...>();
            }
            (std::make_index_sequence<in + out>{});
        }
    }
}

/// forward(f, x, mask, y, layout) of a function of rows with options.
template <class F, class... X> inline constexpr bool has_mask = false;
template <row_options_function F, class X, class M, class Y, class... Layout>
    requires(mask_operand<std::remove_reference_t<M>> &&
             (rows_in_a_range<std::remove_cvref_t<Layout>> && ...))
inline constexpr bool has_mask<F, X, M, Y, Layout...> = true;

/// parameter_gradient(f, x, gy, row_gradients{...}, layout) of a function of rows with options.
template <class F, class... X> inline constexpr bool has_row_gradients = false;
template <function_object F, class X, class G, class To, class... Layout>
    requires(std::same_as<std::remove_cvref_t<To>, row_gradients>&&
                 has_row_options<typename F::kernel_type> &&
             !row_loss_function<F> && (rows_in_a_range<std::remove_cvref_t<Layout>> && ...))
inline constexpr bool has_row_gradients<F, X, G, To, Layout...> = true;
/// parameter_gradient(f, x, t, gy, row_gradients{...}, layout) of a loss of rows.
template <row_loss_function F, class X, class T, class G, class To, class... Layout>
    requires(std::same_as<std::remove_cvref_t<To>, row_gradients>&&
                 has_row_options<typename F::kernel_type> &&
             (rows_in_a_range<std::remove_cvref_t<Layout>> && ...))
inline constexpr bool has_row_gradients<F, X, T, G, To, Layout...> = true;

template <class Verb, class F, class... X> consteval auto call_fault() {
    if constexpr ((std::same_as<Verb, verb::forward> && has_mask<F, X...>) ||
                  (std::same_as<Verb, verb::parameter_gradient> && has_row_gradients<F, X...>)) {
        return std::type_identity<wrong::nothing>{};
    } else {
        return engine::fault_of_operands<Verb, F, X...>();
    }
}

} // namespace engine

/// The operands of a verb fit the function; if not, `wrong` says which does not, and why.
template <class Verb, class F, class... X>
concept call_of = right<typename decltype(engine::call_fault<Verb, F, X...>())::type>;

} // namespace actfn
