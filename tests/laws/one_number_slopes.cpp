// SPDX-License-Identifier: MIT
#include "laws/lists.hpp"
#include "laws/running.hpp"

#if defined(__SSE2__)
#include <immintrin.h>
#endif

// The derivatives of real functions of one number.

namespace tests {

namespace {

/// The derivative at one place, in double.
template <class T> double slope_in_double(subject<T> const& s, void const* f, double x) {
    return at(s.in_double->derivative, f, x)[0];
}

template <class T> verdict lipschitz_constant_is_the_largest_slope(subject<T> const& s) {
    verdict v;
    column<T> const x = sweep(s);
    column<T> const d = run_last(s.derivative, s.f, x);
    double const stated = s.facts->lipschitz;
    double const slack =
        (s.facts->max_ulp.derivative + 1) * std::ldexp(1.0, ulp_exponent<T>(stated));
    double largest = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        double const slope = std::abs(double(d[i]));
        largest = std::max(largest, slope);
        if (slope <= stated + slack) continue;
        v.broken(slope, "|f'(" + hex(double(x[i])) + ")| = " + hex(slope));
    }
    bool const reached = std::isinf(stated) ? largest > 100 || s.facts->smoothness < 0
                                            : largest >= stated * (1 - 1e-3);
    if (!reached) v.broken(largest, "|f'| comes to " + hex(largest) + " of " + hex(stated));
    return v;
}

/// Hard: the derivative is 0 from the end of the interval on. Otherwise it is none midway.
template <class T> verdict ends_saturate_as_stated(subject<T> const& s) {
    verdict v;
    double const lo = s.facts->interval.lo;
    double const hi = s.facts->interval.hi;
    column<T> const x = sweep(s);
    column<T> const d = run_last(s.derivative, s.f, x);
    auto const judge = [&](actfn::saturation stated, double limit, bool left) {
        std::string const end = left ? "left" : "right";
        if ((stated != actfn::saturation::none) != (limit == 0)) {
            v.broken("the limit of the derivative on the " + end + " is " + hex(limit));
        }
        if (stated == actfn::saturation::hard) {
            // A float may have underflowed there.
            double const slope = slope_in_double(s, s.f, left ? lo : hi);
            if (slope != 0) v.broken(slope, "the derivative on the " + end + " is " + hex(slope));
            for (std::size_t i = 0; i < x.size(); ++i) {
                double const at = double(x[i]);
                if ((left ? at > lo : at < hi) || d[i] == T(0)) continue;
                v.broken(std::abs(double(d[i])), "the derivative is not 0 at " + hex(at));
            }
            return;
        }
        double const midway = left ? (3 * lo + hi) / 4 : (lo + 3 * hi) / 4;
        for (double const at : {midway, midway + 1e-3}) { // one of them may be a root
            if (slope_in_double(s, s.f, at) != 0) return;
        }
        v.broken("the derivative is 0 at " + hex(midway));
    };
    judge(s.facts->saturates.left, s.facts->left.derivative, true);
    judge(s.facts->saturates.right, s.facts->right.derivative, false);
    return v;
}

/// The derivative in double jumps only where a kink is stated, and there it or the value does.
template <class T> void unclaimed_kinks(verdict& v, subject<T> const& s) {
    if (s.facts->surrogate) return;
    auto const slope = [&](double x) { return slope_in_double(s, s.f, x); };
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
                    v.broken(std::abs(at_b - at_a), "the derivative jumps at " + hex(a));
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
        v.broken("smoothness " + hex(stated) + ", number of kinks " +
                 std::to_string(s.facts->kinks.count));
    }
    column<T> x;
    for (double const kink : s.facts->kinks) {
        if (kink < s.facts->interval.lo || kink > s.facts->interval.hi) {
            v.broken("the interval does not hold the kink " + hex(kink));
        }
        double const step = 4 * epsilon<T> * std::max(1.0, std::abs(kink));
        x.push_back(static_cast<T>(kink - step));
        x.push_back(static_cast<T>(kink));
        x.push_back(static_cast<T>(kink + step));
    }
    auto const jump = [](T a, T b) {
        double const p = double(a);
        double const q = double(b);
        return std::abs(p - q) / std::max({1.0, std::abs(p), std::abs(q)});
    };
    double largest = 0;
    column<T> const y = run(s.value, s.f, x);
    for (std::size_t i = 1; i < x.size(); ++i) {
        if (i % 3 != 0) largest = std::max(largest, jump(y[i - 1], y[i]));
    }
    if ((largest > 0.1) != (stated < 0)) {
        v.broken(largest, "smoothness " + hex(stated) + ", the value jumps by " + hex(largest));
    }
    unclaimed_kinks(v, s);
    if (stated < 1) return v;

    x = sweep(s);
    std::erase_if(x, [&](T t) {
        return t < static_cast<T>(s.facts->interval.lo) || t > static_cast<T>(s.facts->interval.hi);
    });
    column<T> const c = run_last(s.second_derivative, s.f, x);
    largest = 0;
    for (std::size_t i = 1; i < x.size(); ++i) {
        if (x[i] - x[i - 1] <= T(0.01)) largest = std::max(largest, jump(c[i - 1], c[i]));
    }
    if ((largest > 0.2) != (stated < 2)) {
        v.broken(largest,
                 "smoothness " + hex(stated) + ", the second derivative jumps by " + hex(largest));
    }
    return v;
}

template <class T> void slope_of(verdict& v, subject<T> const& s, void const* f) {
    column<T> const x = interval_sample(s);
    column<T> const got = run(s.derivative, f, x);
    column<T> const tangent = run(s.tangent, f, x);
    for (std::size_t i = 0; i < x.size(); ++i) {
        double const at = double(x[i]);
        if (beside_a_kink(*s.facts, at, 4 * epsilon<T> * std::max(1.0, std::abs(at)))) continue;
        // Differentiated step by step, the formula may cancel: absolute.
        double const d = double(got[i]);
        compare(v, x[i], d, double(tangent[i]), 256 * epsilon<T> * std::max(1.0, std::abs(d)));
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
    column<T> const x = interval_sample(s);
    column<T> const got = run(s.second_derivative, f, x);
    for (std::size_t i = 0; i < x.size(); ++i) {
        double const at = double(x[i]);
        double const h = 1e-5;
        double const here = slope_in_double(s, f, at);
        double const below = (here - slope_in_double(s, f, at - h)) / (at - (at - h));
        double const above = (slope_in_double(s, f, at + h) - here) / ((at + h) - at);
        double const size = std::max(1.0, std::abs(here));
        bool const smooth =
            !beside_a_kink(*s.facts, at, h) &&
            std::abs(above - below) <= 1e-3 * std::max({size, std::abs(below), std::abs(above)});
        if (smooth) {
            // The difference is good to h², a third of its distance from a wider one, to h where
            // the next derivative jumps, and to rounding errors over h.
            double const jump = s.facts->smoothness == 2 ? std::abs(above - below) : 0;
            double const wider =
                (slope_in_double(s, f, at + 2 * h) - slope_in_double(s, f, at - 2 * h)) / (4 * h);
            bool const wide = !beside_a_kink(*s.facts, at, 2 * h) && !std::isnan(wider);
            double const bend = wide ? std::abs((below + above) / 2 - wider) : 0;
            compare(v, x[i], double(got[i]), (below + above) / 2,
                    (1e-8 + 256 * epsilon<T>)*std::max(size, std::abs(below)) + jump + bend);
        } else {
            // The slope of the derivative jumps, up to rounding of parameters here: a difference
            // on one side, good to h.
            double const g = double(got[i]);
            double const far_below =
                (slope_in_double(s, f, at - h) - slope_in_double(s, f, at - 2 * h)) / h;
            double const far_above =
                (slope_in_double(s, f, at + 2 * h) - slope_in_double(s, f, at + h)) / h;
            // Where the next derivative is infinite, a shorter one.
            double const step = h / 1000;
            double const short_below = (here - slope_in_double(s, f, at - step)) / step;
            double const short_above = (slope_in_double(s, f, at + step) - here) / step;
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
    for (void const* f : {s.f, s.varied}) {
        column<T> const x = finite_sample(s);
        column<T> const expected = run(s.derivative, f, x);
        column<T> const y = run(s.value, f, x);
        column<T> const got = run(s.derivative_from_output, f, y);
        for (std::size_t i = 0; i < x.size(); ++i) {
            double const at = double(x[i]);
            if (beside_a_kink(*s.facts, at, 4 * epsilon<T> * std::abs(at))) continue;
            // Rounding y is an absolute error of the derivative.
            double const d = double(expected[i]);
            compare(v, x[i], double(got[i]), d, 4 * epsilon<T> * std::max(1.0, std::abs(d)));
        }
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
    column<T> x;
    for (T const t : finite_sample(s)) {
        if (std::abs(t) < 4) x.push_back(t);
    }
    column<T> above = x;
    for (T& t : above) t += T(0.001);
    column<T> const slope = run(s.derivative, s.f, x);
    column<T> const next = run(s.derivative, s.f, above);
    column<T> g = slope;
    for (T& t : g) t = std::isinf(t) ? T(0) : infinity<T>;
    column<T> const got = run(s.backward, s.f, columns<T>{x, g})[0];
    for (std::size_t i = 0; i < x.size(); ++i) {
        bool const dead = has_pieces && slope[i] == 0 && next[i] == 0;
        if (!dead && !std::isinf(slope[i])) continue;
        compare(v, x[i], double(got[i]), 0, 0);
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
    column<T> x;
    for (T const t : full_sample(s)) {
        if (std::fpclassify(t) != FP_SUBNORMAL) x.push_back(t);
    }
    for (port<T> const* p : {&s.value, &s.derivative}) {
        column<T> const usual = run(*p, s.f, x);
        column<T> got;
        {
            flushing const now;
            got = run(*p, s.f, x);
        }
        for (std::size_t i = 0; i < x.size(); ++i) {
            if (std::isnan(usual[i]) && std::isnan(got[i])) continue;
            double const y = double(usual[i]);
            double const lost = 4 * static_cast<double>(std::numeric_limits<T>::min()) +
                                8 * static_cast<double>(epsilon<T>) * std::abs(y);
            compare(v, x[i], double(got[i]), y, lost);
        }
    }
    return v;
}
#endif

template <class T> bool knows_output(subject<T> const& s) {
    return !s.derivative_from_output.empty();
}

} // namespace

template <class T> std::vector<law<T>> laws_of_slopes() {
    return {
        {"Lipschitz constant", of_one_number<T>, lipschitz_constant_is_the_largest_slope<T>},
            {"saturation", of_one_number<T>, ends_saturate_as_stated<T>},
            {"smoothness", of_one_number<T>, smoothness_is_as_stated<T>},
            {"derivative is the slope of the formula", of_one_number<T>,
             derivative_is_the_slope<T>},
            {"second derivative is the slope of the derivative", of_one_number<T>,
             second_derivative_is_the_curvature<T>},
            {"derivative from output agrees with derivative", knows_output<T>,
             derivative_from_output_agrees<T>},
            {"dead units pass nothing on", of_one_number<T>, dead_units_pass_nothing_on<T>},
#if defined(__SSE2__)
            {"flushing costs what it flushes", of_one_number<T>, flushing_costs_what_it_flushes<T>},
#endif
    };
}
template std::vector<law<float>> laws_of_slopes();
template std::vector<law<double>> laws_of_slopes();

} // namespace tests
