// SPDX-License-Identifier: MIT
#include "laws/complex.hpp"
#include "laws/lists.hpp"

// The laws of functions of complex numbers that those of every kind do not know.

namespace tests {

namespace {

template <class T> C<T> value_at(subject<C<T>> const& s, C<T> z) { return at(s.value, s.f, z)[0]; }
template <class T>
C<T> backward_at(subject<C<T>> const& s, void const* f, C<T> z, C<T> g = C<T>(1)) {
    return at(s.backward, f, z, g)[0];
}

/// Numbers give no NaN, but infinity does where the function has no limit there.
template <class T> void limits_exist(verdict& found, subject<C<T>> const& s, void const* f) {
    using no_limit = actfn::along;
    auto const diverges = s.facts->diverges;
    bool const across = diverges == no_limit::imaginary || diverges == no_limit::everything;
    bool const along = diverges == no_limit::real || diverges == no_limit::everything;
    bool nan_across = false;
    bool nan_along = false;
    for (C<T> const z : complex_sample<C<T>>(300)) {
        auto const j = jet_at(s, z, f);
        if ((across && std::isinf(z.imag())) || (along && std::isinf(z.real()))) {
            nan_across = nan_across || (has_nan(j.value) && std::isfinite(z.real()));
            nan_along = nan_along || (has_nan(j.value) && std::isfinite(z.imag()));
            continue;
        }
        if (has_nan(j.value)) found.broken(infinity<double>, text(z) + " gives " + text(j.value));
        if (has_nan(j.dz) || has_nan(j.dzbar)) {
            found.broken(infinity<double>,
                         text(z) + ": derivatives " + text(j.dz) + ", " + text(j.dzbar));
        }
        if (is_finite(widen(j.dz)) && is_finite(widen(j.dzbar))) {
            C<T> const back = backward_at(s, f, z);
            if (has_nan(back)) found.broken(infinity<double>, text(z) + ": backward " + text(back));
        }
    }
    bool const right =
        diverges == no_limit::everything || (across == nan_across && along == nan_along);
    if (!right) found.broken(infinity<double>, "it has limits where none are stated");
}
template <class T> verdict limits_exist(subject<C<T>> const& s) {
    verdict found;
    limits_exist(found, s, s.f);
    limits_exist(found, s, s.varied);
    return found;
}

/// What was found against a law, if it is stated; else it must not hold.
verdict stated(verdict const& found, bool law, std::string const& words) {
    if (law) return found;
    verdict unstated;
    if (found.failures == 0) unstated.broken(words + " everywhere, but that is not stated");
    return unstated;
}

} // namespace

/// f(z̄) is the conjugate of f(z), also on both sides of a cut, if and only if it is stated.
template <class T> verdict mirrors(subject<C<T>> const& s) {
    verdict found;
    for (C<T> const z : complex_sample<C<T>>(300)) {
        auto const j = jet_at(s, z);
        auto const mirrored = jet_at(s, std::conj(z));
        C<T> const expected = s.real_valued ? j.value : std::conj(j.value);
        if (mirrored.value != expected || mirrored.dz != std::conj(j.dz)) {
            if (has_nan(j.value) && has_nan(mirrored.value)) continue;
            found.broken(infinity<double>,
                         text(z) + ": " + text(j.value) + ", conjugate: " + text(mirrored.value));
        }
    }
    return stated(found, s.facts->symmetric, "f(z) and f(conj(z)) are conjugate");
}

/// ∂f/∂z̄ is 0 if and only if it is stated; not of functions that are constant in pieces.
template <class T> verdict is_holomorphic(subject<C<T>> const& s) {
    verdict found;
    bool constant = true;
    for (C<T> const z : complex_sample<C<T>>(300)) {
        auto const j = jet_at(s, z);
        constant = constant && (j.dz == C<T>(0) || has_nan(j.dz));
        if (j.dzbar == C<T>(0) || has_nan(j.dzbar)) continue;
        found.broken(infinity<double>, "it comes to " + text(j.dzbar));
    }
    if (constant) return {};
    return stated(found, s.facts->holomorphic, "the derivative by conj(z) is 0");
}

/// If and only if it is stated.
template <class T> verdict turns_with_its_argument(subject<C<T>> const& s) {
    verdict found;
    random_numbers draw;
    for (int i = 0; i < 2000; ++i) {
        // The parts of r·e^{it} are rounded, so the comparison is with what r became.
        double const r = std::exp2(draw(-20, 6));
        double const t = draw(-3.2, 3.2);
        C<T> const z(static_cast<T>(r * std::cos(t)), static_cast<T>(r * std::sin(t)));
        double const amplitude =
            jet_in_double(s, s.f, C<double>(std::abs(widen(z)), 0)).value.real();
        C<double> const expected = amplitude * widen(z) / std::abs(widen(z));
        double const slope = std::abs(jet_in_double(s, s.f, C<double>(std::abs(widen(z)), 0)).dz);
        double const unit = double(std::numeric_limits<T>::epsilon());
        double const error = std::abs(widen(value_at(s, z)) - expected) /
                             (std::abs(expected) + slope * r + 1e-300) / unit;
        found.note(error, !(error <= s.facts->max_ulp.value + 2), text(z));
        // Quarter turns round nothing: there the law is exact.
        C<T> const turned = value_at(s, C<T>(-z.imag(), z.real()));
        C<T> const straight = value_at(s, z);
        if (turned.real() != -straight.imag() || turned.imag() != straight.real()) {
            found.broken(infinity<double>, "a quarter turn of " + text(z));
        }
    }
    return stated(found, s.facts->equivariant, "f turns with z");
}

namespace {

/// The second derivative is the slope of the first, by central differences.
template <class T> verdict second_derivatives(subject<C<T>> const& s) {
    verdict found;
    random_numbers draw;
    for (int i = 0; i < 400; ++i) {
        // On the axes, too, where functions have other forms on either side.
        T const zero = i / 6 % 2 == 0 ? T(0) : -T(0);
        T const re = i % 6 == 0 || i == 1 ? zero : static_cast<T>(draw(-3, 3));
        T const im = i % 6 == 3 || i < 2 ? zero : static_cast<T>(draw(-3, 3));
        C<T> const z(re, im);
        C<T> const got = at(s.second_derivative, s.f, z)[0];
        constexpr double h = 1e-5;
        C<double> const d = widen(z);
        C<double> const slope =
            (jet_in_double(s, s.f, d + h).dz - jet_in_double(s, s.f, d - h).dz) / (2 * h);
        double const size = std::abs(slope) + std::abs(jet_in_double(s, s.f, d).dz);
        if (size > 100) continue; // beside a pole or a kink
        double const error = std::abs(widen(got) - slope) / size;
        found.note(error, error > (sizeof(T) == 4 ? 1e-4 : 1e-6),
                   text(z) + ": " + text(got) + ", expected about " + text(slope));
    }
    return found;
}

/// Central differences of the real loss Re(conj(G)·f), whose gradient in f is G.
template <class T> verdict backward_is_the_gradient(subject<C<T>> const& s) {
    verdict found;
    random_numbers draw;
    for (int i = 0; i < 400; ++i) {
        C<T> const z(static_cast<T>(draw(-3, 3)), static_cast<T>(draw(-3, 3)));
        T const part = static_cast<T>(draw(-2, 2));
        C<T> const g(static_cast<T>(draw(-2, 2)), s.real_valued ? T(0) : part);
        C<double> const d = widen(z);
        auto const loss = [&](C<double> u) {
            return (std::conj(widen(g)) * jet_in_double(s, s.f, u).value).real();
        };
        auto const slope = [&](C<double> step) {
            return (8 * (loss(d + step) - loss(d - step)) -
                    (loss(d + 2.0 * step) - loss(d - 2.0 * step))) /
                   (12 * std::abs(step));
        };
        double const h = 1e-4;
        C<double> const expected(slope(h), slope(C<double>(0, h)));
        double const error = std::abs(widen(backward_at(s, s.f, z, g)) - expected);
        // Steps across a kink do not count: there the two-sided slopes differ; nor beside a pole.
        auto const here = jet_in_double(s, s.f, d);
        auto const before = jet_in_double(s, s.f, d - C<double>(2 * h, 2 * h));
        auto const after = jet_in_double(s, s.f, d + C<double>(2 * h, 2 * h));
        double const size = 1 + std::abs(here.dz) + std::abs(here.value);
        bool const uneven = std::abs(after.dz - before.dz) > 0.01 * size || size > 20 ||
                            std::abs(after.value - before.value) > 0.01 * size;
        double const bound = (sizeof(T) == 4 ? 1e-5 : 1e-9) * size;
        found.note(error, error > bound && !uneven,
                   text(z) + ": " + text(backward_at(s, s.f, z, g)) + ", differences " +
                       text(expected));
    }
    return found;
}

/// G_z = conj(∂f/∂z)·G + (∂f/∂z̄)·conj(G), and the value and derivatives belong together.
template <class T> verdict backward_is_wirtinger(subject<C<T>> const& s) {
    verdict found;
    auto const z = complex_sample<C<T>>(1000);
    auto g = gradients(s, z.size());
    if (s.real_valued) {
        for (auto& each : g) each = each.real();
    }
    for (std::size_t i = 0; i < z.size(); ++i) {
        auto const j = jet_at(s, z[i]);
        C<double> const dz = widen(j.dz);
        C<double> const dzbar = widen(j.dzbar);
        C<double> const expected = std::conj(dz) * widen(g[i]) + dzbar * std::conj(widen(g[i]));
        double const scale = (std::abs(dz) + std::abs(dzbar)) * std::abs(g[i]);
        // Beyond the range of T nothing is promised.
        if (!(scale < double(std::numeric_limits<T>::max()) / 4)) continue;
        double const least = static_cast<double>(std::numeric_limits<T>::min());
        C<double> const got = widen(backward_at(s, s.f, z[i], g[i]));
        double const error = std::abs(got - expected) / std::max(scale, least) /
                             double(std::numeric_limits<T>::epsilon());
        found.note(error, !(error <= 8), text(z[i]) + " times " + text(g[i]));
    }
    return found;
}

/// Away from kinks, by central differences.
template <class T> verdict parameter_slopes(subject<C<T>> const& s) {
    verdict found;
    random_numbers draw;
    for (int i = 0; i < 200; ++i) {
        void const* const f = i % 2 ? s.f : s.varied;
        C<T> const z(static_cast<T>(draw(-3, 3)), static_cast<T>(draw(-3, 3)));
        columns<C<T>> const d = run(s.parameter_derivatives, f, columns<C<T>>{{z}});
        for (std::size_t p = 0; p < s.parameters; ++p) {
            double const h = 1e-6;
            C<double> const up = s.shifted(f, p, h, widen(z));
            C<double> const middle = s.shifted(f, p, 0, widen(z));
            C<double> const down = s.shifted(f, p, -h, widen(z));
            if (std::abs(up - 2.0 * middle + down) > 0.1 * h) continue; // a kink
            double const error = std::abs(widen(d[p][0]) - (up - down) / (2 * h));
            found.note(error, error > 1e-6 * (1 + std::abs(d[p][0])),
                       text(z) + ": " + text(d[p][0]));
        }
    }
    return found;
}

template <class S> bool always(subject<S> const&) { return true; }
template <class S> bool is_stated_holomorphic(subject<S> const& s) {
    return !s.second_derivative.empty();
}
template <class S> bool bounds_parts(subject<S> const& s) { return s.facts->parts > 0; }
template <class S> bool has_named_parameters(subject<S> const& s) { return s.shifted != nullptr; }

} // namespace

template <class S> std::vector<law<S>> laws_of_complex_numbers() {
    using T = real_of<S>;
    return {
        {"NaN only where there is no limit", always<S>, limits_exist<T>},
        {"backward is the gradient", always<S>, backward_is_the_gradient<T>},
        {"backward is Wirtinger's", always<S>, backward_is_wirtinger<T>},
        {"mirror images", always<S>, mirrors<T>},
        {"holomorphic", always<S>, is_holomorphic<T>},
        {"second derivative", is_stated_holomorphic<S>, second_derivatives<T>},
        {"equivariance", always<S>, turns_with_its_argument<T>},
        {"parameter derivatives", has_named_parameters<S>, parameter_slopes<T>},
        {"value within its bound of the table", always<S>, value_in_table<T>},
        {"derivatives within their bound of the table", always<S>, derivatives_in_table<T>},
        {"parts within their bound of the table", bounds_parts<S>, parts_in_table<T>},
        {"value within its bound of double", always<S>, value_in_double<T>},
        {"derivatives within their bound of double", always<S>, derivatives_in_double<T>},
    };
}
template std::vector<law<C<float>>> laws_of_complex_numbers();
template std::vector<law<C<double>>> laws_of_complex_numbers();
template verdict mirrors(subject<C<float>> const&);
template verdict is_holomorphic(subject<C<float>> const&);
template verdict turns_with_its_argument(subject<C<float>> const&);

} // namespace tests
