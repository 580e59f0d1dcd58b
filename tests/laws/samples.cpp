// SPDX-License-Identifier: MIT
#include "laws/running.hpp"
#include "laws/tables.hpp"

namespace tests {

template <class T> column<T> finite_sample(subject<T> const& s) {
    column<T> x;
    for (table_row const& r : table(s)) x.push_back(static_cast<T>(r.in[0]));
    random_numbers random;
    auto const [lo, hi] = s.facts->interval;
    for (int i = 0; i < 300; ++i) {
        x.push_back(static_cast<T>(random(lo, hi)));
        x.push_back(static_cast<T>(random(std::max(lo, -6.0), std::min(hi, 6.0))));
    }
    return x;
}

template <class T> column<T> interval_sample(subject<T> const& s) {
    column<T> x = finite_sample(s);
    std::erase_if(x, [&](T t) {
        return t < static_cast<T>(s.facts->interval.lo) || t > static_cast<T>(s.facts->interval.hi);
    });
    return x;
}

template <class T> column<T> full_sample(subject<T> const& s) {
    column<T> x = finite_sample(s);
    std::array<T, 6> const special = {nan<T>, infinity<T>, -infinity<T>,
                                      T(0),   T(-0.0),     std::numeric_limits<T>::denorm_min()};
    for (std::size_t i = 0; i < 60; ++i) {
        x.insert(x.begin() + static_cast<std::ptrdiff_t>(i * 11), special[i % special.size()]);
    }
    return x;
}

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

template <class C> column<C> complex_sample(std::size_t random) {
    using T = real_of<C>;
    using limits = std::numeric_limits<T>;
    column<C> z;
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

template <class S>
columns<S> ordinary_inputs(subject<S> const& s, std::size_t n, std::size_t line) {
    using T = real_of<S>;
    random_numbers draw;
    columns<S> in(s.inputs, column<S>(n * line));
    in.line = line;
    if constexpr (!is_complex<S>) {
        if (s.rows != nullptr) {
            in[0] = random_column<T>(n * line, -9, 9, draw);
            return in;
        }
    }
    bool const one = s.inputs == 1;
    double const lo = one && !is_complex<S> ? std::max(s.facts->interval.lo, -8.0) : -6;
    double const hi = one && !is_complex<S> ? std::min(s.facts->interval.hi, 8.0) : 6;
    for (std::size_t i = 0; i < n; ++i) {
        if constexpr (is_complex<S>) {
            in[0][i] = S(static_cast<T>(draw(-3, 3)), static_cast<T>(draw(-3, 3)));
        } else {
            in[0][i] = static_cast<T>(draw(lo, hi));
            // Targets are probabilities, more or less.
            bool const target = s.kind == "loss";
            if (!one) in[1][i] = static_cast<T>(target ? draw(0, 1) : draw(lo, hi));
        }
    }
    return in;
}

namespace {

/// All pairs of special numbers, then numbers of any size and ordinary ones.
template <class T> columns<T> pairs(subject<T> const& s) {
    columns<T> in(2);
    auto const add = [&](T a, T b) {
        in[0].push_back(a);
        in[1].push_back(b);
    };
    std::vector<T> special = special_parts<T>();
    special.push_back(nan<T>);
    for (T const a : special) {
        for (T const b : special) add(a, b);
    }
    random_numbers draw;
    auto const any = [&] {
        return static_cast<T>((draw(-1, 1) < 0 ? -1 : 1) * std::pow(10, draw(-6, 6)));
    };
    for (int i = 0; i < 300; ++i) {
        T const a = any();
        add(a, any());
    }
    for (table_row const& r : table(s)) add(static_cast<T>(r.in[0]), static_cast<T>(r.in[1]));
    columns<T> const ordinary = ordinary_inputs(s, 300);
    for (std::size_t i = 0; i < 300; ++i) add(ordinary[0][i], ordinary[1][i]);
    return in;
}

/// Rows with special entries, of equal entries, and ordinary ones.
template <class T> columns<T> rows(subject<T> const& s, std::size_t line) {
    std::vector<T> special = special_parts<T>();
    special.push_back(nan<T>);
    columns<T> in = ordinary_inputs(s, 3 * special.size() / 2 + 2 * s.width + 1, line);
    for (std::size_t i = 0; i < special.size(); ++i) in[0][i * line + i * 7 % line] = special[i];
    for (std::size_t i = 0; i < special.size() / 2; ++i) {
        std::fill_n(in[0].data() + (special.size() + i) * line, line, special[2 * i]);
    }
    return in;
}

} // namespace

template <class S> columns<S> every_input(subject<S> const& s, std::size_t line) {
    if constexpr (is_complex<S>) {
        return {complex_sample<S>(300)};
    } else {
        if (s.rows != nullptr) return rows(s, line);
        if (s.inputs == 2) return pairs(s);
        return {full_sample(s)};
    }
}

template <class S> column<S> gradients(subject<S> const& s, std::size_t n, std::size_t size) {
    using T = real_of<S>;
    random_numbers draw;
    column<S> g(n * size);
    for (S& each : g) {
        T const re = static_cast<T>(draw(-2, 2));
        if constexpr (is_complex<S>) {
            T const im = static_cast<T>(draw(-2, 2));
            each = S(re, s.real_valued ? T(0) : im);
        } else {
            each = re;
        }
    }
    if constexpr (!is_complex<S>) {
        for (std::size_t i = 7; i < n; i += 29) g[i * size] = i % 2 == 0 ? T(0) : infinity<T>;
        for (std::size_t i = 5; i < n; i += 31) g[i * size] = nan<T>;
    }
    return g;
}

template <class S>
columns<S> inputs_of(port<S> const& p, subject<S> const& s, void const* f, columns<S> in) {
    if (p.of_output) in = run(s.value, f, in);
    if (p.arriving) in.push_back(gradients(s, in.elements(), p.input_size(p.inputs - 1, in.line)));
    return in;
}

template column<float> finite_sample(subject<float> const&);
template column<double> finite_sample(subject<double> const&);
template column<float> interval_sample(subject<float> const&);
template column<double> interval_sample(subject<double> const&);
template column<float> full_sample(subject<float> const&);
template column<double> full_sample(subject<double> const&);
template std::vector<float> special_parts();
template std::vector<double> special_parts();
template column<std::complex<float>> complex_sample(std::size_t);
template column<std::complex<double>> complex_sample(std::size_t);

#define ACTFN_TESTS_SAMPLES(S)                                                                     \
    template columns<S> every_input(subject<S> const&, std::size_t);                               \
    template columns<S> ordinary_inputs(subject<S> const&, std::size_t, std::size_t);              \
    template column<S> gradients(subject<S> const&, std::size_t, std::size_t);                     \
    template columns<S> inputs_of(port<S> const&, subject<S> const&, void const*, columns<S>);
ACTFN_TESTS_SAMPLES(float)
ACTFN_TESTS_SAMPLES(double)
ACTFN_TESTS_SAMPLES(std::complex<float>)
ACTFN_TESTS_SAMPLES(std::complex<double>)

} // namespace tests
