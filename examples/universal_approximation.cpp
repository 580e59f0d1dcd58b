// SPDX-License-Identifier: MIT
//
// One hidden layer approximates any continuous function, if it is wide enough (Cybenko 1989,
// Hornik 1991, Leshno et al. 1993): the error of a curve that a growing layer has learnt.
#include "gallery.hpp"
#include "mlp.hpp"
#include <actfn/actfn.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <numbers>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Eigen::Index;
using matrix = mlp::matrix<float>;

constexpr Index points = 128;
constexpr Index widths[] = {1, 2, 4, 8, 16, 32, 64};

double target(double x) { return std::sin(3 * x) + x * x / 4; }

double rms(matrix const& difference) {
    return std::sqrt(static_cast<double>(difference.array().square().mean()));
}

/// What one hidden layer of this width makes of the curve.
template <class F>
matrix fit(F const& f, Index width, std::uint64_t seed, int steps, matrix const& x,
           matrix const& t) {
    mlp::network<float> net(1, seed);
    net.add(width, f).add(1, actfn::identity);
    // Kinks and slopes spread over the interval; weights drawn for one input of variance 1 do not.
    auto& hidden = *net.layers().front();
    std::mt19937_64 bits(seed);
    actfn::init::fill_uniform(hidden.weights.value, 4.0, bits);
    actfn::init::fill_uniform(hidden.bias.value, 4.0, bits);
    mlp::adam optimiser;
    matrix gradient(1, points);
    for (int step = 0; step < steps; ++step) {
        optimiser.rate = 0.02 * (1 + std::cos(std::numbers::pi * step / steps));
        mlp::linear_output::loss(net.forward(x, mlp::training), t, gradient);
        net.backward(x, gradient);
        net.update(optimiser);
    }
    return net.forward(x);
}

template <class F>
void grow(gallery::example& e, F const& f, gallery::table& errors, gallery::table& curves,
          std::size_t& done) {
    matrix x(1, points);
    matrix t(1, points);
    for (Index i = 0; i < points; ++i) {
        double const at = -2 + 4 * static_cast<double>(i) / (points - 1);
        x(i) = static_cast<float>(at);
        t(i) = static_cast<float>(target(at));
    }
    std::size_t const starts = e.quick() ? 1 : 20;
    std::printf("%-8s", f.facts().name.data());
    std::vector<gallery::spread> all;
    for (Index const width : widths) {
        std::vector<matrix> fits(starts);
        gallery::in_parallel(starts, [&](std::size_t i) {
            fits[i] = fit(f, width, i + 1, e.quick() ? 200 : 4000, x, t);
        });
        gallery::spread& error = all.emplace_back();
        e.progress(++done, 4 * std::size(widths));
        for (matrix const& y : fits) error.add(rms(y - t));
        auto const best = static_cast<std::size_t>(
            std::min_element(error.values().begin(), error.values().end()) -
            error.values().begin());
        std::printf("  %8.5f", error.mean());
        errors.row(f.facts().name, width, error.mean(), error.least(), error.most());
        for (Index i = 0; i < points; ++i) {
            curves.row(f.facts().name, width, x(i), t(i), fits[best](i));
        }
    }
    std::printf("\n  most  ");
    for (auto const& error : all) std::printf("  %8.5f", error.most());
    std::printf("\n");
    std::string const name(f.facts().name);
    if (name == "identity") {
        e.claim(all.back().least() > 0.99 * all.front().least(),
                "no width helps without an activation");
    } else {
        e.claim(all.back().mean() < all.front().mean() / 15,
                name + ": 64 units are more than 15 times closer than 1");
        e.claim(all.back().most() < all.front().least() / 8,
                "and the worst start of 64 more than 8");
    }
}

} // namespace

int main(int count, char** arguments) {
    return gallery::run("universal_approximation", count, arguments, [](gallery::example& e) {
        auto errors = e.csv("activation,width,rms,least,most");
        auto curves = e.csv("activation,width,x,target,y", "_curves");
        std::printf("root mean square error of sin 3x + x^2/4 on [-2, 2], %d starts\nwidth   ",
                    e.quick() ? 1 : 20);
        for (Index const width : widths) std::printf("  %8td", width);
        std::printf("\n");
        std::size_t done = 0;
        grow(e, actfn::tanh, errors, curves, done);
        grow(e, actfn::relu, errors, curves, done);
        grow(e, actfn::gelu, errors, curves, done);
        grow(e, actfn::identity, errors, curves, done);
    });
}
