// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/stochastic/bernoulli_straight_through.hpp>
#include <actfn/stochastic/binary_concrete.hpp>
#include <actfn/stochastic/gumbel_softmax.hpp>
#include <actfn/stochastic/hard_concrete.hpp>
#include <actfn/stochastic/learned_nani_hard_sigmoid.hpp>
#include <actfn/stochastic/learned_nani_hard_tanh.hpp>
#include <actfn/stochastic/nani_hard_sigmoid.hpp>
#include <actfn/stochastic/nani_hard_tanh.hpp>
#include <actfn/stochastic/noisy_hard_sigmoid.hpp>
#include <actfn/stochastic/noisy_hard_sigmoid_fixed.hpp>
#include <actfn/stochastic/noisy_hard_tanh.hpp>
#include <actfn/stochastic/noisy_hard_tanh_fixed.hpp>
#include <actfn/stochastic/noisy_relu.hpp>
#include <actfn/stochastic/noisy_relu_constant.hpp>
#include <actfn/stochastic/rrelu.hpp>
