// SPDX-License-Identifier: MIT
#include <actfn/array.hpp>
#include <actfn/gated/swiglu.hpp>
#include <actfn/pointwise/gelu.hpp>
#include <actfn/pointwise/prelu.hpp>

#include <vector>

// Functions of elements: a loop, parameters that are data, two inputs.
int main() {
    std::vector<float> x(9, 0.5F);
    std::vector<float> y(9);
    std::vector<float> const slopes(3, 0.25F);
    actfn::forward(actfn::gelu, x, y);
    actfn::backward(actfn::gelu, x, y, x);
    actfn::forward(actfn::swiglu, x, y, y);
    actfn::forward(actfn::prelu.each({.slope = slopes}), x, y,
                   actfn::axis_layout{.outer = 3, .size = 3});
}
