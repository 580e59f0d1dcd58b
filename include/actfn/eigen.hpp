// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/eigen/array.hpp>
#include <actfn/eigen/autodiff.hpp>
#include <actfn/eigen/complex.hpp>
#include <actfn/eigen/expression.hpp>
#include <actfn/eigen/gated.hpp>
#include <actfn/eigen/half.hpp>
#include <actfn/eigen/init.hpp>
#include <actfn/eigen/loss.hpp>
#include <actfn/eigen/rowwise.hpp>
#include <actfn/eigen/stochastic.hpp>
