// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/function_table.hpp>
#include <actfn/any/local.hpp>
#include <actfn/visit/object_list.hpp>

#include <array>

/// The functions of some lists, compiled where this is used.
namespace actfn::inline ACTFN_ABI::engine {

template <class List> struct kernels_in;
template <auto const&... object> struct kernels_in<object_list<object...>> {
    using type = kernel_list<typename std::remove_cvref_t<decltype(object)>::kernel_type...>;
};

/// The tables of the functions of all lists.
template <class T, class... Lists>
inline constexpr auto functions_of = [] {
    std::array<tables::function const*, (Lists::count + ...)> all{};
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
