// SPDX-License-Identifier: MIT
#include "hostile_macros.hpp"

#include <actfn/actfn.hpp>
#include <actfn/any.hpp>
#include <actfn/eigen.hpp>
#include <actfn/eigen/tensor.hpp>
#include <actfn/function.hpp>
#include <actfn/init.hpp>
#include <actfn/visit.hpp>
