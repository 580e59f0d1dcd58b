// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/operands.hpp>

/// std::mdspan and its twins (Kokkos), of any layout with strides and the default accessor, as
/// operands of the verbs: forward(gelu, x, y).
namespace actfn::inline ACTFN_ABI {

/// What has the members of std::mdspan.
template <class X>
concept mdspan_like = requires(X const& x) {
    { X::rank() } -> std::convertible_to<std::size_t>;
    x.data_handle();
    x.extent(0);
    x.stride(0);
}
&&X::rank() > 0;

template <mdspan_like X> struct operand_traits<X> {
    static constexpr auto view(X const& x) noexcept {
        using E = std::remove_pointer_t<decltype(x.data_handle())>;
        strided_view<E, X::rank()> v{x.data_handle(), {}, {}};
        for (std::size_t d = 0; d < X::rank(); ++d) {
            v.sizes[d] = static_cast<std::ptrdiff_t>(x.extent(d));
            v.strides[d] = static_cast<std::ptrdiff_t>(x.stride(d));
        }
        return v;
    }
};

} // namespace actfn
