// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/entry.hpp>
#include <actfn/core/field_names.hpp>

#include <limits>

/// What every parameter of every function must be.
namespace actfn::inline ACTFN_ABI::core {

/// A kernel says by `may_be_infinite()`, a tuple of references, which of its fields may be so.
template <class K, class P> constexpr bool infinite_is_allowed(K const& k, P const& field) {
    if constexpr (requires { k.may_be_infinite(); }) {
        return std::apply([&](auto const&... f) { return ((&f == &field) || ...); },
                          k.may_be_infinite());
    } else {
        return false;
    }
}

/// Whether a field of k that is a number is not NaN, nor infinite unless that is allowed, or all
/// numbers are in one that is a struct: the kernels in that of a sum, with rules of their own.
template <class K, class P> constexpr bool is_good(K const& k, P const& field) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if constexpr (checkable_number<P>) {
        double const p = static_cast<double>(field);
        return core::infinite_is_allowed(k, field) ? p == p : -infinity < p && p < infinity;
    } else if constexpr (!is_number<P> && has_fields<P>) {
        return core::with_fields(
            field, [&](auto const&... inner) { return (core::is_good(field, inner) && ...); });
    } else {
        return true;
    }
}

template <class K> constexpr bool has_good_fields(K const& k) { return core::is_good(k, k); }

/// Reports the first field of k that is not good.
template <class K>
ACTFN_NOINLINE void fail_parameters(std::string_view function, K const& k,
                                    field_path const* outer = nullptr) {
    auto const report = [&]<std::size_t i, class P>(std::integral_constant<std::size_t, i>,
                                                    P const& field) {
        if (core::is_good(k, field)) return;
        if constexpr (checkable_number<P>) {
            bool const infinite = core::infinite_is_allowed(k, field);
            core::fail(function, ": ", field_path{outer, field_name<K, i>()},
                       core::position_of(field), " = ", static_cast<double>(field), " must be a ",
                       infinite ? "" : "finite ", "number");
        } else if constexpr (!is_number<P>) {
            field_path const path{outer, field_name<K, i>()};
            core::fail_parameters(function, field, &path);
        }
    };
    if constexpr (has_fields<K>) {
        core::with_fields(k, [&](auto const&... field) {
            [&]<std::size_t... Is>(std::index_sequence<Is...>) {
                (report(std::integral_constant<std::size_t, Is>{}, field), ...);
            }
            (std::index_sequence_for<decltype(field)...>{});
        });
    }
}

} // namespace actfn::core
