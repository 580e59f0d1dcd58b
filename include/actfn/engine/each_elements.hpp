// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/elements.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/engine/line_operands.hpp>
#include <actfn/math/per_lane.hpp>

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

/// E of a number: E is what parameters are read as, of the type of the elements or wider.
template <class E> E parameter_of(double p) noexcept {
    if constexpr (std::is_same_v<E, math::wide_parameter>) {
        return {p};
    } else {
        return static_cast<E>(p);
    }
}
template <class E> double value_of_parameter(E const& p) noexcept {
    if constexpr (std::is_same_v<E, math::wide_parameter>) {
        return p.value;
    } else {
        return static_cast<double>(p);
    }
}

/// n parameters as E in memory: as they lie there, or in copies.
template <class E, std::size_t n> class parameters_as {
  public:
    parameters_as(std::array<parameter_view const*, n> const& list,
                  std::array<std::string_view, n> const& names)
        : list_(list) {
        for (std::size_t j = 0; j < n; ++j) {
            parameter_view const& p = *list[j];
            if (p.is_number()) {
                number_[j] = engine::parameter_of<E>(p.number());
                data_[j] = &number_[j];
            } else if (p.kind() == kind_of_e) {
                place_[j] = p.place();
                data_[j] = reinterpret_cast<E const*>(p.place().begin);
            } else {
                make_dense(j);
            }
            place_[j].name = names[j];
        }
    }
    parameters_as(parameters_as const&) = delete;
    parameters_as& operator=(parameters_as const&) = delete;

    static constexpr stored_as kind_of_e =
        std::is_same_v<E, float> ? stored_as::floats : stored_as::doubles;

    bool is_number(std::size_t j) const noexcept { return list_[j]->is_number(); }
    std::size_t count(std::size_t j) const noexcept { return list_[j]->count(); }
    E const* data(std::size_t j) const noexcept { return data_[j]; }
    placement const& place(std::size_t j) const noexcept { return place_[j]; }
    std::span<E const> dense(std::size_t j) {
        bool const lies_so = place_[j].flat;
        if (!lies_so) make_dense(j);
        return {data_[j], count(j)};
    }

  private:
    void make_dense(std::size_t j) {
        parameter_view const& p = *list_[j];
        copies_[j].clear();
        copies_[j].reserve(p.count());
        for (std::size_t e = 0; e < p.count(); ++e) {
            copies_[j].push_back(engine::parameter_of<E>(p.entry(e)));
        }
        data_[j] = copies_[j].data();
        std::string_view const name = place_[j].name;
        place_[j] = p.place();
        place_[j].name = name;
        place_[j].begin = reinterpret_cast<char const*>(data_[j]);
        place_[j].element_size = sizeof(E);
        std::ptrdiff_t step = 1;
        for (int d = place_[j].rank - 1; d >= 0; --d) {
            place_[j].stride[d] = step;
            step *= place_[j].size[d];
        }
    }

    std::array<parameter_view const*, n> list_;
    std::array<E, n> number_{};
    std::array<std::vector<E>, n> copies_;
    std::array<E const*, n> data_{};
    std::array<placement, n> place_{};
};

template <class K, std::size_t n>
constexpr void add_names(std::array<std::string_view, n>& names, std::size_t& at) {
    [&]<std::size_t... Is>(std::index_sequence<Is...>) {
        auto const add = [&]<std::size_t i>(std::integral_constant<std::size_t, i>) {
            using Field = core::detail::field_type<K, i>;
            if constexpr (core::is_number<Field>) {
                names[at++] = core::field_name<K, i>();
            } else if constexpr (core::has_fields<Field>) {
                engine::add_names<Field>(names, at);
            }
        };
        (add(std::integral_constant<std::size_t, Is>{}), ...);
    }
    (std::make_index_sequence<core::field_count<K>()>{});
}
/// The names of the parameters of K, in order.
template <class K> constexpr auto names_of_parameters() {
    std::array<std::string_view, core::number_count<K>()> names{};
    std::size_t at = 0;
    engine::add_names<K>(names, at);
    return names;
}

/// f(parameters as E): of the type T of the elements where they are numbers of T, else as doubles.
template <class T, class K, std::size_t n, class F>
void with_parameters(std::array<parameter_view const*, n> const& list, F f) {
    constexpr auto names = engine::names_of_parameters<K>();
    if constexpr (std::is_same_v<T, float>) {
        bool const rounds = std::any_of(list.begin(), list.end(), [](parameter_view const* p) {
            if (p->kind() == stored_as::doubles) return true;
            return p->is_number() && !core::is_float(p->number());
        });
        if (rounds) {
            parameters_as<math::wide_parameter, n> parameters(list, names);
            return f(parameters);
        }
    }
    parameters_as<T, n> parameters(list, names);
    f(parameters);
}

/// Where parameters belong beside operands: an entry for every element.
struct among_elements {
    template <class Parameters>
    placement place(Parameters const& parameters, std::size_t j) const noexcept {
        return parameters.place(j);
    }
};
/// The same beside rows: an entry for every entry of a row, or for every element.
template <class Layout> struct among_lines {
    line_operands<Layout>& lines;
    std::string_view call;
    std::string_view function;

    template <class Parameters> placement place(Parameters& parameters, std::size_t j) const {
        placement p = parameters.place(j);
        std::size_t const count = parameters.count(j);
        placement vector = p;
        engine::squeeze(vector);
        if (count == lines.entries() && vector.rank <= 1) {
            auto const step = vector.rank == 0 ? 1 : vector.stride[0];
            auto const shape = lines.shape();
            p.rank = 3;
            p.flat = false;
            for (int d = 0; d < 3; ++d) {
                p.size[d] = shape[static_cast<std::size_t>(d)];
                p.stride[d] = d == 2 ? step : 0;
            }
            return p;
        }
        if (count != core::product(lines.rows(), lines.entries())) {
            core::fail(call, "(", function, "): ", p.name, " has ", count, " entries, ",
                       core::counted{lines.rows()}, " rows of ", lines.entries(), " need ",
                       lines.entries(), " or ",
                       core::counted{core::product(lines.rows(), lines.entries())});
        }
        auto dense = parameters.dense(j);
        return engine::place(p.name, lines.next(p.name, dense, lines.entries(), false));
    }
};

/// The placements of operands and parameters, in one order of loops: inputs, parameters, outputs.
template <std::size_t inputs, std::size_t n, std::size_t operands>
std::array<placement, operands + n>
planned_with_parameters(std::string_view call, std::string_view function,
                        std::array<placement, operands> const& given,
                        std::array<placement, n> const& parameters,
                        std::array<bool, n> const& is_number, bool ordered) {
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
    auto panels = [&]<std::size_t... J>(std::index_sequence<J...>) {
        return std::tuple{panel<P>(all[J], false)...};
    }
    (std::index_sequence_for<P...>{});
    auto const line = [&](std::ptrdiff_t first, auto... at) {
        auto const from = std::tuple(at...);
        for (std::ptrdiff_t c = 0; c < length; c += panel_columns) {
            std::ptrdiff_t const width = (std::min)(panel_columns, length - c);
            [&]<std::size_t... J>(std::index_sequence<J...>) {
                auto const open = [&](auto& copies, std::size_t j, auto p) {
                    auto const start = p + static_cast<std::size_t>(c * all[j].stride[last]);
                    if (is_strided(j)) return start;
                    if (j < inputs + n) {
                        copies.load(start, 1, width);
                    } else {
                        copies.bind(start, 1, width);
                    }
                    return copies.row(0);
                };
                run(same, first + c, static_cast<std::size_t>(width),
                    open(std::get<J>(panels), J, std::get<J>(from))...);
                auto const close = [&]<std::size_t j>(std::integral_constant<std::size_t, j>) {
                    if constexpr (j >= inputs + n + strided) std::get<j>(panels).store(1, width);
                };
                (close(std::integral_constant<std::size_t, J>{}), ...);
            }
            (std::index_sequence_for<P...>{});
        }
    };
    engine::for_outer(all, 1, line, pointers...);
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
            if (engine::branches_on_parameters<K>() || l.inner >= long_run) {
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
            call, function, engine::placed(called, x...), places, is_number, F::draws);
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

/// gy·∂f/∂p for every parameter p, behind the gradient by the inputs where `backward`.
template <bool backward> struct gradients {
    template <class G, class S> struct both {
        G inputs;
        S parameters;
    };

    template <class K, class... A> ACTFN_INLINE static auto apply(K const& k, A const&... a) {
        auto const all = std::tie(a...);
        auto const& gy = std::get<sizeof...(A) - 1>(all);
        auto const slopes = [&]<std::size_t... J>(std::index_sequence<J...>) ACTFN_LAMBDA_INLINE {
            return k.parameter_derivatives(std::get<J>(all)...);
        }
        (std::make_index_sequence<sizeof...(A) - 1>{});
        auto const weighted = core::map_fields(
            slopes, [&](auto const& slope) ACTFN_LAMBDA_INLINE { return zero_plus(slope, gy); });
        if constexpr (backward) {
            auto const g = member::backward::apply(k, a...);
            return both<std::remove_const_t<decltype(g)>, std::remove_const_t<decltype(weighted)>>{
                g, weighted};
        } else {
            return weighted;
        }
    }

  private:
    template <real V> ACTFN_INLINE static V zero_plus(V slope, V gy) { return slope * gy; }
    template <real V>
    ACTFN_INLINE static V zero_plus(complex<V> const& slope, complex<V> const& gy) {
        return math::weighted(slope, gy, V(0));
    }
};

template <class V, class T> double sum_of(T const* p, std::size_t n) noexcept {
    constexpr std::size_t w = math::lanes<V>;
    V sum(T(0));
    std::size_t i = 0;
    for (; i + w <= n; i += w) sum = sum + math::load<V>(p + i);
    if (i < n) sum = sum + math::load_first<V>(p + i, n - i);
    T lane[w];
    math::store(lane, sum);
    double total = 0;
    for (T const l : lane) total += static_cast<double>(l);
    return total;
}

/// Sums for every entry of the parameters whose gradient is asked for, in double.
template <std::size_t n> class gradient_sums {
  public:
    gradient_sums(std::string_view call, std::string_view function,
                  std::array<parameter_view const*, n> const& parameters,
                  std::array<gradient_target const*, n> const& targets,
                  std::array<std::string_view, n> const& names)
        : parameters_(parameters), targets_(targets), names_(names) {
        for (std::size_t j = 0; j < n; ++j) {
            std::size_t const count = parameters[j]->count();
            if (wanted(j) && targets[j]->place().count() != count) {
                core::fail(call, "(", function, "): the gradient of ", names[j], " has ",
                           targets[j]->place().count(), " entries, ", names[j], " has ", count);
            }
            if (wanted(j) && count > room) sums_[j].resize(count);
        }
    }

    bool wanted(std::size_t j) const noexcept { return targets_[j]->wanted(); }
    /// Numbers and what is not asked for have one sum.
    bool is_number(std::size_t j) const noexcept {
        return parameters_[j]->is_number() || !wanted(j);
    }
    std::size_t count(std::size_t j) const noexcept { return parameters_[j]->count(); }
    double* data(std::size_t j) noexcept { return sums_[j].empty() ? nearby_[j] : sums_[j].data(); }
    double const* data(std::size_t j) const noexcept {
        return sums_[j].empty() ? nearby_[j] : sums_[j].data();
    }
    placement place(std::size_t j) const noexcept {
        placement p = parameters_[j]->place();
        p.name = names_[j];
        p.begin = reinterpret_cast<char const*>(data(j));
        p.element_size = sizeof(double);
        std::ptrdiff_t step = 1;
        for (int d = p.rank - 1; d >= 0; --d) {
            p.stride[d] = step;
            step *= p.size[d];
        }
        return p;
    }
    std::span<double> dense(std::size_t j) noexcept { return {data(j), count(j)}; }

    template <class Outputs>
    void check_overlaps(std::string_view call, std::string_view function,
                        Outputs const& outputs) const {
        for (std::size_t j = 0; j < n; ++j) {
            placement target = targets_[j]->place();
            target.name = "the gradient by a parameter";
            for (placement const& y : outputs) {
                if (wanted(j) && engine::overlap(target, y)) {
                    engine::fail_overlap(call, function, target, y);
                }
            }
        }
    }
    void write() const noexcept {
        for (std::size_t j = 0; j < n; ++j) {
            if (!wanted(j)) continue;
            for (std::size_t i = 0; i < count(j); ++i) {
                targets_[j]->write(i, data(j)[i]);
            }
        }
    }

  private:
    std::array<parameter_view const*, n> parameters_;
    std::array<gradient_target const*, n> targets_;
    std::array<std::string_view, n> names_;
    static constexpr std::size_t room = 128; // without an allocation
    double nearby_[n][room]{};
    std::array<std::vector<double>, n> sums_;
};

/// The gradients by the parameters of f, from one pass with the gradients by the inputs where there
/// are outputs for them. Blocks of up to 1024 elements that share a parameter are summed in the
/// element type, the blocks in double.
template <class Arch, std::size_t inputs, class F, class Shape, class... X>
void gradients_of_each(std::string_view call, F const& f,
                       each_gradients<typename F::kernel_type> const& to,
                       std::array<std::string_view, sizeof...(X)> const& called, Shape const& shape,
                       X... x) {
    using K = typename F::kernel_type;
    using T = arithmetic<element_t<std::tuple_element_t<0, std::tuple<X...>>>>;
    using V = math::pack<T, Arch>;
    constexpr std::size_t outputs = sizeof...(X) - inputs;
    using Member = gradients<(outputs > 0)>;
    auto const list = engine::list_of(f.parameters());
    constexpr std::size_t n = std::tuple_size_v<std::remove_const_t<decltype(list)>>;
    constexpr std::string_view function = engine::name_of<K>();
    gradient_sums<n> sums(call, function, list, engine::list_of(to.to),
                          engine::names_of_parameters<K>());
    auto const run = [&](auto& parameters) {
        std::array<placement, 2 * n> places{};
        std::array<bool, 2 * n> is_number{};
        for (std::size_t j = 0; j < n; ++j) {
            is_number[j] = parameters.is_number(j);
            is_number[n + j] = sums.is_number(j);
            if (!is_number[j]) places[j] = shape.place(parameters, j);
            if (!is_number[n + j]) places[n + j] = shape.place(sums, j);
        }
        auto const given = engine::placed(called, x...);
        auto const all = engine::planned_with_parameters<inputs>(call, function, given, places,
                                                                 is_number, F::draws);
        sums.check_overlaps(call, function, std::span(given).subspan(inputs));
        auto const operands = std::tie(x...);
        [&]<std::size_t... I, std::size_t... J, std::size_t... O>(
            std::index_sequence<I...>, std::index_sequence<J...>, std::index_sequence<O...>) {
            if (!engine::of_one_size(list)) {
                engine::check_together<K, inputs, n>({all[inputs + J]...}, parameters.data(J)...);
            }
            int const last = all[0].rank - 1;
            std::array const steps{all[inputs + n + J].stride[last]...};
            auto const stretch = [&](bool same, std::ptrdiff_t first, std::size_t count,
                                     auto... pointers) {
                constexpr std::size_t block = 1024;
                auto const p = std::tuple(pointers...);
                T buffer[n][block];
                for (std::size_t begin = 0; begin < count; begin += block) {
                    std::size_t const width = (std::min)(block, count - begin);
                    each_loop<Member, Arch, T, inputs, n>::run(
                        same, K{},
                        engine::from_element(f.drawn(), first + core::signed_size(begin)), width,
                        (std::get<I>(p) + begin)...,
                        (std::get<inputs + J>(p) + (same ? 0 : begin))...,
                        (std::get<inputs + 2 * n + O>(p) + begin)..., buffer[J]...);
                    auto const add = [&](std::size_t j, double* total) {
                        if (!sums.wanted(j)) return;
                        if (steps[j] == 0 || count == 1) {
                            *total += engine::sum_of<V>(static_cast<T const*>(buffer[j]), width);
                            return;
                        }
                        total += core::signed_size(begin) * steps[j];
                        for (std::size_t i = 0; i < width; ++i) {
                            total[core::signed_size(i) * steps[j]] +=
                                static_cast<double>(buffer[j][i]);
                        }
                    };
                    (add(J, std::get<inputs + n + J>(p)), ...);
                }
            };
            engine::for_stretches<inputs, n, n>(
                all, stretch, engine::pointer_of<true>(std::get<I>(operands))...,
                parameters.data(J)..., sums.data(J)...,
                engine::pointer_of<false>(std::get<inputs + O>(operands))...);
        }
        (std::make_index_sequence<inputs>{}, std::make_index_sequence<n>{},
         std::make_index_sequence<outputs>{});
    };
    engine::with_parameters<T, K>(list, run);
    sums.write();
}

} // namespace actfn::engine
