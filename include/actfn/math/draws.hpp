// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/log.hpp>
#include <actfn/math/philox.hpp>
#include <actfn/math/trig.hpp>

#include <concepts>
#include <cstdint>
#include <limits>
#include <type_traits>

/// Random numbers as a function of (seed, stream, index): the same bits in whatever order, width
/// and number of threads they are drawn.
namespace actfn::inline ACTFN_ABI::math {

/// Which numbers: `stream` tells sequences of one seed apart (layers, steps, calls).
struct draw_key {
    std::uint64_t seed = 0;
    std::uint64_t stream = 0;
};

namespace detail {

template <class V> using words_of = philox_words<decltype(math::bits(V(0)))>;

template <class T> struct draw_constants;
template <> struct draw_constants<float> {
    using word = std::uint32_t;
    static constexpr word one = 0x3f800000U;
    static constexpr float unit = 0x1p-23F;
    static constexpr float middle = 0x1p-24F;
    /// The leading 23 bits of hi:lo, and the next 23.
    template <class Int> ACTFN_INLINE static Int leading(Int hi, Int) noexcept { return hi >> 9; }
    template <class Int> ACTFN_INLINE static Int following(Int hi, Int lo) noexcept {
        return ((hi << 14) & Int(0x007fffffU)) | (lo >> 18);
    }
};
template <> struct draw_constants<double> {
    using word = std::uint64_t;
    static constexpr word one = 0x3ff0000000000000ULL;
    static constexpr double unit = 0x1p-52;
    static constexpr double middle = 0x1p-13;
    /// The leading 52 bits of hi:lo, and the remaining 12.
    template <class Int> ACTFN_INLINE static Int leading(Int hi, Int lo) noexcept {
        return ((hi << 20) & Int(word{0x000ffffffff00000ULL})) |
               ((lo & Int(word{0xffffffffU})) >> 12);
    }
    template <class Int> ACTFN_INLINE static Int following(Int, Int lo) noexcept {
        return (lo & Int(word{0xfffU})) << 40;
    }
};

/// A number of the open interval (0, 1) from 64 random bits; nearly relative precision towards 0,
/// down to 2⁻⁴⁷ for float, 2⁻⁶⁵ for double. For float it is the double, rounded.
template <real V, class Int> ACTFN_INLINE V unit_interval(Int hi, Int lo) noexcept {
    using T = scalar_t<V>;
    using C = draw_constants<T>;
    V const a = math::from_bits<V>(C::leading(hi, lo) | Int(C::one)) - V(1);
    V const b = (math::from_bits<V>(C::following(hi, lo) | Int(C::one)) - V(1)) + V(C::middle);
    V const largest = V(1 - std::numeric_limits<T>::epsilon() / 2);
    return math::at_most(math::fma(b, V(C::unit), a), largest);
}

} // namespace detail

/// Two draws from the words of one counter.
template <class V> struct draw_pair {
    V first;
    V second;
};

/// Uniform on the open interval (0, 1).
struct uniform_draw {
    template <real V> ACTFN_INLINE static draw_pair<V> pair(detail::words_of<V> const& w) noexcept {
        return {detail::unit_interval<V>(w.word[0], w.word[1]),
                detail::unit_interval<V>(w.word[2], w.word[3])};
    }
};

/// Standard normal (Box, Muller 1958, doi:10.1214/aoms/1177706645), at most 8.1 for float, 9.5 for
/// double.
struct normal_draw {
    template <real V> ACTFN_INLINE static draw_pair<V> pair(detail::words_of<V> const& w) noexcept {
        constexpr double two_pi = 6.28318530717958647693;
        auto const u = uniform_draw::pair<V>(w);
        V const radius = math::sqrt(V(-2) * math::log(u.first));
        trig_parts<V> const angle(math::scaled(u.second, two_pi));
        return {radius * angle.cosine(), radius * angle.sine()};
    }
};

/// Standard Gumbel, −log(−log U): between −2.9 and 32.6 for float, −3.7 and 45.1 for double.
struct gumbel_draw {
    template <real V> ACTFN_INLINE static draw_pair<V> pair(detail::words_of<V> const& w) noexcept {
        auto const u = uniform_draw::pair<V>(w);
        return {of(u.first), of(u.second)};
    }

  private:
    /// With 1 − u for U: small u, which are precise, become the long tail.
    template <real V> ACTFN_INLINE static V of(V u) noexcept {
        return -math::log(-math::log1p(-u));
    }
};

namespace detail {

// A tile is the draws of 16 successive counters: of element j of 32 they are the first of counter j
// or the second of counter j − 16. So lanes hold neighbours, whatever their number.
inline constexpr std::size_t tile_counters = 16;
inline constexpr std::size_t tile = 2 * tile_counters;

/// A number that fits; where std::size_t is the very type, compilers warn of a cast.
template <std::unsigned_integral N> constexpr std::size_t as_size(N n) noexcept {
    if constexpr (std::is_same_v<N, std::size_t>) {
        return n;
    } else {
        return static_cast<std::size_t>(n);
    }
}

template <class Int> ACTFN_INLINE Int word_lanes(std::uint64_t word) noexcept {
    if constexpr (math::is_batch<Int>::value) {
        return Int(static_cast<typename Int::value_type>(word & 0xffffffffU));
    } else {
        return static_cast<Int>(word & 0xffffffffU);
    }
}

/// The words of counters base + 0, 1, ... (`steps`), which share all but their last four bits.
template <class V, class Int>
ACTFN_INLINE words_of<V> words_at(draw_key key, std::uint64_t base, Int steps) noexcept {
    return math::philox<Int>({{word_lanes<Int>(base) | steps, word_lanes<Int>(base >> 32),
                               word_lanes<Int>(key.stream), word_lanes<Int>(key.stream >> 32)}},
                             key.seed);
}

/// The numbers of a tile's counters.
template <class Word>
inline constexpr Word steps[tile_counters] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

/// All draws of a tile.
template <class Draw, class V, class T>
ACTFN_INLINE void draw_tile(draw_key key, std::uint64_t number, T* out) noexcept {
    using Int = decltype(math::bits(V(0)));
    constexpr std::size_t w = math::lanes<V>;
    static_assert(w <= tile_counters);
    for (std::size_t i = 0; i < tile_counters; i += w) {
        auto const words =
            words_at<V>(key, number * tile_counters,
                        math::load<Int>(steps<typename draw_constants<T>::word> + i));
        auto const pair = Draw::template pair<V>(words);
        math::store(out + i, pair.first);
        math::store(out + i + tile_counters, pair.second);
    }
}

} // namespace detail

/// Draw number `index`, in all lanes.
template <class Draw, real V> ACTFN_INLINE V draw(draw_key key, std::uint64_t index) noexcept {
    using Int = decltype(math::bits(V(0)));
    std::uint64_t const counter =
        index / detail::tile * detail::tile_counters + index % detail::tile_counters;
    auto const words = detail::words_at<V>(key, counter, detail::word_lanes<Int>(0));
    auto const pair = Draw::template pair<V>(words);
    return index % detail::tile < detail::tile_counters ? pair.first : pair.second;
}

/// Calls f(position, count, draws) for stretches of draws first, first + 1, ..., first + n − 1; the
/// draws of a stretch are followed by enough others to read whole packs.
template <class Draw, class V, class F>
ACTFN_INLINE void for_draws(draw_key key, std::uint64_t first, std::size_t n, F f) {
    using T = scalar_t<V>;
    alignas(64) T draws[detail::tile + math::lanes<V>] = {};
    for (std::size_t i = 0; i < n;) {
        std::uint64_t const index = first + i;
        std::size_t const begin = detail::as_size(index % detail::tile);
        std::size_t const count = detail::tile - begin < n - i ? detail::tile - begin : n - i;
        detail::draw_tile<Draw, V>(key, index / detail::tile, draws);
        f(i, count, static_cast<T const*>(draws + begin));
        i += count;
    }
}

} // namespace actfn::math
