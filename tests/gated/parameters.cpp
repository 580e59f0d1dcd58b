// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>
#include <actfn/gated/glu.hpp>
#include <actfn/gated/swiglu.hpp>
#include <actfn/gated/swiglu_oai.hpp>

#include <cmath>
#include <vector>

// Derivatives of gated units in their parameters, against dual parameters and sums of them.

namespace {

using dual = actfn::dual<double>;

static_assert(actfn::has_parameters<actfn::kernel::swiglu<>>);
static_assert(actfn::has_parameters<actfn::kernel::swiglu_oai<>>);
static_assert(!actfn::has_parameters<actfn::kernel::glu>);
static_assert(actfn::has_parameters<actfn::kernel::gated_by<actfn::kernel::swish<>>>);
static_assert(!actfn::has_parameters<actfn::kernel::gated_by<actfn::kernel::mish>>);

/// Away from the kinks of swiglu_oai.
constexpr double some[] = {-30, -7.5, -6.5, -1.25, -0.3, 0, 0.4, 1.5, 6.75, 7.25, 40};

void agree(double got, double expected) {
    CHECK(got == Approx(expected).epsilon(1e-12).margin(1e-14));
}

} // namespace

TEST_CASE("parameter derivatives of gated units agree with dual parameters", "[gated]") {
    for (double const a : some) {
        for (double const b : some) {
            INFO(a << ", " << b);
            for (double const beta : {1.0, 0.3, -2.0}) {
                auto const f = actfn::swiglu.with({.beta = beta});
                agree(f.parameter_derivatives(a, b).beta,
                      actfn::kernel::swiglu<dual>{{beta, 1}}.at(dual(a), dual(b)).value.tangent);
            }
            auto const got = actfn::swiglu_oai.parameter_derivatives(a, b);
            auto const by = [&](dual alpha, dual limit) {
                return actfn::kernel::swiglu_oai<dual>{alpha, limit}
                    .at(dual(a), dual(b))
                    .value.tangent;
            };
            agree(got.alpha, by({1.702, 1}, {7, 0}));
            agree(got.limit, by({1.702, 0}, {7, 1}));
        }
    }
    // At the limits the derivatives by the arguments are 0, those by the limit are not.
    CHECK(actfn::swiglu_oai.parameter_derivatives(7.0, 2.0).limit == actfn::swiglu_oai(0.0, 2.0));
    CHECK(actfn::swiglu_oai.parameter_derivatives(0.0, 7.0).limit > 0.9);
    float const nan = tests::nan<float>;
    CHECK(std::isnan(actfn::swiglu.parameter_derivatives(nan, 1.0F).beta));
    CHECK(std::isnan(actfn::swiglu.parameter_derivatives(1.0F, nan).beta));
    CHECK(std::isnan(actfn::swiglu_oai.parameter_derivatives(1.0F, nan).alpha));
    CHECK(std::isnan(actfn::swiglu_oai.parameter_derivatives(nan, 1.0F).limit));
    CHECK(actfn::swiglu.parameter_derivatives(2.0, -tests::infinity<double>).beta == 0);
}

TEMPLATE_TEST_CASE("parameter_gradient of gated units is the sum", "[gated]", float, double) {
    using T = TestType;
    double const near = std::is_same_v<T, float> ? 1e-5 : 1e-13;
    actfn::gated_function auto const f = actfn::swiglu_oai.with({.limit = 3});
    for (std::size_t const n : {0U, 1U, 5U, 16U, 33U, 1100U}) {
        INFO(n << " elements");
        tests::random_numbers next;
        std::vector<T> a(n), b(n), gy(n);
        double alpha = 0, limit = 0, beta = 0;
        for (std::size_t i = 0; i < n; ++i) {
            a[i] = static_cast<T>(next(-5, 5));
            b[i] = static_cast<T>(next(-5, 5));
            gy[i] = static_cast<T>(next(0, 1));
            auto const d = f.parameter_derivatives(a[i], b[i]);
            alpha += static_cast<double>(gy[i] * d.alpha);
            limit += static_cast<double>(gy[i] * d.limit);
            beta +=
                static_cast<double>(gy[i] * actfn::swiglu.parameter_derivatives(a[i], b[i]).beta);
        }
        auto const check = [&](auto const& g) {
            CHECK(std::abs(static_cast<double>(g.alpha) - alpha) <= near * static_cast<double>(n));
            CHECK(std::abs(static_cast<double>(g.limit) - limit) <= near * static_cast<double>(n));
        };
        check(actfn::parameter_gradient(f, a, b, gy));
        CHECK(
            std::abs(static_cast<double>(actfn::parameter_gradient(actfn::swiglu, a, b, gy).beta) -
                     beta) <= near * static_cast<double>(n));

        using row = Eigen::Map<Eigen::RowVectorX<T> const>;
        auto const size = static_cast<Eigen::Index>(n);
        row const value(a.data(), size), opening(b.data(), size), weights(gy.data(), size);
        check(actfn::parameter_gradient(f, value, opening, weights));

        std::vector<T> x = b;
        x.insert(x.end(), a.begin(), a.end());
        check(actfn::parameter_gradient(f, x, gy, actfn::gate::first));
        if (n == 0) continue;
        // Rows with gaps.
        actfn::row_layout const layout{.rows = 2, .columns = 2 * n, .stride = 2 * n + 1};
        std::vector<T> wide(layout.extent(), T(7));
        std::copy(x.begin(), x.end(), wide.begin());
        std::copy(x.begin(), x.end(), wide.begin() + static_cast<std::ptrdiff_t>(2 * n + 1));
        std::vector<T> twice(gy);
        twice.insert(twice.end(), n, T(0));
        check(actfn::parameter_gradient(f, wide, twice, actfn::gate::first, layout));
    }
    std::vector<T> const four(4), five(5);
    CHECK_THROWS_WITH(actfn::parameter_gradient(f, four, five, four),
                      "actfn::parameter_gradient(swiglu_oai): a has 4 elements, b has 5");
    CHECK_THROWS_WITH(
        actfn::parameter_gradient(f, five, four, actfn::gate::first),
        "actfn::parameter_gradient(swiglu_oai): x has 5 elements, which do not split in 2 halves");
}
