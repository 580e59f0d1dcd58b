// SPDX-License-Identifier: MIT
#pragma once
#include "real.hpp"

namespace judge {

/// A number with its first two derivatives in one direction: in x, or in a parameter. Formulas
/// of these are formulas of the derivatives too.
struct taylor {
    /// How many derivatives are wanted.
    static inline thread_local int order = 2;

    real v{}, d1{}, d2{};

    taylor() = default;
    taylor(double constant) : v(constant) {}          // NOLINT: numbers are formulas
    taylor(real constant) : v(std::move(constant)) {} // NOLINT
    taylor(real value, real first, real second)
        : v(std::move(value)), d1(std::move(first)), d2(std::move(second)) {}

    /// The variable in which derivatives are taken.
    static taylor variable(double x) { return {real(x), real(1), real()}; }
    bool constant() const { return d1.exactly_zero() && d2.exactly_zero(); }

    taylor operator-() const { return {-v, -d1, -d2}; }
    friend taylor operator+(taylor const& a, taylor const& b) {
        return {a.v + b.v, a.d1 + b.d1, a.d2 + b.d2};
    }
    friend taylor operator-(taylor const& a, taylor const& b) {
        return {a.v - b.v, a.d1 - b.d1, a.d2 - b.d2};
    }
    friend taylor operator*(taylor const& a, taylor const& b) {
        taylor r(a.v * b.v);
        if (order > 0) r.d1 = a.d1 * b.v + a.v * b.d1;
        if (order > 1) r.d2 = a.d2 * b.v + (a.d1 * b.d1).scaled(1) + a.v * b.d2;
        return r;
    }
    friend taylor operator/(taylor const& a, taylor const& b) {
        taylor r(a.v / b.v);
        if (order > 0) r.d1 = (a.d1 - r.v * b.d1) / b.v;
        if (order > 1) r.d2 = (a.d2 - (r.d1 * b.d1).scaled(1) - r.v * b.d2) / b.v;
        return r;
    }
    friend bool operator<(taylor const& a, taylor const& b) { return a.v < b.v; }
    friend bool operator>(taylor const& a, taylor const& b) { return a.v > b.v; }
    friend bool operator<=(taylor const& a, taylor const& b) { return a.v <= b.v; }
    friend bool operator>=(taylor const& a, taylor const& b) { return a.v >= b.v; }
};

/// g(u) by the derivatives of g at u, each a function without arguments.
template <class First, class Second>
taylor chain(taylor const& u, real value, First first, Second second) {
    taylor r(std::move(value));
    if (taylor::order == 0 || u.constant()) return r;
    real const slope = first();
    r.d1 = slope * u.d1;
    if (taylor::order > 1) r.d2 = second() * (u.d1 * u.d1) + slope * u.d2;
    return r;
}

inline taylor exp(taylor const& u) {
    real const y = exp(u.v);
    auto const self = [&] { return y; };
    return chain(u, y, self, self);
}
inline taylor expm1(taylor const& u) {
    auto const slope = [&] { return exp(u.v); };
    return chain(u, expm1(u.v), slope, slope);
}
inline taylor log(taylor const& u) {
    return chain(
        u, log(u.v), [&] { return real(1) / u.v; }, [&] { return real(-1) / (u.v * u.v); });
}
inline taylor log1p(taylor const& u) {
    return chain(
        u, log1p(u.v), [&] { return real(1) / (real(1) + u.v); },
        [&] { return real(-1) / ((real(1) + u.v) * (real(1) + u.v)); });
}
inline taylor sqrt(taylor const& u) {
    real const y = sqrt(u.v);
    return chain(
        u, y, [&] { return real(1) / y.scaled(1); },
        [&] { return real(-1) / (y * u.v).scaled(2); });
}
inline taylor sin(taylor const& u) {
    return chain(
        u, sin(u.v), [&] { return cos(u.v); }, [&] { return -sin(u.v); });
}
inline taylor cos(taylor const& u) {
    return chain(
        u, cos(u.v), [&] { return -sin(u.v); }, [&] { return -cos(u.v); });
}
inline taylor sinh(taylor const& u) {
    return chain(
        u, sinh(u.v), [&] { return cosh(u.v); }, [&] { return sinh(u.v); });
}
inline taylor tanh(taylor const& u) {
    real const y = tanh(u.v);
    auto const slope = [&] {
        real const c = cosh(u.v);
        return real(1) / (c * c);
    };
    return chain(u, y, slope, [&] { return (-y * slope()).scaled(1); });
}
inline taylor atan(taylor const& u) {
    auto const slope = [&] { return real(1) / (real(1) + u.v * u.v); };
    return chain(u, atan(u.v), slope, [&] { return (-u.v * slope() * slope()).scaled(1); });
}
inline taylor asinh(taylor const& u) {
    auto const slope = [&] { return real(1) / sqrt(real(1) + u.v * u.v); };
    return chain(u, asinh(u.v), slope, [&] { return -u.v * slope() * slope() * slope(); });
}
inline taylor atanh(taylor const& u) {
    auto const slope = [&] { return real(1) / ((real(1) - u.v) * (real(1) + u.v)); };
    return chain(u, atanh(u.v), slope, [&] { return (u.v * slope() * slope()).scaled(1); });
}
inline taylor erf(taylor const& u) {
    auto const slope = [&] { return real(2) / sqrt(real::pi()) * exp(-(u.v * u.v)); };
    return chain(u, erf(u.v), slope, [&] { return (-u.v * slope()).scaled(1); });
}
inline taylor erfc(taylor const& u) {
    auto const slope = [&] { return real(-2) / sqrt(real::pi()) * exp(-(u.v * u.v)); };
    return chain(u, erfc(u.v), slope, [&] { return (-u.v * slope()).scaled(1); });
}
inline taylor logistic(taylor const& u) {
    auto const slope = [&] { return logistic(u.v) * logistic(-u.v); };
    return chain(u, logistic(u.v), slope, [&] { return -slope() * tanh(u.v.scaled(-1)); });
}
inline taylor softplus(taylor const& u) {
    return chain(
        u, softplus(u.v), [&] { return logistic(u.v); },
        [&] { return logistic(u.v) * logistic(-u.v); });
}

/// Kinks belong to the side on which the slope is 0, and |x| has the slope 0 at 0.
inline taylor abs(taylor const& u) {
    if (u.v.sign() > 0) return u;
    return u.v.sign() < 0 ? -u : taylor(abs(u.v));
}
inline taylor sgn(taylor const& u) { return u.v.sign(); }
inline taylor nint(taylor const& u) { return nint(u.v); }
inline taylor clamp(taylor const& u, taylor const& lo, taylor const& hi) {
    return u <= lo ? lo : u >= hi ? hi : u;
}
inline taylor relu(taylor const& u) { return u > 0 ? u : taylor(0); }
inline taylor square(taylor const& u) { return u * u; }
inline taylor pi() { return real::pi(); }
inline taylor normal_cdf(taylor const& u) { return erfc(-u / sqrt(taylor(2))) / 2; }
inline taylor normal_density(taylor const& u) {
    return exp(-square(u) / 2) / sqrt(taylor(2) * pi());
}

/// u^p, u >= 0.
inline taylor pow(taylor const& u, taylor const& p) {
    taylor r = chain(
        u, pow(u.v, p.v), [&] { return p.v * pow(u.v, p.v - real(1)); },
        [&] { return p.v * (p.v - real(1)) * pow(u.v, p.v - real(2)); });
    bool const vanishes = u.v.is_zero() && p.v.sign() > 0; // as x^p·log x does
    if (!p.constant() && !vanishes) r.d1 = r.d1 + r.v * log(u.v) * p.d1;
    return r;
}

} // namespace judge
