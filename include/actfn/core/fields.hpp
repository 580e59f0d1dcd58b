// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/config.hpp>

#include <cstddef>
#include <tuple>
#include <type_traits>

namespace actfn::core {

struct anything {
    template <class T> constexpr operator T() const noexcept;
};

/// How many fields the aggregate K has (at most four: the parameters of a kernel).
template <class K> consteval std::size_t field_count() {
    if constexpr (std::is_empty_v<K>) {
        return 0;
    } else if constexpr (requires { K{anything{}, anything{}, anything{}, anything{}}; }) {
        return 4;
    } else if constexpr (requires { K{anything{}, anything{}, anything{}}; }) {
        return 3;
    } else if constexpr (requires { K{anything{}, anything{}}; }) {
        return 2;
    } else {
        return 1;
    }
}

/// References to the fields of an aggregate, in order.
template <class K> constexpr auto fields(K& k) noexcept {
    constexpr std::size_t n = field_count<std::remove_const_t<K>>();
    if constexpr (n == 0) {
        return std::tuple<>{};
    } else if constexpr (n == 1) {
        auto& [a] = k;
        return std::tie(a);
    } else if constexpr (n == 2) {
        auto& [a, b] = k;
        return std::tie(a, b);
    } else if constexpr (n == 3) {
        auto& [a, b, c] = k;
        return std::tie(a, b, c);
    } else {
        auto& [a, b, c, d] = k;
        return std::tie(a, b, c, d);
    }
}

/// The aggregate template with another type of field: rebind<elu<double>, V> is elu<V>. A template
/// may have a first parameter that stays, but no default for the type then.
template <class K, class P> struct rebind_fields;
template <template <class> class K, class Q, class P> struct rebind_fields<K<Q>, P> {
    using type = K<P>;
};
template <template <class, class> class K, class F, class Q, class P>
struct rebind_fields<K<F, Q>, P> {
    using type = K<F, P>;
};
template <class K, class P> using rebind = typename rebind_fields<K, P>::type;

template <class K>
concept has_fields = std::is_aggregate_v<K> &&(field_count<K>() > 0);

/// The aggregate of f(field), for a struct template of one type parameter.
template <class K, class F> constexpr auto map_fields(K const& k, F f) {
    return std::apply(
        [&](auto const&... field) {
            using R = std::common_type_t<decltype(f(field))...>;
            return rebind<K, R>{f(field)...};
        },
        fields(k));
}

/// f on every pair of fields of two equal structs.
template <class K, class F> ACTFN_INLINE auto zip_fields(K const& a, K const& b, F f) {
    auto const from = fields(a);
    auto const other = fields(b);
    return [&]<std::size_t... I>(std::index_sequence<I...>) ACTFN_LAMBDA_INLINE {
        using R = std::common_type_t<decltype(f(std::get<I>(from), std::get<I>(other)))...>;
        return rebind<K, R>{f(std::get<I>(from), std::get<I>(other))...};
    }
    (std::make_index_sequence<field_count<K>()>{});
}

} // namespace actfn::core
