// SPDX-License-Identifier: MIT
#pragma once
#include "laws/subject.hpp"

#include <array>
#include <vector>

/// The tables of exact numbers in tests/data (tools/*oracle.py).
namespace tests {

/// The rows of data/path.csv, of 16 columns at most: empty ones are 0. None if there is no file.
std::vector<std::array<double, 16>> csv(std::string const& path);

/// What a real function gives for its one or two inputs.
struct table_row {
    std::array<double, 2> in;
    std::array<precise, 3> out;    // value and derivatives
    std::array<double, 3> scale{}; // their errors are relative to it, or to the number if larger
};

/// The rows whose inputs are numbers of the subject's type.
template <class T> std::vector<table_row> table(subject<T> const& s);

/// A number of which the error of the value of a loss is a part, if it cancels.
double cancelling_in_value(actfn::facts const& facts, double x, double t);

} // namespace tests
