// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/functions_of_logits.hpp>
#include <actfn/math/softmax_rows.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// softmax(x)ᵢ = e^((xᵢ−m)/T) / Σ e^((xⱼ−m)/T), m = max x;  gxᵢ = yᵢ·(gᵢ − Σ yⱼgⱼ)/T.
/// −∞ gives an exact 0. A row with +∞ or NaN, and a row of −∞ only, is NaN, as in PyTorch and JAX.
///
/// With options the logits are t = x/T, capped as c·tanh(t/c), c = softcap, plus a bias; entries
/// that a mask leaves out count as −∞ and have the gradient 0, whatever x and g are there; e^sink
/// is one more term of the denominator, 0 being "softmax plus one". As data:
/// softmax.each({.bias = b, .mask = m, .sink = s, .causal = true}), see `row_options`. A sum is
/// rounded once, in e^; a capped logit is within 4 ULP.
///
/// PyTorch's Softmax2d is softmax with axis_layout{.outer = N, .size = C, .inner = H * W}.
template <class P = double> struct softmax {
    static constexpr actfn::facts facts{.name = "softmax",
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
    constexpr auto rows() const { return math::softmax_rows<>{temperature}; }
    constexpr auto of_logits() const { return math::softmax_of_logits{}; }
};

} // namespace kernel

inline constexpr function<kernel::by_default<kernel::softmax<>>> softmax{};

} // namespace actfn
