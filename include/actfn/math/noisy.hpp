// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/jet.hpp>
#include <actfn/math/log.hpp>
#include <actfn/math/logistic.hpp>
#include <actfn/math/piecewise.hpp>
#include <actfn/math/tanh.hpp>

/// Parts of the noisy activations of Gulcehre, Moczulski, Denil, Bengio 2016, arXiv:1603.00391.
namespace actfn::math {

/// The noise e from a standard normal ξ: ξ, or |ξ| where `half_normal` is not 0.
template <real V, class P> ACTFN_INLINE V noise_from(V drawn, P const& half_normal) noexcept {
    return math::select(math::as<V>(half_normal) == V(0), drawn, math::abs(drawn));
}
/// Its mean, 0 or √(2/π).
template <real V, class P> ACTFN_INLINE V mean_noise(P const& half_normal) noexcept {
    constexpr double mean = 0.79788456080286535588;
    return math::select(math::as<V>(half_normal) == V(0), V(0), math::as<V>(mean));
}

/// A hard sigmoid h(x) = offset + slope·clamp(x, ±bound) and u(x) = offset + slope·x, its
/// linearisation at 0.
struct hard_shape {
    double offset;
    double slope;
    double bound;
};
inline constexpr hard_shape hard_tanh_shape{.offset = -0.0, .slope = 1, .bound = 1};
inline constexpr hard_shape hard_sigmoid_shape{.offset = 0.5, .slope = 0.25, .bound = 2};

/// x beside the clamped x.
template <class V> struct hard_parts {
    hard_shape shape;
    V clamped;
    V beyond; // x − clamped
    decltype(clamped < clamped) inside;

    ACTFN_INLINE hard_parts(hard_shape s, V x) noexcept
        : shape(s),
          clamped(math::at_most(math::at_least(x, math::as<V>(-s.bound)), math::as<V>(s.bound))),
          beyond(x - clamped),
          inside(math::abs(x) < math::as<V>(s.bound)) {}

    /// h.
    ACTFN_INLINE V value() const noexcept {
        return math::fma(math::as<V>(shape.slope), clamped, math::as<V>(shape.offset));
    }
    /// h′.
    ACTFN_INLINE V derivative(V x) const noexcept {
        return math::as<V>(shape.slope) * math::indicator(inside, x);
    }
    /// D = h − u, finite.
    ACTFN_INLINE V difference() const noexcept {
        return math::as<V>(-shape.slope) * math::finite(beyond);
    }
    /// αh + (1 − α)u = offset + slope·(clamped + (1 − α)·beyond).
    ACTFN_INLINE V leaky(V leak) const noexcept {
        V const beyond_leak = math::times_slope(beyond, leak);
        V const y = math::select(inside, clamped, clamped + beyond_leak);
        return math::fma(math::as<V>(shape.slope), y, math::as<V>(shape.offset));
    }
    /// Its derivative.
    ACTFN_INLINE V leaky_derivative(V leak, V x) const noexcept {
        V const one_or_leak = math::select(inside, V(1), math::unless_nan(leak, x));
        return math::as<V>(shape.slope) * one_or_leak;
    }
};

/// Derivatives in the parameters of the noise d·e·c·(σ(pD) − 1/2)², d = −sgn(x)·sgn(1 − α).
template <class P> struct noise_settings {
    P alpha;
    P c;
    P p;
};

/// (σ(z) − 1/2)² = tanh²(z/2)/4 and its derivative in z.
template <real V> ACTFN_INLINE jet<V> noise_scale(V z) noexcept {
    auto const t = math::tanh(math::as<V>(0.5) * z);
    V const y = t.value();
    V const quarter = math::as<V>(0.25);
    return {.value = quarter * (y * y), .derivative = quarter * (y * t.slope())};
}

/// Where the square of |x| − bound still changes the scale.
template <real V> ACTFN_INLINE V distance(V beyond) noexcept {
    return math::at_most(math::abs(beyond), V(32));
}

/// d·e for 1 − α = leak.
template <real V> ACTFN_INLINE V directed(V e, V leak, V x) noexcept {
    V const right = math::select(leak < V(0), e, math::select(leak > V(0), -e, V(0)));
    return math::flip(right, x);
}

/// αh + (1 − α)u + d·e·c·(σ(pD) − 1/2)² with the noise e held fixed.
template <real V, class P>
ACTFN_INLINE jet<V> noisy(hard_shape shape, V x, V e, P const& alpha, P const& c,
                          P const& p) noexcept {
    hard_parts<V> const h(shape, x);
    V const leak = math::as<V>(P(1) - alpha);
    auto const scale = math::noise_scale(math::as<V>(p) * h.difference());
    V const noise = math::directed(e, leak, x) * math::as<V>(c);
    V const slope = h.leaky_derivative(leak, x);
    // D′ = −slope beyond the bounds, 0 between.
    V const by_noise = (noise * scale.derivative) * (math::as<V>(-shape.slope) * math::as<V>(p));
    return {.value = math::fma(noise, scale.value, h.leaky(leak)),
            .derivative = math::select(h.inside, slope, slope + by_noise)};
}

/// Its derivatives in α, c and p, as such a struct of three fields.
template <real V, class P>
ACTFN_INLINE noise_settings<V> noisy_slopes(hard_shape shape, V x, V e, P const& alpha, P const& c,
                                            P const& p) noexcept {
    hard_parts<V> const h(shape, x);
    V const d = h.difference();
    auto const scale = math::noise_scale(math::as<V>(p) * d);
    V const noise = math::directed(e, math::as<V>(P(1) - alpha), x);
    return {
        .alpha = d, .c = noise * scale.value, .p = noise * math::as<V>(c) * scale.derivative * d};
}

/// The same with the scale c·(σ(δ²) − 1/2)², δ = |x| − bound, which has no parameter.
template <real V, class P>
ACTFN_INLINE jet<V> noisy_fixed(hard_shape shape, V x, V e, P const& alpha, P const& c) noexcept {
    hard_parts<V> const h(shape, x);
    V const leak = math::as<V>(P(1) - alpha);
    V const delta = distance(h.beyond);
    auto const scale = math::noise_scale(delta * delta);
    V const noise = math::directed(e, leak, x) * math::as<V>(c);
    V const slope = h.leaky_derivative(leak, x);
    V const by_noise = math::flip(noise * scale.derivative * (delta + delta), x);
    return {.value = math::fma(noise, scale.value, h.leaky(leak)),
            .derivative = math::select(h.inside, slope, slope + by_noise)};
}
template <real V, class P>
ACTFN_INLINE noise_settings<V> noisy_fixed_slopes(hard_shape shape, V x, V e,
                                                  P const& alpha) noexcept {
    hard_parts<V> const h(shape, x);
    V const delta = distance(h.beyond);
    auto const scale = math::noise_scale(delta * delta);
    V const noise = math::directed(e, math::as<V>(P(1) - alpha), x);
    return {.alpha = h.difference(), .c = noise * scale.value, .p = V(0)};
}

/// The scale c·log(1 + e^(p·|D|/|ξ|)) of noise on the input, times ξ, and what it takes.
template <class V> struct learned_noise {
    V noise;
    V by_x;
    V by_c;
    V by_p;
};
template <real V, class P>
ACTFN_INLINE learned_noise<V> learned_input_noise(hard_shape shape, V x, V drawn, P const& c,
                                                  P const& p) noexcept {
    hard_parts<V> const h(shape, x);
    V const divisor = math::abs(drawn) + math::as<V>(1e-10);
    V const ratio = math::finite(math::abs(h.difference()) / divisor);
    V const t = math::finite(math::as<V>(p) * ratio);
    auto const s = math::logistic(t);
    V const scale = math::at_least(t, V(0)) + math::log1p_unit(s.q.value());
    V const noise = math::finite(math::as<V>(c) * (scale * drawn));
    V const by_ratio = math::as<V>(c) * (drawn * s.value());
    V const steep = math::flip(math::as<V>(shape.slope) / divisor, x);
    V const by_x = by_ratio * math::as<V>(p) * steep;
    return {noise, math::select(h.inside, V(0), by_x), scale * drawn, by_ratio * ratio};
}

/// h(x + noise), and its derivative with the noise held fixed.
template <real V> ACTFN_INLINE jet<V> noisy_input(hard_shape shape, V x, V noise) noexcept {
    V const z = x + noise;
    hard_parts<V> const h(shape, z);
    return {.value = h.value(), .derivative = h.derivative(z)};
}

/// The drawn ξ where |x| > threshold, else 0.
template <real V, class P> ACTFN_INLINE V noise_beyond(P const& threshold, V x, V drawn) noexcept {
    return math::select(math::abs(x) > math::as<V>(threshold), drawn, V(0));
}

/// h(x + noise) with the learned noise of the drawn ξ, which is held fixed.
template <real V, class P>
ACTFN_INLINE jet<V> learned_noisy_input(hard_shape shape, V x, V drawn, P const& c,
                                        P const& p) noexcept {
    auto const n = math::learned_input_noise(shape, x, drawn, c, p);
    auto const h = math::noisy_input(shape, x, n.noise);
    V const slope = h.derivative * (V(1) + n.by_x);
    return {.value = h.value,
            .derivative = math::select(h.derivative == V(0), h.derivative, slope)};
}
template <real V, class P>
ACTFN_INLINE noise_settings<V> learned_noisy_input_slopes(hard_shape shape, V x, V drawn,
                                                          P const& c, P const& p) noexcept {
    auto const n = math::learned_input_noise(shape, x, drawn, c, p);
    V const slope = math::noisy_input(shape, x, n.noise).derivative;
    auto const flat = slope == V(0);
    return {.alpha = V(0),
            .c = math::select(flat, slope, slope * n.by_c),
            .p = math::select(flat, slope, slope * n.by_p)};
}

} // namespace actfn::math
