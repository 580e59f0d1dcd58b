// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/engine/member.hpp>
#include <actfn/math/arithmetic.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

// The arithmetic under the kernels: NaN survives every bound, error-free transformations are exact.

namespace {

namespace math = actfn::math;
using tests::infinity;

template <class T> using V = actfn::math::pack<T>;
template <class T> T lane(V<T> const& v) { return actfn::math::first(v); }

} // namespace

TEMPLATE_TEST_CASE("bounds keep NaN", "[math]", float, double) {
    using T = TestType;
    V<T> const bound(T(1));
    CHECK(lane<T>(math::at_least(V<T>(T(0)), bound)) == 1);
    CHECK(lane<T>(math::at_least(V<T>(T(2)), bound)) == 2);
    CHECK(lane<T>(math::at_most(V<T>(T(0)), bound)) == 0);
    CHECK(lane<T>(math::at_most(V<T>(T(2)), bound)) == 1);
    CHECK(std::isnan(lane<T>(math::at_least(V<T>(tests::nan<T>), bound))));
    CHECK(std::isnan(lane<T>(math::at_most(V<T>(tests::nan<T>), bound))));
}

TEMPLATE_TEST_CASE("sign, magnitude and square root", "[math]", float, double) {
    using T = TestType;
    CHECK(tests::same(lane<T>(math::abs(V<T>(T(-0.0)))), T(0)));
    CHECK(lane<T>(math::abs(V<T>(-infinity<T>))) == infinity<T>);
    CHECK(lane<T>(math::mulsign(V<T>(T(2)), V<T>(T(-0.0)))) == -2);
    CHECK(lane<T>(math::mulsign(V<T>(T(-2)), V<T>(T(-3)))) == 2);
    CHECK(tests::same(lane<T>(math::mulsign(V<T>(T(0)), V<T>(T(-1)))), T(-0.0)));
    CHECK(lane<T>(math::sqrt(V<T>(infinity<T>))) == infinity<T>);
    CHECK(lane<T>(math::sqrt(V<T>(T(2)))) == std::sqrt(T(2)));
    CHECK(std::isnan(lane<T>(math::sqrt(V<T>(T(-1))))));
}

namespace {

/// Numbers of every exponent from least to most, whose significands are random, or long runs of
/// ones and zeros, where sums of partial products carry furthest.
template <class T> class all_numbers {
  public:
    all_numbers(int least, int most) : least_(least), most_(most) {}
    T operator()() {
        constexpr int digits = std::numeric_limits<T>::digits;
        constexpr std::uint64_t all = (std::uint64_t(1) << digits) - 1;
        std::uint64_t bits = random_();
        switch (random_() % 4) {
        case 0:
            bits |= all >> (random_() % digits); // ones at the end
            break;
        case 1:
            bits &= ~(all >> (random_() % digits)); // zeros there
            break;
        case 2:
            bits = all ^ (std::uint64_t(1) << (random_() % digits));
            break;
        default:
            break;
        }
        bits = (bits & all) | (std::uint64_t(1) << (digits - 1));
        auto const span = static_cast<std::uint64_t>(most_ - least_);
        int const exponent = least_ + static_cast<int>(random_() % span);
        T const x = std::ldexp(static_cast<T>(bits), exponent - digits + 1);
        return random_() % 2 == 0 ? x : -x;
    }

  private:
    std::mt19937_64 random_{42};
    int least_;
    int most_;
};

} // namespace

TEMPLATE_TEST_CASE("product without error", "[math]", float, double) {
    using T = TestType;
    using limits = std::numeric_limits<T>;
    all_numbers<T> number(limits::min_exponent - 1, limits::max_exponent);
    int exact = 0;
    int wrong = 0;
    int large = 0;
    for (int i = 0; i < 400000; ++i) {
        T const a = number();
        T const b = i % 8 == 0 ? a : number();
        auto const p = math::two_product(V<T>(a), V<T>(b));
        T const hi = a * b;
        T const lo = std::fma(a, b, -hi);
        if (std::isinf(hi)) continue;
        if (lane<T>(p.hi) != hi) ++wrong;
        // The last bit of the product is a number, too, and b rounds to one with half of the bits.
        T const least = std::ldexp(limits::min(), 2 * limits::digits);
        T const most = limits::max() * (1 - std::ldexp(T(1), -limits::digits / 2 - 1));
        if (std::abs(hi) >= least && std::abs(b) <= most) {
            ++exact;
            if (lane<T>(p.lo) != lo) ++wrong;
        }
        if (!(std::abs(lane<T>(p.lo)) <= std::abs(hi) * limits::epsilon())) ++large;
    }
    CHECK(exact > 100000);
    CHECK(wrong == 0);
    CHECK(large == 0);
    auto const p = math::two_product(V<T>(T(0.5)), V<T>(limits::max()));
    CHECK(lane<T>(p.hi) == limits::max() / 2);
    CHECK(lane<T>(p.lo) == 0);
}

TEMPLATE_TEST_CASE("sum without error", "[math]", float, double) {
    using T = TestType;
    tests::random_numbers random;
    for (int i = 0; i < 2000; ++i) {
        T const a = static_cast<T>(random(-2, 2));
        T const b = static_cast<T>(random(-2, 2));
        auto const s = math::two_sum(V<T>(a), V<T>(b));
        auto const exact = static_cast<long double>(a) + static_cast<long double>(b);
        CHECK(lane<T>(s.hi) == a + b);
        if constexpr (std::is_same_v<T, float>) {
            CHECK(static_cast<long double>(lane<T>(s.hi)) +
                      static_cast<long double>(lane<T>(s.lo)) ==
                  exact);
        }
    }
}

TEMPLATE_TEST_CASE("Horner's scheme takes ascending powers", "[math]", float, double) {
    using T = TestType;
    CHECK(lane<T>(math::polynomial(V<T>(T(2)), V<T>(T(1)), V<T>(T(3)), V<T>(T(5)))) == 27);
}
