// SPDX-License-Identifier: MIT
#pragma once
#include "catch.hpp"
#include <actfn/engine/function.hpp>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

/// No parameter of any function is NaN; none is infinite, but where its kernel allows that.
namespace tests {

/// f.with the parameters; what it says, empty where it takes them.
template <class F, class K> std::string refusal(F const& f, K const& parameters) {
    try {
        (void)f.with(parameters);
    } catch (std::invalid_argument const& error) {
        return error.what();
    }
    return "";
}

template <class F> void check_refused_parameters(F const& f) {
    if constexpr (requires { f.with(f.kernel()); }) {
        using K = actfn::core::plain<typename F::kernel_type>;
        constexpr std::size_t n = actfn::core::number_count<K const>();
        std::string const name(f.facts().name);
        constexpr double infinity = std::numeric_limits<double>::infinity();
        for (double const wrong : {std::numeric_limits<double>::quiet_NaN(), infinity, -infinity}) {
            for (std::size_t p = 0; p < n; ++p) {
                K k = f.kernel();
                std::size_t at = 0;
                bool allowed = false;
                bool is_integer = false;
                actfn::core::with_fields(k, [&](auto&... field) {
                    auto const change = [&](auto& number) {
                        if (at++ != p) return;
                        using number_type = std::remove_cvref_t<decltype(number)>;
                        is_integer = std::is_integral_v<number_type>;
                        if constexpr (!std::is_integral_v<number_type>) {
                            number = wrong;
                            allowed = actfn::core::infinite_is_allowed(k, number);
                        }
                    };
                    (change(field), ...);
                });
                if (is_integer) continue;
                std::string const text = refusal(f, k);
                INFO(name << ", parameter " << p << " = " << wrong << ": " << text);
                if (std::isnan(wrong) || !allowed) {
                    CHECK(text.find("actfn::" + name + ": ") == 0);
                    CHECK(text.find(std::isnan(wrong) ? " = nan must" : "inf must") != text.npos);
                } else { // refused on one side at most
                    CHECK((text.empty() || text.find("inf") != text.npos));
                    K other = k;
                    actfn::core::with_fields(other, [&, i = std::size_t{}](auto&... field) mutable {
                        auto const change = [&](auto& number) {
                            using number_type = std::remove_cvref_t<decltype(number)>;
                            if (i++ == p) number = static_cast<number_type>(-wrong);
                        };
                        (change(field), ...);
                    });
                    CHECK((text.empty() || refusal(f, other).empty()));
                }
            }
        }
    }
}

} // namespace tests
