// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/config.hpp>

#include <cstddef>
#include <string_view>

namespace actfn::inline ACTFN_ABI::core {

/// A text as a template argument.
template <std::size_t n> struct fixed_string {
    char text[n]{};

    constexpr fixed_string(char const (&from)[n]) noexcept {
        for (std::size_t i = 0; i < n; ++i) text[i] = from[i];
    }
    constexpr std::string_view view() const noexcept { return {text, n - 1}; }
};

} // namespace actfn::core
