// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/exp.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// e^x − t·x of the logarithm x of a rate and a count t: the negative logarithm of the likelihood
/// without log t!, which does not depend on x. Derivative e^x − t. PyTorch's PoissonNLLLoss with
/// log_input. The error of the value is relative to the larger of it and t·x, which e^x may cancel.
struct poisson_nll {
    static constexpr names inputs{"x", "t"};
    static constexpr actfn::facts facts{.name = "poisson_nll",
                                        .formula = "exp(x) - t * x",
                                        .derivative = "exp(x) - t",
                                        .cancelling = "max(exp(x), t)",
                                        .source = "Nelder, Wedderburn 1972, doi:10.2307/2344614",
                                        .monotone = false,
                                        .max_ulp = {.value = 4, .derivative = 2}};

    template <real V> ACTFN_INLINE static jet<V> at(V x, V t) noexcept {
        V const rate = math::exp(x);
        // ∞ − ∞ is ∞ here, and 0·∞ 0.
        V const infinity(std::numeric_limits<scalar_t<V>>::infinity());
        V const product = math::times_or_zero(x, t);
        return {.value = math::select(rate == infinity, rate, rate - product),
                .derivative = rate - t};
    }
};

} // namespace kernel

inline constexpr function<kernel::poisson_nll> poisson_nll{};

} // namespace actfn
