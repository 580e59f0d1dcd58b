// SPDX-License-Identifier: MIT
// Where x and f(x) are ordinary numbers, so is what stands between: a subnormal operand or result
// costs some hundred cycles on Intel's processors.
#include "catch.hpp"
#include <actfn/core/config.hpp>

#if defined(__SSE2__) && defined(__FMA__)
#include "assists.hpp"
#include <actfn/pointwise.hpp>

#include <string>

namespace {

/// Members of one function that still need assists, and why.
struct exemption {
    std::string_view function;
    std::string_view members; // "" for all
    std::string_view why;
};

constexpr std::string_view algebraic_tail = "1/x or 1/x² is subnormal, or 0, far out";

constexpr exemption exemptions[] = {
    {"algebraic", "", algebraic_tail},
};

} // namespace
#else
TEST_CASE("no assists", "[.pointwise]") { SUCCEED("MXCSR is x86's; products are rounded apart without FMA"); }
#endif
