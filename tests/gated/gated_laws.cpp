// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/eigen/gated.hpp>
#include <actfn/gated.hpp>
#include <actfn/pointwise/gelu.hpp>
#include <actfn/pointwise/tanh.hpp>

#include <vector>

// Laws of every gated activation.

namespace {

using tests::same;

template <class T> std::vector<T> numbers(std::size_t n, tests::random_numbers& next) {
    std::vector<T> v(n);
    for (T& t : v) t = static_cast<T>(next(-12, 12));
    return v;
}

template <class T> using matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
template <class T>
using rows_first = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

template <class A, class B> bool equal(A const& a, B const& b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), same<typename A::value_type>);
}

/// Scalars, arrays, halves of an array and Eigen expressions give the same bits.
template <class T, class F> void same_bits_everywhere(F const& f) {
    constexpr std::size_t w = actfn::core::lanes<actfn::core::pack<T>>;
    tests::random_numbers next;
    for (std::size_t n = 0; n <= 2 * w + 1; ++n) {
        INFO(F::facts.name << ", " << n << " elements of " << tests::type_name<T>);
        auto const a = numbers<T>(n, next);
        auto const b = numbers<T>(n, next);
        auto const g = numbers<T>(n, next);
        std::vector<T> y(n);
        std::vector<T> ga(n);
        std::vector<T> gb(n);
        for (std::size_t i = 0; i < n; ++i) {
            y[i] = f(a[i], b[i]);
            auto const gradient = f.backward(a[i], b[i], g[i]);
            ga[i] = gradient.value;
            gb[i] = gradient.gate;
            CHECK(same(ga[i], g[i] * f.derivative_by_value(a[i], b[i])));
            CHECK(same(gb[i], g[i] * f.derivative_by_gate(a[i], b[i])));
        }

        std::vector<T> out(n);
        actfn::forward(f, a, b, out);
        CHECK(equal(out, y));
        out = b;
        actfn::forward(f, a, out, out);
        CHECK(equal(out, y));
        std::vector<T> value = a;
        std::vector<T> gate = b;
        actfn::backward(f, value, gate, g, value, gate);
        CHECK(equal(value, ga));
        CHECK(equal(gate, gb));

        for (actfn::gate const which : {actfn::gate::first, actfn::gate::second}) {
            bool const second = which == actfn::gate::second;
            std::vector<T> x = second ? a : b;
            x.insert(x.end(), (second ? b : a).begin(), (second ? b : a).end());
            std::vector<T> gx = second ? ga : gb;
            gx.insert(gx.end(), (second ? gb : ga).begin(), (second ? gb : ga).end());
            actfn::forward(f, x, out, which);
            CHECK(equal(out, y));
            std::vector<T> gradient(2 * n);
            actfn::backward(f, x, g, gradient, which);
            CHECK(equal(gradient, gx));

            using column = Eigen::Matrix<T, Eigen::Dynamic, 1>;
            Eigen::Map<column const> const v(x.data(), static_cast<Eigen::Index>(2 * n));
            column const lazy = f(v, which);
            CHECK(equal(std::span(lazy.data(), n), y));
            matrix<T> const both = v.replicate(1, 2);
            rows_first<T> const columns = f(both.colwise(), which);
            matrix<T> const rows = f(both.transpose().rowwise(), which);
            for (Eigen::Index i = 0; i < lazy.size(); ++i) {
                CHECK(same(columns(i, 1), lazy(i)));
                CHECK(same(rows(1, i), lazy(i)));
            }
            // In place: the result takes the place of the values.
            actfn::forward(f, x, second ? std::span(x).first(n) : std::span(x).last(n), which);
            CHECK(equal(second ? std::span(x).first(n) : std::span(x).last(n), y));
        }
    }
}

template <class T, class F> void eigen_matches_arrays(F const& f) {
    tests::random_numbers next;
    matrix<T> a(5, 7);
    matrix<T> b(5, 7);
    matrix<T> g(5, 7);
    for (auto* m : {&a, &b, &g}) {
        for (Eigen::Index i = 0; i < m->size(); ++i) m->data()[i] = static_cast<T>(next(-9, 9));
    }
    auto const size = static_cast<std::size_t>(a.size());
    auto const span = [&](matrix<T>& m) { return std::span(m.data(), size); };
    matrix<T> y(5, 7);
    matrix<T> ga(5, 7);
    matrix<T> gb(5, 7);
    actfn::forward(f, span(a), span(b), span(y));
    actfn::backward(f, span(a), span(b), span(g), span(ga), span(gb));

    matrix<T> const lazy = f(a + matrix<T>::Zero(5, 7), b);
    CHECK(lazy == y);
    auto const gradient = f.backward(a, b, g);
    CHECK(matrix<T>(gradient.value) == ga);
    CHECK(matrix<T>(gradient.gate) == gb);
    Eigen::Array<T, 5, 7> const array = f(a.array(), b.array());
    CHECK(array.matrix() == y);

    // Blocks of one matrix of the other order.
    rows_first<T> x(10, 7);
    x << a, b;
    rows_first<T> gx(10, 7);
    rows_first<T> out(5, 7);
    actfn::forward(f, x.topRows(5), x.bottomRows(5), out);
    CHECK(out == y);
    actfn::backward(f, x.topRows(5), x.bottomRows(5), g, gx.topRows(5), gx.bottomRows(5));
    CHECK(gx.topRows(5) == ga);
    CHECK(gx.bottomRows(5) == gb);
}

/// Both derivatives against differences.
template <class F> void derivatives_are_right(F const& f) {
    tests::random_numbers next;
    for (int i = 0; i < 50; ++i) {
        double const a = next(-3, 3);
        double const b = next(-4, 4);
        double const h = 1e-3;
        auto const slope = [&](auto at) {
            return (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
        };
        double const by_value = slope([&](double s) { return f(a + s, b); });
        double const by_gate = slope([&](double s) { return f(a, b + s); });
        INFO(F::facts.name << " at " << a << ", " << b);
        CHECK(std::abs(f.derivative_by_value(a, b) - by_value) < 1e-9);
        CHECK(std::abs(f.derivative_by_gate(a, b) - by_gate) < 1e-9);
    }
}

template <class F> void laws(F const& f) {
    same_bits_everywhere<float>(f);
    same_bits_everywhere<double>(f);
    eigen_matches_arrays<float>(f);
    derivatives_are_right(f);
}

} // namespace

TEST_CASE("glu", "[gated]") {
    laws(actfn::glu);
    CHECK(actfn::glu(2.0, 0.0) == 1.0);
    CHECK(actfn::glu(-3.0F, 200.0F) == -3.0F);
}

TEST_CASE("swiglu", "[gated]") {
    laws(actfn::swiglu);
    laws(actfn::swiglu.with({.beta = 1.702}));
    CHECK(actfn::swiglu(3.0, 100.0) == 300.0);
    CHECK(actfn::swiglu.with({.beta = 0})(3.0, 5.0) == 7.5);
}

TEST_CASE("gated_by makes a gated unit of any activation", "[gated]") {
    auto const geglu = actfn::gated_by(actfn::gelu);
    laws(geglu);
    CHECK(geglu(3.0F, 1.25F) == 3.0F * actfn::gelu(1.25F));
    // WaveNet's unit is a composition.
    CHECK(actfn::glu(actfn::tanh(0.5), 0.25) == actfn::tanh(0.5) * actfn::sigmoid(0.25));
}

TEST_CASE("misuse of gated units", "[gated]") {
    std::vector<float> x(9, 7.0F);
    std::vector<float> y(5, 7.0F);
    auto const message = [](auto call) -> std::string {
        try {
            call();
        } catch (std::invalid_argument const& error) {
            return error.what();
        }
        return "no exception";
    };
    auto const second = actfn::gate::second;
    CHECK(message([&] { actfn::forward(actfn::glu, x, y, second); }) ==
          "actfn::forward(glu): x has 9 elements, which do not split in 2 halves");
    x.resize(8);
    CHECK(message([&] { actfn::forward(actfn::glu, x, y, second); }) ==
          "actfn::forward(glu): half of x has 4 elements, y has 5");
    CHECK(message([&] { actfn::forward(actfn::swiglu, x, y, x); }) ==
          "actfn::forward(swiglu): a has 8 elements, b has 5");
    CHECK(message([&] { actfn::backward(actfn::swiglu, x, x, x, x, x); }).find("overlaps") !=
          std::string::npos);
    CHECK(message([&] {
              actfn::forward(actfn::glu, x, std::span(x).subspan(2, 4), second);
          }).find("overlaps") != std::string::npos);
    CHECK(std::count(x.begin(), x.end(), 7.0F) == 8);

    Eigen::MatrixXd const a(3, 4);
    Eigen::MatrixXd const b(4, 3);
    CHECK(message([&] { Eigen::MatrixXd const z = actfn::glu(a, b); }) ==
          "actfn::glu: b is 4 x 3, expected 3 x 4");
    CHECK(message([&] { Eigen::MatrixXd const z = actfn::glu(a.colwise(), second); }) ==
          "actfn::glu: x is 3 x 4, 3 entries do not split in 2 halves");
}
