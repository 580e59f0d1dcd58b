// SPDX-License-Identifier: MIT
// Choices by the sign of a number, in every lane of a register and as single numbers.
#include "catch.hpp"
#include <actfn/math/by_sign.hpp>
#include <actfn/math/dual.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

namespace {

using namespace actfn;

template <class T> std::vector<T> landmarks() {
    using limits = std::numeric_limits<T>;
    std::vector<T> x{0,
                     1,
                     T(0.5),
                     2,
                     6,
                     limits::min(),
                     limits::denorm_min(),
                     limits::max(),
                     limits::infinity(),
                     T(1e-30),
                     3,
                     5,
                     100};
    for (std::size_t i = 0, n = x.size(); i < n; ++i) x.push_back(-x[i]);
    x.push_back(limits::quiet_NaN());
    return x;
}

template <class T> bool same(T a, T b) {
    return (std::isnan(a) && std::isnan(b)) || (a == b && std::signbit(a) == std::signbit(b));
}

/// f(v, x) of numbers side by side and of single numbers against `right` for all pairs.
template <class T, class F, class Right> void hold(F f, Right right) {
    using V = math::pack<T>;
    auto const x = landmarks<T>();
    for (T const v : x) {
        for (std::size_t first = 0; first < x.size(); ++first) {
            T in[math::lanes<V>];
            T out[math::lanes<V>];
            for (std::size_t i = 0; i < math::lanes<V>; ++i) in[i] = x[(first + i) % x.size()];
            math::store(out, f(V(v), math::load<V>(in)));
            bool lanes_right = true;
            for (std::size_t i = 0; i < math::lanes<V>; ++i)
                lanes_right = lanes_right && same(out[i], right(v, in[i]));
            INFO("v = " << v << ", x = " << x[first]);
            CHECK(lanes_right);
            CHECK(same(f(v, x[first]), right(v, x[first])));
        }
    }
}

} // namespace

TEMPLATE_TEST_CASE("choices by the sign of a number", "[math]", float, double) {
    using T = TestType;
    T const nan = std::numeric_limits<T>::quiet_NaN();
    hold<T>([](auto v, auto x) { return math::kept_where_positive(v, x); },
            [=](T v, T x) { return x > 0    ? v
                                   : x <= 0 ? T(0)
                                            : nan; });
    hold<T>([](auto v, auto x) { return math::one_where_positive(v, x); },
            [=](T v, T x) { return x > 0    ? T(1)
                                   : x <= 0 ? v
                                            : nan; });
    hold<T>([](auto v, auto x) { return math::kept_unless_zero(v, x); },
            [=](T v, T x) { return x == 0 ? T(0) : v; });
    hold<T>([](auto v, auto x) { return math::indicator(x > v, x); },
            [=](T v, T x) { return x > v    ? T(1)
                                   : x == x ? T(0)
                                            : nan; });
    hold<T>([](auto v, auto x) { return math::only_where(x > decltype(x)(0), v, x); },
            [=](T v, T x) { return x > 0    ? v
                                   : x <= 0 ? T(0)
                                            : nan; });
    hold<T>(
        [](auto v, auto x) { return math::kept_between(v, x, decltype(x)(-3), decltype(x)(3)); },
        [=](T v, T x) { return x > -3 && x < 3 ? v
                               : x == x        ? T(0)
                                               : nan; });
    hold<T>([](auto, auto x) { return math::zero_up_to(decltype(x)(1), x, x); },
            [=](T, T x) { return x <= 1 ? T(0) : x; });
    hold<T>([](auto v, auto x) { return math::zero_where(x > decltype(x)(1), v); },
            [=](T v, T x) { return x > 1 ? T(0) : v; });
}
