// SPDX-License-Identifier: MIT
#pragma once
#include "laws/subject.hpp"
#include "settings.hpp"

namespace tests {

/// Value, derivatives and the term that cancels in the last of them, as the facts state them.
struct stated_formulas {
    std::vector<formula<double>> all;

    template <class F> explicit stated_formulas(F const& f) {
        actfn::facts const facts = f.facts();
        auto const text = [](std::string_view t) { return t.empty() ? "0" : t; };
        all = formula<double>::list(text(facts.derivative));
        all.emplace(all.begin(), facts.formula);
        all.emplace_back(text(facts.cancelling));
        for (auto& each : all) set_parameters(each, f.kernel());
    }
};

/// Facts of a function of two inputs with any parameters: bounds of its errors in float against
/// double, formulas, range and shape.
void check_claims(subject<float> const& s, stated_formulas formulas);

/// Prints the largest errors in float against double, of many more inputs.
void report_claims(subject<float> const& s, stated_formulas formulas);

/// Facts of a complex function with any parameters: bounds of its errors in float against double,
/// range and symmetries, no more and no less than it has.
void check_claims(subject<std::complex<float>> const& s);

} // namespace tests
