// SPDX-License-Identifier: MIT
// labels: deep
#include "function/bits.hpp"
#include <actfn/function.hpp>
#include <actfn/pointwise/affine.hpp>
#include <actfn/pointwise/elu.hpp>
#include <actfn/pointwise/identity.hpp>
#include <actfn/pointwise/sigmoid.hpp>
#include <actfn/pointwise/softplus.hpp>
#include <actfn/pointwise/tanh.hpp>

TEMPLATE_TEST_CASE("compositions have the same bits everywhere", "[function]", float, double) {
    using T = TestType;
    tests::same_bits<T>(actfn::elu.with({.alpha = 0.7}) + 0.3 * actfn::tanh * actfn::identity);
    tests::same_bits<T>(
        1 - actfn::sigmoid(actfn::affine.with({.alpha = 1.7, .beta = 0.1}) - actfn::identity));
    tests::same_bits<T>(
        actfn::function([](auto x) { return x * actfn::tanh(actfn::softplus(x)); }));
}
