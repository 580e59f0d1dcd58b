// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/description.hpp>
#include <actfn/any/loops.hpp>

#include <array>

/// Everything that is known of a kernel at run time.
namespace actfn::inline ACTFN_ABI::engine {

template <class K> auto plain_rows(void const* kernel, tables::draws const* d, tables::halves) {
    return engine::function_of<K>(kernel, d);
}
template <class K> auto drawn_rows(void const* kernel, tables::draws const* d, tables::halves) {
    return engine::function_in_training<K>(kernel, d);
}
template <class K> auto split_rows_of(void const* kernel, tables::draws const*, tables::halves h) {
    gate const which = h == tables::halves::gate_first ? gate::first : gate::second;
    return function(kernel::split_gate<K>{*static_cast<K const*>(kernel), which});
}

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

/// Everything of a kernel for elements T.
template <class T, class K> constexpr tables::function table_of() {
    constexpr bool is_lines = lines_kernel<K>;
    tables::function f = engine::description_of<K>();
    f.facts = engine::erased_facts<K>;
    f.complex = complex_kernel<K>;
    f.complex_value = engine::has_complex_value<K>();
    if constexpr (is_lines) {
        f.of = tables::shape::lines;
        f.inputs = 1;
        f.input[0] = engine::as_text(engine::name_of_lines<K>());
        f.output_length = engine::erased_output_length<K>;
        f.group = engine::erased_group<K>;
        f.parts = 1;
        if constexpr (halves_kernel<K>) f.parts = K::over;
        f.length_is_kept = rowwise_kernel<K>;
        loops_of_rows<T, K, plain_rows<K>>::fill(f.of_rows);
        if constexpr (requires { typename K::draw; }) {
            loops_of_rows<T, K, drawn_rows<K>>::fill(f.of_rows_in_training);
        }
    } else {
        constexpr auto names = engine::inputs<K>;
        f.inputs = static_cast<int>(names.count);
        for (std::size_t i = 0; i < names.count; ++i) f.input[i] = engine::as_text(names[i]);
        if constexpr (row_loss_kernel<K>) {
            f.of = tables::shape::losses;
            loops_of_losses<T, K>::fill(f.of_losses);
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
            if constexpr (stochastic_kernel<K>) {
                loops_of_elements<T, K>::fill_in_training(f.in_training);
            }
            if constexpr (gated_kernel<K>) {
                loops_of_rows<T, K, split_rows_of<K>>::fill(f.of_halves);
            }
        }
    }
    return f;
}

/// That of a function of a list.
template <class T, class K> constexpr tables::function listed_table_of() {
    tables::function f = engine::table_of<T, K>();
    f.aliases = engine::aliases_of<K>();
    return f;
}

/// The tables of several kernels.
template <class... K> struct kernel_list { static constexpr std::size_t count = sizeof...(K); };
template <class T, class List> struct table_list;
template <class T, class... K> struct table_list<T, kernel_list<K...>> {
    static tables::function const all[sizeof...(K)];
};
template <class T, class... K>
constinit tables::function const table_list<T, kernel_list<K...>>::all[sizeof...(K)] = {
    engine::listed_table_of<T, K>()...};

} // namespace actfn::engine
