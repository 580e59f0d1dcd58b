// SPDX-License-Identifier: MIT
//
// The gradients of examples/mlp.hpp, by backpropagation, against central
// differences and against automatic differentiation of a network written down a
// second time.
#include "gradients.hpp"
#include <actfn/loss.hpp>

#include <unsupported/Eigen/AutoDiff>

#include <cmath>
#include <functional>
#include <vector>

namespace {

using namespace gradients;
using automatic = Eigen::AutoDiffScalar<Eigen::VectorXd>;
using function = std::function<automatic(automatic const&)>;

/// A loss and its gradient as the library has them, and the definition of one
/// sample's share.
struct subject {
    char const* name;
    mean_loss mean;
    std::function<automatic(std::vector<automatic> const& y, Index sample)> share;
};

subject cross_entropy() {
    std::vector<int> const classes{0, 2, 1, 1, 0, 2};
    return {
        "softmax_cross_entropy",
        [=](matrix const& y, matrix& gy) { return actfn::softmax_cross_entropy(y, classes, gy); },
        [=](std::vector<automatic> const& y, Index sample) -> automatic {
            automatic sum(0);
            for (automatic const& v : y) sum += exp(v);
            auto const label = classes[static_cast<std::size_t>(sample)];
            return (log(sum) - y[static_cast<std::size_t>(label)]) / double(samples);
        }};
}

subject binary_cross_entropy() {
    matrix const target = (draw(outputs, samples, 7).array() + 1) / 2;
    return {"sigmoid_binary_cross_entropy",
            [=](matrix const& y, matrix& gy) {
                return actfn::sigmoid_binary_cross_entropy(y, target, gy);
            },
            [=](std::vector<automatic> const& y, Index sample) -> automatic {
                automatic sum(0);
                for (Index i = 0; i < outputs; ++i) {
                    automatic const s = 1 / (1 + exp(-y[static_cast<std::size_t>(i)]));
                    double const t = target(i, sample);
                    sum -= t * log(s) + (1 - t) * log(1 - s);
                }
                return sum / double(samples * outputs);
            }};
}

subject square_error() {
    matrix const target = draw(outputs, samples, 8);
    return {"mse", [=](matrix const& y, matrix& gy) { return actfn::mse(y, target, gy); },
            [=](std::vector<automatic> const& y, Index sample) -> automatic {
                automatic sum(0);
                for (Index i = 0; i < outputs; ++i) {
                    automatic const d = y[static_cast<std::size_t>(i)] - target(i, sample);
                    sum += d * d;
                }
                return sum / double(samples * outputs);
            }};
}

/// The loss of the network with f in two hidden layers and linear outputs, from
/// its definition.
automatic written_down(function const& f, subject const& loss, std::vector<automatic> const& all) {
    std::size_t const width[] = {inputs, hidden, hidden, outputs};
    std::size_t const first_input = all.size() - inputs * samples;
    automatic total(0);
    for (Index sample = 0; sample < samples; ++sample) {
        auto const x = all.begin() + static_cast<std::ptrdiff_t>(first_input) + sample * inputs;
        std::vector<automatic> y(x, x + inputs);
        std::size_t next = 0;
        for (std::size_t l = 0; l < 3; ++l) {
            std::size_t const rows = width[l + 1], columns = width[l];
            std::vector<automatic> z(rows, automatic(0));
            for (std::size_t c = 0; c < columns; ++c) {
                for (std::size_t r = 0; r < rows; ++r) z[r] += all[next++] * y[c];
            }
            for (automatic& v : z) v += all[next++];
            if (l < 2) {
                for (automatic& v : z) v = f(v);
            }
            y = z;
        }
        total += loss.share(y, sample);
    }
    std::size_t next = 0;
    for (std::size_t l = 0; l < 3; ++l) {
        for (std::size_t i = 0; i < width[l] * width[l + 1]; ++i, ++next) {
            total += l2 / 2 * all[next] * all[next];
        }
        next += width[l + 1];
    }
    return total;
}

void check(network& net, function const& f, subject const& loss) {
    INFO(loss.name);
    matrix x = draw(inputs, samples, 3);
    auto const all = check_by_differences(net, loss.mean, x);

    std::vector<automatic> numbers;
    auto const count = static_cast<Index>(all.size());
    for (Index i = 0; i < count; ++i) {
        numbers.emplace_back(*all[static_cast<std::size_t>(i)].value, count, i);
    }
    automatic const written = written_down(f, loss, numbers);
    matrix unused(outputs, samples);
    double const value = loss.mean(net.forward(x), unused) + net.penalty(l2);
    CHECK(std::abs(written.value() - value) < 1e-13 * value);
    auto const& d = written.derivatives();
    CHECK(worst_difference(all, std::vector<double>(d.data(), d.data() + d.size())) < 1e-9);
}

template <class F> void check(F const& f) {
    for (subject const& loss : {cross_entropy(), binary_cross_entropy(), square_error()}) {
        network net(inputs, 1);
        net.add(hidden, f).add(hidden, f).add(outputs, actfn::identity);
        check(
            net, [&](automatic const& x) { return f(x); }, loss);
    }
}

} // namespace

TEST_CASE("mlp: gradients with relu") { check(actfn::relu); }
TEST_CASE("mlp: gradients with elu") { check(actfn::elu.with({.alpha = 0.7})); }
TEST_CASE("mlp: gradients with gelu") { check(actfn::gelu); }
TEST_CASE("mlp: gradients with tanh") { check(actfn::tanh); }
TEST_CASE("mlp: gradients with sigmoid") { check(actfn::sigmoid); }
