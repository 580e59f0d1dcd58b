// SPDX-License-Identifier: MIT
#pragma once
#include "taylor.hpp"

#include <string_view>

namespace judge {

/// The definition of a function: nothing of how the library computes it.
struct formula {
    taylor (*value)(taylor const& x, taylor const* p);
    /// Of surrogates: the derivative, which is not that of the value.
    taylor (*surrogate)(taylor const& x, taylor const* p) = nullptr;
    /// Its kinks are roots of a formula, and numbers beside one may belong to either side.
    bool blurred_kinks = false;
};

/// Throws std::invalid_argument for a name that is in no list.
formula const& formula_of(std::string_view name);

} // namespace judge
