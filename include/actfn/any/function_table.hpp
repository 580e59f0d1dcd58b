// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/description.hpp>
#include <actfn/any/loops.hpp>
#include <actfn/any/row_loops.hpp>

#include <array>

/// Everything that is known of a kernel at run time.
namespace actfn::inline ACTFN_ABI::engine {

template <class K> void erased_facts(void const* kernel, void* to) {
    *static_cast<facts*>(to) = engine::facts_of(*static_cast<K const*>(kernel));
}
template <class K> std::size_t erased_output_length(void const* kernel, std::size_t n) {
    return engine::output_length(*static_cast<K const*>(kernel), n);
}
template <class K> std::size_t erased_group(void const* kernel) {
    if constexpr (lines_kernel<K>) {
        return engine::multiple_of(*static_cast<K const*>(kernel));
    } else {
        return 1;
    }
}

/// The rare loops of a kernel for elements T.
template <class T, class K> constexpr tables::rare_loops rare_loops_of() {
    tables::rare_loops r{};
    if constexpr (head_kernel<K>) {
        return r;
    } else if constexpr (lines_kernel<K>) {
        r.sums_of_rows = engine::sums_of_rows<T, function_of<K>>();
        if constexpr (requires(K const& k) { k.swapped(); }) {
            r.is_swapped = [](void const* k) { return static_cast<K const*>(k)->swapped(); };
        }
    } else if constexpr (!row_loss_kernel<K>) {
        loops_of_elements<T, K>::fill_rare(r.of_elements);
        if constexpr (gated_kernel<K>) {
            r.sums_of_rows = engine::sums_of_rows<T, function_of_halves<K>>();
        }
    }
    if constexpr (may_use_logits<K>) {
        r.uses_logits = [](void const* k) {
            return engine::uses_logits(*static_cast<K const*>(k));
        };
        if constexpr (row_loss_kernel<K>) {
            loops_of_losses<T, K>::template fill<true>(r.losses_of_logits);
        } else {
            loops_of_rows<T, function_of<K>>::fill_logits(r.of_logits);
        }
    }
    return r;
}

template <class T, class K> constexpr tables::drawn_loops drawn_loops_of() {
    tables::drawn_loops d{};
    if constexpr (lines_kernel<K>) {
        loops_of_rows<T, function_in_training<K>>::fill_in_training(d.of_rows);
        d.sums_of_rows = engine::sums_of_rows<T, function_in_training<K>>();
    } else {
        loops_of_elements<T, K>::fill_in_training(d.of_elements);
    }
    return d;
}
template <class T, class K>
inline constexpr tables::drawn_loops drawn_loops = engine::drawn_loops_of<T, K>();

/// Everything of a kernel for elements T.
template <class T, class K> constexpr tables::function table_of(tables::rare_loops const* rare) {
    tables::function f = engine::description_of<K>();
    f.facts = engine::erased_facts<K>;
    f.complex = complex_kernel<K>;
    f.complex_value = engine::has_complex_value<K>();
    f.rare = rare;
    if constexpr (requires { typename K::draw; }) f.in_training = &drawn_loops<T, K>;
    if constexpr (head_kernel<K>) {
        f.of = tables::shape::lines;
        f.complex = true;
        f.complex_value = complex_head<K>::is_complex;
        f.inputs = 1;
        f.input[0] = engine::as_text("z");
        f.output_length = [](void const*, std::size_t n) { return n; };
        f.group = [](void const*) { return std::size_t{1}; };
        f.length_is_kept = true;
        f.parts = f.parts_of_output = 1;
        loops_of_heads<T, K>::fill(f.of_rows);
    } else if constexpr (lines_kernel<K>) {
        f.of = tables::shape::lines;
        f.inputs = 1;
        f.input[0] = engine::as_text(engine::name_of_lines<K>());
        f.output_length = engine::erased_output_length<K>;
        f.group = engine::erased_group<K>;
        f.length_is_kept = rowwise_kernel<K>;
        f.parts = f.parts_of_output = 1;
        if constexpr (halves_kernel<K>) {
            f.parts = K::over;
            f.parts_of_output = K::times;
            loops_of_halves<T, K>::fill(f.loops);
        } else {
            loops_of_rows<T, function_of<K>>::fill(f.of_rows);
        }
    } else {
        constexpr auto names = engine::inputs<K>;
        f.inputs = static_cast<int>(names.count);
        for (std::size_t i = 0; i < names.count; ++i) f.input[i] = engine::as_text(names[i]);
        if constexpr (row_loss_kernel<K>) {
            f.of = tables::shape::losses;
            loops_of_losses<T, K>::template fill<false>(f.of_losses);
        } else {
            f.of = tables::shape::elements;
            f.has_constant_piece = engine::has_constant_piece<K>;
            f.has_infinite_slope = requires { K::has_infinite_slope; };
            if constexpr (requires(K const& k) { k.check_from_output(); }) {
                f.check_from_output = [](void const* k) {
                    static_cast<K const*>(k)->check_from_output();
                };
            }
            loops_of_elements<T, K>::fill(f.loops);
        }
    }
    return f;
}

/// That of a function of a list.
template <class T, class K>
constexpr tables::function listed_table_of(tables::rare_loops const* rare) {
    tables::function f = engine::table_of<T, K>(rare);
    f.aliases = engine::aliases_of<K>();
    return f;
}

/// The tables of several kernels, and their rare loops, which may be compiled elsewhere.
template <class... K> struct kernel_list { static constexpr std::size_t count = sizeof...(K); };
template <class T, class List> struct rare_list;
template <class T, class... K> struct rare_list<T, kernel_list<K...>> {
    static tables::rare_loops const all[sizeof...(K)];
};
template <class T, class... K>
constinit tables::rare_loops const rare_list<T, kernel_list<K...>>::all[sizeof...(K)] = {
    engine::rare_loops_of<T, K>()...};

template <class T, class List> struct table_list;
template <class T, class... K> struct table_list<T, kernel_list<K...>> {
    using tables_type = std::array<tables::function, sizeof...(K)>;
    static tables_type const all;

    template <std::size_t... I> static constexpr tables_type made(std::index_sequence<I...>) {
        return {engine::listed_table_of<T, K>(rare_list<T, kernel_list<K...>>::all + I)...};
    }
};
template <class T, class... K>
constinit std::array<tables::function, sizeof...(K)> const
    table_list<T, kernel_list<K...>>::all = made(std::index_sequence_for<K...>{});

} // namespace actfn::engine
