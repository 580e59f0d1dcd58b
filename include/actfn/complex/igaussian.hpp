// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/exp.hpp>
#include <actfn/math/radial.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// igaussian(z) = (1 − e^(−r²/2w²))·z/r: the inverse Gaussian bump of width w > 0; it is flat at 0,
/// and the modulus saturates at 1.  g′(r) = r/w²·e^(−r²/2w²).
template <class P = double> struct igaussian {
    static constexpr std::string_view name = "igaussian";

    P w{1};

    constexpr actfn::facts describe() const {
        return {.name = name,
                .formula = "-expm1(-r * r / (2 * w * w)) * u",
                .source = "Virtue, Yu, Lustig 2017, arXiv:1707.00070",
                .lower = -1,
                .upper = 1,
                // 1/w² multiplies the error of a subnormal r.
                .max_ulp = {.value = 4, .derivative = (std::max)(4.0, 3.5 + 0.5 / (w * w))},
                .equivariant = true,
                .symmetric = true};
    }

    constexpr void check() const { core::require(w > 0, name, "w", w, "greater than", 0); }

    template <real V> ACTFN_INLINE radial_jet<V> at(complex<V> z) const noexcept {
        auto const p = math::polar(z.re, z.im);
        bump<V> const b(p.r, w);
        V const g = b.e.one_minus();
        V const scale = math::as<V>(w);
        // Where r² underflows or has only a few digits left.
        V const nearby = math::as<V>(0.5) * b.s / scale;
        V const across = math::select(b.s < math::as<V>(0x1p-30), nearby,
                                      g / math::select(p.r == V(0), V(1), p.r));
        return math::radial(p, z, g, b.slope() / scale, across);
    }

    template <real V>
    ACTFN_INLINE igaussian<complex<V>> parameter_derivatives(complex<V> z) const noexcept {
        auto const p = math::polar(z.re, z.im);
        bump<V> const b(p.r, w);
        return {.w = (-b.s * b.slope() / math::as<V>(w)) * complex<V>{p.re, p.im}};
    }

  private:
    /// e^(−s²/2) with s = r/w, beyond 64 as at 64, where products with it vanish.
    template <class V> struct bump {
        V s;
        math::scaled_exp<V> e;

        ACTFN_INLINE bump(V r, P const& w) noexcept : bump(bounded(math::quotient(r, w))) {}
        ACTFN_INLINE V slope() const noexcept {
            return math::scaled_exp<V>::unscale(e.scaled_product(s));
        }

      private:
        static ACTFN_INLINE math::pair<V> bounded(math::pair<V> q) noexcept {
            return {math::at_most(q.hi, V(64)), math::select(q.hi < V(64), q.lo, V(0))};
        }
        ACTFN_INLINE explicit bump(math::pair<V> q) noexcept
            : bump(q, math::two_product(q.hi, q.hi)) {}
        ACTFN_INLINE bump(math::pair<V> q, math::pair<V> square) noexcept
            : s(q.hi),
              e(math::exp_decay(math::as<V>(0.5) * square.hi,
                                math::fma(q.hi, q.lo, math::as<V>(0.5) * square.lo))) {}
    };
};

} // namespace kernel

inline constexpr function<kernel::igaussian<>> igaussian{};

} // namespace actfn
