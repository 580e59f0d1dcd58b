// SPDX-License-Identifier: MIT
#pragma once
#include <stdexcept>
#include <string>

namespace tests {

/// What an error that a call reports says; "no exception" where it reports none.
template <class Call> std::string message(Call call) {
    try {
        call();
    } catch (std::invalid_argument const& error) {
        return error.what();
    }
    return "no exception";
}

inline bool contains(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

} // namespace tests
