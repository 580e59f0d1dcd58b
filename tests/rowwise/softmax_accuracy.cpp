// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "laws/rows.hpp"
#include "rowwise/softmax_reference.hpp"

// softmax and log_softmax against long double, within the bounds their facts state.

namespace {

struct worst {
    double ulp = 0;
    std::string where;
    void see(double error, std::string text) {
        if (error > ulp) {
            ulp = error;
            where = std::move(text);
        }
    }
};

template <class T> void sweep(double temperature, int rows, int longest) {
    auto const& softmax = tests::rows_of<T>("softmax");
    auto const& log_softmax = tests::rows_of<T>("log_softmax");
    auto const f = softmax.at_temperature(temperature);
    auto const log_f = log_softmax.at_temperature(temperature);
    tests::random_numbers next;
    worst value;
    worst log;
    worst slope;
    worst log_slope;
    for (int i = 0; i < rows; ++i) {
        auto const n =
            i % 100 == 99 ? std::size_t(3000) : static_cast<std::size_t>(1 + i % longest);
        // From all alike to one outweighing all, which is what a trained network returns.
        double const scale = std::exp(next(-5, sizeof(T) == 4 ? 5 : 7));
        std::vector<T> x(n);
        std::vector<T> g(n);
        for (T& v : x) v = static_cast<T>(scale * next(-1, 1));
        for (T& v : g) v = static_cast<T>(next(-1, 1));
        std::vector<T> y(n);
        std::vector<T> l(n);
        std::vector<T> gx(n);
        std::vector<T> gl(n);
        f.forward(x, y);
        log_f.forward(x, l);
        f.backward(x, g, gx);
        log_f.backward(x, g, gl);
        tests::softmax_reference const right(x, temperature);
        long double mean = 0;
        long double mean_abs = 0;
        long double sum = 0;
        long double sum_abs = 0;
        for (std::size_t j = 0; j < n; ++j) {
            long double const weighted = right.softmax(j) * static_cast<long double>(g[j]);
            mean += weighted;
            mean_abs += std::abs(weighted);
            sum += g[j];
            sum_abs += std::abs(g[j]);
        }
        for (std::size_t j = 0; j < n; ++j) {
            std::string const where = "n = " + std::to_string(n) + ", scale " +
                                      std::to_string(scale) + ", entry " + std::to_string(j);
            long double const p = right.softmax(j);
            auto const expected = tests::to_precise(p);
            value.see(tests::ulp_error(y[j], expected), where);
            log.see(tests::ulp_error(l[j], tests::to_precise(right.log_softmax(j))), where);
            // The bound is in units of the terms that cancel; a subnormal y has fewer digits.
            auto const weight = [&](long double v) { return static_cast<double>(v / temperature); };
            double const terms = weight(p * (std::abs(g[j]) + mean_abs));
            if (expected.hi > static_cast<double>(std::numeric_limits<T>::min())) {
                slope.see(tests::ulp_error(
                              gx[j], tests::to_precise(p * (g[j] - mean) / temperature), terms),
                          where);
            }
            log_slope.see(tests::ulp_error(gl[j], tests::to_precise((g[j] - p * sum) / temperature),
                                           weight(std::abs(g[j]) + p * sum_abs)),
                          where);
        }
    }
    double const slack = tests::reference_slack<T>;
    INFO(tests::type_name<T> << ", temperature " << temperature);
    auto const within = [&](worst const& w, double bound) {
        INFO(w.ulp << " ULP at " << w.where);
        CHECK(w.ulp <= bound + slack);
    };
    within(value, softmax.facts->max_ulp.value);
    within(log, log_softmax.facts->max_ulp.value);
    within(slope, softmax.facts->max_ulp.derivative);
    // Without a fused operation 3 ULP stand for 2.
    double const unfused = actfn::math::has_fma<actfn::math::pack<T>> ? 1 : 1.5;
    within(log_slope, unfused * log_softmax.facts->max_ulp.derivative);
}

} // namespace

TEMPLATE_TEST_CASE("accuracy of softmax and log_softmax", "[rowwise]", float, double) {
    sweep<TestType>(1, 1500, 301);
    for (double temperature : {0.5, 0.3, 2.5, 7.3, 40.0}) sweep<TestType>(temperature, 1500, 67);
}

TEMPLATE_TEST_CASE("softmax of two entries is the logistic of their difference", "[rowwise]", float,
                   double) {
    std::vector<TestType> x{static_cast<TestType>(-3.25), static_cast<TestType>(1.5)};
    auto const& softmax = tests::rows_of<TestType>("softmax");
    softmax.forward(x, x);
    CHECK(tests::ulp_error(x[0], tests::to_precise(1 / (1 + std::exp(4.75L)))) < 2);
}
