// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/function.hpp>
#include <actfn/pointwise/elu.hpp>
#include <actfn/pointwise/hard_tanh.hpp>
#include <actfn/pointwise/leaky_relu.hpp>
#include <actfn/pointwise/silu.hpp>

#include <stdexcept>
#include <string>
#include <type_traits>

// Parameters by name, checked, in constant expressions too.

namespace {

constexpr auto gentle = actfn::elu.with({.alpha = 0.25});
static_assert(gentle.kernel().alpha == 0.25);
static_assert(actfn::elu.kernel().alpha == 1, "with() leaves the original alone");
static_assert(actfn::hard_tanh.with({.hi = 3}).kernel().lo == -1, "the others keep their defaults");

template <class F>
concept has_with = requires(F const& f) {
    f.with(f.kernel());
};
static_assert(has_with<decltype(actfn::elu)>);
static_assert(!has_with<decltype(actfn::silu)>, "there is nothing to set");

static_assert(sizeof(actfn::silu) == 1, "an activation without parameters has no state");
static_assert(std::is_trivially_copyable_v<decltype(actfn::elu)>);
static_assert(actfn::pointwise_function<std::remove_const_t<decltype(actfn::silu)>>);
static_assert(!actfn::pointwise_function<double>);

/// A layer stores its activation by value.
template <actfn::pointwise_function F> struct layer {
    F f;
    double operator()(double x) const { return f(x); }
};

} // namespace

TEST_CASE("with() gives the same function with other parameters", "[core]") {
    CHECK(gentle(-1e9) == -0.25);
    CHECK(gentle(2.0) == 2.0);
    CHECK(gentle.derivative(0.0) == 0.25);
    CHECK(actfn::leaky_relu.with({.slope = 0.5})(-4.0F) == -2.0F);

    layer<std::remove_const_t<decltype(gentle)>> const stored{gentle};
    auto const copy = stored;
    CHECK(tests::same(copy(-0.5), gentle(-0.5)));
}

TEST_CASE("parameters known at run time", "[core]") {
    for (double const alpha : {0.0, 0.5, 2.0}) {
        auto const f = actfn::elu.with({.alpha = alpha});
        CHECK(f(-1e9) == -alpha);
        CHECK(f.parameter_derivatives(-1e9).alpha == -1);
    }
}

TEST_CASE("a parameter out of its domain is reported with its name and value", "[core]") {
    std::string text;
    try {
        (void)actfn::hard_tanh.with({.lo = 2.5, .hi = 1.5});
    } catch (std::invalid_argument const& error) {
        text = error.what();
    }
    INFO(text);
    for (std::string const part : {"actfn::hard_tanh", "lo", "2.5", "1.5"}) {
        CHECK(text.find(part) != std::string::npos);
    }
    CHECK_NOTHROW(actfn::hard_tanh.with({.lo = 1.5, .hi = 1.5}));
    CHECK_THROWS_AS(actfn::hard_tanh.with({.lo = tests::nan<double>}), std::invalid_argument);
}

TEST_CASE("parameter_derivatives have the names of the parameters", "[core]") {
    auto const d = actfn::hard_tanh.parameter_derivatives(-5.0F);
    static_assert(std::is_same_v<decltype(d.lo), float>);
    CHECK(d.lo == 1);
    CHECK(d.hi == 0);
}

TEST_CASE("NaN and infinity are named with function and parameter", "[core]") {
    double const infinity = tests::infinity<double>;
    CHECK_THROWS_WITH(actfn::elu.with({.alpha = -tests::nan<double>}),
                      "actfn::elu: alpha = nan must be a finite number");
    CHECK_THROWS_WITH(actfn::elu.with({.alpha = infinity}),
                      "actfn::elu: alpha = inf must be a finite number");
    CHECK_THROWS_WITH(actfn::hard_tanh.with({.hi = tests::nan<double>}),
                      "actfn::hard_tanh: hi = nan must be a number");
    auto const one_sided = actfn::hard_tanh.with({.lo = -infinity, .hi = infinity});
    CHECK(one_sided(-1e30) == -1e30);
    CHECK_THROWS_AS(actfn::hard_tanh.with({.lo = infinity, .hi = infinity}), std::invalid_argument);
    CHECK_THROWS_AS(actfn::hard_tanh.with({.lo = -infinity, .hi = -infinity}),
                    std::invalid_argument);
}

TEST_CASE("parameters of parts are named by their place", "[core]") {
    auto const f = actfn::silu * actfn::silu(actfn::elu);
    CHECK_THROWS_WITH(f.with({.g = {.g = {.alpha = tests::nan<double>}}}),
                      "actfn::silu * silu(elu): g.g.alpha = nan must be a finite number");
    CHECK_THROWS_WITH(tests::infinity<double> * actfn::silu,
                      "actfn::c * silu: c = inf must be a finite number");
    static_assert(actfn::core::field_name<actfn::kernel::hard_tanh<>, 1>() == "hi");
}

TEST_CASE("a trial notes the first bound that does not hold, of entries too", "[core]") {
    actfn::core::trial trial;
    actfn::core::current_trial = &trial;
    CHECK_NOTHROW(actfn::core::require(true, "f", "a", 2.0, "at least", 1));
    CHECK_FALSE(trial.refused);
    CHECK_NOTHROW(actfn::core::require(false, "f", "a", actfn::core::entry(2, 0, 1), "at most", 1));
    CHECK_NOTHROW(actfn::core::require(false, "f", "a", 3.0, "at most", 2));
    actfn::core::current_trial = nullptr;
    CHECK(trial.refused);
    CHECK(trial.bound == 1);
    CHECK_THROWS_AS(
        actfn::core::require(false, "f", "a", actfn::core::entry(2, 0, 1), "at most", 1),
        std::invalid_argument);
}

TEST_CASE("the version is one number to compare", "[core]") {
    STATIC_REQUIRE(ACTFN_VERSION ==
                   10000 * ACTFN_VERSION_MAJOR + 100 * ACTFN_VERSION_MINOR + ACTFN_VERSION_PATCH);
    STATIC_REQUIRE(ACTFN_VERSION >= 100);
#if ACTFN_VERSION < 100 // the preprocessor compares it too
    FAIL();
#endif
}
