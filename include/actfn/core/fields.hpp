// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/config.hpp>

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace actfn::inline ACTFN_ABI::core {

/// Class types are structs of parameters, except those that are numbers, which say so.
template <class T> inline constexpr bool is_number = !std::is_class_v<T>;

struct anything {
    template <class T> constexpr operator T() const noexcept;
};

/// A kernel under another name has the fields of its base, `plain`.
template <class K> struct plain_of { using type = K; };
template <class K>
    requires requires { typename K::plain; }
struct plain_of<K> {
    using type = typename K::plain;
};
template <class K> using plain = typename plain_of<K>::type;

/// The parameters of a kernel are no more.
inline constexpr std::size_t most_fields = 10;

namespace detail {

template <class K, std::size_t... I> consteval bool takes_fields(std::index_sequence<I...>) {
    return requires { K{(static_cast<void>(I), anything{})...}; };
}
template <class K, std::size_t n> consteval std::size_t count_fields() {
    if constexpr (n <= 1) {
        return n;
    } else if constexpr (takes_fields<K>(std::make_index_sequence<n>{})) {
        return n;
    } else {
        return count_fields<K, n - 1>();
    }
}

} // namespace detail

/// How many fields the aggregate K has.
template <class K> consteval std::size_t field_count() {
    if constexpr (std::is_empty_v<plain<K>>) {
        return 0;
    } else {
        return detail::count_fields<plain<K>, most_fields>();
    }
}

/// f of the fields of an aggregate, in order.
template <class K, class F> ACTFN_INLINE decltype(auto) with_fields(K& k, F&& f) {
    constexpr std::size_t n = field_count<std::remove_const_t<K>>();
    if constexpr (n == 0) {
        return f();
    } else if constexpr (n == 1) {
        auto& [a] = k;
        return f(a);
    } else if constexpr (n == 2) {
        auto& [a, b] = k;
        return f(a, b);
    } else if constexpr (n == 3) {
        auto& [a, b, c] = k;
        return f(a, b, c);
    } else if constexpr (n == 4) {
        auto& [a, b, c, d] = k;
        return f(a, b, c, d);
    } else if constexpr (n == 5) {
        auto& [a, b, c, d, e] = k;
        return f(a, b, c, d, e);
    } else if constexpr (n == 6) {
        auto& [a, b, c, d, e, g] = k;
        return f(a, b, c, d, e, g);
    } else if constexpr (n == 7) {
        auto& [a, b, c, d, e, g, h] = k;
        return f(a, b, c, d, e, g, h);
    } else if constexpr (n == 8) {
        auto& [a, b, c, d, e, g, h, i] = k;
        return f(a, b, c, d, e, g, h, i);
    } else if constexpr (n == 9) {
        auto& [a, b, c, d, e, g, h, i, j] = k;
        return f(a, b, c, d, e, g, h, i, j);
    } else {
        auto& [a, b, c, d, e, g, h, i, j, l] = k;
        return f(a, b, c, d, e, g, h, i, j, l);
    }
}

/// References to the fields of an aggregate, in order.
template <class K> ACTFN_INLINE auto fields(K& k) noexcept {
    return core::with_fields(k,
                             [](auto&... field) ACTFN_LAMBDA_INLINE { return std::tie(field...); });
}

template <class K>
concept has_fields = std::is_aggregate_v<K> &&(field_count<K>() > 0);

/// References to the numbers of a struct, in order. Fields that are structs (the kernels in the
/// kernel of a sum) count as their own numbers.
template <class K> ACTFN_INLINE auto numbers(K& k) noexcept {
    using T = std::remove_const_t<K>;
    if constexpr (is_number<T>) {
        return std::tie(k);
    } else if constexpr (has_fields<T>) {
        return core::with_fields(k, [](auto&... field) ACTFN_LAMBDA_INLINE {
            if constexpr ((is_number<
                               std::remove_const_t<std::remove_reference_t<decltype(field)>>> &&
                           ...)) {
                return std::tie(field...);
            } else {
                return std::tuple_cat(core::numbers(field)...);
            }
        });
    } else {
        return std::tuple<>{};
    }
}
template <class K> consteval std::size_t number_count() {
    return std::tuple_size_v<decltype(core::numbers(std::declval<K&>()))>;
}

/// The struct with another type of number: rebind<elu<double>, V> is elu<V>, and a sum of functions
/// becomes the sum of the rebound ones. Template arguments without numbers stay as they are.
template <class K, class P> struct rebind_fields { using type = K; };
template <class K, class P>
    requires is_number<K>
struct rebind_fields<K, P> {
    using type = P;
};
template <template <class...> class K, class... A, class P>
    requires(!is_number<K<A...>>)
struct rebind_fields<K<A...>, P> {
    using type = K<typename rebind_fields<A, P>::type...>;
};
template <class K, class P>
    requires requires { typename K::plain; }
struct rebind_fields<K, P> : rebind_fields<typename K::plain, P> {};
template <class K, class P> using rebind = typename rebind_fields<K, P>::type;

namespace detail {

template <class K, class P> struct type_of_field;
template <class... T, std::size_t i>
struct type_of_field<std::tuple<T&...>, std::integral_constant<std::size_t, i>> {
    using type = std::remove_const_t<std::tuple_element_t<i, std::tuple<T...>>>;
};
template <class K, std::size_t i>
using field_type = typename type_of_field<decltype(core::fields(std::declval<K&>())),
                                          std::integral_constant<std::size_t, i>>::type;

/// The number of numbers before field i.
template <class K, std::size_t i> consteval std::size_t numbers_before() {
    return []<std::size_t... Is>(std::index_sequence<Is...>) {
        return (std::size_t{} + ... + core::number_count<field_type<K, Is>>());
    }
    (std::make_index_sequence<i>{});
}

template <class K, class P, std::size_t first, class Make>
ACTFN_INLINE auto make_numbers(Make const& make) {
    if constexpr (is_number<K>) {
        return make(std::integral_constant<std::size_t, first>{});
    } else {
        constexpr std::size_t fields = has_fields<K> ? field_count<K>() : 0;
        return [&]<std::size_t... Is>(std::index_sequence<Is...>) ACTFN_LAMBDA_INLINE {
            return rebind<K, P>{
                detail::make_numbers<field_type<K, Is>, P, first + numbers_before<K, Is>()>(
                    make)...};
        }
        (std::make_index_sequence<fields>{});
    }
}

} // namespace detail

/// The struct rebind<K, P> whose numbers are make(0), make(1) and so on; the indices are types.
template <class K, class P, class Make> ACTFN_INLINE auto make_numbers(Make const& make) {
    return detail::make_numbers<K, P, 0>(make);
}

namespace detail {

template <class R, class K, class F> ACTFN_INLINE auto map_numbers(K const& k, F& f) {
    if constexpr (is_number<K>) {
        return static_cast<R>(f(k));
    } else if constexpr (!has_fields<K>) {
        return k;
    } else {
        return core::with_fields(k, [&](auto const&... field) ACTFN_LAMBDA_INLINE {
            return rebind<K, R>{detail::map_numbers<R>(field, f)...};
        });
    }
}

template <class F, class... T>
std::common_type<decltype(std::declval<F&>()(std::declval<T&>()))...>
common(std::tuple<T&...> const&);

} // namespace detail

/// The struct of f(number).
template <class K, class F> ACTFN_INLINE auto map_fields(K const& k, F f) {
    if constexpr (core::number_count<K const>() == 0) {
        return k;
    } else {
        using R = typename decltype(detail::common<F>(core::numbers(k)))::type;
        return detail::map_numbers<R>(k, f);
    }
}

/// f on every pair of numbers of two equal structs.
template <class K, class F> ACTFN_INLINE auto zip_fields(K const& a, K const& b, F f) {
    auto const from = core::numbers(a);
    auto const other = core::numbers(b);
    using R = decltype(f(std::get<0>(from), std::get<0>(other)));
    return core::make_numbers<K, R>([&](auto i) ACTFN_LAMBDA_INLINE -> R {
        return f(std::get<i()>(from), std::get<i()>(other));
    });
}

} // namespace actfn::core
