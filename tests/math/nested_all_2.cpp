// SPDX-License-Identifier: MIT
// labels: deep long
#include "math/nested_dual.hpp"
#include <actfn/visit.hpp>

// The second half of the alphabet.

TEST_CASE("third derivatives of all functions, second half", "[math]") {
    actfn::visit_all([](auto f) {
        if constexpr (std::remove_cvref_t<decltype(f)>{}.facts().name[0] >= 'n')
            tests::expect_third_of_second(f);
    });
}
