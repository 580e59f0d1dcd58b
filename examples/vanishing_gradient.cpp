// SPDX-License-Identifier: MIT
//
// Where the gradient goes in deep networks: its norm layer by layer, at the start and after
// training on the digits, for depths of 5 to 30 hidden layers, without any normalisation. Claims of
// the literature (Glorot, Bengio 2010; He et al. 2015; Clevert et al. 2016; Klambauer et al. 2017;
// Li et al. 2016) are printed as they come out.
#include "classification.hpp"
#include "gallery.hpp"
#include <actfn/actfn.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <iterator>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace {

using namespace mlp::digits;

constexpr mlp::Index width = 32;
constexpr int depths[] = {5, 10, 20, 30};
constexpr int trained[] = {5, 10, 30}; // of them
constexpr actfn::init_scheme schemes[] = {actfn::init_scheme::glorot, actfn::init_scheme::he};

char const* name_of(actfn::init_scheme s) {
    return s == actfn::init_scheme::glorot ? "Xavier" : "MSRA";
}

/// Norm of the gradient of the loss by the weights of every hidden layer.
std::vector<double> gradient_norms(mlp::network<float>& net, mlp::samples const& s) {
    mlp::matrix<float> gy(classes, s.count());
    mlp::softmax_output::loss(net.forward(s.x, mlp::training), s.classes, gy);
    net.backward(s.x, gy);
    std::vector<double> norms;
    for (auto const& layer : net.layers()) {
        norms.push_back(layer->weights.gradient.cast<double>().norm());
    }
    norms.pop_back();
    return norms;
}

/// What a start came to: norms of the gradient in every hidden layer before and after training, and
/// the share of the digits that is read, with the best rate.
struct outcome {
    std::vector<double> before, after;
    double learnt = 0;
};

template <class F>
outcome train(F const& f, int depth, actfn::init_scheme scheme, mlp::samples const& data,
              int epochs, std::uint64_t start) {
    outcome best;
    for (double const rate : {0.05, 0.01, 0.002}) {
        mlp::network<float> net(pixels, start);
        for (int i = 0; i < depth; ++i) net.add(width, f, scheme);
        net.add(classes, actfn::identity);
        best.before = gradient_norms(net, data);
        if (std::find(std::begin(trained), std::end(trained), depth) == std::end(trained)) break;
        mlp::momentum optimiser{.rate = rate, .mu = 0.9};
        mlp::trainer trainer(data, 32, start + 1);
        for (int epoch = 0; epoch < epochs; ++epoch) trainer.epoch(net, optimiser);
        double const learnt = mlp::accuracy(net, data);
        if (learnt > best.learnt) {
            best.learnt = learnt;
            best.after = gradient_norms(net, data);
        }
    }
    return best;
}

/// Of all starts.
struct outcomes {
    gallery::spread first; ///< norm of the gradient in the first hidden layer before training
    gallery::spread learnt;
};

} // namespace

int main(int count, char** arguments) {
    return gallery::run(
        "vanishing_gradient", count, arguments,
        [](gallery::example& e) {
            auto const all = read(ACTFN_EXAMPLE_DATA_DIR "/digits.csv");
            auto const data = all.part(0, e.quick() ? 64 : train_count);
            int const epochs = e.quick() ? 1 : 20;
            std::size_t const starts = e.quick() ? 1 : e.variant() == "20-starts" ? 20 : 4;
            auto csv = e.csv("activation,init,depth,layer,start,end");
            std::map<std::tuple<std::string, int, std::string>, outcomes> found;
            std::vector<std::string> names;
            auto const try_out = [&](std::string const& name, auto const& f) {
                names.push_back(name);
                for (auto const scheme : schemes) {
                    for (int const depth : depths) {
                        std::vector<outcome> all_of(starts);
                        gallery::in_parallel(starts, [&](std::size_t i) {
                            all_of[i] = train(f, depth, scheme, data, epochs, i + 1);
                        });
                        auto& to = found[{name, depth, name_of(scheme)}];
                        for (auto const& o : all_of) {
                            to.first.add(o.before.front());
                            to.learnt.add(o.learnt);
                        }
                        outcome const& shown = all_of.front();
                        for (std::size_t i = 0; i < shown.after.size(); ++i) {
                            csv.row(name, name_of(scheme), depth, i + 1, shown.before[i],
                                    shown.after[i]);
                        }
                        e.progress(found.size(), 7 * 2 * 4);
                    }
                }
            };
            try_out("sigmoid", actfn::sigmoid);
            try_out("tanh", actfn::tanh);
            try_out("relu", actfn::relu);
            try_out("elu", actfn::elu);
            try_out("selu", actfn::selu);
            try_out("prelu", mlp::learned_per_unit(actfn::prelu));
            try_out("mpelu", mlp::learned_per_unit(actfn::mpelu));

            std::printf(
                "32 units a layer, momentum, %d epochs, the best of three rates, means of %zu "
                "starts\n",
                epochs, starts);
            std::printf("                 gradient norm in the first     digits learnt, %%\n");
            std::printf("                 layer at the start\n");
            std::printf("hidden layers      5      10      20      30     5   10   30\n");
            for (auto const& name : names) {
                for (auto const scheme : schemes) {
                    std::printf("%-8s %-6s", name.c_str(), name_of(scheme));
                    for (int const depth : depths) {
                        std::printf(" %7.0e", found[{name, depth, name_of(scheme)}].first.mean());
                    }
                    std::printf(" ");
                    for (int const depth : trained) {
                        std::printf(" %4.0f",
                                    100 * found[{name, depth, name_of(scheme)}].learnt.mean());
                    }
                    std::printf("\n");
                }
            }

            auto const learnt = [&](char const* name, int depth, char const* scheme) -> auto& {
                return found[{name, depth, scheme}].learnt;
            };
            std::printf("\n");
            e.claim(learnt("sigmoid", 10, "Xavier").most() < 0.2 &&
                        learnt("sigmoid", 10, "MSRA").most() < 0.2,
                    "no sigmoid network of 10 layers and more trains");
            e.claim(found[{"sigmoid", 30, "Xavier"}].first.most() < 1e-10,
                    "with sigmoid the gradient vanishes");
            e.claim(learnt("relu", 30, "Xavier").most() < 0.5,
                    "no relu network of 30 layers converges with Xavier");
            e.claim(learnt("tanh", 30, "MSRA").least() > 0.9, "with tanh and MSRA all do");
            e.observe(learnt("sigmoid", 5, "Xavier").most() < 0.5,
                      "no sigmoid network of 5 layers trains, either");
            e.observe(learnt("relu", 30, "MSRA").mean() > 0.3, "relu learns with MSRA");
            for (auto const& [name, scheme] :
                 {std::pair{"elu", "Xavier"}, std::pair{"elu", "MSRA"}, std::pair{"selu", "Xavier"},
                  std::pair{"prelu", "MSRA"}, std::pair{"mpelu", "Xavier"},
                  std::pair{"mpelu", "MSRA"}}) {
                e.observe(learnt(name, 30, scheme).mean() > learnt("relu", 30, scheme).mean(),
                          std::string(name) + " learns more than relu at 30 layers, " + scheme);
            }
            e.observe(learnt("prelu", 30, "Xavier").most() < 0.5,
                      "prelu, 30 layers, learns with MSRA only");
        },
        {"20-starts"});
}
