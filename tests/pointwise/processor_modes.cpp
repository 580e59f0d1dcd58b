// SPDX-License-Identifier: MIT
// labels: deep
// What the library promises where the program has changed the modes of the processor.
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/array.hpp>
#include <actfn/visit/pointwise.hpp>

#include <algorithm>
#include <cfenv>
#include <cmath>
#include <random>
#include <string>
#include <vector>
#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

namespace {

template <class T> std::vector<T> points() {
    using limits = std::numeric_limits<T>;
    std::vector<T> x{0, T(-0.0), tests::infinity<T>, -tests::infinity<T>};
    for (T const v :
         {limits::denorm_min(), 3 * limits::denorm_min(), (limits::min)() / 2, (limits::min)(),
          2 * (limits::min)(), (limits::max)(), (limits::max)() / 2, T(1e-30), T(1e-8), T(0.5),
          T(1), T(3), T(6), T(20), T(88.7), T(90), T(103.5), T(700), T(1e30)}) {
        x.push_back(v);
        x.push_back(-v);
    }
    std::mt19937 random(1);
    std::uniform_real_distribution<T> near_by(-130, 130);
    std::uniform_real_distribution<T> exponent(-37, 37);
    for (int i = 0; i < 1500; ++i) {
        x.push_back(near_by(random));
        x.push_back(std::pow(T(10), exponent(random)) * (i % 2 == 0 ? T(1) : T(-1)));
    }
    return x;
}

template <class T> struct results {
    std::vector<T> value;
    std::vector<T> derivative;
};
template <class T, class F> results<T> results_of(F const& f, std::vector<T> const& x) {
    results<T> r{std::vector<T>(x.size()), std::vector<T>(x.size())};
    actfn::value_and_derivative(f, x, r.value, r.derivative);
    return r;
}

/// check(f, x) of every function, for float and double.
template <class Check> void for_all(Check check) {
    auto const both = [&](auto const& f) {
        check(f, points<float>());
        check(f, points<double>());
    };
    actfn::engine::pointwise_list::each(both);
}

/// The directed mode, until the end of the scope.
struct rounding {
    int before = std::fegetround();

    explicit rounding(int mode) { std::fesetround(mode); }
    ~rounding() { std::fesetround(before); }
};

} // namespace

#if defined(__SSE2__)
TEST_CASE("flushed subnormal numbers change no more than they are, and the last place",
          "[pointwise]") {
    constexpr unsigned flush = 0x8040; // FTZ, DAZ
    for_all([]<class T>(auto const& f, std::vector<T> const& x) {
        constexpr T least = (std::numeric_limits<T>::min)();
        std::vector<T> seen = x; // a subnormal input counts as 0
        for (T& v : seen)
            if (std::abs(v) < least) v = 0 * v;
        auto const expected = results_of(f, seen);
        unsigned const mode = _mm_getcsr();
        _mm_setcsr(mode | flush);
        auto const got = results_of(f, x);
        _mm_setcsr(mode);
        auto const close = [](T a, T b) {
            return tests::same(a, b) ||
                   std::abs(a - b) <=
                       4 * least + 2 * std::numeric_limits<T>::epsilon() * std::abs(b);
        };
        for (std::size_t i = 0; i < x.size(); ++i) {
            INFO(f.facts().name << " of " << tests::type_name<T> << " at " << tests::hex(x[i])
                                << ": " << tests::hex(got.value[i]) << ", "
                                << tests::hex(got.derivative[i]) << ", not "
                                << tests::hex(expected.value[i]) << ", "
                                << tests::hex(expected.derivative[i]));
            bool const right = close(got.value[i], expected.value[i]) &&
                               close(got.derivative[i], expected.derivative[i]);
            if (!right) {
                CHECK(right);
                break;
            }
        }
    });
}
#endif

TEST_CASE("directed rounding makes errors of the last places of 1 where nothing is exponential",
          "[pointwise]") {
    auto const check = []<class T>(auto const& f, std::vector<T> const& x) {
        auto const expected = results_of(f, x);
        for (int const mode : {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO}) {
            auto const got = [&] {
                rounding const directed(mode);
                auto const r = results_of(f, x);
                CHECK(std::fegetround() == mode); // it is the program's
                return r;
            }();
            auto const close = [](T a, T b) {
                T const scale = (std::max)(T(1), std::abs(b));
                // What is near the end of the range may round beyond it.
                return tests::same(a, b) || std::abs(b) >= (std::numeric_limits<T>::max)() / 4 ||
                       std::abs(a - b) <= 8 * std::numeric_limits<T>::epsilon() * scale;
            };
            for (std::size_t i = 0; i < x.size(); ++i) {
                INFO(f.facts().name << " of " << tests::type_name<T> << " at " << tests::hex(x[i])
                                    << " in mode " << mode << ": " << tests::hex(got.value[i])
                                    << ", " << tests::hex(got.derivative[i]));
                bool const right = close(got.value[i], expected.value[i]) &&
                                   close(got.derivative[i], expected.derivative[i]);
                if (!right) {
                    CHECK(right);
                    break;
                }
            }
        }
    };
    auto const both = [&](auto const&... f) {
        (check(f, points<float>()), ...);
        (check(f, points<double>()), ...);
    };
    both(actfn::abs, actfn::arctan, actfn::bent_identity, actfn::elliot01, actfn::hard_mish,
         actfn::hard_tanh, actfn::isru, actfn::leaky_relu, actfn::pade, actfn::prelu, actfn::relu,
         actfn::relu6, actfn::smoothstep3, actfn::softshrink, actfn::spline, actfn::square_root,
         actfn::squareplus, actfn::step_arctan, actfn::threshold);
}

TEST_CASE("results in the mode to nearest are those of before a directed one", "[pointwise]") {
    auto const x = points<float>();
    auto const before = results_of(actfn::gelu, x);
    {
        rounding const directed(FE_UPWARD);
        results_of(actfn::gelu, x);
    }
    auto const after = results_of(actfn::gelu, x);
    for (std::size_t i = 0; i < x.size(); ++i) {
        CHECK(tests::same(before.value[i], after.value[i]));
        CHECK(tests::same(before.derivative[i], after.derivative[i]));
    }
}
