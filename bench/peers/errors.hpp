// SPDX-License-Identifier: MIT
#pragma once
#include "peers.hpp"

#include <optional>

namespace peers {

/// Errors in ULP: units in the last place of T at the true result.
struct errors {
    double largest;
    double median;
};

/// Fixed inputs and the true results of a function, or of its derivative: half of them within ±20,
/// a quarter in the tails, a quarter tiny. Subnormal results, which some libraries replace by 0, do
/// not count, nor do roots of derivatives. For rows: 64 rows of `columns`.
template <class T> class sample {
  public:
    sample(std::string_view function, bool backward, std::size_t columns);
    /// What the library makes of it; none where it lacks the function.
    std::optional<errors> measure(prepared (*of)(task<T> const&)) const;

  private:
    void draw_numbers();
    void draw_rows(std::size_t columns);

    std::string_view function_;
    bool backward_;
    std::size_t columns_;
    std::vector<T> x_, gy_, fx_;
    std::vector<long double> truth_; // NaN: does not count
    std::vector<long double> unit_;
};

} // namespace peers
