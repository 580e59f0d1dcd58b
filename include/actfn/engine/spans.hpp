// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/extent.hpp>
#include <actfn/engine/member.hpp>

#include <array>
#include <functional>
#include <ranges>
#include <span>

/// Contiguous ranges: what the calls of every kind accept, the checks they share, and the loop.
namespace actfn {

/// A contiguous range of float or double.
template <class R>
concept array_of_elements = std::ranges::contiguous_range<R> && std::ranges::sized_range<R> &&
                            element<std::ranges::range_value_t<R>> &&
                            !has_front_end<std::remove_cvref_t<R>>;

/// A contiguous range that may be written to, and outlives the call.
template <class R>
concept writable_array =
    array_of_elements<R> && !std::is_const_v<std::remove_reference_t<std::ranges::range_reference_t<R>>>;

/// All ranges hold the same type of element.
template <class R, class... More>
concept same_elements =
    (std::same_as<std::ranges::range_value_t<R>, std::ranges::range_value_t<More>> && ...);

namespace engine {

template <array_of_elements R> constexpr auto view(R&& r) noexcept {
    return std::span(std::ranges::data(r), std::ranges::size(r));
}

template <class T> bool overlap(std::span<T const> a, std::span<T const> b) noexcept {
    std::less<T const*> const before;
    return before(a.data(), b.data() + b.size()) && before(b.data(), a.data() + a.size());
}

/// A range and what its parameter is called, for messages.
template <class T> struct named_span {
    std::string_view name;
    std::span<T> elements;
};

template <class T, std::size_t I, std::size_t O>
void check_spans(std::string_view call, std::string_view function,
                 std::array<named_span<T const>, I> const& in,
                 std::array<named_span<T>, O> const& out) {
    auto const extents = []<class S, std::size_t n>(std::array<named_span<S>, n> const& spans) {
        return [&]<std::size_t... J>(std::index_sequence<J...>) {
            return std::array<extent, n>{extent(spans[J].name, spans[J].elements)...};
        }(std::make_index_sequence<n>{});
    };
    check_ranges(call, function, extents(in), extents(out));
}

template <class Member, class K, class V, class T, std::size_t I, std::size_t O>
ACTFN_INLINE void step(K const& k, std::array<T const*, I> const& in, std::array<T*, O> const& out,
                       std::size_t i) {
    auto const r = [&]<std::size_t... J>(std::index_sequence<J...>) ACTFN_LAMBDA_INLINE {
        return Member::apply(k, settle(load<V>(in[J] + i))...);
    }(std::make_index_sequence<I>{});
    if constexpr (O == 1) {
        store(out[0] + i, settle(r));
    } else {
        store(out[0] + i, settle(r.value));
        store(out[1] + i, settle(r.derivative));
    }
}

template <class P, std::size_t N>
ACTFN_INLINE std::array<P, N> untraced(std::array<P, N> const& pointers) noexcept {
    return [&]<std::size_t... J>(std::index_sequence<J...>) ACTFN_LAMBDA_INLINE {
        return std::array<P, N>{untraced(pointers[J])...};
    }(std::make_index_sequence<N>{});
}

/// out = Member(in) for n elements: two packs in flight, the remainder in a padded one. The kernel is
/// a copy: parameters behind a reference might be what the stores overwrite.
template <class Member, class Arch, class K, class T, std::size_t I, std::size_t O>
void transform(K const k, std::size_t n, std::array<T const*, I> const& from_in,
               std::array<T*, O> const& to_out) {
    using V = pack<T, Arch>;
    constexpr std::size_t w = lanes<V>;
    auto const in = untraced(from_in);
    auto const out = untraced(to_out);
    std::size_t i = 0;
    for (; i + 2 * w <= n; i += 2 * w) {
        step<Member, K, V>(k, in, out, i);
        step<Member, K, V>(k, in, out, i + w);
    }
    if (i + w <= n) {
        step<Member, K, V>(k, in, out, i);
        i += w;
    }
    if constexpr (w > 1) {
        if (i < n) {
            T padded_in[I][w] = {};
            T padded_out[O][w];
            std::array<T const*, I> from{};
            std::array<T*, O> to{};
            for (std::size_t j = 0; j < I; ++j) {
                for (std::size_t m = i; m < n; ++m) padded_in[j][m - i] = in[j][m];
                from[j] = padded_in[j];
            }
            for (std::size_t j = 0; j < O; ++j) to[j] = padded_out[j];
            step<Member, K, V>(k, from, to, 0);
            for (std::size_t j = 0; j < O; ++j) {
                for (std::size_t m = i; m < n; ++m) out[j][m] = padded_out[j][m - i];
            }
        }
    }
}

template <class Member, class Arch, class F, class T, std::size_t I, std::size_t O>
void checked_transform(std::string_view call, F const& f, std::array<named_span<T const>, I> in,
                       std::array<named_span<T>, O> out) {
    check_spans(call, F::facts.name, in, out);
    std::array<T const*, I> from{};
    std::array<T*, O> to{};
    for (std::size_t j = 0; j < I; ++j) from[j] = in[j].elements.data();
    for (std::size_t j = 0; j < O; ++j) to[j] = out[j].elements.data();
    transform<Member, Arch>(f.kernel(), in[0].elements.size(), from, to);
}

template <class R> using element_of = std::ranges::range_value_t<R>;

} // namespace engine

} // namespace actfn
