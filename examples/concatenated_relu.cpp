// SPDX-License-Identifier: MIT
//
// crelu(x) = [relu(x), relu(-x)] puts out two numbers for each unit, so a layer needs half the
// units for as many outputs. What does that save, and what does it cost?
#include "gallery.hpp"
#include "spirals.hpp"

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <utility>

using spirals::Index;

int main(int count, char** arguments) {
    return gallery::run("concatenated_relu", count, arguments, [](gallery::example& e) {
        int const starts = e.quick() ? 2 : 20;
        spirals::task const seen(200, 1), unseen(400, 2);
        auto csv = e.csv("activation,units,parameters,mean,least,most");
        std::map<std::pair<std::string, Index>, double> mean;
        std::printf("two hidden layers, Adam, 400 steps, %d starts: 400 other points told right\n"
                    "        units  outputs  parameters   mean  deviation  least to most\n",
                    starts);
        auto const try_out = [&](char const* name, auto const& f, Index times, Index units) {
            gallery::spread right;
            Index parameters = 0;
            for (int seed = 1; seed <= starts; ++seed) {
                spirals::network net(f, units, static_cast<std::uint64_t>(seed));
                net.train(seen, e.quick() ? 20 : 400);
                right.add(net.accuracy(unseen));
                parameters = 0;
                for (auto const* p : net.parameters()) parameters += p->value.size();
            }
            mean[{name, units}] = right.mean();
            csv.row(name, units, parameters, right.mean(), right.least(), right.most());
            std::printf("%-6s %6td %8td %11td   %.3f  %9.3f  %.3f to %.3f\n", name, units,
                        times * units, parameters, right.mean(), right.deviation(), right.least(),
                        right.most());
            e.progress(mean.size(), 8);
        };
        for (Index const units : {4, 6, 8, 12}) try_out("relu", actfn::relu, 1, units);
        for (Index const units : {2, 3, 4, 6}) try_out("crelu", actfn::crelu, 2, units);

        std::printf("\n");
        e.claim(std::abs(mean[{"crelu", 6}] - mean[{"relu", 12}]) < 0.1,
                "half the units of crelu tell nearly as many points right");
        e.claim(mean[{"crelu", 3}] > mean[{"relu", 4}],
                "with 37 numbers to learn crelu tells more");
        e.observe(mean[{"crelu", 6}] > mean[{"relu", 8}], "and with 109, relu having 105");
    });
}
