// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/placement.hpp>
#include <actfn/math/outputs.hpp>

/// Stretches without gaps of operands of any strides: their own memory, or panels of copies.
namespace actfn::inline ACTFN_ABI::engine {

inline constexpr std::ptrdiff_t panel_rows = 16;
inline constexpr std::ptrdiff_t panel_columns = 64;

/// Rows of an operand, or copies of them, whose elements lie side by side.
template <class P, class Arch = native> class panel {
  public:
    /// What is used where it lies is not copied, however its columns lie.
    panel(placement const& p, bool along_rows, bool in_place) noexcept
        : column_stride_(in_place ? 1 : p.stride[p.rank - 1]),
          row_stride_(along_rows ? p.stride[p.rank - 2] : 0) {}

    /// Copies elements of m rows and n columns from p on, unless they lie side by side.
    void load(P p, std::ptrdiff_t m, std::ptrdiff_t n) noexcept {
        at_ = p;
        if (column_stride_ == 1) return;
        E const* const from = math::address(p);
        std::ptrdiff_t const begin = transposed<false>(from, m, n);
        for_each(begin, m, n, [&](E& copy, std::ptrdiff_t at) { copy = from[at]; });
    }
    void bind(P p, std::ptrdiff_t m, std::ptrdiff_t n) noexcept {
        if constexpr (std::is_pointer_v<P>) {
            at_ = p;
        } else {
            load(p, m, n);
        }
    }
    void store(std::ptrdiff_t m, std::ptrdiff_t n) noexcept {
        if (column_stride_ == 1) return;
        auto* const to = math::address(at_);
        std::ptrdiff_t const begin = transposed<true>(to, m, n);
        for_each(begin, m, n, [&](E& copy, std::ptrdiff_t at) { to[at] = copy; });
    }
    P row(std::ptrdiff_t r) noexcept {
        if (column_stride_ == 1) return at_ + static_cast<std::size_t>(r * row_stride_);
        if constexpr (std::is_pointer_v<P>) {
            return copies_ + r * panel_columns;
        } else {
            return {copies_ + r * panel_columns};
        }
    }

  private:
    using E = math::element_behind<P>;

    /// Along the memory where the rows lie closer than the columns.
    template <class F>
    void for_each(std::ptrdiff_t begin, std::ptrdiff_t m, std::ptrdiff_t n, F f) noexcept {
        if (m > 1 && std::abs(row_stride_) < std::abs(column_stride_)) {
            for (std::ptrdiff_t c = begin; c < n; ++c) {
                for (std::ptrdiff_t r = 0; r < m; ++r) {
                    f(copies_[r * panel_columns + c], r * row_stride_ + c * column_stride_);
                }
            }
        } else {
            for (std::ptrdiff_t r = 0; r < m; ++r) {
                for (std::ptrdiff_t c = begin; c < n; ++c) {
                    f(copies_[r * panel_columns + c], r * row_stride_ + c * column_stride_);
                }
            }
        }
    }

    /// Copies whole squares of full panels whose columns lie side by side, in registers; returns
    /// how many columns that were.
    template <bool to_memory, class Q>
    std::ptrdiff_t transposed(Q* p, std::ptrdiff_t m, std::ptrdiff_t n) noexcept {
        using V = math::pack<E, Arch>;
        constexpr std::ptrdiff_t w = math::lanes<V>;
        if constexpr (w == 1 || panel_rows % w != 0) {
            return 0;
        } else {
            if (m != panel_rows || row_stride_ != 1) return 0;
            std::ptrdiff_t c = 0;
            for (; c + w <= n; c += w) {
                for (std::ptrdiff_t r = 0; r < panel_rows; r += w) {
                    E* const copy = copies_ + r * panel_columns + c;
                    Q* const square = p + r + c * column_stride_;
                    if constexpr (to_memory) {
                        math::transpose_square<V>(copy, panel_columns, square, column_stride_);
                    } else {
                        math::transpose_square<V>(square, column_stride_, copy, panel_columns);
                    }
                }
            }
            return c;
        }
    }

    P at_{};
    std::ptrdiff_t column_stride_;
    std::ptrdiff_t row_stride_;
    E copies_[panel_rows * panel_columns];
};

/// f(first element, draws from there, pointers...) for the two innermost dimensions, at every index
/// of the others.
template <class F, class... P>
void for_outer(std::span<placement const> all, int inner, F f, P... pointers) {
    placement const& shape = all[0];
    int const outer = shape.rank - inner;
    std::ptrdiff_t block = 1;
    for (int d = (std::max)(outer, 0); d < shape.rank; ++d) block *= shape.size[d];
    if (shape.count() == 0) return;
    per_dimension<std::ptrdiff_t> index{};
    for (std::ptrdiff_t first = 0;; first += block) {
        [&]<std::size_t... J>(std::index_sequence<J...>) {
            auto const offset = [&](placement const& p) {
                std::ptrdiff_t sum = 0;
                for (int d = 0; d < outer; ++d) sum += index[d] * p.stride[d];
                return static_cast<std::size_t>(sum);
            };
            f(first, (pointers + offset(all[J]))...);
        }
        (std::index_sequence_for<P...>{});
        int d = outer - 1;
        while (d >= 0 && ++index[d] == shape.size[d]) index[d--] = 0;
        if (d < 0) return;
    }
}

/// Moves the dimension in which most operands lie side by side, after the innermost, next to it.
inline void order_panels(std::span<placement> all) noexcept {
    int const rank = all[0].rank;
    for (int d = 0; d < rank - 2; ++d) {
        bool const wanted = std::any_of(all.begin(), all.end(), [&](placement const& p) {
            return p.stride[rank - 1] != 1 && p.stride[d] == 1;
        });
        if (!wanted) continue;
        for (placement& p : all) {
            std::swap(p.size[d], p.size[rank - 2]);
            std::swap(p.stride[d], p.stride[rank - 2]);
        }
        return;
    }
}

/// run(first element, how many, pointers...) through panels of copies, which stay in the
/// first-level cache: the first Inputs operands are read, the others written, but those used where
/// they lie.
template <std::size_t Inputs, class Run, class... P>
void for_panels(std::span<placement const> all, std::array<bool, sizeof...(P)> const& in_place,
                Run run, P... pointers) {
    int const last = all[0].rank - 1;
    bool const along_rows = last >= 1;
    std::ptrdiff_t const m = along_rows ? all[0].size[last - 1] : 1;
    std::ptrdiff_t const n = all[0].size[last];
    auto panels = [&]<std::size_t... J>(std::index_sequence<J...>) {
        return std::tuple{panel<P>(all[J], along_rows, in_place[J])...};
    }
    (std::index_sequence_for<P...>{});
    auto const block = [&](std::ptrdiff_t first, auto... at) {
        for (std::ptrdiff_t r = 0; r < m; r += panel_rows) {
            for (std::ptrdiff_t c = 0; c < n; c += panel_columns) {
                std::ptrdiff_t const height = (std::min)(panel_rows, m - r);
                std::ptrdiff_t const width = (std::min)(panel_columns, n - c);
                [&]<std::size_t... J>(std::index_sequence<J...>) {
                    auto const start = [&](auto p, placement const& q) {
                        std::ptrdiff_t const step = along_rows ? q.stride[last - 1] : 0;
                        return p + static_cast<std::size_t>(r * step + c * q.stride[last]);
                    };
                    auto const open = [&](auto& copies, bool is_input, auto p) {
                        if (is_input) {
                            copies.load(p, height, width);
                        } else {
                            copies.bind(p, height, width);
                        }
                    };
                    (open(std::get<J>(panels), J < Inputs, start(at, all[J])), ...);
                    for (std::ptrdiff_t i = 0; i < height; ++i) {
                        run(first + (r + i) * n + c, static_cast<std::size_t>(width),
                            std::get<J>(panels).row(i)...);
                    }
                    auto const close =
                        [&]<std::size_t number>(std::integral_constant<std::size_t, number>) {
                            if constexpr (number >= Inputs)
                                std::get<number>(panels).store(height, width);
                        };
                    (close(std::integral_constant<std::size_t, J>{}), ...);
                }
                (std::index_sequence_for<P...>{});
            }
        }
    };
    engine::for_outer(all, 2, block, pointers...);
}

/// run(first element, how many, pointers...) for stretches without gaps of operands that have been
/// planned; the first Inputs are read, the others written. In the order of memory where `ordered`.
template <std::size_t Inputs, class Run, class... P>
void for_runs(std::span<placement> all, bool ordered, Run run, P... pointers) {
    int const last = all[0].rank - 1;
    bool const side_by_side = std::all_of(all.begin(), all.end(), [&](placement const& p) {
        return p.stride[last] == 1 || p.size[last] == 1;
    });
    if (side_by_side) {
        auto const one_run = [&](std::ptrdiff_t first, auto... at) {
            run(first, static_cast<std::size_t>(all[0].size[last]), at...);
        };
        return engine::for_outer(all, 1, one_run, pointers...);
    }
    if (!ordered) order_panels(all);
    engine::for_panels<Inputs>(all, {}, run, pointers...);
}

} // namespace actfn::engine
