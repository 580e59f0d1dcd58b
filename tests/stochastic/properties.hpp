// SPDX-License-Identifier: MIT
#pragma once
#include "catch.hpp"
#include "numbers.hpp"
#include "pointwise/properties.hpp"
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

/// What is asked of an activation in training, as arrays and as expressions.
template <class T> struct training_results {
    std::vector<T> value, derivative, backward;

    explicit training_results(std::size_t n) : value(n), derivative(n), backward(n) {}
    bool operator==(training_results const& other) const {
        auto const equal = [](auto const& a, auto const& b) {
            return std::equal(a.begin(), a.end(), b.begin(), b.end(), same<T>);
        };
        return equal(value, other.value) && equal(derivative, other.derivative) &&
               equal(backward, other.backward);
    }
    std::vector<T>* begin() { return &value; }
    std::vector<T>* end() { return &backward + 1; }
};

template <class T, class F>
training_results<T> by_arrays(F const& f, std::span<T const> x, std::span<T const> g) {
    training_results<T> r(x.size());
    actfn::value_and_derivative(f, x, r.value, r.derivative);
    actfn::backward(f, x, g, r.backward);
    return r;
}

template <class T, class F>
training_results<T> by_scalars(F const& f, std::span<T const> x, std::span<T const> g) {
    training_results<T> r(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
        auto const at = f.from(f.first() + i);
        auto const j = at.value_and_derivative(x[i]);
        r.value[i] = j.value;
        r.derivative[i] = j.derivative;
        r.backward[i] = at.backward(x[i], g[i]);
    }
    return r;
}

template <class T, class F>
training_results<T> by_batches(F const& f, std::span<T const> x, std::span<T const> g) {
    using V = actfn::math::pack<T>;
    constexpr std::size_t w = actfn::math::lanes<V>;
    training_results<T> r(x.size());
    for (std::size_t i = 0; i + w <= x.size(); i += w) {
        auto const at = f.from(f.first() + i);
        V const v = actfn::math::load<V>(x.data() + i);
        actfn::math::store(r.value.data() + i, at(v));
        actfn::math::store(r.derivative.data() + i, at.derivative(v));
        V const gy = actfn::math::load<V>(g.data() + i);
        actfn::math::store(r.backward.data() + i, at.backward(v, gy));
    }
    return r;
}

/// `order`: how the 2·n coefficients lie in memory; the results are in the order of memory.
template <int order, class T, class F>
training_results<T> by_expressions(F const& f, std::span<T const> x, std::span<T const> g) {
    using Matrix = Eigen::Array<T, Eigen::Dynamic, Eigen::Dynamic, order>;
    auto const rows = static_cast<Eigen::Index>(x.size() / 2);
    Eigen::Map<Matrix const> const from(x.data(), rows, 2);
    Eigen::Map<Matrix const> const gradient(g.data(), rows, 2);
    training_results<T> r(x.size());
    Eigen::Map<Matrix>(r.value.data(), rows, 2) = f(from);
    // Into the other order, and part of a larger expression.
    Eigen::Array<T, Eigen::Dynamic, Eigen::Dynamic> const d = f.derivative(from) * T(1);
    Eigen::Map<Matrix>(r.derivative.data(), rows, 2) = d;
    Eigen::Map<Matrix>(r.backward.data(), rows, 2) = f.backward(from, gradient);
    return r;
}

/// The bits of an element depend on its value, the seed, the stream and its number.
template <class T, class F> void same_bits_in_training(F const& f) {
    constexpr std::size_t longest = 150;
    random_numbers random;
    std::vector<T> x(longest);
    std::vector<T> g(longest);
    for (T& t : x) t = static_cast<T>(random(-6, 6));
    for (T& t : g) t = static_cast<T>(random(-2, 2));
    std::span<T const> const all(x);
    std::span<T const> const gradient(g);
    auto const train = f.train(seed, stream).from(5);
    auto const expected = by_scalars<T>(train, all, gradient);
    auto const batches = by_batches<T>(train, all, gradient);
    constexpr std::size_t w = actfn::math::lanes<actfn::math::pack<T>>;
    for (std::size_t i = 0; i < longest / w * w; ++i) {
        CHECK(same(batches.value[i], expected.value[i]));
        CHECK(same(batches.derivative[i], expected.derivative[i]));
        CHECK(same(batches.backward[i], expected.backward[i]));
    }
    if constexpr (every_front_end) {
        CHECK(by_arrays<T>(train, all, gradient) == expected);
        CHECK((by_expressions<Eigen::ColMajor, T>(train, all, gradient) == expected));
        CHECK((by_expressions<Eigen::RowMajor, T>(train, all, gradient) == expected));

        std::size_t differing = 0;
        for (std::size_t begin = 0; begin < 40; ++begin) {
            for (std::size_t const n : {0U, 1U, 7U, 16U, 33U, 64U, 65U, 110U}) {
                auto const part = by_arrays<T>(train.from(5 + begin), all.subspan(begin, n),
                                               gradient.subspan(begin, n));
                for (std::size_t i = 0; i < n; ++i) {
                    differing += same(part.value[i], expected.value[begin + i]) ? 0 : 1;
                    differing += same(part.derivative[i], expected.derivative[begin + i]) ? 0 : 1;
                    differing += same(part.backward[i], expected.backward[begin + i]) ? 0 : 1;
                }
            }
        }
        CHECK(differing == 0);

        // In place, and with a number beyond 32 bits.
        auto const far = f.train(seed, stream).from((std::uint64_t{1} << 40) + 3);
        std::vector<T> y = x;
        actfn::forward(far, y, y);
        CHECK(by_scalars<T>(far, all, gradient).value == y);
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

template <class T, class F> void parameter_gradient_is_the_sum_in_training(F const& f) {
    if constexpr (every_front_end && actfn::has_parameters<typename F::kernel_type>) {
        random_numbers random;
        auto const train = f.train(seed, 7).from(3);
        std::vector<T> x(1003);
        std::vector<T> g(x.size());
        for (T& t : x) t = static_cast<T>(random(-6, 6));
        for (T& t : g) t = static_cast<T>(random(-1, 1));
        double sum[4] = {};
        double size[4] = {};
        for (std::size_t i = 0; i < x.size(); ++i) {
            auto const slopes = numbers_in(train.from(3 + i).parameter_derivatives(x[i]));
            for (std::size_t p = 0; p < slopes.size(); ++p) {
                double const term = slopes[p] * static_cast<double>(g[i]);
                sum[p] += term;
                size[p] += std::abs(term);
            }
        }
        auto const check = [&](auto const& gradient) {
            std::vector<double> const got = numbers_in(gradient);
            for (std::size_t p = 0; p < got.size(); ++p) {
                double const epsilon = static_cast<double>(std::numeric_limits<T>::epsilon());
                CHECK(std::abs(got[p] - sum[p]) <= 8 * epsilon * size[p]);
            }
        };
        check(actfn::parameter_gradient(train, x, g));
        auto const n = static_cast<Eigen::Index>(x.size());
        check(actfn::parameter_gradient(train, Eigen::Map<Eigen::VectorX<T>>(x.data(), n),
                                        Eigen::Map<Eigen::VectorX<T>>(g.data(), n)));
    }
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
        unlike += std::abs(static_cast<double>(at(static_cast<float>(x))) - at(x)) > 4e-6 ? 1 : 0;
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
    same_bits_in_training<float>(f);
    same_bits_in_training<double>(f);
    derivatives_are_slopes(f);
    parameter_gradient_is_the_sum_in_training<float>(f);
    parameter_gradient_is_the_sum_in_training<double>(f);
    special_values_in_training(f);
}

// gumbel_softmax is of another kind: see gumbel_softmax.cpp.
template <actfn::rowwise_function F> void inference_laws(F const&) {}
template <actfn::rowwise_function F> void report_inference(F const&) {}
template <actfn::rowwise_function F> void training_laws(F const&) {}

} // namespace tests
