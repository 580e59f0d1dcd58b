// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/rounded_shift.hpp>
#include <actfn/math/tanh.hpp>
#include <actfn/math/tanhshrink.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

/// A logit of an entry, a temperature and a cap.
namespace actfn::inline ACTFN_ABI::math {

/// v, whose lower part is 0 where the upper is infinite or NaN.
template <real V> ACTFN_INLINE pair<V> finite_sum(pair<V> v) noexcept {
    using T = scalar_t<V>;
    auto const is_finite = math::abs(v.hi) <= V((std::numeric_limits<T>::max)());
    return {v.hi, math::select(is_finite, v.lo, V(0))};
}

/// t(x) = x/T, or c·tanh(x/(T·c)), times a power of two so small that it does not overflow, nor
/// its sum with a bias. A negative temperature negates x.
template <class V> class logit_of {
    using T = scalar_t<V>;
    using limits = std::numeric_limits<T>;

  public:
    logit_of(double signed_temperature, double softcap, bool has_bias) noexcept
        : sign_(signed_temperature < 0 ? T(-1) : T(1)),
          temperature_(std::abs(signed_temperature)),
          capped_(softcap <= static_cast<double>((limits::max)())) {
        double const temperature = temperature_;
        // Entries over a power of two above 1 are exact, but for what is subnormal.
        int exponent;
        plain_ = std::frexp(temperature, &exponent) == 0.5 && 1 <= exponent && exponent <= 64;
        if (plain_ && !capped_) {
            sign_ /= static_cast<T>(temperature);
            temperature_ = 1;
        }
        int power = has_bias ? -2 : 0;
        if (!capped_ && temperature < 1) power += std::ilogb(temperature);
        unit_ = std::ldexp(T(1), (std::max)(power, limits::min_exponent - 1));
        per_unit_ = T(1) / unit_;
        auto const unit = static_cast<double>(unit_);
        if (capped_) {
            // The factor of x in two, where one would be out of range.
            double const all = 1 / temperature / softcap;
            double const distant = std::ldexp(1.0, limits::max_exponent / 2);
            double const second = all < 1 / distant ? 1 / distant : all > distant ? distant : 1;
            double const first =
                std::clamp(all / second, static_cast<double>((limits::min)()), distant);
            factor_ = {math::as<V>(first), V(0)};
            power_ = math::as<V>(second);
            cap_ = math::as<V>(softcap);
        } else {
            factor_ = math::reciprocal<V>(temperature, 0, unit);
        }
    }

    /// The power of two.
    T unit() const noexcept { return unit_; }
    T per_unit() const noexcept { return per_unit_; }
    bool is_capped() const noexcept { return capped_; }
    /// Logits are numbers, not sums.
    bool is_rounded() const noexcept { return capped_ || plain_; }

    /// Numbers that stand for the logit of x: x times this, which is ±1 or a power of two, or, with
    /// a cap, the capped logit, which is within 4 ULP.
    T sign() const noexcept { return sign_; }
    /// ±1/T, in units of which so many are 1.
    ACTFN_INLINE pair<V> factor(T unit) const noexcept {
        V const scale = V(unit * sign_) * V(per_unit_);
        return {factor_.hi * scale, factor_.lo * scale};
    }
    /// Of a capped logit, what a loop needs.
    struct capped_logit {
        V factor;
        V power;
        V cap;

        ACTFN_INLINE tanh_parts<V> parts(V x) const noexcept {
            return math::tanh(V(x * factor * power));
        }
        ACTFN_INLINE V operator()(V x) const noexcept { return parts(x).value() * cap; }
        /// The cap's derivative by its argument. Error: 4 ULP of the rounded argument.
        ACTFN_INLINE V slope(V x) const noexcept { return parts(x).slope(); }
    };
    /// With the cap in units of which so many are 1.
    ACTFN_INLINE capped_logit capped(T unit) const noexcept {
        return {V(sign_) * factor_.hi, power_, cap_ * V(unit)};
    }
    /// By how much such numbers are too large for logits.
    double divisor() const noexcept { return capped_ ? 1 : temperature_; }
    /// The logit for which v stands, an unevaluated sum. The lower part of an infinite one says
    /// nothing.
    ACTFN_INLINE pair<V> from_number(V v) const noexcept {
        if (capped_) return {v, V(0)};
        if (plain_) return {v * V(unit_), V(0)};
        auto const p = math::two_product(v, factor_.hi);
        return {p.hi, p.lo + v * factor_.lo};
    }
    /// The slope of the cap, 1 without one.
    ACTFN_INLINE V slope(V x) const noexcept { return capped_ ? capped(1).slope(x) : V(1); }
    /// The derivative by the cap, tanh(u) − u·(1 − tanh²(u)).
    ACTFN_INLINE V by_cap(V x) const noexcept {
        auto const t = capped(1).parts(x);
        V const y = math::abs(t.value());
        V const u = math::at_most(math::abs(t.x), V(scaled_exp<V>::negligible));
        V const nearby = u * y * y - math::tanhshrink(u, t);
        V const distant = y - u * t.slope();
        return math::mulsign(math::select(u < V(1), nearby, distant), t.x);
    }

  private:
    T sign_;
    double temperature_;
    bool capped_;
    bool plain_ = false;
    T unit_;
    T per_unit_;
    pair<V> factor_{V(0), V(0)};
    V power_{V(1)};
    V cap_{V(0)};
};

} // namespace actfn::math
