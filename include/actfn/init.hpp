// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <random>

/// Initialisation of weights: gains computed from the activation itself, the usual variances, and
/// random numbers that are the same with every standard library.
namespace actfn::inline ACTFN_ABI {

/// Any activation of doubles with a derivative.
template <class F>
concept differentiable_function = requires(F const& f, double z) {
    { f(z) } -> std::convertible_to<double>;
    { f.derivative(z) } -> std::convertible_to<double>;
};

/// E f(z), E f(z)² and E f′(z)² for z ~ N(0, 1).
struct normal_moments {
    double mean;
    double square;
    double derivative_square;
};

namespace engine {

/// ∫ f over [a, b], f giving several values at once: Gauss and Kronrod's 7 and 15 points, halving
/// where they disagree. A jump of f costs some forty halvings, wherever it lies.
template <class F> class adaptive_integral {
    using Values = std::array<double, 3>;

  public:
    explicit adaptive_integral(F const& f) : f_(f) {}

    Values operator()(double a, double b, int depth = 0) const {
        static constexpr double node[8] = {
            0.991455371120812639206854697526329, 0.949107912342758524526189684047851,
            0.864864423359769072789712788640926, 0.741531185599394439863864773280788,
            0.586087235467691130294144691693013, 0.405845151377397166906606412076961,
            0.207784955007898467600689403773245, 0.0};
        static constexpr double kronrod[8] = {
            0.022935322010529224963732008058970, 0.063092092629978553290700663189204,
            0.104790010322250183839876322541518, 0.140653259715525918745189590510238,
            0.169004726639267902826583426598550, 0.190350578064785409913256402421014,
            0.204432940075298892414161999234649, 0.209482141084727828012999174891714};
        static constexpr double gauss[8] = {
            0, 0.129484966168869693270611432679082, 0, 0.279705391489276667901467771423780,
            0, 0.381830050505118944950369775488975, 0, 0.417959183673469387755102040816327};
        double const half = (b - a) / 2;
        double const centre = a + half;
        Values fine{};
        Values coarse{};
        for (int i = 0; i < 8; ++i) {
            for (int side = i == 7 ? 1 : -1; side <= 1; side += 2) {
                Values const y = f_(centre + side * half * node[i]);
                for (std::size_t k = 0; k < y.size(); ++k) {
                    fine[k] += kronrod[i] * half * y[k];
                    coarse[k] += gauss[i] * half * y[k];
                }
            }
        }
        // NaN ends here too.
        bool settled = true;
        for (std::size_t k = 0; k < fine.size(); ++k) {
            if (std::abs(fine[k] - coarse[k]) > 1e-12 * (std::max)(1e-3, std::abs(fine[k]))) {
                settled = false;
            }
        }
        if (settled || depth == 40) return fine;
        Values const left = (*this)(a, centre, depth + 1);
        Values const right = (*this)(centre, b, depth + 1);
        return {left[0] + right[0], left[1] + right[1], left[2] + right[2]};
    }

  private:
    F const& f_;
};

} // namespace engine

/// By quadrature, to some 1e-10, kinks and jumps included; a function that is not finite somewhere
/// has infinite moments or none (NaN).
template <differentiable_function F, class Arch = native> normal_moments moments(F const& f) {
    auto const weighted = [&](double z) -> std::array<double, 3> {
        double const density =
            std::exp(-z * z / 2) * (std::numbers::inv_sqrtpi / std::numbers::sqrt2);
        double const y = static_cast<double>(f(z));
        double const slope = static_cast<double>(f.derivative(z));
        return {density * y, density * (y * y), density * (slope * slope)};
    };
    engine::adaptive_integral const integral(weighted);
    std::array<double, 3> total{};
    // Beyond 16 lies a density of 1e-56, within which even e^z adds nothing.
    for (int i = -32; i < 32; ++i) {
        auto const part = integral(i * 0.5, (i + 1) * 0.5);
        for (std::size_t k = 0; k < total.size(); ++k) total[k] += part[k];
    }
    return {total[0], total[1], total[2]};
}

/// 1/√E f(z)²: weights of the standard deviation gain(f)/√fan_in keep the second moment of the
/// signal from layer to layer. √2 for relu, 1 for selu. These are not PyTorch's calculate_gain
/// values, some of which are rules of thumb (tanh 5/3, selu 3/4).
template <differentiable_function F, class Arch = native> double gain(F const& f) {
    return 1 / std::sqrt(moments<F, Arch>(f).square);
}

/// 1/√E f′(z)²: gain_backward(f)/√fan_out keeps the second moment of the gradient. Infinite where
/// the gradient is 0 everywhere.
template <differentiable_function F, class Arch = native> double gain_backward(F const& f) {
    return 1 / std::sqrt(moments<F, Arch>(f).derivative_square);
}

namespace init {

/// A distribution of weights of mean 0.
struct spread {
    double variance;
    double stddev;
    /// Of the uniform distribution over [−bound, bound] of this variance.
    double bound;

    static spread of(double variance) {
        return {variance, std::sqrt(variance), std::sqrt(3 * variance)};
    }
};

namespace detail {

inline double fan(std::string_view function, std::string_view name, std::size_t n) {
    core::require(n > 0, function, name, static_cast<double>(n), "at least", 1);
    return static_cast<double>(n);
}

/// Of a distribution: a finite number, not negative.
inline void require_width(std::string_view function, std::string_view name, double width) {
    core::require(width >= 0, function, name, width, "at least", 0);
    core::require(width <= (std::numeric_limits<double>::max)(), function, name, width, "less than",
                  std::numeric_limits<double>::infinity());
}

} // namespace detail

/// He et al. 2015, for rectifiers: variance 2/fan_in.
inline spread he(std::size_t fan_in) {
    return spread::of(2 / detail::fan("init::he", "fan_in", fan_in));
}

/// Glorot and Bengio 2010, for functions near the identity at 0: variance 2/(fan_in + fan_out).
inline spread glorot(std::size_t fan_in, std::size_t fan_out) {
    return spread::of(2 / (detail::fan("init::glorot", "fan_in", fan_in) +
                           detail::fan("init::glorot", "fan_out", fan_out)));
}

/// LeCun et al. 1998, and for selu: variance 1/fan_in.
inline spread lecun(std::size_t fan_in) {
    return spread::of(1 / detail::fan("init::lecun", "fan_in", fan_in));
}

/// Sitzmann et al. 2020 (arXiv:2006.09661), for `sine` and `finer`: uniform over ±1/fan_in in the
/// first layer.
inline spread siren_first(std::size_t fan_in) {
    double const n = detail::fan("init::siren_first", "fan_in", fan_in);
    return spread::of(1 / (3 * n * n));
}

/// The same for the other layers: uniform over ±√(6/fan_in)/w0, w0 being the frequency of the sine.
inline spread siren(std::size_t fan_in, double w0 = 30) {
    double const n = detail::fan("init::siren", "fan_in", fan_in);
    core::require(w0 > 0, "init::siren", "w0", w0, "greater than", 0);
    core::require(w0 <= (std::numeric_limits<double>::max)(), "init::siren", "w0", w0, "less than",
                  std::numeric_limits<double>::infinity());
    return spread::of(2 / (n * w0 * w0));
}

/// Variance gain²/fan: with_gain(gain(f), fan_in), with_gain(gain_backward(f), fan_out).
inline spread with_gain(double gain, std::size_t fan) {
    detail::require_width("init::with_gain", "gain", gain);
    return spread::of(gain * gain / detail::fan("init::with_gain", "fan", fan));
}

/// The spread of a scheme, LeCun's and He's from fan_in alone.
inline spread by_scheme(init_scheme scheme, std::size_t fan_in, std::size_t fan_out) {
    if (scheme == init_scheme::he) return he(fan_in);
    if (scheme == init_scheme::lecun) return lecun(fan_in);
    return glorot(fan_in, fan_out);
}

/// What the activation's facts recommend.
template <class F>
    requires requires(F const& f) { f.facts().init; }
spread for_activation(F const& f, std::size_t fan_in, std::size_t fan_out) {
    return by_scheme(f.facts().init, fan_in, fan_out);
}

/// 53 random bits as a number in [0, 1), from any generator; std::uniform_real_distribution
/// and std::normal_distribution differ between standard libraries.
template <std::uniform_random_bit_generator G> double uniform(G& generator) {
    constexpr auto range = static_cast<std::uint64_t>((G::max)() - (G::min)());
    auto const draw = [&] { return static_cast<std::uint64_t>(generator() - (G::min)()); };
    if constexpr (range == (std::numeric_limits<std::uint64_t>::max)()) {
        return static_cast<double>(draw() >> 11) * 0x1p-53;
    } else if constexpr (range == (std::numeric_limits<std::uint32_t>::max)()) {
        std::uint64_t const high = draw() >> 5;
        std::uint64_t const low = draw() >> 6;
        return static_cast<double>((high << 26) | low) * 0x1p-53;
    } else {
        constexpr double base = static_cast<double>(range) + 1;
        double digits = 0;
        double scale = 1;
        while (scale < 0x1p53) {
            digits += static_cast<double>(draw()) * scale;
            scale *= base;
        }
        return (std::min)(digits / scale, 1 - 0x1p-53);
    }
}

namespace detail {

/// 64 bits of a generator.
template <std::uniform_random_bit_generator G> std::uint64_t word(G& generator) {
    auto const half = [&] { return static_cast<std::uint64_t>(init::uniform(generator) * 0x1p32); };
    std::uint64_t const high = half();
    return high << 32 | half();
}

/// f(element, draw) for every element of an operand, whose draws are numbers 0, 1, ... of the key
/// that make_key() returns, which is called only where there is an element.
template <class Draw, class T, class W, class Key, class F>
void for_each_draw(std::string_view call, W& weights, Key make_key, F f) {
    using V = math::pack<T>;
    auto const view = engine::view_of(weights);
    if constexpr (engine::element_in<std::remove_const_t<decltype(view)>>::flat) {
        if (view.empty()) return;
        math::for_draws<Draw, V>(make_key(), 0, view.size(), [&](auto i, auto n, T const* draws) {
            for (std::size_t k = 0; k < n; ++k) f(view[i + k], draws[k]);
        });
    } else {
        T draws[math::detail::tile];
        math::draw_key key;
        std::uint64_t index = 0;
        engine::for_each_element(call, weights, [&](auto& w) {
            if (index == 0) key = make_key();
            std::size_t const at = math::detail::as_size(index % math::detail::tile);
            if (at == 0) math::detail::draw_tile<Draw, V>(key, index / math::detail::tile, draws);
            f(w, draws[at]);
            ++index;
        });
    }
}

} // namespace detail

/// Normal weights of mean 0, in the order of memory: draws 0, 1, ... of a key of two numbers of the
/// generator, in the arithmetic type.
template <output W, std::uniform_random_bit_generator G>
void fill(W&& weights, double stddev, G& generator) {
    detail::require_width("init::fill", "stddev", stddev);
    using T = engine::arithmetic<engine::element_t<std::remove_reference_t<W>>>;
    auto const key = [&generator] { return math::draw_key{.seed = detail::word(generator)}; };
    auto const width = static_cast<T>(stddev);
    detail::for_each_draw<math::normal_draw, T>(
        "init::fill", weights, key,
        [width]<class E>(E& w, T draw) { w = static_cast<E>(width * draw); });
}

/// The same with the variance of he(fan_in), glorot(fan_in, fan_out), ...
template <output W, std::uniform_random_bit_generator G>
void fill(W&& weights, spread const& s, G& generator) {
    init::fill(weights, s.stddev, generator);
}

/// Weights uniform over [−bound, bound), in the order of memory.
template <output W, std::uniform_random_bit_generator G>
void fill_uniform(W&& weights, double bound, G& generator) {
    detail::require_width("init::fill_uniform", "bound", bound);
    engine::for_each_element("init::fill_uniform", weights, [&]<class T>(T& w) {
        w = static_cast<T>(bound * (2 * init::uniform(generator) - 1));
    });
}

template <output W, std::uniform_random_bit_generator G>
void fill_uniform(W&& weights, spread const& s, G& generator) {
    init::fill_uniform(weights, s.bound, generator);
}

/// Layer-sequential unit variance (Mishkin, Matas 2016, arXiv:1511.06422): divides the weights of a
/// layer by the standard deviation of its outputs until their variance is 1 up to `tolerance`, at
/// most `most` times, and returns the variance they have then. outputs() gives those of a batch
/// with the weights as they are, as a range or matrix; call it for one layer after the other.
template <output W, class Outputs>
    requires std::invocable<Outputs&>
double lsuv(W&& weights, Outputs&& outputs, double tolerance = 0.1, int most = 10) {
    detail::require_width("init::lsuv", "tolerance", tolerance);
    core::require(most >= 0, "init::lsuv", "most", most, "at least", 0);
    auto const variance = [&] {
        auto y = outputs();
        double count = 0;
        double mean = 0;
        double square = 0;
        engine::for_each_element("init::lsuv", y, [&](auto& v) {
            mean += static_cast<double>(v);
            ++count;
        });
        core::require(count > 0, "init::lsuv", "the number of outputs", count, "at least", 1);
        mean /= count;
        engine::for_each_element("init::lsuv", y, [&](auto& v) {
            double const d = static_cast<double>(v) - mean;
            square += d * d;
        });
        return square / count;
    };
    double now = variance();
    for (int i = 0; i < most && !(std::abs(now - 1) <= tolerance); ++i) {
        core::require(now > 0, "init::lsuv", "the variance of the outputs", now, "greater than", 0);
        core::require(now <= (std::numeric_limits<double>::max)(), "init::lsuv",
                      "the variance of the outputs", now, "less than",
                      std::numeric_limits<double>::infinity());
        double const factor = 1 / std::sqrt(now);
        engine::for_each_element("init::lsuv", weights, [&]<class T>(T& w) {
            w = static_cast<T>(static_cast<double>(w) * factor);
        });
        now = variance();
    }
    return now;
}

} // namespace init
} // namespace actfn
