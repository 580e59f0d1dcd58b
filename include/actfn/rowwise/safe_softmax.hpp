// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/functions_of_logits.hpp>
#include <actfn/math/softmax_rows.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// Softmax for masked attention: a row of −∞ only gives zeros and the gradient 0. All other rows
/// have the bits of softmax; +∞ and NaN still make their row NaN.
template <class P = double> struct safe_softmax {
    static constexpr actfn::facts facts{.name = "safe_softmax",
                                        .formula =
                                            "exp(x / temperature) / sum(exp(x / temperature))",
                                        .derivative = "y * (g - sum(y * g)) / temperature",
                                        .source = "Bridle 1990, doi:10.1007/978-3-642-76153-9_28",
                                        .lower = 0,
                                        .upper = 1,
                                        .max_ulp = {.value = 3, .derivative = 5}};

    P temperature{1};
    P softcap{actfn::facts::infinity};
    P sink{-actfn::facts::infinity};

    constexpr auto may_be_infinite() const { return std::tie(softcap, sink); }
    constexpr void check() const { math::check_logits(*this); }
    constexpr actfn::facts describe() const { return math::facts_of_logits(*this); }
    constexpr auto rows() const {
        return math::softmax_rows<>{.temperature = temperature, .is_safe = true};
    }
    constexpr auto of_logits() const { return math::softmax_of_logits{.is_safe = true}; }
};

} // namespace kernel

inline constexpr function<kernel::by_default<kernel::safe_softmax<>>> safe_softmax{};

} // namespace actfn
