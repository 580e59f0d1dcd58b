// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "rowwise/softmax_reference.hpp"
#include <actfn/eigen/loss.hpp>
#include <actfn/loss.hpp>

#include <vector>

// mse and sigmoid_binary_cross_entropy, entry by entry and reduced.

namespace {

/// log(1 + e^x) in long double.
long double softplus(long double x) { return (x > 0 ? x : 0) + std::log1p(std::exp(-std::abs(x))); }
long double logistic(long double x) { return 1 / (1 + std::exp(-x)); }

template <class T, class Loss> void reductions_agree(Loss const& loss) {
    constexpr std::size_t w = actfn::core::lanes<actfn::core::pack<T>>;
    tests::random_numbers next;
    for (std::size_t n = 1; n <= 4 * w + 1; ++n) {
        INFO(Loss::facts.name << ", " << n << " elements of " << tests::type_name<T>);
        std::vector<T> x(n);
        std::vector<T> t(n);
        for (T& v : x) v = static_cast<T>(next(-6, 6));
        for (T& v : t) v = static_cast<T>(next(0, 1));
        double sum = 0;
        std::vector<T> by_entry(n);
        for (std::size_t i = 0; i < n; ++i) {
            auto const j = loss.value_and_derivative(x[i], t[i]);
            CHECK(tests::same(j.value, loss(x[i], t[i])));
            CHECK(tests::same(j.derivative, loss.derivative(x[i], t[i])));
            sum += static_cast<double>(j.value);
            by_entry[i] = j.derivative;
        }
        double const close = 3 * static_cast<double>(std::numeric_limits<T>::epsilon());
        auto const near = [&](T got, double expected) {
            return std::abs(static_cast<double>(got) - expected) <= close * expected;
        };
        std::vector<T> g(n);
        T const mean = loss(x, t);
        T const total = loss.sum(x, t);
        CHECK(near(mean, sum / static_cast<double>(n)));
        CHECK(near(total, sum));
        CHECK(loss.sum(x, t, g) == total);
        CHECK(g == by_entry);
        CHECK(loss(x, t, g) == mean);
        for (std::size_t i = 0; i < n; ++i) CHECK(g[i] == by_entry[i] / static_cast<T>(n));

        using vector = Eigen::Matrix<T, Eigen::Dynamic, 1>;
        Eigen::Map<vector const> const xe(x.data(), static_cast<Eigen::Index>(n));
        Eigen::Map<vector const> const te(t.data(), static_cast<Eigen::Index>(n));
        vector ge(xe.size());
        CHECK(loss(xe, te) == mean);
        CHECK(loss(xe + vector::Zero(xe.size()), te, ge) == mean);
        CHECK(std::equal(g.begin(), g.end(), ge.data()));
        CHECK(loss.sum(xe.array(), te.array()) == total);

        // The gradient may take the place of the logits or the targets.
        auto in_place = x;
        CHECK(loss(in_place, t, in_place) == mean);
        CHECK(in_place == g);
        in_place = t;
        CHECK(loss(x, in_place, in_place) == mean);
        CHECK(in_place == g);
    }
}

template <class Loss> void matrices_agree(Loss const& loss) {
    tests::random_numbers next;
    Eigen::MatrixXd x(4, 6);
    Eigen::MatrixXd t(4, 6);
    for (Eigen::Index i = 0; i < 24; ++i) {
        x.data()[i] = next(-3, 3);
        t.data()[i] = next(0, 1);
    }
    Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> const xr = x;
    Eigen::MatrixXd g(4, 6);
    Eigen::MatrixXd gr(4, 6);
    double const mean = loss(x, t, g);
    CHECK(std::abs(loss(xr, t, gr) - mean) < 1e-14);
    CHECK(gr == g);
    Eigen::MatrixXd frame = Eigen::MatrixXd::Constant(6, 8, 7);
    frame.block(1, 1, 4, 6) = x;
    CHECK(std::abs(loss(frame.block(1, 1, 4, 6), t, frame.block(1, 1, 4, 6)) - mean) < 1e-14);
    CHECK(frame.block(1, 1, 4, 6) == g);
    CHECK(frame(0, 0) == 7);
    CHECK(frame(5, 7) == 7);
}

template <class Loss> void misuse_is_reported(Loss const& loss) {
    std::vector<float> x(4, 7.0F);
    std::vector<float> t(5, 7.0F);
    auto const message = [](auto call) -> std::string {
        try {
            call();
        } catch (std::invalid_argument const& error) {
            return error.what();
        }
        return "no exception";
    };
    std::string const name(Loss::facts.name);
    CHECK(message([&] { loss(x, t, x); }) ==
          "actfn::loss(" + name + "): x has 4 elements, t has 5");
    CHECK(message([&] { loss(x, x, t); }) ==
          "actfn::loss(" + name + "): x has 4 elements, gx has 5");
    CHECK(std::count(t.begin(), t.end(), 7.0F) == 5);
    Eigen::MatrixXf const a(2, 3);
    Eigen::MatrixXf g(3, 2);
    CHECK(message([&] { loss(a, a, g); }) == "actfn::" + name + ": gx is 3 x 2, expected 2 x 3");
    CHECK(message([&] { loss(a, g); }) == "actfn::" + name + ": t is 3 x 2, expected 2 x 3");
}

} // namespace

TEST_CASE("mse", "[loss]") {
    reductions_agree<float>(actfn::mse);
    reductions_agree<double>(actfn::mse);
    matrices_agree(actfn::mse);
    misuse_is_reported(actfn::mse);
    CHECK(actfn::mse(3.0, 1.0) == 4.0);
    CHECK(actfn::mse.derivative(3.0F, 1.0F) == 4.0F);
    CHECK(std::isnan(actfn::mse(tests::nan<float>, 1.0F)));
}

TEST_CASE("sigmoid_binary_cross_entropy", "[loss]") {
    auto const& loss = actfn::sigmoid_binary_cross_entropy;
    reductions_agree<float>(loss);
    reductions_agree<double>(loss);
    reductions_agree<float>(loss.with({.positive_weight = 2.5}));
    matrices_agree(loss);
    misuse_is_reported(loss);
    CHECK_THROWS_WITH(
        loss.with({.positive_weight = -1}),
        "actfn::sigmoid_binary_cross_entropy: positive_weight = -1 must be greater than 0");
}

TEMPLATE_TEST_CASE("accuracy of sigmoid_binary_cross_entropy", "[loss]", float, double) {
    using T = TestType;
    auto const& loss = actfn::sigmoid_binary_cross_entropy;
    double const slack = tests::reference_slack<T>;
    tests::random_numbers next;
    for (int i = 0; i < 4000; ++i) {
        double const limit = i % 2 == 0 ? 5 : (sizeof(T) == 4 ? 85 : 700);
        T const x = static_cast<T>(next(-limit, limit));
        T const t = i % 3 == 0 ? T(0) : i % 3 == 1 ? T(1) : static_cast<T>(next(0, 1));
        auto const j = loss.value_and_derivative(x, t);
        long double const lx = x;
        long double const lt = t;
        INFO("x = " << x << ", t = " << t << ": " << j.value << ", " << j.derivative);
        auto const value = tests::to_precise(lt * softplus(-lx) + (1 - lt) * softplus(lx));
        CHECK(tests::ulp_error(j.value, value) <= loss.facts.max_ulp.value + slack);
        long double const up = (1 - lt) * logistic(lx);
        long double const down = lt * logistic(-lx);
        CHECK(tests::ulp_error(j.derivative, tests::to_precise(up - down),
                               static_cast<double>(std::max(up, down))) <=
              loss.facts.max_ulp.gradient + slack);
    }
    T const inf = tests::infinity<T>;
    CHECK(loss(inf, T(1)) == 0);
    CHECK(loss(-inf, T(0)) == 0);
    CHECK(loss(inf, T(0)) == inf);
    CHECK(loss(-inf, T(0.5)) == inf);
    CHECK(loss.derivative(-inf, T(1)) == -1);
    CHECK(loss.derivative(inf, T(1)) == 0);
    CHECK(std::isnan(loss(tests::nan<T>, T(1))));
    CHECK(std::isnan(loss.derivative(tests::nan<T>, T(0))));
}
