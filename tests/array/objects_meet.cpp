// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <actfn/engine/placement.hpp>

#include <array>
#include <cstdint>
#include <vector>

// Whether two objects of one shape share an element, beside all their elements.

namespace {

using actfn::engine::placement;

void mark(placement const& p, char const* memory, std::vector<int>& counts) {
    std::array<std::ptrdiff_t, 3> i{};
    for (i[0] = 0; i[0] < p.size[0]; ++i[0]) {
        for (i[1] = 0; i[1] < p.size[1]; ++i[1]) {
            for (i[2] = 0; i[2] < p.size[2]; ++i[2]) {
                std::ptrdiff_t at = p.begin - memory;
                for (int d = 0; d < 3; ++d) at += i[static_cast<std::size_t>(d)] * p.stride[d];
                counts[static_cast<std::size_t>(at)] = 1;
            }
        }
    }
}

} // namespace

TEST_CASE("objects meet where they share an element", "[array]") {
    std::vector<char> const memory(256);
    std::uint32_t state = 1;
    auto const below = [&](int n) {
        state = state * 1664525U + 1013904223U;
        return static_cast<std::ptrdiff_t>((state >> 8) % static_cast<std::uint32_t>(n));
    };
    int meeting = 0;
    for (int trial = 0; trial < 50000; ++trial) {
        placement a;
        a.rank = 3;
        a.flat = false;
        a.begin = memory.data() + 128;
        for (int d = 0; d < 3; ++d) {
            a.size[d] = 1 + below(4);
            a.stride[d] = below(15) - 7;
        }
        placement b = a;
        b.begin += below(41) - 20;
        std::vector<int> of_a(memory.size());
        std::vector<int> of_b(memory.size());
        mark(a, memory.data(), of_a);
        mark(b, memory.data(), of_b);
        bool meets = false;
        for (std::size_t i = 0; i < of_a.size(); ++i)
            meets = meets || (of_a[i] != 0 && of_b[i] != 0);
        meeting += meets ? 1 : 0;
        if (actfn::engine::overlap(a, b) != meets) {
            CAPTURE(a.size[0], a.size[1], a.size[2], a.stride[0], a.stride[1], a.stride[2],
                    b.begin - a.begin);
            CHECK(actfn::engine::overlap(a, b) == meets);
        }
    }
    CHECK(meeting > 10000);
    CHECK(meeting < 40000);
}
