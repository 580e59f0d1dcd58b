// SPDX-License-Identifier: MIT
// labels: deep long
#include "any/small_backend.hpp"
#include "catch.hpp"
#include <actfn/array.hpp>

#include <array>
#include <limits>
#include <map>
#include <sstream>
#include <string>
#include <vector>

using actfn::any;
using actfn::kind;

namespace {

template <class F> std::string complaint(F f) {
    try {
        f();
    } catch (std::invalid_argument const& e) {
        return e.what();
    }
    return "none";
}
std::string complaint_of(std::string_view text) {
    return complaint([&] { any<float> const f(text); });
}

template <class T> std::vector<T> ramp(std::size_t n, T from, T step) {
    std::vector<T> x(n);
    for (std::size_t i = 0; i < n; ++i) x[i] = from + step * static_cast<T>(i);
    return x;
}

} // namespace

TEST_CASE("a text makes a function, which prints a text that makes it again", "[any]") {
    std::map<std::string, std::string> const texts{
        {"GELU", "gelu"},
        {"leaky-relu", "leaky_relu"},
        {" Leaky ReLU ", "leaky_relu"},
        {"leaky_relu:0.2", "leaky_relu(slope=0.2)"},
        {"elu(alpha=0.5)", "elu(alpha=0.5)"},
        {"elu( alpha = 5e-1 )", "elu(alpha=0.5)"},
        {"ELU(1)", "elu"},
        {"hard_tanh:-inf,2", "hard_tanh(lo=-inf, hi=2)"},
        {"Hardtanh(max_val=6, min_val=0)", "hard_tanh(lo=0, hi=6)"},
        {"LeakyReLU(negative_slope=0.3)", "leaky_relu(slope=0.3)"},
        {"Clip(0,6)", "hard_tanh(lo=0, hi=6)"},
        {"keras:leaky_relu", "leaky_relu(slope=0.2)"},
        {"keras:LeakyReLU", "leaky_relu(slope=0.3)"},
        {"Keras:LeakyReLU:0.1", "leaky_relu(slope=0.1)"},
        {"maxout:3", "maxout(k=3)"},
        {"softmax(temperature=0.1)", "softmax(temperature=0.1)"},
        {"PAU(b4=1, a0=0.5)", "pade(a0=0.5, b4=1)"},
        {"concat-elu(alpha=0.5)", "concat_elu(alpha=0.5)"},
        {"wire:20,10", "wire(omega=20, s=10)"},
        {"softmax:0.3333333333333333", "softmax(temperature=0.3333333333333333)"}};
    for (auto const& [text, canonical] : texts) {
        INFO(text);
        any<float> const f(text);
        CHECK(f.to_string() == canonical);
        CHECK(any<float>(f.to_string()) == f);
        std::ostringstream printed;
        printed << f;
        CHECK(printed.str() == canonical);
    }
}

TEST_CASE("what cannot be understood is an error that says what could", "[any]") {
    CHECK(complaint_of("elo") == "actfn::any: no function is called 'elo'; near it: elu");
    CHECK(complaint_of("convolution") == "actfn::any: no function is called 'convolution'");
    CHECK(complaint_of("keras:elo") ==
          "actfn::any: no function is called 'keras:elo'; near it: elu");
    CHECK(complaint_of("elu:x") == "actfn::any: 'x' in 'elu:x' has no number");
    CHECK(complaint_of("elu(beta=1)") == "actfn::elu has no parameter 'beta'; it has alpha");
    CHECK(complaint_of("gelu:1") == "actfn::gelu has no parameters");
    CHECK(complaint_of("elu:1,2") == "actfn::elu has 1 parameter, 2 are given");
    CHECK(complaint_of("hard_tanh:2,1") == "actfn::hard_tanh: lo = 2 must be at most hi = 1");
    CHECK(complaint_of("softmax:0") == "actfn::softmax: temperature = 0 must be greater than 0");
    CHECK(complaint_of("elu:inf") == "actfn::elu: alpha = inf must be a finite number");
    CHECK(complaint_of("maxout:1.5") == "actfn::maxout: k must be a whole number and at least 2");
}

TEST_CASE("parameters are listed with defaults and ranges, read and set", "[any]") {
    any<float> f("hard_tanh:0,6");
    auto const p = f.parameters();
    REQUIRE(p.size() == 2);
    CHECK(p[0].name == "lo");
    CHECK(p[0].value == 0);
    CHECK(p[0].standard == -1);
    CHECK(p[0].upper == 6);
    CHECK(p[0].includes_upper);
    CHECK(std::isinf(p[0].lower));
    CHECK(p[0].includes_lower);
    CHECK(p[1].lower == 0);
    CHECK(p[1].includes_lower);

    auto const temperature = any<float>("softmax").parameters()[0];
    CHECK(temperature.lower == 0);
    CHECK_FALSE(temperature.includes_lower);
    CHECK(std::isinf(temperature.upper));
    CHECK_FALSE(temperature.includes_upper);
    auto const smoothing = any<float>("softmax_cross_entropy").parameters()[0];
    CHECK(smoothing.lower == 0);
    CHECK(smoothing.includes_lower);
    CHECK(smoothing.upper == 1);
    CHECK_FALSE(smoothing.includes_upper);
    auto const k = any<float>("maxout").parameters()[0];
    CHECK(k.lower == 2);
    CHECK(k.includes_lower);

    f.set({{"lo", 7}, {"hi", 8}});
    CHECK(f.parameter("lo") == 7);
    CHECK(complaint([&] { f.set("hi", 5); }) == "actfn::hard_tanh: lo = 7 must be at most hi = 5");
    CHECK(f.parameter("hi") == 8);
    CHECK(complaint([&] { f.set("alpha", 5); }) ==
          "actfn::hard_tanh has no parameter 'alpha'; it has lo, hi");
    CHECK(f.with({{"hi", 9}}).parameter("hi") == 9);
    CHECK(any<float>("elu", {{"alpha", 0.5}}) == any<float>("elu:0.5"));
    std::map<std::string, double> const map{{"alpha", 0.5}};
    CHECK(any<float>("elu", map) == any<float>("elu:0.5"));
}

TEST_CASE("it knows its kind, its inputs and its facts", "[any]") {
    CHECK(any<float>("gelu").kind() == kind::pointwise);
    CHECK(any<float>("swiglu").kind() == kind::gated);
    CHECK(any<float>("swiglu").inputs() == 2);
    CHECK(any<float>("softmax").kind() == kind::rowwise);
    CHECK(any<float>("modrelu").kind() == kind::complex);
    CHECK(any<float>("mse").kind() == kind::loss);
    CHECK(any<float>("rrelu").stochastic());
    CHECK_FALSE(any<float>("gelu").stochastic());
    CHECK(any<float>("elu:0.25").facts().lower == -0.25);
    CHECK(any<float>() == any<float>("identity"));
}

TEST_CASE("numbers and ranges have the bits of direct calls", "[any]") {
    using T = float;
    std::size_t const n = 1037;
    auto const x = ramp<T>(n, T(-9), T(0.0171));
    auto const gy = ramp<T>(n, T(-1), T(0.003));
    auto const direct = actfn::elu.with({.alpha = 0.3});
    any<T> const f("elu:0.3");
    std::vector<T> a(n);
    std::vector<T> b(n);
    std::vector<T> c(n);
    std::vector<T> d(n);
    CHECK(f(x[7]) == direct(x[7]));
    CHECK(f.derivative(x[7]) == direct.derivative(x[7]));
    CHECK(f.second_derivative(x[7]) == direct.second_derivative(x[7]));
    CHECK(f.value_and_derivative(x[7]).derivative == direct.derivative(x[7]));
    CHECK(f.backward(x[7], T(3)) == direct.backward(x[7], T(3)));
    CHECK(f.backward_from_output(f(x[7]), T(3)) == direct.backward_from_output(direct(x[7]), T(3)));

    actfn::forward(f, x, a);
    actfn::forward(direct, x, b);
    CHECK(a == b);
    actfn::derivative(f, x, a);
    actfn::derivative(direct, x, b);
    CHECK(a == b);
    actfn::second_derivative(f, x, a);
    actfn::second_derivative(direct, x, b);
    CHECK(a == b);
    actfn::value_and_derivative(f, x, a, c);
    actfn::value_and_derivative(direct, x, b, d);
    CHECK(a == b);
    CHECK(c == d);
    actfn::backward(f, x, gy, c);
    actfn::backward(direct, x, gy, d);
    CHECK(c == d);
    actfn::backward(f, x, gy, actfn::add_to(c));
    actfn::backward(direct, x, gy, actfn::add_to(d));
    CHECK(c == d);
    actfn::backward_from_output(f, a, gy, c);
    actfn::backward_from_output(direct, b, gy, d);
    CHECK(c == d);
    CHECK(actfn::parameter_gradient(f, x, gy)[0] == actfn::parameter_gradient(direct, x, gy).alpha);
    // In place, and gx in the memory of gy.
    c = x;
    actfn::forward(f, c, c);
    actfn::forward(direct, x, d);
    CHECK(c == d);
    c = gy;
    actfn::backward(f, x, c, c);
    actfn::backward(direct, x, gy, d);
    CHECK(c == d);
    // With gaps.
    auto const every_third = [](std::vector<T>& v) { return actfn::strided(v.data(), {340}, {3}); };
    auto x3 = x;
    a = b = gy;
    actfn::backward(f, every_third(x3), every_third(a), every_third(b));
    c = d = gy;
    actfn::backward(direct, every_third(x3), every_third(c), every_third(d));
    CHECK(b == d);
}

TEST_CASE("constant pieces pass nothing on, and outputs that tell no slope are refused", "[any]") {
    float const infinite = std::numeric_limits<float>::infinity();
    std::vector<float> const x{-1, 2, -3};
    std::vector<float> const gy{infinite, 4, infinite};
    std::vector<float> gx(3);
    actfn::backward(any<float>("hard_tanh"), x, gy, gx);
    CHECK(gx == std::vector<float>{0, 0, 0});
    CHECK_THROWS_WITH(actfn::backward_from_output(any<float>("elu(alpha=-1)"), x, gy, gx),
                      Catch::Contains("elu from its output: alpha = -1"));
}

TEST_CASE("inverses and logarithms of derivatives, where a function has them", "[any]") {
    auto const x = ramp<float>(77, -3, 0.08F);
    std::array<std::vector<float>, 2> here;
    std::array<std::vector<float>, 2> there;
    for (auto* all : {&there, &here}) all->fill(x);
    any<float> const f("elu:0.5");
    auto const direct = actfn::elu.with({.alpha = 0.5});
    actfn::log_derivative(f, x, here[0]);
    actfn::log_derivative(direct, x, there[0]);
    actfn::inverse(f, std::span(x).last(40), std::span(here[1]).first(40));
    actfn::inverse(direct, std::span(x).last(40), std::span(there[1]).first(40));
    CHECK(here == there);
    CHECK(f.inverse(-0.25F) == direct.inverse(-0.25F));
    CHECK(f.log_derivative(-7.0F) == direct.log_derivative(-7.0F));
    CHECK_THROWS_WITH(any<float>("gelu").inverse(1), "actfn::gelu has no inverse");
    CHECK_THROWS_WITH(any<float>("gelu").log_derivative(1), "actfn::gelu has no log_derivative");
    CHECK_THROWS_WITH(actfn::inverse(any<float>("softmax"), x, here[0]),
                      "actfn::softmax has no inverse");
    CHECK_THROWS_WITH(actfn::inverse(any<float>("softmax_cross_entropy"), x, here[0]),
                      "actfn::softmax_cross_entropy has no inverse");
    CHECK_THROWS_WITH(actfn::inverse(f, std::span(x).first(3), here[0]),
                      "actfn::inverse(elu): y has 3 elements, x has 77");
    CHECK_THROWS_WITH(actfn::log_derivative(f, x, x), "actfn::log_derivative(elu): logdy is const");
}

TEST_CASE("gated functions, losses and complex functions", "[any]") {
    auto const a = ramp<float>(77, -3, 0.1F);
    auto const b = ramp<float>(77, 4, -0.09F);
    std::array<std::vector<float>, 4> there;
    std::array<std::vector<float>, 4> here;
    for (auto* all : {&there, &here}) all->fill(std::vector<float>(77));
    any<float> const gate("swiglu:1.5");
    auto const direct = actfn::swiglu.with({.beta = 1.5});
    CHECK(gate(a[3], b[3]) == direct(a[3], b[3]));
    actfn::forward(gate, a, b, here[0]);
    actfn::forward(direct, a, b, there[0]);
    actfn::backward(gate, a, b, a, here[1], here[2]);
    actfn::backward(direct, a, b, a, there[1], there[2]);
    CHECK(here == there);
    actfn::second_derivative(gate, a, b, here[0], here[1], here[2]);
    actfn::second_derivative(direct, a, b, there[0], there[1], there[2]);
    CHECK(here == there);
    CHECK(actfn::parameter_gradient(gate, a, b, a)[0] ==
          actfn::parameter_gradient(direct, a, b, a).beta);
    auto const rows = actfn::row_layout{.rows = 7, .columns = 10, .stride = 11};
    std::vector<float> half(35);
    std::vector<float> other(35);
    actfn::forward(gate, a, half, actfn::gate::first, rows);
    actfn::forward(direct, a, other, actfn::gate::first, rows);
    CHECK(half == other);

    any<float> const loss("mse");
    actfn::value_and_derivative(loss, a, b, here[0], here[1]);
    actfn::value_and_derivative(actfn::mse, a, b, there[0], there[1]);
    CHECK(here == there);

    any<float> const modrelu("modrelu:-0.5");
    std::vector<std::complex<float>> z(19);
    for (std::size_t i = 0; i < z.size(); ++i) z[i] = {a[i], b[i]};
    std::array<std::vector<std::complex<float>>, 3> w;
    std::array<std::vector<std::complex<float>>, 3> v;
    for (auto* all : {&v, &w}) all->fill(z);
    auto const complex = actfn::modrelu.with({.b = -0.5});
    actfn::wirtinger(modrelu, z, w[0], w[1], w[2]);
    actfn::wirtinger(complex, z, v[0], v[1], v[2]);
    CHECK(w == v);
    actfn::backward(modrelu, z, z, w[0]);
    actfn::backward(complex, z, z, v[0]);
    CHECK(w == v);
    CHECK(modrelu(z[2]) == complex(z[2]));
}

TEST_CASE("functions of rows, and losses of rows", "[any]") {
    auto const x = ramp<float>(24, -1, 0.37F);
    std::vector<float> here(24);
    std::vector<float> there(24);
    any<float> const f("softmax:0.7");
    auto const direct = actfn::softmax.with({.temperature = 0.7});
    auto const rows = actfn::row_layout{.rows = 4};
    auto const axis = actfn::axis_layout{.outer = 2, .size = 4, .inner = 3};
    auto const compare = [&](auto layout) {
        actfn::forward(f, x, here, layout);
        actfn::forward(direct, x, there, layout);
        CHECK(here == there);
        actfn::backward(f, x, x, here, layout);
        actfn::backward(direct, x, x, there, layout);
        CHECK(here == there);
        actfn::backward_from_output(f, x, x, actfn::add_to(here), layout);
        actfn::backward_from_output(direct, x, x, actfn::add_to(there), layout);
        CHECK(here == there);
        CHECK(actfn::parameter_gradient(f, x, x, layout)[0] ==
              actfn::parameter_gradient(direct, x, x, layout).temperature);
    };
    compare(rows);
    compare(axis);
    std::vector<float> groups(8);
    std::vector<float> expected(8);
    actfn::forward(any<float>("maxout:3"), x, groups, rows);
    actfn::forward(actfn::maxout<3>, x, expected, rows);
    CHECK(groups == expected);

    any<float> const loss("softmax_cross_entropy:0.1");
    auto const smoothed = actfn::softmax_cross_entropy.with({.label_smoothing = 0.1});
    std::vector<std::int64_t> const labels{0, 5, 2, 1};
    std::vector<float> y(4);
    std::vector<float> z(4);
    actfn::value_and_derivative(loss, x, labels, y, here, rows);
    actfn::value_and_derivative(smoothed, x, labels, z, there, rows);
    CHECK(y == z);
    CHECK(here == there);
}

TEST_CASE("rows in halves have the bits of direct calls", "[any]") {
    auto const x = ramp<float>(84, -3, 0.07F);
    auto const gy = ramp<float>(84, 2, -0.05F);
    auto const compare = [&](any<float> const& f, auto const& direct, std::size_t length,
                             auto layout, auto... gate) {
        std::array<std::vector<float>, 2> here;
        std::array<std::vector<float>, 2> there;
        for (auto* all : {&there, &here}) *all = {std::vector<float>(length), x};
        std::span const g(gy.data(), length);
        actfn::forward(f, x, here[0], gate..., layout);
        actfn::forward(direct, x, there[0], gate..., layout);
        CHECK(here == there);
        actfn::backward(f, x, g, here[1], gate..., layout);
        actfn::backward(direct, x, g, there[1], gate..., layout);
        CHECK(here == there);
        actfn::backward(f, x, g, actfn::add_to(here[1]), gate..., layout);
        actfn::backward(direct, x, g, actfn::add_to(there[1]), gate..., layout);
        CHECK(here == there);
        actfn::backward(f, here[1], g, here[1], gate..., layout);
        actfn::backward(direct, there[1], g, there[1], gate..., layout);
        CHECK(here == there);
        CHECK(actfn::parameter_gradient(f, x, g, gate..., layout)[0] ==
              actfn::parameter_gradient(direct, x, g, gate..., layout).beta);
    };
    any<float> const gated("swiglu:1.5");
    auto const direct = actfn::swiglu.with({.beta = 1.5});
    auto const rows = actfn::row_layout{.rows = 3};
    auto const axis = actfn::axis_layout{.outer = 2, .size = 14, .inner = 3};
    for (auto const which : {actfn::gate::first, actfn::gate::second}) {
        compare(gated, direct, 42, rows, which);
        compare(gated, direct, 42, axis, which);
    }
    std::array<float, 15> memory{};
    std::span const all(memory);
    auto const overlapping = [&](auto const& f) {
        return complaint(
            [&] { actfn::forward(f, all.first(10), all.subspan(3, 5), actfn::gate::first); });
    };
    CHECK(overlapping(gated) == overlapping(direct));
    CHECK(complaint([&] { actfn::forward(gated, all, all, actfn::gate::first); }) ==
          complaint([&] { actfn::forward(direct, all, all, actfn::gate::first); }));

    any<float> const doubled("concat_elu:0.3");
    auto const elu = actfn::concat_elu.with({.alpha = 0.3});
    auto const short_x = std::span(x).first(42);
    std::array<std::vector<float>, 2> here;
    std::array<std::vector<float>, 2> there;
    for (auto* to : {&there, &here}) *to = {std::vector<float>(84), std::vector<float>(42)};
    actfn::forward(doubled, short_x, here[0], rows);
    actfn::forward(elu, short_x, there[0], rows);
    actfn::backward(doubled, short_x, gy, here[1], rows);
    actfn::backward(elu, short_x, gy, there[1], rows);
    CHECK(here == there);
    CHECK(actfn::parameter_gradient(doubled, short_x, gy, rows)[0] ==
          actfn::parameter_gradient(elu, short_x, gy, rows).alpha);
}

TEST_CASE("rows of logits have the bits of direct calls", "[any]") {
    auto const x = ramp<float>(60, -4, 0.13F);
    auto const gy = ramp<float>(60, 1, -0.03F);
    std::vector<float> here(60);
    std::vector<float> there(60);
    any<float> const f("softmax(temperature=0.7, softcap=3, sink=0.25)");
    auto const direct = actfn::softmax.with({.temperature = 0.7, .softcap = 3, .sink = 0.25});
    auto const compare = [&](auto layout) {
        actfn::forward(f, x, here, layout);
        actfn::forward(direct, x, there, layout);
        CHECK(here == there);
        actfn::backward(f, x, gy, here, layout);
        actfn::backward(direct, x, gy, there, layout);
        CHECK(here == there);
        auto const sums = actfn::parameter_gradient(f, x, gy, layout);
        auto const expected = actfn::parameter_gradient(direct, x, gy, layout);
        CHECK(sums[0] == expected.temperature);
        CHECK(sums[1] == expected.softcap);
        CHECK(sums[2] == expected.sink);
    };
    compare(actfn::row_layout{.rows = 6});
    compare(actfn::axis_layout{.outer = 2, .size = 6, .inner = 5});
    auto const from_output = [&](auto const& g) {
        return complaint([&] { actfn::backward_from_output(g, x, gy, here); });
    };
    CHECK(from_output(f) == from_output(direct));
    std::array<float, 9> memory{};
    std::span const all(memory);
    for (char const* text : {"softmax", "softmax:2"}) {
        CHECK_THROWS_WITH(actfn::forward(any<float>(text), all.first(6), all.subspan(2, 6)),
                          Catch::Contains("actfn::forward(softmax): ") &&
                              Catch::Contains("overlaps"));
    }
}

TEST_CASE("every verb of losses of rows has the bits of direct calls", "[any]") {
    auto const x = ramp<float>(60, -4, 0.13F);
    auto const t = std::vector<float>(60, 1.0F / 6);
    std::vector<std::int64_t> const labels{0, 5, 2, 1, 3, 3, 0, 4, 5, 2};
    auto const gy = ramp<float>(10, 1, 0.25F);
    auto const axis = actfn::axis_layout{.outer = 2, .size = 6, .inner = 5};
    auto const rows = actfn::row_layout{.rows = 10};
    auto const compare = [&](any<float> const& f, auto const& direct, auto const& targets,
                             auto layout) {
        std::array<std::vector<float>, 6> here;
        std::array<std::vector<float>, 6> there;
        auto const call = [&](auto const& g, auto& to) {
            to.fill(std::vector<float>(60, 0.5F));
            to[0].resize(10);
            to[1].resize(10);
            actfn::forward(g, x, targets, to[0], layout);
            actfn::derivative(g, x, targets, to[2], layout);
            actfn::value_and_derivative(g, x, targets, to[1], to[3], layout);
            actfn::backward(g, x, targets, gy, to[4], layout);
            actfn::backward(g, x, targets, gy, actfn::add_to(to[5]), layout);
            actfn::forward(g, x, targets, actfn::add_to(to[0]), layout);
        };
        call(f, here);
        call(direct, there);
        CHECK(here == there);
    };
    auto const smoothed = actfn::softmax_cross_entropy.with({.label_smoothing = 0.1});
    auto const capped = actfn::softmax_cross_entropy.with({.softcap = 2});
    compare(any<float>("softmax_cross_entropy:0.1"), smoothed, labels, rows);
    compare(any<float>("softmax_cross_entropy:0.1"), smoothed, labels, axis);
    compare(any<float>("softmax_cross_entropy:0.1"), smoothed, t, rows);
    compare(any<float>("softmax_cross_entropy(softcap=2)"), capped, labels, axis);
    compare(any<float>("softmax_cross_entropy(softcap=2)"), capped, t, rows);
    // Rows without classes have no gradient, however many they are.
    std::span<float> const nothing;
    actfn::derivative(any<float>("softmax_cross_entropy"), nothing, nothing, nothing,
                      actfn::row_layout{.rows = std::size_t{1} << 62, .columns = 0});
    auto const bad = [&](auto const& g) {
        std::vector<std::int64_t> const wrong{0, 6};
        std::vector<float> y(2);
        return complaint([&] {
            actfn::forward(g, std::span(x).first(12), wrong, y, actfn::row_layout{.rows = 2});
        });
    };
    CHECK(bad(any<float>("softmax_cross_entropy")) == bad(actfn::softmax_cross_entropy));
    std::vector<float> memory(16);
    std::span const all(memory);
    auto const without_labels = [&](auto const& g) {
        return complaint([&] {
            actfn::derivative(g, all.first(6), std::span<std::int64_t const>(), all.last(6));
        });
    };
    CHECK(without_labels(any<float>("softmax_cross_entropy")) ==
          without_labels(actfn::softmax_cross_entropy));
    auto const overlapping = [&](auto const& g) {
        return complaint([&] {
            actfn::derivative(g, all.first(12), std::vector<std::int64_t>{0, 1}, all.last(12),
                              actfn::row_layout{.rows = 2});
        });
    };
    CHECK(overlapping(any<float>("softmax_cross_entropy")) ==
          overlapping(actfn::softmax_cross_entropy));
}

namespace {

/// Small numbers, the same in every run.
struct small_numbers {
    std::uint32_t state = 1;
    std::size_t below(std::size_t n) {
        state = state * 1664525U + 1013904223U;
        return (state >> 8) % n;
    }
};

} // namespace

TEST_CASE("rows that lie anywhere are taken or refused as in direct calls", "[any]") {
    small_numbers next;
    auto const start = ramp<float>(90, -3, 0.07F);
    std::vector<float> memory = start;
    std::vector<std::int64_t> labels(6);
    int taken = 0;
    // What a call says and leaves in memory.
    auto const outcome = [&](auto const& f, auto const& call) {
        memory = start;
        std::string const text = complaint([&] { call(f); });
        taken += text == "none";
        return std::pair(text, memory);
    };
    auto const both = [&](any<float> const& f, auto const& direct, auto const& call) {
        auto const here = outcome(f, call);
        auto const there = outcome(direct, call);
        // Of several faults of a loss a direct call may tell another one.
        if (f.kind() == kind::loss) {
            CHECK((here.first == "none") == (there.first == "none"));
        } else {
            CHECK(here.first == there.first);
        }
        CHECK(here.second == there.second);
    };
    any<float> const softmax("softmax");
    any<float> const gate("swiglu");
    any<float> const doubled("concat_elu");
    any<float> const loss("softmax_cross_entropy");
    auto const try_layout = [&](std::size_t size, auto const&... layout) {
        auto const range = [&](std::size_t most) {
            return std::span(memory).subspan(next.below(40), next.below(8) == 0 ? most + 1 : most);
        };
        auto const x = range(size);
        auto const gy = next.below(4) == 0 ? x : range(size);
        auto const y = next.below(3) == 0 ? x : next.below(3) == 0 ? gy : range(size);
        std::size_t const rows = next.below(5);
        auto const number = range(rows);
        auto const weight = range(rows);
        for (auto& k : labels) k = static_cast<std::int64_t>(next.below(3));
        auto const classes = std::span<std::int64_t const>(labels).first(rows);
        both(softmax, actfn::softmax, [&](auto const& f) { actfn::forward(f, x, y, layout...); });
        both(softmax, actfn::softmax,
             [&](auto const& f) { actfn::backward(f, x, gy, y, layout...); });
        both(softmax, actfn::softmax, [&](auto const& f) {
            actfn::backward_from_output(f, x, gy, actfn::add_to(y), layout...);
        });
        both(gate, actfn::swiglu, [&](auto const& f) {
            actfn::forward(f, x, y.first(y.size() / 2), actfn::gate::second, layout...);
        });
        both(doubled, actfn::concat_elu, [&](auto const& f) {
            actfn::backward(f, x.first(x.size() / 2), gy, y.first(y.size() / 2), layout...);
        });
        both(loss, actfn::softmax_cross_entropy,
             [&](auto const& f) { actfn::forward(f, x, gy, number, layout...); });
        both(loss, actfn::softmax_cross_entropy,
             [&](auto const& f) { actfn::derivative(f, x, gy, y, layout...); });
        both(loss, actfn::softmax_cross_entropy,
             [&](auto const& f) { actfn::backward(f, x, classes, weight, y, layout...); });
        auto const spread = [&](std::size_t most) {
            auto const step = static_cast<std::ptrdiff_t>(next.below(5)) - 2;
            return actfn::strided(memory.data() + 45, {static_cast<std::ptrdiff_t>(most)}, {step});
        };
        auto const gaps = spread(size);
        auto const others = next.below(2) == 0 ? gaps : spread(size);
        both(softmax, actfn::softmax, [&](auto const& f) { actfn::forward(f, gaps, y); });
        both(softmax, actfn::softmax,
             [&](auto const& f) { actfn::forward(f, x, others, layout...); });
        both(softmax, actfn::softmax, [&](auto const& f) { actfn::backward(f, gaps, gy, others); });
    };
    for (int i = 0; i < 300; ++i) {
        try_layout(next.below(20));
        actfn::row_layout rows{.rows = next.below(4), .columns = next.below(6)};
        if (next.below(2) == 0) rows.columns = actfn::row_layout::whole;
        if (next.below(3) == 0) rows.stride = next.below(8);
        bool const whole = rows.columns == actfn::row_layout::whole;
        try_layout(whole ? next.below(20) : rows.extent(), rows);
        actfn::axis_layout const axis{next.below(3), next.below(5), next.below(3)};
        try_layout(axis.extent(), axis);
    }
    CHECK(taken > 5000);
}

TEST_CASE("ranges that overlap are refused whatever their layout", "[any]") {
    std::array<float, 24> memory{};
    std::span const all(memory);
    any<float> const f("softmax");
    auto const refused = [&](auto const& g, std::size_t shift, auto layout) {
        std::string const text =
            complaint([&] { actfn::forward(g, all.first(12), all.subspan(shift, 12), layout); });
        return text.find("overlaps") != text.npos;
    };
    for (std::size_t shift = 1; shift < 12; ++shift) {
        INFO(shift);
        for (actfn::axis_layout const layout :
             {actfn::axis_layout{1, 12, 1}, actfn::axis_layout{12, 1, 1},
              actfn::axis_layout{2, 6, 1}, actfn::axis_layout{1, 3, 4},
              actfn::axis_layout{2, 2, 3}}) {
            CHECK(refused(f, shift, layout));
            CHECK(refused(actfn::softmax, shift, layout));
        }
        for (std::size_t const rows : {1U, 3U, 12U}) {
            CHECK(refused(f, shift, actfn::row_layout{.rows = rows}));
            CHECK(refused(actfn::softmax, shift, actfn::row_layout{.rows = rows}));
        }
    }
    // Every second number, and those between.
    auto const every_second = [&](std::ptrdiff_t first) {
        return actfn::strided(memory.data() + first, {6}, {2});
    };
    CHECK_NOTHROW(actfn::forward(f, every_second(0), every_second(1)));
    CHECK_NOTHROW(actfn::forward(actfn::softmax, every_second(0), every_second(1)));
}

TEST_CASE("heads of complex rows are functions by name", "[any]") {
    std::vector<std::complex<float>> z(12);
    for (std::size_t i = 0; i < z.size(); ++i) z[i] = {0.3F * float(i) - 2, 1 - 0.2F * float(i)};
    auto const gy = ramp<float>(12, -1, 0.2F);
    any<float> const f("softmax_real_with_avg");
    auto const& direct = actfn::softmax_mean;
    CHECK(f.to_string() == "softmax_mean");
    CHECK(f.kind() == kind::complex);
    CHECK(f.of_rows());
    CHECK_FALSE(any<float>("modrelu").of_rows());
    auto const rows = actfn::row_layout{.rows = 3};
    std::array<std::vector<float>, 2> y;
    y.fill(gy);
    actfn::forward(f, z, y[0], rows);
    actfn::forward(direct, z, y[1], rows);
    CHECK(y[0] == y[1]);
    actfn::forward(f, z, actfn::add_to(y[0]), rows);
    for (float& v : y[1]) v += v;
    CHECK(y[0] == y[1]);
    std::array<std::vector<std::complex<float>>, 2> gz{z, z};
    actfn::backward(f, z, gy, gz[0], rows);
    actfn::backward(direct, z, gy, gz[1], rows);
    CHECK(gz[0] == gz[1]);
    std::vector<float> few(5);
    auto const same = [&](auto call) {
        CHECK(complaint([&] { call(f); }) == complaint([&] { call(direct); }));
    };
    same([&](auto const& g) { actfn::forward(g, z, few); });
    same([&](auto const& g) { actfn::backward(g, z, few, z); });
    same([&](auto const& g) {
        actfn::backward(g, std::span(z).first(9), gy, std::span(z).last(9));
    });
    CHECK(complaint([&] { actfn::forward(f, gy, few); }) ==
          "actfn::forward(softmax_mean): z must have complex elements");
    CHECK(complaint([&] { actfn::derivative(f, z, z); }) ==
          "actfn::softmax_mean has no derivative");
    CHECK(complaint([&] { actfn::parameter_gradient(f, z, gy); }) ==
          "actfn::softmax_mean has no parameter_gradient");
}

TEST_CASE("functions in training draw what they draw", "[any]") {
    auto const x = ramp<float>(101, -5, 0.05F);
    std::vector<float> here(101);
    std::vector<float> there(101);
    any<float> const f = any<float>("rrelu:0.1,0.4").train(7, 3);
    auto const direct = actfn::rrelu.with({.lower = 0.1, .upper = 0.4}).train(7, 3);
    actfn::forward(f, x, here);
    actfn::forward(direct, x, there);
    CHECK(here == there);
    actfn::backward(f.from(50), x, x, here);
    actfn::backward(direct.from(50), x, x, there);
    CHECK(here == there);
    CHECK(complaint([] { any<float>("gelu").train(1); }) ==
          "actfn::train: gelu has no random numbers");
    CHECK(any<float>(direct) == f);
}

TEST_CASE("calls that do not fit are reported as direct ones are", "[any]") {
    any<float> const f("elu");
    std::vector<float> x(10);
    std::vector<float> y(9);
    auto const same = [&](auto call) {
        CHECK(complaint([&] { call(f); }) == complaint([&] { call(actfn::elu); }));
    };
    same([&](auto const& g) { actfn::forward(g, x, y); });
    same([&](auto const& g) { actfn::backward(g, x, y, x); });
    same([&](auto const& g) {
        actfn::forward(g, std::span(x).first(5), std::span(x).subspan(2, 5));
    });
    any<float> const rows("softmax");
    std::vector<float> z(12);
    CHECK(complaint([&] { actfn::forward(rows, z, x, actfn::row_layout{.rows = 4}); }) ==
          complaint([&] { actfn::forward(actfn::softmax, z, x, actfn::row_layout{.rows = 4}); }));
    CHECK(complaint([&] { actfn::forward(f, x); }) ==
          "actfn::forward(elu): 1 operands are given, 2 are expected");
    CHECK(complaint([&] { actfn::forward(f, x, std::as_const(x)); }) ==
          "actfn::forward(elu): y is const");
    CHECK(complaint([&] { actfn::backward_from_output(any<float>("gelu"), x, x, x); }) ==
          "actfn::gelu has no backward_from_output");
    CHECK(complaint([&] { actfn::forward(any<float>("modrelu"), x, x); }) ==
          "actfn::forward(modrelu): z must have complex elements");
    CHECK(complaint([&] { actfn::forward(f, x, x, actfn::row_layout{}); }) ==
          "actfn::forward(elu): a layout is for functions of rows");
}

TEST_CASE("own functions are held and named", "[any]") {
    auto const mine = actfn::identity * actfn::tanh(actfn::softplus);
    any<float> const f = mine;
    CHECK(f(0.7F) == mine(0.7F));
    CHECK(f.parameters()[0].name.find("beta") != std::string::npos);
    actfn::registry<float> names;
    names.add("my_mish", f);
    names.add("steep", actfn::elu.with({.alpha = 3}));
    CHECK(names.find("My-Mish") == f);
    CHECK(names.find("steep(alpha=2)") == any<float>("elu:2"));
    CHECK(names.find("steep") == any<float>("elu:3"));
    CHECK(names.find("gelu") == any<float>("gelu"));
    CHECK(complaint([&] { names.add("Steep", f); }) ==
          "actfn::registry: 'Steep' is already the name of elu(alpha=3)");
}

TEST_CASE("the example of the README", "[any]") {
    std::vector<float> const x{-1, 2};
    std::vector<float> y(2);
    actfn::any<float> f("leaky_relu:0.2");
    CHECK(any<float>("LeakyReLU(negative_slope=0.2)") == f);
    CHECK(any<float>("keras:LeakyReLU").parameter("slope") == 0.3);
    actfn::forward(f, x, y);
    CHECK(y == std::vector<float>{-0.2F, 2});
    f.set("slope", 0.3);
    std::ostringstream printed;
    printed << f;
    CHECK(printed.str() == "leaky_relu(slope=0.3)");
}

TEST_CASE("ranges of any length have the bits of direct calls, in place too", "[any]") {
    for (char const* name : {"gelu", "elu", "hard_tanh", "leaky_relu"}) {
        actfn::any<float> const f(name);
        auto const direct = [&](auto call) {
            std::string_view const n = name;
            n == "gelu"        ? call(actfn::gelu)
            : n == "elu"       ? call(actfn::elu)
            : n == "hard_tanh" ? call(actfn::hard_tanh)
                               : call(actfn::leaky_relu);
        };
        for (std::size_t n = 0; n < 70; ++n) {
            std::size_t const size = n < 60 ? n : 100 * n;
            std::vector<float> x(size);
            std::vector<float> gy(size);
            for (std::size_t i = 0; i < size; ++i) {
                x[i] = 0.13F * static_cast<float>(i % 61) - 4.0F;
                gy[i] = 1.5F - 0.25F * static_cast<float>(i % 7);
            }
            std::vector<float> y(size);
            std::vector<float> gx(size);
            std::vector<float> dy(size);
            direct([&](auto const& g) {
                actfn::forward(g, x, y);
                actfn::backward(g, x, gy, gx);
                actfn::derivative(g, x, dy);
            });
            INFO(name << ", " << size << " elements");
            std::vector<float> to(size);
            derivative(f, x, to);
            CHECK(to == dy);
            forward(f, x, to);
            CHECK(to == y);
            backward(f, x, gy, to);
            CHECK(to == gx);
            std::vector<float> in_place = x;
            forward(f, in_place, in_place);
            CHECK(in_place == y);
            in_place = x;
            backward(f, in_place, gy, in_place);
            CHECK(in_place == gx);
            in_place = gy;
            backward(f, x, in_place, in_place);
            CHECK(in_place == gx);
        }
    }
}
