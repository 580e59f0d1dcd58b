// SPDX-License-Identifier: MIT
#pragma once
#include "peers.hpp"

namespace peers {

prepared actfn_forward(task<float> const& t);
prepared actfn_forward(task<double> const& t);
prepared actfn_backward(task<float> const& t);
prepared actfn_backward(task<double> const& t);

} // namespace peers
