// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/backend.hpp>
#include <actfn/any/value.hpp>
#include <actfn/gated/swiglu.hpp>
#include <actfn/pointwise/arctan.hpp>
#include <actfn/pointwise/elu.hpp>
#include <actfn/pointwise/hard_tanh.hpp>
#include <actfn/pointwise/identity.hpp>
#include <actfn/pointwise/leaky_relu.hpp>
#include <actfn/pointwise/mish.hpp>
#include <actfn/pointwise/softsign.hpp>
#include <actfn/pointwise/tanh.hpp>
#include <actfn/rowwise/softmax.hpp>

/// The functions that actfn::any<float> knows by name in these programs: a few, which compile in
/// seconds. With <actfn/any.hpp> instead of this it knows all of them.
namespace integrations {

using functions =
    actfn::engine::object_list<actfn::arctan, actfn::elu, actfn::hard_tanh, actfn::identity,
                               actfn::leaky_relu, actfn::mish, actfn::softmax, actfn::softsign,
                               actfn::swiglu, actfn::tanh>;

} // namespace integrations

template <class T> actfn::tables::backend const& actfn::engine::standard_backend() {
    return backend_of<T, integrations::functions>;
}
