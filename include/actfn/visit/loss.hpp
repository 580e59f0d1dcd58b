// SPDX-License-Identifier: MIT
// Made of <actfn/loss.hpp> by cmake/actfn-visit.cmake.
#pragma once
#include <actfn/loss.hpp>
#include <actfn/visit/object_list.hpp>

namespace actfn::inline ACTFN_ABI::engine {

// clang-format off
using loss_list = object_list<
    actfn::gaussian_nll,
    actfn::half_mse,
    actfn::hinge,
    actfn::huber,
    actfn::kl_divergence,
    actfn::mse,
    actfn::poisson_nll,
    actfn::sigmoid_binary_cross_entropy,
    actfn::sigmoid_focal_cross_entropy,
    actfn::smooth_l1,
    actfn::softmax_cross_entropy,
    actfn::softplus_margin,
    actfn::squared_hinge,
    actfn::tanh_binary_cross_entropy>;
// clang-format on
template <> inline constexpr std::string_view sought_in<loss_list> = "loss function";

} // namespace actfn::engine

namespace actfn::inline ACTFN_ABI {

/// Every loss function, for `visit`.
inline constexpr engine::loss_list loss_functions{};

} // namespace actfn
