// SPDX-License-Identifier: MIT
// labels: deep
// Rows, gates and complex functions where the program has changed the mode of rounding; functions
// of one number are tried in tests/pointwise/processor_modes.cpp.
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/array.hpp>
#include <actfn/complex/complex_sigmoid.hpp>
#include <actfn/complex/complex_tanh.hpp>
#include <actfn/gated/geglu.hpp>
#include <actfn/gated/swiglu.hpp>
#include <actfn/rowwise/log_softmax.hpp>
#include <actfn/rowwise/logsumexp.hpp>
#include <actfn/rowwise/softmax.hpp>

#include <algorithm>
#include <cfenv>
#include <cmath>
#include <complex>
#include <limits>
#include <random>
#include <string_view>
#include <type_traits>
#include <vector>

namespace {

// Where exponents are not rounded to nearest in every mode, their polynomials are used on twice
// their interval.
template <class T>
constexpr double bound = actfn::math::detail::rounds_to_nearest<actfn::math::pack<T>> ? 64
                         : std::is_same_v<T, float>                                   ? 0x1p10
                                                                                      : 0x1p22;

/// What run() gives in a mode.
template <class Run> auto in_mode(int mode, Run run) {
    int const before = std::fegetround();
    std::fesetround(mode);
    auto const y = run();
    std::fesetround(before);
    return y;
}

/// run() in the directed modes against that to nearest: where it is finite the error is at most
/// `bound` units in the last place of the larger of it and `scale`.
template <class T, class Run> void hold(std::string_view what, Run run, double scale = 1) {
    auto const expected = run();
    for (int const mode : {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO}) {
        auto const got = in_mode(mode, run);
        double worst = 0;
        for (std::size_t i = 0; i < got.size(); ++i) {
            double const e = static_cast<double>(expected[i]);
            double const g = static_cast<double>(got[i]);
            if (!std::isfinite(e) && !std::isfinite(g)) continue;
            double const unit = std::numeric_limits<T>::epsilon() * (std::max)(scale, std::abs(e));
            double const error = std::abs(g - e) / unit;
            worst = error <= worst ? worst : error; // NaN, too
        }
        INFO(what << " of " << tests::type_name<T> << " in mode " << mode);
        CHECK(worst <= bound<T>);
    }
}

template <class T> std::vector<T> numbers(std::size_t n, double spread) {
    std::mt19937 random(3);
    std::normal_distribution<double> entry(0, spread);
    std::vector<T> x(n);
    for (T& v : x) v = static_cast<T>(entry(random));
    return x;
}

} // namespace

TEMPLATE_TEST_CASE("directed rounding of rows", "[rowwise]", float, double) {
    using T = TestType;
    for (std::size_t const n : {3U, 16U, 100U, 1000U}) {
        for (double const spread : {1e-6, 1.0, 30.0, 1e3, 1e8}) {
            std::size_t const rows = 20;
            auto const x = numbers<T>(rows * n, spread);
            actfn::row_layout const layout{.rows = rows};
            auto const each = [&](auto const& f) {
                return [&] {
                    std::vector<T> y(x.size());
                    actfn::forward(f, x, y, layout);
                    return y;
                };
            };
            hold<T>("softmax", each(actfn::softmax));
            hold<T>("log_softmax", each(actfn::log_softmax));
            hold<T>("logsumexp", [&] {
                std::vector<T> y(rows);
                actfn::forward(actfn::logsumexp, x, y, layout);
                return y;
            });
            for (int const mode : {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO}) {
                auto const y = in_mode(mode, each(actfn::softmax));
                CHECK(*std::min_element(y.begin(), y.end()) >= 0);
            }
        }
    }
}

TEMPLATE_TEST_CASE("directed rounding of gates", "[gated]", float, double) {
    using T = TestType;
    for (double const spread : {1e-6, 1.0, 30.0, 1e3}) {
        auto const x = numbers<T>(2048, spread);
        std::vector<T> const a(x.begin(), x.begin() + 1024);
        std::vector<T> const b(x.begin() + 1024, x.end());
        auto const each = [&](auto const& f) {
            return [&] {
                std::vector<T> y(a.size());
                actfn::forward(f, a, b, y);
                return y;
            };
        };
        hold<T>("swiglu", each(actfn::swiglu), spread);
        hold<T>("geglu", each(actfn::geglu), spread);
    }
}

TEMPLATE_TEST_CASE("directed rounding of complex sigmoids", "[complex]", float, double) {
    using T = TestType;
    for (double const spread : {1e-6, 1.0, 30.0, 1e3}) {
        auto const x = numbers<T>(2048, spread);
        std::vector<std::complex<T>> z(1024);
        for (std::size_t i = 0; i < z.size(); ++i) z[i] = {x[2 * i], x[2 * i + 1]};
        auto const each = [&](auto const& f) {
            return [&] {
                std::vector<std::complex<T>> w(z.size());
                actfn::forward(f, z, w);
                std::vector<T> parts;
                for (auto const& c : w) {
                    parts.push_back(c.real());
                    parts.push_back(c.imag());
                }
                return parts;
            };
        };
        hold<T>("complex_tanh", each(actfn::complex_tanh));
        hold<T>("complex_sigmoid", each(actfn::complex_sigmoid));
    }
}
