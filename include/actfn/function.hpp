// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>

namespace actfn {

namespace kernel {

/// y = a·f(b) with the gate f of any pointwise kernel.
template <pointwise_kernel F> struct gated_by {
    static constexpr actfn::facts facts{
        .name = "gated_by",
        .formula = "a * f(b)",
        .derivative = "g * f(b), g * a * f'(b)",
        .source = "Shazeer 2020, arXiv:2002.05202"};

    [[no_unique_address]] F f{};

    template <real V> ACTFN_INLINE gated_jet<V> at(V a, V b) const {
        return math::gated_product(a, member::value_and_derivative::apply(f, b));
    }
};

} // namespace kernel

/// The gated unit of a pointwise activation: gated_by(mish)(a, b) is a·mish(b).
template <pointwise_function F> constexpr auto gated_by(F const& f) {
    return function(kernel::gated_by<typename F::kernel_type>{f.kernel()});
}

} // namespace actfn
