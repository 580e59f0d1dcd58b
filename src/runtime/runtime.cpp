// SPDX-License-Identifier: MIT
#include "set.hpp"
#include "sets.hpp"
#include <actfn/any/compiled.hpp>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <initializer_list>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

// Which instruction set runs: the best of those compiled that the processor has and whose registers
// the operating system keeps, or the one that the environment names in ACTFN_ARCH.

#define ACTFN_DECLARE(set) extern "C" actfn::tables::instruction_set const set;
ACTFN_RUNTIME_SETS(ACTFN_DECLARE)

namespace {

#if defined(__x86_64__)
std::uint64_t kept_registers() noexcept {
    std::uint32_t low = 0;
    std::uint32_t high = 0;
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return static_cast<std::uint64_t>(high) << 32 | low;
}

/// The level of x86-64 that programs may use: 1, 3 or 4.
int level() noexcept {
    unsigned a = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    auto const has = [](unsigned bits, std::initializer_list<int> wanted) {
        for (int const bit : wanted) {
            if ((bits >> bit & 1U) == 0) return false;
        }
        return true;
    };
    // FMA, MOVBE, OSXSAVE, AVX, F16C; LZCNT; BMI1, AVX2, BMI2.
    if (__get_cpuid(1, &a, &b, &c, &d) == 0 || !has(c, {12, 22, 27, 28, 29})) return 1;
    if (__get_cpuid(0x80000001U, &a, &b, &c, &d) == 0 || !has(c, {5})) return 1;
    if (__get_cpuid_count(7, 0, &a, &b, &c, &d) == 0 || !has(b, {3, 5, 8})) return 1;
    std::uint64_t const kept = kept_registers();
    if ((kept & 0x6U) != 0x6U) return 1;
    // AVX-512 F, DQ, CD, BW, VL; opmask registers, and both halves of zmm.
    bool const wide = has(b, {16, 17, 28, 30, 31}) && (kept & 0xe6U) == 0xe6U;
    return wide ? 4 : 3;
}
bool runs(char const* name) noexcept {
    static int const known = level();
    if (std::strcmp(name, "x86_64_v4") == 0) return known >= 4;
    if (std::strcmp(name, "x86_64_v3") == 0) return known >= 3;
    return true;
}
#else
bool runs(char const*) noexcept { return true; }
#endif

actfn::tables::instruction_set const& chosen() noexcept {
    static actfn::tables::instruction_set const& set = []() -> auto const& {
        // The best is the last.
        actfn::tables::instruction_set const* best = nullptr;
        char const* const wanted = std::getenv("ACTFN_ARCH");
        bool found = false;
        auto const consider = [&](actfn::tables::instruction_set const& s) {
            if (found || !runs(s.name)) return;
            best = &s;
            found = wanted != nullptr && std::strcmp(s.name, wanted) == 0;
        };
#define ACTFN_CONSIDER(set) consider(set);
        ACTFN_RUNTIME_SETS(ACTFN_CONSIDER)
        return *best;
    }
    ();
    return set;
}

} // namespace

extern "C" ACTFN_RUNTIME_EXPORT actfn::tables::backend const*
ACTFN_RUNTIME_BACKEND(std::size_t size_of_element) {
    return size_of_element == sizeof(float) ? chosen().of_float : chosen().of_double;
}
