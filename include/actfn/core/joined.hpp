// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/config.hpp>

#include <cstddef>
#include <initializer_list>
#include <string_view>

namespace actfn::inline ACTFN_ABI::core {

/// Texts put together at compile time: the name of a composed function.
template <std::size_t length> struct joined {
    char text[length == 0 ? 1 : length]{};

    constexpr explicit joined(std::initializer_list<std::string_view> parts) noexcept {
        char* to = text;
        for (auto const part : parts) {
            for (char const c : part) *to++ = c;
        }
    }
    constexpr std::string_view view() const noexcept { return {text, length}; }
};

/// What text, as an operand, needs around it: brackets for a sum, for a product too if it is
/// `tight`.
constexpr bool needs_brackets(std::string_view text, bool tight = false) noexcept {
    int depth = 0;
    if (!text.empty() && text[0] == '-') return true;
    for (char const c : text) {
        if (c == '(') ++depth;
        if (c == ')') --depth;
        if (depth == 0 && (c == '+' || c == '-' || (tight && c == ' '))) return true;
    }
    return false;
}

/// Writes `outer` with `inner` for every x that is a word, in brackets where it needs them, and
/// returns the length; `to` may be null.
constexpr std::size_t substitute(char* to, std::string_view outer,
                                 std::string_view inner) noexcept {
    auto const letter = [&](std::size_t i) {
        char const c = i < outer.size() ? outer[i] : ' ';
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_';
    };
    std::size_t length = 0;
    auto const put = [&](std::string_view part) {
        for (char const c : part) {
            if (to != nullptr) to[length] = c;
            ++length;
        }
    };
    for (std::size_t i = 0; i < outer.size(); ++i) {
        if (outer[i] != 'x' || letter(i + 1) || letter(i - 1)) {
            put(outer.substr(i, 1));
            continue;
        }
        bool const alone = outer.size() == 1 || (i > 0 && outer[i - 1] == '(' &&
                                                 i + 1 < outer.size() && outer[i + 1] == ')');
        bool const brackets = !alone && core::needs_brackets(inner, true);
        put(brackets ? "(" : "");
        put(inner);
        put(brackets ? ")" : "");
    }
    return length;
}

template <std::size_t length> struct substituted {
    char text[length == 0 ? 1 : length]{};

    constexpr substituted(std::string_view outer, std::string_view inner) noexcept {
        core::substitute(text, outer, inner);
    }
    constexpr std::string_view view() const noexcept { return {text, length}; }
};

} // namespace actfn::core
