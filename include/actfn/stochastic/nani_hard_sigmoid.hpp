// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/engine/preset.hpp>
#include <actfn/math/noisy.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// clamp(·/4 + 1/2, 0, 1) of x + c·ξ, ξ drawn from the standard normal where |x| > threshold, else
/// 0 (NANI; with a threshold at the bounds NANIS). In inference ξ is 0. The derivative holds ξ
/// fixed.
struct nani_hard_sigmoid_facts : math::hard_sigmoid_shape {
    static constexpr std::string_view name = "nani_hard_sigmoid";
    static constexpr double c{0.05};
    static constexpr double threshold{-1};
};
template <class P = double> using nani_hard_sigmoid = nani_hard<nani_hard_sigmoid_facts, P>;

} // namespace kernel

inline constexpr function<kernel::nani_hard_sigmoid<>> nani_hard_sigmoid{};
/// Noise only where it saturates.
inline constexpr auto nanis_hard_sigmoid =
    preset<"nanis_hard_sigmoid">(nani_hard_sigmoid.with({.c = 0.25, .threshold = 2}));

} // namespace actfn
