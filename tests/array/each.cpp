// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "errors.hpp"
#include "numbers.hpp"
#include <actfn/actfn.hpp>

#include <algorithm>
#include <string>
#include <vector>

// Parameters along an axis: each element has the bits that its own parameters give as numbers.

namespace {

using actfn::axis_layout;
using tests::contains;
using tests::message;
using tests::same;

template <class T> std::vector<T> inputs(std::size_t n) {
    std::vector<T> x(n);
    for (std::size_t i = 0; i < n; ++i) x[i] = T(0.37) * T(int(i * 7919 % 41) - 20);
    return x;
}
template <class E> std::vector<E> parameters(std::size_t n, double first) {
    std::vector<E> p(n);
    for (std::size_t i = 0; i < n; ++i) p[i] = static_cast<E>(first + 0.1 * int(i % 13));
    return p;
}

enum class verbs { some, all };

/// Verbs on x, gy of a layout; `one(c, e)` is the function of channel c, element e.
template <verbs which, class T, class Each, class One>
void check_verbs(Each const& f, One one, axis_layout l, std::vector<T> const& x) {
    std::size_t const n = x.size();
    auto const gy = inputs<T>(n);
    std::vector<T> y(n), gx(n);
    actfn::forward(f, x, y, l);
    actfn::backward(f, x, gy, gx, l);
    std::vector<T> in_place = x;
    actfn::forward(f, in_place, in_place, l);
    bool good = true;
    for (std::size_t i = 0; i < n; ++i) {
        auto const g = one(i / l.inner % l.size, i);
        good = good && same(y[i], g(x[i])) && same(gx[i], g.backward(x[i], gy[i])) &&
               same(in_place[i], y[i]);
    }
    if constexpr (which == verbs::all) {
        std::vector<T> dy(n), ddy(n), y2(n), dy2(n);
        actfn::derivative(f, x, dy, l);
        actfn::second_derivative(f, x, ddy, l);
        actfn::value_and_derivative(f, x, y2, dy2, l);
        std::vector<T> sum(n, T(1));
        actfn::forward(f, x, actfn::add_to(sum), l);
        for (std::size_t i = 0; i < n; ++i) {
            auto const g = one(i / l.inner % l.size, i);
            good = good && same(dy[i], g.derivative(x[i])) &&
                   same(ddy[i], g.second_derivative(x[i])) && same(y2[i], y[i]) &&
                   same(dy2[i], dy[i]) && same(sum[i], T(T(1) + y[i]));
        }
    }
    INFO(l.outer << " x " << l.size << " x " << l.inner);
    CHECK(good);
}

/// `make(p)` has parameters p, which are a number or a range.
template <class T, class E, verbs which = verbs::some, class Make>
void check_layouts(Make make, double first) {
    for (auto const l : {axis_layout{1, 1, 1}, axis_layout{3, 5, 1}, axis_layout{2, 3, 4},
                         axis_layout{1, 3, 67}, axis_layout{40, 3, 1}, axis_layout{5, 17, 1},
                         axis_layout{3, 2, 9}, axis_layout{2, 2, 600}, axis_layout{1, 1500, 1},
                         axis_layout{2, 70, 40}, axis_layout{70, 20, 1}, axis_layout{130, 33, 1},
                         axis_layout{0, 3, 2}, axis_layout{2, 0, 1}, axis_layout{4, 1, 5}}) {
        auto const x = inputs<T>(l.extent());
        auto const of_channels = parameters<E>(l.size, first);
        auto const of_elements = parameters<E>(l.extent(), first);
        check_verbs<which>(
            make(of_channels),
            [&](std::size_t c, std::size_t) { return make.number(double(of_channels[c])); }, l, x);
        if (of_elements.size() == of_channels.size()) continue;
        check_verbs<which>(
            make(of_elements),
            [&](std::size_t, std::size_t i) { return make.number(double(of_elements[i])); }, l, x);
    }
    for (std::size_t n = 0; n <= 67; ++n) {
        auto const x = inputs<T>(n);
        auto const p = parameters<E>(n, first);
        std::vector<T> y(n);
        actfn::forward(make(p), x, y);
        bool good = true;
        for (std::size_t i = 0; i < n; ++i) {
            good = good && same(y[i], make.number(double(p[i]))(x[i]));
        }
        INFO(n);
        CHECK(good);
    }
}

struct preluted {
    template <class P> auto operator()(P const& p) const { return actfn::prelu.each({.slope = p}); }
    auto number(double p) const { return actfn::prelu.with({.slope = p}); }
};
struct swished {
    template <class P> auto operator()(P const& p) const { return actfn::swish.each({.beta = p}); }
    auto number(double p) const { return actfn::swish.with({.beta = p}); }
};
struct mixed { // a range beside a number that is no float
    template <class P> auto operator()(P const& p) const {
        return actfn::mpelu.each({.alpha = 0.3, .beta = p});
    }
    auto number(double p) const { return actfn::mpelu.with({.alpha = 0.3, .beta = p}); }
};
struct softened { // which prefers numbers to lanes
    template <class P> auto operator()(P const& p) const {
        return actfn::softplus.each({.beta = p});
    }
    auto number(double p) const { return actfn::softplus.with({.beta = p}); }
};
struct branching {
    static_assert(actfn::engine::branches_on_parameters<actfn::kernel::dyt<>>());
    template <class P> auto operator()(P const& p) const { return actfn::dyt.each({.alpha = p}); }
    auto number(double p) const { return actfn::dyt.with({.alpha = p}); }
};

} // namespace

TEST_CASE("parameters along an axis give the bits of numbers", "[array]") {
    check_layouts<float, float, verbs::all>(preluted{}, -0.5);
    check_layouts<double, double>(preluted{}, -0.5);
    check_layouts<float, double>(swished{}, 0);
    check_layouts<float, float>(mixed{}, 0);
    check_layouts<double, float, verbs::all>(softened{}, 0.05);
    check_layouts<float, float, verbs::all>(branching{}, 0.05);
    check_layouts<double, float>(branching{}, 0.05);
}

TEST_CASE("backward from the output with parameters along an axis", "[array]") {
    axis_layout const l{.outer = 5, .size = 3};
    auto const y = inputs<float>(15);
    auto const gy = inputs<float>(15);
    std::vector<float> const slope{0.1F, 0.5F, 2};
    std::vector<float> gx(15);
    std::vector<float> dy(15);
    actfn::backward_from_output(actfn::prelu.each({.slope = slope}), y, gy, gx, l);
    actfn::derivative_from_output(actfn::prelu.each({.slope = slope}), y, dy, l);
    for (std::size_t i = 0; i < 15; ++i) {
        auto const f = actfn::prelu.with({.slope = slope[i % 3]});
        CHECK(same(gx[i], f.backward_from_output(y[i], gy[i])));
        CHECK(same(dy[i], f.derivative_from_output(y[i])));
    }
}

TEST_CASE("parameters of other types and layouts", "[array]") {
    auto const x = inputs<float>(12);
    std::vector<float> y(12);
    std::vector<float> expected(12);
    std::vector<float> const slope{0.5F, 0.25F, 2};
    for (std::size_t i = 0; i < 12; ++i) {
        expected[i] = actfn::prelu.with({.slope = slope[i % 3]})(x[i]);
    }
    SECTION("the columns of rows") {
        actfn::forward(actfn::prelu.each({.slope = slope}), x, y, actfn::row_layout{.rows = 4});
        CHECK(y == expected);
    }
    SECTION("halves") {
        std::vector<std::uint16_t> const bits{0x3800, 0x3400, 0x4000};
        auto const halves = actfn::as_half(bits);
        actfn::forward(actfn::prelu.each({.slope = halves}), x, y, axis_layout{4, 3, 1});
        CHECK(y == expected);
    }
    SECTION("strided parameters") {
        std::vector<float> const wide{0.5F, 7, 0.25F, 7, 2, 7};
        auto const p = actfn::strided(wide.data(), {3}, {2});
        actfn::forward(actfn::prelu.each({.slope = p}), x, y, axis_layout{4, 3, 1});
        CHECK(y == expected);
    }
    SECTION("strided operands") {
        std::vector<float> to(24, 7);
        auto const from = actfn::strided(x.data(), {4, 3}, {3, 1});
        auto const out = actfn::strided(to.data(), {4, 3}, {6, 2});
        std::vector<float> all;
        for (int i = 0; i < 4; ++i) all.insert(all.end(), slope.begin(), slope.end());
        auto const p = actfn::strided(all.data(), {4, 3}, {3, 1});
        actfn::forward(actfn::prelu.each({.slope = p}), from, out);
        for (std::size_t i = 0; i < 12; ++i) CHECK(to[2 * i] == expected[i]);
        CHECK(to[1] == 7);
    }
    SECTION("rows with gaps") {
        std::vector<float> padded(16, 7);
        std::vector<float> to(16, 7);
        for (std::size_t i = 0; i < 12; ++i) padded[i / 3 * 4 + i % 3] = x[i];
        actfn::forward(actfn::prelu.each({.slope = slope}), padded, to,
                       actfn::row_layout{.rows = 4, .columns = 3, .stride = 4});
        for (std::size_t i = 0; i < 12; ++i) CHECK(to[i / 3 * 4 + i % 3] == expected[i]);
        CHECK(to[3] == 7);
    }
}

TEST_CASE("parameters along an axis of other kinds of functions", "[array]") {
    axis_layout const l{.outer = 4, .size = 3, .inner = 2};
    auto const a = inputs<float>(24);
    auto b = inputs<float>(24);
    std::reverse(b.begin(), b.end());
    std::vector<float> const p{0.5F, 1.5F, 2};
    std::vector<float> y(24);
    SECTION("gated") {
        std::vector<float> ga(24);
        std::vector<float> gb(24);
        actfn::forward(actfn::swiglu.each({.beta = p}), a, b, y, l);
        actfn::backward(actfn::swiglu.each({.beta = p}), a, b, a, ga, gb, l);
        for (std::size_t i = 0; i < 24; ++i) {
            auto const f = actfn::swiglu.with({.beta = p[i / 2 % 3]});
            CHECK(same(y[i], f(a[i], b[i])));
            CHECK(same(ga[i], f.backward(a[i], b[i], a[i]).value));
            CHECK(same(gb[i], f.backward(a[i], b[i], a[i]).gate));
        }
    }
    SECTION("losses") {
        std::vector<float> t(24, 1);
        actfn::derivative(actfn::sigmoid_binary_cross_entropy.each({.positive_weight = p}), a, t, y,
                          l);
        for (std::size_t i = 0; i < 24; ++i) {
            auto const f =
                actfn::sigmoid_binary_cross_entropy.with({.positive_weight = p[i / 2 % 3]});
            CHECK(same(y[i], f.derivative(a[i], t[i])));
        }
    }
    SECTION("complex") {
        std::vector<std::complex<float>> z(24), w(24);
        for (std::size_t i = 0; i < 24; ++i) z[i] = {a[i], b[i]};
        std::vector<float> const bias{-0.5F, 0.25F, -3};
        actfn::forward(actfn::modrelu.each({.b = bias}), z, w, l);
        for (std::size_t i = 0; i < 24; ++i) {
            CHECK(w[i] == actfn::modrelu.with({.b = bias[i / 2 % 3]})(z[i]));
        }
    }
    SECTION("stochastic") {
        auto const f = actfn::rrelu.each({.lower = 0.1, .upper = p}).train(7);
        actfn::forward(f, a, y, l);
        for (std::size_t i = 0; i < 24; ++i) {
            auto const g =
                actfn::rrelu.with({.lower = 0.1, .upper = p[i / 2 % 3]}).train(7).from(i);
            CHECK(same(y[i], g(a[i])));
        }
    }
}

TEST_CASE("what is wrong with parameters along an axis is reported", "[array]") {
    std::vector<float> slope{0.1F, 0.5F, 0.25F};
    auto const x = inputs<float>(12);
    std::vector<float> y(12, 7);
    auto const f = actfn::prelu.each({.slope = slope});
    CHECK(message([&] { actfn::forward(f, x, y); }) ==
          "actfn::forward(prelu): x has 12 elements, slope has 3");
    CHECK(message([&] {
              actfn::forward(f, x, y, axis_layout{2, 6, 1});
          }) == "actfn::forward(prelu): slope has 3 entries, 2 rows of 6 need 6 or 12");
    CHECK(contains(message([&] {
                       actfn::forward(f, x, std::span(y).first(11), axis_layout{4, 3, 1});
                   }),
                   "y has 11 elements"));
    CHECK(contains(message([&] {
                       actfn::forward(actfn::prelu.each({.slope = std::span(y).subspan(1, 3)}), x,
                                      y, axis_layout{4, 3, 1});
                   }),
                   "overlaps slope"));
    CHECK(std::all_of(y.begin(), y.end(), [](float v) { return v == 7; }));

    slope[1] = tests::nan<float>;
    CHECK(message([&] { (void)actfn::prelu.each({.slope = slope}); }) ==
          "actfn::prelu: slope[1] = nan must be a finite number");
    std::vector<double> const beta{1, 2, 0};
    CHECK(message([&] { (void)actfn::softplus.each({.beta = beta}); }) ==
          "actfn::softplus: beta[2] = 0 must be different from 0");
    std::vector<double> const lo{0, 2};
    std::vector<double> const hi{1, 1};
    CHECK(message([&] { (void)actfn::hard_tanh.each({.lo = lo, .hi = hi}); }) ==
          "actfn::hard_tanh: lo[1] = 2 must be at most hi = 1");
    CHECK(message([&] { (void)actfn::hard_tanh.each({.lo = lo, .hi = 1}); }) ==
          "actfn::hard_tanh: lo[1] = 2 must be at most hi = 1");
    // Of a channel and an element: where the call says what belongs together.
    std::vector<double> const of_elements{3, 1, 3, 1};
    auto const g = actfn::hard_tanh.each({.lo = lo, .hi = of_elements});
    std::vector<double> z(4, 7);
    CHECK(message([&] {
              actfn::forward(g, z, z, axis_layout{2, 2, 1});
          }) == "actfn::hard_tanh: lo = 2 must be at most hi = 1");
    CHECK(z[0] == 7);
}

namespace {

/// Σ gy·∂f/∂p over the elements of each channel, one by one.
template <class One, class X, class Slope>
std::vector<double> sums(One one, axis_layout l, X const& x, X const& gy, Slope slope) {
    std::vector<double> total(l.size);
    for (std::size_t i = 0; i < x.size(); ++i) {
        std::size_t const c = i / l.inner % l.size;
        auto const s = slope(one(c).parameter_derivatives(x[i]));
        total[c] += static_cast<double>(gy[i]) * static_cast<double>(s);
    }
    return total;
}

} // namespace

TEMPLATE_TEST_CASE("gradients by parameters along an axis", "[array]", float, double) {
    using T = TestType;
    for (auto const l : {axis_layout{6, 3, 1}, axis_layout{2, 3, 5}, axis_layout{1, 2, 3000},
                         axis_layout{700, 5, 1}, axis_layout{3, 200, 1}, axis_layout{0, 3, 1}}) {
        auto const x = inputs<T>(l.extent());
        auto gy = inputs<T>(l.extent());
        std::reverse(gy.begin(), gy.end());
        auto const beta = parameters<T>(l.size, 0.5);
        auto const f = actfn::mpelu.each({.alpha = 0.3, .beta = beta});
        auto const one = [&](std::size_t c) {
            return actfn::mpelu.with({.alpha = 0.3, .beta = double(beta[c])});
        };
        auto const by_beta = sums(one, l, x, gy, [](auto const& s) { return s.beta; });
        auto const by_alpha = sums(one, l, x, gy, [](auto const& s) { return s.alpha; });
        double alpha = 0;
        for (double const a : by_alpha) alpha += a;

        std::vector<T> got(l.size, T(7));
        T got_alpha = 7;
        actfn::parameter_gradient(f, x, gy, l, f.gradients({.alpha = got_alpha, .beta = got}));
        INFO(l.outer << " x " << l.size << " x " << l.inner);
        double const tolerance = sizeof(T) == 4 ? 2e-4 : 1e-11; // of sums of thousands of terms
        for (std::size_t c = 0; c < l.size; ++c) {
            CHECK(std::abs(double(got[c]) - by_beta[c]) <= tolerance * (1 + std::abs(by_beta[c])));
        }
        CHECK(std::abs(double(got_alpha) - alpha) <= tolerance * (1 + std::abs(alpha)));

        // In one pass with the gradient by x; added to what is there; one of them only.
        std::vector<T> gx(x.size()), expected(x.size());
        std::vector<T> sum(l.size, T(1));
        actfn::backward(f, x, gy, gx, l, f.gradients({.beta = actfn::add_to(sum)}));
        actfn::backward(f, x, gy, expected, l);
        CHECK(gx == expected);
        for (std::size_t c = 0; c < l.size; ++c) CHECK(std::abs(sum[c] - 1 - got[c]) < T(1e-3));
    }
}

TEMPLATE_TEST_CASE("gradients by parameters of kernels that branch", "[array]", float, double) {
    using T = TestType;
    for (auto const l : {axis_layout{70, 20, 1}, axis_layout{3, 40, 1}, axis_layout{130, 5, 1},
                         axis_layout{5, 3, 20}}) {
        auto const x = inputs<T>(l.extent());
        auto gy = inputs<T>(l.extent());
        std::reverse(gy.begin(), gy.end());
        auto const p = parameters<T>(l.size, 0.5);
        auto const f = actfn::dyt.each({.alpha = p, .gamma = 2});
        auto const one = [&](std::size_t c) {
            return actfn::dyt.with({.alpha = double(p[c]), .gamma = 2});
        };
        auto const right = sums(one, l, x, gy, [](auto const& s) { return s.alpha; });
        std::vector<T> got(l.size, T(7)), again(l.size), gx(x.size()), expected(x.size());
        actfn::parameter_gradient(f, x, gy, l, f.gradients({.alpha = got}));
        actfn::backward(f, x, gy, gx, l, f.gradients({.alpha = again}));
        actfn::backward(f, x, gy, expected, l);
        INFO(l.outer << " x " << l.size << " x " << l.inner);
        CHECK(gx == expected);
        CHECK(got == again);
        double const tolerance = sizeof(T) == 4 ? 1e-5 : 1e-13;
        for (std::size_t c = 0; c < l.size; ++c) {
            CHECK(std::abs(double(got[c]) - right[c]) <= tolerance * (1 + std::abs(right[c])));
        }
    }
}

TEST_CASE("gradients by parameters of every element, of gates and complex functions", "[array]") {
    auto const x = inputs<float>(24);
    auto const gy = inputs<float>(24);
    auto const p = parameters<float>(24, 0.2);
    std::vector<float> g(24);
    auto const elus = actfn::elu.each({.alpha = p});
    actfn::parameter_gradient(elus, x, gy, elus.gradients({.alpha = g}));
    for (std::size_t i = 0; i < 24; ++i) {
        auto const f = actfn::elu.with({.alpha = p[i]});
        CHECK(g[i] == gy[i] * f.parameter_derivatives(x[i]).alpha);
    }
    axis_layout const l{.outer = 4, .size = 3, .inner = 2};
    std::vector<float> const beta{0.5F, 1.5F, 2};
    std::vector<double> by_beta(3);
    std::vector<float> ga(24), gb(24);
    auto const gated = actfn::swiglu.each({.beta = beta});
    actfn::backward(gated, x, x, gy, ga, gb, l, gated.gradients({.beta = by_beta}));
    std::vector<double> by_bias(3);
    std::vector<std::complex<float>> z(24), gw(24);
    for (std::size_t i = 0; i < 24; ++i) z[i] = {x[i], p[i]};
    for (std::size_t i = 0; i < 24; ++i) gw[i] = {gy[i], x[i]};
    std::vector<float> const bias{-0.5F, 0.25F, -3};
    auto const biased = actfn::modrelu.each({.b = bias});
    actfn::parameter_gradient(biased, z, gw, l, biased.gradients({.b = by_bias}));
    for (std::size_t c = 0; c < 3; ++c) {
        auto const f = actfn::swiglu.with({.beta = beta[c]});
        auto const m = actfn::modrelu.with({.b = bias[c]});
        double expected = 0;
        double expected_bias = 0;
        for (std::size_t o = 0; o < 4; ++o) {
            std::size_t const i = (o * 3 + c) * 2;
            auto const part = [&](auto const& v) { return std::span(v).subspan(i, 2); };
            expected += double(actfn::parameter_gradient(f, part(x), part(x), part(gy)).beta);
            expected_bias += double(actfn::parameter_gradient(m, part(z), part(gw)).b);
            CHECK(ga[i] == f.backward(x[i], x[i], gy[i]).value);
        }
        CHECK(std::abs(by_beta[c] - expected) < 1e-4 * (1 + std::abs(expected)));
        CHECK(std::abs(by_bias[c] - expected_bias) < 1e-4 * (1 + std::abs(expected_bias)));
    }
}

TEST_CASE("what is wrong with gradients by parameters is reported", "[array]") {
    auto const x = inputs<float>(12);
    std::vector<float> gx(12, 7);
    std::vector<float> const slope{0.1F, 0.5F, 0.25F};
    auto const f = actfn::prelu.each({.slope = slope});
    axis_layout const l{4, 3, 1};
    CHECK(message([&] { actfn::parameter_gradient(f, x, x, l, f.gradients({.slope = gx})); }) ==
          "actfn::parameter_gradient(prelu): the gradient of slope has 12 entries, slope has 3");
    CHECK(contains(message([&] {
                       actfn::backward(f, x, x, gx, l,
                                       f.gradients({.slope = std::span(gx).first(3)}));
                   }),
                   "overlaps gx"));
    CHECK(std::all_of(gx.begin(), gx.end(), [](float v) { return v == 7; }));
}

TEST_CASE("a parameter that does not count takes nothing from an infinite gradient", "[array]") {
    std::vector<double> const slopes{0.5, 0.5};
    std::vector<float> const x{2, -3};
    std::vector<float> const gy{tests::infinity<float>, 4};
    std::vector<double> by_slope(2);
    auto const f = actfn::prelu.each({.slope = slopes});
    actfn::parameter_gradient(f, x, gy, f.gradients({.slope = by_slope}));
    CHECK(by_slope == std::vector<double>{0, -12});
}
