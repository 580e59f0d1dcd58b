// SPDX-License-Identifier: MIT
// Made of <actfn/complex_heads.hpp> by cmake/actfn-visit.cmake.
#pragma once
#include <actfn/complex_heads.hpp>
#include <actfn/visit/object_list.hpp>

namespace actfn::inline ACTFN_ABI::engine {

// clang-format off
using complex_heads_list = object_list<
    actfn::radial_softmax,
    actfn::softmax_mean,
    actfn::softmax_modulus,
    actfn::softmax_phase,
    actfn::softmax_polar,
    actfn::softmax_product,
    actfn::split_softmax>;
// clang-format on
template <> inline constexpr std::string_view sought_in<complex_heads_list> = "complex head";

} // namespace actfn::engine

namespace actfn::inline ACTFN_ABI {

/// Every complex head, for `visit`.
inline constexpr engine::complex_heads_list complex_heads{};

} // namespace actfn
