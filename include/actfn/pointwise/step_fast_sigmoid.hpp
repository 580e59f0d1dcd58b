// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>
#include <actfn/math/surrogate.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// step(x) = 1 for x > 0, else 0;  in place of its derivative 1/(1 + k·|x|)², that of the fast
/// sigmoid x/(1 + k·|x|) (spiking networks, superspike).
template <class P = double> struct step_fast_sigmoid {
    static constexpr std::string_view name = "step_fast_sigmoid";

    P k{25};

    constexpr actfn::facts describe() const {
        return math::step_facts(name, "1 / (1 + k * abs(x))**2",
                                "Zenke, Ganguli 2018, arXiv:1705.11146", saturation::soft, 4.5,
                                {-1000 / k, 1000 / k});
    }

    constexpr void check() const { core::require(k > 0, name, "k", k, "greater than", 0); }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        V const r = share(x);
        return {.value = math::step(x), .derivative = r * r};
    }

    /// The derivative of the surrogate, −2k·sgn(x)/(1 + k·|x|)³.
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        V const r = share(x);
        return math::mulsign((r * (r * r)) * math::as<V>(P(-2) * k), x);
    }

    template <real V> ACTFN_INLINE V share(V x) const noexcept {
        V const a = math::abs(math::finite(x));
        return V(1) / math::fma(math::as<V>(k), a, math::fma(math::low<V>(k), a, V(1)));
    }
};

} // namespace kernel

inline constexpr function<kernel::step_fast_sigmoid<>> step_fast_sigmoid{};

} // namespace actfn
