// SPDX-License-Identifier: MIT
#pragma once
#include "mlp.hpp"

#include <string_view>

namespace mlp {

/// Adds a layer where the activation of that name is one of a part of all.
template <int part> void add_of_part(network<float>& net, Index units, std::string_view activation);

/// Appends a layer with the pointwise activation of that name. It is compiled for all of them, in
/// parts beside one another.
inline void add_by_name(network<float>& net, Index units, std::string_view activation) {
    add_of_part<0>(net, units, activation);
    add_of_part<1>(net, units, activation);
    add_of_part<2>(net, units, activation);
    add_of_part<3>(net, units, activation);
}

} // namespace mlp
