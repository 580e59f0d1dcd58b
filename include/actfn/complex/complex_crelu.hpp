// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/complex/split.hpp>
#include <actfn/pointwise/relu.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// complex_crelu(z) = relu(x) + i·relu(y):  ∂f/∂z = ([x > 0] + [y > 0])/2,
/// ∂f/∂z̄ = ([x > 0] − [y > 0])/2, holomorphic inside the first and the third quadrant. Papers call
/// it CReLU, which is also the concatenated relu of real networks.
struct complex_crelu {
    static constexpr actfn::facts facts{.name = "complex_crelu",
                                        .formula = "max(x, 0) + i * max(y, 0)",
                                        .source = "Trabelsi et al. 2018, arXiv:1705.09792",
                                        .lower = 0,
                                        .max_ulp = {.value = 0, .derivative = 0}};

    template <real V> ACTFN_INLINE static split_jet<V> at(complex<V> z) noexcept {
        return split<relu>{}.at(z);
    }
};

} // namespace kernel

inline constexpr function<kernel::complex_crelu> complex_crelu{};

} // namespace actfn
