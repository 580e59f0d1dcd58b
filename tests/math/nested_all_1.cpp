// SPDX-License-Identifier: MIT
// labels: deep long
#include "math/nested_dual.hpp"
#include <actfn/visit.hpp>

// The first half of the alphabet.

TEST_CASE("third derivatives of all functions, first half", "[math]") {
    actfn::visit_all([](auto f) {
        constexpr std::string_view name = std::remove_cvref_t<decltype(f)>{}.facts().name;
        // finer oscillates up to six hundred times as fast as the others.
        if constexpr (name[0] < 'n')
            tests::expect_third_of_second(f, name == "finer" ? 0x1p-17 : 0x1p-13);
    });
}
