// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/hypot.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// modrelu(z) = relu(r + b)·z/r, with a learnable real bias b, which does something only below 0
/// (start 0);  active: ∂f/∂z = 1 + b/2r, ∂f/∂z̄ = −(b/2r)·(z/r)², ∂f/∂b = z/r;  else all are 0.
/// The kink r = −b is inactive, and so is z = 0, where b > 0 is singular. Near the kink r + b
/// cancels, so it takes what rounding took from r; elsewhere z + b·z/r has no r that overflows.
/// With one b per channel (adaptive modReLU): forward(modrelu.each({.b = biases}), z, w, layout).
template <class P = double> struct modrelu {
    static constexpr std::string_view name = "modrelu";

    P b{0};

    constexpr actfn::facts describe() const {
        return {.name = name,
                .formula = "max(r + b, 0) * u",
                .source = "Arjovsky, Shah, Bengio 2016, arXiv:1511.06464",
                .max_ulp = {.value = 3, .derivative = 4},
                .equivariant = true,
                .holomorphic = b == 0,
                .symmetric = true};
    }

    template <real V> ACTFN_INLINE radial_jet<V> at(complex<V> z) const noexcept {
        auto const p = math::polar(z.re, z.im);
        V const bias = math::as<V>(b);
        V const amplitude = active_amplitude(p);
        auto const cancels = amplitude < math::as<V>(0.5) * p.r;
        auto const part = [&](V c, V unit) ACTFN_LAMBDA_INLINE {
            V const active = math::select(cancels, amplitude * unit, math::fma(bias, unit, c));
            return math::select(amplitude == V(0), math::mulsign(V(0), c), active);
        };
        auto const slope = [&](V active) ACTFN_LAMBDA_INLINE {
            return math::select(amplitude == V(0), V(0), active);
        };
        // Infinite only for b > 0 beside 0; the largest number keeps products with 0 from being
        // NaN.
        V const q = math::finite(p.over_r(math::select(cancels, amplitude, bias)));
        return {.value = {part(z.re, p.re), part(z.im, p.im)},
                .along = slope(math::select(amplitude == amplitude, V(1), amplitude)),
                .across = slope(math::select(cancels, q, V(1) + q)),
                .along_minus_across = slope(math::finite(p.over_r(-bias))),
                .unit = {p.re, p.im}};
    }

    template <real V>
    ACTFN_INLINE modrelu<complex<V>> parameter_derivatives(complex<V> z) const noexcept {
        auto const p = math::polar(z.re, z.im);
        auto const inactive = active_amplitude(p) == V(0);
        return {.b = math::select(inactive, complex<V>{V(0), V(0)}, complex<V>{p.re, p.im})};
    }

  private:
    /// r + b, 0 where inactive.
    template <real V>
    ACTFN_INLINE V active_amplitude(math::polar_parts<V> const& p) const noexcept {
        V const sum = (p.r + math::as<V>(b)) + (p.rest + math::low<V>(b));
        return math::select(p.r == V(0), V(0), math::select(sum <= V(0), V(0), sum));
    }
};

} // namespace kernel

inline constexpr function<kernel::modrelu<>> modrelu{};

} // namespace actfn
