// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>
#include <actfn/pointwise/relu.hpp>
#include <actfn/pointwise/selu.hpp>
#include <actfn/pointwise/tanh.hpp>

#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>
#include <vector>

namespace init = actfn::init;

TEST_CASE("variances", "[init]") {
    CHECK(init::he(50).variance == 0.04);
    CHECK(init::he(50).stddev == 0.2);
    CHECK(std::abs(init::he(50).bound - std::sqrt(6.0 / 50)) < 1e-15);
    CHECK(init::glorot(3, 5).variance == 0.25);
    CHECK(init::lecun(16).stddev == 0.25);
    CHECK(init::with_gain(3, 36).stddev == 0.5);
    CHECK(init::for_activation(actfn::relu, 50, 7).variance == init::he(50).variance);
    CHECK(init::for_activation(actfn::selu, 50, 7).variance == init::lecun(50).variance);
    CHECK(init::for_activation(actfn::tanh, 50, 7).variance == init::glorot(50, 7).variance);
    CHECK(std::abs(init::siren_first(50).bound - 1.0 / 50) < 1e-15);
    CHECK(std::abs(init::siren(50).bound - std::sqrt(6.0 / 50) / 30) < 1e-15);
    CHECK(std::abs(init::siren(24, 5).bound - 0.1) < 1e-15);
    CHECK_THROWS_WITH(init::siren(50, 0), "actfn::init::siren: w0 = 0 must be greater than 0");
    CHECK_THROWS_WITH(init::siren_first(0),
                      "actfn::init::siren_first: fan_in = 0 must be at least 1");
    CHECK_THROWS_WITH(init::he(0), "actfn::init::he: fan_in = 0 must be at least 1");
    CHECK_THROWS_WITH(init::glorot(3, 0), "actfn::init::glorot: fan_out = 0 must be at least 1");
}

TEMPLATE_TEST_CASE("filled weights have the moments asked for", "[init]", std::mt19937,
                   std::mt19937_64, std::minstd_rand, std::ranlux24_base) {
    TestType generator(1);
    std::size_t const n = 100001;
    std::vector<double> w(n);
    auto const moment = [&](int power) {
        double sum = 0;
        for (double v : w) sum += std::pow(v, power);
        return sum / static_cast<double>(n);
    };
    init::fill(w, 1, generator);
    // Five standard deviations of each estimate.
    double const root = std::sqrt(static_cast<double>(n));
    CHECK(std::abs(moment(1)) < 5 / root);
    CHECK(std::abs(moment(2) - 1) < 5 * std::sqrt(2.0) / root);
    CHECK(std::abs(moment(3)) < 5 * std::sqrt(15.0) / root);
    CHECK(std::abs(moment(4) - 3) < 5 * std::sqrt(96.0) / root);

    init::fill_uniform(w, init::he(6), generator);
    CHECK(std::abs(moment(1)) < 5 * std::sqrt(1.0 / 3) / root);
    CHECK(std::abs(moment(2) - 1.0 / 3) < 5 * std::sqrt(4.0 / 45) / root);
    for (double const v : w) REQUIRE(std::abs(v) <= 1);
}

TEST_CASE("weights are the same with every standard library", "[init]") {
    // The first numbers of std::mt19937 with seed 1, by hand.
    std::mt19937 generator(1);
    std::mt19937 raw(1);
    for (int i = 0; i < 5; ++i) {
        double const high = std::floor(static_cast<double>(raw()) / 32);
        double const low = std::floor(static_cast<double>(raw()) / 64);
        CHECK(init::uniform(generator) == (high * 67108864 + low) / 9007199254740992);
    }
    // libstdc++ and libc++ agree on the generator: 1791095845, 4282876139 for seed 1.
    generator.seed(1);
    CHECK(init::uniform(generator) == (55971745.0 * 67108864 + 66919939.0) / 9007199254740992);
}

TEST_CASE("Eigen matrices are filled in the order of their memory", "[init]") {
    std::mt19937 generator(3);
    Eigen::MatrixXf w(6, 4);
    init::fill(w, init::he(6), generator);
    generator.seed(3);
    std::vector<float> flat(24);
    init::fill(flat, init::he(6).stddev, generator);
    CHECK(std::equal(flat.begin(), flat.end(), w.data()));
    init::fill_uniform(w, 0.25, generator);
    CHECK(w.cwiseAbs().maxCoeff() <= 0.25F);

    // So are blocks, maps, references and 16-bit numbers.
    Eigen::MatrixXf whole = Eigen::MatrixXf::Constant(9, 7, 5);
    generator.seed(3);
    init::fill(whole.block(1, 2, 6, 4), init::he(6), generator);
    CHECK(std::equal(flat.begin(), flat.end(), whole.block(1, 2, 6, 4).reshaped().begin()));
    CHECK((whole.array() == 5).count() == 63 - 24);
    generator.seed(3);
    Eigen::Map<Eigen::VectorXf> map(w.data(), 24);
    init::fill(map, init::he(6), generator);
    CHECK(std::equal(flat.begin(), flat.end(), w.data()));
    Eigen::Matrix<Eigen::half, Eigen::Dynamic, 1> halves(24);
    generator.seed(3);
    init::fill(halves, init::he(6), generator);
    for (Eigen::Index i = 0; i < 24; ++i) {
        CHECK(halves(i) == Eigen::half(flat[static_cast<std::size_t>(i)]));
    }
}

TEST_CASE("normal weights of any number of elements are the draws of one key", "[init]") {
    std::mt19937_64 generator(5);
    std::vector<double> all(200);
    init::fill(all, 1, generator);
    for (std::size_t n = 0; n < all.size(); ++n) {
        generator.seed(5);
        std::vector<double> some(n);
        init::fill(some, 1, generator);
        CHECK(std::equal(some.begin(), some.end(), all.begin()));
    }
}

TEST_CASE("widths that are not finite, or negative, are refused before anything is drawn",
          "[init]") {
    std::mt19937 generator(1);
    std::mt19937 const before = generator;
    std::vector<float> w(4, 7.0F);
    double const infinity = std::numeric_limits<double>::infinity();
    for (double const wrong :
         {std::numeric_limits<double>::quiet_NaN(), infinity, -infinity, -1.0}) {
        CHECK_THROWS_AS(init::fill(w, wrong, generator), std::invalid_argument);
        CHECK_THROWS_AS(init::fill_uniform(w, wrong, generator), std::invalid_argument);
        CHECK_THROWS_AS(init::with_gain(wrong, 4), std::invalid_argument);
    }
    CHECK(w == std::vector<float>(4, 7.0F));
    CHECK(generator == before);
    init::fill(w, 0, generator);
    CHECK(w == std::vector<float>(4));
    CHECK_THROWS_WITH(init::fill(w, -0.5, generator),
                      "actfn::init::fill: stddev = -0.5 must be at least 0");
}

TEST_CASE("LSUV makes the variance of a layer 1", "[init]") {
    std::mt19937 generator(3);
    Eigen::MatrixXf const X = Eigen::MatrixXf::Random(20, 50);
    Eigen::MatrixXf W(30, 20);
    init::fill(W, 7, generator);
    Eigen::VectorXf const b =
        Eigen::VectorXf::LinSpaced(30, -0.1F, 0.1F); // not scaled with the weights
    auto const outputs = [&] { return Eigen::MatrixXf(actfn::tanh((W * X).colwise() + b) * 2); };
    auto const linear = [&] { return Eigen::MatrixXf(W * X); };
    double const reached = init::lsuv(W, linear, 1e-4);
    CHECK(std::abs(reached - 1) < 1e-4);
    Eigen::MatrixXf const Z = linear();
    CHECK(std::abs((Z.array() - Z.mean()).square().mean() - 1) < 1e-4);
    CHECK(std::abs(init::lsuv(W, outputs, 0.05, 30) - 1) <= 0.05);
    Eigen::MatrixXf const before = W;
    CHECK(std::abs(init::lsuv(W, outputs, 0.05) - 1) <= 0.05); // nothing to do
    CHECK(W == before);
    CHECK_THROWS_WITH(init::lsuv(W, [&] { return std::vector<float>(5, 1.0F); }),
                      "actfn::init::lsuv: the variance of the outputs = 0 must be greater than 0");
    CHECK_THROWS_WITH(init::lsuv(W, [&] { return std::vector<float>(); }),
                      "actfn::init::lsuv: the number of outputs = 0 must be at least 1");
    CHECK(W == before);
}
