// SPDX-License-Identifier: MIT
//
// Death by a high rate: one step too long takes a unit of relu to where it is 0 for every sample,
// and with it its gradient, so it never comes back. leaky_relu keeps a slope to come back by.
#include "gallery.hpp"
#include "spirals.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <utility>

namespace {

using spirals::Index;

/// The share of hidden units whose derivative is 0 for every sample.
template <class F> double dead(spirals::network<F>& net, spirals::task const& s) {
    net.logits(s.X);
    Index units = 0;
    for (auto const* Z : {&net.Z1, &net.Z2}) {
        spirals::matrix D(Z->rows(), Z->cols());
        actfn::derivative(net.f, *Z, D);
        for (Index u = 0; u < D.rows(); ++u) units += D.row(u).isZero(0) ? 1 : 0;
    }
    return static_cast<double>(units) / static_cast<double>(net.Z1.rows() + net.Z2.rows());
}

} // namespace

int main(int count, char** arguments) {
    return gallery::run("dying_relu", count, arguments, [](gallery::example& e) {
        int const starts = e.quick() ? 2 : 20;
        spirals::task const seen(200, 1);
        auto csv = e.csv("activation,rate,dead,dead_least,dead_most,accuracy,least,most");
        std::map<std::pair<std::string, double>, std::pair<double, double>> found;
        std::printf("2-16-16-1, momentum 0.9, 200 steps, %d starts\n"
                    "                        dead units, %%            points told right\n"
                    "             rate    mean  least to most        mean  least to most\n",
                    starts);
        auto const try_out = [&](char const* name, auto const& f) {
            for (double const rate : {0.0, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0}) {
                gallery::spread died, right;
                for (int seed = 1; seed <= starts; ++seed) {
                    spirals::network net(f, 16, static_cast<std::uint64_t>(seed));
                    mlp::momentum optimiser{.rate = rate, .mu = 0.9};
                    for (int i = 0; i < (e.quick() ? 20 : 200); ++i) net.step(seen, optimiser);
                    died.add(dead(net, seen));
                    right.add(net.accuracy(seen));
                }
                found[{name, rate}] = {died.mean(), right.mean()};
                csv.row(name, rate, died.mean(), died.least(), died.most(), right.mean(),
                        right.least(), right.most());
                std::printf("%-11s %5.2f   %5.1f  %5.1f to %5.1f      %.3f  %.3f to %.3f\n", name,
                            rate, 100 * died.mean(), 100 * died.least(), 100 * died.most(),
                            right.mean(), right.least(), right.most());
                e.progress(found.size(), 14);
            }
        };
        try_out("relu", actfn::relu);
        try_out("leaky_relu", actfn::leaky_relu.with({.slope = 0.1}));

        std::printf("\n");
        e.claim(found[{"relu", 0.03}].first < found[{"relu", 0}].first + 0.05,
                "a low rate kills few units of relu that were not born dead");
        e.claim(found[{"relu", 3}].first > 0.5, "a high one kills most of them");
        e.claim(found[{"leaky_relu", 3}].first == 0, "none of leaky_relu dies");
        e.observe(found[{"leaky_relu", 1}].second > found[{"relu", 1}].second,
                  "which helps at rate 1");
        e.claim(std::max(found[{"leaky_relu", 3}].second, found[{"relu", 3}].second) < 0.7,
                "at rate 3 neither learns much");
    });
}
