// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string_view>

namespace actfn::core {

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

} // namespace actfn::core
