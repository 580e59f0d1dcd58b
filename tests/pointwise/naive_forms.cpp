// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/pointwise.hpp>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <numbers>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

// What textbook forms cost in float, with the C library's functions, and that the functions here do
// not pay it: tests/data/naive_forms.csv.

namespace {

struct form {
    std::string_view name, function, member;
    float (*naive)(float);
    float (*here)(float);
    double bound;
};

float logistic(float x) { return 1 / (1 + std::exp(-x)); }
float exp_minus_one(float x) { return x > 0 ? x : std::exp(x) - 1; }
float mish_n(float x) { return std::exp(x) * (std::exp(x) + 2); }
constexpr float pi = std::numbers::pi_v<float>;

#define VALUE(name, f, expression)                                                                 \
    {                                                                                              \
        name, #f, "value", [](float x) -> float { return expression; },                            \
            [](float x) { return actfn::f(x); }, actfn::f.facts().max_ulp.value                    \
    }
#define DERIVATIVE(name, f, expression)                                                            \
    {                                                                                              \
        name, #f, "derivative", [](float x) -> float { return expression; },                       \
            [](float x) { return actfn::f.derivative(x); }, actfn::f.facts().max_ulp.derivative    \
    }

form const forms[] = {
    VALUE("x/2 (1 + erf)", gelu, x / 2 * (1 + std::erf(x / std::sqrt(2.0F)))),
    VALUE("x/2 (1 + tanh)", gelu_tanh,
          x / 2 * (1 + std::tanh(std::sqrt(2 / pi) * (x + 0.044715F * x * x * x)))),
    VALUE("log(1 + e^x)", softplus, std::log(1 + std::exp(x))),
    VALUE("log1p(e^x)", softplus, std::log1p(std::exp(x))),
    DERIVATIVE("e^x/(1 + e^x)", softplus, std::exp(x) / (1 + std::exp(x))),
    VALUE("log(s)", log_sigmoid, std::log(logistic(x))),
    VALUE("e^x - 1", elu, exp_minus_one(x)),
    VALUE("e^x - 1", selu, 1.7580993408473766F * exp_minus_one(x)),
    VALUE("e^x - 1", celu, exp_minus_one(x)),
    DERIVATIVE("1 - y^2", tanh, 1 - std::tanh(x) * std::tanh(x)),
    DERIVATIVE("(1 - y)(1 + y)", tanh, (1 - std::tanh(x)) * (1 + std::tanh(x))),
    DERIVATIVE("y (1 - y)", sigmoid, logistic(x) * (1 - logistic(x))),
    VALUE("1/(1 + e^-x)", sigmoid, logistic(x)),
    VALUE("e^x/(1 + e^x)", sigmoid, std::exp(x) / (1 + std::exp(x))),
    VALUE("(e^2x - 1)/(e^2x + 1)", tanh, (std::exp(2 * x) - 1) / (std::exp(2 * x) + 1)),
    VALUE("x - tanh x", tanhshrink, x - std::tanh(x)),
    VALUE("x tanh(log(1 + e^x))", mish, x* std::tanh(std::log(1 + std::exp(x)))),
    VALUE("x n/(n + 2)", mish, x* mish_n(x) / (mish_n(x) + 2)),
    VALUE("x - 2x/(e^2x + 2e^x + 2)", mish, x - 2 * x / (std::exp(2 * x) + 2 * std::exp(x) + 2)),
    VALUE("(x + sqrt(x^2 + b))/2", squareplus, (x + std::sqrt(x * x + 4)) / 2),
    VALUE("|x| + log1p(e^-2|x|) - log 2", logcosh,
          std::abs(x) + std::log1p(std::exp(-2 * std::abs(x))) - std::log(2.0F)),
    VALUE("2 atan(e^x) - pi/2", gudermannian, 2 * std::atan(std::exp(x)) - pi / 2),
    DERIVATIVE("e^x - 2/(1 + e^x) + 2/(1 + e^x)^2", elish,
               std::exp(x) - 2 / (1 + std::exp(x)) + 2 / ((1 + std::exp(x)) * (1 + std::exp(x)))),
    VALUE("exp(-x*x/2)", gaussian_rbf, std::exp(-x* x / 2)),
    VALUE("x s(x)", silu, x* logistic(x)),
    VALUE("x Phi(x)", gelu, x*(std::erfc(-x / std::sqrt(2.0F)) / 2)),
    VALUE("x hardsig(x)", hardswish, x* std::fmin(std::fmax(x / 6 + 0.5F, 0.0F), 1.0F)),
    VALUE("e^x/(e^x + e^-x)", tanh_p1m2, std::exp(x) / (std::exp(x) + std::exp(-x))),
    VALUE("1/2 + x/(2 (1 + |x|))", elliot01, 0.5F + x / (2 * (1 + std::abs(x)))),
    VALUE("log((1 + x)/(1 - x))/2", artanh, std::log((1 + x) / (1 - x)) / 2),
    VALUE("1 - (1 - s^a)^b", kumaraswamy, 1 - (1 - logistic(x))),
    VALUE("x Phi + phi", noisy_relu_mean,
          x*((1 + std::erf(x / std::sqrt(2.0F))) / 2) + std::exp(-x * x / 2) / std::sqrt(2 * pi)),
    VALUE("x/(1 + |x|)", softsign, x / (1 + std::abs(x))),
};

struct sample {
    form const* of;
    double x, rest, error;
    double truth;
};

std::vector<sample> samples() {
    std::ifstream file(ACTFN_TEST_DATA_DIR "/naive_forms.csv");
    std::vector<sample> all;
    std::string line;
    while (std::getline(file, line)) {
        if (line.starts_with('#') || line.starts_with("form,")) continue;
        std::vector<std::string> cells;
        std::istringstream in(line);
        for (std::string cell; std::getline(in, cell, ',');) cells.push_back(cell);
        REQUIRE(cells.size() == 7);
        form const* of = nullptr;
        for (form const& f : forms) {
            if (f.name == cells[0] && f.function == cells[1] && f.member == cells[2]) of = &f;
        }
        INFO(line);
        REQUIRE(of != nullptr);
        auto const number = [&](std::size_t i) { return std::strtod(cells[i].c_str(), nullptr); };
        all.push_back({of, number(3), number(5), number(6), number(4)});
    }
    return all;
}

} // namespace

TEST_CASE("textbook forms fail where they were measured to, and these do not", "[pointwise]") {
    std::vector<sample> const all = samples();
    for (form const& f : forms) {
        bool tried = false;
        for (sample const& s : all) {
            if (s.of != &f) continue;
            tried = true;
            auto const x = static_cast<float>(s.x);
            auto const naive = static_cast<double>(f.naive(x));
            INFO(f.function << " by " << f.name << " at " << s.x << ": " << naive << ", true "
                            << s.truth);
            CHECK(tests::ulp_error(f.here(x), {s.truth, s.rest}) <= f.bound);
            if (std::isnan(s.error)) {
                CHECK(std::isnan(naive));
            } else if (std::isinf(s.error)) {
                CHECK(std::isinf(naive));
            } else {
                CHECK(std::abs(naive / s.truth - 1) > s.error / 2);
            }
        }
        INFO(f.name);
        CHECK(tried);
    }
}
