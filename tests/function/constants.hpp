// SPDX-License-Identifier: MIT
#pragma once
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/engine/function.hpp>

#include <array>
#include <cstddef>

/// What the compiler computes in constant expressions beside what the program computes.
namespace tests {

template <class T, std::size_t n> struct constants {
    std::array<T, n> value;
    std::array<T, n> derivative;
    std::array<T, n> second_derivative;
    std::array<T, n> backward;
};

template <class F, class T, std::size_t n>
constexpr constants<T, n> constants_of(F const& f, std::array<T, n> const& x) {
    constants<T, n> r{};
    for (std::size_t i = 0; i < n; ++i) {
        auto const j = f.value_and_derivative(x[i]);
        r.value[i] = j.value;
        r.derivative[i] = j.derivative;
        r.second_derivative[i] = f.second_derivative(x[i]);
        r.backward[i] = f.backward(x[i], T(-0.7));
    }
    return r;
}

template <auto const& f, class T, std::size_t n, std::array<T, n> const& inputs>
void same_in_constants() {
    static constexpr auto expected = tests::constants_of(f, inputs);
    for (std::size_t i = 0; i < n; ++i) {
        T const volatile hidden = inputs[i];
        T const x = hidden;
        INFO(f.facts().name << " of " << type_name<T> << " at " << hex(x));
        CHECK(same(f(x), expected.value[i]));
        CHECK(same(f.derivative(x), expected.derivative[i]));
        CHECK(same(f.second_derivative(x), expected.second_derivative[i]));
        CHECK(same(f.backward(x, T(-0.7)), expected.backward[i]));
    }
}

template <class T>
inline constexpr std::array<T, 14> telling_inputs{T(-0.0),
                                                  T(0.3),
                                                  T(-0.7),
                                                  T(1),
                                                  T(-3.4),
                                                  T(15.7),
                                                  T(-95.1),
                                                  T(88.9),
                                                  T(-1e-30),
                                                  T(1e30),
                                                  std::numeric_limits<T>::denorm_min(),
                                                  -(std::numeric_limits<T>::max)(),
                                                  -infinity<T>,
                                                  nan<T>};
template <class T> inline constexpr std::array<T, 3> few_inputs{T(-0.7), T(2.3), infinity<T>};

} // namespace tests
