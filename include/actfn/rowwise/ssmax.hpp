// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/power.hpp>
#include <actfn/math/softmax_rows.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// ssmax(x) = softmax(s·log(n)·x), n the length of the row, s = `scale`: attention that does not
/// fade where rows are long. gxᵢ = s·log(n)·yᵢ·(gᵢ − Σ yⱼgⱼ), ∂L/∂s = Σ gxᵢxᵢ/s. A row of one
/// finite entry is 1. Special values as in softmax.
template <class P = double> struct ssmax {
    static constexpr actfn::facts facts{
        .name = "ssmax",
        .formula = "exp(scale * log(n) * x) / sum(exp(scale * log(n) * x))",
        .derivative = "scale * log(n) * y * (g - sum(y * g))",
        .source = "Nakanishi 2025, arXiv:2501.19399",
        .lower = 0,
        .upper = 1,
        .max_ulp = {.value = 3.5, .derivative = 5}};

    P scale{1};

    constexpr void check() const {
        core::require(scale > 0, facts.name, "scale", scale, "greater than", 0);
    }

    template <class Row, class T>
    ACTFN_INLINE void forward(Row const& row, math::line<T const> x, math::line<T> y) const {
        softmax_of(row.size()).forward(row, x, y);
    }
    template <class Row, class T>
    ACTFN_INLINE void backward(Row const& row, math::line<T const> x, math::line<T const> gy,
                               math::line<T> gx) const {
        softmax_of(row.size()).backward(row, x, gy, gx);
    }
    template <class Row, class T>
    ACTFN_INLINE void backward_from_output(Row const& row, math::line<T const> y,
                                           math::line<T const> gy, math::line<T> gx) const {
        softmax_of(row.size()).backward_from_output(row, y, gy, gx);
    }
    template <class Row, class T>
    ACTFN_INLINE auto parameter_gradients(Row const& row, math::line<T const> x,
                                          math::line<T const>, math::line<T const> gx) const {
        using V = typename Row::value_type;
        return ssmax<V>{
            -math::temperature_gradient<math::itself>(row, x, gx, static_cast<double>(scale))};
    }

  private:
    /// The temperature is 1/(s·log n), with its rounding error, which e^ would magnify.
    math::softmax_rows<> softmax_of(std::size_t n) const {
        if (n < 2) return {};
        auto const s = static_cast<double>(scale);
        auto const log = math::log_in_two_parts(static_cast<double>(n));
        auto const product = math::two_product(s, log.hi);
        double const factor = product.hi + (product.lo + s * log.lo);
        double const rest = (product.hi - factor) + (product.lo + s * log.lo);
        double const temperature = 1 / factor;
        auto const one = math::two_product(temperature, factor);
        return {temperature, ((1 - one.hi) - one.lo - temperature * rest) / factor};
    }
};

} // namespace kernel

inline constexpr function<kernel::ssmax<>> ssmax{};

} // namespace actfn
