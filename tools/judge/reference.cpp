// SPDX-License-Identifier: MIT
#include "reference.hpp"

namespace judge {

namespace {

constexpr mpfr_exp_t tiny = -1300; // 2^tiny: far below all doubles

/// Two roundings of one number tell that number. A zero may be a difference in which all digits
/// cancelled: it counts where something was less than MPFR can hold, and at the last.
bool agree(real const& a, real const& b, bool zero_counts) {
    if (b.is_nan() || a.is_nan()) return false;
    if (b.exact()) return true;
    if (a.is_inf() || b.is_inf()) return a.is_inf() && b.is_inf() && a.sign() == b.sign();
    if (a.is_zero() || b.is_zero()) {
        bool const nothing = (a.is_zero() || a.exponent() < tiny) && //
                             (b.is_zero() || b.exponent() < tiny);
        return zero_counts && nothing;
    }
    if (a.exponent() < tiny && b.exponent() < tiny) return true;
    real const difference = a - b;
    return difference.is_zero() || difference.exponent() < b.exponent() - 80;
}

/// A parameter of a formula. The nearest doubles of a third and a sixth, defaults, mean these.
taylor exactly(double p) {
    for (int const part : {3, 6}) {
        if (p == 1.0 / part) return real(1) / real(part);
    }
    return p;
}

std::vector<taylor> exactly(std::vector<double> const& parameters) {
    std::vector<taylor> all;
    for (double const p : parameters) all.push_back(exactly(p));
    return all;
}

} // namespace

template <std::size_t n, class Once>
std::array<reference::answer, n> reference::settled(Once once) {
    std::array<answer, n> found;
    // A product of two doubles is exact in all of these, so that no kink is missed.
    constexpr mpfr_prec_t precisions[] = {128, 320, 1100, 3300};
    for (mpfr_prec_t const bits : precisions) {
        real::bits = bits;
        std::array<real, n> const rough = once();
        bool done = true;
        for (std::size_t i = 0; i < n; ++i) {
            if (!found[i] && rough[i].exact() && !rough[i].is_nan()) found[i] = rough[i];
            done = done && found[i];
        }
        if (done) break;
        real::bits = bits + 40;
        mpfr_clear_underflow();
        std::array<real, n> const fine = once();
        bool const zero_counts = mpfr_underflow_p() != 0 || bits == precisions[3];
        done = true;
        for (std::size_t i = 0; i < n; ++i) {
            if (!found[i] && agree(rough[i], fine[i], zero_counts)) found[i] = fine[i];
            done = done && found[i];
        }
        if (done) break;
    }
    real::bits = 128;
    return found;
}

std::array<real, 3> reference::once(double x, int order) const {
    std::vector<taylor> const p = exactly(parameters_);
    taylor::order = formula_.surrogate == nullptr ? order : 0;
    taylor y = formula_.value(taylor::variable(x), p.data());
    if (formula_.surrogate != nullptr) {
        taylor::order = order - 1;
        taylor dy = formula_.surrogate(taylor::variable(x), p.data());
        return {y.v, dy.v, dy.d1};
    }
    return {y.v, y.d1, y.d2};
}

real reference::slope(double x, std::size_t i) const {
    std::vector<taylor> p = exactly(parameters_);
    p[i].d1 = real(1);
    taylor::order = 1;
    return formula_.value(taylor(x), p.data()).d1;
}

std::array<reference::answer, 3> reference::operator()(double x, int order) const {
    return settled<3>([&] { return once(x, order); });
}
reference::answer reference::by_parameter(double x, std::size_t i) const {
    return settled<1>([&] { return std::array{slope(x, i)}; })[0];
}

} // namespace judge
