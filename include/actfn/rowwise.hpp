// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/rowwise/gaussian_top_k.hpp>
#include <actfn/rowwise/group_sort.hpp>
#include <actfn/rowwise/hardmax.hpp>
#include <actfn/rowwise/log_softmax.hpp>
#include <actfn/rowwise/logmeanexp.hpp>
#include <actfn/rowwise/logsumexp.hpp>
#include <actfn/rowwise/safe_log_softmax.hpp>
#include <actfn/rowwise/safe_softmax.hpp>
#include <actfn/rowwise/sigmoid_top_k.hpp>
#include <actfn/rowwise/softmax.hpp>
#include <actfn/rowwise/softmax_top_k.hpp>
#include <actfn/rowwise/softmin.hpp>
#include <actfn/rowwise/solu.hpp>
#include <actfn/rowwise/sparsemax.hpp>
#include <actfn/rowwise/squash.hpp>
#include <actfn/rowwise/top_k.hpp>
