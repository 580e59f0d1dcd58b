// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/copies.hpp>
#include <actfn/engine/elements.hpp>
#include <actfn/engine/line_kernel.hpp>
#include <actfn/engine/line_operands.hpp>
#include <actfn/engine/option_gradients.hpp>

/// The loops over rows: a member of a kernel of rows on all of them, whatever type stores their
/// entries and wherever they lie.
namespace actfn::inline ACTFN_ABI::engine {

/// A member for all rows, T throughout; one instantiation for arrays and all Eigen expressions.
template <class Member, class Arch, class T, class K, class... E>
void run_rows(K const& k, std::size_t rows, std::size_t entries, math::table<E>... tables) {
    math::for_rows<Arch, T>(
        rows, entries,
        [&](auto row, std::size_t, auto... lines) { Member::apply(k, row, lines...); }, tables...);
}

/// All rows: the inputs, then the output.
template <class Member, class Arch, class T, bool adds, class F, class... E>
void run_lines(F const& f, lines_view<E> const&... lines) {
    constexpr std::size_t inputs = sizeof...(E) - 1;
    auto const& x = std::get<0>(std::tie(lines...));
    auto const part = [&](std::ptrdiff_t, std::size_t, std::size_t rows, auto... tables) {
        engine::run_rows<Member, Arch, T>(f.kernel(), rows, static_cast<std::size_t>(x.sizes[2]),
                                          tables...);
    };
    constexpr bool is_drawn = !std::is_same_v<Member, line_member::backward_from_output>;
    engine::with_drawn_tables<Arch, T, inputs, adds, is_drawn>(f, part, lines...);
}

/// run(rows, the number of the first, the step to the next, tables of T...) for the groups of
/// `size` entries of rows.
template <class Run, class N, class... E>
void for_groups(std::size_t size, std::size_t rows, std::size_t entries, Run run,
                math::table<N> const& numbers, math::table<E> const&... v) {
    std::size_t const groups = size == 0 ? 1 : entries / size;
    auto const& x = std::get<0>(std::tie(v...));
    auto const k = signed_size(size);
    if (groups == 1) {
        run(rows, numbers.data, numbers.between_rows, v...);
    } else if (x.within_row != 1 && x.between_rows == 1) {
        for (std::ptrdiff_t g = 0; g < signed_size(groups); ++g) {
            run(rows, numbers.data + g * numbers.within_row, numbers.between_rows,
                math::table<E>{v.data + g * k * v.within_row, v.between_rows, v.within_row}...);
        }
    } else {
        for (std::ptrdiff_t r = 0; r < signed_size(rows); ++r) {
            run(groups, numbers.data + r * numbers.between_rows, numbers.within_row,
                math::table<E>{v.data + r * v.between_rows, k * v.within_row, v.within_row}...);
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

/// The numbers of rows from `first` on of a block.
template <class E>
math::table<E> numbers_from(lines_view<E> const& v, std::ptrdiff_t b, std::size_t first) noexcept {
    auto t = engine::block_of(v, b);
    t.data += signed_size(first) * t.between_rows;
    return t;
}

/// The numbers of all rows of x, or groups of them, to y.
template <class Arch, class T, bool adds, class F, class Out, class E>
void run_reduction(F const& f, lines_view<E> const& x, lines_view<Out> const& y) {
    auto const& k = f.kernel();
    auto const entries = static_cast<std::size_t>(x.sizes[2]);
    std::size_t const size = engine::group_of(k, entries);
    auto const run = [&](std::size_t rows, Out* to, std::ptrdiff_t step,
                         math::table<T const> table) {
        if (size == 0) {
            engine::for_numbers(to, step, rows, [&](Out* p, std::size_t) {
                math::put<T>(math::sink<adds>(p), static_cast<T>(k.of_nothing));
            });
        }
        math::for_rows<Arch, T>(
            rows, size,
            [&](auto row, std::size_t first, auto in) {
                T number[math::lanes<math::row_value<T, Arch>>];
                row.report(number, k.reduce(row, in));
                engine::for_numbers(
                    to + signed_size(first) * step, step, row.rows(),
                    [&](Out* p, std::size_t l) { math::put<T>(math::sink<adds>(p), number[l]); });
            },
            table);
    };
    auto const part = [&](std::ptrdiff_t b, std::size_t first, std::size_t rows,
                          math::table<T const> in) {
        engine::for_groups(size, rows, entries, run, engine::numbers_from(y, b, first), in);
    };
    engine::with_tables<Arch, T, 1, false>(part, x);
}

/// The gradient by all rows of x from the gradients by their numbers.
template <class Arch, class T, bool adds, class F, class Out, class E, class G>
void run_reduction_backward(F const& f, lines_view<E> const& x, lines_view<G> const& gy,
                            lines_view<Out> const& gx) {
    auto const& k = f.kernel();
    auto const entries = static_cast<std::size_t>(x.sizes[2]);
    std::size_t const size = engine::group_of(k, entries);
    auto const run = [&](std::size_t rows, G* from, std::ptrdiff_t step, math::table<T const> in,
                         math::table<T> out) {
        math::for_rows<Arch, T>(
            rows, size,
            [&](auto row, std::size_t first, auto x_row, auto gx_row) {
                T number[math::lanes<math::row_value<T, Arch>>] = {};
                engine::for_numbers(from + signed_size(first) * step, step, row.rows(),
                                    [&](G* p, std::size_t l) { number[l] = math::load<T>(p); });
                k.backward(row, x_row, row.collect(number), gx_row);
            },
            in, out);
    };
    auto const part = [&](std::ptrdiff_t b, std::size_t first, std::size_t rows,
                          math::table<T const> in, math::table<T> out) {
        engine::for_groups(size, rows, entries, run, engine::numbers_from(gy, b, first), in, out);
    };
    engine::with_tables<Arch, T, 1, adds>(part, x, gx);
}

/// A member of f on rows, which have been checked: the inputs, then the output.
template <class Member, class Arch, class T, bool adds, class F, class... E>
void lines_member(F const& f, lines_view<E> const&... lines) {
    if constexpr (rowwise_kernel<typename F::kernel_type>) {
        engine::run_lines<Member, Arch, T, adds>(f, lines...);
    } else if constexpr (std::is_same_v<Member, line_member::forward>) {
        engine::run_reduction<Arch, T, adds>(f, lines...);
    } else {
        engine::run_reduction_backward<Arch, T, adds>(f, lines...);
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

template <class K> constexpr bool is_swapped(K const& k) noexcept {
    if constexpr (requires { k.swapped(); }) {
        return k.swapped();
    } else {
        return false;
    }
}

/// A member of a kernel of halves as one of elements on the halves.
template <class Member, class Arch, bool adds, class F, class... E>
void transform_halves(std::string_view call, F const& f,
                      std::array<std::string_view, sizeof...(E)> const& called,
                      std::tuple<lines_view<E>...> const& views) {
    using K = typename F::kernel_type;
    static_assert(K::over * K::times <= 2);
    constexpr std::size_t operands = sizeof...(E);
    constexpr bool forward = std::is_same_v<Member, line_member::forward>;
    // Of x, y or x, gy, gx: the second has the shape of the output.
    constexpr auto parts_in = [](std::size_t j) { return j == 1 ? K::times : K::over; };
    bool const swapped = engine::is_swapped(f.kernel());
    auto const parts_of = [&]<std::size_t j>(std::integral_constant<std::size_t, j>) {
        return engine::split_rows<parts_in(j)>(std::get<j>(views), swapped && j != 1);
    };
    auto all = [&]<std::size_t... J>(std::index_sequence<J...>) {
        return std::tuple_cat(parts_of(std::integral_constant<std::size_t, J>{})...);
    }
    (std::make_index_sequence<operands>{});
    constexpr std::size_t inputs = forward ? K::over : K::over + K::times;
    constexpr std::size_t count = std::tuple_size_v<decltype(all)>;
    std::array<std::string, operands> text;
    std::array<std::string_view, count> names;
    std::size_t at = 0;
    for (std::size_t j = 0; j < operands; ++j) {
        text[j] = (parts_in(j) == 2 ? "half of " : "") + std::string(called[j]);
        for (std::size_t p = 0; p < parts_in(j); ++p) names[at++] = text[j];
    }
    [&]<std::size_t... J>(std::index_sequence<J...>) {
        auto const operand_of = [&]<std::size_t j, class View>(
                                    std::integral_constant<std::size_t, j>, View const& view) {
            if constexpr (adds && j >= inputs) {
                return added<View>{view};
            } else {
                return view;
            }
        };
        auto operands_ =
            std::tuple(operand_of(std::integral_constant<std::size_t, J>{}, std::get<J>(all))...);
        engine::transform<Member, Arch, inputs>(call, f, names, std::get<J>(operands_)...);
    }
    (std::make_index_sequence<count>{});
}

/// The placements of views, checked for overlaps; the first are inputs.
template <std::size_t inputs, class... View>
void check_apart(std::string_view call, std::string_view function,
                 std::array<std::string_view, sizeof...(View)> const& called,
                 View const&... views) {
    if (engine::clearly_apart<inputs>(views...)) return;
    std::size_t j = 0;
    std::array<placement, sizeof...(View)> const all{engine::place(called[j++], views)...};
    engine::check_overlaps(call, function, all, inputs);
}

/// What is capped cannot be told from the output.
template <class K>
void check_uncapped(std::string_view call, std::string_view function, K const& k) {
    auto const& n = engine::kernel_of_numbers(k);
    if (static_cast<double>(n.softcap) == actfn::facts::infinity) return;
    core::fail(call, "(", function, "): softcap = ", n.softcap,
               " hides x: call backward(f, x, gy, gx)");
}

/// A checked call of f on operands: x, y or x, gy, gx, the second being as long as the output.
template <class Member, class Arch, class F, class Layout, class X, class... More>
void transform_lines(std::string_view call, F const& f,
                     std::array<std::string_view, 1 + sizeof...(More)> const& called,
                     Layout const& layout, X& x, More&... more) {
    using K = typename F::kernel_type;
    using T = arithmetic<typename lines_element<X>::type>;
    std::string const function = engine::full_name(f.kernel());
    line_operands<Layout> lines(call, function, layout);
    auto const first = lines.first(called[0], x);
    std::size_t const n = lines.entries();
    engine::check_groups(call, function, called[0], n, engine::multiple_of(f.kernel()));
    if constexpr (halves_kernel<K>) {
        engine::check_halves(call, function, called[0], n, K::over);
    }
    std::size_t j = 0;
    auto const take = [&](auto& operand_) {
        bool const of_output = ++j == 1;
        return lines.next(called[j], operand_, of_output ? engine::output_length(f.kernel(), n) : n,
                          of_output && !rowwise_kernel<K>);
    };
    std::tuple const views{first, take(more)...};
    constexpr bool adds = is_added<
        std::remove_cvref_t<std::tuple_element_t<sizeof...(More), std::tuple<X, More...>>>>;
    if constexpr (halves_kernel<K>) {
        engine::transform_halves<Member, Arch, adds>(call, f, called, views);
    } else {
        std::apply(
            [&](auto const&... view) {
                engine::check_apart<sizeof...(More)>(call, function, called, view...);
                auto const& to = std::get<sizeof...(More)>(views);
                if constexpr (may_use_logits<K>) {
                    if (engine::uses_logits(f.kernel())) {
                        if constexpr (math::is_dual<T>::value) {
                            core::fail(call, "(", function,
                                       "): dual numbers have no softcap, sink, bias or mask, and "
                                       "reductions of them no temperature");
                        } else {
                            auto const o = engine::spread(f.kernel(), lines);
                            engine::check_options(call, function, o, n, called.back(), to);
                            if constexpr (std::is_same_v<Member,
                                                         line_member::backward_from_output>) {
                                engine::check_uncapped(call, function, f.kernel());
                            }
                            if (!engine::is_empty(to)) {
                                engine::run_logits<Member, Arch, T, adds>(f, o, view...);
                            }
                            return;
                        }
                    }
                }
                if (engine::is_empty(to)) return;
                engine::lines_member<Member, Arch, T, adds>(f, view...);
            },
            views);
    }
}

/// Σ gy·∂f/∂p of a row for every parameter p, from its lines x, gy and gx.
template <class K, class Row, class T>
auto parameter_gradients_of(K const& k, Row const& row, math::line<T const> x,
                            math::line<T const> gy, math::line<T const> gx) {
    using V = typename Row::value_type;
    std::array<V, core::number_count<K const>()> all;
    all.fill(V(0));
    if constexpr (has_temperature_gradient<K>) {
        all[0] = engine::row_members(k).temperature_gradient(row, x, gx); // no cap, no sink
    } else {
        auto const gradients = engine::row_members(k).parameter_gradients(row, x, gy, gx);
        std::apply(
            [&](auto const&... number) {
                std::size_t p = 0;
                ((all[p++] = number), ...);
            },
            core::numbers(gradients));
    }
    return all;
}

/// Σ gy·∂f/∂p over all rows of a function without options, in training with its draws.
template <class Arch, class F, class Layout, class X, class G>
auto plain_row_sums(std::string_view call, F const& f, Layout const& layout, X& x, G& gy) {
    using K = typename F::kernel_type;
    using T = arithmetic<typename lines_element<X>::type>;
    line_operands<Layout> lines(call, engine::name_of<K>(), layout);
    auto const in = lines.first("x", x);
    std::size_t const entries = lines.entries();
    engine::check_groups(call, engine::name_of<K>(), "x", entries, engine::multiple_of(f.kernel()));
    auto const weights = lines.next("gy", gy, entries, false);
    std::vector<T> gradient;
    std::array<math::compensated<double>, core::number_count<K const>()> totals;
    auto const part = [&](std::ptrdiff_t, std::size_t, std::size_t rows, math::table<T const> xs,
                          math::table<T const> gys) {
        bool const across = xs.within_row != 1 && xs.between_rows == 1;
        gradient.resize(rows * entries);
        math::table<T> const gx{gradient.data(), across ? 1 : signed_size(entries),
                                across ? signed_size(rows) : 1};
        engine::run_rows<line_member::backward, Arch, T>(f.kernel(), rows, entries, xs, gys, gx);
        math::for_rows<Arch, T>(
            rows, entries,
            [&](auto row, std::size_t, auto x_row, auto gy_row, auto gx_row) {
                auto const sums =
                    engine::parameter_gradients_of(f.kernel(), row, x_row, gy_row, gx_row);
                for (std::size_t p = 0; p < sums.size(); ++p) {
                    T number[math::lanes<math::row_value<T, Arch>>];
                    row.report(number, sums[p]);
                    for (std::size_t l = 0; l < row.rows(); ++l) {
                        totals[p].add(static_cast<double>(number[l]));
                    }
                }
            },
            xs, gys, math::table<T const>{gx.data, gx.between_rows, gx.within_row});
    };
    if (!engine::is_empty(in)) {
        engine::with_drawn_tables<Arch, T, 2, false, true>(f, part, in, weights);
    }
    return core::make_numbers<K, T>([&](auto i) { return static_cast<T>(totals[i()].value()); });
}

/// Σ gy·∂f/∂p over all rows for the numbers p of the kernel, in a struct with its field names.
template <class Arch, class F, class Layout, class X, class G>
auto row_sums(std::string_view call, F const& f, Layout const& layout, X& x, G& gy) {
    using K = typename F::kernel_type;
    if constexpr (is_with_options<K> || reduction_kernel<K>) {
        return engine::logit_gradients<Arch>(call, f, layout, x, gy, row_gradients{});
    } else {
        if constexpr (may_use_logits<K>) {
            if (engine::uses_logits(f.kernel())) {
                return engine::logit_gradients<Arch>(call, f, layout, x, gy, row_gradients{});
            }
        }
        return engine::plain_row_sums<Arch>(call, f, layout, x, gy);
    }
}

/// What the members of function objects of rows can be called with: see `lines_of`.
template <class X>
concept lines_argument = has_front_end<X> || contiguous_operand<X>;

} // namespace actfn::engine
