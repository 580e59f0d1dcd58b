// SPDX-License-Identifier: MIT
// labels: deep
#include "rowwise/options.hpp"

#include "catch.hpp"
#include <actfn/array.hpp>
#include <actfn/rowwise/log_softmax.hpp>
#include <actfn/rowwise/logsumexp.hpp>
#include <actfn/rowwise/softmax.hpp>
#include <actfn/rowwise/softmin.hpp>

// Softmax and its relatives with a cap, a bias, a mask and a sink against long double.

namespace {

template <class T> struct sample : tests::rows_with_options<T> {
    bool negated = false;

    actfn::row_options options() const {
        actfn::row_options o;
        this->set(o);
        return o;
    }
    tests::row_of_logits row(std::size_t r) const {
        auto row = tests::rows_with_options<T>::row(r);
        if (negated) row.temperature = -row.temperature;
        return row;
    }
};

/// Number k of what can be combined; at least one entry of every row is kept.
template <class T> sample<T> make_sample(unsigned k, std::size_t rows, std::size_t n) {
    tests::drawn draw(k);
    sample<T> s{{rows, n}};
    double const scale = std::exp(draw.next(-2, 3));
    draw.fill(s.x, rows * n, -scale, scale);
    draw.fill(s.gy, rows * n, -1, 1);
    if (k % 2 != 0) s.temperature = k % 4 == 1 ? 0.3 : 2.5;
    if (k % 3 == 1) s.softcap = k % 2 == 0 ? 3 : 30;
    if (k % 5 < 2) draw.fill(s.bias, k % 5 == 0 ? n : rows * n, -3, 3);
    if (k % 7 < 3) draw.fill_mask(s.mask, k % 7 == 0 ? n : rows * n, n, 255);
    if (k % 4 == 2) s.sink = draw.next(-3, 3);
    if (k % 4 == 3) draw.fill(s.sinks, k % 8 == 3 ? 1 : rows, -3, 3);
    s.causal = k % 6 == 5;
    s.offset = k % 12 == 5 ? 0 : 2;
    return s;
}

struct worst {
    double ulp = 0;
    template <class T> void see(T got, long double expected, long double scale = 0) {
        double const size = static_cast<double>(std::max(scale, std::abs(expected)));
        if (size != 0 && size < static_cast<double>(std::numeric_limits<T>::min())) return;
        ulp = std::max(
            ulp, tests::ulp_error(got, tests::to_precise(expected), static_cast<double>(scale)));
    }
};

template <class T, class F>
void check(tests::family family, F const& standard, sample<T> const& s) {
    auto const f =
        standard.with({.temperature = s.temperature, .softcap = s.softcap, .sink = s.sink})
            .each(s.options());
    constexpr bool reduces = actfn::reduction_function<F>;
    actfn::row_layout const layout{.rows = s.rows};
    std::vector<T> y(reduces ? s.rows : s.x.size()), gx(s.x.size());
    std::vector<T> const gy(s.gy.begin(), s.gy.begin() + static_cast<std::ptrdiff_t>(y.size()));
    actfn::forward(f, s.x, y, layout);
    actfn::backward(f, s.x, gy, gx, layout);
    std::vector<T> gb(s.bias.size()), gs(s.sinks.size());
    actfn::row_gradients to{};
    if (!gb.empty()) to.bias = gb;
    if (!gs.empty()) to.sink = gs;
    auto const numbers = actfn::parameter_gradient(f, s.x, gy, to, layout);

    worst value, slope, bias;
    std::vector<long double> gb_sum(s.bias.size()), gb_terms(s.bias.size());
    std::vector<long double> gs_sum(s.sinks.size()), gs_terms(s.sinks.size());
    long double temperature = 0, softcap = 0, sink = 0, terms = 0, sink_terms = 0;
    for (std::size_t r = 0; r < s.rows; ++r) {
        auto const row = s.row(r);
        std::vector<long double> g;
        for (std::size_t i = 0; i < (reduces ? 1 : s.n); ++i) {
            g.push_back(gy[reduces ? r : r * s.n + i]);
        }
        tests::reference_row const right(family, row, g);
        if (reduces) {
            long double largest = row.sink;
            for (std::size_t i = 0; i < s.n; ++i) largest = std::max(largest, row.logit(i));
            value.see(y[r], right.reduced, std::abs(largest));
        }
        for (std::size_t i = 0; i < s.n; ++i) {
            std::size_t const at = r * s.n + i;
            if (!reduces) {
                if (!row.keep[i])
                    CHECK(y[at] == (family == tests::family::softmax ? T(0) : -tests::infinity<T>));
                if (row.keep[i]) value.see(y[at], right.y[i]);
            }
            if (!row.keep[i]) CHECK(gx[at] == 0);
            slope.see(gx[at], right.gx[i], right.gx_terms[i]);
            if (!gb.empty()) {
                std::size_t const b = gb.size() == s.n ? i : at;
                gb_sum[b] += right.gb[i];
                gb_terms[b] += right.gx_terms[i] / (row.by_x(i) == 0 ? 1 : std::abs(row.by_x(i)));
            }
        }
        if (!gs.empty()) {
            gs_sum[gs.size() == 1 ? 0 : r] += right.sink;
            gs_terms[gs.size() == 1 ? 0 : r] += std::abs(right.sink) + right.terms;
        }
        temperature += s.negated ? -right.temperature : right.temperature;
        softcap += right.softcap;
        sink += right.sink;
        terms += right.terms;
        for (long double v : g) sink_terms += std::abs(v);
    }
    for (std::size_t i = 0; i < gb.size(); ++i) bias.see(gb[i], gb_sum[i], gb_terms[i]);
    long double const unit = std::numeric_limits<T>::epsilon();
    double const capped = std::isinf(s.softcap) ? 0 : 8 * s.softcap;
    auto const bounds = f.facts().max_ulp;
    double const slack = tests::reference_slack<T>;
    CHECK(value.ulp <= bounds.value + slack);
    CHECK(slope.ulp <= bounds.derivative + slack);
    CHECK(bias.ulp <= bounds.derivative + slack + 1);
    long double const of_terms = (16 + 4 * capped) * unit;
    CHECK(std::abs(numbers.temperature - temperature) <= of_terms * terms);
    CHECK(std::abs(numbers.softcap - softcap) <= of_terms * terms);
    CHECK(std::abs(numbers.sink - sink) <= of_terms * sink_terms);
    for (std::size_t i = 0; i < gs.size(); ++i) {
        CHECK(std::abs(gs[i] - gs_sum[i]) <= of_terms * sink_terms);
    }
}

} // namespace

TEMPLATE_TEST_CASE("rows with options", "[rowwise]", float, double) {
    tests::for_options([](unsigned k, std::size_t rows, std::size_t n) {
        auto const s = make_sample<TestType>(k, rows, n);
        check(tests::family::softmax, actfn::softmax, s);
        check(tests::family::log_softmax, actfn::log_softmax, s);
        check(tests::family::logsumexp, actfn::logsumexp, s);
        auto negated = s;
        negated.negated = true;
        check(tests::family::softmax, actfn::softmin, negated);
    });
}
