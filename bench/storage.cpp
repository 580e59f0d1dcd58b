// SPDX-License-Identifier: MIT
//
// Elements of 16 bits, which are computed as floats: rows "half" and "bfloat16".
#include "table.hpp"
#include <actfn/array.hpp>
#include <actfn/pointwise/relu.hpp>
#include <actfn/pointwise/silu.hpp>

#include <cstdint>
#include <vector>

namespace actfn::bench {
namespace {

template <auto const& f, auto as> void run(arrays<float> const& a) {
    static std::vector<std::uint16_t> x, y;
    if (x.size() != a.x.size()) {
        x.resize(a.x.size());
        y.resize(a.x.size());
        for (std::size_t i = 0; i < x.size(); ++i) // within 2 of 0, in both formats
            x[i] = static_cast<std::uint16_t>((i % 2 << 15) | (0x3800 + i * 37 % 0x780));
    }
    forward(f, as(std::span<std::uint16_t const>(x)), as(std::span<std::uint16_t>(y)));
}

template <auto const& f> bool list(std::string const& function) {
    constexpr auto half = [](auto a) { return as_half(a); };
    constexpr auto bfloat16 = [](auto a) { return as_bfloat16(a); };
    rows().push_back({function, "half", "actfn", {-8, 8}, run<f, half>, nullptr});
    rows().push_back({function, "bfloat16", "actfn", {-8, 8}, run<f, bfloat16>, nullptr});
    return true;
}

[[maybe_unused]] bool const listed = list<relu>("relu") && list<silu>("silu");

} // namespace
} // namespace actfn::bench
