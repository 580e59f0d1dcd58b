// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/gated/glu.hpp>
#include <actfn/gated/maxout.hpp>
#include <actfn/gated/swiglu.hpp>
