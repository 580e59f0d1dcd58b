// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/layout.hpp>
#include <actfn/math/tables.hpp>

#include <vector>

/// Rows of any elements as tables of one type: their own memory, or copies.
namespace actfn::inline ACTFN_ABI::engine {

/// Block b of rows as a table.
template <class E> math::table<E> block_of(lines_view<E> const& v, std::ptrdiff_t b) noexcept {
    return {v.data + b * v.strides[0], v.strides[1], v.strides[2]};
}

/// f(pointer, l) for number l = 0, 1, ... of some, one for each row, `step` apart.
template <class E, class F> void for_numbers(E* from, std::ptrdiff_t step, std::size_t rows, F f) {
    for (std::size_t l = 0; l < rows; ++l) f(from + signed_size(l) * step, l);
}
/// The same of rows first, first + 1, ... of a block.
template <class E, class F>
void for_numbers(lines_view<E> const& v, std::ptrdiff_t block, std::size_t first, std::size_t rows,
                 F f) {
    engine::for_numbers(engine::block_of(v, block).row(first).at, v.strides[1], rows, f);
}

/// A row of any type of element to or from one of T.
template <class V, class E, class T>
void widen_row(E const* from, std::ptrdiff_t step, std::size_t n, T* to) noexcept {
    std::size_t i = 0;
    if (step == 1) {
        for (; i + math::lanes<V> <= n; i += math::lanes<V>) {
            math::store<V>(to + i, math::load<V>(from + i));
        }
    }
    for (; i < n; ++i) to[i] = math::load<T>(from + signed_size(i) * step);
}
template <class V, bool adds, class E, class T>
void narrow_row(T const* from, std::size_t n, E* to, std::ptrdiff_t step) noexcept {
    std::size_t i = 0;
    if (step == 1) {
        for (; i + math::lanes<V> <= n; i += math::lanes<V>) {
            math::put<V>(math::sink<adds>(to + i), math::load<V>(from + i));
        }
    }
    for (; i < n; ++i) math::put<T>(math::sink<adds>(to + signed_size(i) * step), from[i]);
}

/// f(block, its first row, how many, tables of T...) for rows of any elements, as many at a time as
/// a buffer of copies holds. The first Inputs operands are read, the others written, or added to
/// where `adds`; opened(block, its first row, how many, table) may change the copy of the first.
template <class Arch, class T, std::size_t Inputs, bool adds, class Opened, class F, class... E>
void with_copies(Opened opened, F f, lines_view<E> const&... lines) {
    using V = math::row_value<T, Arch>;
    constexpr std::size_t count = sizeof...(E);
    constexpr std::size_t room = 2048;
    auto const& [data, sizes, strides] = std::get<count - 1>(std::tie(lines...));
    auto const all = static_cast<std::size_t>(sizes[1]);
    auto const entries = static_cast<std::size_t>(sizes[2]);
    std::size_t const height = entries == 0 ? 1 : std::max<std::size_t>(1, room / entries);
    alignas(64) T nearby[count][room];
    std::vector<T> distant(entries > room ? count * entries : 0);
    // The copies run as the rows do: entry i of row r is at r·entries + i, or at i·rows + r.
    bool const across = strides[2] != 1 && strides[1] == 1;

    auto const stretch = [&](std::ptrdiff_t b, std::size_t first, std::size_t rows) {
        std::size_t const runs = across ? entries : rows;
        std::size_t const length = across ? rows : entries;
        auto const copy_of = [&](std::size_t j) {
            T* const to = distant.empty() ? nearby[j] : distant.data() + j * entries;
            return across ? math::table<T>{to, 1, signed_size(rows)}
                          : math::table<T>{to, signed_size(entries), 1};
        };
        auto const for_runs = [&](auto const& v, std::size_t j, auto move) {
            auto* const at = v.data + b * v.strides[0] + signed_size(first) * v.strides[1];
            T* const copy = copy_of(j).data;
            for (std::size_t k = 0; k < runs; ++k) {
                move(at + signed_size(k) * v.strides[across ? 2 : 1], v.strides[across ? 1 : 2],
                     copy + k * length);
            }
        };
        [&]<std::size_t... J>(std::index_sequence<J...>) {
            auto const open = [&](auto const& v, std::size_t j) {
                for_runs(v, j, [&](auto const* from, std::ptrdiff_t step, T* copy) {
                    engine::widen_row<V>(from, step, length, copy);
                });
            };
            auto const close = [&]<class S>(lines_view<S> const& v, std::size_t j) {
                if constexpr (!std::is_const_v<S>) {
                    for_runs(v, j, [&](S* to, std::ptrdiff_t step, T const* copy) {
                        engine::narrow_row<V, adds>(copy, length, to, step);
                    });
                }
            };
            ((J < Inputs ? open(lines, J) : void()), ...);
            opened(b, first, rows, copy_of(0));
            f(b, first, rows,
              math::table<std::conditional_t<(J < Inputs), T const, T>>(copy_of(J))...);
            ((J < Inputs ? void() : close(lines, J)), ...);
        }
        (std::index_sequence_for<E...>{});
    };
    for (std::ptrdiff_t b = 0; b < sizes[0]; ++b) {
        for (std::size_t first = 0; first < all; first += height) {
            stretch(b, first, (std::min)(height, all - first));
        }
    }
}

/// The same, copied only where elements are of another type than T or are added to.
template <class Arch, class T, std::size_t Inputs, bool adds, class F, class... E>
void with_tables(F f, lines_view<E> const&... lines) {
    if constexpr (adds || !(std::same_as<std::remove_const_t<E>, T> && ...)) {
        engine::with_copies<Arch, T, Inputs, adds>([](auto const&...) {}, f, lines...);
    } else {
        auto const& sizes = std::get<0>(std::tie(lines...)).sizes;
        for (std::ptrdiff_t b = 0; b < sizes[0]; ++b) {
            [&]<std::size_t... J>(std::index_sequence<J...>) {
                f(b, std::size_t{0}, static_cast<std::size_t>(sizes[1]),
                  math::table<std::conditional_t<(J < Inputs), T const, T>>(
                      engine::block_of(lines, b))...);
            }
            (std::index_sequence_for<E...>{});
        }
    }
}

} // namespace actfn::engine
