// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/spans.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <tuple>
#include <utility>

namespace actfn::engine {

/// total[p] += Σ gy·∂f/∂p over n elements for every parameter p of the kernel k of f, whose I
/// arguments and gy are arrays. Each block of 1024 elements is summed per lane in the element type,
/// the blocks in double.
template <class Member, class Arch, class K, class T, std::size_t I>
void add_parameter_sums(K const& k, std::size_t n, std::array<T const*, I> const& arguments,
                        T const* weights, double* total) {
    using V = pack<T, Arch>;
    constexpr std::size_t w = lanes<V>;
    constexpr std::size_t block = 1024;
    constexpr std::size_t parameters = field_count<K>();
    constexpr auto each = std::make_index_sequence<I>{};
    auto const in = untraced(arguments);
    auto const gy = untraced(weights);

    for (std::size_t begin = 0; begin < n; begin += block) {
        std::size_t const end = std::min(n, begin + block);
        V sum[parameters];
        for (V& s : sum) s = V(0);
        auto const add = [&]<std::size_t... J>(std::array<T const*, I> const& at, T const* g,
                                               std::size_t i, std::index_sequence<J...>)
            ACTFN_LAMBDA_INLINE {
            auto const slopes = Member::apply(k, settle(load<V>(at[J] + i))...);
            V const weight = load<V>(g + i);
            std::apply(
                [&](auto const&... slope) ACTFN_LAMBDA_INLINE {
                    V* s = sum;
                    ((*s = math::fma(weight, settle(slope), *s), ++s), ...);
                },
                fields(slopes));
        };
        std::size_t i = begin;
        for (; i + w <= end; i += w) add(in, gy, i, each);
        if (i < end) {
            T padded[I + 1][w] = {};
            std::array<T const*, I> from{};
            for (std::size_t j = 0; j < I; ++j) {
                for (std::size_t m = i; m < end; ++m) padded[j][m - i] = in[j][m];
                from[j] = padded[j];
            }
            for (std::size_t m = i; m < end; ++m) padded[I][m - i] = gy[m];
            add(from, padded[I], 0, each);
        }
        for (std::size_t p = 0; p < parameters; ++p) {
            T lane[w];
            store(lane, sum[p]);
            for (T const l : lane) total[p] += static_cast<double>(l);
        }
    }
}

/// The sums under the names of the kernel's fields.
template <class K, class T> rebind<K, T> named_sums(double const* total) {
    return [&]<std::size_t... P>(std::index_sequence<P...>) {
        return rebind<K, T>{static_cast<T>(total[P])...};
    }
    (std::make_index_sequence<field_count<K>()>{});
}

} // namespace actfn::engine
