// SPDX-License-Identifier: MIT
// labels: deep
// Inverses and logarithms of derivatives, against formulas in the next larger type.
#include "catch.hpp"
#include <actfn/array.hpp>
#include <actfn/pointwise/affine.hpp>
#include <actfn/pointwise/arsinh.hpp>
#include <actfn/pointwise/artanh.hpp>
#include <actfn/pointwise/bipolar_sigmoid.hpp>
#include <actfn/pointwise/celu.hpp>
#include <actfn/pointwise/elu.hpp>
#include <actfn/pointwise/expm1.hpp>
#include <actfn/pointwise/exponential.hpp>
#include <actfn/pointwise/identity.hpp>
#include <actfn/pointwise/leaky_relu.hpp>
#include <actfn/pointwise/log1p.hpp>
#include <actfn/pointwise/log_sigmoid.hpp>
#include <actfn/pointwise/logarithm.hpp>
#include <actfn/pointwise/prelu.hpp>
#include <actfn/pointwise/sigmoid.hpp>
#include <actfn/pointwise/softplus.hpp>
#include <actfn/pointwise/softsign.hpp>
#include <actfn/pointwise/symexp.hpp>
#include <actfn/pointwise/symlog.hpp>
#include <actfn/pointwise/tanh.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace {

using real = long double;

template <class T> double ulps(T got, real wanted) {
    if (std::isnan(wanted)) return std::isnan(got) ? 0 : 1e300;
    if (std::isinf(wanted) || std::isinf(got)) return static_cast<real>(got) == wanted ? 0 : 1e300;
    int exponent = 0;
    std::frexp(static_cast<T>(wanted), &exponent);
    exponent = std::max(exponent, std::numeric_limits<T>::min_exponent);
    real const unit = std::ldexp(real(1), exponent - std::numeric_limits<T>::digits);
    return static_cast<double>(std::fabs(static_cast<real>(got) - wanted) / unit);
}

/// Of all magnitudes between two ends, and beside `centre`.
template <class T> std::vector<T> sample(double lo, double hi, double centre) {
    std::vector<T> x;
    auto const take = [&](double v) {
        if (v >= lo && v <= hi) x.push_back(static_cast<T>(v));
    };
    for (int i = 0; i <= 2000; ++i) {
        take(lo + (std::min(hi, 100.0) - std::max(lo, -100.0)) * i / 2000);
        take(std::max(lo, -100.0) + (std::min(hi, 100.0) - std::max(lo, -100.0)) * i / 2000);
    }
    for (double d = 1e-37; d < 1e4; d *= 1.1) {
        for (double const c : {0.0, centre, lo, hi}) {
            if (!std::isfinite(c)) continue;
            take(c + d);
            take(c - d);
        }
    }
    return x;
}

template <class T, class F, class Inverse, class Log>
void check(F const& f, double lo, double hi, double centre, Inverse inverse, Log log) {
    CAPTURE(f.facts().name, sizeof(T));
    double worst = 0;
    double where = 0;
    for (T const y : sample<T>(lo, hi, centre)) {
        double const error = ulps(f.inverse(y), inverse(static_cast<real>(y)));
        if (error > worst) {
            worst = error;
            where = static_cast<double>(y);
        }
    }
    INFO("inverse: " << worst << " ULP at " << where);
    CHECK(worst <= 4);
    double worst_log = 0;
    double where_log = 0;
    for (T const x : sample<T>(f.facts().domain.lo, f.facts().domain.hi, 0)) {
        double const error = ulps(f.log_derivative(x), log(static_cast<real>(x)));
        if (error > worst_log) {
            worst_log = error;
            where_log = static_cast<double>(x);
        }
    }
    INFO("log_derivative: " << worst_log << " ULP at " << where_log);
    CHECK(worst_log <= 4);
}
template <class F, class Inverse, class Log>
void check_both(F const& f, double lo, double hi, double centre, Inverse inverse, Log log) {
    check<float>(f, lo, hi, centre, inverse, log);
    if (std::numeric_limits<real>::digits > 60) check<double>(f, lo, hi, centre, inverse, log);
}

constexpr double infinity = std::numeric_limits<double>::infinity();

real log_logistic(real t) {
    return t > 0 ? -std::log1p(std::exp(-t)) : t - std::log1p(std::exp(t));
}

} // namespace

TEST_CASE("inverse and log_derivative of sigmoids", "[pointwise]") {
    check_both(
        actfn::sigmoid, 0, 1, 0.5,
        [](real y) {
            return y < 0.25L ? std::log(y / (1 - y)) : std::log1p((2 * y - 1) / (1 - y));
        },
        [](real x) { return log_logistic(x) + log_logistic(-x); });
    check_both(
        actfn::tanh, -1, 1, 0, [](real y) { return std::atanh(y); },
        [](real x) {
            real const s = std::sinh(std::fabs(x) > 1000 ? 1 : x);
            return std::fabs(x) > 1000 ? 2 * (std::log(real(2)) - std::fabs(x))
                                       : -std::log1p(s * s);
        });
    check_both(
        actfn::softsign, -1, 1, 0, [](real y) { return y / (1 - std::fabs(y)); },
        [](real x) { return -2 * std::log1p(std::fabs(x)); });
}

TEST_CASE("inverse and log_derivative of bipolar_sigmoid and artanh", "[pointwise]") {
    check_both(
        actfn::bipolar_sigmoid, -1, 1, 0, [](real y) { return 2 * std::atanh(y); },
        [](real x) {
            real const a = std::fabs(x);
            real const s = std::sinh(a > 1000 ? 1 : a / 2);
            return a > 1000 ? std::log(real(2)) - a : -std::log(real(2)) - std::log1p(s * s);
        });
    check_both(
        actfn::artanh, -infinity, infinity, 0, [](real y) { return std::tanh(y); },
        [](real x) {
            real const u = std::fabs(x);
            return u < 0.75L ? -std::log1p(-x * x) : -std::log((1 - u) * (1 + u));
        });
}

TEST_CASE("inverse and log_derivative with parameters", "[pointwise]") {
    real const third = 1.0 / 3;
    for (double const beta : {-0.0, 0.7, -3.0}) {
        real const b = beta;
        check_both(
            actfn::affine.with({.alpha = -1.0 / 3, .beta = beta}), -infinity, infinity, beta,
            [=](real y) { return (b - y) / third; }, [=](real) { return std::log(third); });
    }
    check_both(
        actfn::affine, -infinity, infinity, 0, [](real y) { return y; },
        [](real) { return real(0); });
    check_both(
        actfn::prelu, -infinity, infinity, 0, [](real y) { return y > 0 ? y : y * 4; },
        [](real x) { return x > 0 ? 0 : std::log(real(0.25)); });
    auto const left = [](real y, real a) {
        return a * (y < -a / 2 ? std::log((y + a) / a) : std::log1p(y / a));
    };
    for (double const alpha : {1.0, 0.3, 2.0, 7.0}) {
        real const a = alpha;
        check_both(
            actfn::celu.with({.alpha = alpha}), -alpha, infinity, 0,
            [=](real y) { return y > 0 ? y : left(y, a); },
            [=](real x) { return std::fmin(x / a, real(0)); });
        check_both(
            actfn::elu.with({.alpha = alpha}), -alpha, infinity, 0,
            [=](real y) { return y > 0 ? y : left(y, a) / a; },
            [=](real x) { return x > 0 ? real(0) : x + std::log(a); });
    }
}

TEST_CASE("inverse and log_derivative of rectifiers", "[pointwise]") {
    auto const log_expm1 = [](real u) {
        if (u < 0.3L) return std::log(std::expm1(u));
        if (u > 1.2L) return u + std::log1p(-std::exp(-u));
        // log 2 in two parts.
        real const d = (u - 0xb.17217f7d1cf79acp-4L) + 0x1.b0e2633fe0685p-67L;
        return std::log1p(2 * std::expm1(d));
    };
    check_both(actfn::softplus, 0, infinity, std::log(2.0), log_expm1, log_logistic);
    check_both(
        actfn::softplus.with({.beta = 2.5}), 0, infinity, std::log(2.0) / 2.5,
        [=](real y) { return log_expm1(real(2.5) * y) / real(2.5); },
        [](real x) { return log_logistic(real(2.5) * x); });
    check_both(
        actfn::log_sigmoid, -infinity, 0, -std::log(2.0), [=](real y) { return -log_expm1(-y); },
        [](real x) { return log_logistic(-x); });
    real const slope = 0.01;
    check_both(
        actfn::leaky_relu, -infinity, infinity, 0, [=](real y) { return y > 0 ? y : y / slope; },
        [=](real x) { return x > 0 ? 0 : std::log(slope); });
    check_both(
        actfn::elu, -1, infinity, 0, [](real y) { return y > 0 ? y : std::log1p(y); },
        [](real x) { return std::fmin(x, 0); });
}

TEST_CASE("inverse and log_derivative of elementary functions", "[pointwise]") {
    auto const symlog = [](real x) { return std::copysign(std::log1p(std::fabs(x)), x); };
    auto const symexp = [](real x) { return std::copysign(std::expm1(std::fabs(x)), x); };
    check_both(actfn::symlog, -80, 80, 0, symexp, [](real x) { return -std::log1p(std::fabs(x)); });
    check_both(actfn::symexp, -infinity, infinity, 0, symlog, [](real x) { return std::fabs(x); });
    check_both(
        actfn::arsinh, -80, 80, 0, [](real y) { return std::sinh(y); },
        [](real x) {
            return std::fabs(x) > 1e6L ? -std::log(std::fabs(x)) : -std::log1p(x * x) / 2;
        });
    check_both(
        actfn::exponential, 0, infinity, 1, [](real y) { return std::log(y); },
        [](real x) { return x; });
    check_both(
        actfn::expm1, -1, infinity, 0, [](real y) { return std::log1p(y); },
        [](real x) { return x; });
    check_both(
        actfn::log1p, -80, 80, 0, [](real y) { return std::expm1(y); },
        [](real x) { return -std::log1p(x); });
    check_both(
        actfn::logarithm, -80, 80, 0, [](real y) { return std::exp(y); },
        [](real x) { return -std::log(x); });
    check_both(
        actfn::identity, -80, 80, 0, [](real y) { return y; }, [](real) { return real(0); });
}

TEMPLATE_TEST_CASE("inverse is NaN outside the image", "[pointwise]", float, double) {
    using T = TestType;
    T const nan = std::numeric_limits<T>::quiet_NaN();
    CHECK(std::isnan(actfn::sigmoid.inverse(T(-0.1))));
    CHECK(std::isnan(actfn::sigmoid.inverse(T(1.1))));
    CHECK(std::isnan(actfn::sigmoid.inverse(nan)));
    CHECK(std::isnan(actfn::tanh.inverse(T(-1.5))));
    CHECK(std::isnan(actfn::softsign.inverse(T(1.5))));
    CHECK(std::isnan(actfn::softplus.inverse(T(-1))));
    CHECK(std::isnan(actfn::log_sigmoid.inverse(T(1))));
    CHECK(std::isnan(actfn::elu.inverse(T(-1.5))));
    CHECK(std::isnan(actfn::elu.with({.alpha = -1}).inverse(T(-0.5))));
    CHECK(actfn::elu.with({.alpha = -1}).log_derivative(T(-0.5)) == T(-0.5));
    CHECK(actfn::elu.with({.alpha = 0}).log_derivative(T(-1)) ==
          -std::numeric_limits<T>::infinity());
    CHECK(std::isnan(actfn::leaky_relu.with({.slope = 0}).inverse(T(-1))));
    CHECK(actfn::leaky_relu.with({.slope = 0}).inverse(T(2)) == 2);
    CHECK(std::isnan(actfn::leaky_relu.with({.slope = -1}).inverse(T(2))));
    CHECK(std::isnan(actfn::exponential.inverse(T(-1))));
    CHECK(std::isnan(actfn::affine.with({.alpha = 0}).inverse(T(2))));
    CHECK(std::signbit(actfn::affine.inverse(T(-0.0))));
    CHECK(std::isnan(actfn::prelu.with({.slope = -1}).inverse(T(2))));
    CHECK(std::isnan(actfn::celu.inverse(T(-1.5))));
    CHECK(std::isnan(actfn::bipolar_sigmoid.inverse(T(1.5))));
    CHECK(std::isnan(actfn::artanh.inverse(nan)));
    T const infinite = std::numeric_limits<T>::infinity();
    CHECK(actfn::affine.with({.alpha = -2, .beta = 1}).inverse(infinite) == -infinite);
    CHECK(actfn::celu.with({.alpha = 2}).inverse(T(-2)) == -infinite);
    CHECK(actfn::bipolar_sigmoid.inverse(T(-1)) == -infinite);
    CHECK(actfn::artanh.inverse(infinite) == 1);
    CHECK(actfn::sigmoid.inverse(T(1)) == std::numeric_limits<T>::infinity());
    CHECK(actfn::softplus.inverse(T(0)) == -std::numeric_limits<T>::infinity());
}

TEST_CASE("inverse of arrays has the bits of numbers", "[pointwise]") {
    std::vector<float> const y{0.1F, 0.5F, 0.9F, 1.5F, 0.25F, 0.7F, 0.01F, 0.3F, 0.6F};
    std::vector<float> x(y.size());
    std::vector<float> slopes(y.size());
    actfn::inverse(actfn::sigmoid, y, x);
    actfn::log_derivative(actfn::sigmoid, y, slopes);
    for (std::size_t i = 0; i < y.size(); ++i) {
        float const one = actfn::sigmoid.inverse(y[i]);
        CHECK((x[i] == one || (std::isnan(x[i]) && std::isnan(one))));
        CHECK(slopes[i] == actfn::sigmoid.log_derivative(y[i]));
    }
}
