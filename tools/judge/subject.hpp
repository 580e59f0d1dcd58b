// SPDX-License-Identifier: MIT
#pragma once
#include "../cancelling.hpp"
#include "../on_packs.hpp"
#include "reference.hpp"
#include <actfn/array.hpp>

#include <array>
#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

namespace judge {

/// member, x, results.
template <class T> using computed = std::function<void(int, std::span<T const>, std::span<T>)>;

/// A function of the library with one setting of its parameters.
struct subject {
    std::string name;
    std::string setting; // empty: the defaults
    actfn::facts facts;
    std::vector<double> parameters;
    bool slopes; // by the parameters, too
    computed<float> in_float;
    computed<double> in_double;
    document::cancelling_terms cancelling;

    template <class T> computed<T> const& in() const {
        if constexpr (std::is_same_v<T, float>)
            return in_float;
        else
            return in_double;
    }
};

/// All that the program was linked with.
std::vector<subject>& subjects();

template <class T, class F> void compute(F const& f, int m, std::span<T const> x, std::span<T> y) {
    switch (m) {
    case value:
        return document::on_packs(x, y, [&](auto const& v) { return f(v); });
    case derivative:
        return document::on_packs(x, y, [&](auto const& v) { return f.derivative(v); });
    case second:
        return document::on_packs(x, y, [&](auto const& v) { return f.second_derivative(v); });
    default:
        break;
    }
    if constexpr (actfn::has_parameters<typename F::kernel_type>) {
        for (std::size_t i = 0; i < x.size(); ++i) {
            auto const slopes = f.parameter_derivatives(x[i]);
            std::apply(
                [&](auto... slope) {
                    T const all[] = {slope...};
                    y[i] = all[m - parameter];
                },
                actfn::core::fields(slopes));
        }
    }
}

template <class F> void add(F const& f, char const* name, std::string const& setting) {
    using K = typename F::kernel_type;
    subject s{.name = name,
              .setting = setting,
              .facts = f.facts(),
              .parameters = {},
              .slopes = actfn::has_parameters<K>,
              .in_float = [f](int m, auto x, auto y) { compute<float>(f, m, x, y); },
              .in_double = [f](int m, auto x, auto y) { compute<double>(f, m, x, y); },
              .cancelling = {f.facts(), f.kernel()}};
    if constexpr (actfn::core::has_fields<K>) {
        std::apply([&](auto... p) { s.parameters = {static_cast<double>(p)...}; },
                   actfn::core::fields(f.kernel()));
    }
    subjects().push_back(std::move(s));
}

/// f, and f with small, large, mixed and negative parameters, of those that it takes.
template <class F> bool add_with_settings(F const& f, char const* name) {
    add(f, name, "");
    using K = typename F::kernel_type;
    if constexpr (actfn::core::has_fields<K>) {
        constexpr std::array<std::array<double, 4>, 6> factors{{{0.3, 1.7, 0.6, 3},
                                                                {2.7, 0.4, 1.9, 0.2},
                                                                {1e-3, 1e3, 1, 1},
                                                                {1e3, 1e-3, 1, 1},
                                                                {-0.7, 1.3, -2, 1.1},
                                                                {1.3, -0.9, 1, 1}}};
        for (auto const& factor : factors) {
            std::size_t i = 0;
            std::string setting;
            auto const changed = actfn::core::map_fields(f.kernel(), [&](double p) {
                double const q = (p == 0 ? 0.5 : p) * factor[i++ % 4];
                char text[40];
                std::snprintf(text, sizeof text, "%s%.4g", setting.empty() ? "" : ",", q);
                setting += text;
                return q;
            });
            try {
                add(f.with(changed), name, setting);
            } catch (std::invalid_argument const&) { // the sign, or a number that is to be whole
            }
        }
    }
    return true;
}

} // namespace judge
