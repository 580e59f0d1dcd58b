// SPDX-License-Identifier: MIT
// Made of <actfn/stochastic.hpp> by cmake/actfn-visit.cmake.
#pragma once
#include <actfn/stochastic.hpp>
#include <actfn/visit/object_list.hpp>

namespace actfn::inline ACTFN_ABI::engine {

// clang-format off
using stochastic_list = object_list<
    actfn::bernoulli_straight_through,
    actfn::binary_concrete,
    actfn::gumbel_softmax,
    actfn::hard_concrete,
    actfn::learned_nani_hard_sigmoid,
    actfn::learned_nani_hard_tanh,
    actfn::nani_hard_sigmoid,
    actfn::nani_hard_tanh,
    actfn::noisy_hard_sigmoid,
    actfn::noisy_hard_sigmoid_fixed,
    actfn::noisy_hard_tanh,
    actfn::noisy_hard_tanh_fixed,
    actfn::noisy_relu,
    actfn::noisy_relu_constant,
    actfn::rrelu>;
// clang-format on
template <> inline constexpr std::string_view sought_in<stochastic_list> = "stochastic function";

} // namespace actfn::engine

namespace actfn::inline ACTFN_ABI {

/// Every stochastic function, for `visit`.
inline constexpr engine::stochastic_list stochastic_functions{};

} // namespace actfn
