// SPDX-License-Identifier: MIT
// labels: deep
#include "function/bits.hpp"

#include <actfn/function.hpp>
#include <actfn/pointwise/identity.hpp>
#include <actfn/pointwise/softplus.hpp>
#include <actfn/pointwise/tanh.hpp>

// Composed functions have the same bits in scalars, arrays and expressions, whichever members are
// asked for. Here inlined and optimised, those where a compiler might contract products with sums.

TEST_CASE("inlined compositions have the same bits everywhere", "[function]") {
    tests::same_bits<float>(actfn::function([](auto x) {
        auto const s = x * x;
        return s * x * actfn::tanh(s + x) + s * x + s;
    }));
    tests::same_bits<double>(actfn::identity * actfn::tanh(actfn::softplus));
}
