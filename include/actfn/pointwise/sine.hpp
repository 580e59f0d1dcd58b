// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/trig.hpp>

#include <algorithm>
#include <limits>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// sine(x) = sin(ω₀·x),  sine′(x) = ω₀·cos(ω₀·x). SIREN takes w0 = 30, its first layer's weights
/// from U(−1/n, 1/n) and the others' from ±√(6/n)/ω₀. No limit at infinity: NaN there. The angle is
/// reduced with all bits of ω₀, which is a double for floats too.
template <class P = double> struct sine {
    static constexpr std::string_view name = "sine";

    P w0{1};

    constexpr actfn::facts describe() const {
        constexpr double none = std::numeric_limits<double>::quiet_NaN();
        double const slope = (std::max)(w0, -w0);
        bool const flat = w0 == 0;
        actfn::facts::end const end =
            flat ? actfn::facts::end{0, 0} : actfn::facts::end{none, none};
        saturation const ends = flat ? saturation::hard : saturation::none;
        double const distant = flat ? 9 : 9 / slope;
        return {.name = name,
                .aliases = "sin",
                .formula = "sin(w0 * x)",
                .derivative = "w0 * cos(w0 * x)",
                .source = "Sitzmann et al. 2020, arXiv:2006.09661",
                .lower = flat ? 0.0 : -1.0,
                .upper = flat ? 0.0 : 1.0,
                .left = end,
                .right = end,
                .monotone = flat,
                .odd = true,
                .even = flat,
                .saturates = {ends, ends},
                .lipschitz = slope,
                .max_ulp = {.value = 1, .derivative = w0 == 1 ? 1.0 : 2.0},
                .interval = {-distant, distant}};
    }

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
