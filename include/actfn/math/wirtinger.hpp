// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/complex.hpp>

/// Value and derivative of a complex function, as a kernel's `at` returns them: one struct for
/// each structure the derivative can have. Each expands to the Wirtinger derivatives
/// ∂f/∂z = (∂ₓf − i∂ᵧf)/2 and ∂f/∂z̄ = (∂ₓf + i∂ᵧf)/2, and pulls the gradient of a real loss back:
/// with G = ∂L/∂Re f + i·∂L/∂Im f it returns conj(∂f/∂z)·G + (∂f/∂z̄)·conj(G).
namespace actfn::inline ACTFN_ABI {

/// The general one, and what users get.
template <class Z, class W = Z> struct wirtinger_jet {
    Z value;
    Z dz;
    Z dzbar;

    ACTFN_INLINE wirtinger_jet wirtinger() const noexcept { return *this; }
    ACTFN_INLINE Z backward(Z g) const noexcept requires math::is_complex<Z>::value {
        Z const h = dzbar * math::conj(g);
        return {math::fma(dz.re, g.re, math::fma(dz.im, g.im, h.re)),
                math::fma(dz.re, g.im, math::fma(-dz.im, g.re, h.im))};
    }
};

/// For functions with a real value, like |z|. The value comes last: where a real number precedes
/// complex ones, gcc notes at every return of the struct that its calling convention once changed.
template <class Z, class W>
    requires(!std::is_same_v<Z, W>)
struct wirtinger_jet<Z, W> {
    Z dz;
    Z dzbar;
    W value;
};

/// ∂f/∂z̄ = 0.
template <real V> struct holomorphic_jet {
    complex<V> value;
    complex<V> dz;

    ACTFN_INLINE wirtinger_jet<complex<V>> wirtinger() const noexcept {
        return {value, dz, {V(0), V(0)}};
    }
    ACTFN_INLINE complex<V> backward(complex<V> g) const noexcept { return math::conj(dz) * g; }
};

/// p(x) + i·q(y) with the slopes p′ and q′.
template <real V> struct split_jet {
    complex<V> value;
    V slope_re;
    V slope_im;

    ACTFN_INLINE wirtinger_jet<complex<V>> wirtinger() const noexcept {
        V const half = math::as<V>(0.5);
        return {value, {half * (slope_re + slope_im), V(0)}, {half * (slope_re - slope_im), V(0)}};
    }
    ACTFN_INLINE complex<V> backward(complex<V> g) const noexcept {
        return {slope_re * g.re, slope_im * g.im};
    }
};

/// g(r)·u with r = |z| and u = z/r: the slope g′(r) along the radius, g(r)/r across it. Their
/// difference is a field of its own, since it cancels for small slopes.
template <real V> struct radial_jet {
    complex<V> value;
    V along;
    V across;
    V along_minus_across;
    complex<V> unit;

    ACTFN_INLINE wirtinger_jet<complex<V>> wirtinger() const noexcept {
        V const half = math::as<V>(0.5);
        return {
            value, {half * (along + across), V(0)}, (half * along_minus_across) * (unit * unit)};
    }
    ACTFN_INLINE complex<V> backward(complex<V> g) const noexcept {
        complex<V> const h = math::conj(unit) * g;
        return unit * complex<V>{along * h.re, across * h.im};
    }
};

/// A real-valued function: ∂f/∂z̄ is the conjugate of ∂f/∂z, and the arriving gradient is real.
template <real V> struct real_jet {
    V value;
    complex<V> dz;

    ACTFN_INLINE wirtinger_jet<complex<V>, V> wirtinger() const noexcept {
        return {.dz = dz, .dzbar = math::conj(dz), .value = value};
    }
    ACTFN_INLINE complex<V> backward(V g) const noexcept { return (g + g) * math::conj(dz); }
};

} // namespace actfn
