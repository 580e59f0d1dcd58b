// SPDX-License-Identifier: MIT
// labels: deep long
#include "constants.hpp"
#include <actfn/visit/pointwise.hpp>

namespace {

template <class T, auto const&... f> void all_same(actfn::engine::object_list<f...>) {
    (tests::same_in_constants<f, T, 3, tests::few_inputs<T>>(), ...);
}

} // namespace

TEMPLATE_TEST_CASE("constant expressions of every pointwise function", "[function]", float,
                   double) {
    all_same<TestType>(actfn::engine::pointwise_list{});
}
