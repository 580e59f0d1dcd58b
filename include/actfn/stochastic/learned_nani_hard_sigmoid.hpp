// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/noisy.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// clamp(·/4 + 1/2, 0, 1) of x + c·log(1 + e^(p·|D|/|ξ|))·ξ with ξ drawn from the standard normal
/// and D the distance from the linearisation; p is meant to be learned. In inference ξ is 0. The
/// derivative holds ξ fixed.
struct learned_nani_hard_sigmoid_facts : math::hard_sigmoid_shape {
    static constexpr std::string_view name = "learned_nani_hard_sigmoid";
    static constexpr double c{0.25};
    static constexpr double p{1};
};
template <class P = double>
using learned_nani_hard_sigmoid = learned_nani_hard<learned_nani_hard_sigmoid_facts, P>;

} // namespace kernel

inline constexpr function<kernel::learned_nani_hard_sigmoid<>> learned_nani_hard_sigmoid{};

} // namespace actfn
