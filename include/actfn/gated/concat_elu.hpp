// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/gated/crelu.hpp>
#include <actfn/pointwise/elu.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// concat_elu(x) = [elu(x), elu(−x)], twice as long as x;  gx = g₁·elu′(x) − g₂·elu′(−x).
template <class P = double> struct concat_elu {
    static constexpr std::size_t over = 1;
    static constexpr std::size_t times = 2;
    static constexpr std::string_view name = "concat_elu";

    P alpha{1};

    constexpr auto whole() const { return concatenated<elu<P>>{elu<P>{alpha}}; }
    constexpr auto parameter_parts() const { return whole().parameter_parts(); }
    constexpr actfn::facts describe() const {
        actfn::facts known = whole().describe();
        known.name = name;
        known.formula = "elu(x) then elu(-x)";
        known.derivative = "g1 * elu'(x) - g2 * elu'(-x)";
        known.source = "Salimans, Karpathy, Chen, Kingma 2017, arXiv:1701.05517";
        return known;
    }

    template <real V> ACTFN_INLINE gated_gradient<V> forward(V x) const {
        return whole().forward(x);
    }
    template <real V> ACTFN_INLINE V backward(V x, V of_positive, V of_negative) const {
        return whole().backward(x, of_positive, of_negative);
    }
};

} // namespace kernel

inline constexpr function<kernel::concat_elu<>> concat_elu{};

} // namespace actfn
