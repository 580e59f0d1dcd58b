// SPDX-License-Identifier: MIT
#pragma once
#include <stdexcept>
#include <string>

namespace tests {

inline constexpr auto no_error = "no exception";

/// What an error that a call reports says; `no_error` where it reports none.
template <class Call> std::string message(Call call) {
    try {
        call();
    } catch (std::invalid_argument const& error) {
        return error.what();
    }
    return no_error;
}

inline bool contains(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

} // namespace tests
