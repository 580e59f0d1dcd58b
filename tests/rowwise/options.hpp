// SPDX-License-Identifier: MIT
#pragma once
#include "catch.hpp"
#include "rowwise/softmax_reference.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
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

/// Rows of random entries with gradients, and what can stand beside them; shared by all rows or
/// given for each of them.
template <class T> struct rows_with_options {
    std::size_t rows;
    std::size_t n;
    double temperature = 1, softcap = infinity<double>, sink = -infinity<double>;
    std::vector<T> x{}, gy{}, bias{}, sinks{};
    std::vector<std::uint8_t> mask{};
    bool causal = false;
    std::ptrdiff_t offset = 0;

    void set(auto& options) const {
        options.causal = causal;
        options.offset = offset;
        if (!bias.empty()) options.bias = bias;
        if (!mask.empty()) options.mask = mask;
        if (!sinks.empty()) options.sink = sinks;
    }
    row_of_logits row(std::size_t r) const {
        row_of_logits row{.temperature = temperature, .softcap = softcap, .sink = sink};
        if (!sinks.empty()) row.sink = sinks.size() == 1 ? sinks[0] : sinks[r];
        for (std::size_t i = 0; i < n; ++i) {
            row.x.push_back(x[r * n + i]);
            row.bias.push_back(bias.empty() ? 0 : bias[bias.size() == n ? i : r * n + i]);
            bool const seen =
                static_cast<std::ptrdiff_t>(i) <= static_cast<std::ptrdiff_t>(r) + offset;
            row.keep.push_back((mask.empty() || mask[mask.size() == n ? i : r * n + i] != 0) &&
                               (!causal || seen));
        }
        return row;
    }
};

/// The random numbers of number k of what can be combined.
struct drawn {
    random_numbers next;

    explicit drawn(unsigned k) {
        for (unsigned i = 0; i < k; ++i) next(0, 1);
    }
    template <class T> void fill(std::vector<T>& v, std::size_t size, double low, double high) {
        v.resize(size);
        for (T& e : v) e = static_cast<T>(next(low, high));
    }
    /// 7 of 10 entries are kept, of every row the first.
    void fill_mask(std::vector<std::uint8_t>& mask, std::size_t size, std::size_t n,
                   std::uint8_t kept) {
        mask.resize(size);
        for (auto& m : mask) m = next(0, 1) < 0.7 ? kept : 0;
        for (std::size_t i = 0; i < size; i += n) mask[i] = 1;
    }
};

/// Combinations of options, with short and longer rows.
void for_options(auto const& check) {
    for (unsigned k = 0; k < 84; ++k) {
        for (auto const& [rows, n] : {std::pair{1U, 1U}, {3U, 5U}, {9U, 10U}, {4U, 67U}}) {
            if (k % 7 != 0 && n == 67 && k % 3 != 0) continue;
            INFO("options " << k << ", " << rows << " rows of " << n);
            check(k, rows, n);
        }
    }
}

} // namespace tests
