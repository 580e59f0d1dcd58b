// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/facts.hpp>
#include <actfn/math/draws.hpp>
#include <actfn/math/jet.hpp>
#include <actfn/math/log.hpp>
#include <actfn/math/logistic.hpp>
#include <actfn/math/piecewise.hpp>
#include <actfn/math/tanh.hpp>

#include <algorithm>

/// The noisy activations of Gulcehre, Moczulski, Denil, Bengio 2016, arXiv:1603.00391: four laws of
/// noise, each a kernel of any hard shape. A function is named by a struct F, which is derived from
/// its shape and holds its name, its default parameters and what else its facts need.
namespace actfn::inline ACTFN_ABI {

namespace math {

/// Hard sigmoids h(x) = offset + slope·clamp(x, −bound, bound). u(x) = offset + slope·x is the
/// linearisation at 0. An offset of −0 keeps the sign of zero.
struct hard_tanh_shape {
    static constexpr double offset = -0.0;
    static constexpr double slope = 1;
    static constexpr double bound = 1;
    static constexpr std::string_view formula = "min(max(x, -1), 1)";
    static constexpr std::string_view derivative = "1 if abs(x) < 1 else 0";
    static constexpr std::string_view cancelling_value = {};
    static constexpr facts::ulp max_ulp{.value = 0, .derivative = 0};
    // With αh + (1 − α)u, without noise and with it.
    static constexpr std::string_view leaky_formula =
        "x if abs(x) < 1 else alpha * sgn(x) + (1 - alpha) * x";
    static constexpr std::string_view leaky_derivative = "1 if abs(x) < 1 else 1 - alpha";
    static constexpr std::string_view noisy_cancelling = "abs(1 - alpha)";
};
struct hard_sigmoid_shape {
    static constexpr double offset = 0.5;
    static constexpr double slope = 0.25;
    static constexpr double bound = 2;
    static constexpr std::string_view formula = "min(max(x / 4 + 0.5, 0), 1)";
    static constexpr std::string_view derivative = "0.25 if abs(x) < 2 else 0";
    static constexpr std::string_view cancelling_value = "0.5";
    static constexpr facts::ulp max_ulp{.value = 0.5, .derivative = 0};
    static constexpr std::string_view leaky_formula =
        "0.5 + x / 4 if abs(x) < 2 else 0.5 + sgn(x) * (alpha / 2 + (1 - alpha) * abs(x) / 4)";
    static constexpr std::string_view leaky_derivative = "0.25 if abs(x) < 2 else (1 - alpha) / 4";
    static constexpr std::string_view noisy_cancelling = "abs(1 - alpha) / 4";
};

/// x split into the clamped x and the rest, for a shape.
template <class Shape, class V> struct hard_parts {
    V clamped;
    V beyond; // x − clamped
    decltype(clamped < clamped) inside;

    ACTFN_INLINE explicit hard_parts(V x) noexcept
        : clamped(math::at_most(math::at_least(x, math::as<V>(-Shape::bound)),
                                math::as<V>(Shape::bound))),
          beyond(x - clamped),
          inside(math::abs(x) < math::as<V>(Shape::bound)) {}

    /// h and h′.
    ACTFN_INLINE jet<V> clamp(V x) const noexcept {
        return {.value = math::fma(slope(), clamped, offset()),
                .derivative = slope() * math::indicator(inside, x)};
    }
    /// D = h − u, finite.
    ACTFN_INLINE V difference() const noexcept { return -slope() * math::finite(beyond); }
    /// αh + (1 − α)u + noise·scale, with 1 − α = leak, and its derivative. `by_noise` is what the
    /// noise adds to it beyond the bounds; between them the noise is 0.
    /// `rest` is what rounding took from leak.
    ACTFN_INLINE jet<V> leaky(V x, V leak, V rest, V noise, V scale, V by_noise) const noexcept {
        // 0 at infinity for leak 0.
        V const distant = math::select(leak == V(0), math::finite(beyond), beyond);
        V const y =
            math::select(inside, clamped,
                         math::fma(distant, leak, math::fma(math::finite(distant), rest, clamped)));
        V const one_or_leak = math::select(inside, V(1), math::unless_nan(leak, x));
        V const derivative = slope() * one_or_leak;
        return {.value = math::fma(noise, scale, math::fma(slope(), y, offset())),
                .derivative = math::select(inside, derivative, derivative + by_noise)};
    }

    ACTFN_INLINE static V slope() noexcept { return math::as<V>(Shape::slope); }
    ACTFN_INLINE static V offset() noexcept { return math::as<V>(Shape::offset); }
};

/// The noise e of a standard normal ξ: ξ, or |ξ| where `half_normal` is not 0.
template <real V, class P> ACTFN_INLINE V noise_from(V drawn, P const& half_normal) noexcept {
    return math::select(math::as<V>(half_normal) == V(0), drawn, math::abs(drawn));
}
/// The mean √(2/π) of |ξ|.
inline constexpr double mean_of_half_normal = 0.79788456080286535588;
/// The mean of the noise.
template <real V, class P> ACTFN_INLINE V mean_noise(P const& half_normal) noexcept {
    return math::select(math::as<V>(half_normal) == V(0), V(0), math::as<V>(mean_of_half_normal));
}
/// d·e for 1 − α = leak, d = −sgn(x)·sgn(1 − α).
template <real V> ACTFN_INLINE V directed(V e, V leak, V x) noexcept {
    V const right = math::select(leak < V(0), e, math::select(leak > V(0), -e, V(0)));
    return math::mulsign(right, x);
}

/// (σ(z) − 1/2)² = tanh²(z/2)/4 and its derivative in z, for z + lo.
template <real V, class... Lo> ACTFN_INLINE jet<V> noise_scale(V z, Lo... lo) noexcept {
    auto const t = math::tanh(math::as<V>(0.5) * z, (math::as<V>(0.5) * lo)...);
    V const y = t.value();
    V const quarter = math::as<V>(0.25);
    return {.value = quarter * (y * y), .derivative = quarter * (y * t.slope())};
}

/// Noise on the input, c·log(1 + e^(p·|D|/|ξ|))·ξ, and its derivatives in x, c and p.
template <class V> struct learned_noise {
    V noise;
    V by_x;
    V by_c;
    V by_p;
};
/// The noise of x for the draw ξ, `drawn`.
template <class Shape, real V, class P>
ACTFN_INLINE learned_noise<V> learned_input_noise(V x, V drawn, P const& c, P const& p) noexcept {
    hard_parts<Shape, V> const h(x);
    V const divisor = math::abs(drawn) + math::as<V>(1e-10);
    V const ratio = math::finite(math::abs(h.difference()) / divisor);
    V const t = math::finite(math::as<V>(p) * ratio);
    auto const s = math::logistic(t);
    V const scale = math::at_least(t, V(0)) + math::log1p_unit(s.q.value());
    V const noise = math::finite(math::as<V>(c) * (scale * drawn));
    V const by_ratio = math::as<V>(c) * (drawn * s.value());
    V const steep = math::mulsign(h.slope() / divisor, x);
    V const by_x = by_ratio * math::as<V>(p) * steep;
    return {noise, math::select(h.inside, V(0), by_x), scale * drawn, by_ratio * ratio};
}

/// h(x + noise), and its derivative with the noise held fixed.
template <class Shape, real V> ACTFN_INLINE jet<V> noisy_input(V x, V noise) noexcept {
    V const z = x + noise;
    return hard_parts<Shape, V>(z).clamp(z);
}

inline constexpr std::string_view noisy_source = "Gulcehre et al. 2016, arXiv:1603.00391";

/// Facts of αh + (1 − α)u + noise in inference, where the noise e has its mean. `steepest` is the
/// largest derivative of the scale of the noise, and so many derivatives of that are continuous.
/// F::max_ulp is for the default parameters.
template <class F>
constexpr facts noisy_facts(bool usual, double alpha, double c, bool half_normal, double steepest,
                            double smoothness) noexcept {
    constexpr double infinity = facts::infinity;
    double const leak = 1 - alpha;
    double const rise = leak * F::slope;
    double const distant = rise == 0 ? F::slope * F::bound : rise * infinity;
    double const e = half_normal ? mean_of_half_normal : 0;
    double const bump = leak == 0 ? 0 : (leak < 0 ? c : -c) * e * steepest;
    double const top = rise + bump;
    auto const end = leak == 0 ? saturation::hard : saturation::none;
    return {.name = F::name,
            .formula = half_normal ? F::noisy_formula : F::leaky_formula,
            .derivative = half_normal ? F::noisy_derivative : F::leaky_derivative,
            .cancelling = half_normal ? F::noisy_cancelling : "",
            .cancelling_value = half_normal ? "max(abs(alpha), abs(c) / 4)" : "abs(alpha)",
            .source = noisy_source,
            .lower = leak == 0 ? F::offset - distant : -infinity,
            .upper = leak == 0 ? F::offset + distant : infinity,
            .left = {F::offset - distant, rise},
            .right = {F::offset + distant, rise},
            .kinks = alpha == 0 ? points{} : points{-F::bound, F::bound},
            .monotone = rise >= 0 && top >= 0,
            .odd = F::offset == 0,
            .saturates = {end, end},
            .smoothness = alpha != 0  ? 0
                          : bump != 0 ? smoothness
                                      : infinity,
            .lipschitz = (std::max)({F::slope, rise, -rise, top, -top}),
            .max_ulp = usual ? F::max_ulp : facts::ulp{4, 12},
            .interval = {-20 * F::bound, 20 * F::bound}};
}

/// Facts of h(x + noise) without noise, which is inference.
template <class F> constexpr facts noisy_input_facts() noexcept {
    double const lower = F::offset - F::slope * F::bound;
    double const upper = F::offset + F::slope * F::bound;
    return {.name = F::name,
            .formula = F::formula,
            .derivative = F::derivative,
            .cancelling_value = F::cancelling_value,
            .source = noisy_source,
            .lower = lower,
            .upper = upper,
            .left = {lower, 0},
            .right = {upper, 0},
            .kinks = {-F::bound, F::bound},
            .odd = F::offset == 0,
            .saturates = {saturation::hard, saturation::hard},
            .lipschitz = F::slope,
            .max_ulp = F::max_ulp,
            .interval = {-4 * F::bound, 4 * F::bound}};
}

} // namespace math

namespace kernel {

/// αh + (1 − α)u + d·c·(σ(pD) − 1/2)²·e with D = h − u and d = −sgn(x)·sgn(1 − α). The noise e is
/// drawn in training, its mean in inference. `half_normal` is a choice, not learned.
template <class F, class P> struct noisy_hard {
    static constexpr std::string_view name = F::name;
    using draw = math::normal_draw;

    P alpha{F::alpha};
    P c{F::c};
    P p{F::p};
    P half_normal{F::half_normal};

    constexpr actfn::facts describe() const {
        // Of tanh²(pD/2)/4, where tanh is 1/√3.
        double const steepest = 0.096225044864937627 * F::slope * (p < 0 ? -p : p);
        bool const usual =
            alpha == F::alpha && c == F::c && p == F::p && half_normal == F::half_normal;
        return math::noisy_facts<F>(usual, alpha, c, half_normal != 0, steepest, 1);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return with_noise(x, math::mean_noise<V>(half_normal));
    }
    template <real V> ACTFN_INLINE jet<V> at(V x, V drawn) const noexcept {
        return with_noise(x, math::noise_from(drawn, half_normal));
    }
    template <real V> ACTFN_INLINE noisy_hard<F, V> parameter_derivatives(V x) const noexcept {
        return by_parameters(x, math::mean_noise<V>(half_normal));
    }
    template <real V>
    ACTFN_INLINE noisy_hard<F, V> parameter_derivatives(V x, V drawn) const noexcept {
        return by_parameters(x, math::noise_from(drawn, half_normal));
    }

    template <real V> ACTFN_INLINE jet<V> with_noise(V x, V e) const noexcept {
        math::hard_parts<F, V> const h(x);
        V const leak = math::as<V>(P(1) - alpha);
        V const rest = math::low<V>(P(1) - alpha);
        auto const scale = math::noise_scale(math::as<V>(p) * h.difference());
        V const noise = math::directed(e, leak, x) * math::as<V>(c);
        // D′ = −slope beyond the bounds.
        V const by_noise = (noise * scale.derivative) * (-h.slope() * math::as<V>(p));
        return h.leaky(x, leak, rest, noise, scale.value, by_noise);
    }
    template <real V> ACTFN_INLINE noisy_hard<F, V> by_parameters(V x, V e) const noexcept {
        V const d = math::hard_parts<F, V>(x).difference();
        auto const scale = math::noise_scale(math::as<V>(p) * d);
        V const noise = math::directed(e, math::as<V>(P(1) - alpha), x);
        return {.alpha = d,
                .c = noise * scale.value,
                .p = noise * math::as<V>(c) * scale.derivative * d,
                .half_normal = math::unless_nan(V(0), x)};
    }
};

/// The same with the scale c·(σ(δ²) − 1/2)², δ = |x| − bound, in which only c is a parameter.
template <class F, class P> struct noisy_hard_fixed {
    static constexpr std::string_view name = F::name;
    using draw = math::normal_draw;

    P alpha{F::alpha};
    P c{F::c};
    P half_normal{F::half_normal};

    constexpr actfn::facts describe() const {
        constexpr double steepest = 0.23541327358978594; // of tanh²(δ²/2)/4, at δ = 1.2952
        bool const usual = alpha == F::alpha && c == F::c && half_normal == F::half_normal;
        return math::noisy_facts<F>(usual, alpha, c, half_normal != 0, steepest, 3);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return with_noise(x, math::mean_noise<V>(half_normal));
    }
    template <real V> ACTFN_INLINE jet<V> at(V x, V drawn) const noexcept {
        return with_noise(x, math::noise_from(drawn, half_normal));
    }
    template <real V>
    ACTFN_INLINE noisy_hard_fixed<F, V> parameter_derivatives(V x) const noexcept {
        return by_parameters(x, math::mean_noise<V>(half_normal));
    }
    template <real V>
    ACTFN_INLINE noisy_hard_fixed<F, V> parameter_derivatives(V x, V drawn) const noexcept {
        return by_parameters(x, math::noise_from(drawn, half_normal));
    }

    template <real V> ACTFN_INLINE jet<V> with_noise(V x, V e) const noexcept {
        math::hard_parts<F, V> const h(x);
        V const leak = math::as<V>(P(1) - alpha);
        V const rest = math::low<V>(P(1) - alpha);
        V const delta = distance(h.beyond);
        auto const square = math::two_product(delta, delta);
        auto const scale = math::noise_scale(square.hi, square.lo);
        V const noise = math::directed(e, leak, x) * math::as<V>(c);
        V const by_noise = math::mulsign(noise * scale.derivative * (delta + delta), x);
        return h.leaky(x, leak, rest, noise, scale.value, by_noise);
    }
    template <real V> ACTFN_INLINE noisy_hard_fixed<F, V> by_parameters(V x, V e) const noexcept {
        math::hard_parts<F, V> const h(x);
        V const delta = distance(h.beyond);
        auto const square = math::two_product(delta, delta);
        auto const scale = math::noise_scale(square.hi, square.lo);
        V const noise = math::directed(e, math::as<V>(P(1) - alpha), x);
        return {.alpha = h.difference(),
                .c = noise * scale.value,
                .half_normal = math::unless_nan(V(0), x)};
    }
    /// δ, up to where the scale has long reached its limit.
    template <real V> ACTFN_INLINE static V distance(V beyond) noexcept {
        return math::at_most(math::abs(beyond), V(32));
    }
};

/// h(x + c·ξ) with ξ drawn where |x| > threshold, else 0. `threshold` is a choice, not learned.
template <class F, class P> struct nani_hard {
    static constexpr bool has_constant_piece = true;
    static constexpr actfn::facts facts = math::noisy_input_facts<F>();
    using draw = math::normal_draw;

    P c{F::c};
    P threshold{F::threshold};

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return math::noisy_input<F>(x, V(0) * math::finite(x));
    }
    template <real V> ACTFN_INLINE jet<V> at(V x, V drawn) const noexcept {
        return math::noisy_input<F>(x, math::as<V>(c) * beyond_threshold(x, drawn));
    }
    template <real V> ACTFN_INLINE nani_hard<F, V> parameter_derivatives(V x) const noexcept {
        return {.c = math::unless_nan(V(0), x), .threshold = math::unless_nan(V(0), x)};
    }
    template <real V>
    ACTFN_INLINE nani_hard<F, V> parameter_derivatives(V x, V drawn) const noexcept {
        return {.c = at(x, drawn).derivative * beyond_threshold(x, drawn),
                .threshold = math::unless_nan(V(0), x)};
    }

    template <real V> ACTFN_INLINE V beyond_threshold(V x, V drawn) const noexcept {
        return math::select(math::abs(x) > math::as<V>(threshold), drawn, V(0));
    }
};

/// h(x + c·log(1 + e^(p·|D|/|ξ|))·ξ): the noise grows with the distance D = h − u.
template <class F, class P> struct learned_nani_hard {
    static constexpr bool has_constant_piece = true;
    static constexpr actfn::facts facts = math::noisy_input_facts<F>();
    using draw = math::normal_draw;

    P c{F::c};
    P p{F::p};

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return math::noisy_input<F>(x, V(0) * math::finite(x));
    }
    template <real V> ACTFN_INLINE jet<V> at(V x, V drawn) const noexcept {
        auto const n = math::learned_input_noise<F>(x, drawn, c, p);
        auto const h = math::noisy_input<F>(x, n.noise);
        V const derivative = h.derivative * (V(1) + n.by_x);
        return {.value = h.value,
                .derivative = math::select(h.derivative == V(0), h.derivative, derivative)};
    }
    template <real V>
    ACTFN_INLINE learned_nani_hard<F, V> parameter_derivatives(V x) const noexcept {
        return {.c = math::unless_nan(V(0), x), .p = math::unless_nan(V(0), x)};
    }
    template <real V>
    ACTFN_INLINE learned_nani_hard<F, V> parameter_derivatives(V x, V drawn) const noexcept {
        auto const n = math::learned_input_noise<F>(x, drawn, c, p);
        V const derivative = math::noisy_input<F>(x, n.noise).derivative;
        auto const flat = derivative == V(0);
        return {.c = math::select(flat, derivative, derivative * n.by_c),
                .p = math::select(flat, derivative, derivative * n.by_p)};
    }
};

} // namespace kernel

} // namespace actfn
