// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/array.hpp>
#include <actfn/eigen.hpp>
#include <actfn/function.hpp>
#include <actfn/pointwise/affine.hpp>
#include <actfn/pointwise/elu.hpp>
#include <actfn/pointwise/hard_tanh.hpp>
#include <actfn/pointwise/identity.hpp>
#include <actfn/pointwise/softplus.hpp>
#include <actfn/pointwise/swish.hpp>
#include <actfn/pointwise/tanh.hpp>

#include <array>
#include <string>
#include <tuple>
#include <vector>

// Parameters of the parts: by name, their derivatives against differences, and sums of them.

namespace {

constexpr double some[] = {-6, -1.25, -0.3, 0.4, 1.5, 3};

/// The parameter derivatives of f, in order.
template <class K, class F> std::vector<double> numbers_of(K const& slopes, F) {
    std::vector<double> result;
    std::apply([&](auto const&... d) { (result.push_back(static_cast<double>(d)), ...); },
               actfn::core::numbers(slopes));
    return result;
}

template <class F> void slopes_are_differences(F const& f) {
    constexpr std::size_t n = actfn::core::number_count<typename F::kernel_type>();
    for (double const x : some) {
        auto const slopes = f.parameter_derivatives(x);
        auto const got = numbers_of(slopes, f);
        REQUIRE(got.size() == n);
        for (std::size_t p = 0; p < n; ++p) {
            INFO(f.facts().name << " at " << x << ", parameter " << p);
            auto const moved = [&](double step) {
                std::size_t i = 0;
                return f.with(actfn::core::map_fields(
                    f.kernel(), [&](double old) { return i++ == p ? old + step : old; }))(x);
            };
            double const h = 1e-5;
            CHECK(got[p] == Approx((moved(h) - moved(-h)) / (2 * h)).epsilon(1e-6).margin(1e-9));
        }
    }
}

/// The verb sums what the member gives, on arrays and on Eigen objects.
template <class T, class F> void gradient_is_the_sum(F const& f) {
    std::vector<T> x, gy;
    for (int i = 0; i < 37; ++i) {
        x.push_back(T(-4 + 0.21 * i));
        gy.push_back(T(0.5 - 0.03 * i));
    }
    std::vector<double> sum;
    for (std::size_t i = 0; i < x.size(); ++i) {
        auto const slopes = numbers_of(f.parameter_derivatives(x[i]), f);
        sum.resize(slopes.size());
        for (std::size_t p = 0; p < slopes.size(); ++p) sum[p] += slopes[p] * double(gy[i]);
    }
    auto const n = static_cast<Eigen::Index>(x.size());
    Eigen::Map<Eigen::ArrayX<T> const> const a(x.data(), n), g(gy.data(), n);
    auto const got = numbers_of(actfn::parameter_gradient(f, x, gy), f);
    auto const of_eigen = numbers_of(actfn::parameter_gradient(f, a, g), f);
    for (std::size_t p = 0; p < sum.size(); ++p) {
        CHECK(got[p] == Approx(sum[p]).epsilon(sizeof(T) == 4 ? 1e-4 : 1e-12).margin(1e-4));
        CHECK(of_eigen[p] == got[p]);
    }
}

} // namespace

TEST_CASE("derivatives by the parameters of the parts are differences", "[function]") {
    auto const elu = actfn::elu.with({.alpha = 0.7});
    auto const swish = actfn::swish.with({.beta = 1.3});
    auto const line = actfn::affine.with({.alpha = -0.8, .beta = 0.3});
    slopes_are_differences(elu + swish);
    slopes_are_differences(elu - swish);
    slopes_are_differences(elu * swish);
    slopes_are_differences(actfn::tanh * swish);
    slopes_are_differences(swish(line));
    slopes_are_differences(actfn::tanh(line));
    slopes_are_differences(elu(actfn::tanh));
    slopes_are_differences(1.5 * swish);
    slopes_are_differences(1.5 * actfn::tanh + 0.25);
    slopes_are_differences(-elu);
    slopes_are_differences(actfn::identity * actfn::tanh(2 * actfn::softplus(line)) - 3 * elu);
}

TEMPLATE_TEST_CASE("parameter_gradient of composed functions is the sum", "[function]", float,
                   double) {
    auto const swish = actfn::swish.with({.beta = 1.3});
    gradient_is_the_sum<TestType>(actfn::identity * actfn::tanh(2 * actfn::softplus(swish)));
    gradient_is_the_sum<TestType>(actfn::hard_tanh + swish);
}

TEST_CASE("parameters of the parts have names", "[function]") {
    auto const f = actfn::elu * actfn::tanh(2 * actfn::identity);
    auto const g = f.with({.f = {.alpha = 0.25}, .g = {.g = {.c = 3}}});
    CHECK(g.kernel().f.alpha == 0.25);
    CHECK(g(-1.0) == actfn::elu.with({.alpha = 0.25})(-1.0) * actfn::tanh(-3.0));
    auto const d = f.parameter_derivatives(-1.0F);
    static_assert(std::is_same_v<decltype(d.f.alpha), float>);
    static_assert(std::is_same_v<decltype(d.g.g.c), float>);

    Eigen::ArrayXd const x = Eigen::ArrayXd::LinSpaced(9, -2, 2);
    auto const slopes = f.parameter_derivatives(x);
    Eigen::ArrayXd const by_alpha = slopes.f.alpha;
    Eigen::ArrayXd const by_c = slopes.g.g.c;
    for (Eigen::Index i = 0; i < 9; ++i) {
        CHECK(tests::same(by_alpha(i), f.parameter_derivatives(x(i)).f.alpha));
        CHECK(tests::same(by_c(i), f.parameter_derivatives(x(i)).g.g.c));
    }
}

TEST_CASE("parameters of the parts are checked", "[function]") {
    auto const f = actfn::tanh * actfn::hard_tanh;
    CHECK_THROWS_AS(f.with({.g = {.lo = 2, .hi = 1}}), std::invalid_argument);
    CHECK_THROWS_AS((-(1.5 * f)).with({.f = {.f = {.g = {.lo = 2, .hi = 1}}}}),
                    std::invalid_argument);
}

TEST_CASE("a gated unit has the parameters of its gate", "[function]") {
    auto const unit = actfn::gated_by(actfn::elu * actfn::swish);
    auto const d = unit.parameter_derivatives(2.0, -0.5);
    auto const gate = (actfn::elu * actfn::swish).parameter_derivatives(-0.5);
    CHECK(d.f.f.alpha == Approx(2 * gate.f.alpha));
    CHECK(d.f.g.beta == Approx(2 * gate.g.beta));
    std::vector<double> const a{2, 2}, b{-0.5, -0.5}, gy{1, 0.5};
    auto const sums = actfn::parameter_gradient(unit, a, b, gy);
    CHECK(sums.f.f.alpha == Approx(3 * gate.f.alpha));
    CHECK(sums.f.g.beta == Approx(3 * gate.g.beta));
}
