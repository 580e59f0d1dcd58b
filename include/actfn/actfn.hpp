// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/array.hpp>
#include <actfn/complex.hpp>
#include <actfn/core/version.hpp>
#include <actfn/function.hpp>
#include <actfn/gated.hpp>
#include <actfn/init.hpp>
#include <actfn/loss.hpp>
#include <actfn/pointwise.hpp>
#include <actfn/rowwise.hpp>
#include <actfn/stochastic.hpp>
