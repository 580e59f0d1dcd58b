// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/rowwise/log_softmax.hpp>
#include <actfn/rowwise/softmax.hpp>
