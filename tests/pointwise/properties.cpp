// SPDX-License-Identifier: MIT
#include "pointwise/properties.hpp"

#include "catch.hpp"

#if defined(__SSE2__)
#include <immintrin.h>
#endif

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>
#include <set>

namespace tests {

namespace {

void broken(verdict& v, double how_badly, std::string text) {
    ++v.failures;
    if (v.text.empty() || how_badly > v.worst || std::isnan(how_badly)) {
        v.worst = how_badly;
        v.text = std::move(text);
    }
}

/// got against expected, with an absolute tolerance.
template <class T> void compare(verdict& v, T x, double got, double expected, double tolerance) {
    double const error = std::abs(got - expected);
    if (got == expected || error <= tolerance) return;
    broken(v, error / tolerance,
           "x = " + hex(static_cast<double>(x)) + ": got " + hex(got) + ", expected " +
               hex(expected) + ", tolerance " + hex(tolerance));
}

template <class T> constexpr double epsilon = std::numeric_limits<T>::epsilon();

template <class T>
std::vector<T> run(way<T> const& w, void const* f, std::vector<T> const& a,
                   std::vector<T> const& b) {
    std::vector<T> out(a.size());
    w.run(f, a.data(), b.data(), out.data(), a.size());
    return out;
}
template <class T> std::vector<T> run(way<T> const& w, void const* f, std::vector<T> const& a) {
    return run(w, f, a, a);
}

/// Equal bits everywhere; `description` names the two ways.
template <class T>
void expect_same(verdict& v, std::vector<T> const& x, std::vector<T> const& got,
                 std::vector<T> const& expected, std::string const& description) {
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (same(got[i], expected[i])) continue;
        broken(v, 0,
               description + " differ at x = " + hex(static_cast<double>(x[i])) + " (element " +
                   std::to_string(i) + " of " + std::to_string(x.size()) +
                   "): " + hex(static_cast<double>(got[i])) + " and " +
                   hex(static_cast<double>(expected[i])));
    }
}

struct row {
    double x;
    precise value;
    precise derivative;
    double scale;
    double value_scale;
};

std::vector<row> read_table(std::string const& name) {
    std::ifstream file(ACTFN_TEST_DATA_DIR "/pointwise/" + name + ".csv");
    if (!file) file.open(ACTFN_TEST_DATA_DIR "/stochastic/" + name + ".csv");
    std::vector<row> rows;
    std::string line;
    while (std::getline(file, line)) {
        if (line[0] == '#' || line[0] == 'x') continue;
        double columns[7] = {};
        char const* at = line.c_str();
        for (double& column : columns) {
            char* end = nullptr;
            column = std::strtod(at, &end);
            at = *end == ',' ? end + 1 : end;
        }
        rows.push_back({columns[0],
                        {columns[1], columns[2]},
                        {columns[3], columns[4]},
                        columns[5],
                        columns[6]});
    }
    return rows;
}

/// The rows whose x is a T.
template <class T> std::vector<row> table(actfn::facts const& facts) {
    static std::map<std::string, std::vector<row>> cache;
    std::string const name(facts.name);
    if (!cache.contains(name)) cache[name] = read_table(name);
    std::vector<row> rows;
    for (row const& r : cache[name]) {
        T const x = static_cast<T>(r.x);
        // A kink that is no T belongs to either side of the T next to it.
        bool const blurred = std::any_of(facts.kinks.begin(), facts.kinks.end(), [&](double kink) {
            return kink != static_cast<double>(static_cast<T>(kink)) && static_cast<T>(kink) == x;
        });
        if (static_cast<double>(x) == r.x && !blurred) rows.push_back(r);
    }
    return rows;
}

template <class T> std::vector<T> abscissas(std::vector<row> const& rows) {
    std::vector<T> x;
    for (row const& r : rows) x.push_back(static_cast<T>(r.x));
    return x;
}

bool beside_a_kink(actfn::facts const& facts, double x, double distance) {
    return std::any_of(facts.kinks.begin(), facts.kinks.end(),
                       [&](double kink) { return std::abs(x - kink) <= distance; });
}

/// The table's abscissas and more of them in the interval: finite numbers.
template <class T> std::vector<T> finite_sample(actfn::facts const& facts) {
    std::vector<T> x = abscissas<T>(table<T>(facts));
    random_numbers random;
    auto const [lo, hi] = facts.interval;
    for (int i = 0; i < 300; ++i) {
        x.push_back(static_cast<T>(random(lo, hi)));
        x.push_back(static_cast<T>(random(std::max(lo, -6.0), std::min(hi, 6.0))));
    }
    return x;
}

/// Those inside the interval, where derivatives by other means are meaningful.
template <class T> std::vector<T> interval_sample(actfn::facts const& facts) {
    std::vector<T> x = finite_sample<T>(facts);
    std::erase_if(x, [&](T t) {
        return t < static_cast<T>(facts.interval.lo) || t > static_cast<T>(facts.interval.hi);
    });
    return x;
}

/// Everything, with NaN and infinities between.
template <class T> std::vector<T> full_sample(actfn::facts const& facts) {
    std::vector<T> x = finite_sample<T>(facts);
    std::array<T, 6> const special = {nan<T>, infinity<T>, -infinity<T>,
                                      T(0),   T(-0.0),     std::numeric_limits<T>::denorm_min()};
    for (std::size_t i = 0; i < 60; ++i) {
        x.insert(x.begin() + static_cast<std::ptrdiff_t>(i * 11), special[i % special.size()]);
    }
    return x;
}

/// Gradients: ordinary numbers, with some zeros, infinities and NaN.
template <class T> std::vector<T> gradients(std::size_t n) {
    random_numbers random;
    std::vector<T> g(n);
    for (T& t : g) t = static_cast<T>(random(-2, 2));
    for (std::size_t i = 7; i < n; i += 29) g[i] = i % 2 == 0 ? T(0) : infinity<T>;
    for (std::size_t i = 5; i < n; i += 31) g[i] = nan<T>;
    return g;
}

/// Ascending: evenly over all representations in the domain, and evenly over the interval.
template <class T> std::vector<T> sweep(actfn::facts const& facts) {
    auto const end = ordinal(std::numeric_limits<T>::max());
    std::vector<T> x;
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
        double const at = static_cast<double>(t);
        return !(at > facts.domain.lo && at < facts.domain.hi);
    });
    return x;
}

enum class part { value, derivative };

struct measured {
    double ulp = 0;
    double x = 0;
    verdict found;
};

template <class T> measured accuracy(subject<T> const& s, part which) {
    measured m;
    std::vector<row> const rows = table<T>(*s.facts);
    if (rows.size() < 50) broken(m.found, 0, "no table: run tools/oracle.py");
    std::vector<T> const x = abscissas<T>(rows);
    bool const slope = which == part::derivative;
    std::vector<T> const got = run((slope ? s.derivative : s.value)[0], s.f, x);
    double const bound = slope ? s.facts->max_ulp.derivative : s.facts->max_ulp.value;
    for (std::size_t i = 0; i < x.size(); ++i) {
        precise const& expected = slope ? rows[i].derivative : rows[i].value;
        double const error =
            ulp_error(got[i], expected, slope ? rows[i].scale : rows[i].value_scale);
        if (error > m.ulp) {
            m.ulp = error;
            m.x = rows[i].x;
        }
        // The table is exact to 1e-4.
        if (error <= bound + 1e-3) continue;
        broken(m.found, error,
               "x = " + hex(rows[i].x) + ": got " + hex(static_cast<double>(got[i])) +
                   ", expected " + hex(expected.hi) + ", " + std::to_string(error) +
                   " ulp, stated " + std::to_string(bound));
    }
    return m;
}

template <class T> verdict value_is_accurate(subject<T> const& s) {
    return accuracy(s, part::value).found;
}
template <class T> verdict derivative_is_accurate(subject<T> const& s) {
    return accuracy(s, part::derivative).found;
}

template <class T> verdict nan_comes_from_nan(subject<T> const& s) {
    verdict v;
    std::vector<T> const x = sweep<T>(*s.facts);
    auto const judge = [&](ways<T> const& all, std::string const& what) {
        if (all.empty()) return;
        std::vector<T> const y = run(all.back(), s.f, x);
        for (std::size_t i = 0; i < x.size(); ++i) {
            if (std::isnan(y[i]))
                broken(v, 0, what + " is NaN at " + hex(static_cast<double>(x[i])));
        }
        for (double const side : {-1.0, 1.0}) {
            double const end = side < 0 ? s.facts->domain.lo : s.facts->domain.hi;
            if (std::isinf(end)) continue;
            T const beyond[] = {static_cast<T>(end + side * 4 * epsilon<T>), T(side) * infinity<T>};
            T undefined[2];
            all[0].run(s.f, beyond, beyond, undefined, 2);
            if (!std::isnan(undefined[0]) || !std::isnan(undefined[1])) {
                broken(v, 0, what + " is a number beyond " + hex(end));
            }
        }
        T const at_nan[] = {nan<T>, -nan<T>};
        T out[2];
        all[0].run(s.f, at_nan, at_nan, out, 2);
        if (!std::isnan(out[0]) || !std::isnan(out[1])) {
            broken(v, 0, what + " of NaN is " + hex(static_cast<double>(out[0])));
        }
    };
    judge(s.value, "value");
    judge(s.derivative, "derivative");
    judge(s.second_derivative, "second derivative");
    return v;
}

/// Down to rounding: two neighbours may err in opposite directions, each by the stated bound.
template <class T> verdict is_monotone(subject<T> const& s) {
    verdict v;
    std::vector<T> const x = sweep<T>(*s.facts);
    std::vector<T> const y = run(s.value.back(), s.f, x);
    std::size_t falls = 0;
    for (std::size_t i = 1; i < x.size(); ++i) {
        double const back = static_cast<double>(ordinal(y[i - 1]) - ordinal(y[i]));
        if (back <= 2 * s.facts->max_ulp.value) continue;
        ++falls;
        if (!s.facts->monotone) break;
        broken(v, back,
               "falls by " + std::to_string(back) + " ulp from " +
                   hex(static_cast<double>(x[i - 1])) + " to " + hex(static_cast<double>(x[i])));
    }
    if (!s.facts->monotone && falls == 0) broken(v, 0, "it is monotone and does not say so");
    return v;
}

/// One ulp of slack at an end that is no T.
template <class T> verdict stays_in_range(subject<T> const& s) {
    verdict v;
    double const far = 15; // logarithms of float's extremes are beyond it
    double least = infinity<double>;
    double largest = -infinity<double>;
    auto const bound = [](double b, T towards) {
        T const rounded = static_cast<T>(b);
        return static_cast<double>(rounded) == b ? rounded : std::nextafter(rounded, towards);
    };
    T const lower = bound(s.facts->lower, -infinity<T>);
    T const upper = bound(s.facts->upper, infinity<T>);
    std::vector<T> const x = sweep<T>(*s.facts);
    std::vector<T> const y = run(s.value.back(), s.f, x);
    for (std::size_t i = 0; i < x.size(); ++i) {
        least = std::min(least, static_cast<double>(y[i]));
        largest = std::max(largest, static_cast<double>(y[i]));
        if (y[i] >= lower && y[i] <= upper) continue;
        broken(v,
               std::max(static_cast<double>(lower) - static_cast<double>(y[i]),
                        static_cast<double>(y[i]) - static_cast<double>(upper)),
               "f(" + hex(static_cast<double>(x[i])) + ") = " + hex(static_cast<double>(y[i])));
    }
    T const ends[] = {static_cast<T>(s.facts->domain.lo), static_cast<T>(s.facts->domain.hi)};
    T at_ends[2];
    s.value[0].run(s.f, ends, ends, at_ends, 2);
    for (T const y_end : at_ends) {
        if (std::isnan(y_end)) continue;
        least = std::min(least, static_cast<double>(y_end));
        largest = std::max(largest, static_cast<double>(y_end));
    }
    auto const near = [&](double extreme, double stated) {
        return std::isinf(stated) ? std::abs(extreme) > far && (extreme > 0) == (stated > 0)
                                  : std::abs(extreme - stated) <= 1e-3 * (1 + std::abs(stated));
    };
    if (!near(least, s.facts->lower)) broken(v, least, "the least value is " + hex(least));
    if (!near(largest, s.facts->upper)) broken(v, largest, "the largest value is " + hex(largest));
    return v;
}

template <class T> verdict limits_are_reached(subject<T> const& s) {
    verdict v;
    std::vector<T> const x = {-infinity<T>, infinity<T>};
    std::vector<T> const y = run(s.value[0], s.f, x);
    std::vector<T> const d = run(s.derivative[0], s.f, x);
    auto const expect = [&](T got, double limit, std::string const& what) {
        // A limit that is no T, such as a product of parameters, may be off by one ulp.
        bool const is_t = static_cast<double>(static_cast<T>(limit)) == limit;
        bool const right = std::isnan(limit)   ? std::isnan(got)
                           : std::isinf(limit) ? static_cast<double>(got) == limit
                                               : ulp_error(got, {limit, 0}) <= (is_t ? 0 : 1);
        if (!right) {
            broken(v, 0, what + " is " + hex(static_cast<double>(got)) + ", not " + hex(limit));
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
    std::vector<T> x = interval_sample<T>(*s.facts);
    std::vector<T> const y = run(s.value[0], s.f, x);
    for (T& t : x) t = -t;
    std::vector<T> const other = run(s.value[0], s.f, x);
    std::size_t compared = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        double const got = static_cast<double>(other[i]);
        double const expected = sign * static_cast<double>(y[i]);
        compared += std::isnan(got) || std::isnan(expected) ? 0 : 1;
        bool const close =
            got == expected || std::abs(got - expected) <= 16 * epsilon<T> * std::abs(expected);
        if (!close && !std::isnan(got) && !std::isnan(expected)) return false;
    }
    return compared > 10;
}

template <class T> verdict odd_is_odd(subject<T> const& s) {
    verdict v;
    if (!s.facts->odd) {
        if (mirrored(s, -1)) broken(v, 0, "it is odd and does not say so");
        return v;
    }
    std::vector<T> x = full_sample<T>(*s.facts);
    std::vector<T> expected = run(s.value[0], s.f, x);
    for (T& t : x) t = -t;
    for (T& t : expected) t = -t;
    expect_same(v, x, run(s.value[0], s.f, x), expected, "f(x) and -f(-x)");
    return v;
}

/// The value; the derivative is odd then.
template <class T> verdict even_is_even(subject<T> const& s) {
    verdict v;
    if (!s.facts->even) {
        if (mirrored(s, 1)) broken(v, 0, "it is even and does not say so");
        return v;
    }
    std::vector<T> x = full_sample<T>(*s.facts);
    std::vector<T> const y = run(s.value[0], s.f, x);
    std::vector<T> const d = run(s.derivative[0], s.f, x);
    for (T& t : x) t = -t;
    expect_same(v, x, run(s.value[0], s.f, x), y, "f(x) and f(-x)");
    std::vector<T> const mirrored = run(s.derivative[0], s.f, x);
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (d[i] == -mirrored[i] || std::isnan(d[i])) continue; // whatever the sign of zero
        broken(v, 0, "f'(x) and -f'(-x) differ at " + hex(static_cast<double>(x[i])));
    }
    return v;
}

template <class T> verdict lipschitz_constant_is_the_largest_slope(subject<T> const& s) {
    verdict v;
    std::vector<T> const x = sweep<T>(*s.facts);
    std::vector<T> const d = run(s.derivative.back(), s.f, x);
    double const stated = s.facts->lipschitz;
    double const slack =
        (s.facts->max_ulp.derivative + 1) * std::ldexp(1.0, ulp_exponent<T>(stated));
    double largest = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        double const slope = std::abs(static_cast<double>(d[i]));
        largest = std::max(largest, slope);
        if (slope <= stated + slack) continue;
        broken(v, slope, "|f'(" + hex(static_cast<double>(x[i])) + ")| = " + hex(slope));
    }
    bool const reached = std::isinf(stated) ? largest > 100 || s.facts->smoothness < 0
                                            : largest >= stated * (1 - 1e-3);
    if (!reached) broken(v, largest, "|f'| comes to " + hex(largest) + " of " + hex(stated));
    return v;
}

/// Hard: the derivative is 0 from the end of the interval on. Otherwise it is none midway.
template <class T> verdict ends_saturate_as_stated(subject<T> const& s) {
    verdict v;
    double const lo = s.facts->interval.lo;
    double const hi = s.facts->interval.hi;
    std::vector<T> const x = sweep<T>(*s.facts);
    std::vector<T> const d = run(s.derivative.back(), s.f, x);
    auto const judge = [&](actfn::saturation stated, double limit, bool left) {
        std::string const end = left ? "left" : "right";
        if ((stated != actfn::saturation::none) != (limit == 0)) {
            broken(v, 0, "the limit of the derivative on the " + end + " is " + hex(limit));
        }
        if (stated == actfn::saturation::hard) {
            // A float may have underflowed there.
            double const slope = s.derivative_in_double(s.f, left ? lo : hi);
            if (slope != 0) broken(v, slope, "the derivative on the " + end + " is " + hex(slope));
            for (std::size_t i = 0; i < x.size(); ++i) {
                double const at = static_cast<double>(x[i]);
                if ((left ? at > lo : at < hi) || d[i] == T(0)) continue;
                broken(v, std::abs(static_cast<double>(d[i])),
                       "the derivative is not 0 at " + hex(at));
            }
            return;
        }
        double const midway = left ? (3 * lo + hi) / 4 : (lo + 3 * hi) / 4;
        for (double const at : {midway, midway + 1e-3}) { // one of them may be a root
            if (s.derivative_in_double(s.f, at) != 0) return;
        }
        broken(v, 0, "the derivative is 0 at " + hex(midway));
    };
    judge(s.facts->saturates.left, s.facts->left.derivative, true);
    judge(s.facts->saturates.right, s.facts->right.derivative, false);
    return v;
}

/// The derivative in double jumps only where a kink is stated, and there it or the value does.
template <class T> void unclaimed_kinks(verdict& v, subject<T> const& s) {
    if (s.facts->surrogate) return;
    auto const slope = [&](double x) { return s.derivative_in_double(s.f, x); };
    auto const [lo, hi] = s.facts->interval;
    constexpr int n = 4000;
    for (int i = 0; i < n; ++i) {
        double a = lo + (hi - lo) * i / n;
        double b = lo + (hi - lo) * (i + 1) / n;
        a = std::max(a, s.facts->domain.lo);
        b = std::min(b, s.facts->domain.hi);
        double at_a = slope(a);
        double at_b = slope(b);
        double const least = 1e-3 * std::max(1.0, std::abs(at_a));
        while (std::abs(at_b - at_a) > least) {
            double const middle = a / 2 + b / 2;
            if (middle <= a || middle >= b) {
                if (!beside_a_kink(*s.facts, a, 1e-9 * (1 + std::abs(a)))) {
                    broken(v, std::abs(at_b - at_a), "the derivative jumps at " + hex(a));
                }
                break;
            }
            double const between = slope(middle);
            bool const left = std::abs(between - at_a) > std::abs(at_b - between);
            (left ? b : a) = middle;
            (left ? at_b : at_a) = between;
        }
    }
}

/// The value jumps, the derivative does (kinks) or its slope does, in the order of smoothness.
template <class T> verdict smoothness_is_as_stated(subject<T> const& s) {
    verdict v;
    double const stated = s.facts->smoothness;
    if ((s.facts->kinks.count != 0) != (stated < 1)) {
        broken(v, 0,
               "smoothness " + hex(stated) + ", number of kinks " +
                   std::to_string(s.facts->kinks.count));
    }
    std::vector<T> x;
    for (double const kink : s.facts->kinks) {
        if (kink < s.facts->interval.lo || kink > s.facts->interval.hi) {
            broken(v, 0, "the interval does not hold the kink " + hex(kink));
        }
        double const step = 4 * epsilon<T> * std::max(1.0, std::abs(kink));
        x.push_back(static_cast<T>(kink - step));
        x.push_back(static_cast<T>(kink));
        x.push_back(static_cast<T>(kink + step));
    }
    auto const jump = [](T a, T b) {
        double const p = static_cast<double>(a);
        double const q = static_cast<double>(b);
        return std::abs(p - q) / std::max({1.0, std::abs(p), std::abs(q)});
    };
    double largest = 0;
    std::vector<T> const y = run(s.value[0], s.f, x);
    for (std::size_t i = 1; i < x.size(); ++i) {
        if (i % 3 != 0) largest = std::max(largest, jump(y[i - 1], y[i]));
    }
    if ((largest > 0.1) != (stated < 0)) {
        broken(v, largest, "smoothness " + hex(stated) + ", the value jumps by " + hex(largest));
    }
    unclaimed_kinks(v, s);
    if (stated < 1) return v;

    x = sweep<T>(*s.facts);
    std::erase_if(x, [&](T t) {
        return t < static_cast<T>(s.facts->interval.lo) || t > static_cast<T>(s.facts->interval.hi);
    });
    std::vector<T> const c = run(s.second_derivative.back(), s.f, x);
    largest = 0;
    for (std::size_t i = 1; i < x.size(); ++i) {
        if (x[i] - x[i - 1] <= T(0.01)) largest = std::max(largest, jump(c[i - 1], c[i]));
    }
    if ((largest > 0.2) != (stated < 2)) {
        broken(v, largest,
               "smoothness " + hex(stated) + ", the second derivative jumps by " + hex(largest));
    }
    return v;
}

template <class T> void slope_of(verdict& v, subject<T> const& s, void const* f) {
    std::vector<T> const x = interval_sample<T>(*s.facts);
    std::vector<T> const got = run(s.derivative[0], f, x);
    std::vector<T> const tangent = run(s.tangent, f, x);
    for (std::size_t i = 0; i < x.size(); ++i) {
        double const at = static_cast<double>(x[i]);
        if (beside_a_kink(*s.facts, at, 4 * epsilon<T> * std::max(1.0, std::abs(at)))) continue;
        // Differentiated step by step, the formula may cancel: absolute.
        double const d = static_cast<double>(got[i]);
        compare(v, x[i], d, static_cast<double>(tangent[i]),
                256 * epsilon<T> * std::max(1.0, std::abs(d)));
    }
}

template <class T> verdict derivative_is_the_slope(subject<T> const& s) {
    verdict v;
    if (s.facts->surrogate) return v;
    slope_of(v, s, s.f);
    slope_of(v, s, s.varied);
    return v;
}

template <class T> void curvature_of(verdict& v, subject<T> const& s, void const* f) {
    std::vector<T> const x = interval_sample<T>(*s.facts);
    std::vector<T> const got = run(s.second_derivative[0], f, x);
    for (std::size_t i = 0; i < x.size(); ++i) {
        double const at = static_cast<double>(x[i]);
        double const h = 1e-5;
        double const here = s.derivative_in_double(f, at);
        double const below = (here - s.derivative_in_double(f, at - h)) / (at - (at - h));
        double const above = (s.derivative_in_double(f, at + h) - here) / ((at + h) - at);
        double const size = std::max(1.0, std::abs(here));
        bool const smooth =
            !beside_a_kink(*s.facts, at, h) &&
            std::abs(above - below) <= 1e-3 * std::max({size, std::abs(below), std::abs(above)});
        if (smooth) {
            // The difference is good to h², a third of its distance from a wider one, to h where
            // the next derivative jumps, and to rounding errors over h.
            double const jump = s.facts->smoothness == 2 ? std::abs(above - below) : 0;
            double const wider =
                (s.derivative_in_double(f, at + 2 * h) - s.derivative_in_double(f, at - 2 * h)) /
                (4 * h);
            bool const wide = !beside_a_kink(*s.facts, at, 2 * h) && !std::isnan(wider);
            double const bend = wide ? std::abs((below + above) / 2 - wider) : 0;
            compare(v, x[i], static_cast<double>(got[i]), (below + above) / 2,
                    (1e-8 + 256 * epsilon<T>)*std::max(size, std::abs(below)) + jump + bend);
        } else {
            // The slope of the derivative jumps, up to rounding of parameters here: a difference
            // on one side, good to h.
            double const g = static_cast<double>(got[i]);
            double const far_below =
                (s.derivative_in_double(f, at - h) - s.derivative_in_double(f, at - 2 * h)) / h;
            double const far_above =
                (s.derivative_in_double(f, at + 2 * h) - s.derivative_in_double(f, at + h)) / h;
            // Where the next derivative is infinite, a shorter one.
            double const step = h / 1000;
            double const short_below = (here - s.derivative_in_double(f, at - step)) / step;
            double const short_above = (s.derivative_in_double(f, at + step) - here) / step;
            // Neither side has a limit there that this comes near to.
            double const close = 1e-3 * size;
            if (std::abs(below - short_below) > close && std::abs(above - short_above) > close) {
                continue;
            }
            double nearest = below;
            for (double const side : {above, far_below, far_above, short_below, short_above}) {
                if (std::abs(g - side) < std::abs(g - nearest)) nearest = side;
            }
            compare(v, x[i], g, nearest, 1e-4 * std::max(size, std::abs(nearest)));
        }
    }
}

template <class T> verdict second_derivative_is_the_curvature(subject<T> const& s) {
    verdict v;
    curvature_of(v, s, s.f);
    curvature_of(v, s, s.varied);
    return v;
}

template <class T> verdict derivative_from_output_agrees(subject<T> const& s) {
    verdict v;
    if (s.derivative_from_output.empty()) return v;
    for (void const* f : {s.f, s.varied}) {
        std::vector<T> const x = finite_sample<T>(*s.facts);
        std::vector<T> const expected = run(s.derivative[0], f, x);
        std::vector<T> const y = run(s.value[0], f, x);
        std::vector<T> const got = run(s.derivative_from_output[0], f, y);
        for (std::size_t i = 0; i < x.size(); ++i) {
            double const at = static_cast<double>(x[i]);
            if (beside_a_kink(*s.facts, at, 4 * epsilon<T> * std::abs(at))) continue;
            // Rounding y is an absolute error of the derivative.
            double const d = static_cast<double>(expected[i]);
            compare(v, x[i], static_cast<double>(got[i]), d,
                    4 * epsilon<T> * std::max(1.0, std::abs(d)));
        }
    }
    return v;
}

template <class T> verdict parameter_derivatives_are_slopes(subject<T> const& s) {
    verdict v;
    for (void const* f : {s.f, s.varied}) {
        std::vector<T> const x = interval_sample<T>(*s.facts);
        std::vector<T> got(x.size() * s.parameters);
        if (s.parameters != 0)
            s.parameter_derivatives[0].run(f, x.data(), x.data(), got.data(), x.size());
        for (std::size_t p = 0; p < s.parameters; ++p) {
            for (std::size_t i = 0; i < x.size(); ++i) {
                double const at = static_cast<double>(x[i]);
                if (beside_a_kink(*s.facts, at, 4 * epsilon<T> * std::max(1.0, std::abs(at))))
                    continue;
                double const expected = s.parameter_tangent(f, p, at);
                // Formulas for the parameters may cancel more than f: absolute.
                compare(v, x[i], static_cast<double>(got[p * x.size() + i]), expected,
                        256 * epsilon<T> * std::max(1.0, std::abs(expected)));
            }
        }
    }
    return v;
}

template <class T> verdict parameter_gradient_is_the_sum(subject<T> const& s) {
    verdict v;
    if (s.parameter_gradient == nullptr) return v;
    auto const [lo, hi] = s.facts->interval;
    // One block, several with a remainder, nothing.
    for (std::size_t const n :
         {std::size_t(0), std::size_t(1), std::size_t(1000), std::size_t(5003)}) {
        random_numbers random;
        std::vector<T> x(n);
        std::vector<T> g(n);
        for (std::size_t i = 0; i < n; ++i) {
            x[i] = static_cast<T>(random(std::max(lo, -8.0), std::min(hi, 8.0)));
            g[i] = static_cast<T>(random(-1, 1));
        }
        std::vector<T> slopes(n * s.parameters);
        std::vector<T> got(s.parameters);
        s.parameter_derivatives[0].run(s.f, x.data(), x.data(), slopes.data(), n);
        s.parameter_gradient(s.f, x.data(), g.data(), got.data(), n);
        for (std::size_t p = 0; p < s.parameters; ++p) {
            double sum = 0;
            double size = 0;
            for (std::size_t i = 0; i < n; ++i) {
                double const term =
                    static_cast<double>(g[i]) * static_cast<double>(slopes[p * n + i]);
                sum += term;
                size += std::abs(term);
            }
            // A lane sums at most 1024 terms in T; their errors do not all have one sign.
            compare(v, static_cast<T>(n), static_cast<double>(got[p]), sum, 64 * epsilon<T> * size);
        }
    }
    return v;
}

template <class T> struct group {
    std::string_view name;
    ways<T> const* all;
    bool of_output;
};

template <class T> std::vector<group<T>> groups(subject<T> const& s) {
    std::vector<group<T>> result = {{"value", &s.value, false},
                                    {"derivative", &s.derivative, false},
                                    {"second_derivative", &s.second_derivative, false},
                                    {"backward", &s.backward, false}};
    if (!s.derivative_from_output.empty()) {
        result.push_back({"derivative_from_output", &s.derivative_from_output, true});
        result.push_back({"backward_from_output", &s.backward_from_output, true});
    }
    return result;
}

template <class T> std::string both(group<T> const& g, way<T> const& w) {
    return std::string(g.name) + " by " + std::string(w.name) + " and by scalar";
}

template <class T> verdict all_ways_have_the_same_bits(subject<T> const& s) {
    verdict v;
    std::vector<T> const x = full_sample<T>(*s.facts);
    std::vector<T> const g = gradients<T>(x.size());
    for (void const* f : {s.f, s.varied}) {
        for (group<T> const& group : groups(s)) {
            std::vector<T> const from = group.of_output ? run(s.value[0], f, x) : x;
            std::vector<T> const expected = run((*group.all)[0], f, from, g);
            for (way<T> const& w : *group.all) {
                expect_same(v, from, run(w, f, from, g), expected, both(group, w));
            }
        }
        if (s.parameters != 0) {
            std::vector<T> expected(x.size() * s.parameters);
            std::vector<T> got(expected.size());
            s.parameter_derivatives[0].run(f, x.data(), x.data(), expected.data(), x.size());
            std::vector<T> repeated;
            for (std::size_t p = 0; p < s.parameters; ++p) {
                repeated.insert(repeated.end(), x.begin(), x.end());
            }
            for (way<T> const& w : s.parameter_derivatives) {
                w.run(f, x.data(), x.data(), got.data(), x.size());
                expect_same(v, repeated, got, expected,
                            "parameter_derivatives by " + std::string(w.name) + " and by scalar");
            }
        }
    }
    return v;
}

template <class T> verdict fused_is_separate(subject<T> const& s) {
    verdict v;
    std::vector<T> const x = full_sample<T>(*s.facts);
    for (void const* f : {s.f, s.varied}) {
        std::vector<T> const y = run(s.value[0], f, x);
        std::vector<T> const d = run(s.derivative[0], f, x);
        for (fused_way<T> const& w : s.fused) {
            std::vector<T> got_y(x.size());
            std::vector<T> got_d(x.size());
            w.run(f, x.data(), got_y.data(), got_d.data(), x.size());
            expect_same(v, x, got_y, y, "value in " + std::string(w.name) + " and alone");
            expect_same(v, x, got_d, d, "derivative in " + std::string(w.name) + " and alone");
        }
    }
    return v;
}

template <class T>
void product_of(verdict& v, void const* f, ways<T> const& product, ways<T> const& slope,
                std::vector<T> const& x, std::string const& description) {
    std::vector<T> const g = gradients<T>(x.size());
    std::vector<T> expected = run(slope[0], f, x);
    std::vector<T> const got = run(product[0], f, x, g);
    for (std::size_t i = 0; i < x.size(); ++i) {
        // Constant pieces and infinite slopes are another law's.
        bool const nothing = got[i] == 0 && (expected[i] == 0 || g[i] == 0);
        expected[i] = nothing ? got[i] : g[i] * expected[i];
    }
    expect_same(v, x, got, expected, description);
}

template <class T> verdict backward_is_the_product(subject<T> const& s) {
    verdict v;
    std::vector<T> const x = full_sample<T>(*s.facts);
    product_of(v, s.f, s.backward, s.derivative, x, "backward and gy*derivative");
    if (!s.backward_from_output.empty()) {
        product_of(v, s.f, s.backward_from_output, s.derivative_from_output,
                   run(s.value[0], s.f, x), "backward_from_output and gy*derivative_from_output");
    }
    return v;
}

/// Where f is constant around x an infinite gradient gives 0, and where the slope is infinite one
/// of 0 does, away from the ends, where rounding makes such slopes.
template <class T> verdict dead_units_pass_nothing_on(subject<T> const& s) {
    verdict v;
    auto const hard = actfn::saturation::hard;
    bool const has_pieces = s.facts->kinks.count > 0 || s.facts->saturates.left == hard ||
                            s.facts->saturates.right == hard;
    std::vector<T> x;
    for (T const t : finite_sample<T>(*s.facts)) {
        if (std::abs(t) < 4) x.push_back(t);
    }
    std::vector<T> above = x;
    for (T& t : above) t += T(0.001);
    std::vector<T> const slope = run(s.derivative[0], s.f, x);
    std::vector<T> const next = run(s.derivative[0], s.f, above);
    std::vector<T> g = slope;
    for (T& t : g) t = std::isinf(t) ? T(0) : infinity<T>;
    std::vector<T> const got = run(s.backward[0], s.f, x, g);
    for (std::size_t i = 0; i < x.size(); ++i) {
        bool const dead = has_pieces && slope[i] == 0 && next[i] == 0;
        if (!dead && !std::isinf(slope[i])) continue;
        compare(v, x[i], static_cast<double>(got[i]), 0, 0);
    }
    return v;
}

#if defined(__SSE2__)
/// Subnormal numbers are 0 while it lives, as they are in audio threads.
struct flushing {
    unsigned before = _mm_getcsr();
    flushing() { _mm_setcsr(before | 0x8040U); }
    ~flushing() { _mm_setcsr(before); }
};

/// Flushing changes a result by no more than what is flushed.
template <class T> verdict flushing_costs_what_it_flushes(subject<T> const& s) {
    verdict v;
    std::vector<T> x;
    for (T const t : full_sample<T>(*s.facts)) {
        if (std::fpclassify(t) != FP_SUBNORMAL) x.push_back(t);
    }
    for (ways<T> const* way : {&s.value, &s.derivative}) {
        std::vector<T> const usual = run((*way)[0], s.f, x);
        std::vector<T> got;
        {
            flushing const now;
            got = run((*way)[0], s.f, x);
        }
        for (std::size_t i = 0; i < x.size(); ++i) {
            if (std::isnan(usual[i]) && std::isnan(got[i])) continue;
            double const y = static_cast<double>(usual[i]);
            double const lost = 4 * static_cast<double>(std::numeric_limits<T>::min()) +
                                8 * static_cast<double>(epsilon<T>) * std::abs(y);
            compare(v, x[i], static_cast<double>(got[i]), y, lost);
        }
    }
    return v;
}
#endif

/// n elements after `offset` others, guarded on both sides.
template <class T> struct guarded {
    static constexpr T guard = T(-12345.5);
    std::size_t offset;
    std::size_t n;
    std::vector<T> memory = std::vector<T>(offset + n + 1, guard);

    T* begin() { return memory.data() + offset; }
    bool intact() const {
        return memory.back() == guard &&
               std::all_of(memory.begin(), memory.begin() + static_cast<std::ptrdiff_t>(offset),
                           [](T t) { return t == guard; });
    }
};

/// One way at one length and offset, on a stretch of the inputs; whether it has the bits expected.
template <class T>
bool right_at(way<T> const& w, void const* f, guarded<T> to, bool in_place, T const* from,
              T const* gradient, T const* expected) {
    guarded<T> a{to.offset, to.n};
    guarded<T> b{to.offset, to.n};
    std::copy_n(from, to.n, a.begin());
    std::copy_n(gradient, to.n, b.begin());
    guarded<T>& out = in_place ? a : to;
    w.run(f, a.begin(), b.begin(), out.begin(), to.n);
    return out.intact() && std::equal(expected, expected + to.n, out.begin(), same<T>);
}

/// Neither the length nor the position in memory matters, and nothing beyond the ends is touched.
template <class T> verdict position_does_not_matter(subject<T> const& s) {
    verdict v;
    std::vector<T> const all = full_sample<T>(*s.facts);
    std::vector<T> const gradient = gradients<T>(all.size());
    std::size_t const longest = 2 * s.width + 1;
    auto const judge = [&](group<T> const& group, way<T> const& way, std::vector<T> const& from,
                           std::vector<T> const& expected, std::size_t n, std::size_t offset) {
        // Another stretch of the sample every time.
        std::size_t const i = (n * 37 + offset * 11) % (all.size() - longest);
        for (bool const in_place : {false, true}) {
            if (right_at(way, s.f, {offset, n}, in_place, from.data() + i, gradient.data() + i,
                         expected.data() + i)) {
                continue;
            }
            broken(v, 0,
                   both(group, way) + " differ, or elements outside were written: length " +
                       std::to_string(n) + ", offset " + std::to_string(offset) +
                       (in_place ? ", in place" : ""));
        }
    };
    for (group<T> const& group : groups(s)) {
        std::vector<T> const from = group.of_output ? run(s.value[0], s.f, all) : all;
        std::vector<T> const expected = run((*group.all)[0], s.f, from, gradient);
        for (way<T> const& way : *group.all) {
            for (std::size_t n = 0; n <= longest; ++n) {
                for (std::size_t offset = 0; offset < s.width; ++offset) {
                    judge(group, way, from, expected, n, offset);
                }
            }
        }
    }
    return v;
}

/// A NaN in one lane leaves the others as they are.
template <class T> verdict lanes_are_separate(subject<T> const& s) {
    verdict v;
    std::vector<T> const all = finite_sample<T>(*s.facts);
    std::vector<T> const sample(all.end() - 64, all.end());
    std::size_t const w = std::max(s.width, std::size_t(2));
    for (std::size_t lane = 0; lane < w; ++lane) {
        for (T const poison : {nan<T>, infinity<T>, -infinity<T>}) {
            std::vector<T> x = sample;
            for (std::size_t i = lane; i < x.size(); i += w) x[i] = poison;
            for (group<T> const& group : groups(s)) {
                std::vector<T> const expected = run((*group.all)[0], s.f, x);
                for (way<T> const& way : *group.all) {
                    expect_same(v, x, run(way, s.f, x), expected, both(group, way));
                }
            }
        }
    }
    return v;
}

template <class T>
constexpr std::array all_laws = {
    law<T>{"value within its bound of the table", value_is_accurate<T>},
    law<T>{"derivative within its bound of the table", derivative_is_accurate<T>},
    law<T>{"NaN if and only if x is NaN", nan_comes_from_nan<T>},
    law<T>{"monotone", is_monotone<T>},
    law<T>{"in its range", stays_in_range<T>},
    law<T>{"limits at infinity", limits_are_reached<T>},
    law<T>{"odd", odd_is_odd<T>},
    law<T>{"even", even_is_even<T>},
    law<T>{"Lipschitz constant", lipschitz_constant_is_the_largest_slope<T>},
    law<T>{"saturation", ends_saturate_as_stated<T>},
    law<T>{"smoothness", smoothness_is_as_stated<T>},
    law<T>{"derivative is the slope of the formula", derivative_is_the_slope<T>},
    law<T>{"second derivative is the slope of the derivative",
           second_derivative_is_the_curvature<T>},
    law<T>{"derivative from output agrees with derivative", derivative_from_output_agrees<T>},
    law<T>{"derivatives in the parameters", parameter_derivatives_are_slopes<T>},
    law<T>{"parameter_gradient is the sum", parameter_gradient_is_the_sum<T>},
    law<T>{"same bits by scalar, batch, array and expression", all_ways_have_the_same_bits<T>},
    law<T>{"fused is separate", fused_is_separate<T>},
    law<T>{"backward is gy times derivative", backward_is_the_product<T>},
    law<T>{"dead units pass nothing on", dead_units_pass_nothing_on<T>},
#if defined(__SSE2__)
    law<T>{"flushing costs what it flushes", flushing_costs_what_it_flushes<T>},
#endif
    law<T>{"same bits at every position and length", position_does_not_matter<T>},
    law<T>{"lanes are separate", lanes_are_separate<T>},
};

/// Says at the end of the program how much was checked.
struct tally {
    std::set<std::string_view> activations;
    std::size_t laws = 0;

    ~tally() {
        if (laws == 0) return;
        std::fprintf(stderr, "%zu pointwise activations, float and double: %zu laws checked\n",
                     activations.size(), laws);
    }
} checked;

} // namespace

template <class T> std::span<law<T> const> laws() { return all_laws<T>; }
template std::span<law<float> const> laws();
template std::span<law<double> const> laws();

template <class T> void check_laws(subject<T> const& s) {
    checked.activations.insert(s.facts->name);
    for (law<T> const& l : laws<T>()) {
        DYNAMIC_SECTION(type_name<T> << ": " << l.name) {
            ++checked.laws;
            verdict const v = l.judge(s);
            INFO("broken " << v.failures << " times; the worst: " << v.text);
            CHECK(v.failures == 0);
        }
    }
}
template void check_laws(subject<float> const&);
template void check_laws(subject<double> const&);

template <class T> void report(subject<T> const& s) {
    measured const value = accuracy(s, part::value);
    measured const slope = accuracy(s, part::derivative);
    std::printf("%-22s %-6s value %8.3f of %-5g at %-32s derivative %8.3f of %-5g at %s\n",
                std::string(s.facts->name).c_str(), std::string(type_name<T>).c_str(), value.ulp,
                s.facts->max_ulp.value, hex(value.x).c_str(), slope.ulp,
                s.facts->max_ulp.derivative, hex(slope.x).c_str());
}
template void report(subject<float> const&);
template void report(subject<double> const&);

} // namespace tests

TEST_CASE("errors are counted in units in the last place", "[pointwise]") {
    using tests::infinity;
    using tests::ulp_error;
    CHECK(ulp_error(1.0F, {1.0, 0}) == 0);
    CHECK(ulp_error(1.0F, {1.0 + 0x1p-23, 0}) == 1);
    CHECK(ulp_error(1.0, {1.0, 0.25}) == 0.25);
    CHECK(ulp_error(1.0F, {1.0, 0x1p28}) == 0.5);
    CHECK(ulp_error(0x1p-149F, {0, 0}) == 1);
    CHECK(ulp_error(0x1p-1074, {0, 0.25}) == 0.75);
    CHECK(ulp_error(0x1p-20, {0, 0}, 1.0) == 0x1p32);
    CHECK(ulp_error(infinity<float>, {1e39, 0}) == 0);
    CHECK(ulp_error(infinity<float>, {3.4e38, 0}) == infinity<double>);
    CHECK(ulp_error(-infinity<float>, {1e39, 0}) == infinity<double>);
    CHECK(ulp_error(1e308, {infinity<double>, 0}) == infinity<double>);
    CHECK(ulp_error(tests::nan<float>, {1.0, 0}) == infinity<double>);
}
