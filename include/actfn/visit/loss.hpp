// SPDX-License-Identifier: MIT
// Made of <actfn/loss.hpp> by cmake/actfn-visit.cmake.
#pragma once
#include <actfn/loss.hpp>
#include <actfn/visit/object_list.hpp>

namespace actfn::inline ACTFN_ABI::engine {

// clang-format off
using loss_list = object_list<
    actfn::half_mse,
    actfn::mse,
    actfn::sigmoid_binary_cross_entropy,
    actfn::softmax_cross_entropy,
    actfn::softplus_margin,
    actfn::tanh_binary_cross_entropy>;
// clang-format on

} // namespace actfn::engine
