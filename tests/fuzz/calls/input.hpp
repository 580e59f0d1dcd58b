// SPDX-License-Identifier: MIT
#pragma once
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <limits>

namespace fuzz {

/// The bytes of a run, read as choices. Behind their end all choices are the first.
class input {
  public:
    input(unsigned char const* bytes, std::size_t size) : at_(bytes), left_(size) {}

    unsigned byte() noexcept {
        if (left_ == 0) return 0;
        --left_;
        return *at_++;
    }
    std::size_t below(std::size_t n) noexcept {
        if (n < 2) return 0;
        std::size_t const low = byte();
        return (n <= 256 ? low : low + 256 * byte()) % n;
    }
    /// Once in n times, never behind the end.
    bool rarely(unsigned n) noexcept { return byte() % n == n - 1; }

    template <class T> T one_of(std::initializer_list<T> all) noexcept {
        return all.begin()[below(all.size())];
    }
    std::uint64_t bits() noexcept {
        std::uint64_t all = 0;
        for (int i = 0; i < 8; ++i) all = all << 8 | byte();
        return all;
    }
    /// A size or stride with which sums and products leave 64 bits.
    std::uint64_t huge() noexcept {
        std::uint64_t const power = std::uint64_t(1) << (30 + below(34));
        return one_of<std::uint64_t>(
            {power, power - 1, power + 1, 0 - power, std::uint64_t(0) - 1 - below(64),
             std::uint64_t((std::numeric_limits<std::int64_t>::max)()) - below(4),
             std::uint64_t(1) << 63, bits()});
    }

    template <class T> T number() noexcept {
        using limits = std::numeric_limits<T>;
        unsigned const kind = byte();
        T const sign = kind & 1 ? T(-1) : T(1);
        switch (kind >> 1 & 7) {
        case 0:
            return sign * limits::infinity();
        case 1:
            return limits::quiet_NaN();
        case 2:
            return sign * one_of({T(0), limits::denorm_min(), limits::min(), (limits::max)()});
        case 3: {
            std::uint64_t const all = bits();
            T x;
            std::memcpy(&x, &all, sizeof x);
            return x;
        }
        default:
            return sign * T(byte()) / T(16);
        }
    }

  private:
    unsigned char const* at_;
    std::size_t left_;
};

} // namespace fuzz
