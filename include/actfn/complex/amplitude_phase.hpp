// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/joined.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/math/atan.hpp>
#include <actfn/math/hypot.hpp>
#include <actfn/math/piecewise.hpp>
#include <actfn/math/trig.hpp>

#include <algorithm>
#include <limits>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// g(r)·z/r for a real activation g, r = |z|: the phase is kept.
/// ∂f/∂z = (g′(r) + g(r)/r)/2, ∂f/∂z̄ = (g′(r) − g(r)/r)/2·(z/r)²; at z = 0 these are g′(0) and 0,
/// and the value is 0, also where g(0) ≠ 0 makes it singular.
/// g(|z|) is g(r) + g′(r)·rest with what rounding took from r, else a steep g would magnify it.
template <pointwise_kernel G> struct amplitude_phase {
  private:
    static constexpr std::string_view inner = engine::name_of<G>();
    static constexpr core::joined<17 + inner.size()> whole{{"amplitude_phase(", inner, ")"}};
    static constexpr core::joined<7 + inner.size()> formula{{inner, "(r) * u"}};

  public:
    static constexpr std::string_view name = whole.view();

    [[no_unique_address]] G amplitude{};

    constexpr amplitude_phase() = default;
    constexpr explicit amplitude_phase(G const& g) : amplitude(g) {}

    constexpr actfn::facts describe() const {
        actfn::facts const g = engine::facts_of(amplitude);
        double const size = (std::max)(-g.lower, g.upper);
        bool const stated = g.cancelling_value.empty() && engine::cancels_below(g, 1.5);
        actfn::facts::ulp const sum{3 + g.max_ulp.value, 4 + g.max_ulp.derivative};
        return {.name = name,
                .formula = formula.view(),
                .cancelling = g.cancelling.empty() ? "" : "0.5",
                .source = "Hirose 1992",
                .lower = -size,
                .upper = size,
                .max_ulp = stated ? sum : actfn::facts::not_stated,
                .equivariant = true,
                .symmetric = true};
    }

    template <real V> ACTFN_INLINE radial_jet<V> at(complex<V> z) const noexcept {
        auto const p = math::polar(z.re, z.im);
        auto const j = member::value_and_derivative::apply(amplitude, p.r);
        V const g = j.value;
        V const slope = j.derivative;
        V const rest = math::select(p.rest == V(0), V(0), slope * p.rest);

        auto const part = [&](V c, V unit) ACTFN_LAMBDA_INLINE {
            // c/r vanishes: at 0, or beside a part that is (nearly) infinite. There g/r is g′.
            V const beside = math::select(c == V(0), c, slope * c);
            return math::select(unit == V(0), beside, math::fma(rest, unit, g * unit));
        };

        // Infinite only for g(0) ≠ 0 beside 0; there the largest number keeps 0 times it from being
        // NaN. Where r and g are so small that their quotient has lost digits, it is g′, as at 0.
        using limits = std::numeric_limits<scalar_t<V>>;
        V const tiny = V((limits::min)() / limits::epsilon());
        auto const centre = p.r == V(0);
        V const quotient = math::finite(p.over_r(g, rest));
        V const little = math::select(math::abs(g) < tiny, slope, quotient);
        V const nearby = math::select(p.r < tiny, little, quotient);
        V const across =
            math::select(centre, slope, math::select(p.r == V(limits::infinity()), slope, nearby));
        return {.value = {part(z.re, p.re), part(z.im, p.im)},
                .along = slope,
                .across = across,
                .along_minus_across = math::select(slope == across, V(0), slope - across),
                .unit = {math::select(centre, V(1), p.re), math::select(centre, V(0), p.im)}};
    }

    template <real V>
        requires has_parameters<G> ACTFN_INLINE core::rebind<G, complex<V>>
        parameter_derivatives(complex<V> z)
    const noexcept {
        auto const p = math::polar(z.re, z.im);
        return core::map_fields(amplitude.parameter_derivatives(p.r),
                                [&](V const& d) ACTFN_LAMBDA_INLINE {
                                    return d * complex<V>{p.re, p.im};
                                });
    }
};

/// g(r)·e^(i·h(t)) with a real activation h on the phase t in [−π, π], too.
/// ∂f/∂z = e^(i(h−t))·(g′ + g·h′/r)/2, ∂f/∂z̄ = e^(i(h+t))·(g′ − g·h′/r)/2; at z = 0 as for t = 0.
template <pointwise_kernel G, pointwise_kernel H> struct amplitude_phase_map {
  private:
    static constexpr std::string_view first = engine::name_of<G>();
    static constexpr std::string_view second = engine::name_of<H>();
    static constexpr core::joined<19 + first.size() + second.size()> whole{
        {"amplitude_phase(", first, ", ", second, ")"}};
    static constexpr core::joined<18 + first.size() + second.size()> formula{
        {first, "(r) * exp(i * ", second, "(t))"}};

  public:
    static constexpr std::string_view name = whole.view();

    [[no_unique_address]] G amplitude{};
    [[no_unique_address]] H phase{};

    constexpr amplitude_phase_map() = default;
    constexpr amplitude_phase_map(G const& g, H const& h) : amplitude(g), phase(h) {}

    constexpr actfn::facts describe() const {
        actfn::facts const g = engine::facts_of(amplitude);
        actfn::facts const h = engine::facts_of(phase);
        double const size = (std::max)(-g.lower, g.upper);
        // An error of the phase, which is at most π, turns the value.
        bool const stated = g.cancelling_value.empty() && h.cancelling_value.empty() &&
                            engine::cancels_below(g, 1.5) && engine::cancels_below(h, 1.5) &&
                            h.lipschitz <= 1.5;
        actfn::facts::ulp const sum{6 + g.max_ulp.value + 4 * h.max_ulp.value,
                                    8 + g.max_ulp.derivative + 4 * h.max_ulp.derivative};
        return {.name = name,
                .formula = formula.view(),
                .cancelling = g.cancelling.empty() && h.cancelling.empty() ? "" : "1",
                .source = "Hirose 1992",
                .lower = -size,
                .upper = size,
                .max_ulp = stated ? sum : actfn::facts::not_stated,
                .symmetric = h.odd};
    }

    template <real V> ACTFN_INLINE wirtinger_jet<complex<V>> at(complex<V> z) const noexcept {
        auto const radial = kernel::amplitude_phase<G>(amplitude).at(z);
        auto const p = math::polar(z.re, z.im);
        auto const j = member::value_and_derivative::apply(amplitude, p.r);
        V const g = j.value;
        auto const angle = math::atan2(p.im, p.re);
        auto const h = member::value_and_derivative::apply(phase, angle);
        math::trig_parts<V> const t(h.value);
        complex<V> const turn = {t.cosine(), t.sine()};
        V const across = radial.across * h.derivative;
        V const half = math::as<V>(0.5);
        auto const centre = p.r == V(0);
        auto const part = [&](V c) ACTFN_LAMBDA_INLINE {
            V const zero = math::mulsign(V(0), c);
            return math::select(centre, zero, math::select(c == V(0), c, g * c));
        };
        return {.value = {part(turn.re), part(turn.im)},
                .dz = (half * (radial.along + across)) * (turn * math::conj(radial.unit)),
                .dzbar = (half * (radial.along - across)) * (turn * radial.unit)};
    }
};

} // namespace kernel

namespace engine {

struct amplitude_phase_of {
    template <pointwise_function F> constexpr auto operator()(F const& f) const {
        using K = kernel::amplitude_phase<typename F::kernel_type>;
        return function<K>(K(f.kernel()));
    }
    template <pointwise_function F, pointwise_function H>
    constexpr auto operator()(F const& f, H const& h) const {
        using K = kernel::amplitude_phase_map<typename F::kernel_type, typename H::kernel_type>;
        return function<K>(K(f.kernel(), h.kernel()));
    }
};

} // namespace engine

/// amplitude_phase(tanh): a real activation on the modulus; amplitude_phase(g, h): another one on
/// the phase.
inline constexpr engine::amplitude_phase_of amplitude_phase{};

} // namespace actfn
