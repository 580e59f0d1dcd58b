// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/loss/half_mse.hpp>
#include <actfn/loss/mse.hpp>
#include <actfn/loss/sigmoid_binary_cross_entropy.hpp>
#include <actfn/loss/softmax_cross_entropy.hpp>
#include <actfn/loss/softplus_margin.hpp>
#include <actfn/loss/tanh_binary_cross_entropy.hpp>
