// SPDX-License-Identifier: MIT
#pragma once
#include "../tests/csv.hpp"
#include "../tests/numbers.hpp"
#include "cancelling.hpp"
#include "on_packs.hpp"
#include "text.hpp"
#include <actfn/engine/function.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

/// The errors of the pictures: of floats beside the results in double, which are some 1e-8 of these
/// units off, and of doubles beside the tables of 60-digit numbers in tests/data.
namespace document {

/// The largest errors of value and derivative, in ULP.
using two_errors = std::array<double, 2>;

/// Value and derivative of a function without its type.
template <class T> using evaluation_of = void (*)(std::span<T const>, std::span<T>);
struct evaluations {
    std::array<evaluation_of<float>, 2> in_float;
    std::array<evaluation_of<double>, 2> in_double;
};
template <auto const& f> struct evaluated {
    template <class T> static void value(std::span<T const> x, std::span<T> y) {
        document::on_packs(x, y, [](auto const& v) { return f(v); });
    }
    template <class T> static void derivative(std::span<T const> x, std::span<T> y) {
        document::on_packs(x, y, [](auto const& v) { return f.derivative(v); });
    }
    static constexpr evaluations all{{value<float>, derivative<float>},
                                     {value<double>, derivative<double>}};
};

class measured_errors {
  public:
    /// So many floats of every binade, of both signs.
    static constexpr int samples = 64;
    static constexpr int lowest = -149;
    static constexpr int highest = 127;

    measured_errors(evaluations const& f, actfn::facts const& facts, cancelling_terms terms)
        : f_(f), facts_(facts), terms_(std::move(terms)) {
        for (int negative : {1, 0}) {
            for (int exponent = lowest; exponent <= highest; ++exponent) {
                take(binade(exponent, negative != 0), exponent, negative != 0);
            }
        }
    }

    /// Of the floats 2^e <= |x| < 2^(e + 1), by whether x is negative and e.
    std::map<std::pair<bool, int>, two_errors> const& by_binade() const { return by_binade_; }
    two_errors largest() const {
        two_errors all{};
        for (auto const& [where, errors] : by_binade_) raise(all, errors);
        return all;
    }

    struct point {
        double x;
        two_errors errors;
    };
    /// Of doubles, at the numbers of a table of exact results.
    std::vector<point> at_table(fs::path const& table) {
        auto const rows = tests::csv_rows(table.string());
        std::vector<double> x;
        for (auto const& c : rows) x.push_back(c[0]);
        std::array<std::vector<double>, 2> got{x, x};
        for (std::size_t m : {0U, 1U}) f_.in_double[m](x, got[m]);
        std::vector<point> all;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            auto const& c = rows[i];
            if (!counts<double>(x[i])) continue;
            all.push_back({x[i],
                           {tests::ulp_error(got[0][i], {c[1], c[2]}, c[6]),
                            tests::ulp_error(got[1][i], {c[3], c[4]}, c[5])}});
        }
        return all;
    }

    static void raise(two_errors& to, two_errors const& by) {
        for (std::size_t m : {0U, 1U}) to[m] = std::max(to[m], by[m]);
    }

  private:
    /// Its first and last number, and others spread by the golden ratio.
    static std::vector<float> binade(int exponent, bool negative) {
        constexpr std::uint32_t fraction = (1U << 23) - 1;
        std::vector<float> x;
        for (std::uint32_t i = 0; i < samples; ++i) {
            std::uint32_t const bits = i < 2 ? i * fraction : i * 0x9e3779b9U >> 9;
            // Without what a subnormal number has no place for, which is not to round it up.
            int const lost = std::max(0, -126 - exponent);
            std::uint32_t const kept = (fraction + 1 + bits) >> lost << lost;
            float const size = std::ldexp(static_cast<float>(kept), exponent - 23);
            x.push_back(negative ? -size : size);
        }
        return x;
    }

    /// Within the domain; a kink that is no T belongs to either side of the T next to it.
    template <class T> bool counts(T x) const {
        double const d = static_cast<double>(x);
        if (!std::isfinite(d) || d < facts_.domain.lo || d > facts_.domain.hi) return false;
        return std::none_of(facts_.kinks.begin(), facts_.kinks.end(), [&](double kink) {
            return kink != static_cast<double>(static_cast<T>(kink)) && static_cast<T>(kink) == x;
        });
    }

    void take(std::vector<float> x, int exponent, bool negative) {
        std::erase_if(x, [&](float one) { return !counts(one); });
        if (x.empty()) return;
        std::vector<double> const same(x.begin(), x.end());
        std::vector<float> got(x.size());
        std::vector<double> expected(x.size());
        two_errors& largest = by_binade_[{negative, exponent}];
        for (int m : {0, 1}) {
            auto const which = static_cast<std::size_t>(m);
            f_.in_float[which](x, got);
            f_.in_double[which](same, expected);
            for (std::size_t i = 0; i < x.size(); ++i) {
                double error = tests::ulp_error(got[i], {expected[i]});
                if (error > 0.5 && terms_.are_in(m)) {
                    error = tests::ulp_error(got[i], {expected[i]}, terms_(m, same[i]));
                }
                largest[which] = std::max(largest[which], error);
            }
        }
    }

    evaluations const& f_;
    actfn::facts facts_;
    cancelling_terms terms_;
    std::map<std::pair<bool, int>, two_errors> by_binade_;
};

} // namespace document
