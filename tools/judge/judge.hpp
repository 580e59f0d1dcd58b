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
    std::uint64_t scan = 0;        // of those that the path in double judges first; 0: none
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

/// The bound of derivatives that state none.
template <class T> double unstated_bound();

/// The errors of `members` of a subject in T.
template <class T>
std::vector<finding> measure(subject const& s, std::vector<bool> const& members, effort const& e);

} // namespace judge
