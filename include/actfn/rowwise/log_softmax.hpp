// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/functions_of_logits.hpp>
#include <actfn/math/log_softmax_rows.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// log_softmax(x)ᵢ = (xᵢ−m)/T − log Σ e^((xⱼ−m)/T), m = max x;  gxᵢ = (gᵢ − e^yᵢ·Σ gⱼ)/T.
/// The logarithm is log1p of the sum without its largest entry, so the most probable entry keeps
/// relative accuracy however close to 0 it is. Special values as in softmax, −∞ staying −∞;
/// safe_log_softmax is that of masked rows. Cap, sink and the options of `each` are those of
/// softmax.
template <class P = double> struct log_softmax {
    static constexpr actfn::facts facts{.name = "log_softmax",
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
    constexpr auto rows() const { return math::log_softmax_rows{temperature}; }
    constexpr auto of_logits() const { return math::log_softmax_of_logits{}; }
};

} // namespace kernel

inline constexpr function<kernel::by_default<kernel::log_softmax<>>> log_softmax{};

} // namespace actfn
