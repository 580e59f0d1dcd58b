// SPDX-License-Identifier: MIT
//
// The gradients of examples/spirals.hpp against central differences.
#include "../../examples/spirals.hpp"

#include "catch.hpp"
#include <actfn/actfn.hpp>

#include <algorithm>
#include <cmath>

namespace {

/// Leaves the parameters as they are.
struct keep {
    void next_step() {}
    void update(mlp::parameter<float>&) const {}
};

template <class F> double worst_difference(F const& f) {
    spirals::task const s(40, 1);
    spirals::network net(f, 5, 2);
    keep nothing;
    net.step(s, nothing);
    auto const loss = [&] {
        spirals::matrix unused(1, 40);
        return static_cast<double>(
            actfn::sigmoid_binary_cross_entropy(net.logits(s.X), s.T, unused));
    };
    double worst = 0;
    for (auto* p : net.parameters()) {
        for (Eigen::Index i = 0; i < p->value.size(); ++i) {
            float const at = p->value(i);
            float const step = 0x1p-6F;
            p->value(i) = at + step;
            double const above = loss();
            p->value(i) = at - step;
            double const difference = (above - loss()) / (2 * static_cast<double>(step));
            p->value(i) = at;
            worst = std::max(worst, std::abs(difference - static_cast<double>(p->gradient(i))));
        }
    }
    return worst;
}

} // namespace

// The loss of a float is good to 1e-7, so its difference quotient to 1e-5; the step adds its
// square.
TEST_CASE("spirals: gradients with tanh") { CHECK(worst_difference(actfn::tanh) < 5e-4); }
TEST_CASE("spirals: gradients with gelu") { CHECK(worst_difference(actfn::gelu) < 5e-4); }
TEST_CASE("spirals: gradients with an activation of columns") {
    CHECK(worst_difference(actfn::concatenated(actfn::gelu)) < 5e-4);
}

TEST_CASE("spirals: every other point is of the other spiral") {
    spirals::task const s(100, 1);
    CHECK(s.T.sum() == 50);
    CHECK(s.X.colwise().norm().maxCoeff() < 2.3F);
}
