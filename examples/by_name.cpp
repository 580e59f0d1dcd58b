// SPDX-License-Identifier: MIT
#include "by_name.hpp"

#include <actfn/visit.hpp>

void mlp::add_by_name(network<float>& net, Index units, std::string_view activation) {
    actfn::visit(activation, [&net, units](auto const& f) { net.add(units, f); });
}
