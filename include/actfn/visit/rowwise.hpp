// SPDX-License-Identifier: MIT
// Made of <actfn/rowwise.hpp> by cmake/actfn-visit.cmake.
#pragma once
#include <actfn/rowwise.hpp>
#include <actfn/visit/object_list.hpp>

namespace actfn::inline ACTFN_ABI::engine {

// clang-format off
using rowwise_list = object_list<
    actfn::hardmax,
    actfn::log_softmax,
    actfn::logmeanexp,
    actfn::logsumexp,
    actfn::safe_log_softmax,
    actfn::safe_softmax,
    actfn::softmax,
    actfn::softmin,
    actfn::sparsemax>;
// clang-format on

} // namespace actfn::engine
