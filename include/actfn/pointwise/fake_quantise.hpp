// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>
#include <cstdint>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// fake_quantise(x) = s·(clamp(round(x/s) + z, lo, hi) − z), halves to the even integer: what an
/// integer of lo to hi keeps of x;  in place of its derivative 1 where round(x/s) + z is between lo
/// and hi, else 0. The derivatives in scale are those of LSQ, round(x/s) − x/s inside. x/s is
/// rounded to an integer with what the division takes from it.
template <class P = double> struct fake_quantise {
    static constexpr bool has_constant_piece = true;
    static constexpr std::string_view name = "fake_quantise";

    P scale{1};
    P zero{0};
    P lo{-128};
    P hi{127};

    constexpr actfn::facts describe() const {
        double const least = lo - zero;
        double const most = hi - zero;
        // The first and the last integer between them: where the slope changes, and nearest to 0
        // where the value jumps.
        double const low = -whole(-least);
        double const high = whole(most);
        double const first = scale * (low - 0.5);
        double const last = scale * (high + 0.5);
        double const left = (std::min)((std::max)(-1.0, low), high - 1);
        double const right = (std::min)((std::max)(0.0, low), high - 1);
        double const up = scale * (left + 0.5);
        double const down = scale * (right + 0.5);
        return {.name = name,
                .formula = "scale * (min(max(nint(x / scale) + zero, lo), hi) - zero)",
                .derivative = "1 if lo <= nint(x / scale) + zero <= hi else 0",
                .source = "Krishnamoorthi 2018, arXiv:1806.08342; Esser et al. 2020, "
                          "arXiv:1902.08153",
                .lower = scale * least,
                .upper = scale * most,
                .left = {scale * least, 0},
                .right = {scale * most, 0},
                .kinks = up < down ? points{first, up, down, last} : points{first, up, last},
                .odd = least == -most,
                .saturates = {saturation::hard, saturation::hard},
                .smoothness = -1,
                .lipschitz = actfn::facts::infinity,
                .max_ulp = {.value = 1.5, .derivative = 0},
                .interval = {2 * first - scale * most, 2 * last - scale * least},
                .surrogate = true};
    }

    /// The largest integer up to v.
    static constexpr double whole(double v) noexcept {
        if (!(v > -1e15 && v < 1e15)) return v;
        auto const cut = static_cast<double>(static_cast<std::int64_t>(v));
        return cut > v ? cut - 1 : cut;
    }

    constexpr void check() const {
        core::require(scale > 0, name, "scale", scale, "greater than", 0);
        core::require(lo < hi, name, "lo", lo, "less than hi =", hi);
    }

    template <class V> struct parts {
        math::pair<V> share; // x/s
        V n;                 // the nearest integer
        V least;
        V most;
        V kept; // n within both

        ACTFN_INLINE parts(V x, fake_quantise const& k) noexcept
            : share(math::quotient(x, k.scale)),
              n(nearest(share)),
              least(math::as<V>(k.lo - k.zero)),
              most(math::as<V>(k.hi - k.zero)),
              kept(math::at_most(math::at_least(n, least), most)) {}

      private:
        /// Of two integers that are equally near hi the one on the side of lo.
        ACTFN_INLINE static V nearest(math::pair<V> quotient) noexcept {
            auto const t = math::two_sum(quotient.hi, quotient.lo);
            V const m = math::nearest(t.hi);
            V const d = t.hi - m;
            V const half = math::as<V>(0.5);
            V const up = math::select((d == half) && (t.lo > V(0)), m + V(1), m);
            return math::select((d == -half) && (t.lo < V(0)), m - V(1), up);
        }
    };

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        parts<V> const p(math::as<V>(math::primal(x)), *this);
        V const y = math::fma(p.kept, math::low<V>(scale), p.kept * math::as<V>(scale));
        return {.value = math::unless_nan(y, x), .derivative = math::indicator(p.n == p.kept, x)};
    }

    template <real V> ACTFN_INLINE fake_quantise<V> parameter_derivatives(V x) const noexcept {
        parts<V> const p(x, *this);
        auto const inside = p.n == p.kept;
        V const s = math::as<V>(scale);
        V const lost = (p.n - p.share.hi) - p.share.lo;
        return {.scale = math::select(inside, lost, math::unless_nan(p.kept, x)),
                .zero = math::only_where((p.n < p.least) || (p.n > p.most), -s, x),
                .lo = math::only_where(p.n < p.least, s, x),
                .hi = math::only_where(p.n > p.most, s, x)};
    }
};

} // namespace kernel

inline constexpr function<kernel::fake_quantise<>> fake_quantise{};

} // namespace actfn
