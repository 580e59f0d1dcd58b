// SPDX-License-Identifier: MIT
#include <actfn/actfn.hpp>

#include <vector>

float use(std::vector<float>& x, std::vector<float>& y);
float use(std::vector<float>& x, std::vector<float>& y) {
    actfn::forward(actfn::gelu, x, y);
    actfn::forward(actfn::softmax, x, y, actfn::row_layout{.rows = 2});
    return actfn::elu.with({.alpha = x[0]})(y[0]);
}
