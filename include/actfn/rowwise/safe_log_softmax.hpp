// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/functions_of_logits.hpp>
#include <actfn/math/log_softmax_rows.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// log_softmax for masked rows: one of −∞ only gives −∞ and the gradient 0. All other rows have the
/// bits of log_softmax; +∞ and NaN still make their row NaN.
template <class P = double> struct safe_log_softmax {
    static constexpr actfn::facts facts{.name = "safe_log_softmax",
                                        .formula =
                                            "x / temperature - log(sum(exp(x / temperature)))",
                                        .derivative = "(g - exp(y) * sum(g)) / temperature",
                                        .source = "Bridle 1990, doi:10.1007/978-3-642-76153-9_28",
                                        .upper = 0,
                                        .max_ulp = {.value = 2.5, .derivative = 2}};

    P temperature{1};
    P softcap{actfn::facts::infinity};
    P sink{-actfn::facts::infinity};

    constexpr auto may_be_infinite() const { return std::tie(softcap, sink); }
    constexpr void check() const { math::check_logits(*this); }
    constexpr actfn::facts describe() const { return math::facts_of_logits(*this); }
    constexpr auto rows() const { return math::log_softmax_rows{temperature, true}; }
    constexpr auto of_logits() const { return math::log_softmax_of_logits{.is_safe = true}; }
};

} // namespace kernel

inline constexpr function<kernel::by_default<kernel::safe_log_softmax<>>> safe_log_softmax{};

} // namespace actfn
