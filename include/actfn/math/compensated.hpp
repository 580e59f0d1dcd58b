// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/arithmetic.hpp>

#include <cstddef>

namespace actfn::inline ACTFN_ABI::math {

/// A sum that carries its rounding errors along (Neumaier 1974). These are summed with rounding,
/// so that the error grows with the square of the number of terms n, slowly: n²·ε/4 ULP of the sum
/// of magnitudes, which is 1/2 for `block_terms` floats.
template <class V> struct compensated {
    V sum = V(0);
    V excess = V(0);

    /// Adds x.
    ACTFN_INLINE void add(V x) noexcept {
        auto const next = math::two_sum(sum, x);
        sum = next.hi;
        excess = excess + next.lo;
    }
    ACTFN_INLINE void add(compensated other) noexcept {
        add(other.sum);
        excess = excess + other.excess;
    }
    /// The sum. (Where it is infinite the excess is NaN, and not added.)
    ACTFN_INLINE V value() const noexcept {
        return math::select(excess == excess, sum + excess, sum);
    }
    /// The sum, and what rounding takes from that.
    ACTFN_INLINE pair<V> parts() const noexcept {
        V const total = value();
        V const rest = (sum - total) + excess;
        return {total, math::select(rest == rest, rest, V(0))};
    }
};

/// So many terms go into one compensated sum of floats, beyond them into the next.
inline constexpr std::size_t block_terms = 4096;

/// The total of compensated sums, in doubles: as accurate as they are for any number of them.
class total_of_blocks {
  public:
    template <class T> ACTFN_INLINE void add(compensated<T> block) noexcept {
        auto const excess = static_cast<double>(block.excess);
        total_.add({static_cast<double>(block.sum), excess == excess ? excess : 0});
    }
    ACTFN_INLINE double value() const noexcept { return total_.value(); }
    template <class T> ACTFN_INLINE pair<T> parts() const noexcept {
        if constexpr (std::is_same_v<T, double>) return total_.parts();
        auto const hi = static_cast<T>(value());
        double const rest = value() - static_cast<double>(hi);
        return {hi, rest == rest ? static_cast<T>(rest) : T(0)};
    }

  private:
    compensated<double> total_;
};

} // namespace actfn::math
