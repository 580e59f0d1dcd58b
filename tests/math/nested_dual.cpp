// SPDX-License-Identifier: MIT
// labels: deep
#include "math/nested_dual.hpp"

#include "numbers.hpp"
#include <actfn/visit.hpp>

#include <numbers>
#include <type_traits>

// Dual numbers in dual numbers: their constants, the kernels on them, and the derivatives of a
// function object on them, each of which is a member as far as there is one.

namespace {

using dual = actfn::dual<double>;
using tests::dual2;
using tests::dual3;
using tests::infinity;

static_assert(std::is_trivially_copyable_v<dual3<float>>);
static_assert(std::is_trivially_default_constructible_v<dual3<float>>);

template <class F> void expect_third(F const& f, double (*expected)(double)) {
    INFO(std::string(F{}.facts().name));
    for (double const x : tests::nested_points) {
        INFO("x = " << x);
        double const e = expected(x);
        CHECK(std::abs(tests::nested(f, x).order[3] - e) <= 1e-10 * std::abs(e));
    }
}

double logistic(double x) { return 1 / (1 + std::exp(-x)); }
double density(double x) { return std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi); }

/// What a kernel gives on a nested number: the value's derivatives are the derivative and its.
template <class V, class F>
ACTFN_NOINLINE void kernel_orders(F const& f, V const& x, tests::derivatives<V>& value,
                                  tests::derivatives<V>& slope) {
    auto const j = f.kernel().at(tests::thrice(x));
    value = tests::derivatives<V>(j.value);
    slope = tests::derivatives<V>(j.derivative);
}

template <class F> void expect_consistent_kernel(F const& f) {
    INFO(std::string(F{}.facts().name));
    tests::derivatives<double> value(dual3<double>(0));
    tests::derivatives<double> slope = value;
    for (double const x : tests::nested_points) {
        kernel_orders(f, x, value, slope);
        if (std::isnan(value.order[0])) continue; // outside of the domain
        INFO("x = " << x);
        for (int i = 0; i < 3; ++i) {
            INFO("order " << i + 1);
            double const scale = std::abs(slope.order[0]) + std::abs(slope.order[i]);
            CHECK(std::abs(value.order[i + 1] - slope.order[i]) <= 1e-11 * scale);
        }
    }
}

/// A pack of numbers as one number.
template <class T, class F> void expect_packs(F const& f, T tolerance) {
    using V = actfn::math::pack<T>;
    INFO(std::string(F{}.facts().name));
    tests::derivatives<V> value{dual3<V>(0)};
    tests::derivatives<V> slope = value;
    T lane[actfn::math::lanes<V>];
    for (double const x : tests::nested_points) {
        INFO("x = " << x);
        kernel_orders(f, V(static_cast<T>(x)), value, slope);
        auto const expected = tests::nested(f, static_cast<T>(x));
        for (int i = 0; i < 4; ++i) {
            INFO("order " << i);
            actfn::math::store(lane, value.order[i]);
            double const e = expected.order[i];
            double const scale = std::abs(e) + std::abs(expected.order[1]);
            CHECK(std::abs(static_cast<double>(lane[actfn::math::lanes<V> - 1]) - e) <=
                  static_cast<double>(tolerance) * scale);
        }
    }
}

} // namespace

TEST_CASE("constants as nested numbers", "[math]") {
    CHECK(dual2<double>(0.7).value.value == 0.7);
    CHECK(dual2<double>(0.7).value.tangent == 0);
    CHECK(dual2<double>(0.7).tangent.value == 0);
    CHECK(dual2<double>(0.75F).value.value == 0.75);
    CHECK(dual2<double>(3).value.value == 3);
    CHECK(dual2<double>(dual(2, 5)).value.tangent == 5);
    CHECK(dual3<double>(0.7).value.value.value == 0.7);
    CHECK(dual3<double>(dual(2, 5)).value.value.tangent == 5);
    CHECK(dual2<float>(0.7).value.value == 0.7F);
    CHECK(actfn::dual<float>(0.7).value == 0.7F);
    dual2<double> const implicit = 0.7;
    CHECK((2 * implicit + 0.5).value.value == 2 * 0.7 + 0.5);
    constexpr dual2<double> constant(0.7);
    static_assert(constant.value.value == 0.7);

    using V = actfn::math::pack<float>;
    CHECK(actfn::math::first(actfn::dual<V>(0.5).value) == 0.5F);
    CHECK(actfn::math::first(dual3<V>(0.5F).value.value.value) == 0.5F);
    CHECK(actfn::math::first(dual3<V>(V(0.5F)).value.value.value) == 0.5F);
    CHECK(actfn::math::primal(dual3<double>(0.7)) == 0.7);
    CHECK(actfn::math::with_primal(dual2<double>(dual(1, 2), dual(3, 4)), 5.0).value.value == 5);
}

TEST_CASE("third derivatives by their formulas", "[math]") {
    expect_third(actfn::exponential, [](double x) { return std::exp(x); });
    expect_third(actfn::sine, [](double x) { return -std::cos(x); });
    expect_third(actfn::tanh, [](double x) {
        double const slope = 1 / (std::cosh(x) * std::cosh(x));
        return slope * (4 - 6 * slope);
    });
    expect_third(actfn::sigmoid, [](double x) {
        double const slope = logistic(x) * logistic(-x);
        return slope * (1 - 6 * slope);
    });
    expect_third(actfn::softplus,
                 [](double x) { return -logistic(x) * logistic(-x) * std::tanh(x / 2); });
    expect_third(actfn::gelu, [](double x) { return density(x) * x * (x - 2) * (x + 2); });
    expect_third(actfn::normal_cdf, [](double x) { return density(x) * (x - 1) * (x + 1); });
    expect_third(actfn::erf, [](double x) {
        return 2 / std::sqrt(std::numbers::pi) * std::exp(-x * x) * (4 * x * x - 2);
    });
}

TEST_CASE("members on nested numbers", "[math]") {
    auto const& f = actfn::silu;
    for (double const x : {-3.0, -0.4, 0.0, 0.7, 12.0}) {
        auto const d = tests::nested(f, x);
        CHECK(tests::same(d.order[0], f(x)));
        CHECK(tests::same(d.order[1], f.derivative(x)));
        CHECK(tests::same(d.order[2], f.second_derivative(x)));

        auto const by_second = f.second_derivative(dual(x, 1));
        CHECK(tests::same(by_second.value, d.order[2]));
        CHECK(tests::same(by_second.tangent, d.order[3]));
        auto const by_first = f.derivative(tests::twice(x));
        CHECK(tests::same(by_first.value.value, d.order[1]));
        CHECK(tests::same(by_first.value.tangent, d.order[2]));
        CHECK(tests::same(by_first.tangent.value, d.order[2]));
        CHECK(tests::same(by_first.tangent.tangent, d.order[3]));

        auto const both = f.value_and_derivative(dual(x, 3));
        CHECK(tests::same(both.value.tangent, 3 * d.order[1]));
        CHECK(tests::same(both.derivative.tangent, 3 * d.order[2]));
        auto const gx = f.backward(dual(x, 1), dual(2, 0));
        CHECK(tests::same(gx.value, 2 * d.order[1]));
        CHECK(tests::same(gx.tangent, 2 * d.order[2]));
    }
}

TEST_CASE("three derivatives of a composition", "[math]") {
    for (double const x : tests::nested_points) {
        auto const f = [](auto t) { return actfn::tanh(0.5 * t * actfn::softplus(t)); };
        constexpr double h = 0x1p-11;
        auto const second = [&](double t) { return f(tests::twice(t)).tangent.tangent; };
        double const near = second(x + h) - second(x - h);
        double const far = second(x + 2 * h) - second(x - 2 * h);
        CHECK(f(tests::thrice(x)).tangent.tangent.tangent ==
              Approx((8 * near - far) / (12 * h)).epsilon(1e-7).margin(1e-10));
    }
}

TEST_CASE("nested numbers at infinity and NaN", "[math]") {
    for (double const x : {-infinity<double>, infinity<double>}) {
        INFO("x = " << x);
        auto const flat = [&](auto const& f) {
            INFO(std::string(f.facts().name));
            CHECK(tests::nested(f, x).order[3] == 0);
        };
        flat(actfn::sigmoid);
        flat(actfn::tanh);
        flat(actfn::softplus);
        flat(actfn::gelu);
        flat(actfn::erf);
        flat(actfn::silu);
        flat(actfn::square);
        CHECK(tests::nested(actfn::square, x).order[2] == 2);
        CHECK(std::isnan(tests::nested(actfn::sine, x).order[3]));
    }
    auto const grown = tests::nested(actfn::exponential, infinity<double>);
    for (double const d : grown.order) CHECK(d == infinity<double>);
    for (double const d : tests::nested(actfn::silu, tests::nan<double>).order)
        CHECK(std::isnan(d));
}

TEST_CASE("all kernels on nested numbers", "[math]") {
    actfn::visit_all([](auto f) {
        if constexpr (!decltype(f){}.facts().surrogate) expect_consistent_kernel(f);
    });
}

TEST_CASE("kernels on nested packs", "[math]") {
    auto const expect = [](auto const& f) {
        expect_packs<float>(f, 1e-3F);
        expect_packs<double>(f, 1e-10);
    };
    expect(actfn::gelu);
    expect(actfn::mish);
    expect(actfn::sigmoid);
    expect(actfn::sine);
    expect(actfn::softplus);
    expect(actfn::tanhshrink);
}
