// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/eigen/assignment.hpp>
#include <actfn/eigen/autodiff.hpp>
#include <actfn/eigen/each.hpp>
#include <actfn/eigen/expression.hpp>
#include <actfn/eigen/lines.hpp>
#include <actfn/eigen/objects.hpp>
#include <actfn/eigen/tensor.hpp>
