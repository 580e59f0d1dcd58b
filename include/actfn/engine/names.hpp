// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/error.hpp>
#include <actfn/core/fields.hpp>
#include <actfn/core/joined.hpp>
#include <actfn/math/rows.hpp>

namespace actfn::engine {
using namespace actfn::core;
using namespace actfn::math;
} // namespace actfn::engine
