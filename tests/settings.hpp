// SPDX-License-Identifier: MIT
#pragma once
#include "formula.hpp"
#include <actfn/core/field_names.hpp>
#include <actfn/engine/function.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

/// Functions with other parameters than the defaults.
namespace tests {

/// use(f), and use of f with three other settings of its parameters, of those that it takes.
template <class F, class Use> void at_settings(F const& f, Use use) {
    use(f);
    using K = typename F::kernel_type;
    if constexpr (actfn::core::has_fields<K>) {
        constexpr std::array<std::array<double, 4>, 4> factors{
            {{0.3, 1.7, 0.6, 3}, {2.5, 0.4, 1.9, 0.2}, {5.3, 4.1, 7, 0.5}, {-0.7, 1.3, -2, 1.1}}};
        for (auto const& factor : factors) {
            std::size_t i = 0;
            auto const changed = actfn::core::map_fields(
                f.kernel(), [&](double p) { return (p == 0 ? 0.5 : p) * factor[i++ % 4]; });
            try {
                use(f.with(changed));
            } catch (std::invalid_argument const&) { // the sign, or a number that is to be whole
            }
        }
    }
}

/// The parameters of a kernel in a formula.
template <class R, class K> void set_parameters(formula<R>& of, K const& k) {
    if constexpr (actfn::core::has_fields<K>) {
        auto const fields = actfn::core::fields(k);
        auto const set = [&]<std::size_t i>(std::integral_constant<std::size_t, i>) {
            auto const& field = std::get<i>(fields);
            if constexpr (std::is_arithmetic_v<std::remove_cvref_t<decltype(field)>>) {
                of.set(actfn::core::field_name<K, i>(), static_cast<R>(field));
            }
        };
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (set(std::integral_constant<std::size_t, I>{}), ...);
        }
        (std::make_index_sequence<actfn::core::field_count<K>()>{});
    }
}

} // namespace tests
