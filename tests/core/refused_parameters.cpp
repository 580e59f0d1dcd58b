// SPDX-License-Identifier: MIT
#include "refused_parameters.hpp"

#include "catch.hpp"

#include <cmath>
#include <limits>

namespace tests {

void check_refused_parameters(std::string const& name, std::size_t parameters, void const* f,
                              parameter_trial trial) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    for (double const wrong : {std::numeric_limits<double>::quiet_NaN(), infinity, -infinity}) {
        for (std::size_t p = 0; p < parameters; ++p) {
            reply const got = trial(f, p, wrong);
            if (got.is_integer) continue;
            INFO(name << ", parameter " << p << " = " << wrong << ": " << got.text);
            if (std::isnan(wrong) || !got.may_be_infinite) {
                CHECK(got.text.find("actfn::" + name + ": ") == 0);
                CHECK(got.text.find(std::isnan(wrong) ? " = nan must" : "inf must") !=
                      got.text.npos);
            } else { // refused on one side at most
                CHECK((got.text.empty() || got.text.find("inf") != got.text.npos));
                CHECK((got.text.empty() || trial(f, p, -wrong).text.empty()));
            }
        }
    }
}

} // namespace tests
