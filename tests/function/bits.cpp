// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/array.hpp>
#include <actfn/eigen.hpp>
#include <actfn/function.hpp>
#include <actfn/pointwise/affine.hpp>
#include <actfn/pointwise/elu.hpp>
#include <actfn/pointwise/identity.hpp>
#include <actfn/pointwise/sigmoid.hpp>
#include <actfn/pointwise/softplus.hpp>
#include <actfn/pointwise/tanh.hpp>

#include <cmath>
#include <vector>

// Composed functions have the same bits in scalars, arrays and expressions, whichever members are
// asked for.

namespace {

/// Every way to one element gives its bits.
template <class T, class F> void same_bits(F const& f) {
    std::vector<T> x;
    for (int i = 0; i < 137; ++i) x.push_back(T(-9 + 0.137 * i));
    std::vector<T> const gy(x.size(), T(0.7));
    std::vector<T> y(x.size()), dy(x.size()), ddy(x.size()), gx(x.size()), y2(x.size()),
        dy2(x.size());
    actfn::forward(f, x, y);
    actfn::derivative(f, x, dy);
    actfn::second_derivative(f, x, ddy);
    actfn::backward(f, x, gy, gx);
    actfn::value_and_derivative(f, x, y2, dy2);
    auto const n = static_cast<Eigen::Index>(x.size());
    Eigen::Map<Eigen::ArrayX<T> const> const a(x.data(), n);
    Eigen::ArrayX<T> const lazy = f(a);
    Eigen::ArrayX<T> const lazy_derivative = f.derivative(a);
    Eigen::ArrayX<T> const lazy_second = f.second_derivative(a);
    Eigen::ArrayX<T> const lazy_backward = f.backward(a, Eigen::ArrayX<T>::Constant(n, T(0.7)));
    for (std::size_t i = 0; i < x.size(); ++i) {
        INFO(f.facts().name << " at " << x[i]);
        auto const k = static_cast<Eigen::Index>(i);
        CHECK(tests::same(y[i], f(x[i])));
        CHECK(tests::same(y2[i], y[i]));
        CHECK(tests::same(lazy(k), y[i]));
        CHECK(tests::same(dy[i], f.derivative(x[i])));
        CHECK(tests::same(dy2[i], dy[i]));
        CHECK(tests::same(lazy_derivative(k), dy[i]));
        CHECK(tests::same(ddy[i], f.second_derivative(x[i])));
        CHECK(tests::same(lazy_second(k), ddy[i]));
        CHECK(tests::same(gx[i], f.backward(x[i], T(0.7))));
        CHECK(tests::same(lazy_backward(k), gx[i]));
    }
    CHECK(std::isnan(f(tests::nan<T>)));
    CHECK(std::isnan(f.derivative(tests::nan<T>)));
    CHECK(std::isnan(f.second_derivative(tests::nan<T>)));
}

} // namespace

TEMPLATE_TEST_CASE("composed functions have the same bits everywhere", "[function]", float,
                   double) {
    using T = TestType;
    same_bits<T>(actfn::identity * actfn::tanh(actfn::softplus));
    same_bits<T>(actfn::elu.with({.alpha = 0.7}) + 0.3 * actfn::tanh * actfn::identity);
    same_bits<T>(1 -
                 actfn::sigmoid(actfn::affine.with({.alpha = 1.7, .beta = 0.1}) - actfn::identity));
    same_bits<T>(actfn::function([](auto x) { return x * actfn::tanh(actfn::softplus(x)); }));
    // Products that a compiler would contract with sums.
    same_bits<T>(actfn::function([](auto x) {
        auto const s = x * x;
        return s * x * actfn::tanh(s + x) + s * x + s;
    }));
}
