// SPDX-License-Identifier: MIT
#include "facts_of_parameters.hpp"
#include <actfn/pointwise/hard_tanh.hpp>
#include <actfn/pointwise/smoothstep.hpp>
#include <actfn/pointwise/smoothstep2.hpp>
#include <actfn/pointwise/smoothstep6.hpp>

#include <type_traits>
#include <utility>

// One template serves every order.

TEST_CASE("facts of every order of smoothstep hold", "[pointwise]") {
    [&]<int... N>(std::integer_sequence<int, N...>) {
        (tests::check_facts(actfn::smoothstep_of<N>), ...);
    }
    (std::make_integer_sequence<int, 7>{});
}

TEMPLATE_TEST_CASE("smoothsteps are instances of smoothstep_of", "[pointwise]", float, double) {
    using actfn::smoothstep_of;
    STATIC_REQUIRE(std::is_same_v<decltype(smoothstep_of<1>), decltype(actfn::smoothstep)>);
    STATIC_REQUIRE(std::is_same_v<decltype(smoothstep_of<2>), decltype(actfn::smoothstep2)>);
    STATIC_REQUIRE(std::is_same_v<decltype(smoothstep_of<6>), decltype(actfn::smoothstep6)>);
    tests::random_numbers next;
    for (int i = 0; i < 1000; ++i) {
        auto const x = static_cast<TestType>(next(-2, 2));
        CHECK(smoothstep_of<0>(x) == actfn::hard_tanh(x));
        CHECK(smoothstep_of<0>.derivative(x) == actfn::hard_tanh.derivative(x));
        // From order to order: f′ of N + 1 is c·(1 − x²) times that of N.
        auto const bell = static_cast<TestType>(11.0 / 10) * (1 - x * x);
        CHECK(smoothstep_of<5>.derivative(x) ==
              Approx(bell * smoothstep_of<4>.derivative(x)).margin(1e-6));
    }
}
