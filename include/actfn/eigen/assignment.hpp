// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/eigen/expression.hpp>
