// SPDX-License-Identifier: MIT
//
// Writes, for every pointwise activation, `<folder>/<name>.dat` with x, value and derivative, and
// `<folder>/names` with the list: the input of activations.gp.
#include <actfn-list/pointwise.hpp>
#include <actfn/array.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <vector>

namespace {

std::vector<double> abscissas() {
    std::vector<double> x;
    for (int i = -100; i <= 100; ++i) x.push_back(i / 20.0);
    return x;
}

template <class F> bool write(F const& f, std::filesystem::path const& folder) {
    auto const x = abscissas();
    std::vector<double> y(x.size());
    std::vector<double> dy(x.size());
    actfn::value_and_derivative(f, x, y, dy);
    std::ofstream out(folder / (std::string(F::facts.name) + ".dat"));
    for (std::size_t i = 0; i < x.size(); ++i) out << x[i] << ' ' << y[i] << ' ' << dy[i] << '\n';
    return bool(out);
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    std::filesystem::path const folder = argv[1];
    std::filesystem::create_directories(folder);
    std::ofstream names(folder / "names");
    bool written = true;
#define X(name)                                                                                    \
    names << #name << '\n';                                                                        \
    written = write(actfn::name, folder) && written;
    ACTFN_LIST_POINTWISE(X)
#undef X
    return written ? 0 : 1;
}
