// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/each.hpp>
#include <actfn/engine/halves.hpp>
#include <actfn/engine/losses.hpp>

/// Which arguments members and verbs take, and what the compiler says where they do not fit.
namespace actfn::inline ACTFN_ABI {

namespace verb {

struct forward {
    static constexpr std::string_view name = "forward";
    using member = member::value;
    using lines = line_member::forward;
};
struct derivative {
    static constexpr std::string_view name = "derivative";
    using member = member::derivative;
};
struct second_derivative {
    static constexpr std::string_view name = "second_derivative";
    using member = member::second_derivative;
};
struct value_and_derivative {
    static constexpr std::string_view name = "value_and_derivative";
    using member = member::value_and_derivative;
};
struct backward {
    static constexpr std::string_view name = "backward";
    using member = member::backward;
    using lines = line_member::backward;
};
struct derivative_from_output {
    static constexpr std::string_view name = "derivative_from_output";
    using member = member::derivative_from_output;
};
struct backward_from_output {
    static constexpr std::string_view name = "backward_from_output";
    using member = member::backward_from_output;
    using lines = line_member::backward_from_output;
};
struct inverse {
    static constexpr std::string_view name = "inverse";
    using member = member::inverse;
};
struct log_derivative {
    static constexpr std::string_view name = "log_derivative";
    using member = member::log_derivative;
};
struct wirtinger {
    static constexpr std::string_view name = "wirtinger";
    using member = member::wirtinger;
};
struct parameter_gradient {
    static constexpr std::string_view name = "parameter_gradient";
    using member = member::parameter_derivatives;
};

} // namespace verb

/// What can be wrong with a call: one of these stands in the compiler's message, with the number of
/// the argument, the first behind the function being 1.
namespace wrong {

struct nothing {};
/// The call means nothing for this kind of function, or the function does not offer it.
template <class Verb, class Kernel> struct the_function_has_no;
template <std::size_t given, std::size_t expected> struct number_of_arguments;

/// forward(f, x, y) and the other verbs of <actfn/array.hpp> take ranges; members take numbers and
/// Eigen expressions.
template <std::size_t number, class X> struct argument_is_a_range_which_the_verbs_take;
/// Take float, double, std::complex of them, a 16-bit floating type, a batch, a dual number, or an
/// Eigen expression (with <actfn/eigen.hpp>).
template <std::size_t number, class X> struct argument_is_no_number_or_expression;
/// A function of elements takes X itself, not X.colwise().
template <std::size_t number, class X>
struct argument_is_lines_of_a_matrix_which_functions_of_rows_take;
template <std::size_t number, class X> struct argument_is_complex_but_the_function_is_real;
template <std::size_t number, class X> struct argument_is_real_but_the_function_is_complex;
/// Rows come as a vector, X.colwise() or X.rowwise(), or a contiguous range.
template <std::size_t number, class X> struct argument_is_no_row;

/// Evaluate it first, or assign the lazy expression f(x) instead of calling the verb.
template <std::size_t number, class X> struct operand_is_a_lazy_expression;
/// Take float, double, std::complex of them, or a 16-bit floating type.
template <std::size_t number, class X> struct operand_has_elements_of_another_kind;
/// Take a contiguous range, an actfn::strided_view, or an object that operand_traits knows.
template <std::size_t number, class X> struct operand_is_no_range_of_numbers;
template <std::size_t number, class X> struct output_is_const;
/// All elements of a call are of one type, but for 16-bit types beside float.
template <std::size_t number, class Given, class Expected> struct operand_has_other_elements;

} // namespace wrong

namespace engine {

template <class X> inline constexpr bool is_gate = std::same_as<std::remove_cvref_t<X>, gate>;

/// How many of X... are operands: what stands before `gate`, layout and gradients by parameters.
template <class... X>
inline constexpr std::size_t
    operand_count = (std::size_t(!is_layout<X> && !is_gate<X> && !has_gradients<X>) + ... + 0);
template <class... X> inline constexpr bool has_gate = (is_gate<X> || ...);

template <class Verb, class K>
inline constexpr std::size_t inputs_of_call =
    std::same_as<Verb, verb::backward> || std::same_as<Verb, verb::parameter_gradient>
        ? inputs<K>.count + 1
    : std::same_as<Verb, verb::backward_from_output>   ? 2
    : std::same_as<Verb, verb::derivative_from_output> ? 1
                                                       : inputs<K>.count;

template <class Verb, class K>
inline constexpr std::size_t outputs_of_call =
    std::same_as<Verb, verb::parameter_gradient>     ? 0
    : std::same_as<Verb, verb::wirtinger>            ? 3
    : std::same_as<Verb, verb::value_and_derivative> ? gated_kernel<K> ? 3 : 2
    : std::same_as<Verb, verb::second_derivative>    ? gated_kernel<K> ? 3 : 1
    : (std::same_as<Verb, verb::derivative> || std::same_as<Verb, verb::backward>)&&gated_kernel<K>
        ? 2
        : 1;

/// A kernel in inference or training.
template <class K, bool in_training> struct function_like {
    using kernel_type = K;
    static constexpr bool draws = in_training;
};

/// Whether a verb means something for f.
template <class Verb, class F, bool split> consteval bool has_verb() {
    using K = typename F::kernel_type;
    if constexpr (row_loss_kernel<K>) {
        return std::same_as<Verb, verb::forward> || std::same_as<Verb, verb::derivative> ||
               std::same_as<Verb, verb::value_and_derivative> ||
               std::same_as<Verb, verb::backward> ||
               (std::same_as<Verb, verb::parameter_gradient> && has_row_options<K>);
    } else if constexpr (split || lines_kernel<K>) {
        if constexpr (std::same_as<Verb, verb::backward_from_output>) {
            return !split && has_backward_from_output<K>;
        } else if constexpr (std::same_as<Verb, verb::parameter_gradient>) {
            return split ? has_parameters<K>
                         : has_parameter_parts<K> || has_row_options<K> ||
                               ((has_temperature_gradient<K> ||
                                 has_row_parameter_gradients<K>)&&!F::draws);
        } else {
            return requires { typename Verb::lines; };
        }
    } else if constexpr (std::same_as<Verb, verb::derivative> ||
                         std::same_as<Verb, verb::second_derivative> ||
                         std::same_as<Verb, verb::value_and_derivative>) {
        return !complex_kernel<K> || holomorphic_kernel<K>;
    } else if constexpr (std::same_as<Verb, verb::backward_from_output> ||
                         std::same_as<Verb, verb::derivative_from_output>) {
        return has_derivative_from_output<K> && !F::draws;
    } else if constexpr (std::same_as<Verb, verb::inverse>) {
        return has_inverse<K> && !F::draws;
    } else if constexpr (std::same_as<Verb, verb::log_derivative>) {
        return has_log_derivative<K> && !F::draws;
    } else if constexpr (std::same_as<Verb, verb::wirtinger>) {
        return complex_kernel<K>;
    } else if constexpr (std::same_as<Verb, verb::parameter_gradient>) {
        return has_parameters<K>;
    } else {
        return true;
    }
}

template <class... Fault> struct first_fault_of { using type = wrong::nothing; };
template <class Fault, class... More> struct first_fault_of<Fault, More...> { using type = Fault; };
template <class... More>
struct first_fault_of<wrong::nothing, More...> : first_fault_of<More...> {};

/// The first of several that is not `nothing`.
template <class... Fault> consteval auto first_fault() {
    return std::type_identity<typename first_fault_of<Fault...>::type>{};
}

template <class X, class K>
concept fits = (is_complex_valued<X> ? complex_kernel<K> || has_complex_extension<K>
                                     : !complex_kernel<K>);

/// The kernel that serves arguments X: for complex numbers, the kernel of the complex extension.
template <class K, class X> struct kernel_for { using type = K; };
template <class K, class X>
    requires(is_complex_valued<X>&& has_complex_extension<K>)
struct kernel_for<K, X> {
    using type =
        typename std::remove_cvref_t<decltype(complex_extension<K>::function)>::kernel_type;
};

/// The first argument says which; gy may be real where the function is.
template <class K, std::size_t number, class X> consteval auto argument_fault() {
    if constexpr (requires { front_end<X>::lines_of_a_matrix; }) {
        return std::type_identity<
            wrong::argument_is_lines_of_a_matrix_which_functions_of_rows_take<number + 1, X>>{};
    } else if constexpr (!argument<X> && operand<X>) {
        return std::type_identity<wrong::argument_is_a_range_which_the_verbs_take<number + 1, X>>{};
    } else if constexpr (!argument<X>) {
        return std::type_identity<wrong::argument_is_no_number_or_expression<number + 1, X>>{};
    } else if constexpr (number < inputs<K>.count && !fits<X, K>) {
        if constexpr (is_complex_valued<X>) {
            return std::type_identity<
                wrong::argument_is_complex_but_the_function_is_real<number + 1, X>>{};
        } else {
            return std::type_identity<
                wrong::argument_is_real_but_the_function_is_complex<number + 1, X>>{};
        }
    } else {
        return std::type_identity<wrong::nothing>{};
    }
}

template <std::size_t number, class X> consteval auto row_fault() {
    if constexpr (lines_argument<X> || std::is_arithmetic_v<X>) {
        return std::type_identity<wrong::nothing>{};
    } else {
        return std::type_identity<wrong::argument_is_no_row<number + 1, X>>{};
    }
}

/// Whether f(x) is a composition: both are pointwise functions.
template <class Verb, class F, class X> inline constexpr bool composes = false;
template <class F, class X>
    requires requires { typename X::kernel_type; }
inline constexpr bool composes<verb::forward, F, X> = pointwise_kernel<typename F::kernel_type> &&
                                                      pointwise_kernel<typename X::kernel_type> &&
                                                      !F::draws && !X::draws;

template <class Verb, class F, class... X> consteval auto member_fault() {
    using First = std::remove_cvref_t<std::tuple_element_t<0, std::tuple<X..., int>>>;
    using K = typename kernel_for<typename F::kernel_type, First>::type;
    constexpr bool split = has_gate<X...> && gated_kernel<K>;
    constexpr bool lines = split || lines_kernel<K>;
    constexpr bool backward =
        std::same_as<Verb, verb::backward> || std::same_as<Verb, verb::backward_from_output>;
    constexpr std::size_t given = sizeof...(X) - (split ? 1 : 0);
    if constexpr (composes<Verb, F, First> && given == 1) {
        return std::type_identity<wrong::nothing>{};
    } else if constexpr (!engine::has_verb<Verb, function_like<K, F::draws>, split>() ||
                         (lines && std::same_as<Verb, verb::parameter_gradient>) ||
                         (row_loss_kernel<K> && !std::same_as<Verb, verb::forward>)) {
        return std::type_identity<wrong::the_function_has_no<Verb, K>>{};
    } else if constexpr (lines) {
        constexpr std::size_t expected = backward ? 2 : 1;
        if constexpr (given != expected) {
            return std::type_identity<wrong::number_of_arguments<given, expected>>{};
        } else {
            return [&]<std::size_t... J>(std::index_sequence<J...>) {
                return engine::first_fault<
                    typename decltype(engine::row_fault<J,
                                                        std::remove_cvref_t<std::tuple_element_t<
                                                            J, std::tuple<X...>>>>())::type...>();
            }
            (std::make_index_sequence<expected>{});
        }
    } else if constexpr (reduces<K, First> && std::same_as<Verb, verb::forward>) {
        constexpr std::size_t operands = operand_count<X...>;
        if constexpr ((operands != 2 && operands != 3) ||
                      (operands != given && !row_loss_kernel<K>)) {
            return std::type_identity<wrong::number_of_arguments<operands, 2>>{};
        } else if constexpr (!loss_argument<First>) {
            return std::type_identity<wrong::operand_is_no_range_of_numbers<1, First>>{};
        } else {
            return std::type_identity<wrong::nothing>{};
        }
    } else {
        constexpr std::size_t expected = std::same_as<Verb, verb::parameter_gradient>
                                             ? inputs<K>.count
                                             : inputs_of_call<Verb, K>;
        if constexpr (given != expected) {
            return std::type_identity<wrong::number_of_arguments<given, expected>>{};
        } else {
            return [&]<std::size_t... J>(std::index_sequence<J...>) {
                return engine::first_fault<
                    typename decltype(engine::argument_fault<
                                      K, J,
                                      std::remove_cvref_t<std::tuple_element_t<
                                          J, std::tuple<X...>>>>())::type...>();
            }
            (std::make_index_sequence<expected>{});
        }
    }
}

template <class Fault> inline constexpr bool is_right = false;
template <> inline constexpr bool is_right<wrong::nothing> = true;

} // namespace engine

/// No fault was found: what a compiler's message names beside the fault there is.
template <class Fault>
concept right = engine::is_right<Fault>;

/// The arguments of a member fit the function; if not, `wrong` says which does not, and why.
template <class Verb, class F, class... X>
concept member_of = right<typename decltype(engine::member_fault<Verb, F, X...>())::type>;

namespace engine {

/// f(g), which <actfn/function.hpp> defines.
template <class F, class G> struct composition;

/// A member of a gated function whose first argument holds both inputs; `gate` stands last.
template <class Verb, class Arch, class F, class X, class... More>
auto invoke_split(F const& f, X const& x, More const&... more) {
    gate const which = std::get<sizeof...(More) - 1>(std::tie(more...));
    if constexpr (std::same_as<Verb, verb::backward>) {
        return engine::halves_of(f, which).template backward<Arch>(x,
                                                                   std::get<0>(std::tie(more...)));
    } else if constexpr (has_front_end<X>) {
        return front_end<X>::template split<Arch>(f, x, which);
    } else {
        return engine::halves_of(f, which).template operator()<Arch>(x);
    }
}

/// A kernel says by `check_from_output` which parameters leave its derivative no function of its
/// value.
template <class Verb, class F> ACTFN_INLINE void check_for(F const& f) {
    using K = typename F::kernel_type;
    if constexpr ((std::same_as<Verb, verb::derivative_from_output> ||
                   std::same_as<Verb, verb::backward_from_output>)&&requires(K const& k) {
                      k.check_from_output();
                  }) {
        if constexpr (requires { f.kernel(); }) {
            f.kernel().check_from_output();
        } else {
            engine::for_entries<K>(engine::list_of(f.parameters()),
                                   [](auto const& k) { k.check_from_output(); });
        }
    }
}

/// A member of a function object, as its kind of kernel computes it.
template <class Verb, class Arch, class F, class X, class... More>
ACTFN_INLINE auto invoke(F const& f, X& x, More&... more) {
    using K = typename F::kernel_type;
    engine::check_for<Verb>(f);
    if constexpr (composes<Verb, F, std::remove_const_t<X>>) {
        return composition<K, typename X::kernel_type>::of(f.kernel(), x.kernel());
    } else if constexpr (has_gate<More...>) {
        return engine::invoke_split<Verb, Arch>(f, x, more...);
    } else if constexpr (lines_kernel<K>) {
        return engine::call_lines<typename Verb::lines, Arch>(f, x, more...);
    } else if constexpr (reduces<K, std::remove_const_t<X>> && std::same_as<Verb, verb::forward>) {
        return engine::reduce<Arch>(f, mean{}, x, more...);
    } else {
        return engine::call<typename Verb::member, Arch>(f, x, more...);
    }
}

} // namespace engine

} // namespace actfn
