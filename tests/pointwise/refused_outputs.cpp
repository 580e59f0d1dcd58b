// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "errors.hpp"
#include <actfn/array.hpp>
#include <actfn/pointwise/elu.hpp>
#include <actfn/pointwise/leaky_relu.hpp>
#include <actfn/pointwise/mpelu.hpp>
#include <actfn/pointwise/prelu.hpp>
#include <actfn/pointwise/thresholded_relu.hpp>

#include <vector>

namespace {

template <class F> std::string refusal(F const& f) {
    std::vector<float> y(9, -0.25F);
    std::vector<float> g(9, 1.0F);
    std::vector<float> gx(9, 7.0F);
    auto const by_array = tests::message([&] { actfn::backward_from_output(f, y, g, gx); });
    CHECK(gx == std::vector<float>(9, 7.0F));
    CHECK(tests::message([&] { f.derivative_from_output(-0.25); }) == by_array);
    CHECK(tests::message([&] { f.backward_from_output(-0.25, 1.0); }) == by_array);
    return by_array;
}

} // namespace

TEST_CASE("a derivative that is no function of the output is refused", "[pointwise]") {
    CHECK(refusal(actfn::prelu.with({.slope = -0.25})) ==
          "actfn::prelu from its output: slope = -0.25 must be at least 0");
    CHECK(tests::contains(refusal(actfn::leaky_relu.with({.slope = -2})), "slope = -2"));
    CHECK(tests::contains(refusal(actfn::elu.with({.alpha = -1})), "alpha = -1"));
    CHECK(tests::contains(refusal(actfn::mpelu.with({.alpha = -1})), "alpha = -1"));
    CHECK(tests::contains(refusal(actfn::thresholded_relu.with({.theta = -1})), "theta = -1"));
    CHECK(actfn::prelu.with({.slope = 0}).derivative_from_output(-0.25) == 0);
    std::vector<double> const slopes{0.5, -0.25, 0};
    std::vector<double> y(3);
    CHECK(tests::message([&] {
              actfn::backward_from_output(actfn::prelu.each({.slope = slopes}), y, y, y);
          }) == "actfn::prelu from its output: slope[1] = -0.25 must be at least 0");
}
