// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "laws/rows.hpp"
#include <actfn/array.hpp>
#include <actfn/rowwise/logsumexp.hpp>
#include <actfn/rowwise/top_k.hpp>

#include <vector>

// Which entries of a tensor make a row.

namespace {

std::vector<float> tensor(std::size_t n) {
    tests::random_numbers next;
    std::vector<float> x(n);
    for (float& v : x) v = static_cast<float>(next(-3, 3));
    return x;
}

} // namespace

TEST_CASE("softmax over the last axis, as all frameworks have it now", "[rowwise]") {
    auto const& softmax = tests::rows_of<float>("softmax");
    // (4, 5): PyTorch dim=-1, JAX and Keras axis=-1, ONNX from operator set 13 on.
    auto const x = tensor(20);
    std::vector<float> y(20);
    softmax.forward(x, y, actfn::row_layout{.rows = 4, .columns = 5});
    std::vector<float> rest(20);
    softmax.forward(x, rest, actfn::row_layout{.rows = 4});
    CHECK(rest == y);
    softmax.forward(x, rest, actfn::axis_layout{.outer = 4, .size = 5});
    CHECK(rest == y);
    std::vector<float> row(x.begin() + 5, x.begin() + 10);
    softmax.forward(row, row);
    CHECK(std::equal(row.begin(), row.end(), y.begin() + 5));
}

TEST_CASE("softmax of ONNX before operator set 13 flattens what follows axis 1", "[rowwise]") {
    auto const& softmax = tests::rows_of<float>("softmax");
    // (2, 3, 4) are 2 rows of 12.
    auto const x = tensor(24);
    std::vector<float> y(24);
    softmax.forward(x, y, actfn::row_layout{.rows = 2, .columns = 3 * 4});
    float sum = 0;
    for (std::size_t i = 0; i < 12; ++i) sum += y[i];
    CHECK(std::abs(sum - 1) < 1e-6F);
}

TEST_CASE("Softmax2d: over the channels of images", "[rowwise]") {
    auto const& softmax = tests::rows_of<float>("softmax");
    auto const& logsumexp = tests::rows_of<float>("logsumexp");
    constexpr std::size_t images = 2;
    constexpr std::size_t channels = 3;
    constexpr std::size_t height = 4;
    constexpr std::size_t width = 5;
    constexpr std::size_t pixels = height * width;
    auto const x = tensor(images * channels * pixels);
    std::vector<float> y(x.size());
    actfn::axis_layout const layout{.outer = images, .size = channels, .inner = pixels};
    softmax.forward(x, y, layout);
    std::vector<float> total(images * pixels);
    logsumexp.forward(x, total, layout);
    for (std::size_t image = 0; image < images; ++image) {
        for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
            std::vector<float> row(channels);
            for (std::size_t c = 0; c < channels; ++c) {
                row[c] = x[(image * channels + c) * pixels + pixel];
            }
            float alone = 0;
            logsumexp.forward(row, std::span(&alone, 1));
            CHECK(total[image * pixels + pixel] == alone);
            softmax.forward(row, row);
            for (std::size_t c = 0; c < channels; ++c) {
                CHECK(y[(image * channels + c) * pixels + pixel] == row[c]);
            }
        }
    }
}

TEST_CASE("blocks of rows, wherever they lie", "[rowwise]") {
    auto const x = tensor(2 * 3 * 4);
    std::vector<float> y(x.size());
    std::vector<float> expected(x.size());
    actfn::forward(actfn::top_k, x, expected, actfn::row_layout{.rows = 6});
    auto const blocks = [](auto* data) { return actfn::strided(data, {2, 3, 4}, {12, 4, 1}); };
    actfn::forward(actfn::top_k, blocks(x.data()), blocks(y.data()));
    CHECK(y == expected);
    actfn::forward(actfn::top_k, blocks(x.data()), y);
    CHECK(y == expected);

    std::vector<float> sums(6);
    std::vector<float> expected_sums(6);
    actfn::forward(actfn::logsumexp, x, expected_sums, actfn::row_layout{.rows = 6});
    actfn::forward(actfn::logsumexp, blocks(x.data()), sums);
    CHECK(sums == expected_sums);

    auto const as_one = actfn::strided(y.data(), {1, 6, 4}, {24, 4, 1});
    CHECK_THROWS_WITH(actfn::forward(actfn::top_k, blocks(x.data()), as_one),
                      "actfn::forward(top_k): y has 6 lines of 4, expected 2 x 3 of 4");
}
