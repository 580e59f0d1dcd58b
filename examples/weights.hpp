// SPDX-License-Identifier: MIT
#pragma once
#include "mlp.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/// A network's learnt numbers in a file, the same on every machine. All integers and IEEE 754
/// numbers are little-endian:
///
///     8 bytes   "actfnMLP"
///     u32       version of the format, 1
///     u32       bytes of a number, 4 (float) or 8 (double)
///     u64       number of layers
///     a layer:  u64 length of the name of its activation, the name; then weights, bias and learnt
///               parameters of the activation, each u64 rows, u64 columns, numbers by columns
///     u32       CRC-32 of all bytes before
///
/// What is not learnt, such as the alpha of an elu, is not in it.
namespace mlp {

/// A file that cannot be written, read or used; the network is as it was.
struct weights_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

namespace format {

inline constexpr std::string_view magic = "actfnMLP";
inline constexpr std::uint32_t version = 1;
template <class T> using bits_of = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;

/// The checksum of IEEE 802.3, which zip and PNG use.
inline std::uint32_t crc32(std::string_view bytes) {
    std::uint32_t crc = ~0U;
    for (char const c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ (crc % 2 * 0xEDB88320U);
    }
    return ~crc;
}

template <class U> void put(std::string& to, U number) {
    for (std::size_t i = 0; i < sizeof(U); ++i) to += static_cast<char>(number >> 8 * i & 0xFF);
}

template <class T> void put_matrix(std::string& to, matrix<T> const& m) {
    put(to, static_cast<std::uint64_t>(m.rows()));
    put(to, static_cast<std::uint64_t>(m.cols()));
    for (T const v : m.reshaped()) put(to, std::bit_cast<bits_of<T>>(v));
}

/// Takes what `put` wrote from the front of `rest`.
struct reader {
    std::string_view rest;

    std::string_view bytes(std::uint64_t count) {
        if (count > rest.size()) throw weights_error("it ends in the middle of a layer");
        auto const taken = rest.substr(0, static_cast<std::size_t>(count));
        rest.remove_prefix(taken.size());
        return taken;
    }
    template <class U> U number() {
        U n = 0;
        std::size_t shift = 0;
        for (char const c : bytes(sizeof(U))) {
            n |= static_cast<U>(static_cast<unsigned char>(c)) << shift;
            shift += 8;
        }
        return n;
    }
    /// A matrix of the size of `like`.
    template <class T> matrix<T> matrix_like(matrix<T> const& like, std::string const& what) {
        auto const rows = number<std::uint64_t>();
        auto const columns = number<std::uint64_t>();
        if (std::cmp_not_equal(rows, like.rows()) || std::cmp_not_equal(columns, like.cols())) {
            throw weights_error(what + " are " + std::to_string(rows) + " x " +
                                std::to_string(columns) + ", the network has " +
                                std::to_string(like.rows()) + " x " + std::to_string(like.cols()));
        }
        matrix<T> m(like.rows(), like.cols());
        for (T& v : m.reshaped()) v = std::bit_cast<T>(number<bits_of<T>>());
        return m;
    }
};

} // namespace format

/// The content of the file.
template <class T> std::string to_bytes(network<T> const& net) {
    std::string to(format::magic);
    format::put(to, format::version);
    format::put(to, static_cast<std::uint32_t>(sizeof(T)));
    format::put(to, static_cast<std::uint64_t>(net.layers().size()));
    for (auto const& l : net.layers()) {
        format::put(to, static_cast<std::uint64_t>(l->name().size()));
        to += l->name();
        for (auto const* p : {&l->weights, &l->bias, &l->shape}) format::put_matrix(to, p->value);
    }
    format::put(to, format::crc32(to));
    return to;
}

/// Takes over what a network of the same layers has learnt.
template <class T> void from_bytes(network<T>& net, std::string_view bytes) {
    format::reader all{bytes};
    if (!bytes.starts_with(format::magic)) throw weights_error("it holds no weights");
    all.bytes(format::magic.size());
    if (bytes.size() < format::magic.size() + 20) throw weights_error("it is cut off");
    format::reader checksum{bytes.substr(bytes.size() - 4)};
    if (checksum.number<std::uint32_t>() != format::crc32(bytes.substr(0, bytes.size() - 4))) {
        throw weights_error("it is damaged: the checksum differs");
    }
    all.rest.remove_suffix(4);
    auto const expect = [](std::string const& what, auto found, auto expected) {
        if (found != expected) {
            throw weights_error(what + ' ' + std::to_string(found) + ", not " +
                                std::to_string(expected));
        }
    };
    expect("its version is", all.number<std::uint32_t>(), format::version);
    expect("bytes of a number:", all.number<std::uint32_t>(), std::uint32_t{sizeof(T)});
    expect("number of layers:", all.number<std::uint64_t>(), std::uint64_t{net.layers().size()});

    std::vector<std::array<matrix<T>, 3>> read;
    for (auto const& l : net.layers()) {
        std::string const which = "layer " + std::to_string(read.size() + 1);
        auto const name = all.bytes(all.number<std::uint64_t>());
        if (name != l->name()) {
            throw weights_error(which + " is another activation than " + std::string(l->name()));
        }
        read.push_back(
            {all.matrix_like(l->weights.value, which + ": the weights"),
             all.matrix_like(l->bias.value, which + ": the biases"),
             all.matrix_like(l->shape.value, which + ": the parameters of the activation")});
    }
    if (!all.rest.empty()) throw weights_error("more follows after the last layer");
    for (std::size_t i = 0; i < read.size(); ++i) {
        auto& l = *net.layers()[i];
        l.weights.value = read[i][0];
        l.bias.value = read[i][1];
        l.shape.value = read[i][2];
        l.settle();
    }
}

/// Writes the file, whole or not at all.
template <class T> void save(network<T> const& net, std::string const& path) {
    std::string const bytes = to_bytes(net);
    std::string const part = path + ".part";
    std::ofstream file(part, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file || std::rename(part.c_str(), path.c_str()) != 0) {
        throw weights_error(path + " cannot be written");
    }
}

template <class T> void load(network<T>& net, std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    std::string const bytes{std::istreambuf_iterator<char>(file), {}};
    if (!file) throw weights_error(path + " cannot be read");
    try {
        from_bytes(net, bytes);
    } catch (weights_error const& e) {
        throw weights_error(path + ": " + e.what());
    }
}

} // namespace mlp
