// SPDX-License-Identifier: MIT
//
// Compiled once for each part, ACTFN_EXAMPLE_PART.
#include "by_name.hpp"

#include <actfn/visit.hpp>

#include <type_traits>

namespace mlp {

template <int part>
void add_of_part(network<float>& net, Index units, std::string_view activation) {
    actfn::visit(activation, [&net, units](auto const& f) {
        constexpr std::string_view name = std::remove_cvref_t<decltype(f)>{}.facts().name;
        constexpr int letters = name.front() + name.back() + static_cast<int>(name.size());
        if constexpr (letters % 4 == part) net.add(units, f);
    });
}

template void add_of_part<ACTFN_EXAMPLE_PART>(network<float>&, Index, std::string_view);

} // namespace mlp
