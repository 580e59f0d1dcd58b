// SPDX-License-Identifier: MIT
// Made of <actfn/complex.hpp> by cmake/actfn-visit.cmake.
#pragma once
#include <actfn/complex.hpp>
#include <actfn/visit/object_list.hpp>

namespace actfn::inline ACTFN_ABI::engine {

// clang-format off
using complex_list = object_list<
    actfn::cardioid,
    actfn::cast_to_real,
    actfn::complex_abs,
    actfn::complex_abs2,
    actfn::complex_acos,
    actfn::complex_asin,
    actfn::complex_asinh,
    actfn::complex_atan,
    actfn::complex_atanh,
    actfn::complex_crelu,
    actfn::complex_exp,
    actfn::complex_gelu_tanh,
    actfn::complex_mish,
    actfn::complex_phase,
    actfn::complex_sigmoid,
    actfn::complex_signum,
    actfn::complex_silu,
    actfn::complex_sin,
    actfn::complex_sinh,
    actfn::complex_softplus,
    actfn::complex_tan,
    actfn::complex_tanh,
    actfn::cprelu,
    actfn::igaussian,
    actfn::modrelu,
    actfn::mvn,
    actfn::polar_log,
    actfn::polar_squash,
    actfn::polar_tanh,
    actfn::siglog,
    actfn::wire,
    actfn::zabs_relu,
    actfn::zleaky_relu,
    actfn::zrelu>;
// clang-format on
template <> inline constexpr std::string_view sought_in<complex_list> = "complex function";

} // namespace actfn::engine

namespace actfn::inline ACTFN_ABI {

/// Every complex function, for `visit`.
inline constexpr engine::complex_list complex_functions{};

} // namespace actfn
