// expect: kernel_of_a_function
// SPDX-License-Identifier: MIT
#include <actfn/array.hpp>

struct cube {
    static constexpr actfn::facts facts{.name = "cube", .formula = "x * x * x"};

#ifndef ACTFN_MUST_FAIL
    template <actfn::real V> static constexpr actfn::jet<V> at(V x) {
        return {.value = x * x * x, .derivative = V(3) * x * x};
    }
#endif
};

inline constexpr actfn::function<cube> object{};
