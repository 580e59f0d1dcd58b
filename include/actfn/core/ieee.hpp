// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/config.hpp>

#include <algorithm>
#include <bit>
#include <concepts>
#include <cstdint>
#include <limits>
#include <type_traits>

/// IEEE 754 arithmetic, to nearest, for constant expressions: compilers refuse there what
/// overflows, divides by 0 or makes NaN, and the C library is none of their business.
namespace actfn::inline ACTFN_ABI::core::ieee {

template <class T> using bits_of = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;

/// What IEEE 754 says of the layout of T.
template <std::floating_point T> struct format {
    using limits = std::numeric_limits<T>;
    static constexpr int fraction_bits = limits::digits - 1;
    static constexpr int bias = limits::max_exponent - 1;
    static constexpr int least_exponent = limits::min_exponent - limits::digits; // of the last bit
    static constexpr bits_of<T> sign = bits_of<T>(1) << (8 * sizeof(T) - 1);
    static constexpr T infinity = limits::infinity();
    static constexpr T nan = limits::quiet_NaN();
};

template <class T> constexpr bool is_negative(T x) noexcept {
    return (std::bit_cast<bits_of<T>>(x) & format<T>::sign) != 0;
}
template <class T> constexpr T abs(T x) noexcept {
    return std::bit_cast<T>(std::bit_cast<bits_of<T>>(x) & ~format<T>::sign);
}
template <class T> constexpr T with_sign(T x, bool negative) noexcept {
    return negative ? -abs(x) : abs(x);
}
template <class T> constexpr bool is_finite(T x) noexcept {
    return abs(x) <= (std::numeric_limits<T>::max)();
}

/// 2^n, neither subnormal nor infinite.
template <class T> constexpr T power_of_two(int n) noexcept {
    int const field = n + format<T>::bias;
    return std::bit_cast<T>(static_cast<bits_of<T>>(field) << format<T>::fraction_bits);
}

/// m·2^e, m being below 2^digits and 0 of 0.
struct parts {
    std::uint64_t m;
    int e;
};
/// |x|, finite.
template <class T> constexpr parts parts_of(T x) noexcept {
    auto const b = std::uint64_t(std::bit_cast<bits_of<T>>(abs(x)));
    int const field = static_cast<int>(b >> format<T>::fraction_bits);
    std::uint64_t const one = std::uint64_t(1) << format<T>::fraction_bits;
    if (field == 0) return {b, format<T>::least_exponent};
    return {(b & (one - 1)) | one, field - 1 + format<T>::least_exponent};
}
/// With the first of 64 bits set, unless it is 0.
constexpr parts normal(parts p) noexcept {
    if (p.m == 0) return p;
    int const n = std::countl_zero(p.m);
    return {p.m << n, p.e - n};
}

/// m >> n and a last bit that says whether a bit was lost.
constexpr std::uint64_t shifted_with_rest(std::uint64_t m, int n) noexcept {
    if (n <= 0) return m;
    if (n > 63) return m != 0;
    return (m >> n) | std::uint64_t((m << (64 - n)) != 0);
}

/// (m + rest)·2^e rounded to nearest, ties to even: the last bit of m says whether a rest was lost.
/// Domain: the first of the 64 bits of m is set.
template <class T> constexpr T rounded(bool negative, parts p) noexcept {
    using F = format<T>;
    if (p.m == 0) return with_sign(T(0), negative);
    // To have `digits` bits, or fewer where the number is subnormal.
    int const drop = (std::max)(64 - std::numeric_limits<T>::digits, F::least_exponent - p.e);
    std::uint64_t q = shifted_with_rest(p.m, drop - 2);
    q = (q >> 2) + std::uint64_t((q & 3) > 2 || (q & 7) == 6); // above the half, or a tie to even
    int const e = p.e + drop;
    // A carry makes the exponent of the result larger by 1, in its bits too.
    auto const field = static_cast<std::uint64_t>(e - F::least_exponent);
    std::uint64_t const one = std::uint64_t(1) << F::fraction_bits;
    std::uint64_t const b = q < one ? q : q + (field << F::fraction_bits);
    if (b >= std::uint64_t(std::bit_cast<bits_of<T>>(F::infinity)))
        return with_sign(F::infinity, negative);
    return with_sign(std::bit_cast<T>(static_cast<bits_of<T>>(b)), negative);
}

/// An integer of 128 bits.
struct wide {
    std::uint64_t high;
    std::uint64_t low;

    constexpr bool operator<(wide o) const noexcept {
        return high < o.high || (high == o.high && low < o.low);
    }
};
constexpr wide times(std::uint64_t a, std::uint64_t b) noexcept {
    constexpr std::uint64_t half = 0xffffffff;
    std::uint64_t const low = (a & half) * (b & half);
    std::uint64_t const first = (a >> 32) * (b & half) + (low >> 32);
    std::uint64_t const second = (a & half) * (b >> 32) + (first & half);
    return {(a >> 32) * (b >> 32) + (first >> 32) + (second >> 32), (second << 32) | (low & half)};
}
constexpr wide sum(wide a, wide b) noexcept {
    std::uint64_t const low = a.low + b.low;
    return {a.high + b.high + std::uint64_t(low < a.low), low};
}
constexpr wide difference(wide a, wide b) noexcept {
    return {a.high - b.high - std::uint64_t(a.low < b.low), a.low - b.low};
}
constexpr wide left(wide a, int n) noexcept {
    if (n == 0) return a;
    if (n > 63) return {a.low << (n - 64), 0};
    return {(a.high << n) | (a.low >> (64 - n)), a.low << n};
}
/// As shifted_with_rest.
constexpr wide right(wide a, int n) noexcept {
    if (n == 0) return a;
    if (n > 127) return {0, std::uint64_t((a.high | a.low) != 0)};
    if (n > 63) return {0, shifted_with_rest(a.high, n - 64) | std::uint64_t(a.low != 0)};
    return {a.high >> n, (a.high << (64 - n)) | shifted_with_rest(a.low, n)};
}
constexpr int leading_zeros(wide a) noexcept {
    return a.high != 0 ? std::countl_zero(a.high) : 64 + std::countl_zero(a.low);
}

/// a·b + c, rounded once.
template <class T> constexpr T fma(T a, T b, T c) noexcept {
    using F = format<T>;
    if (a != a) return a;
    if (b != b) return b;
    if (c != c) return c;
    bool negative = is_negative(a) != is_negative(b);
    if (!is_finite(a) || !is_finite(b)) {
        if (a == 0 || b == 0) return F::nan;
        if (!is_finite(c) && is_negative(c) != negative) return F::nan;
        return with_sign(F::infinity, negative);
    }
    if (!is_finite(c)) return c;
    bool const opposite = is_negative(c) != negative;
    if (a == 0 || b == 0) return c != 0 ? c : with_sign(T(0), negative && !opposite);

    auto const pa = normal(parts_of(a));
    auto const pb = normal(parts_of(b));
    // Two bits are left before the numbers, for a carry.
    wide x = right(times(pa.m, pb.m), 2);
    int ex = pa.e + pb.e + 2;
    if (c != 0) {
        auto const pc = normal(parts_of(c));
        wide y = right({pc.m, 0}, 2);
        int ey = pc.e - 64 + 2;
        // The larger exponent counts: of the other the lowest bits are 0, or beyond all that
        // counts.
        int const e = (std::max)(ex, ey);
        x = right(x, e - ex);
        y = right(y, e - ey);
        ex = e;
        if (!opposite) {
            x = sum(x, y);
        } else if (y < x) {
            x = difference(x, y);
        } else if (x < y) {
            x = difference(y, x);
            negative = !negative;
        } else {
            return T(0);
        }
    }
    int const n = leading_zeros(x);
    x = left(x, n);
    return rounded<T>(negative, {x.high | std::uint64_t(x.low != 0), ex - n + 64});
}

/// Whether neither a nor b is so large that a sum overflows, infinite or NaN.
template <class T> constexpr bool are_usual(T a, T b) noexcept {
    constexpr T bound = (std::numeric_limits<T>::max)() / 4;
    return abs(a) < bound && abs(b) < bound;
}
template <class T> constexpr T add(T a, T b) noexcept {
    return are_usual(a, b) ? a + b : fma(a, T(1), b);
}
template <class T> constexpr T subtract(T a, T b) noexcept {
    return are_usual(a, b) ? a - b : fma(a, T(1), b == b ? -b : b);
}
template <class T> constexpr T multiply(T a, T b) noexcept {
    // Of 2⁶⁴ a float's square is not representable, of 2⁵¹² a double's.
    constexpr T bound = T(std::uint64_t(1) << 60);
    if (abs(a) < bound && abs(b) < bound) return a * b;
    return fma(a, b, with_sign(T(0), is_negative(a) != is_negative(b)));
}

template <class T> constexpr T divide(T a, T b) noexcept {
    using F = format<T>;
    if (a != a) return a;
    if (b != b) return b;
    bool const negative = is_negative(a) != is_negative(b);
    if (!is_finite(a)) return is_finite(b) ? with_sign(F::infinity, negative) : F::nan;
    if (!is_finite(b)) return with_sign(T(0), negative);
    if (b == 0) return a == 0 ? F::nan : with_sign(F::infinity, negative);
    if (a == 0) return with_sign(T(0), negative);
    // By digits: 64 of them, of which the first or the second is the first that is 1.
    auto const pa = normal(parts_of(a));
    auto const pb = normal(parts_of(b));
    std::uint64_t rest = pa.m >> 1;
    std::uint64_t const by = pb.m >> 1;
    std::uint64_t q = 0;
    for (int i = 0; i < 64; ++i) {
        q <<= 1;
        if (rest >= by) {
            rest -= by;
            q |= 1;
        }
        rest <<= 1;
    }
    parts const p = normal({q, pa.e - pb.e - 63});
    return rounded<T>(negative, {p.m | std::uint64_t(rest != 0), p.e});
}

template <class T> constexpr T sqrt(T x) noexcept {
    if (x != x || x == 0) return x;
    if (x < 0) return format<T>::nan;
    if (!is_finite(x)) return x;
    // By digits, of a number with an even exponent.
    auto p = normal(parts_of(x));
    p = {p.m >> (2 - (p.e & 1)), p.e + 2 - (p.e & 1)};
    std::uint64_t root = 0;
    wide rest{0, 0};
    for (int i = 0; i < 62; ++i) {
        rest = left(rest, 2);
        rest.low |= i < 32 ? (p.m >> (62 - 2 * i)) & 3 : 0;
        wide const trial = sum(left({0, root}, 2), {0, 1});
        root <<= 1;
        if (!(rest < trial)) {
            rest = difference(rest, trial);
            root |= 1;
        }
    }
    parts const r = normal({root, p.e / 2 - 30});
    return rounded<T>(false, {r.m | std::uint64_t((rest.high | rest.low) != 0), r.e});
}

} // namespace actfn::core::ieee
