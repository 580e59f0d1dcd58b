// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/sizes.hpp>
#include <actfn/engine/operands.hpp>

#include <cstdint>
#include <limits>
#include <tuple>

/// What most calls are: operands that lie in memory without gaps and in the same order, apart from
/// one another or the same. All of it is compared in registers; any doubt is left to the checks of
/// engine/placement.hpp, which say what is wrong.
namespace actfn::inline ACTFN_ABI::engine {

/// How the elements of a view follow one another without gaps: 1 the last index runs first, 2 the
/// first index does, 3 both, 0 neither.
template <class E, std::size_t extent>
constexpr unsigned dense_orders(std::span<E, extent> const&) noexcept {
    return 3;
}
constexpr unsigned dense_orders(std::size_t rank, std::ptrdiff_t const* sizes,
                                std::ptrdiff_t const* strides) noexcept {
    std::ptrdiff_t from_last = 1;
    std::ptrdiff_t from_first = 1;
    unsigned orders = 3;
    for (std::size_t d = 0; d < rank; ++d) {
        std::size_t const last = rank - 1 - d;
        if (core::magnitude(strides[d]) > core::largest_size) return 0;
        if (sizes[last] != 1 && strides[last] != from_last) orders &= ~1U;
        if (sizes[d] != 1 && strides[d] != from_first) orders &= ~2U;
        from_last *= sizes[last];
        from_first *= sizes[d];
    }
    return orders;
}
template <class E, std::size_t rank>
constexpr unsigned dense_orders(strided_view<E, rank> const& v) noexcept {
    return engine::dense_orders(rank, v.sizes.data(), v.strides.data());
}
template <class E, std::size_t extent>
constexpr std::size_t size_of(std::span<E, extent> const& s) noexcept {
    return s.size();
}
template <class E, std::size_t rank>
constexpr auto size_of(strided_view<E, rank> const& v) noexcept {
    return v.sizes;
}
constexpr std::size_t count_of(std::size_t n) noexcept { return n; }
template <std::size_t rank>
constexpr std::size_t count_of(std::array<std::ptrdiff_t, rank> const& sizes) noexcept {
    std::size_t n = 1;
    for (std::ptrdiff_t const size : sizes) {
        if (size <= 0) return core::too_many;
        n = core::product(n, static_cast<std::size_t>(size));
    }
    return n;
}
template <class E, std::size_t extent> E* data_of(std::span<E, extent> const& s) noexcept {
    return s.data();
}
template <class E, std::size_t rank> E* data_of(strided_view<E, rank> const& v) noexcept {
    return v.data;
}

/// Where the memory of a view begins and ends, as numbers.
struct reach {
    std::uintptr_t begin;
    std::uintptr_t lowest;
    std::uintptr_t end;

    /// Apart from nothing.
    static constexpr reach unknown() noexcept {
        return {0, 0, (std::numeric_limits<std::uintptr_t>::max)()};
    }
};
template <class E, std::size_t rank> reach reach_of(strided_view<E, rank> const& v) noexcept {
    std::size_t below = 0;
    std::size_t above = 1;
    for (std::size_t d = 0; d < rank; ++d) {
        if (v.sizes[d] <= 0) return reach::unknown();
        std::size_t const way =
            core::product(static_cast<std::size_t>(v.sizes[d] - 1), core::magnitude(v.strides[d]));
        std::size_t& side = v.strides[d] < 0 ? below : above;
        side = core::sum(side, way);
    }
    if (core::sum(below, above) > core::largest_size / sizeof(E)) return reach::unknown();
    auto const begin = reinterpret_cast<std::uintptr_t>(v.data);
    return {begin, begin - below * sizeof(E), begin + above * sizeof(E)};
}

/// Whether these are, without a closer look, apart from one another or, where they are `alike`, an
/// output and one of the first `inputs`, the same.
template <std::size_t inputs, std::size_t n>
ACTFN_INLINE bool clearly_apart(reach const (&all)[n], bool alike) noexcept {
    for (std::size_t o = inputs; o < n; ++o) {
        for (std::size_t i = 0; i < o; ++i) {
            bool const same = alike && i < inputs && all[i].begin != 0 &&
                              all[i].begin == all[o].begin && all[i].end == all[o].end;
            bool const apart = all[i].end <= all[o].lowest || all[o].end <= all[i].lowest;
            if (!same && !apart) return false;
        }
    }
    return true;
}
/// The same of views of one rank.
template <std::size_t inputs, class... E, std::size_t rank>
ACTFN_INLINE bool clearly_apart(strided_view<E, rank> const&... views) noexcept {
    auto const& first = std::get<0>(std::tie(views...));
    bool const alike = ((views.sizes == first.sizes && views.strides == first.strides) && ...);
    return engine::clearly_apart<inputs>({engine::reach_of(views)...}, alike);
}

/// How many elements each of the views has, where they are such operands, the first `inputs` of
/// them read; else core::too_many.
template <std::size_t inputs, class View, class... More>
ACTFN_INLINE std::size_t plain_count(View const& view, More const&... more) noexcept {
    auto const size = engine::size_of(view);
    if constexpr ((std::is_same_v<decltype(size), decltype(engine::size_of(more)) const> && ...)) {
        if (!((size == engine::size_of(more)) && ...)) return core::too_many;
        std::size_t const n = engine::count_of(size);
        if (n > core::largest_size / 16) return core::too_many; // no element is larger
        if ((engine::dense_orders(view) & ... & engine::dense_orders(more)) == 0) {
            return core::too_many;
        }
        auto const dense = [n](auto* data) ACTFN_LAMBDA_INLINE {
            auto const begin = reinterpret_cast<std::uintptr_t>(data);
            return reach{begin, begin, begin + n * sizeof(*data)};
        };
        bool const apart = engine::clearly_apart<inputs>(
            {dense(engine::data_of(view)), dense(engine::data_of(more))...}, true);
        return apart ? n : core::too_many;
    } else {
        return core::too_many;
    }
}

} // namespace actfn::engine
