// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/compensated.hpp>
#include <actfn/math/exp.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace actfn::inline ACTFN_ABI::math {

/// unit/T, |T| being given as a number and what rounding took from it, as an unevaluated sum.
template <class V>
ACTFN_INLINE pair<V> reciprocal(double t, double rest = 0, double unit = 1) noexcept {
    double const r = unit / t;
    double const low = std::fma(-r, rest, std::fma(-r, t, unit)) / t;
    return {math::as<V>(r), math::low<V>(r) + math::as<V>(low)};
}

/// e^(x/T − c) for x ≤ m, where c is m/T with so few digits that what rounding takes from the
/// difference need not be carried along: where m/T is of usual size.
template <class V> class rounded_shift {
    using T = scalar_t<V>;
    using C = detail::exp_constants<T>;

  public:
    /// What is `lifted` is larger by 2^lift than else.
    static constexpr int lift = C::headroom - 4;

    ACTFN_INLINE rounded_shift() noexcept {} // without a meaning
    /// T is `temperature` and what rounding took from it.
    ACTFN_INLINE explicit rounded_shift(V m, double temperature = 1, double rest = 0) noexcept
        : m_(m), factor_{V(1), V(0)}, far_(0), plain_(temperature == 1 && rest == 0) {
        V largest(C::usual);
        if (plain_) {
            c_ = (m + V(C::to_grid)) - V(C::to_grid);
            least_ = least_exponent<0>();
            least_lifted_ = least_exponent<lift>();
        } else {
            // Neither m nor the least x is out of range then; without a fused operation x/T is.
            constexpr double distant = 0x1p100;
            bool const serves = has_fma<V> && 1 / distant <= temperature && temperature <= distant;
            double const t = serves ? temperature : 1;
            largest = serves ? math::as<V>(static_cast<double>(C::usual) * t) : V(-1);
            factor_ = math::reciprocal<V>(t, rest);
            c_ = math::fma(m, factor_.hi, V(C::to_grid)) - V(C::to_grid);
            // So that x/T − c is subnormal for no x.
            c_ = math::select(c_ == V(0), V(grid), c_);
            least_ = least_exponent<0>() * math::as<V>(t);
            least_lifted_ = least_exponent<lift>() * math::as<V>(t);
            far_ = math::as<V>(
                -(std::min)(0x1p64 * t, static_cast<double>((std::numeric_limits<T>::max)())));
        }
        usual_ = math::abs(m) <= largest;
        all_usual_ = !math::any_less(largest, math::abs(m));
    }
    ACTFN_INLINE bool all_usual() const noexcept { return all_usual_; }
    ACTFN_INLINE auto usual() const noexcept { return usual_; }

    /// quick(e) where m/T is of usual size, e being this or what serves in its place, else
    /// general(); for every lane by itself, since lanes are rows, whose bits must not depend on
    /// their neighbours.
    template <class Quick, class General>
    ACTFN_INLINE auto where_usual(Quick quick, General general) const noexcept {
        if (all_usual_) [[likely]]
            return quick(*this);
        return select(usual_, quick(*this), general());
    }
    ACTFN_INLINE bool is_plain() const noexcept { return plain_; }
    /// This where T is 1, or is not.
    ACTFN_INLINE auto plain() const noexcept { return known<true>{*this}; }
    ACTFN_INLINE auto scaled() const noexcept { return known<false>{*this}; }
    /// e^(x/T − c).
    ACTFN_INLINE scaled_exp<V> operator()(V x) const noexcept {
        return plain_ ? known<true>{*this}(x) : known<false>{*this}(x);
    }
    /// e^(t + lo − c), lo being what rounding took from t; where t vanishes it says nothing.
    ACTFN_INLINE scaled_exp<V> operator()(V t, V lo) const noexcept {
        V const least = least_exponent<0>();
        V const z = math::at_least(t, least);
        auto const n = exponent<0>(z - c_);
        V const r = math::fma(n.number, V(-C::log2_rest), z - beside(n));
        return power(n, r + math::select(z > least, lo, V(0)));
    }
    /// 2^k·e^(t − c) and 2^k·e^(t + lo − c), |lo| being small, or below 2¹⁷ and t vanishing, and no
    /// more: what a loop needs.
    template <int k> struct of_logits {
        V c;
        V least;

        template <class... Lo> ACTFN_INLINE scaled_exp<V> operator()(V t, Lo... lo) const noexcept {
            V const z = math::at_least(t, least);
            auto const n = exponent<k>(z - c);
            V const r = math::fma(n.number, V(-C::log2_rest), z - beside(n, c));
            return power(n, (r + ... + lo));
        }
    };
    template <int k = 0> ACTFN_INLINE of_logits<k> logits() const noexcept {
        return {c_, least_exponent<k>()};
    }
    /// What is of usual size.
    static constexpr T usual_size = C::usual;
    /// e^(x/T − c)·2^lift.
    ACTFN_INLINE scaled_exp<V> lifted(V x) const noexcept {
        return plain_ ? known<true>{*this}.lifted(x) : known<false>{*this}.lifted(x);
    }
    /// (x − m)/T − v, v ≥ 0.
    ACTFN_INLINE V below_largest(V x, V v) const noexcept {
        return plain_ ? known<true>{*this}.below_largest(x, v)
                      : known<false>{*this}.below_largest(x, v);
    }
    ACTFN_INLINE V largest() const noexcept { return m_; }
    ACTFN_INLINE auto is_largest(V x) const noexcept { return x == m_; }
    /// Of a sum of e^(x/T − c), where they are that, the sum of e^((x − m)/T − lo).
    ACTFN_INLINE V from_m(V sum, V lo = V(0)) const noexcept {
        return math::fma(sum, factor_minus_one(lo), sum);
    }
    /// e^(c − m/T − lo) − 1, or 0.
    ACTFN_INLINE V factor_minus_one(V lo = V(0)) const noexcept {
        V const t = math::fma(-m_, factor_.lo, math::fma(-m_, factor_.hi, c_)) - lo;
        return math::select(usual_, math::fma(t, V(T(0.5)) * t, t), V(0));
    }

  private:
    static constexpr T grid = C::to_grid / T(1.5) * std::numeric_limits<T>::epsilon();

    /// Of which is known whether T is 1.
    template <bool plain> struct known {
        rounded_shift const& s;

        ACTFN_INLINE scaled_exp<V> operator()(V x) const noexcept {
            return times_power<0>(math::at_least(x, s.least_));
        }
        ACTFN_INLINE scaled_exp<V> lifted(V x) const noexcept {
            return times_power<lift>(math::at_least(x, s.least_lifted_));
        }
        template <int k> ACTFN_INLINE scaled_exp<V> times_power(V z) const noexcept {
            if constexpr (plain) {
                auto const n = exponent<k>(z - s.c_);
                return power(n, math::fma(n.number, V(-C::log2_rest), z - s.beside(n)));
            } else {
                auto const n = exponent<k>(math::fma(z, s.factor_.hi, -s.c_));
                V const r = math::fma(z, s.factor_.hi, -s.beside(n));
                V const rest = math::fma(n.number, V(-C::log2_rest), V(C::tiny));
                return power(n, r + math::fma(z, s.factor_.lo, rest));
            }
        }
        ACTFN_INLINE scaled_exp<V> operator()(V t, V lo) const noexcept { return s(t, lo); }
        ACTFN_INLINE V below_largest(V x, V v) const noexcept {
            // Both terms have one sign: what rounding takes from the first does not count more.
            if constexpr (plain) {
                return (x - s.m_) - v;
            } else {
                V const d = x - s.m_;
                // Below, v is at least log(2), and what does not count might be subnormal.
                V const counted = math::select(math::abs(d) > V(T(0x1p-40)), d, V(0));
                V const y = math::fma(d, s.factor_.hi, math::fma(counted, s.factor_.lo, -v));
                // Beside such a number v does not count, and a part of it may be out of range.
                V const distant = math::at_most(d, s.far_);
                return math::select(d < s.far_, distant * s.factor_.hi, y);
            }
        }
        ACTFN_INLINE auto is_largest(V x) const noexcept { return s.is_largest(x); }
        ACTFN_INLINE V from_m(V sum) const noexcept { return s.from_m(sum); }
    };

    struct exponent_parts {
        V shifted;
        V number;
    };
    /// Of e^t·2^k.
    template <int k> static ACTFN_INLINE exponent_parts exponent(V t) noexcept {
        V const shifter(C::shifter + T(C::bias + C::headroom + k));
        V const shifted = detail::nearest_fma(t, V(C::log2e), shifter);
        return {shifted, shifted - shifter};
    }
    /// Exact.
    static ACTFN_INLINE V beside(exponent_parts const& n, V c) noexcept {
        return math::fma(n.number, V(C::log2_head), c);
    }
    ACTFN_INLINE V beside(exponent_parts const& n) const noexcept { return beside(n, c_); }
    static ACTFN_INLINE scaled_exp<V> power(exponent_parts const& n, V r) noexcept {
        return {math::from_bits<V>(math::bits(n.shifted) << C::significand_bits),
                detail::reduced_minus_one<1, 1>(r)};
    }
    /// What is rounded to the exponent of 0, to nearest or down.
    template <int k> ACTFN_INLINE V least_exponent() const noexcept {
        constexpr T n = C::bias + C::headroom + k;
        return c_ - V((n - T(0.25)) * (C::log2_head + C::log2_rest));
    }

    // Without a meaning these are left as they are: it would take nine stores.
    V m_;
    pair<V> factor_;
    V c_;
    V least_;
    V least_lifted_;
    V far_;
    decltype(m_ < m_) usual_;
    bool plain_ = true;
    bool all_usual_ = false;
};

/// On dual numbers the factor e^(m/T − c) is a constant.
template <class U> class rounded_shift<dual<U>> {
  public:
    using V = dual<U>;
    static constexpr int lift = rounded_shift<U>::lift;

    ACTFN_INLINE rounded_shift() noexcept {}
    ACTFN_INLINE explicit rounded_shift(V m, double temperature = 1, double rest = 0) noexcept
        : at_(m.value, temperature, rest), m_(m), factor_(math::as<U>(1 / temperature)) {}

    ACTFN_INLINE bool all_usual() const noexcept { return at_.all_usual(); }
    ACTFN_INLINE auto usual() const noexcept { return at_.usual(); }
    ACTFN_INLINE bool is_plain() const noexcept { return at_.is_plain(); }
    ACTFN_INLINE rounded_shift const& plain() const noexcept { return *this; }
    ACTFN_INLINE rounded_shift const& scaled() const noexcept { return *this; }
    template <class Quick, class General>
    ACTFN_INLINE auto where_usual(Quick quick, General general) const noexcept {
        if (all_usual()) return quick(*this);
        return select(usual(), quick(*this), general());
    }
    ACTFN_INLINE scaled_exp<V> operator()(V x) const noexcept { return {at_(x.value), tangent(x)}; }
    ACTFN_INLINE scaled_exp<V> operator()(V t, V lo) const noexcept {
        return {at_(t.value, lo.value), (t.tangent - m_.tangent) + lo.tangent};
    }
    ACTFN_INLINE scaled_exp<V> lifted(V x) const noexcept {
        return {at_.lifted(x.value), tangent(x)};
    }
    ACTFN_INLINE V below_largest(V x, V v) const noexcept {
        return {at_.below_largest(x.value, v.value), tangent(x) - v.tangent};
    }
    ACTFN_INLINE V largest() const noexcept { return m_; }
    ACTFN_INLINE auto is_largest(V x) const noexcept { return at_.is_largest(x.value); }
    ACTFN_INLINE V from_m(V sum) const noexcept {
        return math::fma(sum, V(at_.factor_minus_one()), sum);
    }
    ACTFN_INLINE U factor_minus_one() const noexcept { return at_.factor_minus_one(); }

  private:
    ACTFN_INLINE U tangent(V x) const noexcept { return (x.tangent - m_.tangent) * factor_; }

    rounded_shift<U> at_;
    V m_{};
    U factor_{};
};

} // namespace actfn::math
