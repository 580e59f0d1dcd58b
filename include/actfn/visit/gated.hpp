// SPDX-License-Identifier: MIT
// Made of <actfn/gated.hpp> by cmake/actfn-visit.cmake.
#pragma once
#include <actfn/gated.hpp>
#include <actfn/visit/object_list.hpp>

namespace actfn::inline ACTFN_ABI::engine {

inline constexpr auto maxout_of_two = actfn::maxout_of(2);

// clang-format off
using gated_list = object_list<
    actfn::bilinear,
    actfn::concat_elu,
    actfn::crelu,
    actfn::fatreglu,
    actfn::geglu,
    actfn::geglu_erf,
    actfn::geglu_quick,
    actfn::glu,
    actfn::gtu,
    maxout_of_two,
    actfn::reglu,
    actfn::relu2glu,
    actfn::situglu,
    actfn::swiglu,
    actfn::swiglu_oai>;
// clang-format on
template <> inline constexpr std::string_view sought_in<gated_list> = "gated function";

} // namespace actfn::engine

namespace actfn::inline ACTFN_ABI {

/// Every gated function, for `visit`.
inline constexpr engine::gated_list gated_functions{};

} // namespace actfn
