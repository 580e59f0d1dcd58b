// SPDX-License-Identifier: MIT
#pragma once
#include "../tests/csv.hpp"
#include "../tests/numbers.hpp"
#include "../tests/settings.hpp"
#include "exact_rows.hpp"
#include "text.hpp"
#include <actfn/engine/function.hpp>

#include <array>
#include <cmath>
#include <complex>
#include <cstdint>
#include <limits>
#include <map>
#include <numbers>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// The errors of the pictures of functions that are not pointwise: of gates, losses and complex
/// functions beside the tables of 60-digit numbers in tests/data, and of floats between these
/// beside the results in double; of rows beside exact_rows.hpp.
namespace document {

/// The largest error of a member in a type, in ULP, and where it is.
struct worst_error {
    double ulp = -1; // nothing measured
    std::vector<double> at;
    std::size_t points = 0;

    void see(double error, std::vector<double> const& where) {
        ++points;
        if (error <= ulp) return;
        ulp = error;
        at = where;
    }
};
/// Of float and of double.
using worst_errors = std::array<worst_error, 2>;
template <class T> inline constexpr std::size_t type_number = std::is_same_v<T, double> ? 1 : 0;

/// The terms that cancel in a derivative, as the facts state them.
class terms_of_derivative {
  public:
    template <class K> terms_of_derivative(actfn::facts const& facts, K const& kernel) {
        if (facts.cancelling.empty()) return;
        tests::set_parameters(terms_.emplace(facts.cancelling), kernel);
    }
    double operator()(char const* const (&names)[2], double p, double q) {
        if (!terms_) return 0;
        terms_->set(names[0], p);
        terms_->set(names[1], q);
        double const size = std::abs((*terms_)());
        return std::isnan(size) ? 0 : size;
    }

  private:
    std::optional<tests::formula<double>> terms_;
};

/// Whether x is a T, and no kink that is none: that belongs to either side of the T next to it.
template <class T> bool is_clear(actfn::facts const& facts, double x) {
    if (static_cast<double>(static_cast<T>(x)) != x) return false;
    return std::none_of(facts.kinks.begin(), facts.kinks.end(), [&](double kink) {
        return kink != static_cast<double>(static_cast<T>(kink)) &&
               static_cast<T>(kink) == static_cast<T>(x);
    });
}

/// Floats 2^e <= |x| < 2^(e + 1), spread by the golden ratio; the first is 2^e.
inline float in_binade(int exponent, bool negative, std::uint32_t number) {
    std::uint32_t const bits = number * 0x9e3779b9U >> 9;
    int const lost = std::max(0, -126 - exponent);
    std::uint32_t const kept = ((1U << 23) + bits) >> lost << lost;
    float const size = std::ldexp(static_cast<float>(kept), exponent - 23);
    return negative ? -size : size;
}

// --- Gates and losses

/// Of functions of two numbers: value, and one derivative or two.
class pair_errors {
  public:
    std::vector<worst_errors> members;
    /// By the binade of the gate, or of the prediction: value, derivatives.
    std::map<std::pair<bool, int>, std::array<double, 2>> by_binade;

    /// `others`: what the other number is in these.
    template <class K>
    pair_errors(K const& k, actfn::facts const& facts, fs::path const& table,
                std::vector<float> const& others)
        : members(actfn::gated_kernel<K> ? 3 : 2), facts_(facts), terms_(facts, k) {
        see_table<float>(k, table);
        see_table<double>(k, table);
        for (bool const negative : {true, false}) {
            for (int e = -149; e <= 127; ++e) {
                std::uint32_t const count = e < -17 || e > 11 ? 3 : 24;
                for (std::uint32_t i = 0; i < count; ++i) {
                    float const x = in_binade(e, negative, i);
                    for (float const other : others) see_float(k, {negative, e}, x, other);
                }
            }
        }
    }

  private:
    static constexpr char const* gate_names[2] = {"a", "b"};
    static constexpr char const* loss_names[2] = {"x", "t"};

    template <class T, class K> static std::vector<T> evaluated(K const& k, T p, T q) {
        using V = actfn::math::pack<T>;
        auto const r = actfn::member::value_and_derivative::apply(k, V(p), V(q));
        return std::apply([](auto const&... n) { return std::vector<T>{actfn::math::first(n)...}; },
                          actfn::engine::parts(r));
    }
    /// The unit of an error of member m, beside that of the result.
    template <class K> double unit(std::size_t m, double p, double q) {
        if (m + 1 == members.size()) {
            return terms_(actfn::gated_kernel<K> ? gate_names : loss_names, p, q);
        }
        // As the comments of their kernels say.
        bool const cancels = facts_.name == "kl_divergence" || facts_.name == "poisson_nll";
        return m == 0 && cancels && std::isfinite(p) ? std::abs(p * q) : 0;
    }
    /// Where a gate is subnormal its few digits limit the product; where it overflows it is lost.
    template <class T, class K> static bool is_lost_gate(double gate) {
        using limits = std::numeric_limits<T>;
        return actfn::gated_kernel<K> && gate != 0 &&
               (std::abs(gate) < static_cast<double>((limits::min)()) ||
                std::abs(gate) > static_cast<double>((limits::max)()));
    }

    template <class T, class K> void see_table(K const& k, fs::path const& table) {
        for (auto const& c : tests::csv_rows(table.string())) {
            if (!is_clear<T>(facts_, c[0]) || static_cast<double>(static_cast<T>(c[1])) != c[1] ||
                is_lost_gate<T, K>(c[4])) {
                continue;
            }
            auto const got = evaluated<T>(k, static_cast<T>(c[0]), static_cast<T>(c[1]));
            for (std::size_t m = 0; m < members.size(); ++m) {
                double const scale =
                    m + 1 == members.size() ? c[2 + 2 * members.size()] : unit<K>(m, c[0], c[1]);
                members[m][type_number<T>].see(
                    tests::ulp_error(got[m], {c[2 + 2 * m], c[3 + 2 * m]}, scale), {c[0], c[1]});
            }
        }
    }

    template <class K>
    void see_float(K const& k, std::pair<bool, int> binade, float x, float other) {
        bool const gated = actfn::gated_kernel<K>;
        float const p = gated ? other : x;
        float const q = gated ? x : other;
        double const wide_p = static_cast<double>(p);
        double const wide_q = static_cast<double>(q);
        if (!is_clear<float>(facts_, wide_p)) return;
        auto const expected = evaluated<double>(k, wide_p, wide_q);
        if (is_lost_gate<float, K>(expected[1])) return;
        auto const got = evaluated<float>(k, p, q);
        auto& largest = by_binade[binade];
        for (std::size_t m = 0; m < members.size(); ++m) {
            if (std::isnan(expected[m])) continue;
            double const error =
                tests::ulp_error(got[m], {expected[m]}, unit<K>(m, wide_p, wide_q));
            members[m][0].see(error, {wide_p, wide_q});
            double& of_member = largest[m == 0 ? 0 : 1];
            of_member = std::max(of_member, error);
        }
    }

    actfn::facts facts_;
    terms_of_derivative terms_;
};

// --- Complex functions

class plane_errors {
  public:
    static constexpr int lowest = -20;
    static constexpr int highest = 12;
    static constexpr int directions = 72;

    /// Value and derivatives.
    std::vector<worst_errors> members{2};
    /// The largest error of the value in float by ring 2^e <= |z| < 2^(e + 1) and direction; below
    /// 0 where there is none.
    std::vector<double> cells;

    template <class K>
    plane_errors(K const& k, actfn::facts const& facts, fs::path const& table) : facts_(facts) {
        see_table<float>(k, table);
        see_table<double>(k, table);
        tests::random_numbers next;
        for (int e = lowest; e <= highest; ++e) {
            for (int d = 0; d < directions; ++d) {
                double& cell = cells.emplace_back(-1);
                for (int i = 0; i < 4; ++i) {
                    std::complex<double> const z =
                        std::polar(std::ldexp(next(1, 2), e),
                                   2 * std::numbers::pi * (d + next(0, 1)) / directions);
                    see_float(k, static_cast<std::complex<float>>(z), cell);
                }
            }
        }
    }

  private:
    /// The value, and ∂f/∂z and ∂f/∂z̄.
    template <class T> using numbers = std::array<std::complex<T>, 3>;

    template <class T, class K> static numbers<T> evaluated(K const& k, std::complex<T> z) {
        using V = actfn::math::pack<T>;
        auto const r =
            actfn::member::wirtinger::apply(k, actfn::complex<V>{V(z.real()), V(z.imag())});
        auto const number = []<class N>(N const& n) {
            if constexpr (actfn::math::is_complex<N>::value) {
                return std::complex<T>(actfn::math::first(n.re), actfn::math::first(n.im));
            } else {
                return std::complex<T>(actfn::math::first(n), 0);
            }
        };
        return {number(r.value), number(r.dz), number(r.dzbar)};
    }
    /// The worse part, in units of the larger of the number and the scale.
    template <class T>
    static double error_of(std::complex<T> got, tests::precise re, tests::precise im,
                           double scale) {
        double const size = std::max(std::hypot(re.hi, im.hi), scale);
        return std::max(tests::ulp_error(got.real(), re, size),
                        tests::ulp_error(got.imag(), im, size));
    }

    template <class T, class K> void see_table(K const& k, fs::path const& table) {
        for (auto const& c : tests::csv_rows(table.string())) {
            std::complex<double> const exact(c[0], c[1]);
            auto const z = static_cast<std::complex<T>>(exact);
            if (static_cast<std::complex<double>>(z) != exact || std::abs(exact) > facts_.reach) {
                continue;
            }
            auto const part = [&](std::size_t i) { return tests::precise{c[i], c[i + 1]}; };
            auto const got = evaluated<T>(k, z);
            members[0][type_number<T>].see(error_of(got[0], part(2), part(4), c[14]), {c[0], c[1]});
            if (std::isnan(c[6])) continue;
            double const size = std::hypot(c[6], c[8]) + std::hypot(c[10], c[12]);
            if (size > static_cast<double>(std::numeric_limits<T>::max())) continue;
            double const scale = std::max(size, c[15]);
            members[1][type_number<T>].see(std::max(error_of(got[1], part(6), part(8), scale),
                                                    error_of(got[2], part(10), part(12), scale)),
                                           {c[0], c[1]});
        }
    }

    template <class K> void see_float(K const& k, std::complex<float> z, double& cell) {
        auto const wide = static_cast<std::complex<double>>(z);
        if (std::abs(wide) > facts_.reach || !facts_.cancelling_value.empty()) return;
        auto const expected = evaluated<double>(k, wide);
        auto const got = evaluated<float>(k, z);
        auto const against = [&](std::size_t i, double scale) {
            return error_of(got[i], {expected[i].real()}, {expected[i].imag()}, scale);
        };
        auto const is_finite = [](std::complex<double> w) {
            return std::isfinite(w.real()) && std::isfinite(w.imag());
        };
        if (!is_finite(expected[0])) return;
        double const error = against(0, 0);
        cell = std::max(cell, error);
        std::vector<double> const where{wide.real(), wide.imag()};
        members[0][0].see(error, where);
        // Terms that are a formula of z are only in the tables.
        double const size = std::abs(expected[1]) + std::abs(expected[2]);
        bool const is_formula =
            facts_.cancelling.find_first_not_of("0123456789.") != std::string_view::npos;
        if (is_formula || !(size <= static_cast<double>(std::numeric_limits<float>::max()))) return;
        double const scale =
            facts_.cancelling.empty()
                ? size
                : std::max(size, std::strtod(string(facts_.cancelling).c_str(), nullptr));
        members[1][0].see(std::max(against(1, scale), against(2, scale)), where);
    }

    actfn::facts facts_;
};

// --- Rows

/// Of functions of rows: value and gradient of many random rows.
class row_errors {
  public:
    static constexpr int rows = 400;
    /// Bins of the histogram to one ULP.
    static constexpr double bins = 8;

    std::vector<worst_errors> members{2};
    /// How many entries of float rows have how large an error, by member.
    std::array<std::vector<std::size_t>, 2> histogram;

    /// run(x, g, y, gx) in float and double.
    template <class Run>
    row_errors(Run const& run, exact_row_function exact, std::size_t multiple) {
        measure<float>(run, exact, multiple);
        measure<double>(run, exact, multiple);
    }

  private:
    template <class T>
    void see(std::size_t m, T got, long double expected, long double unit,
             std::vector<double> const& where) {
        double const error =
            tests::ulp_error(got, tests::to_precise(expected), static_cast<double>(std::abs(unit)));
        members[m][type_number<T>].see(error, where);
        if constexpr (std::is_same_v<T, float>) {
            if (!std::isfinite(error)) return;
            auto const bin = static_cast<std::size_t>(error * bins);
            auto& counts = histogram[m];
            if (counts.size() <= bin) counts.resize(bin + 1);
            ++counts[bin];
        }
    }

    template <class T, class Run>
    void measure(Run const& run, exact_row_function exact, std::size_t multiple) {
        tests::random_numbers next;
        for (int i = 0; i < rows; ++i) {
            std::size_t const n =
                multiple * (i % 100 == 99 ? 500 : 1 + static_cast<std::size_t>(i) % 67);
            // From all alike to one outweighing all.
            double const scale = std::exp(next(-5, sizeof(T) == 4 ? 5 : 7));
            double const middle = i % 2 == 0 ? 0 : scale * next(-4, 4);
            std::vector<T> x(n);
            std::vector<T> g(n);
            for (T& v : x) v = static_cast<T>(middle + scale * next(-1, 1));
            for (T& v : g) v = static_cast<T>(next(-1, 1));
            exact_row const right = exact({x.begin(), x.end()}, {g.begin(), g.end()});
            std::vector<T> y(right.y.size());
            std::vector<T> gx(n);
            run(x, g, y, gx);
            std::vector<double> const where{static_cast<double>(n), scale, middle};
            if (right.clear) {
                for (std::size_t j = 0; j < y.size(); ++j) {
                    see(0, y[j], right.y[j], right.y_unit[j], where);
                }
            }
            for (std::size_t j = 0; j < n && right.clear; ++j) {
                // A subnormal share of a row has fewer digits.
                bool const is_small =
                    y.size() == n && y[j] != 0 && std::abs(y[j]) < std::numeric_limits<T>::min();
                if (!is_small) see(1, gx[j], right.gx[j], right.gx_unit[j], where);
            }
        }
    }
};

} // namespace document
