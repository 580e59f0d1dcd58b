// SPDX-License-Identifier: MIT
#pragma once
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/array.hpp>
#include <actfn/eigen.hpp>

#include <cmath>
#include <vector>

namespace tests {

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
        CHECK(same(y[i], f(x[i])));
        CHECK(same(y2[i], y[i]));
        CHECK(same(lazy(k), y[i]));
        CHECK(same(dy[i], f.derivative(x[i])));
        CHECK(same(dy2[i], dy[i]));
        CHECK(same(lazy_derivative(k), dy[i]));
        CHECK(same(ddy[i], f.second_derivative(x[i])));
        CHECK(same(lazy_second(k), ddy[i]));
        CHECK(same(gx[i], f.backward(x[i], T(0.7))));
        CHECK(same(lazy_backward(k), gx[i]));
    }
    CHECK(std::isnan(f(nan<T>)));
    CHECK(std::isnan(f.derivative(nan<T>)));
    CHECK(std::isnan(f.second_derivative(nan<T>)));
}

} // namespace tests
