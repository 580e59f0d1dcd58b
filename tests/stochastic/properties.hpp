// SPDX-License-Identifier: MIT
#pragma once
#include "catch.hpp"
#include "laws/fronts.hpp"
#include "laws/running.hpp"
#include "numbers.hpp"
#include <actfn/array.hpp>
#include <actfn/eigen.hpp>
#include <actfn/stochastic/gumbel_softmax.hpp>

#include <cmath>
#include <string>
#include <vector>

/// Laws of stochastic activations. In inference they are pointwise activations; in training, pure
/// functions of x and the number of the element.
namespace tests {

inline constexpr std::uint64_t seed = 0x9d39247e33776d41U;
inline constexpr std::uint64_t stream = 0x2af7398005aaa5c7U;

/// `order`: how the 2·n coefficients lie in memory; the results are in the order of memory.
template <int order, class T, class F>
void in_any_order(F const& f, columns<T> const& in, columns<T> const& expected,
                  column<T> const& expected_gx) {
    using Matrix = Eigen::Array<T, Eigen::Dynamic, Eigen::Dynamic, order>;
    auto const rows = static_cast<Eigen::Index>(in[0].size() / 2);
    Eigen::Map<Matrix const> const x(in[0].data(), rows, 2);
    Eigen::Map<Matrix const> const g(in[1].data(), rows, 2);
    Matrix const y = f(x);
    // Into the other order, and part of a larger expression.
    Eigen::Array<T, Eigen::Dynamic, Eigen::Dynamic> const turned = f.derivative(x) * T(1);
    Matrix const d = turned;
    Matrix const gx = f.backward(x, g);
    CHECK(std::equal(expected[0].begin(), expected[0].end(), y.data(), same<T>));
    CHECK(std::equal(expected[1].begin(), expected[1].end(), d.data(), same<T>));
    CHECK(std::equal(expected_gx.begin(), expected_gx.end(), gx.data(), same<T>));
}

/// The bits of an element depend on its value, the seed, the stream and its number: not on what
/// part of the data is asked for. `from(f, i)` are the draws from element i on.
template <class T>
void check_parts(subject<T> const& s, columns<T> const& in,
                 void const* (*from)(void const* f, std::uint64_t element));

/// Nor do they depend on how a matrix lies in memory.
template <class T, class F> void numbers_decide(F const& f) {
    random_numbers random;
    columns<T> const in = {random_column<T>(150, -6, 6, random),
                           random_column<T>(150, -2, 2, random)};
    auto const train = f.train(seed, stream).from(5);
    using training = std::remove_const_t<decltype(train)>;
    subject<T> const s = subject_of<T>(train);
    check_parts<T>(s, in, [](void const* g, std::uint64_t element) -> void const* {
        static training part;
        part = static_cast<training const*>(g)->from(element);
        return &part;
    });
    if constexpr (every_front_end) {
        columns<T> const both = run(s.together, &train, columns<T>{in[0]});
        column<T> const gx = run(s.backward, &train, in)[0];
        in_any_order<Eigen::ColMajor>(train, in, both, gx);
        in_any_order<Eigen::RowMajor>(train, in, both, gx);
        // In place, and with a number beyond 32 bits.
        auto const far = f.train(seed, stream).from((std::uint64_t{1} << 40) + 3);
        column<T> y = in[0];
        actfn::forward(far, y, y);
        CHECK(run(s.value, &far, in[0]) == y);
    }
}

/// Differences are no slopes where a kink or a jump lies between.
inline bool smooth(double below, double here, double above, double h) {
    return std::abs(below + above - 2 * here) <=
           1e-3 * h * std::max({1.0, std::abs(above - below) / h});
}

/// The fields of a kernel, or of its derivatives.
template <class K> std::vector<double> numbers_in(K const& k) {
    return std::apply(
        [](auto... field) { return std::vector<double>{static_cast<double>(field)...}; },
        actfn::core::fields(k));
}
/// The kernel with one field multiplied.
template <class K> K changed(K k, std::size_t which, double factor) {
    std::size_t p = 0;
    std::apply([&](auto&... field) { ((field *= p++ == which ? factor : 1), ...); },
               actfn::core::fields(k));
    return k;
}

template <class F> void derivatives_are_slopes(F const& f) {
    constexpr double h = 1e-6;
    using K = typename F::kernel_type;
    random_numbers random;
    std::size_t compared = 0;
    double ones = 0;
    double mean = 0;
    for (std::uint64_t i = 0; i < 4000; ++i) {
        auto const at = f.train(seed).from(i);
        double const x = random(-7, 7);
        if constexpr (requires { K::straight_through; }) { // a step: the slope is that of the mean
            ones += at(x) == 1 ? 1 : 0;
            CHECK((at(x) == 0 || at(x) == 1));
            mean += f(x);
            ++compared;
            CHECK(at.derivative(x) == f.derivative(x));
            continue;
        }
        double const here = at(x);
        double const below = at(x - h);
        double const above = at(x + h);
        INFO("x = " << x << ", element " << i);
        if (smooth(below, here, above, h)) {
            ++compared;
            CHECK(std::abs(at.derivative(x) - (above - below) / (2 * h)) < 1e-7);
        }
        if constexpr (actfn::has_parameters<K>) {
            std::vector<double> const slopes = numbers_in(at.parameter_derivatives(x));
            std::vector<double> const sizes = numbers_in(f.kernel());
            for (std::size_t p = 0; p < slopes.size(); ++p) {
                if (sizes[p] == 0) continue;
                double const upper = f.with(changed(f.kernel(), p, 1 + h)).train(seed).from(i)(x);
                double const lower = f.with(changed(f.kernel(), p, 1 - h)).train(seed).from(i)(x);
                if (!smooth(lower, here, upper, h)) continue;
                INFO("parameter " << p);
                CHECK(std::abs(slopes[p] - (upper - lower) / (2 * h * sizes[p])) < 1e-6);
            }
        }
    }
    CHECK(compared > 3900);
    CHECK(std::abs(ones - mean) < 160); // five standard deviations at most
}

/// NaN from NaN alone; a float has the draw of a double.
template <class F> void special_values_in_training(F const& f) {
    std::size_t unlike = 0;
    for (std::uint64_t i = 0; i < 500; ++i) {
        auto const at = f.train(seed, 1).from(i);
        for (double const x : {nan<double>, -nan<double>}) {
            CHECK(std::isnan(at(x)));
            CHECK(std::isnan(at.derivative(x)));
            CHECK(std::isnan(at(static_cast<float>(x))));
            CHECK(std::isnan(at.derivative(static_cast<float>(x))));
        }
        for (double const x : {infinity<double>, -infinity<double>, 3e38, -3e38, 0.0, -0.0}) {
            INFO("x = " << x);
            CHECK(!std::isnan(at(x)));
            CHECK(!std::isnan(at.derivative(x)));
            CHECK(!std::isnan(at(static_cast<float>(x))));
            CHECK(!std::isnan(at.derivative(static_cast<float>(x))));
        }
        double const x = 0.03125 * (static_cast<double>(i) - 250);
        if (std::abs(static_cast<double>(at(static_cast<float>(x))) - at(x)) > 4e-6) ++unlike;
    }
    CHECK(unlike == 0);
}

template <actfn::pointwise_function F> void inference_laws(F const& f) {
    check_laws(subject_of<float>(f));
    check_laws(subject_of<double>(f));
}
template <actfn::pointwise_function F> void report_inference(F const& f) {
    report(subject_of<float>(f));
    report(subject_of<double>(f));
}

template <actfn::pointwise_function F> void training_laws(F const& f) {
    auto const train = f.train(seed, stream).from(5);
    check_laws(subject_of<float>(train));
    check_laws(subject_of<double>(train));
    SECTION("numbers of elements decide") {
        numbers_decide<float>(f);
        numbers_decide<double>(f);
    }
    SECTION("derivatives are slopes") { derivatives_are_slopes(f); }
    SECTION("special values") { special_values_in_training(f); }
}

// gumbel_softmax is of another kind: see gumbel_softmax.cpp.
template <actfn::rowwise_function F> void inference_laws(F const&) {}
template <actfn::rowwise_function F> void report_inference(F const&) {}
template <actfn::rowwise_function F> void training_laws(F const&) {}

} // namespace tests
