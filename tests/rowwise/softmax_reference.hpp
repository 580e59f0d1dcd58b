// SPDX-License-Identifier: MIT
#pragma once
#include "numbers.hpp"

#include <cmath>
#include <vector>

namespace tests {

inline precise to_precise(long double v) {
    double const hi = static_cast<double>(v);
    if (!std::isfinite(hi)) return {hi, 0};
    long double const rest = v - static_cast<long double>(hi);
    return {hi, static_cast<double>(std::ldexp(rest, -ulp_exponent<double>(hi)))};
}

/// Softmax and its relatives in long double, from their definitions, entries at the maximum
/// counted apart.
struct softmax_reference {
    template <class T> softmax_reference(std::vector<T> const& x, long double temperature) {
        long double m = -infinity<long double>;
        for (T const v : x) m = std::max(m, static_cast<long double>(v));
        long double others = 0;
        int ties = 0;
        for (T const v : x) {
            distance.push_back((m - static_cast<long double>(v)) / temperature);
            exponential.push_back(std::exp(-distance.back()));
            total += exponential.back();
            if (distance.back() == 0) {
                ++ties;
            } else {
                others += exponential.back();
            }
        }
        log_total = std::log1p(static_cast<long double>(ties - 1) + others);
    }
    long double softmax(std::size_t i) const { return exponential[i] / total; }
    long double log_softmax(std::size_t i) const { return -(distance[i] + log_total); }
    /// Without entry i, over the total.
    long double rest(std::size_t i) const {
        long double sum = 0;
        for (std::size_t j = 0; j < exponential.size(); ++j) sum += j == i ? 0 : exponential[j];
        return sum / total;
    }

    std::vector<long double> distance;
    std::vector<long double> exponential;
    long double total = 0;
    long double log_total;
};

/// Where long double is no wider than T the reference is not exact either.
template <class T>
inline constexpr double reference_slack =
    std::numeric_limits<long double>::digits > std::numeric_limits<T>::digits ? 0 : 4;

} // namespace tests
