// SPDX-License-Identifier: MIT
#pragma once
#include "classification.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#if ACTFN_EXAMPLE_ZLIB
#include <zlib.h>
#endif

/// Fashion-MNIST (Xiao et al. 2017, arXiv:1708.07747): images of clothes, 28 x 28, ten classes, in
/// the IDX format of MNIST.
namespace mlp::fashion {

/// The whole content of a compressed file.
inline std::vector<unsigned char> decompress(std::string const& path) {
    std::vector<unsigned char> all;
#if ACTFN_EXAMPLE_ZLIB
    gzFile const file = gzopen(path.c_str(), "rb");
    if (file == nullptr) throw std::runtime_error(path + " cannot be opened");
    unsigned char block[1 << 16];
    int n = 0;
    while ((n = gzread(file, block, sizeof block)) > 0) all.insert(all.end(), block, block + n);
    bool const good = gzclose(file) == Z_OK && n == 0;
    if (!good) throw std::runtime_error(path + " cannot be decompressed");
#else
    throw std::runtime_error(path + " cannot be read: the build found no zlib");
#endif
    return all;
}

/// The bytes after the header of an IDX file of at least `count` items of `size` bytes.
inline std::vector<unsigned char> read_idx(std::string const& path, int dimensions, Index count,
                                           Index size) {
    auto all = decompress(path);
    auto const header = static_cast<std::size_t>(4 + 4 * dimensions);
    auto const needed = header + static_cast<std::size_t>(count * size);
    // Two zeros, 8 for bytes, the number of dimensions; then their sizes, which the length shows.
    if (all.size() < needed || all[0] != 0 || all[1] != 0 || all[2] != 8 || all[3] != dimensions) {
        throw std::runtime_error(path + " holds no " + std::to_string(count) + " items of " +
                                 std::to_string(size) + " bytes");
    }
    all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(header));
    return all;
}

/// The first `count` samples of "train" or "t10k".
inline samples read(std::string const& part, Index count,
                    std::string const& folder = "/usr/share/datasets/fashion-mnist") {
    constexpr Index pixels = 28 * 28;
    auto const images = read_idx(folder + '/' + part + "-images-idx3-ubyte.gz", 3, count, pixels);
    auto const labels = read_idx(folder + '/' + part + "-labels-idx1-ubyte.gz", 1, count, 1);
    samples s{matrix<float>(pixels, count), {}};
    for (Index i = 0; i < s.x.size(); ++i) {
        s.x.data()[i] = static_cast<float>(images[static_cast<std::size_t>(i)]) / 255;
    }
    for (Index i = 0; i < count; ++i) {
        int const label = labels[static_cast<std::size_t>(i)];
        if (label > 9) throw std::runtime_error(part + ": label " + std::to_string(label));
        s.classes.push_back(label);
    }
    return s;
}

} // namespace mlp::fashion
