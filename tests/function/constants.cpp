// SPDX-License-Identifier: MIT
#include "constants.hpp"

#include <actfn/complex/complex_tanh.hpp>
#include <actfn/core/ieee.hpp>
#include <actfn/function.hpp>
#include <actfn/gated/swiglu.hpp>
#include <actfn/pointwise/gelu.hpp>
#include <actfn/pointwise/hard_sigmoid.hpp>
#include <actfn/pointwise/mish.hpp>
#include <actfn/pointwise/relu.hpp>
#include <actfn/pointwise/sine.hpp>
#include <actfn/pointwise/softplus.hpp>
#include <actfn/pointwise/square_root.hpp>
#include <actfn/pointwise/tanh.hpp>

#include <random>

namespace {

constexpr float of_relu = actfn::relu(2.0F);
static_assert(of_relu == 2 && actfn::relu.derivative(-1.0) == 0);

constexpr auto leaky = actfn::tanh + 0.1 * actfn::relu;

template <class T, auto const&... f> void all_same() {
    (tests::same_in_constants<f, T, 14, tests::telling_inputs<T>>(), ...);
}

/// Any bits, or numbers near which rounding is hard.
template <class T> T any_number(std::mt19937_64& random) {
    using bits = actfn::core::ieee::bits_of<T>;
    auto const r = random();
    if (r % 3 == 0) return std::bit_cast<T>(static_cast<bits>(random()));
    if (r % 3 == 1) return T(int(r >> 8 & 2047) - 1000) / T(1 + (r >> 32 & 63));
    T const special[] = {0, T(-0.0), tests::infinity<T>,  (std::numeric_limits<T>::max)(),
                         1, T(-0.5), tests::nan<T>,       std::numeric_limits<T>::denorm_min(),
                         3, T(-8),   -tests::infinity<T>, (std::numeric_limits<T>::min)()};
    return special[(r >> 8) % 12];
}

} // namespace

TEMPLATE_TEST_CASE("constant expressions have the bits of calls", "[function]", float, double) {
    all_same<TestType, actfn::relu, actfn::hard_sigmoid, actfn::tanh, actfn::gelu, actfn::softplus,
             actfn::mish, actfn::sine, actfn::square_root, leaky>();
}

TEST_CASE("constant expressions of other kinds and arguments", "[function]") {
    constexpr double a = 0.8;
    constexpr double b = -1.7;
    constexpr double gated = actfn::swiglu(a, b);
    constexpr double third = actfn::tanh.second_derivative(actfn::dual<double>(a, 1)).tangent;
    constexpr std::complex<double> z = actfn::complex_tanh(std::complex<double>(a, b));
    double const volatile one = a;
    double const volatile two = b;
    CHECK(tests::same(gated, actfn::swiglu(double(one), double(two))));
    CHECK(tests::same(third, actfn::tanh.second_derivative(actfn::dual<double>(one, 1)).tangent));
    CHECK(tests::same(z, actfn::complex_tanh(std::complex<double>(one, two))));
}

TEMPLATE_TEST_CASE("arithmetic in constant expressions is that of the processor", "[function]",
                   float, double) {
    using T = TestType;
    namespace ieee = actfn::core::ieee;
    std::mt19937_64 random(1);
    for (int i = 0; i < 200000; ++i) {
        T const a = any_number<T>(random);
        T const b = any_number<T>(random);
        T c = any_number<T>(random);
        if (i % 4 == 0) c = std::nextafter(-(a * b), T(i % 8));
        bool const right =
            tests::same(ieee::add(a, b), a + b) && tests::same(ieee::subtract(a, b), a - b) &&
            tests::same(ieee::multiply(a, b), a * b) && tests::same(ieee::divide(a, b), a / b) &&
            tests::same(ieee::sqrt(a), std::sqrt(a)) &&
            tests::same(ieee::fma(a, b, c), std::fma(a, b, c));
        if (!right) FAIL(tests::hex(a) << ' ' << tests::hex(b) << ' ' << tests::hex(c));
    }
    SUCCEED();
}
