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

template <class T, class... Lists> struct backend_of {
    static constexpr auto functions = [] {
        std::array<tables::function const*, (Lists::count + ...)> all{};
        std::size_t i = 0;
        auto const take = [&](auto const& list) {
            for (tables::function const& f : list) all[i++] = &f;
        };
        (take(table_list<T, typename kernels_in<Lists>::type>::all), ...);
        return all;
    }();
    static constexpr tables::backend value{
        local_backend<T>.architecture, functions.size(),       functions.data(),
        local_backend<T>.call,         local_backend<T>.check, local_backend<T>.find};
};

} // namespace actfn::engine
