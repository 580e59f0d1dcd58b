// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/eigen/array.hpp>
#include <actfn/eigen/autodiff.hpp>
#include <actfn/eigen/expression.hpp>
#include <actfn/eigen/half.hpp>
