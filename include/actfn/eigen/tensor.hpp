// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/eigen/objects.hpp>

/// Eigen's Tensor and TensorMap, of either storage order, as operands of the verbs: forward(gelu,
/// x, y). They are known by what they have, so that <unsupported/Eigen/CXX11/Tensor>, which takes a
/// second to compile, is included by those who use it, before or behind this.
namespace actfn::inline ACTFN_ABI {

/// Eigen's Tensor or TensorMap.
template <class X>
concept eigen_tensor = requires(X& x) {
    x.data();
    x.dimensions();
    X::NumIndices;
    X::Layout;
}
&&X::NumIndices > 0;

template <eigen_tensor X> struct operand_traits<X> {
    template <class Y> static auto view(Y& x) noexcept {
        using E = std::remove_pointer_t<decltype(x.data())>;
        constexpr int rank = X::NumIndices;
        strided_view<E, std::size_t{X::NumIndices}> v{x.data(), {}, {}};
        std::size_t below = 1;
        for (int i = 0; i < rank; ++i) {
            int const d = int(X::Layout) == int(Eigen::ColMajor) ? i : rank - 1 - i;
            auto const at = static_cast<std::size_t>(d);
            v.sizes[at] = static_cast<std::ptrdiff_t>(x.dimensions()[at]);
            v.strides[at] = core::signed_size(below);
            below = core::product(below, static_cast<std::size_t>(v.sizes[at]));
        }
        return v;
    }
};

} // namespace actfn
