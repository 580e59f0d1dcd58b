// SPDX-License-Identifier: MIT
// Made of <actfn/rowwise.hpp> by cmake/actfn-visit.cmake.
#pragma once
#include <actfn/rowwise.hpp>
#include <actfn/visit/object_list.hpp>

namespace actfn::inline ACTFN_ABI::engine {

// clang-format off
using rowwise_list = object_list<
    actfn::entmax,
    actfn::entmax15,
    actfn::gaussian_top_k,
    actfn::group_sort,
    actfn::hardmax,
    actfn::log_softmax,
    actfn::logmeanexp,
    actfn::logsumexp,
    actfn::poly_norm,
    actfn::safe_log_softmax,
    actfn::safe_softmax,
    actfn::sigmoid_top_k,
    actfn::softmax,
    actfn::softmax_top_k,
    actfn::softmin,
    actfn::solu,
    actfn::sparsegen,
    actfn::sparsemax,
    actfn::squash,
    actfn::ssmax,
    actfn::top_k>;
// clang-format on
template <> inline constexpr std::string_view sought_in<rowwise_list> = "rowwise function";

} // namespace actfn::engine

namespace actfn::inline ACTFN_ABI {

/// Every rowwise function, for `visit`.
inline constexpr engine::rowwise_list rowwise_functions{};

} // namespace actfn
