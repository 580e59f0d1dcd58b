// SPDX-License-Identifier: MIT
#pragma once
#include "text.hpp"

#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace document {

using namespace text;

/// A row of docs/site/pictures.csv: name; lo; hi; one set of parameters after the other, as
/// "alpha=0.5". The interval and the curves of a function's picture.
struct picture {
    double lo = -5;
    double hi = 5;
    std::vector<string> variants;
};

inline std::vector<string> split_at(string const& text, char separator) {
    std::vector<string> parts;
    std::istringstream in(text);
    for (string part; std::getline(in, part, separator);) parts.push_back(part);
    return parts;
}

inline std::map<string, picture> pictures_of(fs::path const& root) {
    std::map<string, picture> all;
    for (string const& line : split_at(read(root / "docs/site/pictures.csv"), '\n')) {
        if (line.starts_with('#')) continue;
        auto const fields = split_at(line, ';');
        if (fields.size() < 3) throw std::runtime_error("pictures.csv: " + line);
        all[fields[0]] = {
            std::stod(fields[1]), std::stod(fields[2]), {fields.begin() + 3, fields.end()}};
    }
    return all;
}

/// The names and values of "p=1,q=0".
inline std::vector<std::pair<string, double>> assignments(string const& text) {
    std::vector<std::pair<string, double>> all;
    for (string const& one : split_at(text, ',')) {
        std::size_t const equals = one.find('=');
        all.emplace_back(one.substr(0, equals), std::stod(one.substr(equals + 1)));
    }
    return all;
}

inline string assignment(string const& name, double x) {
    std::ostringstream text;
    text << name << '=' << x;
    return text.str();
}

/// The variants of a picture that pictures.csv leaves open: some values of the first parameter
/// around its default. Some may be out of its range.
inline std::vector<string> variants_around(string const& parameter, double standard) {
    std::vector<double> values{-1, -.5, 0, .5, 1};
    if (standard != 0) {
        values = {standard / 4, standard / 2, standard, 2 * standard, 4 * standard};
    }
    std::vector<string> all;
    for (double const x : values) all.push_back(assignment(parameter, x));
    return all;
}

} // namespace document
