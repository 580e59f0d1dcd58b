// SPDX-License-Identifier: MIT
#include "../../tests/numbers.hpp"
#include "judge.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

namespace judge {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
template <class T> using limits = std::numeric_limits<T>;

std::string digits_of(real const& x) {
    char text[64];
    mpfr_snprintf(text, sizeof text, "%.20Rg", x.get());
    return text;
}

/// |got − truth| in units of the last place of T at the larger of truth and scale. Infinity counts
/// as the number behind the largest.
template <class T> double ulp_error(T got, real const& truth, double scale) {
    if (std::isnan(got)) return infinity;
    constexpr long largest = limits<T>::max_exponent; // below 2^largest
    bool const overflows = !truth.is_zero() && (truth.is_inf() || truth.exponent() >= largest);
    if (std::isinf(got) && overflows) return (got > 0) == (truth.sign() > 0) ? 0 : infinity;
    if (truth.is_inf()) return infinity;
    long unit = std::isfinite(scale) ? tests::ulp_exponent<T>(scale) : limits<T>::max_exponent;
    if (!truth.is_zero()) {
        long const e = std::clamp<long>(truth.exponent(), limits<T>::min_exponent - 1, largest - 1);
        unit = std::max(unit, e - (limits<T>::digits - 1));
    }
    real const number = std::isfinite(got) ? real(static_cast<double>(got))
                                           : real(got > 0 ? 1 : -1).scaled(largest);
    return std::abs((number - truth).scaled(-unit).to_double());
}

/// The inverse of a float's unit in the last place at x.
double float_units(double x) {
    auto const exponent = std::bit_cast<std::uint64_t>(x) >> 52 & 0x7ff; // by 1023 too large
    auto const e = std::clamp<std::uint64_t>(exponent, 1023 - 126, 1023 + 127);
    return std::bit_cast<double>((std::uint64_t{2 * 1023 + 23} - e) << 52);
}

std::size_t bucket(double ulp) {
    constexpr double ends[] = {0.5, 1, 1.5, 2, 3, 4, 8};
    return static_cast<std::size_t>(std::lower_bound(std::begin(ends), std::end(ends), ulp) -
                                    std::begin(ends));
}

/// Where something ends or begins: ranges of overflow and of subnormal results, saturation, roots
/// of derivatives, borders of reductions and of approximations.
constexpr double landmarks[] = {0,          1e-19,      1e-7,       1.4901161e-8, 2.4414e-4,
                                0.0078125,  0.0625,     0.125,      0.25,         0.34657359,
                                0.35,       0.5,        0.625,      0.70710678,   0.75,
                                0.75179152, 0.84375,    1,          1.03972077,   1.25,
                                1.27846454, 1.41421356, 1.57079633, 1.7328680,    2,
                                2.3993573,  2.4260151,  3,          3.91920584,   4,
                                5.92158720, 6,          8,          9.01091334,   13.1462467,
                                14.3560680, 14.5560908, 16,         17.3286795,   18.7149739,
                                19.0615475, 22,         26.5,       27.2,         32,
                                33.2710647, 37.4299478, 38.5801402, 43.6682723,   44.3614197,
                                51.9860385, 64,         87.3365448, 88.7228391,   91.8567753,
                                103.972077, 108.660304, 354.891,    372.9,        708.39642,
                                709.78271,  714.97,     745.133219, 751.755630,   2048,
                                65536,      4194304,    16777216,   0x1p31,       6.98e12,
                                0x1p52,     0x1p53,     1.84e19,    4.7e18,       5.64e102,
                                1.34e154};

template <class T> class work {
  public:
    work(subject const& s, std::vector<bool> const& members, effort const& e)
        : s_(s), effort_(e), truth_(formula_of(s.name), s.parameters), cancelling_(s.cancelling) {
        int const slopes = s.slopes ? static_cast<int>(s.parameters.size()) : 0;
        for (int m = 0; m < parameter + slopes; ++m) {
            bool const surrogate = formula_of(s.name).surrogate != nullptr && m >= second;
            if (!members[static_cast<std::size_t>(std::min<int>(m, parameter))] || surrogate)
                continue;
            finding f;
            f.of = &s;
            f.which = m;
            f.type = sizeof(T) == 4 ? "float" : "double";
            f.stated = m == value        ? s.facts.max_ulp.value
                       : m == derivative ? s.facts.max_ulp.derivative
                                         : unstated_bound;
            findings_.push_back(f);
        }
    }

    std::vector<finding> run() {
        if constexpr (sizeof(T) == 4) {
            for (std::uint64_t bits = 0; bits < std::uint64_t{1} << 32; bits += effort_.stride) {
                take(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
            }
        } else {
            for (std::size_t i = 0; i < effort_.doubles; ++i) {
                T const x = static_cast<T>(
                    std::ldexp(random_(1, 2), static_cast<int>(random_(-1074, 1024))));
                take(i % 2 == 0 ? x : -x);
            }
        }
        std::size_t const more =
            sizeof(T) == 4 ? (std::uint64_t{1} << 32) / effort_.stride : effort_.doubles;
        auto const [lo, hi] = s_.facts.interval;
        for (std::size_t i = 0; i < more / 4; ++i) {
            take(static_cast<T>(random_(lo, hi)));
            take(static_cast<T>(random_(-6, 6)));
            take(static_cast<T>(std::ldexp(random_(-2, 2), static_cast<int>(random_(-12, 12)))));
        }
        around_landmarks();
        flush();
        for (std::size_t i = 0; i < findings_.size(); ++i) {
            if (findings_[i].worst > 0) climb(i);
        }
        if constexpr (sizeof(T) == 4) {
            if (effort_.scan > 0) scan();
        }
        ends();
        return findings_;
    }

  private:
    bool inside(T x) const {
        double const d = static_cast<double>(x);
        return std::isfinite(d) && d >= s_.facts.domain.lo && d <= s_.facts.domain.hi;
    }
    void take(T x) {
        if (!inside(x)) return;
        x_.push_back(x);
        if (x_.size() == 1024) flush();
    }
    void around(double centre) {
        auto const middle = tests::ordinal(static_cast<T>(centre));
        for (int i = -4; i <= 4; ++i) take(tests::from_ordinal<T>(middle + i));
        for (int i = 0; i < 8; ++i) {
            take(static_cast<T>(centre * (1 + std::ldexp(random_(-1, 1), -4 * (i % 4) - 2))));
        }
    }
    void around_landmarks() {
        for (double const landmark : landmarks) {
            around(landmark);
            if (landmark != 0) around(-landmark);
        }
        for (double const x :
             {static_cast<double>(limits<T>::min()), 2 * static_cast<double>(limits<T>::min()),
              static_cast<double>(limits<T>::max())}) {
            around(x);
            around(-x);
        }
        for (double const kink : s_.facts.kinks) around(kink);
        for (double const end : {s_.facts.domain.lo, s_.facts.domain.hi}) {
            if (std::isfinite(end)) around(end);
        }
        for (double const p : s_.parameters) {
            if (p == 0 || !std::isfinite(p)) continue;
            for (double const x : {p, 1 / p}) {
                if (std::abs(x) > static_cast<double>(limits<T>::max())) continue;
                around(x);
                around(-x);
            }
        }
    }

    void flush() {
        judge(x_);
        x_.clear();
    }

    /// The errors at xs; `errors` of finding `only` in order, if asked for.
    void judge(std::vector<T> const& xs, std::size_t only = ~std::size_t{0},
               std::vector<double>* errors = nullptr) {
        if (xs.empty()) return;
        std::vector<std::vector<T>> got(findings_.size(), std::vector<T>(xs.size()));
        for (std::size_t i = 0; i < findings_.size(); ++i) {
            if (only == ~std::size_t{0} || only == i) {
                s_.in<T>()(findings_[i].which, std::span<T const>(xs), std::span<T>(got[i]));
            }
        }
        for (std::size_t k = 0; k < xs.size(); ++k) {
            double const x = static_cast<double>(xs[k]);
            int order = -1;
            for (std::size_t i = 0; i < findings_.size(); ++i) {
                if ((only == ~std::size_t{0} || only == i) && findings_[i].which < parameter)
                    order = std::max(order, findings_[i].which);
            }
            std::array<reference::answer, 3> truths;
            if (order >= 0) truths = truth_(x, order);
            for (std::size_t i = 0; i < findings_.size(); ++i) {
                if (only != ~std::size_t{0} && only != i) continue;
                finding& f = findings_[i];
                reference::answer const truth =
                    f.which < parameter
                        ? truths[static_cast<std::size_t>(f.which)]
                        : truth_.by_parameter(x, static_cast<std::size_t>(f.which - parameter));
                double const error = truth ? judged(f, x, got[i][k], *truth) : undecided(f);
                if (errors != nullptr) errors->push_back(error);
            }
        }
    }
    static double undecided(finding& f) {
        ++f.undecided;
        return 0;
    }
    double judged(finding& f, double x, T got, real const& truth) {
        ++f.points;
        double error = ulp_error(got, truth, 0);
        if (error > 0.5 && f.which >= second && std::isfinite(error) &&
            error > std::min(f.stated, 0.9 * f.worst)) {
            double const terms = f.which == second ? cancelling_(second, x) : 0;
            error = ulp_error(got, truth, std::max(nearby(f.which, x), terms));
        } else if (error > 0.5 && f.which < second && cancelling_.are_in(f.which)) {
            error = ulp_error(got, truth, cancelling_(f.which, x));
        }
        if (error > f.stated) error = std::min(error, beside_kink(f.which, x, got));
        ++f.histogram[bucket(error)];
        if (std::isfinite(error) && x != 0) {
            auto& [worst, at] = steepest_[&f - findings_.data()][{x < 0, std::ilogb(x)}];
            if (error > worst) std::tie(worst, at) = std::pair(error, x);
        }
        if (error > f.worst) {
            f.worst = error;
            f.at = x;
            f.got = static_cast<double>(got);
            f.right = digits_of(truth);
        }
        return error;
    }
    /// The error against either side of a kink: of f″, and of one that rounded parameters move.
    double beside_kink(int which, double x, T got) {
        double least = infinity;
        double reach = which == second ? std::max(std::ldexp(std::abs(x), -51), 5e-324) : 0;
        if (formula_of(s_.name).blurred_kinks) {
            for (double const kink : s_.facts.kinks) {
                double const rounding = std::ldexp(std::abs(kink), -51);
                if (std::abs(x - kink) <= rounding) reach = 2 * rounding;
            }
        }
        if (reach == 0) return least;
        for (double const to : {x - reach, x + reach}) {
            reference::answer const truth = truth_at(which, to);
            if (truth) least = std::min(least, ulp_error(got, *truth, 0));
        }
        return least;
    }
    reference::answer truth_at(int which, double x) const {
        return which < parameter
                   ? truth_(x)[static_cast<std::size_t>(which)]
                   : truth_.by_parameter(x, static_cast<std::size_t>(which - parameter));
    }
    /// The larger size a little to both sides: roots do not count.
    double nearby(int which, double x) {
        double size = 0;
        for (double const to : {x - x / 64, x + x / 64}) {
            if (!inside(static_cast<T>(to))) continue;
            reference::answer const there = truth_at(which, to);
            if (there) size = std::max(size, std::abs(there->to_double()));
        }
        return size;
    }

    /// Uphill from the worst places, each of another magnitude.
    void climb(std::size_t i) {
        std::vector<std::pair<double, double>> places; // error, x
        for (auto const& [magnitude, place] : steepest_[static_cast<std::ptrdiff_t>(i)]) {
            places.push_back(place);
        }
        std::sort(places.rbegin(), places.rend());
        if (places.size() > 4) places.resize(4);
        for (auto const& [error, x] : places) climb(i, error, x);
    }
    /// By random steps that become smaller.
    void climb(std::size_t i, double here, double from) {
        auto centre = tests::ordinal(static_cast<T>(from));
        constexpr int top = limits<T>::digits - 2; // a quarter of the magnitude
        for (int const reach : {top, top - 1, top - 2, top - 4, top - 7, top / 2, top / 4, 4}) {
            std::vector<T> near;
            for (int k = 0; k < 30; ++k) {
                auto const step = static_cast<decltype(centre)>(std::ldexp(random_(-1, 1), reach));
                T const x = tests::from_ordinal<T>(centre + step);
                if (inside(x)) near.push_back(x);
            }
            std::vector<double> errors;
            judge(near, i, &errors);
            for (std::size_t k = 0; k < errors.size(); ++k) {
                if (errors[k] <= here || !std::isfinite(errors[k])) continue;
                here = errors[k];
                centre = tests::ordinal(near[k]);
            }
        }
    }

    /// Floats against the library's own results in double, which the same run judges: some 1e-8 ULP
    /// of float off. Where an error is larger than all before, MPFR decides.
    void scan() {
        constexpr std::uint64_t all = std::uint64_t{1} << 32;
        std::vector<T> x;
        for (std::uint64_t bits = 0; bits < all; bits += effort_.scan) {
            T const number = std::bit_cast<float>(static_cast<std::uint32_t>(bits));
            if (inside(number)) x.push_back(number);
            if (x.size() < 4096 && bits + effort_.scan < all) continue;
            scan(x);
            x.clear();
        }
    }
    void scan(std::vector<T> const& x) {
        std::vector<double> const in_double(x.begin(), x.end());
        std::vector<double> expected(x.size());
        std::vector<T> got(x.size());
        for (std::size_t i = 0; i < findings_.size(); ++i) {
            finding& f = findings_[i];
            if (f.which > derivative) continue;
            s_.in<T>()(f.which, std::span<T const>(x), std::span<T>(got));
            s_.in_double(f.which, std::span<double const>(in_double), std::span<double>(expected));
            f.points += x.size();
            for (std::size_t k = 0; k < x.size(); ++k) {
                double const error =
                    std::abs(static_cast<double>(got[k]) - expected[k]) * float_units(expected[k]);
                if (error <= 0.5) { // most
                    ++f.histogram[0];
                } else if (error <= f.worst * (1 + 1e-7)) {
                    ++f.histogram[bucket(error)];
                } else if (got[k] != static_cast<T>(expected[k])) { // NaN, too
                    judge({x[k]}, i);
                }
            }
        }
    }

    /// At the infinities the stated limits, NaN where there is none.
    void ends() {
        for (finding& f : findings_) {
            if (f.which > derivative) continue;
            T const xs[] = {-tests::infinity<T>, tests::infinity<T>, tests::nan<T>};
            T got[3];
            s_.in<T>()(f.which, std::span<T const>(xs), std::span<T>(got));
            actfn::facts::end const at[] = {s_.facts.left, s_.facts.right};
            for (std::size_t k = 0; k < 2; ++k) {
                double const limit = f.which == value ? at[k].value : at[k].derivative;
                if (std::isnan(limit)) continue;
                double const error = ulp_error(got[k], real(limit), 0);
                ++f.points;
                if (error > std::max(f.worst, f.stated)) {
                    f.worst = error;
                    f.at = k == 0 ? -infinity : infinity;
                    f.got = static_cast<double>(got[k]);
                    f.right = digits_of(real(limit));
                }
            }
            if (!std::isnan(got[2])) {
                f.worst = infinity;
                f.at = tests::nan<double>;
                f.got = static_cast<double>(got[2]);
                f.right = "nan";
            }
        }
    }

    subject const& s_;
    effort effort_;
    reference truth_;
    document::cancelling_terms cancelling_;
    std::vector<finding> findings_;
    /// By finding, sign and exponent of x: the largest error and where it is.
    std::map<std::ptrdiff_t, std::map<std::pair<bool, int>, std::pair<double, double>>> steepest_;
    std::vector<T> x_;
    tests::random_numbers random_;
};

} // namespace

template <class T>
std::vector<finding> measure(subject const& s, std::vector<bool> const& members, effort const& e) {
    std::vector<finding> found = work<T>(s, members, e).run();
    mpfr_free_cache();
    return found;
}
template std::vector<finding> measure<float>(subject const&, std::vector<bool> const&,
                                             effort const&);
template std::vector<finding> measure<double>(subject const&, std::vector<bool> const&,
                                              effort const&);

} // namespace judge
