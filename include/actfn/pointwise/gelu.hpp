// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/erf.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// gelu(x) = x·Φ(x),  gelu′(x) = Φ(x) + x·φ(x).
/// max(x, 0) − |x|·Φ(−|x|): the form with 1 + erf has no correct digit below −5. The product is
/// formed before the tail of Φ becomes subnormal; −∞·0 is the limit 0.
struct gelu {
    static constexpr actfn::facts facts{.name = "gelu",
                                        .aliases = "gelu_python",
                                        .formula = "0.5*x*erfc(-x/sqrt(2))",
                                        .derivative =
                                            "0.5*erfc(-x/sqrt(2)) + x*exp(-x**2/2)/sqrt(2*pi)",
                                        .cancelling = "0.5*erfc(-x/sqrt(2))",
                                        .source = "Hendrycks, Gimpel 2016, arXiv:1606.08415",
                                        .lower = -0.16997120747990369,
                                        .left = {0, 0},
                                        .monotone = false,
                                        .lipschitz = 1.1289041451851548,
                                        .init = init_scheme::he,
                                        .max_ulp = {.value = 3, .derivative = 5},
                                        .interval = {-40, 40}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const n = math::normal(x);
        return {.value = n.gate(), .derivative = n.gate_slope()};
    }
};

} // namespace kernel

inline constexpr function<kernel::gelu> gelu{};
inline constexpr auto& gelu_python = gelu;

} // namespace actfn
