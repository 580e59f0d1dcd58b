// SPDX-License-Identifier: MIT
#pragma once
#include "../tests/rowwise/softmax_reference.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>
#include <vector>

/// The functions of rows from their definitions in long double, at default parameters, with the
/// sizes of the terms that cancel in them.
namespace document {

using long_row = std::vector<long double>;

/// What a row x and the gradient g that arrives give. An error counts in units of the result or,
/// where that is larger, of its unit.
struct exact_row {
    long_row y, y_unit, gx, gx_unit;
    /// Whether rounding decides nothing: what is kept of the row, or what has no derivative.
    bool clear = true;

    exact_row(std::size_t outputs, std::size_t n)
        : y(outputs), y_unit(outputs), gx(n), gx_unit(n) {}
};

namespace rows {

/// Mean of g with these weights, and of |g|.
struct weighted {
    long double mean = 0;
    long double size = 0;
    weighted(long_row const& p, long_row const& g) {
        for (std::size_t j = 0; j < p.size(); ++j) {
            mean += p[j] * g[j];
            size += std::abs(p[j] * g[j]);
        }
    }
};

inline long_row shares(tests::softmax_reference const& s) {
    long_row p;
    for (std::size_t j = 0; j < s.exponential.size(); ++j) p.push_back(s.softmax(j));
    return p;
}

/// softmax(factor·x).
inline exact_row softmax(long_row x, long_row const& g, long double factor = 1) {
    for (long double& v : x) v *= factor;
    exact_row e(x.size(), x.size());
    e.y = shares({x, 1});
    weighted const w(e.y, g);
    for (std::size_t j = 0; j < x.size(); ++j) {
        e.gx[j] = factor * e.y[j] * (g[j] - w.mean);
        e.gx_unit[j] = std::abs(factor) * e.y[j] * (std::abs(g[j]) + w.size);
    }
    return e;
}
inline exact_row softmin(long_row const& x, long_row const& g) { return softmax(x, g, -1); }
inline exact_row ssmax(long_row const& x, long_row const& g) {
    return softmax(x, g, std::log(static_cast<long double>(x.size())));
}

inline exact_row log_softmax(long_row const& x, long_row const& g) {
    tests::softmax_reference const s(x, 1);
    exact_row e(x.size(), x.size());
    weighted const w(long_row(x.size(), 1), g);
    for (std::size_t j = 0; j < x.size(); ++j) {
        e.y[j] = s.log_softmax(j);
        e.gx[j] = g[j] - s.softmax(j) * w.mean;
        e.gx_unit[j] = std::abs(g[j]) + s.softmax(j) * w.size;
    }
    return e;
}

/// log Σ exp x, or of the mean.
inline exact_row log_sum(long_row const& x, long_row const& g, bool of_mean) {
    tests::softmax_reference const s(x, 1);
    long double const m = *std::max_element(x.begin(), x.end());
    exact_row e(1, x.size());
    long double below = 0;
    for (long double const v : x) below += std::expm1(v - m);
    e.y[0] = m + (of_mean ? std::log1p(below / static_cast<long double>(x.size())) : s.log_total);
    e.y_unit[0] = std::abs(m);
    for (std::size_t j = 0; j < x.size(); ++j) e.gx[j] = g[0] * s.softmax(j);
    return e;
}
inline exact_row logsumexp(long_row const& x, long_row const& g) { return log_sum(x, g, false); }
inline exact_row logmeanexp(long_row const& x, long_row const& g) { return log_sum(x, g, true); }

/// The loss of the class that a third of the row is before.
inline exact_row cross_entropy(long_row const& x, long_row const&) {
    tests::softmax_reference const s(x, 1);
    exact_row e(1, x.size());
    std::size_t const label = x.size() / 3;
    e.y[0] = -s.log_softmax(label);
    for (std::size_t j = 0; j < x.size(); ++j) e.gx[j] = j == label ? -s.rest(j) : s.softmax(j);
    return e;
}

inline exact_row solu(long_row const& x, long_row const& g) {
    exact_row e(x.size(), x.size());
    long_row const p = shares({x, 1});
    for (std::size_t j = 0; j < x.size(); ++j) e.y[j] = p[j] * x[j];
    weighted const w(e.y, g);
    for (std::size_t j = 0; j < x.size(); ++j) {
        e.gx[j] = p[j] * (g[j] + (x[j] * g[j] - w.mean));
        e.gx_unit[j] = p[j] * (std::abs(g[j]) + std::abs(x[j] * g[j]) + w.size);
    }
    return e;
}

/// entmax: y = uᵖ with p = 1/(alpha − 1) and u = (alpha − 1)·x − τ by bisection.
inline exact_row entmax(long_row const& x, long_row const& g, long double alpha) {
    long double const power = 1 / (alpha - 1);
    long double const m = *std::max_element(x.begin(), x.end());
    auto const above = [&](long double top, long double v) { return top + (alpha - 1) * (v - m); };
    auto const sum = [&](long double top) {
        long double total = 0;
        for (long double const v : x) total += std::pow(std::max(0.0L, above(top, v)), power);
        return total;
    };
    long double low = 0;
    long double high = 1;
    for (long double middle = 0.5L; low < middle && middle < high; middle = (low + high) / 2) {
        (sum(middle) > 1 ? high : low) = middle;
    }
    long double const total = sum(high);
    exact_row e(x.size(), x.size());
    long_row q(x.size());
    long_row blur(x.size());
    long double weights = 0;
    long double size = 0;
    for (std::size_t j = 0; j < x.size(); ++j) {
        long double const u = above(high, x[j]);
        e.clear = e.clear && std::abs(u) > 0.01L;
        blur[j] = 1;
        if (u <= 0) continue;
        e.y[j] = std::pow(u, power) / total;
        q[j] = e.y[j] / u;
        // By how much an error of 1 − u changes y and q.
        e.y_unit[j] = power * q[j] * (1 - u);
        blur[j] = 1 + std::abs(power - 1) * (1 - u) / u;
        weights += q[j];
        size += q[j] * std::abs(g[j]) * blur[j];
    }
    long double const mean = weighted(q, g).mean / weights;
    for (std::size_t j = 0; j < x.size(); ++j) {
        e.gx[j] = q[j] * (g[j] - mean);
        e.gx_unit[j] = q[j] * blur[j] * (std::abs(g[j]) + size / weights);
    }
    return e;
}
inline exact_row entmax15(long_row const& x, long_row const& g) { return entmax(x, g, 1.5L); }
inline exact_row sparsemax(long_row const& x, long_row const& g) {
    exact_row e = entmax(x, g, 2);
    e.y_unit.assign(x.size(), 1);
    return e;
}

inline exact_row squash(long_row const& x, long_row const& g) {
    exact_row e(x.size(), x.size());
    long double square = 0;
    for (long double const v : x) square += v * v;
    long double const r = std::sqrt(square);
    long double const f = r / (1 + square);
    long_row unit;
    for (long double const v : x) unit.push_back(v / r);
    weighted const w(unit, g);
    for (std::size_t j = 0; j < x.size(); ++j) {
        e.y[j] = x[j] * f;
        e.gx[j] = f * (g[j] + unit[j] * w.mean * (1 - square) / (1 + square));
        e.gx_unit[j] = f * (std::abs(g[j]) + std::abs(unit[j]) * w.size);
    }
    return e;
}

inline exact_row poly_norm(long_row const& x, long_row const& g) {
    exact_row e(x.size(), x.size());
    auto const n = static_cast<long double>(x.size());
    long double const weight = 1.0 / 3; // the double
    for (int power = 1; power <= 3; ++power) {
        long_row normed;
        long double squares = 0;
        for (long double const v : x) {
            normed.push_back(std::pow(v, power));
            squares += normed.back() * normed.back();
        }
        long double const rms = std::sqrt(squares / n);
        for (long double& v : normed) v /= rms;
        weighted const w(normed, g);
        for (std::size_t j = 0; j < x.size(); ++j) {
            e.y[j] += weight * normed[j];
            e.y_unit[j] += std::abs(weight * normed[j]);
            long double const slope = power * weight * std::pow(x[j], power - 1) / rms;
            e.gx[j] += slope * (g[j] - normed[j] * w.mean / n);
            e.gx_unit[j] += std::abs(slope) * (std::abs(g[j]) + std::abs(normed[j]) * w.size / n);
        }
    }
    return e;
}

inline exact_row gaussian_top_k(long_row const& x, long_row const& g) {
    exact_row e(x.size(), x.size());
    constexpr long double z = 1.644853626951472284276316L; // mpmath: erfinv(2·0.95 − 1)·√2
    auto const n = static_cast<long double>(x.size());
    long double mean = 0;
    long double variance = 0;
    for (long double const v : x) mean += v / n;
    for (long double const v : x) variance += (v - mean) * (v - mean) / n;
    long double const sd = x.size() == 1 ? 0 : std::sqrt(variance);
    long double scale = z * sd;
    for (long double const v : x) scale = std::max(scale, std::abs(v));
    long double passed = 0;
    long double size = 0;
    for (std::size_t j = 0; j < x.size(); ++j) {
        long double const excess = x[j] - mean - z * sd;
        e.y[j] = std::max(0.0L, excess);
        e.y_unit[j] = scale;
        e.clear = e.clear && std::abs(excess) > 1e-6L * scale;
        passed += excess > 0 ? g[j] : 0;
        size += excess > 0 ? std::abs(g[j]) : 0;
    }
    for (std::size_t j = 0; j < x.size(); ++j) {
        bool const kept = e.y[j] > 0;
        long double const turn = sd == 0 ? 0 : z * (x[j] - mean) / sd;
        long double const from = sd == 0 ? 0 : scale / sd;
        e.gx[j] = (kept ? g[j] : 0) - passed * (1 + turn) / n;
        e.gx_unit[j] = (kept ? std::abs(g[j]) : 0) + size * (1 + z * from) / n;
    }
    return e;
}

/// The numbers of the k largest, the largest first.
inline std::vector<std::size_t> largest(long_row const& x, std::size_t k) {
    std::vector<std::size_t> order(x.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return x[a] > x[b]; });
    order.resize(std::min(k, x.size()));
    return order;
}
inline exact_row top_k(long_row const& x, long_row const& g) {
    exact_row e(x.size(), x.size());
    for (std::size_t const j : largest(x, 2)) {
        e.y[j] = x[j];
        e.gx[j] = g[j];
    }
    return e;
}
inline exact_row hardmax(long_row const& x, long_row const&) {
    exact_row e(x.size(), x.size());
    e.y[largest(x, 1)[0]] = 1;
    return e;
}
/// A function of the two largest, for them.
inline exact_row of_largest(long_row const& x, long_row const& g,
                            exact_row (*f)(long_row const&, long_row const&)) {
    auto const kept = largest(x, 2);
    long_row a;
    long_row b;
    for (std::size_t const j : kept) {
        a.push_back(x[j]);
        b.push_back(g[j]);
    }
    exact_row const of_kept = f(a, b);
    exact_row e(x.size(), x.size());
    for (std::size_t i = 0; i < kept.size(); ++i) {
        e.y[kept[i]] = of_kept.y[i];
        e.gx[kept[i]] = of_kept.gx[i];
        e.gx_unit[kept[i]] = of_kept.gx_unit[i];
    }
    return e;
}
inline exact_row softmax_top_k(long_row const& x, long_row const& g) {
    return of_largest(x, g, [](auto const& a, auto const& b) { return softmax(a, b); });
}
inline exact_row sigmoid_top_k(long_row const& x, long_row const& g) {
    return of_largest(x, g, [](long_row const& a, long_row const& b) {
        exact_row e(a.size(), a.size());
        long double total = 0;
        for (std::size_t j = 0; j < a.size(); ++j) {
            e.y[j] = std::exp(std::min(a[j], 0.0L) - std::min(a[0], 0.0L)) /
                     (1 + std::exp(-std::abs(a[j])));
            total += e.y[j];
        }
        for (long double& v : e.y) v /= total;
        weighted const w(e.y, b);
        for (std::size_t j = 0; j < a.size(); ++j) {
            long double const unit = e.y[j] / (1 + std::exp(a[j]));
            e.gx[j] = unit * (b[j] - w.mean);
            e.gx_unit[j] = unit * (std::abs(b[j]) + w.size);
        }
        return e;
    });
}
inline exact_row group_sort(long_row const& x, long_row const& g) {
    exact_row e(x.size(), x.size());
    for (std::size_t j = 0; j + 1 < x.size(); j += 2) {
        std::size_t const first = x[j] <= x[j + 1] ? j : j + 1;
        std::size_t const second = first == j ? j + 1 : j;
        e.y[j] = x[first];
        e.y[j + 1] = x[second];
        e.gx[first] = g[j];
        e.gx[second] = g[j + 1];
    }
    return e;
}

} // namespace rows

using exact_row_function = exact_row (*)(long_row const& x, long_row const& g);

/// The definition of a function of rows; null for a name that is not here.
inline exact_row_function exact_row_of(std::string const& name) {
    static std::map<std::string, exact_row_function> const all{
        {"entmax", rows::entmax15},
        {"entmax15", rows::entmax15},
        {"gaussian_top_k", rows::gaussian_top_k},
        {"group_sort", rows::group_sort},
        {"gumbel_softmax", [](auto const& x, auto const& g) { return rows::softmax(x, g); }},
        {"hardmax", rows::hardmax},
        {"log_softmax", rows::log_softmax},
        {"logmeanexp", rows::logmeanexp},
        {"logsumexp", rows::logsumexp},
        {"poly_norm", rows::poly_norm},
        {"safe_log_softmax", rows::log_softmax},
        {"safe_softmax", [](auto const& x, auto const& g) { return rows::softmax(x, g); }},
        {"sigmoid_top_k", rows::sigmoid_top_k},
        {"softmax", [](auto const& x, auto const& g) { return rows::softmax(x, g); }},
        {"softmax_cross_entropy", rows::cross_entropy},
        {"softmax_top_k", rows::softmax_top_k},
        {"softmin", rows::softmin},
        {"solu", rows::solu},
        {"sparsegen", rows::sparsemax},
        {"sparsemax", rows::sparsemax},
        {"squash", rows::squash},
        {"ssmax", rows::ssmax},
        {"top_k", rows::top_k},
    };
    auto const found = all.find(name);
    return found == all.end() ? nullptr : found->second;
}

} // namespace document
