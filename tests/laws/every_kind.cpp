// SPDX-License-Identifier: MIT
#include "laws/lists.hpp"
#include "laws/running.hpp"

// The laws of functions of every kind.

namespace tests {

namespace {

template <class S> bool always(subject<S> const&) { return true; }

template <class S> verdict origin(subject<S> const& s) { return origin_is_stated(*s.facts); }

template <class S> verdict all_ways_have_the_same_bits(subject<S> const& s) {
    verdict v;
    columns<S> const x = every_input(s);
    for (void const* f : {s.f, s.varied}) {
        auto const compare_ways = [&](port<S> const& p) {
            if (p.empty()) return;
            columns<S> const in = inputs_of(p, s, f, x);
            columns<S> const expected = run(p, f, in);
            for (way<S> const& w : p.ways) {
                expect_same(v, in, run(p, w, f, in), expected, both(p, w));
            }
        };
        for (port<S> const* p : s.ports()) compare_ways(*p);
        compare_ways(s.parameter_derivatives);
    }
    return v;
}

template <class S> bool computes_both(subject<S> const& s) { return !s.together.empty(); }
template <class S> verdict together_is_apart(subject<S> const& s) {
    verdict v;
    columns<S> const x = every_input(s);
    for (void const* f : {s.f, s.varied}) {
        columns<S> const y = run(s.value, f, x);
        columns<S> d;
        if (!s.derivative.empty()) d = run(s.derivative, f, x);
        for (way<S> const& w : s.together.ways) {
            columns<S> const got = run(s.together, w, f, x);
            std::string const there = " in " + std::string(w.name) + " and alone";
            expect_same(v, x, got[0], y[0], "value" + there);
            for (std::size_t k = 0; k < d.size(); ++k) {
                expect_same(v, x, got[k + 1], d[k], "derivative" + there);
            }
        }
    }
    return v;
}

/// n elements after `offset` others, guarded on both sides.
template <class S> struct guarded {
    static constexpr S guard = S(real_of<S>(-12345.5));
    std::size_t offset;
    std::size_t n;
    column<S> memory = column<S>(offset + n + 1, guard);

    S* begin() { return memory.data() + offset; }
    bool intact() const {
        return memory.back() == guard &&
               std::all_of(memory.begin(), memory.begin() + static_cast<std::ptrdiff_t>(offset),
                           [](S t) { return t == guard; });
    }
};

/// Where outputs lie: in memory of their own, or the first over input `place`, the second over the
/// one after it.
constexpr std::size_t apart = 99;

template <class S>
bool right_at(port<S> const& p, way<S> const& w, void const* f, columns<S> const& in,
              columns<S> const& expected, std::size_t offset, std::size_t place) {
    std::size_t const n = in[0].size();
    std::vector<guarded<S>> from(p.inputs, guarded<S>{offset, n});
    std::vector<guarded<S>> own(p.outputs, guarded<S>{offset, n});
    std::vector<S const*> inputs;
    std::vector<S*> outputs;
    for (std::size_t k = 0; k < p.inputs; ++k) {
        std::copy(in[k].begin(), in[k].end(), from[k].begin());
        inputs.push_back(from[k].begin());
    }
    std::vector<guarded<S>*> memory;
    for (std::size_t o = 0; o < p.outputs; ++o) {
        bool const there = place != apart && o < p.inputs;
        memory.push_back(there ? &from[(place + o) % p.inputs] : &own[o]);
        outputs.push_back(memory[o]->begin());
    }
    w.run(f, inputs.data(), outputs.data(), n);
    for (std::size_t o = 0; o < p.outputs; ++o) {
        if (!memory[o]->intact()) return false;
        if (!std::equal(expected[o].begin(), expected[o].end(), outputs[o], same<S>)) return false;
    }
    return true;
}

/// Neither the length nor the position in memory matters, an output may be an input, and nothing
/// beyond the ends is touched.
template <class S> verdict position_does_not_matter(subject<S> const& s) {
    verdict v;
    columns<S> const all = every_input(s);
    std::size_t const longest = 2 * s.width + 1;
    for (port<S> const* p : s.ports()) {
        if (p->empty()) continue;
        columns<S> const from = inputs_of(*p, s, s.f, all);
        for (std::size_t n = 0; n <= longest; ++n) {
            for (std::size_t offset = 0; offset < s.width; ++offset) {
                // Another stretch of the sample every time.
                std::size_t const i = (n * 37 + offset * 11) % (all[0].size() - longest);
                columns<S> in;
                for (column<S> const& c : from) in.emplace_back(c.data() + i, c.data() + i + n);
                columns<S> const expected = run(*p, s.f, in);
                for (way<S> const& w : p->ways) {
                    auto const judge = [&](std::size_t place) {
                        if (right_at(*p, w, s.f, in, expected, offset, place)) return;
                        v.broken(both(*p, w) +
                                 " differ, or elements outside were written: length " +
                                 std::to_string(n) + ", offset " + std::to_string(offset) +
                                 (place == apart ? "" : ", over input " + std::to_string(place)));
                    };
                    judge(apart);
                    for (std::size_t k = 0; w.in_place && k < p->inputs; ++k) judge(k);
                }
            }
        }
    }
    return v;
}

/// NaN and infinities in one lane leave the others as they are.
template <class S> verdict lanes_are_separate(subject<S> const& s) {
    using T = real_of<S>;
    verdict v;
    columns<S> sample;
    for (column<S> const& c : every_input(s)) sample.emplace_back(c.end() - 64, c.end());
    std::size_t const w = std::max(s.width, std::size_t(2));
    for (std::size_t lane = 0; lane < w; ++lane) {
        for (S const poison : {S(nan<T>), S(infinity<T>), S(-infinity<T>)}) {
            for (std::size_t k = 0; k < s.inputs; ++k) {
                columns<S> x = sample;
                for (std::size_t i = lane; i < x[k].size(); i += w) x[k][i] = poison;
                for (port<S> const* p : s.ports()) {
                    if (p->empty()) continue;
                    columns<S> in = x;
                    if (p->arriving) in.push_back(x[0]);
                    columns<S> const expected = run(*p, s.f, in);
                    for (way<S> const& each : p->ways) {
                        expect_same(v, in, run(*p, each, s.f, in), expected, both(*p, each));
                    }
                }
            }
        }
    }
    return v;
}

template <class T> std::vector<T> nan_inputs(T) { return {nan<T>, -nan<T>}; }
template <class T> std::vector<std::complex<T>> nan_inputs(std::complex<T>) {
    std::vector<std::complex<T>> z;
    for (T const part : special_parts<T>()) {
        z.insert(z.end(), {{part, nan<T>}, {nan<T>, part}, {nan<T>, nan<T>}});
    }
    return z;
}
template <class T> bool all_nan(T x) { return std::isnan(x); }
template <class T> bool all_nan(std::complex<T> z) {
    return std::isnan(z.real()) && std::isnan(z.imag());
}

/// NaN in one input, in either part of it, makes the value NaN, in both parts, and the derivatives;
/// but the derivative by one of two inputs may not depend on that one.
template <class S> verdict nan_stays_nan(subject<S> const& s) {
    using T = real_of<S>;
    verdict v;
    std::vector<S> others = {S(T(0)), S(T(-2)), S(T(3)), S(T(50)), S(T(-50)), S(nan<T>)};
    if (s.inputs == 1) others.resize(1);
    for (void const* f : {s.f, s.varied}) {
        for (std::size_t k = 0; k < s.inputs; ++k) {
            for (S const bad : nan_inputs(S())) {
                for (S const other : others) {
                    columns<S> in(s.inputs, column<S>{other});
                    in[k][0] = bad;
                    S const y = run(s.value, f, in)[0][0];
                    if (!(s.real_valued ? std::isnan(std::real(y)) : all_nan(y))) {
                        v.broken("the value at " + text(in, 0) + " is " + text(y));
                    }
                    auto const slopes = [&](port<S> const& p, std::size_t first) {
                        if (p.empty()) return;
                        columns<S> const d = run(p, f, in);
                        // ∂f/∂z̄ may be 0 everywhere.
                        std::size_t const count = is_complex<S> ? 1 : p.outputs - first;
                        for (std::size_t j = 0; j < count; ++j) {
                            if (s.inputs > 1 && count > 1 && j == k) continue;
                            if (std::isnan(std::real(d[first + j][0]))) continue;
                            v.broken(std::string(p.name) + " " + std::to_string(j) + " at " +
                                     text(in, 0) + " is " + text(d[first + j][0]));
                        }
                    };
                    slopes(s.derivative, 0);
                    slopes(s.together, 1);
                    slopes(s.second_derivative, 0);
                }
            }
        }
    }
    return v;
}

template <class T>
void product_of(verdict& v, subject<T> const& s, port<T> const& product, port<T> const& slope,
                columns<T> const& x) {
    if (product.empty()) return;
    columns<T> in = inputs_of(product, s, s.f, x);
    columns<T> const got = run(product, s.f, in);
    column<T> const g = in.back();
    in.pop_back();
    columns<T> expected = run(slope, s.f, in);
    for (std::size_t k = 0; k < got.size(); ++k) {
        for (std::size_t i = 0; i < g.size(); ++i) {
            // Constant pieces and infinite slopes are another law's.
            bool const nothing = got[k][i] == 0 && (expected[k][i] == 0 || g[i] == 0);
            expected[k][i] = nothing ? got[k][i] : g[i] * expected[k][i];
        }
    }
    expect_same(v, in, got, expected,
                std::string(product.name) + " and gy*" + std::string(slope.name));
}
template <class S> bool has_real_derivative(subject<S> const& s) { return !s.derivative.empty(); }
template <class T> verdict backward_is_the_product(subject<T> const& s) {
    verdict v;
    columns<T> const x = every_input(s);
    product_of(v, s, s.backward, s.derivative, x);
    product_of(v, s, s.backward_from_output, s.derivative_from_output, x);
    return v;
}

template <class S> bool has_dual_parameters(subject<S> const& s) {
    return s.parameter_tangent != nullptr;
}
/// Against dual numbers through the formula, away from the kinks.
template <class T> verdict parameter_derivatives_are_slopes(subject<T> const& s) {
    verdict v;
    columns<T> const x = s.inputs == 1 ? columns<T>{interval_sample(s)} : ordinary_inputs(s, 1000);
    for (void const* f : {s.f, s.varied}) {
        columns<T> const got = run(s.parameter_derivatives, f, x);
        for (std::size_t i = 0; i < x[0].size(); ++i) {
            double const in[] = {double(x[0][i]), double(x.back()[i])};
            if (beside_a_kink(*s.facts, in[0], 4 * epsilon<T> * std::max(1.0, std::abs(in[0])))) {
                continue;
            }
            for (std::size_t p = 0; p < s.parameters; ++p) {
                double const expected = s.parameter_tangent(f, p, in);
                // Formulas for the parameters may cancel more than f: absolute.
                compare(v, x[0][i], double(got[p][i]), expected,
                        256 * epsilon<T> * std::max(1.0, std::abs(expected)));
            }
        }
    }
    return v;
}

template <class S> bool sums_over_parameters(subject<S> const& s) {
    return s.parameter_gradient != nullptr;
}
template <class S> verdict parameter_gradient_is_the_sum(subject<S> const& s) {
    using T = real_of<S>;
    verdict v;
    // One block, several with a remainder, nothing.
    for (std::size_t const n : {0U, 1U, 7U, 1000U, 5003U}) {
        columns<S> in = ordinary_inputs(s, n);
        columns<S> const slopes = run(s.parameter_derivatives, s.f, in);
        random_numbers draw;
        column<S> g(n);
        for (S& each : g) {
            each = static_cast<T>(draw(-1, 1));
            if constexpr (is_complex<S>) {
                if (!s.real_valued) each = S(each.real(), static_cast<T>(draw(-1, 1)));
            }
        }
        in.push_back(g);
        std::vector<T> got(s.parameters);
        s.parameter_gradient(s.f, pointers(in).data(), got.data(), n);
        for (std::size_t p = 0; p < s.parameters; ++p) {
            double sum = 0;
            double size = 0;
            for (std::size_t i = 0; i < n; ++i) {
                sum += std::real(std::conj(widen(slopes[p][i])) * widen(g[i]));
                size += std::abs(slopes[p][i]) * std::abs(g[i]);
            }
            // A lane sums at most 1024 terms in T; their errors do not all have one sign.
            double const units = of_one_number(s) ? 64 : s.draws ? 8 : 16;
            compare(v, T(n), double(got[p]), sum, units * epsilon<T> * size);
        }
    }
    return v;
}

} // namespace

template <class S> std::vector<law<S>> laws_of_every_kind() {
    std::vector<law<S>> all = {
        {"name, formula and source are stated", always<S>, origin<S>},
        {"same bits by scalar, batch, array and expression", always<S>,
         all_ways_have_the_same_bits<S>},
        {"value and derivatives together are those apart", computes_both<S>, together_is_apart<S>},
        {"same bits at every position and length", always<S>, position_does_not_matter<S>},
        {"lanes are separate", always<S>, lanes_are_separate<S>},
        {"NaN stays NaN", always<S>, nan_stays_nan<S>},
        {"parameter_gradient is the sum", sums_over_parameters<S>,
         parameter_gradient_is_the_sum<S>},
    };
    if constexpr (!is_complex<S>) {
        all.push_back({"backward is gy times derivative", has_real_derivative<S>,
                       backward_is_the_product<S>});
        all.push_back({"derivatives in the parameters", has_dual_parameters<S>,
                       parameter_derivatives_are_slopes<S>});
    }
    return all;
}
template std::vector<law<float>> laws_of_every_kind();
template std::vector<law<double>> laws_of_every_kind();
template std::vector<law<std::complex<float>>> laws_of_every_kind();
template std::vector<law<std::complex<double>>> laws_of_every_kind();

} // namespace tests
