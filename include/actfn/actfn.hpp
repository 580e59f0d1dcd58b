// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/array.hpp>
#include <actfn/core/version.hpp>
#include <actfn/pointwise.hpp>
