// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace actfn::inline ACTFN_ABI::engine {

/// What a function object is where its parameters are known at run time.
template <class F> struct settable_object { using type = F; };
template <class K, class Draws> struct settable_object<function<kernel::by_default<K>, Draws>> {
    using type = function<K, Draws>;
};

/// Activation objects as a type.
template <auto const& first, auto const&... others> class object_list {
    template <auto const& object>
    using found = typename settable_object<std::remove_cvref_t<decltype(object)>>::type const&;

  public:
    static constexpr std::size_t count = 1 + sizeof...(others);
    static constexpr std::array<std::string_view, count> names{first.facts().name,
                                                               others.facts().name...};

    template <class F>
    static constexpr bool all_invocable = std::invocable<F&, decltype(first)> &&
                                          (std::invocable<F&, decltype(others)> && ...);

    template <class F> using result = std::invoke_result_t<F&, found<first>>;

    template <class F>
    static constexpr bool
        one_result = (std::same_as<result<F>, std::invoke_result_t<F&, found<others>>> && ...);

    template <class F> static constexpr void each(F& f) {
        f(first);
        (static_cast<void>(f(others)), ...);
    }

    /// f of an object, or of one of its type with another kernel.
    template <class F> static constexpr result<F> at(std::size_t index, void const* kernel, F& f) {
        using call = result<F> (*)(void const*, F&);
        constexpr call calls[] = {invoke<first, F>, invoke<others, F>...};
        return calls[index](kernel, f);
    }

  private:
    template <auto const& object, class F>
    static constexpr result<F> invoke(void const* kernel, F& f) {
        using object_type = std::remove_cvref_t<found<object>>;
        using kernel_type = typename object_type::kernel_type;
        if constexpr (std::is_constructible_v<object_type, kernel_type const&>) {
            if (kernel != nullptr) {
                object_type const other(*static_cast<kernel_type const*>(kernel));
                return f(other);
            }
        }
        found<object> standard = object;
        return f(standard);
    }
};

/// What the functions of a list are called in messages.
template <class List> inline constexpr std::string_view sought_in = "function";

} // namespace actfn::engine
