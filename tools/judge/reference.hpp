// SPDX-License-Identifier: MIT
#pragma once
#include "formulas.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace judge {

/// What is judged: the value, its derivatives by x, and those by the parameters, from `parameter`
/// on.
enum member : int { value, derivative, second, parameter };

/// The true results of a function with its parameters. Precision rises until two of them agree to
/// 80 bits, so that the cancellation of a plain formula does no harm; none where they never do.
class reference {
  public:
    reference(formula const& f, std::vector<double> parameters)
        : formula_(f), parameters_(std::move(parameters)) {}

    using answer = std::optional<real>;
    /// Value and two derivatives by x.
    std::array<answer, 3> operator()(double x, int order = 2) const;
    answer by_parameter(double x, std::size_t i) const;

  private:
    std::array<real, 3> once(double x, int order) const;
    real slope(double x, std::size_t i) const;
    template <std::size_t n, class Once> static std::array<answer, n> settled(Once once);

    formula const& formula_;
    std::vector<double> parameters_;
};

} // namespace judge
