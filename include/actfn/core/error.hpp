// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace actfn::core {

/// A part of a text; a NaN without its sign.
template <class T> constexpr T const& printed(T const& part) noexcept { return part; }
inline double printed(double part) noexcept {
    return part == part ? part : std::numeric_limits<double>::quiet_NaN();
}

template <class... Parts> [[noreturn]] void fail(Parts const&... parts) {
    std::ostringstream text;
    text << "actfn::";
    (text << ... << core::printed(parts));
    throw std::invalid_argument(text.str());
}

/// Reports a parameter outside its domain, as in
/// `actfn::hard_tanh: lo = 2 must be at most hi = 1`. In a constant expression it does not compile.
constexpr void require(bool holds, std::string_view function, std::string_view parameter,
                       double given, std::string_view relation, double bound) {
    if (!holds) {
        fail(function, ": ", parameter, " = ", given, " must be ", relation, " ", bound);
    }
}

inline void require_shape(std::string_view function, std::string_view name, std::ptrdiff_t rows,
                          std::ptrdiff_t columns, std::ptrdiff_t expected_rows,
                          std::ptrdiff_t expected_columns) {
    if (rows != expected_rows || columns != expected_columns) {
        fail(function, ": ", name, " is ", rows, " x ", columns, ", expected ", expected_rows,
             " x ", expected_columns);
    }
}

} // namespace actfn::core
