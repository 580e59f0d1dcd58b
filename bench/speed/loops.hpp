// SPDX-License-Identifier: MIT
#pragma once
#include "table.hpp"
#include "verbs.hpp"
#include <actfn/engine/elements.hpp>
#include <actfn/engine/function.hpp>

#include <tuple>

namespace actfn::bench {

/// Of an array.
inline constexpr std::size_t elements = 1024;

/// The loops of the verbs over whole pairs of packs, without what they do for other sizes and
/// layouts, which would take twice the time to compile.
template <auto const& f> struct whole_packs {
    template <class Member, class T, class... Out, class... In>
    static void run(std::size_t n, std::tuple<Out*...> out, In const*... in) {
        using V = math::pack<T>;
        constexpr std::size_t w = math::lanes<V>;
        auto const k = f.kernel();
        for (std::size_t i = 0; i < n; i += 2 * w) {
            engine::run_pack<Member, V>(k, i, out, in...);
            engine::run_pack<Member, V>(k, i + w, out, in...);
        }
    }
    template <class T> static void value(arrays<T> const& a) {
        run<member::value, T>(a.x.size(), std::tuple(a.y.data()), a.x.data());
    }
    template <class T> static void slope(arrays<T> const& a) {
        run<member::derivative, T>(a.x.size(), std::tuple(a.y.data()), a.x.data());
    }
    template <class T> static void fused(arrays<T> const& a) {
        run<member::value_and_derivative, T>(a.x.size(), std::tuple(a.y.data(), a.dy.data()),
                                             a.x.data());
    }
    template <class T> static void gradient(arrays<T> const& a) {
        run<member::backward, T>(a.x.size(), std::tuple(a.y.data()), a.x.data(), a.gy.data());
    }
};

} // namespace actfn::bench
