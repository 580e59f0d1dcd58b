// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/functions_of_logits.hpp>
#include <actfn/math/softmax_rows.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// softmin(x) = softmax(−x);  gxᵢ = −yᵢ·(gᵢ − Σ yⱼgⱼ)/T. +∞ gives an exact 0.
///
/// Options are those of softmax, of logits t = −x/T: a bias is added to these, and not negated.
template <class P = double> struct softmin {
    static constexpr actfn::facts facts{.name = "softmin",
                                        .formula =
                                            "exp(-x / temperature) / sum(exp(-x / temperature))",
                                        .derivative = "-y * (g - sum(y * g)) / temperature",
                                        .source = "Bridle 1990, doi:10.1007/978-3-642-76153-9_28",
                                        .lower = 0,
                                        .upper = 1,
                                        .max_ulp = {.value = 3, .derivative = 5}};

    P temperature{1};
    P softcap{actfn::facts::infinity};
    P sink{-actfn::facts::infinity};

    /// Logits are −x/T.
    static constexpr bool negates = true;
    constexpr auto may_be_infinite() const { return std::tie(softcap, sink); }
    constexpr void check() const { math::check_logits(*this); }
    constexpr actfn::facts describe() const { return math::facts_of_logits(*this); }
    constexpr auto rows() const { return math::softmax_rows<math::negation>{temperature}; }
    constexpr auto of_logits() const { return math::softmax_of_logits{}; }
};

} // namespace kernel

inline constexpr function<kernel::by_default<kernel::softmin<>>> softmin{};

} // namespace actfn
