// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/rows.hpp>

namespace actfn::inline ACTFN_ABI::math {

/// Entries of a row as u = x/2ᵉ with the largest |u| in [1, 2): sums of their powers neither
/// overflow nor vanish. Of a row with infinities these are ±1 and all others 0; then `inverse` is
/// 0.
template <class V> struct row_unit {
    V unit;    // 2ᵉ
    V inverse; // 2⁻ᵉ

    template <class Row, class T> ACTFN_INLINE row_unit(Row const& row, line<T const> x) {
        using S = scalar_t<V>;
        using limits = std::numeric_limits<S>;
        using Int = decltype(math::bits(V(0)));
        constexpr int digits = limits::digits - 1;
        constexpr auto bias = static_cast<unsigned>(limits::max_exponent - 1);
        constexpr S most = power_of_two<S>(limits::max_exponent - 2);
        V const largest = (row.max)(x, [](V v) ACTFN_LAMBDA_INLINE { return math::abs(v); });
        V const within = math::at_most(math::at_least(largest, V(1 / most)), V(most));
        Int const e = (math::bits(within) >> digits) << digits;
        unit = math::from_bits<V>(e);
        inverse = math::from_bits<V>((Int(2U * bias) << digits) - e);
        inverse = math::select(largest == V(limits::infinity()), V(0), inverse);
    }
    ACTFN_INLINE V operator()(V x) const noexcept {
        auto const infinite = math::abs(x) == V(std::numeric_limits<scalar_t<V>>::infinity());
        V const u = x * inverse;
        return math::select(infinite, math::mulsign(V(1), x), u);
    }

  private:
    template <class S> static constexpr S power_of_two(int n) noexcept {
        S p(1);
        for (int i = 0; i < n; ++i) p *= S(2);
        return p;
    }
};

} // namespace actfn::math
