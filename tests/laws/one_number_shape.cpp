// SPDX-License-Identifier: MIT
#include "laws/lists.hpp"
#include "laws/running.hpp"

// The shape of real functions of one number, as their facts state it: neither less nor more.

namespace tests {

/// Ascending: evenly over all representations in the domain, and evenly over the interval.
template <class T> column<T> sweep(subject<T> const& s) {
    actfn::facts const& facts = *s.facts;
    auto const end = ordinal(std::numeric_limits<T>::max());
    column<T> x;
    auto const stride = end / 30011;
    for (auto i = -end; i <= end - stride; i += stride) x.push_back(from_ordinal<T>(i));
    x.push_back(std::numeric_limits<T>::max());
    for (double const edge : {facts.domain.lo, facts.domain.hi}) { // those next to it
        if (std::isinf(edge)) continue;
        x.push_back(std::nextafter(static_cast<T>(edge), -infinity<T>));
        x.push_back(std::nextafter(static_cast<T>(edge), infinity<T>));
    }
    auto const [lo, hi] = facts.interval;
    constexpr int n = 30000;
    for (int i = 0; i <= n; ++i) x.push_back(static_cast<T>(lo + (hi - lo) * i / n));
    std::sort(x.begin(), x.end());
    std::erase_if(x, [&](T t) {
        double const at = double(t);
        return !(at > facts.domain.lo && at < facts.domain.hi);
    });
    return x;
}
template column<float> sweep(subject<float> const&);
template column<double> sweep(subject<double> const&);

namespace {

/// In its domain, and NaN beyond it.
template <class T> verdict numbers_give_numbers(subject<T> const& s) {
    verdict v;
    column<T> const x = sweep(s);
    for (port<T> const* p : {&s.value, &s.derivative, &s.second_derivative}) {
        std::string const what(p->name);
        column<T> const y = run_last(*p, s.f, x);
        for (std::size_t i = 0; i < x.size(); ++i) {
            if (std::isnan(y[i])) v.broken(what + " is NaN at " + text(x[i]));
        }
        for (double const side : {-1.0, 1.0}) {
            double const end = side < 0 ? s.facts->domain.lo : s.facts->domain.hi;
            if (std::isinf(end)) continue;
            column<T> const beyond = {static_cast<T>(end + side * 4 * epsilon<T>),
                                      T(side) * infinity<T>};
            for (T const undefined : run(*p, s.f, beyond)) {
                if (!std::isnan(undefined)) v.broken(what + " is a number beyond " + hex(end));
            }
        }
    }
    return v;
}

/// Down to rounding: two neighbours may err in opposite directions, each by the stated bound.
template <class T> verdict is_monotone(subject<T> const& s) {
    verdict v;
    column<T> const x = sweep(s);
    column<T> const y = run_last(s.value, s.f, x);
    std::size_t falls = 0;
    for (std::size_t i = 1; i < x.size(); ++i) {
        double const back = static_cast<double>(ordinal(y[i - 1]) - ordinal(y[i]));
        if (back <= 2 * s.facts->max_ulp.value) continue;
        ++falls;
        if (!s.facts->monotone) break;
        v.broken(back, "falls by " + std::to_string(back) + " ulp from " + hex(double(x[i - 1])) +
                           " to " + hex(double(x[i])));
    }
    if (!s.facts->monotone && falls == 0) v.broken("it is monotone and does not say so");
    return v;
}

/// One ulp of slack at an end that is no T.
template <class T> verdict stays_in_range(subject<T> const& s) {
    verdict v;
    extremes seen;
    auto const bound = [](double b, T towards) {
        T const rounded = static_cast<T>(b);
        return double(rounded) == b ? rounded : std::nextafter(rounded, towards);
    };
    T const lower = bound(s.facts->lower, -infinity<T>);
    T const upper = bound(s.facts->upper, infinity<T>);
    column<T> const x = sweep(s);
    column<T> const y = run_last(s.value, s.f, x);
    for (std::size_t i = 0; i < x.size(); ++i) {
        seen.see(double(y[i]));
        if (y[i] >= lower && y[i] <= upper) continue;
        v.broken(std::max(double(lower) - double(y[i]), double(y[i]) - double(upper)),
                 "f(" + text(x[i]) + ") = " + text(y[i]));
    }
    column<T> const ends = {static_cast<T>(s.facts->domain.lo), static_cast<T>(s.facts->domain.hi)};
    for (T const y_end : run(s.value, s.f, ends)) {
        if (!std::isnan(y_end)) seen.see(double(y_end));
    }
    // Logarithms of float's extremes are beyond what an infinite end must exceed.
    seen.reach_ends(v, *s.facts);
    return v;
}

template <class T> verdict limits_are_reached(subject<T> const& s) {
    verdict v;
    column<T> const x = {-infinity<T>, infinity<T>};
    column<T> const y = run(s.value, s.f, x);
    column<T> const d = run(s.derivative, s.f, x);
    auto const expect = [&](T got, double limit, std::string const& what) {
        // A limit that is no T, such as a product of parameters, may be off by one ulp.
        bool const is_t = static_cast<double>(static_cast<T>(limit)) == limit;
        bool const right = std::isnan(limit)   ? std::isnan(got)
                           : std::isinf(limit) ? double(got) == limit
                                               : ulp_error(got, {limit, 0}) <= (is_t ? 0 : 1);
        if (!right) {
            v.broken(what + " is " + hex(double(got)) + ", not " + hex(limit));
        }
    };
    expect(y[0], s.facts->left.value, "f(-inf)");
    expect(d[0], s.facts->left.derivative, "f'(-inf)");
    expect(y[1], s.facts->right.value, "f(inf)");
    expect(d[1], s.facts->right.derivative, "f'(inf)");
    return v;
}

/// Down to some rounding the values at −x are those at x times the sign.
template <class T> bool mirrored(subject<T> const& s, double sign) {
    column<T> x = interval_sample(s);
    column<T> const y = run(s.value, s.f, x);
    for (T& t : x) t = -t;
    column<T> const other = run(s.value, s.f, x);
    std::size_t compared = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        double const got = double(other[i]);
        double const expected = sign * double(y[i]);
        if (!std::isnan(got) && !std::isnan(expected)) ++compared;
        bool const close =
            got == expected || std::abs(got - expected) <= 16 * epsilon<T> * std::abs(expected);
        if (!close && !std::isnan(got) && !std::isnan(expected)) return false;
    }
    return compared > 10;
}

template <class T> verdict odd_is_odd(subject<T> const& s) {
    verdict v;
    if (!s.facts->odd) {
        if (mirrored(s, -1)) v.broken("it is odd and does not say so");
        return v;
    }
    column<T> x = full_sample(s);
    column<T> expected = run(s.value, s.f, x);
    for (T& t : x) t = -t;
    for (T& t : expected) t = -t;
    expect_same(v, {x}, run(s.value, s.f, x), expected, "f(x) and -f(-x)");
    return v;
}

/// The value; the derivative is odd then.
template <class T> verdict even_is_even(subject<T> const& s) {
    verdict v;
    if (!s.facts->even) {
        if (mirrored(s, 1)) v.broken("it is even and does not say so");
        return v;
    }
    column<T> x = full_sample(s);
    column<T> const y = run(s.value, s.f, x);
    column<T> const d = run(s.derivative, s.f, x);
    for (T& t : x) t = -t;
    expect_same(v, {x}, run(s.value, s.f, x), y, "f(x) and f(-x)");
    column<T> const mirrored = run(s.derivative, s.f, x);
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (d[i] == -mirrored[i] || std::isnan(d[i])) continue; // whatever the sign of zero
        v.broken("f'(x) and -f'(-x) differ at " + hex(double(x[i])));
    }
    return v;
}

/// Where f(0) = 0 and f rises there. The slope of a step is a surrogate, and its values are not
/// signed.
template <class T> verdict zero_keeps_its_sign(subject<T> const& s) {
    verdict v;
    bool const rises = at(s.value, s.f, T(0))[0] == 0 && at(s.derivative, s.f, T(0))[0] > 0;
    if (!rises || s.facts->surrogate) return v;
    for (T const zero : {-T(0), T(0)}) {
        columns<T> const in = {column<T>(2 * s.width + 3, zero)};
        for (port<T> const* p : {&s.value, &s.together}) {
            for (way<T> const& w : p->ways) {
                columns<T> const out = run(*p, w, s.f, in);
                for (T const y : out[0]) {
                    if (y == 0 && std::signbit(y) == std::signbit(zero)) continue;
                    v.broken(std::string(p->name) + " by " + std::string(w.name) + " of " +
                             text(zero) + " is " + text(y));
                }
            }
        }
    }
    return v;
}

} // namespace

template <class T> std::vector<law<T>> laws_of_shape() {
    return {{"NaN only beyond the domain", of_one_number<T>, numbers_give_numbers<T>},
            {"monotone", of_one_number<T>, is_monotone<T>},
            {"in its range", of_one_number<T>, stays_in_range<T>},
            {"limits at infinity", of_one_number<T>, limits_are_reached<T>},
            {"zero keeps its sign", of_one_number<T>, zero_keeps_its_sign<T>},
            {"odd", of_one_number<T>, odd_is_odd<T>},
            {"even", of_one_number<T>, even_is_even<T>}};
}
template std::vector<law<float>> laws_of_shape();
template std::vector<law<double>> laws_of_shape();

} // namespace tests
