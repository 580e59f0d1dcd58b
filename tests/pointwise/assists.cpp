// SPDX-License-Identifier: MIT
// labels: deep
// Where x and f(x) are ordinary numbers, so is everything between them: a subnormal operand or
// result costs some hundred cycles on Intel's processors.
#include "catch.hpp"

// Without FMA every product is rounded by itself, also beside a sum in which it does not count.
#if defined(__SSE2__) && defined(__FMA__)
#include "assists.hpp"
#include <actfn/visit.hpp>

#include <cstdio>
#include <string>
#include <string_view>

namespace {

/// Inputs from ≤ |x| ≤ to at which a function still needs assists, and why.
struct exemption {
    std::string_view function;
    double from;
    double to;
    std::string_view why;
    std::string_view member = ""; // all
};

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::string_view far_out = "1/x or 1/x² is subnormal or 0";
constexpr std::string_view remainder = "what rounding takes from a product with x is subnormal";
constexpr std::string_view square = "what rounding takes from x² is subnormal";
constexpr std::string_view parts = "what rounding takes from e^x is subnormal";
constexpr std::string_view vanished = "the result is less than any number";
constexpr std::string_view tail = "a term that does not count beside the largest";
constexpr std::string_view second = "dual numbers carry a subnormal tangent that is not used";

constexpr exemption exemptions[] = {
    {"acon", 88, 90, tail, "second_derivative"},
    {"algebraic", 1e30, infinity, far_out},
    {"arctan", 1e30, infinity, far_out},
    {"arsinh", 1e30, infinity, far_out},
    {"bent_identity", 1e30, infinity, far_out},
    {"dsilu", 88, 90, tail},
    {"e_swish", 88, 90, tail, "second_derivative"},
    {"elish", 85, 708, second, "second_derivative"},
    {"elliot01", 1e30, infinity, far_out},
    {"erf_act", 0, 1e-10, parts},
    {"erf_act", 50, infinity, parts},
    {"finer", 0, 1e-20, remainder},
    {"ftswish", 88, 740, tail, "second_derivative"},
    {"gaussian", 0, 1e-20, square, "second_derivative"},
    {"gaussian_rbf", 0, 1e-20, "the square of (x − c)/w without error"},
    {"generalised_logistic", 85, 708, "log(1 + e^−x) beside another number"},
    {"gish", 0, 1e-10, parts},
    {"golu", 0, 1e-10, parts},
    {"gudermannian", 88, 88, second, "second_derivative"},
    {"inverse_multiquadric", 0, 1e-20, square, "second_derivative"},
    {"inverse_quadratic", 0, 1e-20, square, "second_derivative"},
    {"isrlu", 1e30, infinity, far_out},
    {"isru", 1e30, infinity, far_out},
    {"kumaraswamy", 44, 708, "log(1 + e^−x) beside another number"},
    {"lisht", 44, 44, tail, "second_derivative"},
    {"log1p", 1e30, infinity, far_out},
    {"logarithm", 1e30, infinity, far_out},
    {"mish", 44, 740, second, "second_derivative"},
    {"nlrelu", 1e30, infinity, far_out},
    {"normalised_arctan", 1e30, infinity, far_out},
    {"normalised_erf", 0, 1e-30, remainder},
    {"normalised_gudermannian", 0, 1e-30, remainder},
    {"normalised_gudermannian", 50, 50, second, "second_derivative"},
    {"pade", 0, 1e-20, remainder},
    {"pade", 1e30, infinity, far_out},
    {"pflu", 1e30, infinity, far_out},
    {"pflu", 0, 1e-20, square, "second_derivative"},
    {"phish", 13.5, 50, tail},
    {"power", 0, 1e-30, "powers of the left side are formed before they become NaN"},
    {"scaled_sigmoid", 85, 708, tail, "second_derivative"},
    {"scaled_tanh", 0, 1e-30, remainder},
    {"serf", 88, 740, tail, "second_derivative"},
    {"silu", 88, 90, tail, "second_derivative"},
    {"sinc", 1e30, infinity, far_out, "second_derivative"},
    {"sinlu", 0, 1e-20, remainder, "second_derivative"},
    {"sinlu", 85, 740, tail},
    {"snake", 0, 1e-20, "sin²(ax)"},
    {"softsign", 1e30, infinity, far_out},
    {"spline", 1e30, infinity, far_out},
    {"sqrt_softplus", 44, 1000, tail, "second_derivative"},
    {"sqrt_softplus", 1e25, infinity, far_out, "second_derivative"},
    {"square_root", 1e30, infinity, far_out},
    {"squareplus", 1e30, infinity, far_out},
    {"srs", 0, 1e-30, remainder},
    {"srs", 1000, infinity, vanished, "second_derivative"},
    {"step_fast_sigmoid", 1e30, infinity, far_out},
    {"swish", 88, 90, tail, "second_derivative"},
    {"symlog", 1e30, infinity, far_out, "second_derivative"},
    {"tanhexp", 44, 740, tail, "second_derivative"},
};

template <class T> bool exempt(std::string_view function, tests::assist<T> const& found) {
    double const a = std::abs(static_cast<double>(found.x));
    for (auto const& e : exemptions) {
        bool const member = e.member.empty() || e.member == found.member;
        if (e.function == function && member && e.from <= a && a <= e.to * (1 + 1e-6)) return true;
    }
    return false;
}

} // namespace

TEMPLATE_TEST_CASE("no subnormal number stands between x and f(x)", "[pointwise]", float, double) {
    int count = 0;
    actfn::visit_all([&](auto const& f) {
        ++count;
        std::string_view const name = f.facts().name;
        std::string inputs;
        tests::for_assists<TestType>(f, [&](tests::assist<TestType> const& found) {
            if (exempt(name, found)) return;
            char text[64];
            std::snprintf(text, sizeof text, " %s at %.9g", found.member,
                          static_cast<double>(found.x));
            inputs += text;
        });
        INFO(name << ":" << inputs);
        CHECK(inputs.empty());
    });
    CHECK(count > 90);
}
#else
TEST_CASE("no subnormal number stands between x and f(x)", "[pointwise]") {
    WARN("not tried: it takes the flags of x86 and FMA");
}
#endif
