// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/operands.hpp>

/// xtensor's containers, adaptors and strided views as operands of the verbs: forward(gelu, x,
/// xt::row(y, 2)).
namespace actfn::inline ACTFN_ABI {

/// A container, an adaptor or a strided view of xtensor.
template <class X>
concept xtensor_like = requires(X& x) {
    x.data();
    x.data_offset();
    x.shape();
    x.strides();
    x.dimension();
};

template <xtensor_like X> struct operand_traits<X> {
    template <class Y> static auto view(Y& x) noexcept {
        using E = std::remove_pointer_t<decltype(x.data())>;
        // The number of dimensions may be known at run time only: those in front have size 1.
        constexpr std::size_t rank = 8;
        strided_view<E, rank> v{x.data() + x.data_offset(), {}, {}};
        v.sizes.fill(1);
        if (x.dimension() > rank) { // refused by the call, which knows its name
            v.sizes.fill(-1);
            return v;
        }
        auto const first = rank - x.dimension();
        for (std::size_t d = first; d < rank; ++d) {
            v.sizes[d] = static_cast<std::ptrdiff_t>(x.shape()[d - first]);
            v.strides[d] = static_cast<std::ptrdiff_t>(x.strides()[d - first]);
        }
        return v;
    }
};

} // namespace actfn
