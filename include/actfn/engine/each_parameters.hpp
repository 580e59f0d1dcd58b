// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/each.hpp>
#include <actfn/engine/line_operands.hpp>
#include <actfn/math/per_lane.hpp>

/// Parameters that are data, as the loops read them, and where they belong beside operands.
namespace actfn::inline ACTFN_ABI::engine {

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
        place_[j] = engine::dense_at(data_[j], sizeof(E), place_[j].name, p.place());
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

} // namespace actfn::engine
