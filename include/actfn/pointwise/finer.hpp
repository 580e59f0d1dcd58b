// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/math/trig.hpp>

#include <algorithm>
#include <limits>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// finer(x) = sin(ω₀·(1 + |x|)·x),  derivative ω₀·(1 + 2|x|)·cos(ω₀·(1 + |x|)·x): a sine whose
/// frequency grows with x, so that biases choose it. No limit at infinity: NaN there. The angle is
/// reduced with all its bits, however large x is.
template <class P = double> struct finer {
    static constexpr std::string_view name = "finer";

    P w0{30};

    constexpr actfn::facts describe() const {
        constexpr double none = std::numeric_limits<double>::quiet_NaN();
        bool const flat = w0 == 0;
        actfn::facts::end const end =
            flat ? actfn::facts::end{0, 0} : actfn::facts::end{none, none};
        saturation const ends = flat ? saturation::hard : saturation::none;
        double const distant = flat ? 9 : 3 / core::square_root((std::max)(w0, -w0));
        return {.name = name,
                .formula = "sin(w0 * (1 + abs(x)) * x)",
                .derivative = "w0 * (1 + 2 * abs(x)) * cos(w0 * (1 + abs(x)) * x)",
                .cancelling_second = "2 * abs(w0 * cos(w0 * (1 + abs(x)) * x))",
                .source = "Liu et al. 2024, arXiv:2312.02434",
                .lower = flat ? 0.0 : -1.0,
                .upper = flat ? 0.0 : 1.0,
                .left = end,
                .right = end,
                .monotone = flat,
                .odd = true,
                .even = flat,
                .saturates = {ends, ends},
                .smoothness = flat ? actfn::facts::infinity : 1.0,
                .lipschitz = flat ? 0 : actfn::facts::infinity,
                .max_ulp = {.value = 1, .derivative = 3},
                .interval = {-distant, distant}};
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        auto const t = math::growing_trig(x, w0);
        V const f = math::as<V>(w0);
        // Half the growth, which does not overflow.
        V const grown = math::select(f == V(0), V(0), math::abs(x) + math::as<V>(0.5));
        V const half = (f * t.cosine()) * grown;
        return {.value = t.sine(), .derivative = half + half};
    }

    template <real V> ACTFN_INLINE finer<V> parameter_derivatives(V x) const noexcept {
        return {.w0 = x * math::growing_trig(x, w0).cosine() * (V(1) + math::abs(x))};
    }
};

} // namespace kernel

inline constexpr function<kernel::finer<>> finer{};

} // namespace actfn
