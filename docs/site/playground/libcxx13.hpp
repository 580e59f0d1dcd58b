// SPDX-License-Identifier: MIT
#pragma once
// What Debian 12's emscripten lacks of C++20: its standard library is libc++ 13.
#include <charconv>

#if _LIBCPP_VERSION < 14000
#include <bit>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <type_traits>

namespace std {

template <class To, class From> constexpr To bit_cast(From const& from) noexcept {
    return __builtin_bit_cast(To, from);
}

template <class T>
    requires is_unbounded_array_v<T> unique_ptr<T> make_unique_for_overwrite(size_t n) {
        return unique_ptr<T>(new remove_extent_t<T>[n]);
    }

/// The shortest text that is read as the same number.
inline to_chars_result to_chars(char* first, char* last, double value) {
    char text[32];
    int size = 0;
    for (int digits = 1; digits <= 17; ++digits) {
        size = snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, nullptr) == value) break;
    }
    if (last - first < size) return {last, errc::value_too_large};
    for (int i = 0; i < size; ++i) *first++ = text[i];
    return {first, errc{}};
}

} // namespace std
#endif
