// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace tests {

/// The rows of numbers of a table of 16 columns at most: empty ones are 0. None if there is no
/// file.
inline std::vector<std::array<double, 16>> csv_rows(std::string const& path) {
    std::ifstream file(path);
    std::vector<std::array<double, 16>> rows;
    for (std::string line; std::getline(file, line);) {
        // The line before the numbers names the columns.
        if (line[0] == '#' || std::isalpha(static_cast<unsigned char>(line[0]))) continue;
        std::array<double, 16> columns{};
        char const* at = line.c_str();
        for (double& column : columns) {
            char* end = nullptr;
            column = std::strtod(at, &end);
            at = *end == ',' ? end + 1 : end;
        }
        rows.push_back(columns);
    }
    return rows;
}

} // namespace tests
