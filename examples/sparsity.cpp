// SPDX-License-Identifier: MIT
//
// Sparsity, measured: which share of the hidden units' outputs is exactly 0 after training.
#include "gallery.hpp"
#include "spirals.hpp"

#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>

namespace {

/// The share of exact zeros among all that the hidden units put out.
template <class F> double zeros(spirals::network<F>& net, spirals::task const& s) {
    net.logits(s.X);
    auto const of = [](spirals::matrix const& H) { return (H.array() == 0).count(); };
    return static_cast<double>(of(net.H1) + of(net.H2)) /
           static_cast<double>(net.H1.size() + net.H2.size());
}

} // namespace

int main(int count, char** arguments) {
    return gallery::run("sparsity", count, arguments, [](gallery::example& e) {
        int const starts = e.quick() ? 2 : 20;
        spirals::task const seen(200, 1), unseen(400, 2);
        auto csv = e.csv("activation,start,zeros,least,most,accuracy");
        struct shares {
            double start, end;
        };
        std::map<std::string_view, shares> found;
        std::printf(
            "2-16-16-1, Adam, 400 steps, %d starts: exact zeros among the outputs of hidden "
            "units, %%\n"
            "               untrained       trained  least to most    points told right\n",
            starts);
        auto const try_out = [&](auto const& f) {
            std::string_view const name = f.facts().name;
            gallery::spread start, end, right;
            for (int seed = 1; seed <= starts; ++seed) {
                spirals::network net(f, 16, static_cast<std::uint64_t>(seed));
                start.add(zeros(net, seen));
                net.train(seen, e.quick() ? 20 : 400);
                end.add(zeros(net, seen));
                right.add(net.accuracy(unseen));
            }
            found[name] = {start.mean(), end.mean()};
            csv.row(name, start.mean(), end.mean(), end.least(), end.most(), right.mean());
            std::printf("%-16s %7.1f %13.1f   %4.1f to %4.1f %20.3f\n", name.data(),
                        100 * start.mean(), 100 * end.mean(), 100 * end.least(), 100 * end.most(),
                        right.mean());
            e.progress(found.size(), 9);
        };
        try_out(actfn::relu);
        try_out(actfn::relu6);
        try_out(actfn::squared_relu);
        try_out(actfn::thresholded_relu.with({.theta = 0.5}));
        try_out(actfn::softshrink);
        try_out(actfn::leaky_relu);
        try_out(actfn::elu);
        try_out(actfn::gelu);
        try_out(actfn::softplus);

        std::printf("\n");
        for (char const* name :
             {"relu", "relu6", "squared_relu", "thresholded_relu", "softshrink"}) {
            e.claim(found[name].end > 0.2, std::string(name) + ": a fifth of all or more is 0");
        }
        for (char const* name : {"leaky_relu", "elu", "softplus"}) {
            e.claim(found[name].end < 0.001, std::string(name) + ": as good as nothing is");
        }
        e.observe(found["gelu"].end > 0.001,
                  "gelu: a little is, where its tail is smaller than the least float");
    });
}
