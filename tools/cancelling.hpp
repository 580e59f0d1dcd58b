// SPDX-License-Identifier: MIT
#pragma once
#include "../tests/formula.hpp"
#include "../tests/settings.hpp"
#include <actfn/core/facts.hpp>

#include <cmath>
#include <string_view>
#include <vector>

namespace document {

/// Of value, derivative and second derivative the terms that cancel beside a root, as the facts
/// state them.
class cancelling_terms {
  public:
    template <class K> cancelling_terms(actfn::facts const& facts, K const& kernel) {
        std::string_view const texts[] = {facts.cancelling_value, facts.cancelling,
                                          facts.cancelling_second};
        for (int m : {0, 1, 2}) {
            if (texts[m].empty()) continue;
            tests::set_parameters(terms_[m].emplace_back(texts[m]), kernel);
        }
    }

    /// Whether there are some of value (0), derivative (1) or second derivative (2).
    bool are_in(int member) const { return !terms_[member].empty(); }
    /// Their size at x: an error counts in units of the result or, where that is larger, of this.
    double operator()(int member, double x) {
        if (!are_in(member)) return 0;
        auto& term = terms_[member].front();
        term.set("x", x);
        double const size = std::abs(term());
        return std::isnan(size) ? 0 : size;
    }

  private:
    std::vector<tests::formula<double>> terms_[3];
};

} // namespace document
