// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/each_parameters.hpp>
#include <actfn/engine/elements.hpp>
#include <actfn/engine/function.hpp>

/// The loop over elements with parameters that are data: they are inputs before the others.
namespace actfn::inline ACTFN_ABI::engine {

/// A kernel that compares its parameters in an `if`, so that lanes with several do not do what one
/// number does, says `static constexpr bool branches_on_parameters = true`.
template <class K> consteval bool branches_on_parameters() {
    if constexpr (requires { K::branches_on_parameters; }) {
        return K::branches_on_parameters;
    } else if constexpr (!core::is_number<K> && core::has_fields<K>) {
        return []<std::size_t... Is>(std::index_sequence<Is...>) {
            return (engine::branches_on_parameters<core::detail::field_type<K, Is>>() || ...);
        }
        (std::make_index_sequence<core::field_count<K>()>{});
    } else {
        return false;
    }
}

/// A member of a kernel whose first n arguments are parameters.
template <class Member, std::size_t n> struct with_each {
    template <class K, class... A> ACTFN_INLINE static auto apply(K const& k, A const&... all) {
        auto const a = std::tie(all...);
        return [&]<std::size_t... J>(std::index_sequence<J...>) ACTFN_LAMBDA_INLINE {
            return Member::apply(made(k, a), std::get<n + J>(a)...);
        }
        (std::make_index_sequence<sizeof...(A) - n>{});
    }

  private:
    template <class P> struct lanes_of_parameter { using type = math::per_lane<P>; };
    template <class V> struct lanes_of_parameter<math::per_lane<V>> {
        using type = math::per_lane<V>;
    };

    template <class K, class A> ACTFN_INLINE static auto made(K const&, A const& a) {
        using P =
            typename lanes_of_parameter<std::remove_cvref_t<std::tuple_element_t<0, A>>>::type;
        return core::make_numbers<K, P>([&](auto i)
                                            ACTFN_LAMBDA_INLINE { return P(std::get<i()>(a)); });
    }
    template <class K, class V> struct drawn_lanes {
        K kernel;
        V drawn;
        template <real X> ACTFN_INLINE jet<X> at(X x) const noexcept {
            return kernel.at(x, math::as<X>(drawn));
        }
        template <real X> ACTFN_INLINE auto parameter_derivatives(X x) const noexcept {
            return kernel.parameter_derivatives(x, math::as<X>(drawn));
        }
    };
    template <class K, class V, class A>
    ACTFN_INLINE static auto made(drawn_kernel<K, V> const& k, A const& a) {
        auto const kernel = made(k.kernel, a);
        return drawn_lanes<std::remove_const_t<decltype(kernel)>, V>{kernel, k.drawn};
    }
};

/// Moves the longest dimension in which no parameter changes behind all others.
template <std::size_t inputs, std::size_t n>
void share_parameters(std::span<placement> all) noexcept {
    int const last = all[0].rank - 1;
    std::ptrdiff_t most = 1;
    int best = last;
    for (int d = 0; d <= last; ++d) {
        bool const shares = std::all_of(all.begin() + inputs, all.begin() + inputs + n,
                                        [&](placement const& p) { return p.stride[d] == 0; });
        if (!shares || all[0].size[d] <= most) continue;
        most = all[0].size[d];
        best = d;
    }
    for (int d = best; d < last; ++d) {
        for (placement& p : all) {
            std::swap(p.size[d], p.size[d + 1]);
            std::swap(p.stride[d], p.stride[d + 1]);
        }
    }
}

/// The placements of operands and parameters, in one order of loops: inputs, parameters, outputs.
/// Where it pays, parameters are the same in the innermost.
template <std::size_t inputs, std::size_t n, std::size_t operands>
std::array<placement, operands + n> planned_with_parameters(
    std::string_view call, std::string_view function, std::array<placement, operands> const& given,
    std::array<placement, n> const& parameters, std::array<bool, n> const& is_number, bool ordered,
    bool shares_parameters) {
    std::array<placement, operands + n> all{};
    std::size_t count = 0;
    for (std::size_t j = 0; j < inputs; ++j) all[count++] = given[j];
    for (std::size_t j = 0; j < n; ++j) {
        if (!is_number[j]) all[count++] = parameters[j];
    }
    std::size_t const read = count;
    for (std::size_t j = inputs; j < operands; ++j) all[count++] = given[j];
    bool const by_first = ordered || operands == inputs;
    engine::plan_loops(call, function, std::span(all).first(count), read, by_first ? 0 : read);

    std::array<placement, operands + n> result{};
    std::size_t from = 0;
    for (std::size_t j = 0; j < operands + n; ++j) {
        bool const number = inputs <= j && j < inputs + n && is_number[j - inputs];
        result[j] = all[number ? 0 : from++];
        if (number) result[j].stride = {};
    }
    if (shares_parameters && !ordered) engine::share_parameters<inputs, n>(result);
    return result;
}

/// A member of f over stretches of operands whose elements lie side by side; the parameters lie
/// side by side, too, or are the same for all elements.
template <class Member, class Arch, class T, std::size_t inputs, std::size_t n> struct each_loop {
    template <class K, class Draws, class... P>
    static void run(bool same, K const& k, Draws const& draws, std::size_t count, P... pointers) {
        auto const all = std::tuple(pointers...);
        constexpr std::size_t outputs = sizeof...(P) - inputs - n;
        [&]<std::size_t... I, std::size_t... J, std::size_t... O>(
            std::index_sequence<I...>, std::index_sequence<J...>, std::index_sequence<O...>) {
            auto const one = [&](std::size_t i) {
                return core::make_numbers<K, double>([&](auto j) {
                    return engine::value_of_parameter(std::get<inputs + j()>(all)[i]);
                });
            };
            if (same) {
                engine::run_contiguous<Member, Arch, T>(
                    one(0), draws, count, std::tuple(std::get<inputs + n + O>(all)...),
                    std::get<I>(all)...);
            } else if constexpr (engine::branches_on_parameters<K>()) {
                for (std::size_t i = 0; i < count; ++i) {
                    engine::run_contiguous<Member, Arch, T>(
                        one(i), engine::from_element(draws, core::signed_size(i)), std::size_t{1},
                        std::tuple((std::get<inputs + n + O>(all) + i)...),
                        (std::get<I>(all) + i)...);
                }
            } else {
                engine::run_contiguous<with_each<Member, n>, Arch, T>(
                    k, draws, count, std::tuple(std::get<inputs + n + O>(all)...),
                    std::get<inputs + J>(all)..., std::get<I>(all)...);
            }
        }
        (std::make_index_sequence<inputs>{}, std::make_index_sequence<n>{},
         std::make_index_sequence<outputs>{});
    }
};

/// run(same, first element, how many, pointers...) for stretches side by side of planned operands:
/// inputs, n parameters, `strided` operands that need not lie side by side, outputs. `same`: all
/// elements have the same parameters, the first.
template <std::size_t inputs, std::size_t n, std::size_t strided, class Run, class... P>
void for_stretches(std::span<placement const> all, Run run, P... pointers) {
    int const last = all[0].rank - 1;
    std::ptrdiff_t const length = all[0].size[last];
    auto const is_parameter = [](std::size_t j) { return inputs <= j && j < inputs + n; };
    auto const is_strided = [](std::size_t j) {
        return inputs + n <= j && j < inputs + n + strided;
    };
    bool same = true;
    bool parameters_side_by_side = true;
    bool others_side_by_side = true;
    for (std::size_t j = 0; j < all.size(); ++j) {
        if (length == 1 || is_strided(j)) continue;
        std::ptrdiff_t const stride = all[j].stride[last];
        if (is_parameter(j)) {
            same = same && stride == 0;
            parameters_side_by_side = parameters_side_by_side && stride == 1;
        } else {
            others_side_by_side = others_side_by_side && stride == 1;
        }
    }
    if (others_side_by_side && (same || parameters_side_by_side)) {
        auto const one_run = [&](std::ptrdiff_t first, auto... at) {
            run(same, first, static_cast<std::size_t>(length), at...);
        };
        return engine::for_outer(all, 1, one_run, pointers...);
    }
    std::array<bool, sizeof...(P)> in_place{};
    for (std::size_t j = 0; j < in_place.size(); ++j) {
        in_place[j] = is_strided(j) || (same && is_parameter(j));
    }
    auto const stretch = [&](std::ptrdiff_t first, std::size_t count, auto... at) {
        run(same, first, count, at...);
    };
    engine::for_panels<inputs + n>(all, in_place, stretch, pointers...);
}

/// What `check` of a kernel says of parameters whose ranges differ in size.
template <class K, std::size_t inputs, std::size_t n, class... E>
void check_together(std::array<placement, n> const& all, E const*... parameters) {
    if constexpr (requires(K const& k) { k.check(); }) {
        auto const one = [&](std::ptrdiff_t, auto... p) {
            std::array const values{engine::value_of_parameter(*p)...};
            core::make_numbers<K, double>([&](auto j) { return values[j()]; }).check();
        };
        engine::for_outer(std::span<placement const>(all), 0, one, parameters...);
    }
}

template <class X>
concept operand_or_added = operand<X> || is_added<std::remove_const_t<X>>;

/// From here on a run of elements with the same parameters is worth a call.
inline constexpr std::size_t long_run = 512;
/// How many parameters are spread over elements at a time.
inline constexpr std::size_t spread_room = 1024;

/// Parameters of channels of `inner` elements, for elements begin, ..., begin + count - 1 of those
/// that pass the channels again and again. Behind them a few numbers more are written.
template <class Arch, class E>
void spread(E* to, E const* p, std::size_t begin, std::size_t count, std::size_t size,
            std::size_t inner) noexcept {
    std::size_t channel = begin / inner % size;
    std::size_t left = inner - begin % inner;
    while (count > 0) {
        std::size_t run = (std::min)(left, count);
        if (inner == 1) {
            run = (std::min)(size - channel, count);
            std::copy_n(p + channel, run, to);
            channel += run - 1;
        } else if constexpr (std::is_floating_point_v<E>) {
            using V = math::pack<E, Arch>;
            for (std::size_t i = 0; i < run; i += math::lanes<V>)
                math::store(to + i, V(p[channel]));
        } else {
            std::fill_n(to, run, p[channel]);
        }
        to += run;
        count -= run;
        left = inner;
        if (++channel == size) channel = 0;
    }
}

/// Kernels that do in lanes what several numbers do, of which each would do one, say
/// `static constexpr bool prefers_numbers = true`, or branch.
template <class K> consteval bool prefers_numbers() {
    if constexpr (requires { K::prefers_numbers; }) {
        return K::prefers_numbers;
    } else {
        return engine::branches_on_parameters<K>();
    }
}
/// Whether runs of elements that share their parameters go through one loop, not a call each.
template <class Arch, class T, bool draws, class... Out> consteval bool may_run_channels() {
    if constexpr (draws || math::is_dual<T>::value) {
        return false;
    } else {
        return !(is_narrowed_late<math::row_value<T, Arch>, Out> || ...);
    }
}
/// A member over so many runs of `length` elements, a multiple of a pack, which pass the channels
/// again and again, of(channel) being its kernel.
template <class Member, class Arch, class T, class Of, class... Out, class... E>
ACTFN_FLATTEN void run_channels(Of const of, std::size_t runs, std::size_t channels,
                                std::size_t length, std::tuple<Out...> const to, E const*... from) {
    using V = math::row_value<T, Arch>;
    constexpr std::size_t w = math::lanes<V>;
    auto const out = std::apply([](auto... p) { return std::tuple(math::untraced(p)...); }, to);
    [&](auto const*... in) ACTFN_LAMBDA_INLINE {
        std::size_t i = 0;
        std::size_t c = 0;
        for (std::size_t r = 0; r < runs; ++r) {
            auto const k = of(c);
            if (++c == channels) c = 0;
            std::size_t const end = i + length;
            for (; i + w < end; i += 2 * w) {
                engine::run_pack<Member, V>(k, i, out, in...);
                engine::run_pack<Member, V>(k, i + w, out, in...);
            }
            if (i == end) continue;
            engine::run_pack<Member, V>(k, i, out, in...);
            i = end;
        }
    }(math::untraced(from)...);
}

/// Whether a parameter is a number, or has an entry for each of `size` channels, side by side and
/// apart from where outputs are written.
template <std::size_t outputs>
bool lies_plainly(parameter_view const& p, std::size_t size, reach const (&written)[outputs]) {
    if (p.is_number()) return true;
    placement vector = p.place();
    if (vector.count() != size) return false;
    if (!vector.flat) {
        engine::squeeze(vector);
        if (vector.rank > 1 || (vector.rank == 1 && vector.stride[0] != 1)) return false;
    }
    auto const begin = reinterpret_cast<std::uintptr_t>(vector.begin);
    auto const end = begin + size * static_cast<std::size_t>(vector.element_size);
    return std::all_of(std::begin(written), std::end(written),
                       [&](reach const& w) { return end <= w.lowest || w.end <= begin; });
}

/// What most calls are: ranges without gaps, a parameter for every channel. Returns false, with
/// nothing done, where it is not so.
template <class Member, class Arch, std::size_t inputs, class F, class... X>
bool transform_plain_channels(F const& f, std::size_t total, axis_layout const& l, X&... x) {
    using K = typename F::kernel_type;
    using T = arithmetic<element_t<std::tuple_element_t<0, std::tuple<X...>>>>;
    constexpr std::size_t outputs = sizeof...(X) - inputs;
    auto const list = engine::list_of(f.parameters());
    constexpr std::size_t n = std::tuple_size_v<std::remove_const_t<decltype(list)>>;
    auto const operands = std::tie(x...);
    return [&]<std::size_t... I, std::size_t... J, std::size_t... O>(
        std::index_sequence<I...>, std::index_sequence<J...>, std::index_sequence<O...>) {
        auto const reach_of = [&](auto& y) {
            auto const* const data = engine::data_of(engine::view_of(y));
            auto const begin = reinterpret_cast<std::uintptr_t>(data);
            return reach{begin, begin, begin + total * sizeof(*data)};
        };
        reach const written[outputs]{reach_of(std::get<inputs + O>(operands))...};
        if (!(engine::lies_plainly(*list[J], l.size, written) && ...)) return false;
        if (engine::branches_on_parameters<K>() && l.inner == 1) return false;

        auto const in = std::tuple(engine::pointer_of<true>(std::get<I>(operands))...);
        auto const out = std::tuple(engine::pointer_of<false>(std::get<inputs + O>(operands))...);
        auto const run = [&](auto member, K const& k, std::size_t begin, std::size_t count,
                             auto const*... p) {
            engine::run_contiguous<decltype(member), Arch, T>(
                k, engine::from_element(f.drawn(), core::signed_size(begin)), count,
                std::tuple((std::get<O>(out) + begin)...), p..., (std::get<I>(in) + begin)...);
        };
        auto const of_type = [&]<class E>(parameters_as<E, n>& parameters) {
            if constexpr (engine::may_run_channels<
                              Arch, T, F::draws,
                              std::tuple_element_t<O, std::remove_const_t<decltype(out)>>...>()) {
                constexpr std::size_t w = math::lanes<math::row_value<T, Arch>>;
                if (l.inner >= (engine::prefers_numbers<K>() ? w : 4 * w) && l.inner % w == 0) {
                    std::array const data{parameters.data(J)...};
                    std::array const moves{!parameters.is_number(J)...};
                    auto const of = [=](std::size_t c) ACTFN_LAMBDA_INLINE {
                        return core::make_numbers<K, double>([&](auto j) ACTFN_LAMBDA_INLINE {
                            return engine::value_of_parameter(data[j()][moves[j()] ? c : 0]);
                        });
                    };
                    engine::run_channels<Member, Arch, T>(of, total / l.inner, l.size, l.inner, out,
                                                          std::get<I>(in)...);
                    return;
                }
            }
            constexpr std::size_t least = engine::branches_on_parameters<K>() ? 1
                                          : engine::prefers_numbers<K>()
                                              ? math::lanes<math::row_value<T, Arch>>
                                              : long_run;
            if (l.inner >= least) {
                for (std::size_t c = 0; c < total / l.inner; ++c) {
                    auto const k = core::make_numbers<K, double>([&](auto j) {
                        bool const one = parameters.is_number(j());
                        return engine::value_of_parameter(
                            parameters.data(j())[one ? 0 : c % l.size]);
                    });
                    run(Member{}, k, c * l.inner, l.inner);
                }
                return;
            }
            if constexpr (!engine::branches_on_parameters<K>()) {
                std::size_t const period = l.size * l.inner;
                std::size_t const times =
                    (std::min)(l.outer, (std::max)(std::size_t{1}, spread_room / period));
                alignas(64) E room[n][spread_room + 64];
                for (std::size_t begin = 0; begin < period; begin += spread_room) {
                    std::size_t const width = (std::min)(spread_room, times * period - begin);
                    auto const place = [&](std::size_t j) -> E const* {
                        E const* const p = parameters.data(j);
                        if (parameters.is_number(j)) {
                            std::fill_n(room[j], width, *p);
                        } else if (l.inner == 1 && times == 1) {
                            return p + begin;
                        } else {
                            engine::spread<Arch>(room[j], p, begin, width, l.size, l.inner);
                        }
                        return room[j];
                    };
                    std::array<E const*, n> const at{place(J)...};
                    for (std::size_t o = 0; o < l.outer; o += times) {
                        std::size_t const count = (std::min)(width, (l.outer - o) * period - begin);
                        run(with_each<Member, n>{}, K{}, o * period + begin, count, at[J]...);
                    }
                }
            }
        };
        engine::with_parameters<T, K>(list, of_type);
        return true;
    }
    (std::make_index_sequence<inputs>{}, std::make_index_sequence<n>{},
     std::make_index_sequence<outputs>{});
}

/// The shape of n elements in which parameters lie along an axis; of nothing known, no elements.
inline axis_layout shape_of(axis_layout const& l, std::size_t n) noexcept {
    return l.extent() == n ? l : axis_layout{.outer = 0, .size = 0};
}
inline axis_layout shape_of(row_layout const& l, std::size_t n) noexcept {
    bool const whole = engine::is_whole(l);
    std::size_t const columns = whole ? (l.rows == 0 ? 0 : n / l.rows) : l.columns;
    if (core::product(l.rows, columns) != n || (l.stride != 0 && l.stride != columns)) {
        return {.outer = 0, .size = 0};
    }
    return {.outer = l.rows, .size = columns};
}

/// The same for operands of any kind; only ranges are tried.
template <class Member, class Arch, std::size_t inputs, class F, class Layout, class... X>
bool try_plain_channels(F const& f, Layout const& layout, X&... x) {
    if constexpr ((operand_or_added<X> && ...)) {
        if constexpr (all_flat<X...>) {
            std::size_t const n = engine::plain_count<inputs>(engine::view_of(x)...);
            if (n == core::too_many || n == 0) return false;
            axis_layout l = engine::shape_of(layout, n);
            if (l.size == 0) return false;
            if (l.size == 1) l = {.outer = 1, .size = 1, .inner = n};
            return engine::transform_plain_channels<Member, Arch, inputs>(f, n, l, x...);
        }
    }
    return false;
}

/// A member of f over operands, the inputs before the outputs.
template <class Member, class Arch, std::size_t inputs, class F, class Shape, class... X>
void transform_each(std::string_view call, F const& f,
                    std::array<std::string_view, sizeof...(X)> const& called, Shape const& shape,
                    X... x) {
    using K = typename F::kernel_type;
    using T = arithmetic<element_t<std::tuple_element_t<0, std::tuple<X...>>>>;
    auto const list = engine::list_of(f.parameters());
    constexpr std::size_t n = std::tuple_size_v<std::remove_const_t<decltype(list)>>;
    constexpr std::string_view function = engine::name_of<K>();
    auto const run = [&](auto& parameters) {
        std::array<placement, n> places{};
        std::array<bool, n> is_number{};
        for (std::size_t j = 0; j < n; ++j) {
            is_number[j] = parameters.is_number(j);
            if (is_number[j]) continue;
            places[j] = shape.place(parameters, j);
        }
        auto const all = engine::planned_with_parameters<inputs>(
            call, function, engine::placed(called, x...), places, is_number, F::draws,
            engine::branches_on_parameters<K>());
        auto const operands = std::tie(x...);
        [&]<std::size_t... I, std::size_t... J, std::size_t... O>(
            std::index_sequence<I...>, std::index_sequence<J...>, std::index_sequence<O...>) {
            if (!engine::of_one_size(list)) {
                engine::check_together<K, inputs, n>({all[inputs + J]...}, parameters.data(J)...);
            }
            auto const stretch = [&](bool same, std::ptrdiff_t first, std::size_t count,
                                     auto... p) {
                each_loop<Member, Arch, T, inputs, n>::run(
                    same, K{}, engine::from_element(f.drawn(), first), count, p...);
            };
            engine::for_stretches<inputs, n, 0>(
                all, stretch, engine::pointer_of<true>(std::get<I>(operands))...,
                parameters.data(J)...,
                engine::pointer_of<false>(std::get<inputs + O>(operands))...);
        }
        (std::make_index_sequence<inputs>{}, std::make_index_sequence<n>{},
         std::make_index_sequence<sizeof...(X) - inputs>{});
    };
    engine::with_parameters<T, K>(list, run);
}

} // namespace actfn::engine
