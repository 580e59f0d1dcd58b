// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/arithmetic.hpp>

namespace actfn::math {

/// A sum that carries its rounding errors along (Neumaier 1974): its error does not grow with the
/// number of terms.
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
};

} // namespace actfn::math
