// SPDX-License-Identifier: MIT
#pragma once
#include "numbers.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

/// The tables of functions of two numbers (tools/pair_oracle.py).
namespace tests {

struct pair_row {
    double first, second;
    precise numbers[3]; // value and derivatives
    double scale;       // of the last derivative
};

/// `derivatives` of them follow the value.
inline std::vector<pair_row> pair_table(std::string const& path, std::size_t derivatives) {
    std::ifstream file(std::string(ACTFN_TEST_DATA_DIR) + "/" + path + ".csv");
    std::vector<pair_row> rows;
    for (std::string line; std::getline(file, line);) {
        if (line[0] == '#' || std::isalpha(static_cast<unsigned char>(line[0]))) continue;
        double column[9] = {};
        char const* at = line.c_str();
        for (double& c : column) {
            char* end = nullptr;
            c = std::strtod(at, &end);
            at = *end == ',' ? end + 1 : end;
        }
        pair_row row{column[0], column[1], {}, column[4 + 2 * derivatives]};
        for (std::size_t i = 0; i <= derivatives; ++i) {
            row.numbers[i] = {column[2 + 2 * i], column[3 + 2 * i]};
        }
        rows.push_back(row);
    }
    return rows;
}

/// The largest error of a column of numbers, and where.
struct largest_error {
    double ulp = 0;
    std::string where = "nowhere";

    template <class T> void see(T got, precise expected, double scale, pair_row const& row) {
        double const error = ulp_error(got, expected, scale);
        if (error <= ulp) return;
        ulp = error;
        where = "(" + hex(row.first) + ", " + hex(row.second) +
                "): " + hex(static_cast<double>(got)) + ", expected " + hex(expected.hi);
    }
};

} // namespace tests
