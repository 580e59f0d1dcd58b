// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/trig.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// gcu(x) = x·cos(x),  gcu′(x) = cos(x) − x·sin(x), the growing cosine unit. No limit at infinity:
/// NaN there.
struct gcu {
    static constexpr double none = std::numeric_limits<double>::quiet_NaN();
    static constexpr actfn::facts facts{.name = "gcu",
                                        .aliases = "growing_cosine_unit",
                                        .formula = "x * cos(x)",
                                        .derivative = "cos(x) - x * sin(x)",
                                        .cancelling = "max(abs(cos(x)), abs(x * sin(x)))",
                                        .cancelling_second =
                                            "max(2 * abs(sin(x)), abs(x * cos(x)))",
                                        .source = "Noel et al. 2021, arXiv:2108.12943",
                                        .left = {none, none},
                                        .right = {none, none},
                                        .monotone = false,
                                        .odd = true,
                                        .lipschitz = actfn::facts::infinity,
                                        .max_ulp = {.value = 2, .derivative = 2.5},
                                        .interval = {-9, 9}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        math::trig_parts<V> const t(x);
        V const c = t.cosine();
        return {.value = x * c, .derivative = math::fnma(x, t.sine(), c)};
    }

    /// −2·sin(x) − x·cos(x).
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        math::trig_parts<V> const t(x);
        V const s = t.sine();
        return -math::fma(x, t.cosine(), s + s);
    }
};

} // namespace kernel

inline constexpr function<kernel::gcu> gcu{};
inline constexpr auto& growing_cosine_unit = gcu;

} // namespace actfn
