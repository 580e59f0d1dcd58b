// SPDX-License-Identifier: MIT
#include <actfn/array.hpp>
#include <actfn/loss/softmax_cross_entropy.hpp>
#include <actfn/rowwise/softmax.hpp>

#include <vector>

// Functions of rows and a loss of them.
int main() {
    std::vector<float> x(12, 0.5F);
    std::vector<float> y(12);
    std::vector<int> const labels{1, 2, 0};
    actfn::forward(actfn::softmax, x, y, actfn::row_layout{.rows = 3});
    return actfn::softmax_cross_entropy(x, labels, y, actfn::row_layout{.rows = 3}) > 0 ? 0 : 1;
}
