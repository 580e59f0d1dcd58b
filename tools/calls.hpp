// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/array.hpp>

#include <complex>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/// Which members and verbs a function has, asked of the concepts that guard them.
namespace document {

struct call {
    std::string_view verb;
    bool of_numbers; // f.verb(x...)
    bool of_ranges;  // verb(f, ...)
};

template <class F> class calls_of {
    using K = typename F::kernel_type;
    static constexpr bool two_inputs = actfn::gated_kernel<K> || actfn::elementwise_loss_kernel<K>;
    static constexpr std::size_t inputs = two_inputs || actfn::row_loss_kernel<K> ? 2 : 1;
    static constexpr std::size_t derivatives = actfn::gated_kernel<K> ? 2 : 1;
    using number = std::conditional_t<actfn::complex_kernel<K>, std::complex<double>, double>;

    static constexpr bool is_modulus() {
        if constexpr (actfn::complex_kernel<K>) {
            using W = decltype(std::declval<K const&>().at(actfn::complex<double>{}).value);
            return std::is_same_v<W, double>;
        } else {
            return false;
        }
    }
    /// Behind the inputs comes the value, or the gradient by it.
    template <std::size_t i>
    using entry = std::conditional_t<i == inputs && is_modulus(), double, number>;
    /// The targets of rows are classes.
    template <std::size_t i>
    using range =
        std::vector<std::conditional_t<i == 1 && actfn::row_loss_kernel<K>, int, entry<i>>>;
    /// Members of functions of rows take whole rows.
    static constexpr bool of_rows = actfn::lines_kernel<K> || actfn::row_loss_kernel<K>;

    template <class Verb, std::size_t n> static constexpr bool has_member() {
        return []<std::size_t... I>(std::index_sequence<I...>) {
            return actfn::member_of<Verb, F, std::conditional_t<of_rows, range<I>, entry<I>>...>;
        }
        (std::make_index_sequence<n>{});
    }
    template <class Verb, std::size_t n> static constexpr bool has_verb() {
        return []<std::size_t... I>(std::index_sequence<I...>) {
            return actfn::call_of<Verb, F, range<I>&...>;
        }
        (std::make_index_sequence<n>{});
    }
    template <class Verb, std::size_t numbers, std::size_t ranges> static constexpr call of() {
        return {Verb::name, has_member<Verb, numbers>(), has_verb<Verb, ranges>()};
    }

  public:
    /// How its arguments are called.
    static constexpr char const* form = actfn::gated_kernel<K>     ? "gated"
                                        : inputs == 2              ? "loss"
                                        : actfn::complex_kernel<K> ? "complex"
                                        : actfn::lines_kernel<K>   ? "rows"
                                                                   : "one";
    static constexpr call all[] = {
        of<actfn::verb::forward, inputs, inputs + 1>(),
        of<actfn::verb::derivative, inputs, inputs + derivatives>(),
        of<actfn::verb::value_and_derivative, inputs, inputs + 1 + derivatives>(),
        of<actfn::verb::second_derivative, inputs, inputs + (derivatives == 2 ? 3 : 1)>(),
        of<actfn::verb::backward, inputs + 1, inputs + 1 + derivatives>(),
        of<actfn::verb::derivative_from_output, 1, 2>(),
        of<actfn::verb::backward_from_output, 2, 3>(),
        of<actfn::verb::inverse, 1, 2>(),
        of<actfn::verb::log_derivative, 1, 2>(),
        of<actfn::verb::wirtinger, 1, 4>(),
        of<actfn::verb::parameter_gradient, inputs, inputs + 1>(),
    };
};

} // namespace document
