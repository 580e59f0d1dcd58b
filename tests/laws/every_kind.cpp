// SPDX-License-Identifier: MIT
#include "laws/lists.hpp"
#include "laws/running.hpp"

#include <set>

// The laws of functions of every kind.

namespace tests {

namespace {

template <class S> bool always(subject<S> const&) { return true; }

template <class S> verdict origin(subject<S> const& s) { return origin_is_stated(*s.facts); }

template <class S> void compare_ways(verdict& v, subject<S> const& s, port<S> const& p) {
    if (p.empty()) return;
    for (void const* f : {s.f, s.varied}) {
        for (std::size_t const line : s.lines) {
            columns<S> const in = inputs_of(p, s, f, every_input(s, line));
            columns<S> const expected = run(p, f, in);
            for (way<S> const& w : p.ways) {
                expect_same(v, in, run(p, w, f, in), expected, both(p, w));
            }
        }
    }
}
template <class S> verdict all_ways_have_the_same_bits(subject<S> const& s) {
    verdict v;
    for (port<S> const* p : s.ports()) compare_ways(v, s, *p);
    compare_ways(v, s, s.parameter_derivatives);
    return v;
}

template <class S> bool has_operands(subject<S> const& s) { return !s.operands.empty(); }
template <class S> verdict all_operands_have_the_same_bits(subject<S> const& s) {
    verdict v;
    for (port<S> const& p : s.operands) compare_ways(v, s, p);
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
    std::vector<guarded<S>> from;
    std::vector<guarded<S>> own(p.outputs, guarded<S>{offset, expected[0].size()});
    std::vector<S const*> inputs;
    std::vector<S*> outputs;
    from.reserve(p.inputs);
    for (std::size_t k = 0; k < p.inputs; ++k) {
        from.push_back({offset, in[k].size()});
        std::copy(in[k].begin(), in[k].end(), from[k].begin());
        inputs.push_back(from[k].begin());
    }
    std::vector<guarded<S>*> memory;
    for (std::size_t o = 0; o < p.outputs; ++o) {
        bool const there = place != apart && o < p.inputs;
        memory.push_back(there ? &from[(place + o) % p.inputs] : &own[o]);
        outputs.push_back(memory[o]->begin());
    }
    w.run(f, inputs.data(), outputs.data(), {in.elements(), in.line});
    for (std::size_t o = 0; o < p.outputs; ++o) {
        if (!memory[o]->intact()) return false;
        if (!std::equal(expected[o].begin(), expected[o].end(), outputs[o], same<S>)) return false;
    }
    return true;
}

/// Numbers of elements up to 2·width + 1 and places in memory that are tried: all, but of rows
/// one place for each number.
template <class S> void for_positions(subject<S> const& s, std::size_t line, auto const& judge) {
    for (std::size_t n = 0; n <= 2 * s.width + 1; ++n) {
        if (s.rows != nullptr) {
            bool const seldom = n > 1 && n + 1 < s.width;
            bool const often = n > s.width + 1 && n < 2 * s.width;
            if (!seldom && !often) judge(n, (n + line) % s.width);
        } else {
            for (std::size_t offset = 0; offset < s.width; ++offset) judge(n, offset);
        }
    }
}

/// Neither the length nor the position in memory matters, an output may be an input, and nothing
/// beyond the ends is touched.
template <class S> verdict position_does_not_matter(subject<S> const& s) {
    verdict v;
    auto const judge_port = [&](port<S> const& p, std::size_t line) {
        columns<S> const all = inputs_of(p, s, s.f, every_input(s, line));
        for_positions(s, line, [&](std::size_t n, std::size_t offset) {
            // Another stretch of the sample every time.
            std::size_t const rest = all.elements() - (2 * s.width + 1);
            columns<S> const in = all.stretch((n * 37 + offset * 11) % rest, n);
            columns<S> const expected = run(p, s.f, in);
            for (way<S> const& w : p.ways) {
                auto const judge = [&](std::size_t place) {
                    if (right_at(p, w, s.f, in, expected, offset, place)) return;
                    v.broken(both(p, w) + " differ, or elements outside were written: length " +
                             std::to_string(n) + (line == 1 ? "" : " of " + std::to_string(line)) +
                             ", offset " + std::to_string(offset) +
                             (place == apart ? "" : ", over input " + std::to_string(place)));
                };
                judge(apart);
                for (std::size_t k = 0; w.in_place && k < p.inputs; ++k) {
                    if (p.fits(k)) judge(k);
                }
            }
        });
    };
    for (std::size_t const line : s.lines) {
        for (port<S> const* p : s.ports()) {
            if (!p->empty()) judge_port(*p, line);
        }
    }
    return v;
}

/// NaN and infinities in one lane leave the others as they are.
template <class S> verdict lanes_are_separate(subject<S> const& s) {
    using T = real_of<S>;
    verdict v;
    std::size_t const w = std::max(s.width, std::size_t(2));
    auto const judge = [&](columns<S> const& x) {
        for (port<S> const* p : s.ports()) {
            if (p->empty()) continue;
            columns<S> in = x;
            if (p->arriving)
                in.push_back(column<S>(
                    x[0].data(), x[0].data() + x.elements() * p->input_size(s.inputs, x.line)));
            columns<S> const expected = run(*p, s.f, in);
            for (way<S> const& each : p->ways) {
                expect_same(v, in, run(*p, each, s.f, in), expected, both(*p, each));
            }
        }
    };
    for (std::size_t const line : s.lines) {
        columns<S> const all = every_input(s, line);
        std::size_t const n = s.rows == nullptr ? 64 : 2 * s.width + 1;
        columns<S> const sample = all.stretch(all.elements() - n, n);
        for (std::size_t lane = 0; lane < w; ++lane) {
            for (S const poison : {S(nan<T>), S(infinity<T>), S(-infinity<T>)}) {
                for (std::size_t k = 0; k < s.inputs; ++k) {
                    columns<S> x = sample;
                    for (std::size_t i = lane; i < n; i += w) x[k][i * line + i % line] = poison;
                    judge(x);
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
/// but the derivative by one of two inputs may not depend on that one. In a row it does so to all
/// entries, or to those of its group.
template <class S> verdict nan_stays_nan(subject<S> const& s) {
    using T = real_of<S>;
    verdict v;
    std::vector<S> others = {S(T(0)), S(T(-2)), S(T(3)), S(T(50)), S(T(-50)), S(nan<T>)};
    if (s.inputs == 1) others.resize(1);
    auto const judge = [&](void const* f, columns<S> const& in, std::size_t k, std::size_t place) {
        // An output of one element: whether what should be NaN is.
        auto const judge_output = [&](port<S> const& p, column<S> const& y, bool entire) {
            for (std::size_t i = 0; i < y.size(); ++i) {
                bool const is = entire ? all_nan(y[i]) : std::isnan(std::real(y[i]));
                bool const shares = y.size() == 1 || i / s.group == place / s.group;
                if (is == shares) continue;
                v.broken(std::string(p.name) + " at " + text(in, 0) + " is " + text(y[i]));
            }
        };
        judge_output(s.value, run(s.value, f, in)[0], !s.real_valued);
        auto const slopes = [&](port<S> const& p, std::size_t first) {
            if (p.empty()) return;
            columns<S> from = in;
            if (p.arriving) from.emplace_back(p.input_size(s.inputs, in.line), S(1));
            columns<S> const d = run(p, f, from);
            // ∂f/∂z̄ may be 0 everywhere.
            std::size_t const count = is_complex<S> ? 1 : p.outputs - first;
            for (std::size_t j = 0; j < count; ++j) {
                if (s.inputs > 1 && count > 1 && j == k) continue;
                judge_output(p, d[first + j], false);
            }
        };
        slopes(s.derivative, 0);
        slopes(s.together, 1);
        slopes(s.second_derivative, 0);
        slopes(s.backward, 0);
    };
    for (void const* f : {s.f, s.varied}) {
        for (std::size_t const line : s.lines) {
            for (std::size_t k = 0; k < s.inputs; ++k) {
                for (S const bad : nan_inputs(S())) {
                    for (S const other : others) {
                        for (std::size_t const place :
                             std::set{std::size_t(0), line / 2, line - 1}) {
                            columns<S> in = ordinary_inputs(s, 1, line);
                            for (column<S>& each : in) {
                                if (line == 1) each[0] = other;
                            }
                            in[k][place] = bad;
                            judge(f, in, k, place);
                        }
                    }
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
    auto const judge = [&](std::size_t n, std::size_t line) {
        columns<S> in = ordinary_inputs(s, n, line);
        random_numbers draw;
        column<S> g(n * line);
        for (S& each : g) {
            each = static_cast<T>(draw(-1, 1));
            if constexpr (is_complex<S>) {
                if (!s.real_valued) each = S(each.real(), static_cast<T>(draw(-1, 1)));
            }
        }
        in.push_back(g);
        // Of a row its part, of numbers what is to be weighed.
        bool const weighed = s.parameter_derivatives.arriving;
        if (!weighed) in.pop_back();
        columns<S> const slopes = run(s.parameter_derivatives, s.f, in);
        if (!weighed) in.push_back(g);
        std::vector<T> got(s.parameters);
        s.parameter_gradient(s.f, pointers(in).data(), got.data(), {n, line});
        for (std::size_t p = 0; p < s.parameters; ++p) {
            long double sum = 0;
            double size = 0;
            for (std::size_t i = 0; i < n; ++i) {
                S const weight = weighed ? S(1) : g[i];
                sum += std::real(std::conj(widen(slopes[p][i])) * widen(weight));
                size += std::abs(slopes[p][i]) * std::abs(weight);
            }
            // A lane sums at most 1024 terms in T; their errors do not all have one sign.
            double const units = of_one_number(s) ? 64 : s.draws ? 8 : 16;
            compare(v, T(n), double(got[p]), double(sum), units * epsilon<T> * size);
        }
    };
    for (std::size_t const line : s.lines) {
        // One block, several with a remainder, nothing.
        for (std::size_t const n : {0U, 1U, 7U, 1000U, 5003U}) {
            if (n * line < 100000) judge(n, line);
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
        {"same bits where operands are added to, or kept in 16 bits", has_operands<S>,
         all_operands_have_the_same_bits<S>},
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
