// SPDX-License-Identifier: MIT
#pragma once
#include <string>

/// Where and how a benchmark was compiled and runs: without this its numbers say nothing.
namespace actfn::bench {

/// "AMD EPYC 7B13", as the system calls it.
std::string processor();

/// The vector instructions that this program was compiled for: "AVX2, FMA (8 floats)".
std::string instruction_set();

/// "gcc 12.2.0".
std::string compiler();

/// Gigahertz just now, by the time of a chain of additions, each of one cycle; 0 where unknown.
double clock_ghz();

/// All of it in lines of text. `options` is what the build file passed to the compiler.
std::string machine(std::string const& options);

} // namespace actfn::bench
