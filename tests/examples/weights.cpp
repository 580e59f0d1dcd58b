// SPDX-License-Identifier: MIT
//
// Files of weights: what is saved comes back, and nothing else does.
#include "../../examples/weights.hpp"

#include "catch.hpp"
#include <actfn/pointwise/prelu.hpp>
#include <actfn/pointwise/tanh.hpp>

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>

namespace {

template <class T = float> mlp::network<T> make(std::uint64_t seed, mlp::Index units = 3) {
    mlp::network<T> net(2, seed);
    net.add(units, actfn::tanh).add(2, mlp::learned_per_unit(actfn::prelu));
    return net;
}

/// The message for these bytes, which leave the network as it was.
std::string complaint(std::string const& bytes, mlp::network<float> net = make(7)) {
    std::string const before = mlp::to_bytes(net);
    std::string what = "nothing";
    try {
        mlp::from_bytes(net, bytes);
    } catch (mlp::weights_error const& e) {
        what = e.what();
        CHECK(mlp::to_bytes(net) == before);
    }
    return what;
}

/// The bytes with some replaced, and the checksum they ought to have.
std::string forged(std::string bytes, std::size_t at, std::string const& by) {
    bytes.resize(bytes.size() - 4);
    bytes.replace(at, by.size(), by);
    mlp::format::put(bytes, mlp::format::crc32(bytes));
    return bytes;
}

} // namespace

TEST_CASE("weights: what is saved comes back") {
    auto first = make(1);
    first.layers()[1]->shape.value(0, 1) = 0.125F;
    first.layers()[1]->settle();
    std::string const path = "actfn-examples.weights"; // in the build folder
    mlp::save(first, path);
    auto second = make(2);
    mlp::load(second, path);
    std::remove(path.c_str());
    CHECK(mlp::to_bytes(second) == mlp::to_bytes(first));
    mlp::matrix<float> const x = mlp::matrix<float>::Constant(2, 1, -0.5F);
    CHECK(first.forward(x) == second.forward(x));
}

TEST_CASE("weights: the bytes are those of the description") {
    mlp::network<float> net(1, 1);
    net.add(1, actfn::tanh);
    net.layers()[0]->weights.value(0, 0) = 1.5F; // 3FC00000
    net.layers()[0]->bias.value(0, 0) = -2;      // C0000000
    std::string const one{'\1', 0, 0, 0, 0, 0, 0, 0};
    std::string expected = "actfnMLP" + std::string{1, 0, 0, 0, 4, 0, 0, 0} + one +
                           std::string{4, 0, 0, 0, 0, 0, 0, 0} + "tanh" + one + one +
                           std::string{0, 0, '\xC0', '\x3F'} + one + one +
                           std::string{0, 0, 0, '\xC0'} + std::string(16, '\0');
    CHECK(mlp::format::crc32("123456789") == 0xCBF43926);
    mlp::format::put(expected, mlp::format::crc32(expected));
    CHECK(mlp::to_bytes(net) == expected);
}

TEST_CASE("weights: a file cut off anywhere is refused") {
    std::string const bytes = mlp::to_bytes(make(1));
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        CHECK(complaint(bytes.substr(0, size)) != "nothing");
    }
    CHECK(complaint("") == "it holds no weights");
    CHECK(complaint(bytes.substr(0, 20)) == "it is cut off");
    CHECK(complaint(bytes + "x") == "it is damaged: the checksum differs");
}

TEST_CASE("weights: a flipped bit anywhere is refused") {
    std::string const bytes = mlp::to_bytes(make(1));
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
        std::string damaged = bytes;
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ 1 << bit % 8);
        CHECK(complaint(damaged) != "nothing");
    }
}

TEST_CASE("weights: another network is refused") {
    auto const bytes = mlp::to_bytes(make(1));
    CHECK(complaint(mlp::to_bytes(make(1, 4))) ==
          "layer 1: the weights are 4 x 2, the network has 3 x 2");
    CHECK(complaint(mlp::to_bytes(make<double>(1))) == "bytes of a number: 8, not 4");
    CHECK(complaint(forged(bytes, 8, "\2")) == "its version is 2, not 1");
    CHECK(complaint(forged(bytes, 32, "sine")) == "layer 1 is another activation than tanh");
    CHECK(complaint(forged(bytes, 24, std::string(8, '\xFF'))) ==
          "it ends in the middle of a layer");
    CHECK(complaint(forged(bytes, 36, std::string(8, '\xFF'))) ==
          "layer 1: the weights are 18446744073709551615 x 2, the network has 3 x 2");

    mlp::network<float> shared(2, 1);
    shared.add(3, actfn::tanh).add(2, mlp::learned(actfn::prelu));
    CHECK(complaint(mlp::to_bytes(shared)) ==
          "layer 2: the parameters of the activation are 1 x 1, the network has 1 x 2");
    mlp::network<float> shallow(2, 1);
    shallow.add(3, actfn::tanh);
    CHECK(complaint(mlp::to_bytes(shallow)) == "number of layers: 1, not 2");
}

TEST_CASE("weights: files that cannot be read or written are named") {
    auto net = make(1);
    CHECK_THROWS_WITH(mlp::load(net, "actfn-no-such.weights"),
                      "actfn-no-such.weights cannot be read");
    CHECK_THROWS_WITH(mlp::save(net, "actfn-no-such-folder/w"),
                      "actfn-no-such-folder/w cannot be written");
    std::string const path = "actfn-foreign.weights";
    std::ofstream(path) << "P5 2 2 255 ....";
    CHECK_THROWS_WITH(mlp::load(net, path), path + ": it holds no weights");
    std::remove(path.c_str());
}
