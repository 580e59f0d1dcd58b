// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/array.hpp>
#include <actfn/eigen.hpp>
#include <actfn/function.hpp>
#include <actfn/pointwise/affine.hpp>
#include <actfn/pointwise/elu.hpp>
#include <actfn/pointwise/exponential.hpp>
#include <actfn/pointwise/identity.hpp>
#include <actfn/pointwise/mish.hpp>
#include <actfn/pointwise/sigmoid.hpp>
#include <actfn/pointwise/silu.hpp>
#include <actfn/pointwise/softplus.hpp>
#include <actfn/pointwise/tanh.hpp>

#include <cmath>
#include <vector>

// Values and derivatives of functions made of functions, on every kind of argument.

namespace {

constexpr double some[] = {-30, -4.5, -1.25, -0.3, 0, 0.4, 1.5, 3, 20};

void agree(double got, double expected, double epsilon = 1e-13) {
    CHECK(got == Approx(expected).epsilon(epsilon).margin(1e-14));
}

/// f, f′, f″ and f‴ against formulas.
template <class F, class... D> void derivatives(F const& f, D const&... formulas) {
    for (double const x : some) {
        INFO(f.facts().name << " at " << x);
        actfn::dual<double> const one(x, 1);
        double const got[]{f(x), f.derivative(x), f.second_derivative(x),
                           f.second_derivative(one).tangent};
        double const expected[]{formulas(x)...};
        for (std::size_t n = 0; n < sizeof...(D); ++n) {
            INFO("derivative " << n);
            agree(got[n], expected[n], 1e-11);
        }
        auto const j = f.value_and_derivative(x);
        CHECK(tests::same(j.value, got[0]));
        CHECK(tests::same(j.derivative, got[1]));
        agree(f.backward(x, 2.5), 2.5 * got[1]);
        actfn::dual<actfn::dual<double>> const two(one, actfn::dual<double>(1, 0));
        auto const y = f(two);
        agree(y.value.tangent, got[1]);
        agree(y.tangent.tangent, got[2]);
    }
}

double t(double x) { return std::tanh(x); }
double dt(double x) { return 1 / std::pow(std::cosh(x), 2); }
double ddt(double x) { return -2 * t(x) * dt(x); }
double dddt(double x) { return dt(x) * (4 - 6 * dt(x)); }

constexpr auto mish = actfn::identity * actfn::tanh(actfn::softplus);

} // namespace

TEST_CASE("sums, differences and multiples", "[function]") {
    derivatives(
        actfn::tanh + actfn::exponential, [](double x) { return t(x) + std::exp(x); },
        [](double x) { return dt(x) + std::exp(x); }, [](double x) { return ddt(x) + std::exp(x); },
        [](double x) { return dddt(x) + std::exp(x); });
    derivatives(
        actfn::exponential - actfn::tanh, [](double x) { return std::exp(x) - t(x); },
        [](double x) { return std::exp(x) - dt(x); }, [](double x) { return std::exp(x) - ddt(x); },
        [](double x) { return std::exp(x) - dddt(x); });
    derivatives(
        1 - 3 * actfn::tanh, [](double x) { return 1 - 3 * t(x); },
        [](double x) { return -3 * dt(x); }, [](double x) { return -3 * ddt(x); },
        [](double x) { return -3 * dddt(x); });
    derivatives(
        -(actfn::tanh * 2 - 0.5), [](double x) { return 0.5 - 2 * t(x); },
        [](double x) { return -2 * dt(x); }, [](double x) { return -2 * ddt(x); },
        [](double x) { return -2 * dddt(x); });
}

TEST_CASE("products", "[function]") {
    derivatives(
        actfn::tanh * actfn::exponential, [](double x) { return t(x) * std::exp(x); },
        [](double x) { return (t(x) + dt(x)) * std::exp(x); },
        [](double x) { return (t(x) + 2 * dt(x) + ddt(x)) * std::exp(x); },
        [](double x) { return (t(x) + 3 * dt(x) + 3 * ddt(x) + dddt(x)) * std::exp(x); });
    derivatives(
        actfn::identity * actfn::sigmoid, [](double x) { return actfn::silu(x); },
        [](double x) { return actfn::silu.derivative(x); },
        [](double x) { return actfn::silu.second_derivative(x); });
    derivatives(
        actfn::tanh * actfn::identity, [](double x) { return x * t(x); },
        [](double x) { return t(x) + x * dt(x); }, [](double x) { return 2 * dt(x) + x * ddt(x); },
        [](double x) { return 3 * ddt(x) + x * dddt(x); });
}

TEST_CASE("compositions", "[function]") {
    derivatives(
        actfn::tanh(actfn::affine.with({.alpha = -0.5, .beta = 0.25})),
        [](double x) { return t(0.25 - 0.5 * x); },
        [](double x) { return -0.5 * dt(0.25 - 0.5 * x); },
        [](double x) { return 0.25 * ddt(0.25 - 0.5 * x); },
        [](double x) { return -0.125 * dddt(0.25 - 0.5 * x); });
    derivatives(
        actfn::exponential(actfn::tanh), [](double x) { return std::exp(t(x)); },
        [](double x) { return dt(x) * std::exp(t(x)); },
        [](double x) { return (ddt(x) + dt(x) * dt(x)) * std::exp(t(x)); },
        [](double x) {
            return (dddt(x) + 3 * dt(x) * ddt(x) + std::pow(dt(x), 3)) * std::exp(t(x));
        });
    derivatives(
        mish, [](double x) { return actfn::mish(x); },
        [](double x) { return actfn::mish.derivative(x); },
        [](double x) { return actfn::mish.second_derivative(x); });
}

TEST_CASE("a saturated function stays so beside an infinite slope", "[function]") {
    auto const tanhexp = actfn::identity * actfn::tanh(actfn::exponential);
    CHECK(tanhexp.derivative(100.0F) == 1);
    CHECK(tanhexp.derivative(1000.0) == 1);
    CHECK(actfn::tanh(actfn::exponential).second_derivative(1000.0) == 0);
}

TEST_CASE("composed functions are constants, and as small as their parameters", "[function]") {
    static_assert(actfn::pointwise_function<std::remove_const_t<decltype(mish)>>);
    static_assert(sizeof(actfn::elu + actfn::tanh) == sizeof(double));
    static_assert(sizeof(2 * actfn::tanh) == sizeof(double));
    constexpr auto f = (actfn::elu + actfn::tanh).with({.f = {.alpha = 0.5}});
    static_assert(f.kernel().f.alpha == 0.5);
}

TEST_CASE("a lambda is a function", "[function]") {
    constexpr auto f = actfn::function([](auto x) { return x * actfn::tanh(actfn::softplus(x)); });
    static_assert(actfn::pointwise_function<std::remove_const_t<decltype(f)>>);
    derivatives(
        f, [](double x) { return actfn::mish(x); },
        [](double x) { return actfn::mish.derivative(x); },
        [](double x) { return actfn::mish.second_derivative(x); });

    double const scale = 3; // captures, math, and constants
    auto const g = actfn::function(
        [=](auto x) { return actfn::math::as<decltype(x)>(scale) * x * actfn::math::abs(x) + 1; });
    derivatives(
        g, [](double x) { return 3 * x * std::abs(x) + 1; },
        [](double x) { return 6 * std::abs(x); });
    CHECK(g(2.0F) == 13.0F);
    derivatives(actfn::tanh(g) - g,
                [](double x) { return t(3 * x * std::abs(x) + 1) - 3 * x * std::abs(x) - 1; });
    CHECK(actfn::function([](auto) { return 1.0; }).derivative(2.0F) == 0);
}

TEST_CASE("AutoDiffScalar and halves", "[function]") {
    using scalar = Eigen::AutoDiffScalar<Eigen::Vector2d>;
    scalar const y = mish(scalar(0.75, 2, 0));
    agree(y.value(), mish(0.75));
    agree(y.derivatives()(0), mish.derivative(0.75));
    CHECK(static_cast<float>(mish(Eigen::half(0.75F))) ==
          static_cast<float>(Eigen::half(mish(0.75F))));
}
