// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/array.hpp>
#include <actfn/pointwise/elu.hpp>
#include <actfn/pointwise/silu.hpp>

namespace tests {

/// use(f) for an activation; for a family on a real activation with a kink and a parameter and on
/// one without bound whose derivative has a root.
template <class F, class Use> void each_complex_activation(F const& f, Use use) {
    if constexpr (actfn::complex_function<F>) {
        use(f);
    } else {
        auto const kinked = f(actfn::elu.with({.alpha = 0.75}));
        auto const unbounded = f(actfn::silu);
        use(kinked);
        use(unbounded);
    }
}

} // namespace tests
