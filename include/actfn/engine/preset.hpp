// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/fixed_string.hpp>
#include <actfn/engine/function.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// K under another name, for parameters that are known by one.
template <core::fixed_string text, class K> struct preset : K {
    using plain = K;
    static constexpr std::string_view name = text.view();

    constexpr actfn::facts describe() const {
        actfn::facts result = engine::facts_of(static_cast<K const&>(*this));
        result.name = name;
        result.aliases = {};
        return result;
    }
};

} // namespace kernel

/// f with its parameters and a name of its own: preset<"sparse_sigmoid">(hard_sigmoid.with({.alpha
/// = 0.5})). Its `with` gives f itself with other parameters.
template <core::fixed_string name, class K, class Draws>
constexpr auto preset(function<K, Draws> const& f) {
    return function<kernel::preset<name, engine::settable<K>>, Draws>({f.kernel()}, f.drawn());
}

} // namespace actfn
