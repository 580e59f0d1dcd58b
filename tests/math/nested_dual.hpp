// SPDX-License-Identifier: MIT
#pragma once
#include "catch.hpp"
#include <actfn/math/dual.hpp>

#include <cmath>
#include <string>

/// Derivatives of any order by dual numbers in dual numbers.
namespace tests {

template <class V> using dual2 = actfn::dual<actfn::dual<V>>;
template <class V> using dual3 = actfn::dual<dual2<V>>;

/// x of which three derivatives are taken.
template <class V> dual2<V> twice(V x) {
    using D = actfn::dual<V>;
    return {D(x, V(1)), D(V(1), V(0))};
}
template <class V> dual3<V> thrice(V x) {
    using D = actfn::dual<V>;
    return {tests::twice(x), dual2<V>(D(V(1), V(0)), D(V(0), V(0)))};
}

/// f, f′, f″ and f‴ from f of such an x.
template <class V> struct derivatives {
    V order[4];

    explicit derivatives(dual3<V> const& y)
        : order{y.value.value.value, y.value.value.tangent, y.value.tangent.tangent,
                y.tangent.tangent.tangent} {}
};

/// Away from kinks, which are at multiples of 1/4 and at roots, and from the ends of domains.
inline constexpr double nested_points[] = {-9.3,  -6.7,  -4.63, -3.36, -2.47, -1.83, -1.37,
                                           -0.83, -0.61, -0.23, 0.17,  0.43,  0.71,  0.91,
                                           1.29,  1.77,  2.63,  3.61,  5.3,   8.9};

/// Not inlined, for one copy serves all points.
template <class F> ACTFN_NOINLINE derivatives<double> nested(F const& f, double x) {
    return derivatives<double>(f(tests::thrice(x)));
}

/// The third derivative is that of the second, by differences over h.
template <class F> void expect_third_of_second(F const& f, double h = 0x1p-13) {
    INFO(std::string(F{}.facts().name));
    for (double const x : nested_points) {
        INFO("x = " << x);
        auto const second = [&](double at) { return tests::nested(f, at).order[2]; };
        auto const at = tests::nested(f, x);
        double const near = second(x + h) - second(x - h);
        double const far = second(x + 2 * h) - second(x - 2 * h);
        double const expected = (8 * near - far) / (12 * h);
        // The first derivative, for where the second is all but lost beside it.
        double const scale =
            std::abs(at.order[2]) + std::abs(at.order[3]) + 1e-10 * std::abs(at.order[1]);
        if (std::isnan(at.order[2])) { // outside of the domain
            CHECK(std::isnan(at.order[3]));
        } else {
            CHECK(std::abs(at.order[3] - expected) <= 1e-8 * scale);
        }
    }
}

} // namespace tests
