// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/config.hpp>

namespace actfn::inline ACTFN_ABI {

/// What a function computes on. Functions with random numbers are of the kind they are of in
/// inference; losses are of entries or, where `inputs` are a row and its target, of rows, and
/// complex functions are of numbers or, where they are heads, of rows.
enum class kind { pointwise, gated, loss, complex, rowwise };

} // namespace actfn
