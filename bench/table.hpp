// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/facts.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <vector>

/// What is measured: one row for each function, member and way to compute it.
namespace actfn::bench {

template <class T> struct arrays {
    std::span<T const> x;
    std::span<T const> gy;
    std::span<T> y;
    std::span<T> dy;
};

/// One pass over all elements. A pointer, so that no measuring code is stamped per function.
template <class T> using loop = void (*)(arrays<T> const&);

struct row {
    std::string function;
    std::string member; // value, derivative, fused, backward, ...
    std::string rival;  // actfn, or what it is measured against
    facts::range interval;
    loop<float> on_float; // null: not measured
    loop<double> on_double;
};

/// All rows of the executable, filled before main.
std::vector<row>& rows();

/// The row, or null.
row const* find_row(std::string const& function, std::string const& member,
                    std::string const& rival);

} // namespace actfn::bench
