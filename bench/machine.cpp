// SPDX-License-Identifier: MIT
#include "machine.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>

namespace actfn::bench {

std::string processor() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
    }
    return "unknown processor";
}

std::string instruction_set() {
#if defined(__AVX512F__)
    return "AVX-512 (16 floats)";
#elif defined(__AVX2__) && defined(__FMA__)
    return "AVX2, FMA (8 floats)";
#elif defined(__AVX__)
    return "AVX (8 floats)";
#elif defined(__SSE2__)
    return "SSE2 (4 floats)";
#elif defined(__ARM_NEON)
    return "NEON (4 floats)";
#else
    return "no vector instructions known";
#endif
}

std::string compiler() {
#if defined(__clang__)
    return "clang " + std::to_string(__clang_major__) + '.' + std::to_string(__clang_minor__) +
           '.' + std::to_string(__clang_patchlevel__);
#elif defined(__GNUC__)
    return "gcc " + std::to_string(__GNUC__) + '.' + std::to_string(__GNUC_MINOR__) + '.' +
           std::to_string(__GNUC_PATCHLEVEL__);
#else
    return "unknown compiler";
#endif
}

double clock_ghz() {
#if defined(__GNUC__) && (defined(__x86_64__) || defined(__aarch64__))
    using clock = std::chrono::steady_clock;
    double best = 0;
    for (int round = 0; round < 20; ++round) {
        constexpr int turns = 20000;
        long sum = 0;
        long const one = 1; // in a register: some processors add constants before they execute
        auto const begin = clock::now();
        for (int i = 0; i < turns; ++i) {
#if defined(__x86_64__)
            asm volatile("add %1, %0\n\tadd %1, %0\n\tadd %1, %0\n\tadd %1, %0\n\t"
                         "add %1, %0\n\tadd %1, %0\n\tadd %1, %0\n\tadd %1, %0"
                         : "+r"(sum)
                         : "r"(one));
#else
            asm volatile("add %0, %0, %1\n\tadd %0, %0, %1\n\tadd %0, %0, %1\n\tadd %0, %0, %1\n\t"
                         "add %0, %0, %1\n\tadd %0, %0, %1\n\tadd %0, %0, %1\n\tadd %0, %0, %1"
                         : "+r"(sum)
                         : "r"(one));
#endif
        }
        std::chrono::duration<double, std::nano> const ns = clock::now() - begin;
        best = std::max(best, 8.0 * turns / ns.count());
    }
    return best;
#else
    return 0;
#endif
}

std::string machine(std::string const& options) {
    char clock[40] = "";
    if (double const ghz = clock_ghz(); ghz > 0)
        std::snprintf(clock, sizeof clock, ", %.2f GHz just now", ghz);
    return "processor:    " + processor() + clock + "\ncompiled for: " + instruction_set() +
           "\ncompiler:     " + compiler() + ' ' + options + '\n';
}

} // namespace actfn::bench
