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

    template <class T, std::size_t> using repeated = T;
    template <class Verb, std::size_t n> static constexpr bool has_member() {
        return []<std::size_t... I>(std::index_sequence<I...>) {
            return actfn::member_of<Verb, F, repeated<number, I>...>;
        }
        (std::make_index_sequence<n>{});
    }
    /// With targets by number where those are classes.
    template <class Verb, std::size_t n> static constexpr bool has_verb() {
        using range = std::vector<number>&;
        return []<std::size_t... I>(std::index_sequence<I...>) {
            if constexpr (actfn::row_loss_kernel<K> && n >= 2) {
                return actfn::call_of<Verb, F, range, std::vector<int>&, repeated<range, I>...>;
            } else {
                return actfn::call_of<Verb, F, repeated<range, I>...>;
            }
        }
        (std::make_index_sequence < (actfn::row_loss_kernel<K> && n >= 2) ? n - 2 : n > {});
    }
    template <class Verb, std::size_t numbers, std::size_t ranges> static constexpr call of() {
        return {Verb::name, has_member<Verb, numbers>(), has_verb<Verb, ranges>()};
    }

  public:
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
