// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/copies.hpp>
#include <actfn/engine/elements.hpp>

/// Rows of functions in training: their entries with what is drawn for them.
namespace actfn::inline ACTFN_ABI::engine {

/// From one entry of rows to the next, how far the numbers of their draws are apart. Draws are
/// numbered in the order of memory, as in a flat range.
template <class E> per_dimension<std::ptrdiff_t> draw_strides(lines_view<E> const& v) noexcept {
    placement numbers;
    shape_like(numbers, engine::place("", v));
    return numbers.stride;
}

/// Adds to a copy of rows of x what f draws for them.
template <class Arch, class T, class F, class E>
void add_draws(F const& f, lines_view<E> const& x, std::ptrdiff_t block, std::size_t first,
               std::size_t rows, math::table<T> const& copy) {
    auto const entries = static_cast<std::size_t>(x.sizes[2]);
    auto const step = engine::draw_strides(x);
    std::uint64_t const start =
        f.drawn().first +
        static_cast<std::uint64_t>(block * step[0] + signed_size(first) * step[1]);
    bool const along = step[2] == 1;
    for (std::size_t k = 0; k < (along ? rows : entries); ++k) {
        auto const take = [&](std::size_t begin, std::size_t count, T const* random) {
            for (std::size_t l = 0; l < count; ++l) {
                T* const entry = along ? copy.row(k) + (begin + l) : copy.row(begin + l) + k;
                *entry = *entry + random[l];
            }
        };
        math::for_draws<typename F::kernel_type::draw, math::pack<T, Arch>>(
            f.drawn().key, start + k * static_cast<std::uint64_t>(step[along ? 1 : 2]),
            along ? entries : rows, take);
    }
}

/// `with_tables`; of a function in training, copies of x with its draws, if it `is_drawn`.
template <class Arch, class T, std::size_t inputs, bool adds, bool is_drawn, class F, class Part,
          class... E>
void with_drawn_tables(F const& f, Part part, lines_view<E> const&... lines) {
    if constexpr (F::draws && is_drawn) {
        auto const& x = std::get<0>(std::tie(lines...));
        auto const opened = [&](std::ptrdiff_t block, std::size_t first, std::size_t rows,
                                math::table<T> const& copy) {
            engine::add_draws<Arch>(f, x, block, first, rows, copy);
        };
        engine::with_copies<Arch, T, inputs, adds>(opened, part, lines...);
    } else {
        engine::with_tables<Arch, T, inputs, adds>(part, lines...);
    }
}

} // namespace actfn::engine
