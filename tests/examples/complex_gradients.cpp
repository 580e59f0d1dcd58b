// SPDX-License-Identifier: MIT
//
// The gradients of examples/complex_network.hpp against central differences.
#include "../../examples/complex_network.hpp"
#include "gradients.hpp"
#include <actfn/complex/amplitude_phase.hpp>
#include <actfn/complex/cardioid.hpp>
#include <actfn/complex/modrelu.hpp>
#include <actfn/complex/split.hpp>
#include <actfn/loss.hpp>
#include <actfn/pointwise/relu.hpp>
#include <actfn/pointwise/tanh.hpp>

#include <cmath>
#include <vector>

namespace {

using namespace gradients;

/// Real and imaginary part of every weight; where modrelu's bias is learnt, that as well.
template <class F> void check(F const& f) {
    mlp::complex_network<double, F> net(f, inputs, hidden, 1);
    net.bias.value = draw(2 * hidden, 1, 2);
    net.offset.value = draw(1, 1, 4);
    matrix const x = draw(2 * inputs, samples, 3);
    matrix const target = (draw(1, samples, 7).array() + 1) / 2;
    matrix g(1, samples);
    auto const loss = [&] {
        return actfn::sigmoid_binary_cross_entropy(net.logits(x), target, g) +
               l2 / 2 * net.weights.value.squaredNorm();
    };
    loss();
    net.backward(x, g, l2);

    std::vector<checked> all;
    std::vector<double> by_differences;
    double const step = 1e-5;
    for (auto* p : net.parameters()) {
        for (Index i = 0; i < p->value.size(); ++i) {
            double& v = p->value.data()[i];
            double const at = v;
            v = at + step;
            double const above = loss();
            v = at - step;
            by_differences.push_back((above - loss()) / (2 * step));
            v = at;
            all.push_back({&v, p->gradient.data()[i]});
        }
    }
    CHECK(all.size() == 2 * hidden * (inputs + 2) + 1);
    CHECK(worst_difference(all, by_differences) < 1e-6);

    if constexpr (requires { f.kernel().b; }) {
        auto const moved = [&](double by) {
            net.f = f.with({.b = f.kernel().b + by});
            return loss();
        };
        double const difference = (moved(step) - moved(-step)) / (2 * step);
        double b = f.kernel().b;
        CHECK(std::abs(difference) > 1e-4);
        CHECK(worst_difference({{&b, net.bias_of_f_gradient}}, {difference}) < 1e-6);
    }
}

} // namespace

TEST_CASE("complex network: gradients with split tanh") { check(actfn::split(actfn::tanh)); }
TEST_CASE("complex network: gradients with split relu") { check(actfn::split(actfn::relu)); }
TEST_CASE("complex network: gradients with amplitude-phase tanh") {
    check(actfn::amplitude_phase(actfn::tanh));
}
TEST_CASE("complex network: gradients with modrelu") { check(actfn::modrelu.with({.b = -0.1})); }
TEST_CASE("complex network: gradients with cardioid") { check(actfn::cardioid); }
