// SPDX-License-Identifier: MIT
#include "complex/properties.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cstdio>

namespace tests {
namespace {

template <class T> using C = std::complex<T>;

template <class T> std::vector<T> special_parts() {
    using limits = std::numeric_limits<T>;
    std::vector<T> parts = {T(0),
                            limits::denorm_min(),
                            limits::min() / 2,
                            limits::min(),
                            std::sqrt(limits::min()),
                            T(1e-3),
                            T(0.25),
                            T(1),
                            T(3),
                            T(4),
                            T(1e3),
                            std::sqrt(limits::max()),
                            limits::max() / 3,
                            limits::max(),
                            infinity<T>};
    for (std::size_t i = 0, n = parts.size(); i < n; ++i) parts.push_back(-parts[i]);
    return parts;
}

/// All pairs of special parts, and random numbers: ordinary ones and those of any exponent.
template <class T> std::vector<C<T>> sample(std::size_t random = 4000) {
    using limits = std::numeric_limits<T>;
    std::vector<C<T>> z;
    auto const parts = special_parts<T>();
    for (T const x : parts) {
        for (T const y : parts) z.emplace_back(x, y);
    }
    random_numbers draw;
    auto const at = [&](double r) {
        double const angle = draw(-3.2, 3.2);
        z.emplace_back(static_cast<T>(r * std::cos(angle)), static_cast<T>(r * std::sin(angle)));
    };
    for (std::size_t i = 0; i < random; ++i) {
        at(draw(0, 4));
        at(draw(0, 100));
        at(std::exp2(draw(limits::min_exponent - limits::digits, limits::max_exponent - 1)));
    }
    return z;
}

template <class T> std::vector<C<T>> gradients(std::size_t n) {
    random_numbers draw;
    std::vector<C<T>> g(n);
    for (auto& x : g) x = C<T>(static_cast<T>(draw(-2, 2)), static_cast<T>(draw(-2, 2)));
    return g;
}

template <class T> bool same(C<T> a, C<T> b) {
    return tests::same(a.real(), b.real()) && tests::same(a.imag(), b.imag());
}

template <class T> std::string text(C<T> z) {
    return "(" + hex(double(z.real())) + ", " + hex(double(z.imag())) + ")";
}

template <class T> C<double> widen(C<T> z) { return {double(z.real()), double(z.imag())}; }

bool finite(C<double> z) { return std::isfinite(z.real()) && std::isfinite(z.imag()); }

/// Counts, and keeps the worst case.
struct findings {
    std::size_t failures = 0;
    double worst = -1;
    std::string where;

    void note(double badness, bool bad, std::string const& words) {
        failures += bad;
        if (badness > worst) {
            worst = badness;
            where = words;
        }
    }
    void fail(std::string const& words) { note(infinity<double>, true, words); }
};

template <class T> findings same_bits_every_way(complex_subject<T> const& s) {
    findings found;
    auto const z = sample<T>(300);
    auto const g = gradients<T>(z.size());
    for (auto const* ways : {&s.value, &s.dz, &s.dzbar, &s.backward}) {
        std::vector<C<T>> expected(z.size());
        ways->front().run(z, g, expected);
        for (auto const& way : *ways) {
            std::vector<C<T>> got(z.size());
            way.run(z, g, got);
            for (std::size_t i = 0; i < z.size(); ++i) {
                if (!same(got[i], expected[i])) {
                    found.fail(way.name + " at " + text(z[i]) + ": " + text(got[i]) + ", scalar " +
                               text(expected[i]));
                }
            }
        }
    }
    return found;
}

/// Every length up to two packs and one, from every offset; nothing else is written.
template <class T> findings same_bits_everywhere(complex_subject<T> const& s) {
    findings found;
    auto const z = sample<T>(300);
    auto const g = gradients<T>(z.size());
    C<T> const untouched(T(-77), T(77));
    for (auto const* ways : {&s.value, &s.backward}) {
        std::vector<C<T>> expected(z.size());
        ways->front().run(z, g, expected);
        for (auto const& way : *ways) {
            for (std::size_t n = 0; n <= 2 * s.width + 1; ++n) {
                for (std::size_t begin = 900; begin < 904; ++begin) {
                    std::vector<C<T>> out(n + 2, untouched);
                    way.run(std::span(z).subspan(begin, n), std::span(g).subspan(begin, n),
                            std::span(out).subspan(1, n));
                    bool right = out.front() == untouched && out.back() == untouched;
                    for (std::size_t i = 0; i < n; ++i) {
                        right = right && same(out[i + 1], expected[begin + i]);
                    }
                    if (!right) {
                        found.fail(way.name + ", " + std::to_string(n) + " elements");
                    }
                }
            }
        }
    }
    return found;
}

template <class T> findings works_in_place(complex_subject<T> const& s) {
    findings found;
    auto const z = sample<T>(300);
    auto const g = gradients<T>(z.size());
    for (auto const* ways : {&s.value, &s.backward}) {
        std::vector<C<T>> expected(z.size());
        ways->front().run(z, g, expected);
        for (auto const& way : *ways) {
            auto over_z = z;
            way.run(over_z, g, over_z);
            auto over_g = g;
            way.run(z, over_g, over_g);
            for (std::size_t i = 0; i < z.size(); ++i) {
                if (!same(over_z[i], expected[i]) || !same(over_g[i], expected[i])) {
                    found.fail(way.name + " at " + text(z[i]));
                }
            }
        }
    }
    return found;
}

template <class T> C<T> at(complex_ways<T> const& ways, C<T> z, C<T> g = C<T>(1)) {
    C<T> out;
    ways.front().run(std::span(&z, 1), std::span(&g, 1), std::span(&out, 1));
    return out;
}

/// NaN in either part of z gives NaN in both of f(z), and nothing else gives any.
template <class T> findings keeps_nan(complex_subject<T> const& s) {
    findings found;
    for (T const part : special_parts<T>()) {
        for (C<T> const z : {C<T>(part, nan<T>), C<T>(nan<T>, part), C<T>(nan<T>, nan<T>)}) {
            C<T> const w = at(s.value, z);
            if (!std::isnan(w.real()) || !std::isnan(w.imag())) {
                found.fail(text(z) + " gives " + text(w));
            }
            C<T> const d = at(s.dz, z);
            if (!std::isnan(d.real())) found.fail(text(z) + ": derivative " + text(d));
        }
    }
    for (C<T> const z : sample<T>(300)) {
        for (auto const* ways : {&s.value, &s.dz, &s.dzbar, &s.backward}) {
            C<T> const w = at(*ways, z);
            if (std::isnan(w.real()) || std::isnan(w.imag())) {
                found.fail(text(z) + " gives " + text(w) +
                           (ways == &s.value ? "" : " (derivative)"));
            }
        }
    }
    return found;
}

/// Central differences of the real loss Re(conj(G)·f), whose gradient in f is G.
template <class T> findings backward_is_the_gradient(complex_subject<T> const& s) {
    findings found;
    random_numbers draw;
    for (int i = 0; i < 400; ++i) {
        C<T> const z(static_cast<T>(draw(-3, 3)), static_cast<T>(draw(-3, 3)));
        C<T> const g(static_cast<T>(draw(-2, 2)), static_cast<T>(draw(-2, 2)));
        C<double> const d = widen(z);
        auto const loss = [&](C<double> u) {
            return (std::conj(widen(g)) * s.in_double(u).value).real();
        };
        auto const slope = [&](C<double> step) {
            return (8 * (loss(d + step) - loss(d - step)) -
                    (loss(d + 2.0 * step) - loss(d - 2.0 * step))) /
                   (12 * std::abs(step));
        };
        double const h = 1e-4;
        C<double> const expected(slope(h), slope(C<double>(0, h)));
        double const error = std::abs(widen(at(s.backward, z, g)) - expected);
        // Steps across a kink do not count: there the two-sided slopes differ.
        auto const jump = std::abs(s.in_double(d + C<double>(2 * h, 2 * h)).dz -
                                   s.in_double(d - C<double>(2 * h, 2 * h)).dz);
        double const bound = sizeof(T) == 4 ? 1e-5 : 1e-9;
        found.note(error, error > bound && jump < 0.01,
                   text(z) + ": " + text(at(s.backward, z, g)) + ", differences " + text(expected));
    }
    return found;
}

/// G_z = conj(∂f/∂z)·G + (∂f/∂z̄)·conj(G), and the value and derivatives belong together.
template <class T> findings backward_is_wirtinger(complex_subject<T> const& s) {
    findings found;
    auto const z = sample<T>();
    auto const g = gradients<T>(z.size());
    for (std::size_t i = 0; i < z.size(); ++i) {
        C<double> const dz = widen(at(s.dz, z[i]));
        C<double> const dzbar = widen(at(s.dzbar, z[i]));
        C<double> const expected = std::conj(dz) * widen(g[i]) + dzbar * std::conj(widen(g[i]));
        double const scale = (std::abs(dz) + std::abs(dzbar)) * std::abs(g[i]);
        // Beyond the range of T nothing is promised.
        if (!(scale < double(std::numeric_limits<T>::max()) / 4)) continue;
        double const least = static_cast<double>(std::numeric_limits<T>::min());
        double const error = std::abs(widen(at(s.backward, z[i], g[i])) - expected) /
                             std::max(scale, least) / double(std::numeric_limits<T>::epsilon());
        found.note(error, !(error <= 8), text(z[i]) + " times " + text(g[i]));
    }
    return found;
}

template <class T> findings turns_with_its_argument(complex_subject<T> const& s) {
    findings found;
    if (!s.facts->equivariant) return found;
    random_numbers draw;
    for (int i = 0; i < 2000; ++i) {
        // The parts of r·e^{it} are rounded, so the comparison is with what r became.
        double const r = std::exp2(draw(-20, 6));
        double const t = draw(-3.2, 3.2);
        C<T> const z(static_cast<T>(r * std::cos(t)), static_cast<T>(r * std::sin(t)));
        double const amplitude = s.in_double(C<double>(std::abs(widen(z)), 0)).value.real();
        C<double> const expected = amplitude * widen(z) / std::abs(widen(z));
        double const slope = std::abs(s.in_double(C<double>(std::abs(widen(z)), 0)).dz);
        double const unit = double(std::numeric_limits<T>::epsilon());
        double const error = std::abs(widen(at(s.value, z)) - expected) /
                             (std::abs(expected) + slope * r + 1e-300) / unit;
        found.note(error, !(error <= s.facts->max_ulp.value + 2), text(z));
        // Quarter turns round nothing: there the law is exact.
        C<T> const turned = at(s.value, C<T>(-z.imag(), z.real()));
        C<T> const straight = at(s.value, z);
        if (turned.real() != -straight.imag() || turned.imag() != straight.real()) {
            found.fail("a quarter turn of " + text(z));
        }
    }
    return found;
}

struct errors {
    findings value;
    findings derivative;
};

/// float against double: value in ULP of |f|, derivatives in ULP of |∂f/∂z| + |∂f/∂z̄|.
errors largest_errors(complex_subject<float> const& s, std::size_t random = 8000) {
    errors e;
    auto const difference = [](C<float> got, C<double> expected, double scale) {
        if (!std::isfinite(expected.real()) || !std::isfinite(expected.imag())) return 0.0;
        return std::max(ulp_error<float>(got.real(), {expected.real()}, scale),
                        ulp_error<float>(got.imag(), {expected.imag()}, scale));
    };
    for (C<float> const z : sample<float>(random)) {
        if (!finite(widen(z))) continue;
        auto const expected = s.in_double(widen(z));
        C<float> const w = at(s.value, z);
        double const of_value = difference(w, expected.value, std::abs(expected.value));
        e.value.note(of_value, of_value > s.facts->max_ulp.value,
                     text(z) + ": " + text(w) + ", double " + text(expected.value));
        double const size = std::abs(expected.dz) + std::abs(expected.dzbar);
        if (size > double(std::numeric_limits<float>::max())) continue;
        double const scale = std::max(size, s.facts->cancelling);
        double const of_slope = std::max(difference(at(s.dz, z), expected.dz, scale),
                                         difference(at(s.dzbar, z), expected.dzbar, scale));
        e.derivative.note(of_slope, of_slope > s.facts->max_ulp.derivative,
                          text(z) + ": " + text(at(s.dz, z)) + ", " + text(at(s.dzbar, z)) +
                              ", double " + text(expected.dz) + ", " + text(expected.dzbar));
    }
    return e;
}

template <class T> findings accurate_value(complex_subject<T> const& s) {
    if constexpr (std::is_same_v<T, float>) {
        return largest_errors(s).value;
    } else {
        return {};
    }
}
template <class T> findings accurate_derivatives(complex_subject<T> const& s) {
    if constexpr (std::is_same_v<T, float>) {
        return largest_errors(s).derivative;
    } else {
        return {};
    }
}

template <class T> findings parameter_slopes(complex_subject<T> const& s) {
    findings found;
    if (s.parameters == 0) return found;
    random_numbers draw;
    for (int i = 0; s.shifted && i < 200; ++i) {
        C<T> const z(static_cast<T>(draw(-3, 3)), static_cast<T>(draw(-3, 3)));
        auto const d = s.parameter_derivatives(z);
        for (std::size_t p = 0; p < s.parameters; ++p) {
            double const h = 1e-6;
            C<double> const up = s.shifted(p, h, widen(z));
            C<double> const middle = s.shifted(p, 0, widen(z));
            C<double> const down = s.shifted(p, -h, widen(z));
            if (std::abs(up - 2.0 * middle + down) > 0.1 * h) continue; // a kink
            double const error = std::abs(widen(d[p]) - (up - down) / (2 * h));
            found.note(error, error > 1e-6, text(z) + ": " + text(d[p]));
        }
    }
    for (std::size_t const n : {0U, 1U, 7U, 100U, 3001U}) {
        std::vector<C<T>> z(n);
        for (auto& x : z) x = C<T>(static_cast<T>(draw(-3, 3)), static_cast<T>(draw(-3, 3)));
        auto const g = gradients<T>(n);
        auto const got = s.parameter_gradient(z, g);
        for (std::size_t p = 0; p < s.parameters; ++p) {
            double expected = 0;
            double total = 1;
            for (std::size_t i = 0; i < n; ++i) {
                double const part =
                    (std::conj(widen(s.parameter_derivatives(z[i])[p])) * widen(g[i])).real();
                expected += part;
                total += std::abs(part);
            }
            double const error = std::abs(double(got[p]) - expected) / total;
            found.note(error, error > 16 * double(std::numeric_limits<T>::epsilon()),
                       "gradient over " + std::to_string(n));
        }
    }
    return found;
}

} // namespace

template <class T> void check_complex_laws(complex_subject<T> const& s) {
    struct law {
        char const* name;
        findings (*judge)(complex_subject<T> const&);
    };
    for (law const& l :
         {law{"the same bits every way", same_bits_every_way<T>},
          law{"the same bits at every index", same_bits_everywhere<T>},
          law{"in place", works_in_place<T>}, law{"NaN", keeps_nan<T>},
          law{"backward is the gradient", backward_is_the_gradient<T>},
          law{"backward is Wirtinger's", backward_is_wirtinger<T>},
          law{"equivariance", turns_with_its_argument<T>}, law{"accurate value", accurate_value<T>},
          law{"accurate derivatives", accurate_derivatives<T>},
          law{"parameter derivatives", parameter_slopes<T>}}) {
        findings const found = l.judge(s);
        INFO(s.facts->name << ", " << type_name<T> << ": " << l.name);
        INFO("worst " << found.worst << ": " << found.where);
        CHECK(found.failures == 0);
    }
}

template void check_complex_laws(complex_subject<float> const&);
template void check_complex_laws(complex_subject<double> const&);

void report_complex(complex_subject<float> const& s) {
    auto const e = largest_errors(s, 100000);
    std::printf("%-28s value %.2f ulp at %s\n%28s derivative %.2f ulp at %s\n",
                std::string(s.facts->name).c_str(), e.value.worst, e.value.where.c_str(), "",
                e.derivative.worst, e.derivative.where.c_str());
}

} // namespace tests
