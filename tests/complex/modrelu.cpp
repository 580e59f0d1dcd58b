// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "laws/fronts.hpp"
#include <actfn/complex/modrelu.hpp>

namespace {

using namespace tests;

template <class T> constexpr auto eighth_off = actfn::modrelu.with({.b = -0.125});

} // namespace

TEST_CASE("modrelu with a negative bias keeps the laws", "[complex]") {
    constexpr auto f = actfn::modrelu.with({.b = -0.75});
    check_laws(subject_of<std::complex<float>>(f));
    check_laws(subject_of<std::complex<double>>(f));
}

TEMPLATE_TEST_CASE("modrelu at its kink and at 0", "[complex]", float, double) {
    using C = std::complex<TestType>;
    constexpr auto f = actfn::modrelu.with({.b = -5.0});
    for (C const z : {C(3, 4), C(-5, 0), C(0, 5), C(4, -3), C(0, 0), C(1, 1)}) {
        auto const j = f.wirtinger(z);
        CAPTURE(z);
        CHECK(j.value == C(0));
        CHECK(j.dz == C(0));
        CHECK(j.dzbar == C(0));
        CHECK(f.backward(z, C(1, 2)) == C(0));
        CHECK(f.parameter_derivatives(z).b == C(0));
    }
    C const above(std::nextafter(TestType(5), TestType(6)), 0);
    CHECK(f(above) == above - TestType(5));

    auto const singular = actfn::modrelu.with({.b = 0.5}).wirtinger(C(0, 0));
    CHECK(singular.value == C(0));
    CHECK(singular.dz == C(0));
    CHECK(actfn::modrelu.with({.b = 0.5}).parameter_derivatives(C(0, 0)).b == C(0));
}

TEMPLATE_TEST_CASE("modrelu by its formulas", "[complex]", float, double) {
    using C = std::complex<TestType>;
    constexpr auto f = actfn::modrelu.with({.b = -2.5});
    C const z(3, 4);
    C const u(TestType(0.6), TestType(0.8));
    auto const j = f.wirtinger(z);
    TestType const tolerance = 8 * std::numeric_limits<TestType>::epsilon();
    CHECK(std::abs(j.value - TestType(2.5) * u) < tolerance);
    CHECK(std::abs(j.dz - C(TestType(0.75))) < tolerance);
    CHECK(std::abs(j.dzbar - TestType(0.25) * u * u) < tolerance);
    CHECK(std::abs(f.parameter_derivatives(z).b - u) < tolerance);

    std::vector<C> const many(37, z);
    std::vector<C> const g(37, C(1, -2));
    CHECK(std::abs(actfn::parameter_gradient(f, many, g).b - 37 * TestType(0.6 - 1.6)) <
          400 * tolerance);
}

TEST_CASE("adaptive modrelu: a bias for each channel, a row of an Eigen object", "[complex]") {
    Eigen::ArrayXXcf const z = Eigen::ArrayXXcf::Random(3, 20);
    Eigen::ArrayXXcf const g = Eigen::ArrayXXcf::Random(3, 20);
    float const bias[] = {-0.25F, 0.0F, -0.75F};
    Eigen::ArrayXXcf w(3, 20);
    for (Eigen::Index c = 0; c < 3; ++c) {
        auto const f = actfn::modrelu.with({.b = bias[c]});
        actfn::forward(f, z.row(c), w.row(c));
        CHECK(w(c, 7) == f(z(c, 7)));
        Eigen::ArrayXXcf const row = z.row(c);
        Eigen::ArrayXXcf const row_g = g.row(c);
        float const strided = actfn::parameter_gradient(f, z.row(c), g.row(c)).b;
        CHECK(std::abs(strided - actfn::parameter_gradient(f, row, row_g).b) < 1e-5F);
    }
}

TEST_CASE("modrelu in double against long double", "[complex]") {
    random_numbers draw;
    double worst = 0;
    for (int i = 0; i < 200000; ++i) {
        // A third close to the kink, where r + b cancels.
        double const r = i % 3 ? draw(0.125, 4) : 0.125 + std::exp2(draw(-52, -4));
        double const angle = draw(-3.2, 3.2);
        std::complex<double> const z(r * std::cos(angle), r * std::sin(angle));
        using L = long double;
        // With (r + b) as (r² − b²)/(r − b): long double alone does not resolve the kink either.
        L const x = z.real();
        L const y = z.imag();
        L const modulus = std::hypot(x, y);
        L const over_square = std::fma(x, x, std::fma(y, y, -L(0.015625)));
        if (over_square <= 0x1p-58L) continue;
        std::complex<L> const expected =
            over_square / (modulus + L(0.125)) / modulus * std::complex<L>(x, y);
        double const scale = static_cast<double>(std::abs(expected));
        auto const w = eighth_off<double>(z);
        double const difference = static_cast<double>(std::max(
            std::abs(L(w.real()) - expected.real()), std::abs(L(w.imag()) - expected.imag())));
        // The reference itself is good to 2⁻⁶⁴ of r², no better.
        double const reference = 0x1p-69 / std::ldexp(1.0, ulp_exponent<double>(scale));
        worst = std::max(worst, std::ldexp(difference, -ulp_exponent<double>(scale)) - reference);
    }
    CAPTURE(worst);
    CHECK(worst <= actfn::modrelu.facts().max_ulp.value);
}

TEMPLATE_TEST_CASE("modrelu far out", "[complex]", float, double) {
    using T = TestType;
    using C = std::complex<T>;
    T const most = std::numeric_limits<T>::max();
    auto const f = eighth_off<T>;
    CHECK(f(C(most, -most)) == C(most, -most));
    CHECK(f(C(infinity<T>, 5)) == C(infinity<T>, 5));
    CHECK(f(C(-infinity<T>, infinity<T>)) == C(-infinity<T>, infinity<T>));
    CHECK(f.wirtinger(C(most, most)).dz == C(1));
    CHECK(f.wirtinger(C(infinity<T>, 1)).dzbar == C(0));
}
