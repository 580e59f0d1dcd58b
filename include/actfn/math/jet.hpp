// SPDX-License-Identifier: MIT
#pragma once

namespace actfn {

/// A value and the derivative at the same point, from one evaluation.
template <class V> struct jet {
    V value;
    V derivative;
};

} // namespace actfn
