// SPDX-License-Identifier: MIT
#pragma once
#include "mlp.hpp"

#include <string_view>

namespace mlp {

/// Appends a layer with the pointwise activation of that name. In a file of its own, since it is
/// compiled for all of them.
void add_by_name(network<float>& net, Index units, std::string_view activation);

} // namespace mlp
