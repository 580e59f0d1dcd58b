// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/math/complex_piecewise.hpp>
#include <actfn/math/piecewise.hpp>
#include <actfn/math/trig.hpp>
#include <actfn/math/wide_exp.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// wire(z) = e^(iωz)·e^(−|s·z|²), a Gabor wavelet, with the frequency ω and s > 0;
/// ∂f/∂z = (iω − s²·z̄)·f, ∂f/∂z̄ = −s²·z·f. An error of the exponent −ω·y − s²·|z|² grows with it,
/// so it is summed with twice the digits.
template <class P = double> struct wire {
    static constexpr std::string_view name = "wire";

    P omega{10};
    P s{40};

    constexpr actfn::facts describe() const {
        double const ratio = omega / (2 * s);
        double const most = core::exponential(ratio * ratio);
        return {.name = name,
                .formula = "exp(i * omega * z) * exp(-s**2 * (x**2 + y**2))",
                .source = "Saragadam et al. 2023, arXiv:2301.05187",
                .lower = -most,
                .upper = most,
                .max_ulp = {.value = 2, .derivative = 3},
                .symmetric = omega == 0};
    }

    constexpr void check() const { core::require(s > 0, name, "s", s, "greater than", 0); }

    template <real V> ACTFN_INLINE wirtinger_jet<complex<V>> at(complex<V> z) const noexcept {
        wave<V> const w(*this, z);
        V const x = w.shrunk(z.re);
        V const y = w.shrunk(z.im);
        V const turn = math::as<V>(omega);
        return {.value = w.times({V(1), V(0)}),
                .dz = w.times({-x, turn + y}),
                .dzbar = w.times({-x, -y})};
    }

    template <real V>
    ACTFN_INLINE wire<complex<V>> parameter_derivatives(complex<V> z) const noexcept {
        wave<V> const w(*this, z);
        V const x = math::finite(z.re);
        V const y = math::finite(z.im);
        V const r = w.shrunk(x) * x + w.shrunk(y) * y;
        return {.omega = w.times({-y, x}), .s = w.times({V(-2) * r / math::as<V>(s), V(0)})};
    }

  private:
    /// c·e^(iωz − |s·z|²).
    template <class V> struct wave {
        using T = scalar_t<V>;
        static constexpr bool single = std::is_same_v<T, float>;
        static constexpr T far_square = single ? T(0x1p60) : T(0x1p500);
        static constexpr T far_turn = single ? T(0x1p100) : T(0x1p800);

        complex<V> z;
        V square; // s²
        math::trig_parts<V> turn;
        math::wide_exp<V> size;

        ACTFN_INLINE wave(wire const& k, complex<V> at) noexcept : wave(k, at, exponent(k, at)) {}

        ACTFN_INLINE complex<V> times(complex<V> c) const noexcept {
            complex<V> const unit = {turn.cosine(), turn.sine()};
            return math::unless_nan(size.times(c * unit), z);
        }
        /// s²·x.
        ACTFN_INLINE V shrunk(V x) const noexcept {
            return square * math::at_most(math::at_least(x, V(-far_square)), V(far_square));
        }

      private:
        ACTFN_INLINE wave(wire const& k, complex<V> at, math::pair<V> e) noexcept
            : z(at),
              square(math::as<V>(k.s * k.s)),
              turn(math::finite(at.re), k.omega),
              size(e.hi, e.lo) {}

        /// factor·x, of at most this size.
        static ACTFN_INLINE math::pair<V> scaled(V x, P const& factor, T most) noexcept {
            auto const p = math::scaled(math::finite(x), factor);
            auto const nearby = math::abs(p.hi) < V(most);
            return {math::select(nearby, p.hi, math::mulsign(V(most), p.hi)),
                    math::select(nearby, p.lo, V(0))};
        }
        static ACTFN_INLINE math::pair<V> exponent(wire const& k, complex<V> at) noexcept {
            auto const x = scaled(at.re, k.s, far_square);
            auto const y = scaled(at.im, k.s, far_square);
            auto const a = math::product(x, x);
            auto const b = math::product(y, y);
            auto const c = scaled(at.im, k.omega, far_turn);
            return math::difference(math::difference({-c.hi, -c.lo}, a), b);
        }
    };
};

} // namespace kernel

inline constexpr function<kernel::wire<>> wire{};

} // namespace actfn
