// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/config.hpp>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

/// What becomes of an error, which comes as a std::string: an exception, or where there are none
/// its text is printed and the program ends. Define ACTFN_FAIL(text) before the first header of the
/// library, for the whole program, to do something else that does not return.
#if !defined(ACTFN_FAIL)
#if defined(__cpp_exceptions)
#define ACTFN_FAIL(text) throw std::invalid_argument(text)
#else
#define ACTFN_FAIL(text) ::actfn::core::print_and_abort(text)
#endif
#endif

namespace actfn::inline ACTFN_ABI::core {

[[noreturn]] inline void print_and_abort(std::string const& text) {
    std::fprintf(stderr, "%s\n", text.c_str());
    std::abort();
}

/// A part of a text; a NaN without its sign.
template <class T> constexpr T const& printed(T const& part) noexcept { return part; }
inline double printed(double part) noexcept {
    return part == part ? part : std::numeric_limits<double>::quiet_NaN();
}

template <class... Parts> [[noreturn]] void fail(Parts const&... parts) {
    std::ostringstream text;
    text << "actfn::";
    (text << ... << core::printed(parts));
    ACTFN_FAIL(text.str());
    std::abort(); // where that has returned
}

/// Reports an error whose text is known.
[[noreturn]] inline void fail_with(std::string const& text) {
    ACTFN_FAIL(text);
    std::abort(); // where that has returned
}

/// What `require` would say of parameters that are tried, not set: the first bound that does not
/// hold.
struct trial {
    bool refused = false;
    double bound = 0;

    void refuse(double broken) noexcept {
        if (!refused) bound = broken;
        refused = true;
    }
};
inline constinit thread_local trial* current_trial = nullptr;

ACTFN_NOINLINE inline void refuse_parameter(std::string_view function, std::string_view parameter,
                                            double given, std::string_view relation, double bound) {
    if (current_trial != nullptr) return current_trial->refuse(bound);
    fail(function, ": ", parameter, " = ", given, " must be ", relation, " ", bound);
}

/// Reports a parameter outside its domain, as in
/// `actfn::hard_tanh: lo = 2 must be at most hi = 1`. In a constant expression it does not compile.
constexpr void require(bool holds, std::string_view function, std::string_view parameter,
                       double given, std::string_view relation, double bound) {
    if (!holds) refuse_parameter(function, parameter, given, relation, bound);
}
/// The same of one that must be a whole number.
constexpr void require_whole(bool holds, std::string_view function, std::string_view parameter,
                             double given) {
    if (holds) return;
    if (current_trial != nullptr) return current_trial->refuse(given);
    fail(function, ": ", parameter, " = ", given, " must be a whole number");
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
