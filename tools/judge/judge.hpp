// SPDX-License-Identifier: MIT
#pragma once
#include "subject.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace judge {

/// How much work is done.
struct effort {
    std::uint64_t stride = 200003; // of the bit patterns of float that MPFR judges
    std::uint64_t scan = 0;        // of those that the results in double judge first; 0: none
    std::size_t doubles = 15000;
};

/// The errors of one member of one function, in ULP.
struct finding {
    subject const* of = nullptr;
    int which = value;
    char const* type = "";
    double stated = 0;
    double worst = 0;
    double at = 0;
    double got = 0;
    std::string right;
    std::size_t points = 0;
    std::size_t undecided = 0; // by the reference
    /// Up to 0.5, 1, 1.5, 2, 3, 4, 8, and more.
    std::size_t histogram[8] = {};

    bool above() const { return worst > stated; }
};

/// The bound of second derivatives and of those by parameters, which state none.
inline constexpr double unstated_bound = 8;

/// The errors of `members` of a subject in T.
template <class T>
std::vector<finding> measure(subject const& s, std::vector<bool> const& members, effort const& e);

/// Prints where the reference differs from the tables of tools/oracle.py, and counts it.
std::size_t unlike_tables(std::string const& folder);

} // namespace judge
