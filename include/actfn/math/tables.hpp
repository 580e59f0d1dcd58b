// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/complex.hpp>
#include <actfn/math/dual_rows.hpp>
#include <actfn/math/line_memory.hpp>

/// The loop over the rows of tables.
namespace actfn::inline ACTFN_ABI::math {

/// Entry i of row r is at data[r * between_rows + i * within_row].
template <class T> struct table {
    T* data;
    std::ptrdiff_t between_rows;
    std::ptrdiff_t within_row = 1;

    constexpr operator table<T const>() const noexcept requires(!std::is_const_v<T>) {
        return {data, between_rows, within_row};
    }

    line<T> row(std::size_t r) const noexcept {
        return {data + static_cast<std::ptrdiff_t>(r) * between_rows, within_row};
    }
};

/// Copies as many rows as V has lanes side by side, entry i of all at i * lanes, or back if
/// `to_rows`.
template <class V, bool to_rows, class A, class T>
ACTFN_INLINE void transpose(A* rows, std::ptrdiff_t between, std::size_t entries, T* columns) {
    constexpr std::size_t w = lanes<V>;
    auto const square = [&](std::size_t i) ACTFN_LAMBDA_INLINE {
        if constexpr (to_rows) {
            math::transpose_square<V>(columns + i * w, w, rows + i, between);
        } else {
            math::transpose_square<V>(rows + i, between, columns + i * w, w);
        }
    };
    if constexpr (std::is_same_v<T, scalar_t<V>>) {
        if (entries >= w) {
            for (std::size_t i = 0; i + w <= entries; i += w) square(i);
            if (entries % w != 0) square(entries - w);
            return;
        }
        if constexpr (detail::has_masked_lanes<V, T>) {
            if constexpr (to_rows) {
                math::transpose_square<V>(
                    [&](auto i) ACTFN_LAMBDA_INLINE {
                        return i() < entries ? math::load<V>(columns + i() * w) : V(0);
                    },
                    [&](auto l, V v) ACTFN_LAMBDA_INLINE {
                        math::store_first<V>(rows + static_cast<std::ptrdiff_t>(l()) * between, v,
                                             entries);
                    });
            } else {
                math::transpose_square<V>(
                    [&](auto l) ACTFN_LAMBDA_INLINE {
                        return math::load_first<V>(
                            rows + static_cast<std::ptrdiff_t>(l()) * between, entries);
                    },
                    [&](auto i, V v) ACTFN_LAMBDA_INLINE {
                        if (i() < entries) math::store(columns + i() * w, v);
                    });
            }
            return;
        }
    }
    if constexpr (detail::transposes_flags && std::is_same_v<T, unsigned char> && w % 8 == 0 &&
                  !to_rows) {
        auto const eight = [&](std::size_t i) ACTFN_LAMBDA_INLINE {
            for (std::size_t l = 0; l < w; l += 8) {
                detail::transpose_eight(rows + static_cast<std::ptrdiff_t>(l) * between + i,
                                        between, columns + i * w + l, w);
            }
        };
        if (entries >= 8) {
            for (std::size_t i = 0; i + 8 <= entries; i += 8) eight(i);
            if (entries % 8 != 0) eight(entries - 8);
            return;
        }
    }
    for (std::size_t i = 0; i < entries; ++i) {
        for (std::size_t l = 0; l < w; ++l) {
            A& entry =
                rows[static_cast<std::ptrdiff_t>(l) * between + static_cast<std::ptrdiff_t>(i)];
            if constexpr (to_rows) {
                entry = columns[i * w + l];
            } else {
                columns[i * w + l] = entry;
            }
        }
    }
}

/// What rows of T are computed with: packs; dual numbers entry by entry.
template <class T, class Arch> struct in_rows { using type = pack<T, Arch>; };
template <class V, class Arch> struct in_rows<dual<V>, Arch> { using type = dual<V>; };
template <class T, class Arch> using row_value = typename in_rows<T, Arch>::type;

/// f(row, its number, its lines...) for rows `from` to `to` of tables, with their entries side by
/// side for the time being.
template <class V, class F, class... Elements>
void for_rows_with_gaps(std::size_t from, std::size_t to, std::size_t entries, F& f,
                        table<Elements>... tables) {
    using T = scalar_t<V>;
    line_memory<T, sizeof...(Elements)> memory(entries);
    auto const copy = [&](auto const& in, auto const& out) {
        for (std::size_t i = 0; i < entries; ++i) *(out + i) = *(in + i);
    };
    for (std::size_t r = from; r < to; ++r) {
        [&]<std::size_t... Is>(std::index_sequence<Is...>) {
            auto const load = [&]<class E>(table<E> t, T* line_) {
                if constexpr (std::is_const_v<E>) copy(t.row(r), line<T>{line_});
            };
            auto const store = [&]<class E>(table<E> t, T* line_) {
                if constexpr (!std::is_const_v<E>) copy(line<T const>{line_}, t.row(r));
            };
            (load(tables, memory[Is]), ...);
            f(along<V>(entries), r, line<Elements>{memory[Is]}...);
            (store(tables, memory[Is]), ...);
        }
        (std::index_sequence_for<Elements...>{});
    }
}

/// What a loop over rows runs, of any type: where code is shared, the loop is compiled once.
template <class V, class... Elements> class any_body_of_rows {
  public:
    template <class F>
    explicit any_body_of_rows(F& f) noexcept
        : f_(&f), along_(call<F, along<V>>), across_(call<F, across<V>>) {}

    void operator()(along<V> row, std::size_t r, line<Elements>... lines) const {
        along_(f_, row.size(), r, lines...);
    }
    void operator()(across<V> row, std::size_t r, line<Elements>... lines) const {
        across_(f_, row.size(), r, lines...);
    }

  private:
    using caller = void (*)(void*, std::size_t entries, std::size_t r, line<Elements>...);

    template <class F, class Row>
    static void call(void* f, std::size_t entries, std::size_t r, line<Elements>... lines) {
        (*static_cast<F*>(f))(Row(entries), r, lines...);
    }

    void* f_;
    caller along_;
    caller across_;
};

/// f(row, number of the first of the rows that it holds, their lines...) for all rows of tables of
/// one shape, in packs: along one row, or across as many as V has lanes.
template <class V, class F, class... Elements>
ACTFN_INLINE void for_packs_of_rows(std::size_t rows, std::size_t entries, F& f,
                                    table<Elements>... tables) {
    using T = scalar_t<V>;
    constexpr std::size_t w = lanes<V>;
    constexpr std::size_t short_row = 64;
    bool const runs_along = ((tables.within_row == 1) && ...);
    bool const runs_across = ((tables.between_rows == 1) && ...);
    if (entries == 0) return;
    std::size_t r = 0;
    if (runs_along) {
        if constexpr (w > 1) {
            if (entries <= short_row && rows >= w) {
                // Short rows are quicker side by side.
                constexpr auto each = std::index_sequence_for<Elements...>{};
                alignas(V) T columns[sizeof...(Elements)][short_row * w];
                for (; r + w <= rows; r += w) {
                    [&]<std::size_t... Is>(std::index_sequence<Is...>) ACTFN_LAMBDA_INLINE {
                        auto const load = [&]<class E>(table<E> t, T* to) ACTFN_LAMBDA_INLINE {
                            if constexpr (std::is_const_v<E>) {
                                transpose<V, false>(t.row(r).at, t.between_rows, entries, to);
                            }
                        };
                        auto const store = [&]<class E>(table<E> t, T* from) ACTFN_LAMBDA_INLINE {
                            if constexpr (!std::is_const_v<E>) {
                                transpose<V, true>(t.row(r).at, t.between_rows, entries, from);
                            }
                        };
                        (load(tables, columns[Is]), ...);
                        f(across<V>(entries), r, line<Elements>{columns[Is], w}...);
                        (store(tables, columns[Is]), ...);
                    }
                    (each);
                }
            }
        }
        for (; r < rows; ++r) f(along<V>(entries), r, tables.row(r)...);
    } else {
        if (runs_across) {
            for (; r + w <= rows; r += w) f(across<V>(entries), r, tables.row(r)...);
        }
        if (r < rows) math::for_rows_with_gaps<V>(r, rows, entries, f, tables...);
    }
}

/// f(rows, number of the first of them, their lines...) for all rows of tables of one shape.
template <class Arch, class T, class F, class... Elements>
void for_rows(std::size_t rows, std::size_t entries, F f,
              table<Elements>... tables) requires is_dual<T>::value {
    if (entries == 0) return;
    for (std::size_t r = 0; r < rows; ++r) f(one_by_one<T>(entries), r, tables.row(r)...);
}
template <class Arch, class T, class F, class... Elements>
void for_rows(std::size_t rows, std::size_t entries, F f,
              table<Elements>... tables) requires(!is_dual<T>::value) {
    using V = pack<T, Arch>;
#if defined(ACTFN_OUTLINE)
    any_body_of_rows<V, Elements...> body(f);
    math::for_packs_of_rows<V>(rows, entries, body, tables...);
#else
    math::for_packs_of_rows<V>(rows, entries, f, tables...);
#endif
}

} // namespace actfn::math
