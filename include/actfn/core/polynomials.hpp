// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/config.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>

/// Polynomials in double, for facts of rational functions.
namespace actfn::inline ACTFN_ABI::core {

/// c[0] + c[1]·x + ...
struct polynomial {
    static constexpr std::size_t room = 16;

    std::array<double, room> c{};
    std::size_t degree = 0; // what lies above it is 0

    constexpr double operator()(double x) const noexcept {
        double sum = 0;
        for (std::size_t i = degree + 1; i-- > 0;) sum = sum * x + c[i];
        return sum;
    }
    constexpr polynomial derivative() const noexcept {
        polynomial d;
        d.degree = degree == 0 ? 0 : degree - 1;
        for (std::size_t i = 0; i < degree; ++i) d.c[i] = static_cast<double>(i + 1) * c[i + 1];
        return d;
    }
    /// x^degree times that of 1/x.
    constexpr polynomial reversed() const noexcept {
        polynomial r;
        r.degree = degree;
        for (std::size_t i = 0; i <= degree; ++i) r.c[i] = c[degree - i];
        return r;
    }
    /// p(−x).
    constexpr polynomial mirrored() const noexcept {
        polynomial m = *this;
        for (std::size_t i = 1; i <= degree; i += 2) m.c[i] = -c[i];
        return m;
    }
    /// The same, its degree that of the last coefficient that is not 0.
    constexpr polynomial trimmed() const noexcept {
        polynomial t = *this;
        while (t.degree > 0 && t.c[t.degree] == 0) --t.degree;
        return t;
    }
    friend constexpr polynomial operator*(polynomial const& a, polynomial const& b) noexcept {
        polynomial product;
        product.degree = a.degree + b.degree;
        for (std::size_t i = 0; i <= a.degree; ++i) {
            for (std::size_t j = 0; j <= b.degree; ++j) product.c[i + j] += a.c[i] * b.c[j];
        }
        return product;
    }
    /// a + factor·b.
    friend constexpr polynomial plus(polynomial const& a, double factor,
                                     polynomial const& b) noexcept {
        polynomial sum;
        sum.degree = (std::max)(a.degree, b.degree);
        for (std::size_t i = 0; i <= sum.degree; ++i) sum.c[i] = a.c[i] + factor * b.c[i];
        return sum;
    }
};

/// Where a polynomial changes its sign between 0 and 1, ascending.
struct sign_changes {
    std::array<double, polynomial::room> at{};
    std::size_t count = 0;

    /// Between two roots of the derivative there is one at most.
    constexpr explicit sign_changes(polynomial const& p) noexcept {
        if (p.degree == 0) return;
        sign_changes const turns(p.derivative());
        double from = 0;
        for (std::size_t i = 0; i <= turns.count; ++i) {
            double const to = i < turns.count ? turns.at[i] : 1;
            if ((p(from) < 0 && p(to) > 0) || (p(from) > 0 && p(to) < 0)) {
                at[count++] = between(p, from, to);
            }
            from = to;
        }
    }

  private:
    static constexpr double between(polynomial const& p, double from, double to) noexcept {
        bool const rises = p(to) > 0;
        for (int i = 0; i < 52; ++i) {
            double const middle = from / 2 + to / 2;
            ((p(middle) > 0) == rises ? to : from) = middle;
        }
        return from / 2 + to / 2;
    }
};

/// use(x) for every x > 0 where a polynomial changes its sign.
template <class Use> constexpr void at_sign_changes(polynomial const& p, Use use) {
    polynomial const t = p.trimmed();
    sign_changes const inner(t);
    for (std::size_t i = 0; i < inner.count; ++i) use(inner.at[i]);
    if (t(1) == 0) use(1.0);
    sign_changes const outer(t.reversed());
    for (std::size_t i = 0; i < outer.count; ++i) use(1 / outer.at[i]);
}

/// p/qᵐ for x ≥ 0, where q is positive.
struct rational {
    polynomial p;
    polynomial q{{1}, 0};
    int m = 1;

    constexpr double value(double x) const noexcept {
        bool const inner = x <= 1;
        double ratio = inner ? p(x) : p.reversed()(1 / x);
        double const divisor = inner ? q(x) : q.reversed()(1 / x);
        for (int i = 0; i < m; ++i) ratio /= divisor;
        for (int i = excess(); !inner && i > 0; --i) ratio *= x;
        for (int i = excess(); !inner && i < 0; ++i) ratio /= x;
        return ratio;
    }
    constexpr rational derivative() const noexcept {
        polynomial const rise = p.derivative() * q;
        return {plus(rise, -m, p * q.derivative()).trimmed(), q, m + 1};
    }
    /// The limits of the value and of the derivative for x → ∞.
    constexpr double limit() const noexcept { return at_end(0); }
    constexpr double limit_of_derivative() const noexcept {
        return p.degree + q.degree == 0 ? 0 : at_end(1);
    }
    /// use(f(x)) at 0, ∞ and where the derivative changes its sign.
    template <class Use> constexpr void at_extremes(Use use) const {
        use(value(0));
        use(limit());
        core::at_sign_changes(derivative().p, [&](double x) { use(value(x)); });
    }

  private:
    constexpr int excess() const noexcept {
        return static_cast<int>(p.degree) - m * static_cast<int>(q.degree);
    }
    /// The limit of f/xⁿ.
    constexpr double at_end(int n) const noexcept {
        constexpr double infinity = std::numeric_limits<double>::infinity();
        double ratio = p.c[p.degree];
        if (ratio == 0 || excess() < n) return 0;
        if (excess() > n) return ratio > 0 ? infinity : -infinity;
        for (int i = 0; i < m; ++i) ratio /= q.c[q.degree];
        return ratio;
    }
};

} // namespace actfn::core
