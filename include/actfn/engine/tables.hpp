// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/layout.hpp>
#include <actfn/engine/outputs.hpp>
#include <actfn/math/rows.hpp>

#include <vector>

/// Rows of any elements as tables of one type.
namespace actfn::engine {

/// Block b of rows as a table.
template <class E> math::table<E> block_of(lines_view<E> const& v, std::ptrdiff_t b) noexcept {
    return {v.data + b * v.strides[0], v.strides[1], v.strides[2]};
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
            engine::put<V>(engine::sink<adds>(to + i), math::load<V>(from + i));
        }
    }
    for (; i < n; ++i) engine::put<T>(engine::sink<adds>(to + signed_size(i) * step), from[i]);
}

/// f(block, its first row, how many, tables of T...) for rows of any elements. The first I tables
/// are read, the others written or added to. Rows of another type than T are copied, as many at a
/// time as the buffer holds.
template <class Arch, class T, std::size_t I, bool adds, class F, class... E>
void with_tables(F f, lines_view<E> const&... lines) {
    auto const& sizes = std::get<0>(std::tie(lines...)).sizes;
    auto const rows = static_cast<std::size_t>(sizes[1]);
    auto const entries = static_cast<std::size_t>(sizes[2]);
    [&]<std::size_t... J>(std::index_sequence<J...>) {
        if constexpr (!adds && (std::same_as<std::remove_const_t<E>, T> && ...)) {
            for (std::ptrdiff_t b = 0; b < sizes[0]; ++b) {
                f(b, std::size_t{0}, rows,
                  math::table<std::conditional_t<(J < I), T const, T>>(
                      {lines.data + b * lines.strides[0], lines.strides[1], lines.strides[2]})...);
            }
        } else {
            using V = math::pack<T, Arch>;
            std::size_t const fit = std::max<std::size_t>(1, entries == 0 ? 1 : 2048 / entries);
            std::size_t const height = std::min(fit, rows);
            std::vector<T> copies(sizeof...(E) * height * entries);
            auto const at = [&](std::size_t j, std::size_t r) {
                return copies.data() + (j * height + r) * entries;
            };
            auto const open = [&](auto const& v, auto* from, std::size_t j, std::size_t count) {
                for (std::size_t r = 0; j < I && r < count; ++r) {
                    engine::widen_row<V>(from + signed_size(r) * v.strides[1], v.strides[2],
                                         entries, at(j, r));
                }
            };
            auto const close = [&]<class S>(lines_view<S> const& v, S* to, std::size_t j,
                                            std::size_t count) {
                if constexpr (!std::is_const_v<S>) {
                    for (std::size_t r = 0; j >= I && r < count; ++r) {
                        engine::narrow_row<V, adds>(
                            at(j, r), entries, to + signed_size(r) * v.strides[1], v.strides[2]);
                    }
                }
            };
            for (std::ptrdiff_t b = 0; b < sizes[0]; ++b) {
                for (std::size_t first = 0; first < rows; first += height) {
                    std::size_t const count = std::min(height, rows - first);
                    auto const start = [&](auto const& v) {
                        return v.data + b * v.strides[0] + signed_size(first) * v.strides[1];
                    };
                    (open(lines, start(lines), J, count), ...);
                    f(b, first, count,
                      math::table<std::conditional_t<(J < I), T const, T>>{
                          at(J, 0), signed_size(entries), 1}...);
                    (close(lines, start(lines), J, count), ...);
                }
            }
        }
    }
    (std::index_sequence_for<E...>{});
}

} // namespace actfn::engine
