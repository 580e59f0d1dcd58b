// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/tanhshrink.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// tanhshrink(x) = x − tanh(x), x³/3 near 0, where the difference would have no correct digit;
/// tanhshrink′(x) = tanh²(x).
struct tanhshrink {
    static constexpr actfn::facts facts{.name = "tanhshrink",
                                        .aliases = "tanh_shrink",
                                        .formula = "x - tanh(x)",
                                        .derivative = "tanh(x)**2",
                                        .source = "PyTorch, torch.nn.Tanhshrink",
                                        .odd = true,
                                        .max_ulp = {.value = 3.5, .derivative = 5},
                                        .interval = {-60, 60}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const t = math::tanh(x);
        V const y = t.numerator / t.denominator;
        return {.value = math::tanhshrink(x, t), .derivative = y * y};
    }
};

} // namespace kernel

inline constexpr function<kernel::tanhshrink> tanhshrink{};
inline constexpr auto& tanh_shrink = tanhshrink;

} // namespace actfn
