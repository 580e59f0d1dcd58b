// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/array.hpp>
#include <actfn/complex/amplitude_phase.hpp>
#include <actfn/complex/split.hpp>
#include <actfn/eigen.hpp>
#include <actfn/function.hpp>
#include <actfn/gated/crelu.hpp>
#include <actfn/gated/maxout.hpp>
#include <actfn/pointwise/affine.hpp>
#include <actfn/pointwise/elu.hpp>
#include <actfn/pointwise/erfc.hpp>
#include <actfn/pointwise/exponential.hpp>
#include <actfn/pointwise/gaussian.hpp>
#include <actfn/pointwise/hard_sigmoid.hpp>
#include <actfn/pointwise/hard_tanh.hpp>
#include <actfn/pointwise/identity.hpp>
#include <actfn/pointwise/leaky_relu.hpp>
#include <actfn/pointwise/mish.hpp>
#include <actfn/pointwise/relu.hpp>
#include <actfn/pointwise/sigmoid.hpp>
#include <actfn/pointwise/silu.hpp>
#include <actfn/pointwise/softplus.hpp>
#include <actfn/pointwise/tanh.hpp>
#include <actfn/stochastic/nani_hard_sigmoid.hpp>
#include <actfn/stochastic/nani_hard_tanh.hpp>

#include <cmath>
#include <string>
#include <vector>

// What is known of functions made of functions: that it is true, and what it is.

namespace {

/// Every claim against samples.
template <class F> void facts_hold(F const& f) {
    actfn::facts const known = f.facts();
    INFO(known.name);
    double last = f(-40.0);
    bool rising = true;
    bool falling = true;
    for (int i = -1600; i <= 1600; ++i) {
        double const x = i * 0.025;
        double const y = f(x);
        double const d = f.derivative(x);
        CHECK((y >= known.lower - 1e-12 && y <= known.upper + 1e-12));
        CHECK(std::abs(d) <= known.lipschitz + 1e-12);
        if (known.odd) CHECK(f(-x) == Approx(-y));
        if (known.even) CHECK(f(-x) == Approx(y));
        rising = rising && y >= last - 1e-14 * std::abs(y);
        falling = falling && y <= last + 1e-14 * std::abs(y);
        last = y;
    }
    if (known.monotone) CHECK((rising || falling));
    CHECK(!known.max_ulp.stated());
    auto const limit = [&](actfn::facts::end const& end, double x) {
        if (!std::isnan(end.value)) CHECK(f(x) == Approx(end.value).margin(1e-300));
        if (!std::isnan(end.derivative))
            CHECK(f.derivative(x) == Approx(end.derivative).margin(1e-300));
    };
    limit(known.left, -tests::infinity<double>);
    limit(known.right, tests::infinity<double>);
}

std::string name(actfn::facts const& f) { return std::string(f.name); }
std::string formula(actfn::facts const& f) { return std::string(f.formula); }

constexpr auto& id = actfn::identity;

} // namespace

TEST_CASE("composed facts hold", "[function]") {
    facts_hold(id * actfn::tanh(actfn::softplus));
    facts_hold(actfn::tanh + actfn::sigmoid);
    facts_hold(actfn::tanh - actfn::sigmoid);
    facts_hold(actfn::tanh - actfn::erfc);
    facts_hold(2 * actfn::tanh);
    facts_hold(-2 * actfn::relu);
    facts_hold(0 * actfn::tanh);
    facts_hold(actfn::sigmoid - 0.5);
    facts_hold(1 - actfn::softplus);
    facts_hold(actfn::tanh * actfn::tanh);
    facts_hold(actfn::tanh * actfn::gaussian);
    facts_hold(actfn::sigmoid * actfn::softplus);
    facts_hold(actfn::sigmoid(actfn::leaky_relu));
    facts_hold(actfn::gaussian(actfn::tanh));
    facts_hold(actfn::tanh(-2 * actfn::tanh));
    facts_hold(actfn::tanh(actfn::relu));
    facts_hold(actfn::relu + actfn::hard_tanh);
}

TEST_CASE("composed facts are what the rules give", "[function]") {
    constexpr auto sum = (actfn::tanh + actfn::sigmoid).facts();
    static_assert(sum.lower == -1 && sum.upper == 2 && sum.monotone && !sum.odd);
    static_assert(sum.left.value == -1 && sum.right.value == 2 && sum.lipschitz == 1.25);
    static_assert(sum.saturates.left == actfn::saturation::soft);
    constexpr auto square = (actfn::tanh * actfn::tanh).facts();
    static_assert(square.even && !square.odd && !square.monotone && square.lipschitz == 2);
    constexpr auto steep = (actfn::tanh(3 * id)).facts();
    static_assert(steep.odd && steep.monotone && steep.right.value == 1 && steep.lipschitz == 3);
    constexpr auto kinks = (actfn::relu + actfn::hard_tanh).facts();
    static_assert(kinks.kinks.count == 3 && kinks.smoothness == 0);
    CHECK((-2 * actfn::relu).facts().upper == 0);
    CHECK(actfn::sigmoid(actfn::leaky_relu).facts().right.value == 1);
    CHECK((2 * actfn::elu.with({.alpha = 0.5})).facts().lower == -1);
    CHECK(tests::same((-actfn::mish).facts().max_ulp.value, actfn::mish.facts().max_ulp.value));
    CHECK(std::isnan((id * actfn::sigmoid).facts().left.value));
}

TEST_CASE("composed names and formulas", "[function]") {
    auto const mish = (id * actfn::tanh(actfn::softplus)).facts();
    CHECK(name(mish) == "identity * tanh(softplus)");
    CHECK(formula(mish) == "x * tanh(softplus(x))");
    auto const mixed = ((actfn::tanh + 2) * -actfn::relu - 3 * actfn::elu).facts();
    CHECK(name(mixed) == "(tanh + c) * (-relu) - c * elu");
    CHECK(formula(mixed) == "(tanh(x) + c) * (-relu(x)) - c * elu(x)");
    auto const nested = ((id * actfn::sigmoid)(1.5 * id)).facts();
    CHECK(name(nested) == "(identity * sigmoid)(c * identity)");
    CHECK(formula(nested) == "(c * x) * sigmoid(c * x)");
    CHECK(name((actfn::tanh - (actfn::relu - actfn::elu)).facts()) == "tanh - (relu - elu)");
    auto const lambda = actfn::function([](auto x) { return x; });
    CHECK(name(lambda.facts()) == "function");
    CHECK(name(actfn::preset<"mine">(lambda).facts()) == "mine");
    CHECK(name((actfn::tanh * actfn::preset<"mine">(lambda)).facts()) == "tanh * mine");
    std::vector<float> const x(3);
    std::vector<float> y(2);
    CHECK_THROWS_WITH(actfn::forward(id * actfn::tanh, x, y),
                      "actfn::forward(identity * tanh): x has 3 elements, y has 2");
}

TEST_CASE("gates, rows and complex functions of composed functions", "[function]") {
    auto const gate = id * actfn::tanh(actfn::softplus);
    auto const unit = actfn::gated_by(gate);
    CHECK(name(unit.facts()) == "gated_by(identity * tanh(softplus))");
    CHECK(formula(unit.facts()) == "a * b * tanh(softplus(b))");
    CHECK(!unit.facts().max_ulp.stated());
    CHECK(unit(3.0, 0.5) == 3 * gate(0.5));
    std::vector<float> const a{1, 2, 3}, b{-1, 0.5F, 2};
    std::vector<float> y(3);
    actfn::forward(unit, a, b, y);
    for (std::size_t i = 0; i < 3; ++i) CHECK(tests::same(y[i], unit(a[i], b[i])));
    std::vector<float> const both{1, 2, 0.5F, -1};
    std::vector<float> half(2);
    actfn::forward(unit, both, half, actfn::gate::second);
    CHECK(tests::same(half[0], unit(1.0F, 0.5F)));

    auto const rows = actfn::concatenated(gate);
    std::vector<float> twice(6);
    actfn::forward(rows, b, twice);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(tests::same(twice[i], gate(b[i])));
        CHECK(tests::same(twice[i + 3], gate(-b[i])));
    }

    auto const parts = actfn::split(gate);
    auto const w = parts(std::complex<double>(0.5, -2));
    CHECK(tests::same(w.real(), gate(0.5)));
    CHECK(tests::same(w.imag(), gate(-2.0)));
    CHECK(name(parts.facts()) == "split(identity * tanh(softplus))");
}

TEST_CASE("facts of gated_by and concatenated are those of their function", "[function]") {
    auto const f = actfn::gated_by(actfn::mish).facts();
    CHECK(name(f) == "gated_by(mish)");
    CHECK(formula(f) == "a * mish(b)");
    CHECK(std::string(f.derivative) == "g * mish(b), g * a * mish'(b)");
    CHECK(f.max_ulp.value == 2 * actfn::mish.facts().max_ulp.value + 0.5);
    CHECK(std::isnan(f.max_ulp.derivative));
    CHECK(actfn::gated_by(actfn::tanh).facts().max_ulp.derivative ==
          2 * actfn::tanh.facts().max_ulp.derivative + 0.5);

    auto const c = actfn::concatenated(actfn::elu.with({.alpha = 0.5})).facts();
    CHECK(name(c) == "concatenated(elu)");
    CHECK(c.lower == actfn::elu.with({.alpha = 0.5}).facts().lower);
    CHECK(c.max_ulp.value == actfn::elu.with({.alpha = 0.5}).facts().max_ulp.value);
    CHECK(name(actfn::crelu.facts()) == "crelu");
    CHECK(actfn::crelu.facts().max_ulp.value == 0);
    std::vector<float> const x(3);
    std::vector<float> y(5);
    CHECK_THROWS_WITH(actfn::forward(actfn::concatenated(actfn::elu), x, y),
                      Catch::Matchers::Contains("forward(concatenated(elu))"));
}

TEST_CASE("facts of families are those of their functions", "[function]") {
    auto const no_limits = [](actfn::facts const& f) {
        CHECK(std::isnan(f.left.value));
        CHECK(std::isnan(f.right.derivative));
        CHECK(std::isnan(f.lipschitz));
    };
    auto const gate = actfn::gated_by(actfn::hard_sigmoid).facts();
    CHECK((gate.monotone && gate.smoothness == 0));
    CHECK(!actfn::gated_by(actfn::mish).facts().monotone);
    no_limits(gate);

    auto const groups = actfn::maxout_of(5).facts();
    CHECK(name(groups) == "maxout");
    CHECK(groups.max_ulp.value == 0);
    CHECK(!groups.monotone);
    no_limits(groups);

    auto const parts = actfn::split(actfn::tanh).facts();
    CHECK(name(parts) == "split(tanh)");
    CHECK(formula(parts) == "tanh(x) + i * tanh(y)");
    CHECK((parts.lower == -1 && parts.upper == 1 && parts.symmetric && !parts.equivariant));
    CHECK(parts.max_ulp.value == actfn::tanh.facts().max_ulp.value);
    CHECK(!actfn::split(actfn::tanh, actfn::elu).facts().symmetric);
    no_limits(parts);

    auto const polar = actfn::amplitude_phase(actfn::tanh).facts();
    CHECK(name(polar) == "amplitude_phase(tanh)");
    CHECK(formula(polar) == "tanh(r) * u");
    CHECK((polar.lower == -1 && polar.upper == 1 && polar.symmetric && polar.equivariant));
    CHECK(polar.max_ulp.value == actfn::tanh.facts().max_ulp.value + 3);
    no_limits(polar);

    // What is not stated of the parts is not stated of the whole.
    auto const rounded = actfn::hard_sigmoid.with({.alpha = 0.3, .beta = 0.1});
    CHECK(!rounded.facts().max_ulp.stated());
    CHECK(!actfn::gated_by(rounded).facts().max_ulp.stated());
    CHECK(!actfn::split(rounded).facts().max_ulp.stated());
    CHECK(!actfn::amplitude_phase(rounded).facts().max_ulp.stated());
    CHECK(!actfn::concatenated(rounded).facts().max_ulp.stated());
}

TEMPLATE_TEST_CASE("gated_by keeps its error bound", "[function]", float) {
    tests::random_numbers random;
    auto const worst = [&](auto const& f) {
        auto const unit = actfn::gated_by(f);
        double value = 0;
        double by_gate = 0;
        for (int i = 0; i < 100000; ++i) {
            float const a = static_cast<float>(random(1, 2));
            float const b = static_cast<float>(random(-20, 20));
            value = std::max(value, tests::ulp_error(unit(a, b), {double(a) * f(double(b))}));
            by_gate = std::max(by_gate, tests::ulp_error(unit.derivative_by_gate(a, b),
                                                         {double(a) * f.derivative(double(b))}));
        }
        INFO(unit.facts().name << ": " << value << ", " << by_gate);
        CHECK(value <= unit.facts().max_ulp.value);
        if (!std::isnan(unit.facts().max_ulp.derivative))
            CHECK(by_gate <= unit.facts().max_ulp.derivative);
    };
    worst(actfn::silu);
    worst(actfn::mish);
    worst(actfn::tanh);
    worst(actfn::elu);
    worst(actfn::softplus);
    worst(actfn::sigmoid);
}

TEST_CASE("presets have their own names, and the rest of their function", "[function]") {
    CHECK(name(actfn::sparse_sigmoid.facts()) == "sparse_sigmoid");
    CHECK(name(actfn::hard_logistic.facts()) == "hard_logistic");
    CHECK(name(actfn::hard_sigmoid_onnx.facts()) == "hard_sigmoid_onnx");
    CHECK(name(actfn::nanis_hard_tanh.facts()) == "nanis_hard_tanh");
    CHECK(name(actfn::nanis_hard_sigmoid.facts()) == "nanis_hard_sigmoid");
    CHECK(actfn::sparse_sigmoid.facts().aliases.empty());
    auto const plain = actfn::hard_sigmoid.with({.alpha = 0.5, .beta = 0.5});
    CHECK(actfn::sparse_sigmoid.facts().lipschitz == plain.facts().lipschitz);
    CHECK(actfn::sparse_sigmoid.kernel().alpha == 0.5);
    CHECK(actfn::sparse_sigmoid(0.5F) == plain(0.5F));
    CHECK(actfn::sparse_sigmoid.derivative_from_output(0.5) == 0.5);
    CHECK(actfn::sparse_sigmoid.parameter_derivatives(0.5).alpha == 0.5);
    static_assert(std::is_same_v<decltype(actfn::sparse_sigmoid.with({.alpha = 0.5, .beta = 0.5})),
                                 std::remove_const_t<decltype(actfn::hard_sigmoid)>>);
    std::vector<float> const x{-1, 0.5F, 3};
    std::vector<float> y(3);
    actfn::forward(actfn::sparse_sigmoid, x, y);
    CHECK(y[1] == 0.75F);
    CHECK(actfn::parameter_gradient(actfn::sparse_sigmoid, x, x).beta == 0.5F);
    CHECK((2 * actfn::sparse_sigmoid).parameter_derivatives(0.5).f.alpha == 1);
    actfn::forward(actfn::nanis_hard_tanh.train(1), x, y);
    CHECK(y[1] == 0.5F);
    CHECK_THROWS_WITH(actfn::forward(actfn::sparse_sigmoid, x, std::span(y).first(2)),
                      Catch::Matchers::Contains("forward(sparse_sigmoid)"));
    std::apply([](auto const& alpha, auto const& beta) { CHECK((alpha == 0.5 && beta == 0.5)); },
               actfn::core::fields(actfn::sparse_sigmoid.kernel()));
}
