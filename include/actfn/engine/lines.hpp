// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/elements.hpp>
#include <actfn/engine/layout.hpp>
#include <actfn/math/rows.hpp>

#include <vector>

/// Functions of whole rows.
namespace actfn {

namespace engine {

/// What has the members of a kernel of rows: the kernel, or what its rows() returns.
template <class K> ACTFN_INLINE constexpr auto row_members(K const& k) noexcept {
    if constexpr (requires { k.rows(); }) {
        return k.rows();
    } else {
        return k;
    }
}

} // namespace engine

/// Members forward(row, x, y) and backward(row, x, gy, gx) on the lines of a row of any kind
/// (math/rows.hpp), the output being as long as x and perhaps one of the inputs; and
/// backward_from_output(row, y, gy, gx) where the gradient is a function of the output.
template <class K>
concept rowwise_kernel = requires(K const& k, math::along<math::pack<float>> row,
                                  math::line<float const> in, math::line<float> out) {
    engine::row_members(k).forward(row, in, out);
    engine::row_members(k).backward(row, in, in, out);
};

/// One number of every row, or, with `group()`, of every group of entries in it: reduce(row, x),
/// the value `of_nothing` of an empty row, and backward(row, x, gy, gx) with the gradient gy by the
/// value; gx may be x.
template <class K>
concept reduction_kernel = requires(K const& k, math::along<math::pack<float>> row,
                                    math::line<float const> in, math::line<float> out,
                                    math::pack<float> gy) {
    { k.reduce(row, in) } -> std::same_as<math::pack<float>>;
    k.backward(row, in, gy, out);
};

/// Rows split in parts, entry by entry: forward(x...) and backward(x..., gy...) of packs, where a
/// row of x has `over` equal parts and one of the output `times`, one of both being 1; `first` says
/// whether the parts of x come in order.
template <class K>
concept halves_kernel = requires {
    { K::over } -> std::convertible_to<std::size_t>;
    { K::times } -> std::convertible_to<std::size_t>;
};

/// A kernel that computes whole rows.
template <class K>
concept lines_kernel = rowwise_kernel<K> || reduction_kernel<K> || halves_kernel<K>;

template <class K>
concept has_backward_from_output = requires(K const& k, math::along<math::pack<float>> row,
                                            math::line<float const> in, math::line<float> out) {
    engine::row_members(k).backward_from_output(row, in, in, out);
};

/// What can be asked of a kernel of rows, on a row and its lines or on packs: inputs, then the
/// output.
namespace line_member {

struct forward {
    template <class K, class... X> ACTFN_INLINE static auto apply(K const& k, X const&... x) {
        return engine::row_members(k).forward(x...);
    }
};
struct backward {
    template <class K, class... X> ACTFN_INLINE static auto apply(K const& k, X const&... x) {
        return engine::row_members(k).backward(x...);
    }
};
struct backward_from_output {
    template <class K, class... X> ACTFN_INLINE static auto apply(K const& k, X const&... x) {
        return engine::row_members(k).backward_from_output(x...);
    }
};

} // namespace line_member

namespace engine {

/// How many entries a row of the output has for n of the input.
template <class K> constexpr std::size_t output_length(K const& k, std::size_t n) noexcept {
    if constexpr (requires { k.group(); }) {
        return n / k.group();
    } else if constexpr (halves_kernel<K>) {
        return n * K::times / K::over;
    } else {
        return reduction_kernel<K> ? 1 : n;
    }
}

/// The name of a function with what tells it from others of its kind, such as maxout<3>.
template <class K> std::string full_name(K const& k) {
    if constexpr (requires { k.full_name(); }) {
        return k.full_name();
    } else {
        return std::string(engine::name_of<K>());
    }
}

/// Entries begin, ..., begin + size - 1 of every row.
template <class E>
lines_view<E> part_of(lines_view<E> v, std::ptrdiff_t begin, std::ptrdiff_t size) noexcept {
    v.data += begin * v.strides[2];
    v.sizes[2] = size;
    return v;
}

/// A vector as rows one behind the other.
template <class E>
lines_view<E> as_rows(E* data, std::ptrdiff_t step, std::size_t rows,
                      std::size_t entries) noexcept {
    auto const r = signed_size(rows);
    auto const n = signed_size(entries);
    return {data, {1, r, n}, {r * n * step, n * step, step}};
}

/// The operands of a call as rows: x and what has its shape, and what belongs to the output.
template <class Layout> class line_operands {
  public:
    line_operands(std::string_view call, std::string_view function, Layout const& layout)
        : call_(call), function_(function), layout_(layout) {}

    /// The first operand says how many rows there are; `length` entries each unless it knows
    /// itself.
    template <class X> auto first(std::string_view name, X& x) {
        name_ = name;
        if constexpr (taught_lines<X>) {
            auto const v = lines_traits<std::remove_cvref_t<X>>::view(x);
            known_ = true;
            blocks_ = static_cast<std::size_t>(v.sizes[0]);
            rows_ = static_cast<std::size_t>(v.sizes[1]);
            entries_ = static_cast<std::size_t>(v.sizes[2]);
            return v;
        } else {
            auto const p = engine::place(name, engine::view_of(x));
            whole_ = is_whole(layout_);
            size_ = static_cast<std::size_t>(p.count());
            if (p.flat) {
                layout_ = completed(layout_, call_, function_, name, size_);
                check_extent(call_, function_, layout_, name, size_, name, columns_of(layout_), false);
            } else {
                known_ = true;
            }
            entries_ = p.flat ? columns_of(layout_) : size_;
            rows_ = p.flat ? rows_of(layout_) : 1;
            return view(name, x, entries_, false);
        }
    }
    std::size_t entries() const noexcept { return entries_; }

    /// Rows of `entries`, without gaps where `dense`: those of an output that is not as long as x.
    template <class X> auto next(std::string_view name, X& x, std::size_t entries, bool dense) {
        if constexpr (!taught_lines<X>) {
            auto const p = engine::place(name, engine::view_of(x));
            auto const size = static_cast<std::size_t>(p.count());
            if (known_ || !p.flat) {
                if (size != blocks_ * rows_ * entries) fail_count(name, size, entries);
            } else {
                if (whole_ && !dense && size != size_) {
                    core::fail(call_, "(", function_, "): ", name_, " has ", size_, " elements, ",
                               name, " has ", size);
                }
                check_extent(call_, function_, layout_, name, size, name_, entries, dense);
            }
        }
        return view(name, x, entries, dense);
    }

  private:
    using size_type = std::size_t;

    [[noreturn]] void fail_count(std::string_view name, size_type size, size_type entries) const {
        core::fail(call_, "(", function_, "): ", name, " has ", size, " elements, ",
                   blocks_ * rows_, " rows of ", entries_, " in ", name_, " need ",
                   blocks_ * rows_ * entries);
    }

    template <class X> auto view(std::string_view name, X& x, size_type entries, bool dense) {
        if constexpr (taught_lines<X>) {
            auto const v = lines_traits<std::remove_cvref_t<X>>::view(x);
            if (v.sizes[1] != signed_size(rows_) || v.sizes[2] != signed_size(entries)) {
                core::fail(call_, "(", function_, "): ", name, " has ", v.sizes[1], " lines of ",
                           v.sizes[2], ", expected ", rows_, " of ", entries);
            }
            return v;
        } else {
            auto const v = engine::view_of(x);
            if constexpr (requires { v.data(); }) {
                if (known_) return engine::as_rows(v.data(), 1, blocks_ * rows_, entries);
                return engine::lines_at(v.data(), layout_, entries, dense);
            } else {
                auto p = engine::place(name, v);
                engine::squeeze(p);
                if (p.rank > 1) {
                    core::fail(call_, "(", function_, "): ", name, " is ", shape_text(p),
                               ": say which way its rows lie");
                }
                return engine::as_rows(v.data, p.rank == 0 ? 1 : p.stride[0], blocks_ * rows_,
                                       entries);
            }
        }
    }

    std::string_view call_;
    std::string_view function_;
    std::string_view name_;
    Layout layout_;
    bool known_ = false; // by x itself, not by the layout
    bool whole_ = false;
    size_type size_ = 0;
    size_type blocks_ = 1;
    size_type rows_ = 1;
    size_type entries_ = 0;
};

/// Block b of rows as a table.
template <class E> math::table<E> block_of(lines_view<E> const& v, std::ptrdiff_t b) noexcept {
    return {v.data + b * v.strides[0], v.strides[1], v.strides[2]};
}

/// An output of rows, added to what is there if it is an accumulator.
template <class E, bool adds> struct line_output { lines_view<E> view; };

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
    auto const sink = [](E* p) {
        if constexpr (adds) {
            return accumulator<E>{p};
        } else {
            return p;
        }
    };
    std::size_t i = 0;
    if (step == 1) {
        for (; i + math::lanes<V> <= n; i += math::lanes<V>) {
            engine::put<V>(sink(to + i), math::load<V>(from + i));
        }
    }
    for (; i < n; ++i) engine::put<T>(sink(to + signed_size(i) * step), from[i]);
}

/// The numbers of draws for rows: those of the entries in the order of memory.
struct draw_strides {
    std::array<std::ptrdiff_t, 3> step;

    template <class E> explicit draw_strides(lines_view<E> const& v) noexcept {
        auto const p = engine::place("", v);
        auto const order = memory_order(p);
        std::ptrdiff_t n = 1;
        for (int at = 2; at >= 0; --at) {
            step[static_cast<std::size_t>(order[at])] = n;
            n *= p.size[order[at]];
        }
    }
};

/// A member for all rows, T throughout; one instantiation for arrays and all Eigen expressions.
template <class Member, class Arch, class T, class K, class... E>
void run_rows(K const& k, std::size_t rows, std::size_t entries, math::table<E>... tables) {
    math::for_rows<Arch, T>(
        rows, entries,
        [&](auto row, std::size_t, auto... lines) { Member::apply(k, row, lines...); }, tables...);
}

/// The same through buffers of T: for other types of elements, sums, and draws, which are added to
/// x.
template <class Member, class Arch, class T, bool adds, class F, class Out, class... E>
void run_buffered_rows(F const& f, lines_view<Out> const& out, lines_view<E> const&... in) {
    using V = math::pack<T, Arch>;
    constexpr std::size_t count = 1 + sizeof...(E);
    constexpr std::size_t room = 2048;
    auto const entries = static_cast<std::size_t>(out.sizes[2]);
    auto const all = static_cast<std::size_t>(out.sizes[1]);
    std::size_t const height = entries == 0 ? 1 : std::max<std::size_t>(1, room / entries);
    alignas(64) T near[count][room];
    std::vector<T> far(entries > room ? count * entries : 0);
    std::array<T*, count> at{};
    for (std::size_t j = 0; j < count; ++j)
        at[j] = far.empty() ? near[j] : far.data() + j * entries;
    // The copies run as the rows do: entry i of row r is at r·entries + i, or at i·rows + r.
    bool const across = out.strides[2] != 1 && out.strides[1] == 1;

    for (std::ptrdiff_t b = 0; b < out.sizes[0]; ++b) {
        for (std::size_t first = 0; first < all; first += height) {
            std::size_t const rows = std::min(height, all - first);
            std::size_t const runs = across ? entries : rows;
            std::size_t const length = across ? rows : entries;
            auto const run_of = [&](auto const& v, std::size_t k) {
                return v.data + b * v.strides[0] + signed_size(first) * v.strides[1] +
                       signed_size(k) * v.strides[across ? 2 : 1];
            };
            std::size_t j = 0;
            auto const open = [&](auto const& v) {
                T* const to = at[++j];
                for (std::size_t k = 0; k < runs; ++k) {
                    engine::widen_row<V>(run_of(v, k), v.strides[across ? 1 : 2], length,
                                         to + k * length);
                }
            };
            (open(in), ...);
            if constexpr (F::draws && !std::is_same_v<Member, line_member::backward_from_output>) {
                using Draw = typename F::kernel_type::draw;
                auto const step = draw_strides(std::get<0>(std::tie(in...))).step;
                std::uint64_t const start =
                    f.drawn().first +
                    static_cast<std::uint64_t>(b * step[0] + signed_size(first) * step[1]);
                bool const along = step[2] == 1;
                for (std::size_t k = 0; k < (along ? rows : entries); ++k) {
                    auto const take = [&](std::size_t begin, std::size_t count_, T const* random) {
                        for (std::size_t l = 0; l < count_; ++l) {
                            std::size_t const r = along ? k : begin + l;
                            std::size_t const i = along ? begin + l : k;
                            T& x = at[1][across ? i * rows + r : r * entries + i];
                            x = x + random[l];
                        }
                    };
                    math::for_draws<Draw, V>(
                        f.drawn().key, start + k * static_cast<std::uint64_t>(step[along ? 1 : 2]),
                        along ? entries : rows, take);
                }
            }
            std::ptrdiff_t const between = across ? 1 : signed_size(entries);
            std::ptrdiff_t const within = across ? signed_size(rows) : 1;
            [&]<std::size_t... J>(std::index_sequence<J...>) {
                engine::run_rows<Member, Arch, T>(
                    f.kernel(), rows, entries, math::table<T const>{at[J + 1], between, within}...,
                    math::table<T>{at[0], between, within});
            }
            (std::make_index_sequence<sizeof...(E)>{});
            for (std::size_t k = 0; k < runs; ++k) {
                engine::narrow_row<V, adds>(at[0] + k * length, length, run_of(out, k),
                                            out.strides[across ? 1 : 2]);
            }
        }
    }
}

template <class Member, class Arch, class T, bool adds, class F, class Out, class... E>
void run_lines(F const& f, lines_view<Out> const& out, lines_view<E> const&... in) {
    if constexpr (adds || F::draws || !(std::same_as<std::remove_const_t<E>, T> && ...) ||
                  !std::same_as<Out, T>) {
        engine::run_buffered_rows<Member, Arch, T, adds>(f, out, in...);
    } else {
        for (std::ptrdiff_t b = 0; b < out.sizes[0]; ++b) {
            engine::run_rows<Member, Arch, T>(
                f.kernel(), static_cast<std::size_t>(out.sizes[1]),
                static_cast<std::size_t>(out.sizes[2]),
                engine::block_of<T const>({in.data, in.sizes, in.strides}, b)...,
                engine::block_of(out, b));
        }
    }
}

/// Rows of T for a reduction: those of x themselves, or copies of as many as fit.
template <class Arch, class T, class E, class F> void with_rows_of(lines_view<E> const& x, F f) {
    if constexpr (std::same_as<std::remove_const_t<E>, T>) {
        f(std::ptrdiff_t{0}, std::ptrdiff_t{0}, x);
    } else {
        using V = math::pack<T, Arch>;
        auto const entries = static_cast<std::size_t>(x.sizes[2]);
        auto const all = static_cast<std::size_t>(x.sizes[1]);
        std::size_t const height = std::max<std::size_t>(1, entries == 0 ? 1 : 4096 / entries);
        std::vector<T> rows(std::min(height, all) * entries);
        for (std::ptrdiff_t b = 0; b < x.sizes[0]; ++b) {
            for (std::size_t first = 0; first < all; first += height) {
                std::size_t const n = std::min(height, all - first);
                for (std::size_t r = 0; r < n; ++r) {
                    engine::widen_row<V>(x.data + b * x.strides[0] +
                                             signed_size(first + r) * x.strides[1],
                                         x.strides[2], entries, rows.data() + r * entries);
                }
                f(b, signed_size(first), engine::as_rows<T const>(rows.data(), 1, n, entries));
            }
        }
    }
}

/// run(rows, entries, number of the first row, its strides in the numbers, tables of T...) for the
/// groups of `size` entries of rows.
template <class Run, class... E>
void for_groups(std::size_t size, Run run, lines_view<E> const&... v) {
    auto const& x = std::get<0>(std::tie(v...));
    auto const groups = size == 0 ? 1 : x.sizes[2] / signed_size(size);
    auto const k = signed_size(size);
    for (std::ptrdiff_t b = 0; b < x.sizes[0]; ++b) {
        if (groups == 1) {
            run(static_cast<std::size_t>(x.sizes[1]),
                std::array{b, std::ptrdiff_t{0}, std::ptrdiff_t{0}}, 1, engine::block_of(v, b)...);
        } else if (x.strides[2] != 1 && x.strides[1] == 1) {
            for (std::ptrdiff_t g = 0; g < groups; ++g) {
                run(static_cast<std::size_t>(x.sizes[1]), std::array{b, std::ptrdiff_t{0}, g}, 1,
                    math::table<E>{v.data + b * v.strides[0] + g * k * v.strides[2], v.strides[1],
                                   v.strides[2]}...);
            }
        } else {
            for (std::ptrdiff_t r = 0; r < x.sizes[1]; ++r) {
                run(static_cast<std::size_t>(groups), std::array{b, r, std::ptrdiff_t{0}}, 2,
                    math::table<E>{v.data + b * v.strides[0] + r * v.strides[1], k * v.strides[2],
                                   v.strides[2]}...);
            }
        }
    }
}

template <class K> constexpr std::size_t group_of(K const& k, std::size_t n) noexcept {
    if constexpr (requires { k.group(); }) {
        return k.group();
    } else {
        return n;
    }
}

/// The numbers of all rows of x, or groups of them, to y.
template <class Arch, class T, bool adds, class F, class Out, class E>
void run_reduction(F const& f, lines_view<Out> const& y, lines_view<E> const& x) {
    auto const& k = f.kernel();
    std::size_t const size = engine::group_of(k, static_cast<std::size_t>(x.sizes[2]));
    auto const sink = [](Out* p) {
        if constexpr (adds) {
            return accumulator<Out>{p};
        } else {
            return p;
        }
    };
    engine::with_rows_of<Arch, T>(x, [&](std::ptrdiff_t block, std::ptrdiff_t offset,
                                         auto rows_of_t) {
        auto const run = [&](std::size_t rows, std::array<std::ptrdiff_t, 3> at, int axis,
                             math::table<T const> table) {
            Out* const to = y.data + (block + at[0]) * y.strides[0] +
                            (offset + at[1]) * y.strides[1] + at[2] * y.strides[2];
            std::ptrdiff_t const step = y.strides[static_cast<std::size_t>(axis)];
            if (size == 0) {
                for (std::size_t r = 0; r < rows; ++r) {
                    engine::put<T>(sink(to + signed_size(r) * step), static_cast<T>(k.of_nothing));
                }
            }
            math::for_rows<Arch, T>(
                rows, size,
                [&](auto row, std::size_t first, auto in) {
                    T number[math::lanes<math::pack<T, Arch>>];
                    row.report(number, k.reduce(row, in));
                    for (std::size_t l = 0; l < row.rows(); ++l) {
                        engine::put<T>(sink(to + signed_size(first + l) * step), number[l]);
                    }
                },
                table);
        };
        engine::for_groups(size, run,
                           lines_view<T const>{rows_of_t.data, rows_of_t.sizes, rows_of_t.strides});
    });
}

/// The gradient by all rows of x from those by the numbers, T throughout.
template <class Arch, class T, class K, class G>
void run_reduction_gradient(K const& k, lines_view<T> const& gx, lines_view<T const> const& x,
                            lines_view<G> const& gy) {
    std::size_t const size = engine::group_of(k, static_cast<std::size_t>(x.sizes[2]));
    auto const run = [&](std::size_t rows, std::array<std::ptrdiff_t, 3> at, int axis,
                         math::table<T const> in, math::table<T> out) {
        auto const* const from =
            gy.data + at[0] * gy.strides[0] + at[1] * gy.strides[1] + at[2] * gy.strides[2];
        std::ptrdiff_t const step = gy.strides[static_cast<std::size_t>(axis)];
        math::for_rows<Arch, T>(
            rows, size,
            [&](auto row, std::size_t first, auto x_row, auto gx_row) {
                T number[math::lanes<math::pack<T, Arch>>] = {};
                for (std::size_t l = 0; l < row.rows(); ++l) {
                    number[l] = math::load<T>(from + signed_size(first + l) * step);
                }
                k.backward(row, x_row, row.collect(number), gx_row);
            },
            in, out);
    };
    engine::for_groups(size, run, x, gx);
}

/// The same for any elements, through copies of the rows where they are no T or are added to.
template <class Arch, class T, bool adds, class F, class Out, class E, class G>
void run_reduction_backward(F const& f, lines_view<Out> const& gx, lines_view<E> const& x,
                            lines_view<G> const& gy) {
    if constexpr (!adds && std::same_as<Out, T> && std::same_as<std::remove_const_t<E>, T>) {
        engine::run_reduction_gradient<Arch, T>(f.kernel(), gx, {x.data, x.sizes, x.strides}, gy);
    } else {
        using V = math::pack<T, Arch>;
        auto const entries = static_cast<std::size_t>(x.sizes[2]);
        std::vector<T> row(entries);
        for (std::ptrdiff_t b = 0; b < x.sizes[0]; ++b) {
            for (std::ptrdiff_t r = 0; r < x.sizes[1]; ++r) {
                engine::widen_row<V>(x.data + b * x.strides[0] + r * x.strides[1], x.strides[2],
                                     entries, row.data());
                lines_view<G> const one{gy.data + b * gy.strides[0] + r * gy.strides[1],
                                        {1, 1, gy.sizes[2]},
                                        gy.strides};
                engine::run_reduction_gradient<Arch, T>(
                    f.kernel(), engine::as_rows(row.data(), 1, 1, entries),
                    engine::as_rows<T const>(row.data(), 1, 1, entries), one);
                engine::narrow_row<V, adds>(row.data(), entries,
                                            gx.data + b * gx.strides[0] + r * gx.strides[1],
                                            gx.strides[2]);
            }
        }
    }
}

/// A member of f on rows: the inputs, then the output, which has been checked.
template <class Member, class Arch, class T, bool adds, class F, class Out, class... E>
void lines_member(F const& f, lines_view<Out> const& out, lines_view<E> const&... in) {
    if constexpr (rowwise_kernel<typename F::kernel_type>) {
        engine::run_lines<Member, Arch, T, adds>(f, out, in...);
    } else if constexpr (std::is_same_v<Member, line_member::forward>) {
        engine::run_reduction<Arch, T, adds>(f, out, in...);
    } else {
        engine::run_reduction_backward<Arch, T, adds>(f, out, in...);
    }
}

/// A view in `parts` equal parts of every row, as a tuple; the second comes first where `swapped`.
template <std::size_t parts, class E>
auto split_rows(lines_view<E> const& v, bool swapped) noexcept {
    if constexpr (parts == 1) {
        return std::tuple(v);
    } else {
        static_assert(parts == 2);
        auto const half = v.sizes[2] / 2;
        return std::tuple(engine::part_of(v, swapped ? half : 0, half),
                          engine::part_of(v, swapped ? 0 : half, half));
    }
}

/// A member of a kernel of halves as one of elements on the halves.
template <class Member, class Arch, bool adds, class F, class... E>
void transform_halves(std::string_view call, F const& f,
                      std::array<std::string_view, sizeof...(E)> const& called,
                      std::array<bool, sizeof...(E)> const& of_output,
                      std::tuple<lines_view<E>...> const& views) {
    using K = typename F::kernel_type;
    static_assert(K::over * K::times <= 2);
    constexpr std::size_t operands = sizeof...(E);
    constexpr bool forward = std::is_same_v<Member, line_member::forward>;
    // Of x, y or of x, gy, gx.
    auto const parts_of = [&]<std::size_t j>(std::integral_constant<std::size_t, j>) {
        constexpr bool output_side = forward ? j == 1 : j == 1;
        constexpr std::size_t parts = output_side ? K::times : K::over;
        bool swapped = false;
        if constexpr (requires { f.kernel().swapped(); }) swapped = f.kernel().swapped();
        return engine::split_rows<parts>(std::get<j>(views), swapped && !output_side);
    };
    static_cast<void>(of_output);
    auto all = [&]<std::size_t... J>(std::index_sequence<J...>) {
        return std::tuple_cat(parts_of(std::integral_constant<std::size_t, J>{})...);
    }
    (std::make_index_sequence<operands>{});
    constexpr std::size_t inputs = forward ? K::over : K::over + K::times;
    std::string const half = "half of ";
    std::array<std::string, operands> text;
    for (std::size_t j = 0; j < operands; ++j) {
        std::size_t const parts = j == 1 ? K::times : K::over;
        text[j] = (parts == 2 ? half : std::string()) + std::string(called[j]);
    }
    constexpr std::size_t count = std::tuple_size_v<decltype(all)>;
    std::array<std::string_view, count> names;
    std::size_t at = 0;
    for (std::size_t j = 0; j < operands; ++j) {
        for (std::size_t p = 0; p < (j == 1 ? K::times : K::over); ++p) names[at++] = text[j];
    }
    [&]<std::size_t... J>(std::index_sequence<J...>) {
        auto sink = [&]<std::size_t j>(std::integral_constant<std::size_t, j>) {
            if constexpr (adds && j >= inputs) {
                return added<std::tuple_element_t<j, decltype(all)>>{std::get<j>(all)};
            } else {
                return std::get<j>(all);
            }
        };
        auto operands_ = std::tuple(sink(std::integral_constant<std::size_t, J>{})...);
        engine::transform<Member, Arch, inputs>(call, f, names, std::get<J>(operands_)...);
    }
    (std::make_index_sequence<count>{});
}

template <class X> struct lines_element;
template <class X>
    requires taught_lines<X>
struct lines_element<X> {
    using type = typename element_in<decltype(lines_traits<std::remove_cvref_t<X>>::view(
        std::declval<X&>()))>::type;
};
template <class X>
    requires(!taught_lines<X> && (operand<X> || is_added<std::remove_cvref_t<X>>))
struct lines_element<X> {
    using type = element_t<X>;
};

/// A checked call of f on operands: inputs, then the output.
template <class Member, class Arch, class F, class Layout, class X, class... More>
void transform_lines(std::string_view call, F const& f,
                     std::array<std::string_view, 1 + sizeof...(More)> const& called,
                     std::array<bool, 1 + sizeof...(More)> const& of_output, Layout const& layout,
                     X& x, More&... more) {
    using K = typename F::kernel_type;
    using T = arithmetic<typename lines_element<X>::type>;
    std::string const function = engine::full_name(f.kernel());
    line_operands<Layout> lines(call, function, layout);
    auto const first = lines.first(called[0], x);
    std::size_t const n = lines.entries();
    if constexpr (requires(K const& k) { k.group(); }) {
        if (n % f.kernel().group() != 0) {
            core::fail(call, "(", function, "): ", n, " entries of a row of ", called[0],
                       " do not make groups of ", f.kernel().group());
        }
    }
    if constexpr (halves_kernel<K>) {
        if (n % K::over != 0) {
            core::fail(call, "(", function, "): ", called[0], " has ", n,
                       " elements, which do not split in ", K::over, " halves");
        }
    }
    std::size_t const m = engine::output_length(f.kernel(), n);
    std::size_t j = 0;
    auto const take = [&](auto& operand_) {
        ++j;
        return lines.next(called[j], operand_, of_output[j] ? m : n,
                          of_output[j] && !rowwise_kernel<K>);
    };
    std::tuple const views{first, take(more)...};
    constexpr bool adds = is_added<
        std::remove_cvref_t<std::tuple_element_t<sizeof...(More), std::tuple<X, More...>>>>;
    if constexpr (halves_kernel<K>) {
        engine::transform_halves<Member, Arch, adds>(call, f, called, of_output, views);
    } else {
        std::array<placement, 1 + sizeof...(More)> all;
        [&]<std::size_t... J>(std::index_sequence<J...>) {
            ((all[J] = engine::place(called[J], std::get<J>(views))), ...);
        }
        (std::make_index_sequence<1 + sizeof...(More)>{});
        engine::check_overlaps(call, function, all, sizeof...(More));
        [&]<std::size_t... J>(std::index_sequence<J...>) {
            engine::lines_member<Member, Arch, T, adds>(f, std::get<sizeof...(More)>(views),
                                                        std::get<J>(views)...);
        }
        (std::make_index_sequence<sizeof...(More)>{});
    }
}

/// What the members of function objects of rows can be called with: see `lines_of`.
template <class X>
concept lines_argument = has_front_end<X> || contiguous_operand<X>;

} // namespace engine

} // namespace actfn
