// SPDX-License-Identifier: MIT
//
// One hidden layer of different units, with about as many numbers to learn, read digits after plain
// gradient descent: units of one sum (relu, prelu with a slope each, gelu), of two (maxout,
// swiglu), and of a sum and its negative (crelu). The best network is written to a file and read
// again.
#include "classification.hpp"
#include "gallery.hpp"
#include "weights.hpp"
#include <actfn/actfn.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {

using network = mlp::network<float>;
using mlp::Index;
using namespace mlp::digits;

Index numbers_in(network const& net) {
    Index n = 0;
    for (auto const& l : net.layers()) {
        for (auto const* p : {&l->weights, &l->bias, &l->shape}) n += p->value.size();
    }
    return n;
}

} // namespace

int main(int count, char** arguments) {
    return gallery::run("units", count, arguments, [](gallery::example& e) {
        int const starts = e.quick() ? 1 : 20;
        int const epochs = e.quick() ? 1 : 40;
        auto const all = read(ACTFN_EXAMPLE_DATA_DIR "/digits.csv");
        auto const train = all.part(0, train_count);
        auto const test = all.part(train_count, test_count);
        auto csv = e.csv("units,epoch,right,least,most");

        std::printf("64 pixels, a hidden layer, 10 classes; SGD, %d epochs, %d starts\n", epochs,
                    starts);
        std::printf("units    how many  numbers    of %td test digits right, %%\n", test_count);
        std::printf("                             mean  deviation   least    most\n");

        std::map<std::string, std::vector<gallery::spread>> right; // after every epoch
        double best = 0;
        std::unique_ptr<network> winner;
        std::size_t tried = 0;
        auto const try_out = [&](std::string const& name, auto const& f, Index units) {
            auto const make = [&](int seed) {
                auto net = std::make_unique<network>(pixels, static_cast<std::uint64_t>(seed));
                net->add(units, f).add(classes, actfn::identity);
                return net;
            };
            auto& r = right[name];
            r.resize(static_cast<std::size_t>(epochs));
            for (int start = 1; start <= starts; ++start) {
                auto net = make(start);
                mlp::trainer trainer(train, 16, static_cast<std::uint64_t>(start));
                mlp::sgd optimiser{.rate = 0.1};
                double share = 0;
                for (auto& after : r) {
                    trainer.epoch(*net, optimiser);
                    share = mlp::accuracy(*net, test);
                    after.add(100 * share);
                }
                if (share > best) {
                    best = share;
                    auto const file = std::filesystem::temp_directory_path() / "actfn-units.bin";
                    mlp::save(*net, file.string());
                    winner = make(start + 1000);
                    mlp::load(*winner, file.string());
                    std::filesystem::remove(file);
                }
                e.progress(++tried, std::size_t(6 * starts));
            }
            for (std::size_t i = 0; i < r.size(); ++i) {
                csv.row(name, i + 1, r[i].mean(), r[i].least(), r[i].most());
            }
            auto const& last = r.back();
            std::printf("%-8s %8td %8td %8.1f %10.1f %7.1f %7.1f\n", name.c_str(), units,
                        numbers_in(*make(1)), last.mean(), last.deviation(), last.least(),
                        last.most());
        };
        try_out("relu", actfn::relu, 40);
        try_out("prelu", mlp::learned_per_unit(actfn::prelu), 39);
        try_out("gelu", actfn::gelu, 40);
        try_out("maxout", actfn::maxout<2>, 21);
        try_out("swiglu", actfn::swiglu, 21);
        try_out("crelu", actfn::crelu, 35);

        double least = 100;
        double lowest = 100, highest = 0;
        for (auto const& [name, r] : right) {
            least = std::min(least, r.back().least());
            lowest = std::min(lowest, r.back().mean());
            highest = std::max(highest, r.back().mean());
        }
        std::printf("\n");
        e.claim(least > 88, "every start of every unit reads more than 88 of 100");
        e.claim(highest - lowest < 1, "with as many numbers, all units read equally well");
        if (!e.quick()) {
            bool first = true;
            for (auto const& [name, r] : right) {
                first = first && (name == "maxout" || right["maxout"][9].mean() > r[9].mean());
            }
            e.claim(first, "after 10 epochs maxout is ahead");
        }
        e.claim(mlp::accuracy(*winner, test) == best,
                "the best network, written to a file and read again, tells as many right");
    });
}
