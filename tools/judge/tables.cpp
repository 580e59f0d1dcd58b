// SPDX-License-Identifier: MIT
#include "../../tests/csv.hpp"
#include "judge.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <stdexcept>

namespace judge {

namespace {

/// hi + rest·ulp(hi), as tools/oracle.py writes it to 1e-4, and `tolerance` of max(|hi|, 1).
bool same(double hi, double rest, reference::answer const& found, double tolerance) {
    if (!found) return false;
    if (std::isinf(hi)) return found->to_double() == hi;
    int const unit = hi == 0 ? -1074 : std::max(std::ilogb(hi) - 52, -1074);
    double const left = (*found - real(hi)).scaled(-unit).to_double();
    double const allowed = std::ldexp(tolerance * std::max(std::abs(hi), 1.0), -unit);
    return std::abs(left - rest) <= 1e-3 + allowed;
}

std::size_t differences(subject const& s, std::string const& folder) {
    // The doubles next to their constants are in the tables: of selu, and of gelu_tanh's
    // derivative.
    double const tolerance = s.name == "selu" || s.name == "gelu_tanh" ? 1e-15 : 0;
    reference const truth(formula_of(s.name), s.parameters);
    auto const rows = tests::csv_rows(folder + "/" + s.name + ".csv");
    if (rows.empty()) throw std::runtime_error("no table of " + s.name + " in " + folder);
    std::size_t wrong = 0;
    for (auto const& columns : rows) {
        auto const found = truth(columns[0], derivative);
        for (int m : {value, derivative}) {
            std::size_t const i = static_cast<std::size_t>(m);
            if (same(columns[2 * i + 1], columns[2 * i + 2], found[i], tolerance)) continue;
            ++wrong;
            std::printf("%s, %s at x = %.17g: %s, the table says %.17g and %g ulp\n",
                        s.name.c_str(), m == value ? "value" : "derivative", columns[0],
                        found[i] ? std::to_string(found[i]->to_double()).c_str() : "undecided",
                        columns[2 * i + 1], columns[2 * i + 2]);
        }
    }
    return wrong;
}

} // namespace

std::size_t unlike_tables(std::string const& folder) {
    std::size_t wrong = 0;
    for (subject const& s : subjects()) {
        if (s.setting.empty()) wrong += differences(s, folder);
    }
    return wrong;
}

} // namespace judge
