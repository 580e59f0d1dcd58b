// SPDX-License-Identifier: MIT
#pragma once
#include "rowwise/softmax_reference.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

/// Rows with options in long double, from their definitions.
namespace tests {

enum class family { softmax, log_softmax, logsumexp };

/// The numbers of a function and the data beside one row.
struct row_of_logits {
    long double temperature = 1;
    long double softcap = infinity<long double>;
    long double sink = -infinity<long double>;
    std::vector<long double> x{};
    std::vector<long double> bias{};
    std::vector<bool> keep{};

    std::size_t size() const { return x.size(); }
    long double capped(std::size_t i) const {
        long double const t = x[i] / temperature;
        return std::isinf(softcap) ? t : softcap * std::tanh(t / softcap);
    }
    long double logit(std::size_t i) const {
        if (!keep[i]) return -infinity<long double>;
        return capped(i) + bias[i];
    }
    long double by_x(std::size_t i) const {
        if (!keep[i]) return 0;
        if (std::isinf(softcap)) return 1 / temperature;
        long double const c = std::cosh(x[i] / temperature / softcap);
        return 1 / (c * c) / temperature;
    }
    long double by_temperature(std::size_t i) const {
        return by_x(i) == 0 ? 0 : -x[i] / temperature * by_x(i);
    }
    long double by_cap(std::size_t i) const {
        if (!keep[i] || std::isinf(softcap)) return 0;
        long double const u = x[i] / temperature / softcap;
        long double const c = std::cosh(u);
        return std::tanh(u) - (std::isinf(c) ? 0 : u / (c * c));
    }
};

/// Value and gradients of one row; with each gradient the size of the terms that cancel in it.
struct reference_row {
    std::vector<long double> y;
    std::vector<long double> gx, gx_terms;
    std::vector<long double> gb;
    long double reduced = 0;
    long double sink = 0, temperature = 0, softcap = 0;
    long double terms = 0;

    /// Of a reduction, g has one number.
    reference_row(family f, row_of_logits const& r, std::vector<long double> const& g) {
        std::size_t const n = r.size();
        long double m = r.sink;
        for (std::size_t i = 0; i < n; ++i) m = std::max(m, r.logit(i));
        std::vector<long double> p(n);
        long double total = 0, others = 0;
        int ties = 0;
        auto const count = [&](long double t) {
            long double const e = t == m ? 1 : std::exp(t - m);
            total += e;
            t == m ? ++ties : 0;
            others += t == m ? 0 : e;
            return e;
        };
        long double of_sink = count(r.sink);
        for (std::size_t i = 0; i < n; ++i) p[i] = count(r.logit(i));
        long double const log_total = std::log1p(static_cast<long double>(ties - 1) + others);
        of_sink /= total;
        for (auto& v : p) v /= total;
        reduced = m + log_total;
        long double mean = 0, size = 0, all = 0, all_size = 0;
        for (std::size_t i = 0; i < n && f != family::logsumexp; ++i) {
            if (!r.keep[i]) continue;
            mean += p[i] * g[i];
            size += std::abs(p[i] * g[i]);
            all += g[i];
            all_size += std::abs(g[i]);
        }
        for (std::size_t i = 0; i < n; ++i) {
            y.push_back(f == family::softmax ? p[i] : r.logit(i) - m - log_total);
            long double by_logit = 0, by_size = 0;
            if (f == family::logsumexp) {
                by_logit = p[i] * g[0];
                by_size = std::abs(by_logit);
            } else if (f == family::softmax) {
                by_logit = p[i] * (g[i] - mean);
                by_size = p[i] * (std::abs(g[i]) + size);
            } else {
                by_logit = g[i] - p[i] * all;
                by_size = std::abs(g[i]) + p[i] * all_size;
            }
            if (!r.keep[i]) by_logit = by_size = 0;
            gb.push_back(by_logit);
            gx.push_back(by_logit * r.by_x(i));
            gx_terms.push_back(by_size * std::abs(r.by_x(i)));
            temperature += by_logit * r.by_temperature(i);
            softcap += by_logit * r.by_cap(i);
            terms += by_size * (std::abs(r.by_temperature(i)) + std::abs(r.by_cap(i)));
        }
        sink = f == family::logsumexp ? of_sink * g[0]
               : f == family::softmax ? -of_sink * mean
                                      : -of_sink * all;
    }
};

} // namespace tests
