// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/backend.hpp>
#include <actfn/any/own.hpp>
#include <actfn/complex/modrelu.hpp>
#include <actfn/complex/wire.hpp>
#include <actfn/complex_heads.hpp>
#include <actfn/function.hpp>
#include <actfn/gated/concat_elu.hpp>
#include <actfn/gated/swiglu.hpp>
#include <actfn/loss/mse.hpp>
#include <actfn/loss/softmax_cross_entropy.hpp>
#include <actfn/pointwise/elu.hpp>
#include <actfn/pointwise/gelu.hpp>
#include <actfn/pointwise/hard_tanh.hpp>
#include <actfn/pointwise/identity.hpp>
#include <actfn/pointwise/leaky_relu.hpp>
#include <actfn/pointwise/pade.hpp>
#include <actfn/pointwise/softplus.hpp>
#include <actfn/pointwise/tanh.hpp>
#include <actfn/rowwise/softmax.hpp>
#include <actfn/stochastic/rrelu.hpp>

/// A function of every kind, for whole lists take a minute to compile.
namespace tests {

inline constexpr auto maxout = actfn::maxout_of(2);
using functions =
    actfn::engine::object_list<actfn::elu, actfn::gelu, actfn::hard_tanh, actfn::identity,
                               actfn::leaky_relu, actfn::pade, actfn::concat_elu, actfn::wire,
                               actfn::softmax, actfn::swiglu, maxout, actfn::rrelu, actfn::modrelu,
                               actfn::mse, actfn::softmax_cross_entropy, actfn::softmax_mean>;

} // namespace tests

template <class T> actfn::tables::backend const& actfn::engine::standard_backend() {
    return backend_of<T, tests::functions>;
}
