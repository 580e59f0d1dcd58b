// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/backend.hpp>
#include <actfn/any/value.hpp>
#include <actfn/visit/complex.hpp>
#include <actfn/visit/complex_heads.hpp>
#include <actfn/visit/gated.hpp>
#include <actfn/visit/loss.hpp>
#include <actfn/visit/pointwise.hpp>
#include <actfn/visit/rowwise.hpp>
#include <actfn/visit/stochastic.hpp>

/// Every function of the library, compiled where `any` is used.
namespace actfn::inline ACTFN_ABI::engine {

template <class T>
inline constexpr auto const& standard_functions =
    functions_of<T, pointwise_list, rowwise_list, gated_list, stochastic_list, complex_list,
                 loss_list, complex_heads_list>;

template <class T> tables::backend const& standard_backend() {
    return backend_of<T, pointwise_list, rowwise_list, gated_list, stochastic_list, complex_list,
                      loss_list, complex_heads_list>;
}

} // namespace actfn::engine
