// SPDX-License-Identifier: MIT
//
// Where networks draw the line: the same network with nine activations tells two spirals apart.
#include "gallery.hpp"
#include "spirals.hpp"

#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>

namespace {

using spirals::Index;
constexpr Index fine = 80; // points of the picture along an edge

/// The answers of a network over the whole plane.
template <class F>
void paint(gallery::table& plane, std::string_view name, spirals::network<F>& net) {
    spirals::matrix X(2, fine);
    for (Index row = 0; row < fine; ++row) {
        auto const at = [](Index i) { return -2.5F + 5 * static_cast<float>(i) / (fine - 1); };
        for (Index i = 0; i < fine; ++i) X.col(i) << at(i), at(row);
        spirals::matrix const Y = actfn::sigmoid(net.logits(X));
        for (Index i = 0; i < fine; ++i) plane.row(name, X(0, i), X(1, i), Y(0, i));
    }
}

} // namespace

int main(int count, char** arguments) {
    return gallery::run("boundaries", count, arguments, [](gallery::example& e) {
        int const starts = e.quick() ? 2 : 20;
        spirals::task const seen(200, 1), unseen(400, 2);
        auto points = e.csv("x,y,spiral", "_points");
        for (Index i = 0; i < seen.X.cols(); ++i) {
            points.row(seen.X(0, i), seen.X(1, i), seen.T(0, i));
        }
        auto scores = e.csv("activation,mean");
        auto plane = e.csv("activation,x,y,answer", "_plane");
        std::map<std::string_view, double> mean;
        std::printf("2-16-16-1, Adam, 400 steps, %d starts: share of 400 other points told right\n"
                    "             mean  deviation  least to most\n",
                    starts);
        auto const try_out = [&](auto const& f) {
            std::string_view const name = f.facts().name;
            gallery::spread right;
            for (int seed = 1; seed <= starts; ++seed) {
                spirals::network net(f, 16, static_cast<std::uint64_t>(seed));
                net.train(seen, e.quick() ? 20 : 400);
                right.add(net.accuracy(unseen));
                if (seed == 1) paint(plane, name, net);
            }
            mean[name] = right.mean();
            scores.row(name, right.mean());
            std::printf("%-11s %.3f  %9.3f  %.3f to %.3f\n", name.data(), right.mean(),
                        right.deviation(), right.least(), right.most());
            e.progress(mean.size(), 9);
        };
        try_out(actfn::identity);
        try_out(actfn::sigmoid);
        try_out(actfn::softplus);
        try_out(actfn::tanh);
        try_out(actfn::relu);
        try_out(actfn::leaky_relu);
        try_out(actfn::gelu);
        try_out(actfn::gaussian);
        try_out(actfn::sine);

        std::printf("\n");
        e.claim(mean["identity"] < 0.65, "without an activation a straight line is all there is");
        for (char const* name : {"tanh", "relu", "leaky_relu", "gelu", "gaussian", "sine"}) {
            e.claim(mean[name] > 0.95, std::string(name) + " follows both spirals");
        }
        e.claim(mean["sigmoid"] < 0.9, "sigmoid does not in these steps");
    });
}
