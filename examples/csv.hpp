// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <cstddef>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// Comma-separated numbers without a header.
namespace csv {

/// What is wrong with a file, and where; rows and columns count from 1.
class error : public std::runtime_error {
  public:
    error(std::string const& path, std::size_t row, std::size_t column, std::string const& what)
        : std::runtime_error(path + ", row " + std::to_string(row) + ", column " +
                             std::to_string(column) + ": " + what) {}
};

/// What was found, in quotes and on one line.
inline std::string quoted(std::string_view field) {
    constexpr std::size_t most = 20;
    std::string text(field.substr(0, most));
    for (char& c : text) {
        if (c < ' ' || c > '~') c = '?';
    }
    return '\'' + text + (field.size() > most ? "...'" : "'");
}

template <class T> struct table {
    std::size_t columns = 0;
    std::vector<T> values;

    std::size_t rows() const { return values.size() / columns; }
    T const& operator()(std::size_t row, std::size_t column) const {
        return values[row * columns + column];
    }
};

/// Reads a file of at least `rows` rows, each of exactly `columns` numbers.
template <class T> table<T> read(std::string const& path, std::size_t rows, std::size_t columns) {
    std::ifstream file(path);
    if (!file) throw error(path, 1, 1, "the file cannot be opened");

    table<T> result{columns, {}};
    result.values.reserve(rows * columns);
    std::string line;
    std::size_t row = 0;
    while (std::getline(file, line)) {
        ++row;
        std::string_view rest = line;
        if (rest.ends_with('\r')) rest.remove_suffix(1);
        for (std::size_t column = 1; column <= columns; ++column) {
            auto const comma = rest.find(',');
            auto const field = rest.substr(0, comma);
            T value{};
            auto const [end, failure] =
                std::from_chars(field.data(), field.data() + field.size(), value);
            if (failure == std::errc::result_out_of_range) {
                throw error(path, row, column, quoted(field) + " is out of range");
            }
            if (failure != std::errc{} || end != field.data() + field.size()) {
                throw error(path, row, column, quoted(field) + " is not a number");
            }
            result.values.push_back(value);

            bool const last = comma == std::string_view::npos;
            if (last && column < columns) {
                throw error(path, row, column + 1,
                            "missing, a row has " + std::to_string(columns) + " numbers");
            }
            if (!last && column == columns) {
                throw error(path, row, column + 1,
                            "one too many, a row has " + std::to_string(columns) + " numbers");
            }
            rest.remove_prefix(last ? rest.size() : comma + 1);
        }
    }
    if (file.bad()) throw error(path, row + 1, 1, "the file cannot be read");
    if (row < rows) {
        throw error(path, row + 1, 1,
                    "missing, at least " + std::to_string(rows) + " rows are needed");
    }
    return result;
}

} // namespace csv
