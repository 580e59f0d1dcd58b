// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/function_table.hpp>
#include <actfn/any/local.hpp>
#include <actfn/visit/object_list.hpp>

#include <array>
#include <tuple>
#include <type_traits>
#include <utility>

/// The functions of some lists, compiled where this is used.
namespace actfn::inline ACTFN_ABI::engine {

template <class List> struct kernels_in;
template <auto const&... object> struct kernels_in<object_list<object...>> {
    using type =
        kernel_list<settable<typename std::remove_cvref_t<decltype(object)>::kernel_type>...>;
};
template <class... K> struct kernels_in<kernel_list<K...>> { using type = kernel_list<K...>; };

/// The kernels of a list, in `parts` parts of nearly one size, each for a unit of its own.
template <class List, std::size_t part, std::size_t parts> class part_of_kernels {
    template <class> struct among;
    template <class... K> struct among<kernel_list<K...>> {
        static constexpr std::size_t begin = sizeof...(K) * part / parts;
        static constexpr std::size_t end = sizeof...(K) * (part + 1) / parts;
        using all = std::tuple<std::type_identity<K>...>;

        template <std::size_t... I>
        static kernel_list<typename std::tuple_element_t<begin + I, all>::type...>
            taken(std::index_sequence<I...>);
        using type = decltype(taken(std::make_index_sequence<end - begin>{}));
    };

  public:
    using type = typename among<typename kernels_in<List>::type>::type;
};

/// The tables of the functions of all lists.
template <class T, class... Lists>
inline constexpr auto functions_of = [] {
    std::array<tables::function const*, (kernels_in<Lists>::type::count + ...)> all{};
    std::size_t i = 0;
    auto const take = [&](auto const& list) {
        for (tables::function const& f : list) all[i++] = &f;
    };
    (take(table_list<T, typename kernels_in<Lists>::type>::all), ...);
    return all;
}();

template <class T, class... Lists>
inline constexpr tables::backend backend_of{"local",
                                            functions_of<T, Lists...>.size(),
                                            functions_of<T, Lists...>.data(),
                                            local_calls<T>::call,
                                            local_calls<T>::check,
                                            local_calls<T>::tried,
                                            local_calls<T>::find};

} // namespace actfn::engine
