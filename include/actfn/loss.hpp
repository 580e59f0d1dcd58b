// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/loss/gaussian_nll.hpp>
#include <actfn/loss/half_mse.hpp>
#include <actfn/loss/hinge.hpp>
#include <actfn/loss/huber.hpp>
#include <actfn/loss/kl_divergence.hpp>
#include <actfn/loss/mse.hpp>
#include <actfn/loss/poisson_nll.hpp>
#include <actfn/loss/sigmoid_binary_cross_entropy.hpp>
#include <actfn/loss/sigmoid_focal_cross_entropy.hpp>
#include <actfn/loss/smooth_l1.hpp>
#include <actfn/loss/softmax_cross_entropy.hpp>
#include <actfn/loss/softplus_margin.hpp>
#include <actfn/loss/squared_hinge.hpp>
#include <actfn/loss/tanh_binary_cross_entropy.hpp>
