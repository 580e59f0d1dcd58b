// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/config.hpp>

#include <cstddef>
#include <limits>
#include <ostream>

/// Numbers of elements. None exceeds what a difference of pointers can count; a sum or product that
/// would is `too_many`, which no object has, so that a comparison with the size of one fails.
namespace actfn::inline ACTFN_ABI::core {

inline constexpr std::size_t largest_size = (std::numeric_limits<std::ptrdiff_t>::max)();
inline constexpr std::size_t too_many = (std::numeric_limits<std::size_t>::max)();

constexpr std::size_t product(std::size_t a, std::size_t b) noexcept {
#if defined(__GNUC__)
    std::size_t result = 0; // a division would cost more than all other checks of a call
    return __builtin_mul_overflow(a, b, &result) || result > largest_size ? too_many : result;
#else
    return a != 0 && b > largest_size / a ? too_many : a * b;
#endif
}
constexpr std::size_t product(std::size_t a, std::size_t b, std::size_t c) noexcept {
    return core::product(core::product(a, b), c);
}
constexpr std::size_t sum(std::size_t a, std::size_t b) noexcept {
    return a > largest_size || b > largest_size - a ? too_many : a + b;
}

constexpr std::ptrdiff_t signed_size(std::size_t n) noexcept {
    return static_cast<std::ptrdiff_t>(n);
}
/// |n|, of the least of all numbers too.
constexpr std::size_t magnitude(std::ptrdiff_t n) noexcept {
    return n < 0 ? std::size_t{} - static_cast<std::size_t>(n) : static_cast<std::size_t>(n);
}

/// A number of elements in a message.
struct counted {
    std::size_t n;

    friend std::ostream& operator<<(std::ostream& to, counted const& c) {
        return c.n > largest_size ? to << "more than " << largest_size : to << c.n;
    }
};

} // namespace actfn::core
