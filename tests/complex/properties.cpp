// SPDX-License-Identifier: MIT
#include "complex/properties.hpp"

#include "catch.hpp"
#include "claims.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>

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

template <class T> using numbers = std::vector<C<T>>;

template <class T>
numbers<T> run(complex_way<T> const& way, void const* f, numbers<T> const& z, numbers<T> const& g) {
    numbers<T> out(z.size());
    way.run(f, z.data(), g.data(), out.data(), z.size());
    return out;
}
template <class T>
std::vector<jet_of<T>> run(jet_way<T> const& way, void const* f, numbers<T> const& z) {
    std::vector<jet_of<T>> out(z.size());
    way.run(f, z.data(), out.data(), z.size());
    return out;
}

template <class T> findings same_bits_every_way(complex_subject<T> const& s) {
    findings found;
    auto const z = sample<T>(300);
    auto const g = gradients<T>(z.size());
    auto const expect = [&](std::string_view name, C<T> at, C<T> got, C<T> expected) {
        if (same(got, expected)) return;
        found.fail(std::string(name) + " at " + text(at) + ": " + text(got) + ", scalar " +
                   text(expected));
    };
    for (void const* f : {s.f, s.varied}) {
        auto const value = run(s.value[0], f, z, g);
        for (auto const* ways : {&s.value, &s.backward}) {
            auto const expected = run((*ways)[0], f, z, g);
            for (auto const& way : *ways) {
                auto const got = run(way, f, z, g);
                for (std::size_t i = 0; i < z.size(); ++i)
                    expect(way.name, z[i], got[i], expected[i]);
            }
        }
        auto const jets = run(s.jets[0], f, z);
        for (auto const& way : s.jets) {
            auto const got = run(way, f, z);
            for (std::size_t i = 0; i < z.size(); ++i) {
                expect(way.name, z[i], got[i].value, value[i]);
                expect(way.name, z[i], got[i].dz, jets[i].dz);
                expect(way.name, z[i], got[i].dzbar, jets[i].dzbar);
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
        auto const expected = run((*ways)[0], s.f, z, g);
        for (auto const& way : *ways) {
            for (std::size_t n = 0; n <= 2 * s.width + 1; ++n) {
                for (std::size_t begin = 900; begin < 904; ++begin) {
                    numbers<T> out(n + 2, untouched);
                    way.run(s.f, z.data() + begin, g.data() + begin, out.data() + 1, n);
                    bool right = out.front() == untouched && out.back() == untouched;
                    for (std::size_t i = 0; i < n; ++i) {
                        right = right && same(out[i + 1], expected[begin + i]);
                    }
                    if (!right) {
                        found.fail(std::string(way.name) + ", " + std::to_string(n) + " elements");
                    }
                }
            }
        }
    }
    return found;
}

template <class T> findings works_in_place(complex_subject<T> const& s) {
    findings found;
    if (s.real_valued) return found;
    auto const z = sample<T>(300);
    auto const g = gradients<T>(z.size());
    for (auto const* ways : {&s.value, &s.backward}) {
        auto const expected = run((*ways)[0], s.f, z, g);
        for (auto const& way : *ways) {
            auto over_z = z;
            way.run(s.f, over_z.data(), g.data(), over_z.data(), z.size());
            auto over_g = g;
            way.run(s.f, z.data(), over_g.data(), over_g.data(), z.size());
            for (std::size_t i = 0; i < z.size(); ++i) {
                if (!same(over_z[i], expected[i]) || !same(over_g[i], expected[i])) {
                    found.fail(std::string(way.name) + " at " + text(z[i]));
                }
            }
        }
    }
    return found;
}

template <class T> C<T> at(complex_way<T> const& way, void const* f, C<T> z, C<T> g = C<T>(1)) {
    C<T> out;
    way.run(f, &z, &g, &out, 1);
    return out;
}
template <class T> C<T> value_at(complex_subject<T> const& s, C<T> z) {
    return at(s.value[0], s.f, z);
}
template <class T> jet_of<T> jet_at(complex_subject<T> const& s, C<T> z, void const* f) {
    jet_of<T> out;
    s.jets[0].run(f, &z, &out, 1);
    return out;
}
template <class T> jet_of<T> jet_at(complex_subject<T> const& s, C<T> z) {
    return jet_at(s, z, s.f);
}

template <class T> bool has_nan(C<T> z) { return std::isnan(z.real()) || std::isnan(z.imag()); }

/// NaN in either part of z gives NaN in both of f(z). Nothing else gives any, but infinity where
/// the function has no limit there.
template <class T> void keeps_nan(findings& found, complex_subject<T> const& s, void const* f) {
    for (T const part : special_parts<T>()) {
        for (C<T> const z : {C<T>(part, nan<T>), C<T>(nan<T>, part), C<T>(nan<T>, nan<T>)}) {
            auto const j = jet_at(s, z, f);
            bool const whole = s.real_valued || std::isnan(j.value.imag());
            if (!std::isnan(j.value.real()) || !whole) {
                found.fail(text(z) + " gives " + text(j.value));
            }
            if (!std::isnan(j.dz.real())) found.fail(text(z) + ": derivative " + text(j.dz));
        }
    }
    using no_limit = actfn::along;
    auto const diverges = s.facts->diverges;
    bool const across = diverges == no_limit::imaginary || diverges == no_limit::everything;
    bool const along = diverges == no_limit::real || diverges == no_limit::everything;
    bool nan_across = false;
    bool nan_along = false;
    for (C<T> const z : sample<T>(300)) {
        auto const j = jet_at(s, z, f);
        if ((across && std::isinf(z.imag())) || (along && std::isinf(z.real()))) {
            nan_across = nan_across || (has_nan(j.value) && std::isfinite(z.real()));
            nan_along = nan_along || (has_nan(j.value) && std::isfinite(z.imag()));
            continue;
        }
        if (has_nan(j.value)) found.fail(text(z) + " gives " + text(j.value));
        if (has_nan(j.dz) || has_nan(j.dzbar)) {
            found.fail(text(z) + ": derivatives " + text(j.dz) + ", " + text(j.dzbar));
        }
        if (finite(widen(j.dz)) && finite(widen(j.dzbar))) {
            C<T> const back = at(s.backward[0], f, z);
            if (has_nan(back)) found.fail(text(z) + ": backward " + text(back));
        }
    }
    bool const right =
        diverges == no_limit::everything || (across == nan_across && along == nan_along);
    if (!right) found.fail("it has limits where none are stated");
}
template <class T> findings keeps_nan(complex_subject<T> const& s) {
    findings found;
    keeps_nan(found, s, s.f);
    keeps_nan(found, s, s.varied);
    return found;
}

/// What was found against a law, if it is stated; else it must not hold.
findings stated(findings const& found, bool law, std::string const& words) {
    if (law) return found;
    findings unstated;
    if (found.failures == 0) unstated.fail(words + " everywhere, but that is not stated");
    return unstated;
}

/// f(z̄) is the conjugate of f(z), also on both sides of a cut, if and only if it is stated.
template <class T> findings mirrors(complex_subject<T> const& s) {
    findings found;
    for (C<T> const z : sample<T>(300)) {
        auto const j = jet_at(s, z);
        auto const mirrored = jet_at(s, std::conj(z));
        C<T> const expected = s.real_valued ? j.value : std::conj(j.value);
        if (mirrored.value != expected || mirrored.dz != std::conj(j.dz)) {
            if (has_nan(j.value) && has_nan(mirrored.value)) continue;
            found.fail(text(z) + ": " + text(j.value) + ", conjugate: " + text(mirrored.value));
        }
    }
    return stated(found, s.facts->symmetric, "f(z) and f(conj(z)) are conjugate");
}

/// ∂f/∂z̄ is 0 if and only if it is stated; not of functions that are constant in pieces.
template <class T> findings is_holomorphic(complex_subject<T> const& s) {
    findings found;
    bool constant = true;
    for (auto const& j : run(s.jets[0], s.f, sample<T>(300))) {
        constant = constant && (j.dz == C<T>(0) || has_nan(j.dz));
        if (j.dzbar == C<T>(0) || has_nan(j.dzbar)) continue;
        found.fail("it comes to " + text(j.dzbar));
    }
    if (constant) return {};
    return stated(found, s.facts->holomorphic, "the derivative by conj(z) is 0");
}

/// The second derivative is the slope of the first, by central differences, and the same bits every
/// way.
template <class T> findings second_derivatives(complex_subject<T> const& s) {
    findings found;
    if (s.second.empty()) return found;
    numbers<T> z;
    random_numbers draw;
    for (int i = 0; i < 400; ++i) {
        z.emplace_back(static_cast<T>(draw(-3, 3)), static_cast<T>(draw(-3, 3)));
    }
    z.emplace_back(nan<T>, T(1));
    auto const expected = run(s.second[0], s.f, z, z);
    if (!has_nan(expected.back())) found.fail("it is a number at NaN");
    for (auto const& way : s.second) {
        auto const got = run(way, s.f, z, z);
        for (std::size_t i = 0; i < z.size(); ++i) {
            if (!same(got[i], expected[i])) found.fail(std::string(way.name) + " at " + text(z[i]));
        }
    }
    for (std::size_t i = 0; i + 1 < z.size(); ++i) {
        constexpr double h = 1e-5;
        C<double> const d = widen(z[i]);
        C<double> const slope = (s.in_double(s.f, d + h).dz - s.in_double(s.f, d - h).dz) / (2 * h);
        double const size = std::abs(slope) + std::abs(s.in_double(s.f, d).dz);
        if (size > 100) continue; // beside a pole
        double const error = std::abs(widen(expected[i]) - slope) / size;
        found.note(error, error > (sizeof(T) == 4 ? 1e-4 : 1e-6),
                   text(z[i]) + ": " + text(expected[i]) + ", expected about " + text(slope));
    }
    return found;
}

/// Central differences of the real loss Re(conj(G)·f), whose gradient in f is G.
template <class T> findings backward_is_the_gradient(complex_subject<T> const& s) {
    findings found;
    random_numbers draw;
    for (int i = 0; i < 400; ++i) {
        C<T> const z(static_cast<T>(draw(-3, 3)), static_cast<T>(draw(-3, 3)));
        T const part = static_cast<T>(draw(-2, 2));
        C<T> const g(static_cast<T>(draw(-2, 2)), s.real_valued ? T(0) : part);
        C<double> const d = widen(z);
        auto const loss = [&](C<double> u) {
            return (std::conj(widen(g)) * s.in_double(s.f, u).value).real();
        };
        auto const slope = [&](C<double> step) {
            return (8 * (loss(d + step) - loss(d - step)) -
                    (loss(d + 2.0 * step) - loss(d - 2.0 * step))) /
                   (12 * std::abs(step));
        };
        double const h = 1e-4;
        C<double> const expected(slope(h), slope(C<double>(0, h)));
        double const error = std::abs(widen(at(s.backward[0], s.f, z, g)) - expected);
        // Steps across a kink do not count: there the two-sided slopes differ; nor beside a pole.
        auto const here = s.in_double(s.f, d);
        auto const before = s.in_double(s.f, d - C<double>(2 * h, 2 * h));
        auto const after = s.in_double(s.f, d + C<double>(2 * h, 2 * h));
        double const size = 1 + std::abs(here.dz) + std::abs(here.value);
        bool const uneven = std::abs(after.dz - before.dz) > 0.01 * size || size > 20 ||
                            std::abs(after.value - before.value) > 0.01 * size;
        double const bound = (sizeof(T) == 4 ? 1e-5 : 1e-9) * size;
        found.note(error, error > bound && !uneven,
                   text(z) + ": " + text(at(s.backward[0], s.f, z, g)) + ", differences " +
                       text(expected));
    }
    return found;
}

/// G_z = conj(∂f/∂z)·G + (∂f/∂z̄)·conj(G), and the value and derivatives belong together.
template <class T> findings backward_is_wirtinger(complex_subject<T> const& s) {
    findings found;
    auto const z = sample<T>(1000);
    auto g = gradients<T>(z.size());
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
        C<double> const got = widen(at(s.backward[0], s.f, z[i], g[i]));
        double const error = std::abs(got - expected) / std::max(scale, least) /
                             double(std::numeric_limits<T>::epsilon());
        found.note(error, !(error <= 8), text(z[i]) + " times " + text(g[i]));
    }
    return found;
}

/// If and only if it is stated.
template <class T> findings turns_with_its_argument(complex_subject<T> const& s) {
    findings found;
    random_numbers draw;
    for (int i = 0; i < 2000; ++i) {
        // The parts of r·e^{it} are rounded, so the comparison is with what r became.
        double const r = std::exp2(draw(-20, 6));
        double const t = draw(-3.2, 3.2);
        C<T> const z(static_cast<T>(r * std::cos(t)), static_cast<T>(r * std::sin(t)));
        double const amplitude = s.in_double(s.f, C<double>(std::abs(widen(z)), 0)).value.real();
        C<double> const expected = amplitude * widen(z) / std::abs(widen(z));
        double const slope = std::abs(s.in_double(s.f, C<double>(std::abs(widen(z)), 0)).dz);
        double const unit = double(std::numeric_limits<T>::epsilon());
        double const error = std::abs(widen(value_at(s, z)) - expected) /
                             (std::abs(expected) + slope * r + 1e-300) / unit;
        found.note(error, !(error <= s.facts->max_ulp.value + 2), text(z));
        // Quarter turns round nothing: there the law is exact.
        C<T> const turned = value_at(s, C<T>(-z.imag(), z.real()));
        C<T> const straight = value_at(s, z);
        if (turned.real() != -straight.imag() || turned.imag() != straight.real()) {
            found.fail("a quarter turn of " + text(z));
        }
    }
    return stated(found, s.facts->equivariant, "f turns with z");
}

struct errors {
    findings value;
    findings derivative;
    findings parts;
};

/// In ULP of the larger of |expected| and scale, the worse part.
template <class T> double error_of(C<T> got, precise re, precise im, double scale) {
    double const size = std::max(std::hypot(re.hi, im.hi), scale);
    return std::max(ulp_error<T>(got.real(), re, size), ulp_error<T>(got.imag(), im, size));
}

/// float against double, without a table.
errors against_double(complex_subject<float> const& s, std::size_t random) {
    errors e;
    bool const computed = s.facts->cancelling.find_first_not_of("0123456789.") < 99 ||
                          !s.facts->cancelling_value.empty();
    if (computed) return e; // the table knows the scale, this does not
    double const cancelling = std::atof(std::string(s.facts->cancelling).c_str());
    auto const difference = [](C<float> got, C<double> expected, double scale) {
        return finite(expected) ? error_of(got, {expected.real()}, {expected.imag()}, scale) : 0;
    };
    for (C<float> const z : sample<float>(random)) {
        if (!finite(widen(z)) || std::abs(widen(z)) > s.facts->reach) continue;
        auto const expected = s.in_double(s.f, widen(z));
        auto const got = jet_at(s, z);
        double const of_value = difference(got.value, expected.value, 0);
        e.value.note(of_value, of_value > s.facts->max_ulp.value,
                     text(z) + ": " + text(got.value) + ", double " + text(expected.value));
        double const size = std::abs(expected.dz) + std::abs(expected.dzbar);
        if (size > double(std::numeric_limits<float>::max())) continue;
        double const scale = std::max(size, cancelling);
        double const of_slope = std::max(difference(got.dz, expected.dz, scale),
                                         difference(got.dzbar, expected.dzbar, scale));
        e.derivative.note(of_slope, of_slope > s.facts->max_ulp.derivative,
                          text(z) + ": " + text(got.dz) + ", " + text(got.dzbar) + ", double " +
                              text(expected.dz) + ", " + text(expected.dzbar));
    }
    return e;
}
errors against_double(complex_subject<double> const&, std::size_t) { return {}; }

template <class T> errors against_table(complex_subject<T> const& s) {
    errors e;
    std::string const name(s.facts->name);
    bool const composed = name.find('(') != std::string::npos;
    if (composed || !s.tabled) return e;
    std::ifstream file(ACTFN_TEST_DATA_DIR "/complex/" + name + ".csv");
    std::size_t count = 0;
    for (std::string line; std::getline(file, line);) {
        if (line[0] == '#' || line[0] == 'x') continue;
        // Empty columns are 0, or NaN where there is no derivative.
        double column[16] = {};
        char const* at = line.c_str();
        for (double& c : column) {
            char* end = nullptr;
            c = std::strtod(at, &end);
            at = *end == ',' ? end + 1 : end;
        }
        C<double> const exact(column[0], column[1]);
        C<T> const z(static_cast<T>(column[0]), static_cast<T>(column[1]));
        if (widen(z) != exact || std::abs(exact) > s.facts->reach) continue;
        ++count;
        auto const number = [&](int i) { return precise{column[i], column[i + 1]}; };
        auto const got = jet_at(s, z);
        auto const words = [&](C<T> what, int i) {
            return text(z) + ": " + text(what) + ", expected " +
                   text(C<double>(column[i], column[i + 2]));
        };
        double const of_value = error_of(got.value, number(2), number(4), column[14]);
        e.value.note(of_value, of_value > s.facts->max_ulp.value + 0.01, words(got.value, 2));
        double const of_parts = std::max(ulp_error<T>(got.value.real(), number(2)),
                                         ulp_error<T>(got.value.imag(), number(4)));
        e.parts.note(of_parts, s.facts->parts > 0 && of_parts > s.facts->parts + 0.01,
                     words(got.value, 2));
        if (std::isnan(column[6])) continue;
        double const size = std::hypot(column[6], column[8]) + std::hypot(column[10], column[12]);
        double const scale = std::max(size, column[15]);
        if (size > double(std::numeric_limits<T>::max())) continue;
        double const of_dz = error_of(got.dz, number(6), number(8), scale);
        double const of_dzbar = error_of(got.dzbar, number(10), number(12), scale);
        bool const bad = std::max(of_dz, of_dzbar) > s.facts->max_ulp.derivative + 0.01;
        e.derivative.note(of_dz, bad, words(got.dz, 6));
        e.derivative.note(of_dzbar, bad, words(got.dzbar, 10));
    }
    if (count < 100) e.value.fail("no table: run tools/complex_oracle.py");
    return e;
}

template <class T> findings value_in_double(complex_subject<T> const& s) {
    return against_double(s, 4000).value;
}
template <class T> findings derivatives_in_double(complex_subject<T> const& s) {
    return against_double(s, 4000).derivative;
}
template <class T> findings value_in_table(complex_subject<T> const& s) {
    return against_table(s).value;
}
template <class T> findings derivatives_in_table(complex_subject<T> const& s) {
    return against_table(s).derivative;
}
template <class T> findings parts_in_table(complex_subject<T> const& s) {
    return against_table(s).parts;
}

template <class T> numbers<T> slopes_at(complex_subject<T> const& s, void const* f, C<T> z) {
    numbers<T> d(s.parameters);
    s.parameter_derivatives(f, z, d.data());
    return d;
}

template <class T> findings parameter_slopes(complex_subject<T> const& s) {
    findings found;
    if (s.parameters == 0) return found;
    random_numbers draw;
    for (int i = 0; s.shifted && i < 200; ++i) {
        void const* const f = i % 2 ? s.f : s.varied;
        C<T> const z(static_cast<T>(draw(-3, 3)), static_cast<T>(draw(-3, 3)));
        auto const d = slopes_at(s, f, z);
        for (std::size_t p = 0; p < s.parameters; ++p) {
            double const h = 1e-6;
            C<double> const up = s.shifted(f, p, h, widen(z));
            C<double> const middle = s.shifted(f, p, 0, widen(z));
            C<double> const down = s.shifted(f, p, -h, widen(z));
            if (std::abs(up - 2.0 * middle + down) > 0.1 * h) continue; // a kink
            double const error = std::abs(widen(d[p]) - (up - down) / (2 * h));
            found.note(error, error > 1e-6 * (1 + std::abs(d[p])), text(z) + ": " + text(d[p]));
        }
    }
    if (s.parameter_gradient == nullptr) return found;
    for (std::size_t const n : {0U, 1U, 7U, 100U, 3001U}) {
        numbers<T> z(n);
        for (auto& x : z) x = C<T>(static_cast<T>(draw(-3, 3)), static_cast<T>(draw(-3, 3)));
        auto g = gradients<T>(n);
        if (s.real_valued) {
            for (auto& each : g) each = each.real();
        }
        std::vector<T> got(s.parameters);
        s.parameter_gradient(s.f, z.data(), g.data(), n, got.data());
        for (std::size_t p = 0; p < s.parameters; ++p) {
            double expected = 0;
            double total = 1;
            for (std::size_t i = 0; i < n; ++i) {
                double const part =
                    (std::conj(widen(slopes_at(s, s.f, z[i])[p])) * widen(g[i])).real();
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
          law{"mirror images", mirrors<T>}, law{"holomorphic", is_holomorphic<T>},
          law{"second derivative", second_derivatives<T>},
          law{"equivariance", turns_with_its_argument<T>},
          law{"value within its bound of the table", value_in_table<T>},
          law{"derivatives within their bound of the table", derivatives_in_table<T>},
          law{"parts within their bound of the table", parts_in_table<T>},
          law{"value within its bound of double", value_in_double<T>},
          law{"derivatives within their bound of double", derivatives_in_double<T>},
          law{"parameter derivatives", parameter_slopes<T>}}) {
        findings const found = l.judge(s);
        INFO(s.facts->name << ", " << type_name<T> << ": " << l.name);
        INFO("worst " << found.worst << ": " << found.where);
        CHECK(found.failures == 0);
    }
}

void check_complex_claims(complex_subject<float> const& s) {
    actfn::facts const& facts = *s.facts;
    INFO(facts.name);
    check_no_limits(facts);
    CHECK(!facts.monotone);
    CHECK(std::isnan(facts.smoothness));
    if (facts.max_ulp.stated()) {
        errors const e = against_double(s, 1000);
        INFO(e.value.worst << ", " << e.value.where << "; " << e.derivative.worst << ", "
                           << e.derivative.where);
        CHECK(e.value.failures == 0);
        CHECK(e.derivative.failures == 0);
    }

    random_numbers draw;
    extent_seen parts;
    for (double const pole : {1.0, 3.14159265358979312}) { // beside logarithms' ends
        for (C<double> const z : {C<double>(pole, 1e-12), C<double>(-pole, 1e-12),
                                  C<double>(1e-12, pole), C<double>(1e-12, -pole)}) {
            C<double> const value = s.in_double(s.f, z).value;
            parts.see(value.real());
            if (!s.real_valued) parts.see(value.imag());
        }
    }
    for (int i = 0; i < 4000; ++i) {
        double const r = i % 2 == 0 ? draw(0, 5) : std::pow(10, draw(-3, 5));
        C<double> const z = std::polar(r, draw(-3.2, 3.2));
        auto const j = s.in_double(s.f, z);
        if (!finite(j.value)) continue;
        parts.see(j.value.real());
        if (!s.real_valued) parts.see(j.value.imag());
    }
    parts.check(facts, 5);
    CHECK(mirrors(s).failures == 0);
    CHECK(turns_with_its_argument(s).failures == 0);
    // A composed function may be more than its rules know.
    bool const composed = facts.name.find('(') != std::string_view::npos;
    if (!composed || facts.holomorphic) CHECK(is_holomorphic(s).failures == 0);
}

template void check_complex_laws(complex_subject<float> const&);
template void check_complex_laws(complex_subject<double> const&);

template <class T> void report_complex(complex_subject<T> const& s) {
    auto const print = [&](char const* against, errors const& e) {
        if (e.value.worst < 0) return;
        std::printf("%s, %s against %s: value %.2f, derivative %.2f, parts %.2f ulp\n"
                    "    at %s\n    and %s\n    and %s\n",
                    std::string(s.facts->name).c_str(), std::string(type_name<T>).c_str(), against,
                    e.value.worst, e.derivative.worst, e.parts.worst, e.value.where.c_str(),
                    e.derivative.where.c_str(), e.parts.where.c_str());
    };
    print("table", against_table(s));
    print("double", against_double(s, 100000));
}

template void report_complex(complex_subject<float> const&);
template void report_complex(complex_subject<double> const&);

} // namespace tests
