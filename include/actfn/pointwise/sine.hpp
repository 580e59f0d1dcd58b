// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/trig.hpp>

namespace actfn {

namespace kernel {

/// sine(x) = sin(ω₀·x),  sine′(x) = ω₀·cos(ω₀·x). SIREN takes w0 = 30, its first layer's weights
/// from U(−1/n, 1/n) and the others' from ±√(6/n)/ω₀. No limit at infinity: NaN there.
template <class P = double> struct sine {
    static constexpr double none = std::numeric_limits<double>::quiet_NaN();
    static constexpr actfn::facts facts{.name = "sine",
                                        .aliases = "sin",
                                        .formula = "sin(w0 * x)",
                                        .derivative = "w0 * cos(w0 * x)",
                                        .source = "Sitzmann et al. 2020, arXiv:2006.09661",
                                        .lower = -1,
                                        .upper = 1,
                                        .left = {none, none},
                                        .right = {none, none},
                                        .monotone = false,
                                        .odd = true,
                                        .lipschitz = 1,
                                        .max_ulp = {.value = 1, .derivative = 1},
                                        .interval = {-9, 9}};

    P w0{1};

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        math::trig_parts<V> const t(x, w0);
        return {.value = t.sine(), .derivative = math::as<V>(w0) * t.cosine()};
    }

    template <real V> ACTFN_INLINE sine<V> parameter_derivatives(V x) const noexcept {
        return {.w0 = x * math::trig(x, w0).cosine()};
    }
};

} // namespace kernel

inline constexpr function<kernel::sine<>> sine{};
inline constexpr auto& sin = sine;

} // namespace actfn
