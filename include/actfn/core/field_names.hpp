// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/fields.hpp>

#include <ostream>
#include <string_view>

namespace actfn::inline ACTFN_ABI::core {

namespace detail {

template <class K> inline constexpr K with_defaults{};
template <class T> struct address_of { T const* field; };

/// The compiler's own text, which ends in the name of the field.
template <address_of field> consteval auto text_with_field() noexcept {
#if defined(_MSC_VER) && !defined(__clang__)
    return std::string_view(__FUNCSIG__);
#else
    return std::string_view(__PRETTY_FUNCTION__);
#endif
}

constexpr bool in_a_name(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// The last name before the last closing brace of the text, or "a parameter".
constexpr std::string_view last_name(std::string_view text) noexcept {
    std::size_t end = text.rfind('}');
    if (end == text.npos) return "a parameter";
    while (end > 0 && !in_a_name(text[end - 1])) --end;
    std::size_t begin = end;
    while (begin > 0 && in_a_name(text[begin - 1])) --begin;
    return begin == end ? "a parameter" : text.substr(begin, end - begin);
}

/// Whether K and all that it holds has a value by default.
template <class K> consteval bool has_defaults() noexcept {
    if constexpr (is_number<K> || !has_fields<K>) {
        return std::is_default_constructible_v<K>;
    } else {
        return []<std::size_t... Is>(std::index_sequence<Is...>) {
            return (detail::has_defaults<field_type<K, Is>>() && ...);
        }
        (std::make_index_sequence<field_count<K>()>{});
    }
}

} // namespace detail

/// The name of field i of a struct, for messages.
template <class K, std::size_t i>
    requires(!detail::has_defaults<plain<K>>())
constexpr std::string_view field_name() noexcept { return "a parameter"; }
template <class K, std::size_t i> constexpr std::string_view field_name() noexcept {
    constexpr detail::address_of address =
        core::with_fields(detail::with_defaults<plain<K>>, [](auto const&... field) {
            auto const& chosen = std::get<i>(std::tie(field...));
            return detail::address_of<std::remove_cvref_t<decltype(chosen)>>{&chosen};
        });
    return detail::last_name(detail::text_with_field<address>());
}

/// The name of a field of a field: "g.beta".
struct field_path {
    field_path const* outer;
    std::string_view name;

    friend std::ostream& operator<<(std::ostream& to, field_path const& path) {
        if (path.outer != nullptr) to << *path.outer << '.';
        return to << path.name;
    }
};

} // namespace actfn::core
