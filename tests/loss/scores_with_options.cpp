// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "rowwise/options.hpp"
#include <actfn/array.hpp>
#include <actfn/loss/softmax_cross_entropy.hpp>

// softmax_cross_entropy with the options of softmax and with class weights, against long double.

namespace {

template <class T> struct sample : tests::rows_with_options<T> {
    double smoothing = 0, z_loss = 0;
    std::vector<T> t{}, weights{};
    std::vector<int> labels{};

    actfn::row_layout layout() const { return {.rows = this->rows, .columns = this->n}; }
    auto function() const {
        actfn::loss_options o;
        this->set(o);
        if (!weights.empty()) o.class_weights = weights;
        return actfn::softmax_cross_entropy
            .with({.label_smoothing = smoothing,
                   .z_loss = z_loss,
                   .softcap = this->softcap,
                   .temperature = this->temperature,
                   .sink = this->sink})
            .each(o);
    }
    bool is_left_out(std::size_t r) const { return labels[r] == -100; }
    double weight(std::size_t k) const {
        return weights.empty() ? 1 : static_cast<double>(weights[k]);
    }
};

/// Number k of what can be combined; entry 0 is kept, and so is every target.
template <class T> sample<T> make_sample(unsigned k, std::size_t rows, std::size_t n) {
    tests::drawn draw(k);
    sample<T> s{{rows, n}};
    double const scale = std::exp(draw.next(-2, 2));
    draw.fill(s.x, rows * n, -scale, scale);
    draw.fill(s.gy, rows, 0.25, 2);
    if (k % 2 == 1) draw.fill(s.weights, n, 0, 3);
    if (k % 3 == 1) s.smoothing = 0.1;
    if (k % 4 == 2) s.z_loss = 0.01;
    if (k % 5 == 3) s.temperature = 2.5;
    if (k % 7 == 4) s.softcap = 3;
    if (k % 5 < 2) draw.fill(s.bias, k % 5 == 0 ? n : rows * n, -3, 3);
    if (k % 4 == 3) s.sink = draw.next(-3, 3);
    if (k % 4 == 0) draw.fill(s.sinks, k % 8 == 0 ? 1 : rows, -3, 3);
    s.causal = k % 6 == 5;
    s.offset = 1;
    if (k % 3 < 2) draw.fill_mask(s.mask, k % 3 == 0 ? n : rows * n, n, 1);
    s.labels.assign(rows, 0);
    s.t.assign(rows * n, T(0));
    for (std::size_t r = 0; r < rows; ++r) {
        auto const row = s.row(r);
        auto const chosen = static_cast<std::size_t>(draw.next(0, static_cast<double>(n)));
        if (row.keep[chosen]) s.labels[r] = static_cast<int>(chosen);
        for (std::size_t i = 0; i < n; ++i) {
            if (row.keep[i]) s.t[r * n + i] = static_cast<T>(draw.next(0, 1));
        }
        if (k % 9 == 8 && r % 3 == 1) s.labels[r] = -100;
    }
    return s;
}

/// One row with the targets τ, which are weighted and smoothed: Σ τᵢ·(L − tᵢ) + λ·L². `exact` of
/// one target, of which no term of the gradient cancels.
struct reference_loss {
    long double value = 0, blur = 0;
    std::vector<long double> by_logit, terms;
    long double by_sink = 0, temperature = 0, softcap = 0, size = 0;

    reference_loss(tests::row_of_logits const& r, std::vector<long double> const& targets,
                   long double z_loss, bool exact) {
        tests::reference_row const all(tests::family::log_softmax, r,
                                       std::vector<long double>(r.size(), 0.0L));
        long double const total = all.reduced;
        long double const pull = 2 * z_loss * total;
        value = z_loss * total * total;
        // log Σ has the rounding error of the largest logit.
        long double largest = std::isinf(r.sink) ? 0 : std::abs(r.sink);
        long double sum = 0;
        for (std::size_t i = 0; i < r.size(); ++i) {
            sum += targets[i];
            if (targets[i] != 0) value -= targets[i] * all.y[i];
            if (r.keep[i]) largest = std::max(largest, std::abs(r.logit(i)));
        }
        blur = std::abs(pull) * largest;
        for (std::size_t i = 0; i < r.size(); ++i) {
            long double const p = std::exp(all.y[i]);
            // What is left of 1 − pᵢ is the sum of the others.
            long double others = std::isinf(r.sink) ? 0 : std::exp(r.sink - total);
            for (std::size_t j = 0; j < r.size(); ++j) others += j == i ? 0 : std::exp(all.y[j]);
            bool const alone = exact && targets[i] == sum;
            by_logit.push_back((alone ? -others * sum : p * sum - targets[i]) + p * pull);
            terms.push_back((alone ? others * sum : p * sum + targets[i]) +
                            p * 2 * z_loss * (std::abs(total) + largest));
            if (!r.keep[i]) by_logit[i] = terms[i] = 0;
            temperature += by_logit[i] * r.by_temperature(i);
            softcap += by_logit[i] * r.by_cap(i);
            size += terms[i] * (std::abs(r.by_temperature(i)) + std::abs(r.by_cap(i)));
        }
        if (!std::isinf(r.sink)) by_sink = std::exp(r.sink - total) * (sum + pull);
    }
};

template <class T>
std::vector<long double> targets_of(sample<T> const& s, tests::row_of_logits const& row,
                                    std::size_t r, bool by_class) {
    auto const kept = static_cast<long double>(std::count(row.keep.begin(), row.keep.end(), true));
    std::vector<long double> result;
    for (std::size_t i = 0; i < s.n; ++i) {
        long double const of_class = static_cast<std::size_t>(s.labels[r]) == i ? 1 : 0;
        long double const t = by_class ? of_class : static_cast<long double>(s.t[r * s.n + i]);
        long double const added = row.keep[i] ? s.smoothing / kept : 0.0L;
        result.push_back(s.weight(i) * ((1 - static_cast<long double>(s.smoothing)) * t + added));
    }
    return result;
}

template <class T> void check_near(T got, long double expected, long double scale, double bound) {
    long double const size = std::max(std::abs(expected), scale);
    if (size < std::numeric_limits<T>::min()) return;
    CHECK(tests::ulp_error(got, tests::to_precise(expected), static_cast<double>(size)) <= bound);
}

template <class T, class Targets> void check(sample<T> const& s, Targets const& t, bool by_class) {
    auto const f = s.function();
    std::vector<T> y(s.rows), gx(s.x.size()), gb(s.bias.size()), gs(s.sinks.size());
    std::vector<T> of_mean(s.x.size()), dy(s.x.size()), y2(s.rows);
    actfn::forward(f, s.x, t, y, s.layout());
    actfn::backward(f, s.x, t, s.gy, gx, s.layout());
    actfn::value_and_derivative(f, s.x, t, y2, dy, s.layout());
    T const mean = f(s.x, t, of_mean, s.layout());
    T const sum = f.sum(s.x, t, s.layout());
    CHECK(tests::same(mean, f(s.x, t, s.layout())));
    actfn::row_gradients to{};
    if (!gb.empty()) to.bias = gb;
    if (!gs.empty()) to.sink = gs;
    auto const numbers = actfn::parameter_gradient(f, s.x, t, s.gy, to, s.layout());
    auto const alone = actfn::parameter_gradient(f, s.x, t, s.gy, s.layout());
    CHECK(tests::same(numbers.temperature, alone.temperature));
    CHECK(tests::same(numbers.sink, alone.sink));

    auto const bounds = f.facts().max_ulp;
    double const slack = tests::reference_slack<T> + (s.weights.empty() ? 0 : 2) +
                         (s.smoothing == 0 ? 0 : 2) + (s.z_loss == 0 ? 0 : 4) +
                         (s.temperature == 1 ? 0 : 1);
    long double counted = 0, total = 0, temperature = 0, softcap = 0, sink = 0, size = 0, sinks = 0;
    std::vector<long double> of_x(s.x.size()), of_x_terms(s.x.size());
    std::vector<long double> by_bias(s.bias.size()), bias_size(s.bias.size()), by_sink(gs.size());
    for (std::size_t r = 0; r < s.rows; ++r) {
        if (by_class && s.is_left_out(r)) {
            CHECK(y[r] == 0);
            for (std::size_t i = 0; i < s.n; ++i) CHECK(gx[r * s.n + i] == 0);
            continue;
        }
        auto const row = s.row(r);
        reference_loss const right(row, targets_of(s, row, r, by_class), s.z_loss,
                                   by_class && s.smoothing == 0);
        INFO("row " << r << ", target " << s.labels[r]);
        check_near(y[r], right.value, right.blur, bounds.value + slack);
        CHECK(tests::same(y[r], y2[r]));
        long double const g = s.gy[r];
        for (std::size_t i = 0; i < s.n; ++i) {
            std::size_t const at = r * s.n + i;
            INFO("entry " << i);
            if (!row.keep[i]) CHECK(gx[at] == 0);
            long double const by_x = row.by_x(i);
            of_x[at] = right.by_logit[i] * by_x;
            of_x_terms[at] = right.terms[i] * by_x;
            check_near(dy[at], of_x[at], of_x_terms[at], bounds.derivative + slack);
            check_near(gx[at], g * of_x[at], g * of_x_terms[at], bounds.derivative + slack + 1);
            if (gb.empty()) continue;
            std::size_t const b = gb.size() == s.n ? i : at;
            by_bias[b] += g * right.by_logit[i];
            bias_size[b] += g * right.terms[i];
        }
        counted += by_class ? s.weight(static_cast<std::size_t>(s.labels[r])) : 1;
        total += right.value;
        temperature += g * right.temperature;
        softcap += g * right.softcap;
        sink += g * right.by_sink;
        size += g * right.size;
        sinks += g * std::abs(right.by_sink);
        if (!gs.empty()) by_sink[gs.size() == 1 ? 0 : r] += g * right.by_sink;
    }
    for (std::size_t b = 0; b < gb.size(); ++b) {
        check_near(gb[b], by_bias[b], bias_size[b], bounds.derivative + slack + 2);
    }
    double const capped = std::isinf(s.softcap) ? 0 : 8 * s.softcap;
    long double const of_terms =
        (32 + 4 * capped) * static_cast<long double>(std::numeric_limits<T>::epsilon());
    for (std::size_t i = 0; i < gs.size(); ++i) {
        CHECK(std::abs(gs[i] - by_sink[i]) <= of_terms * sinks);
    }
    CHECK(std::abs(numbers.temperature - temperature) <= of_terms * size);
    CHECK(std::abs(numbers.softcap - softcap) <= of_terms * size);
    CHECK(std::abs(numbers.sink - sink) <= of_terms * sinks);
    long double const divisor = counted == 0 ? 1 : counted;
    CHECK(std::abs(sum - total) <= of_terms * std::abs(total));
    CHECK(std::abs(mean - total / divisor) <= of_terms * std::abs(total / divisor));
    for (std::size_t i = 0; i < s.x.size(); ++i) {
        check_near(of_mean[i], of_x[i] / divisor, of_x_terms[i] / divisor,
                   bounds.derivative + slack + 2);
    }
}

} // namespace

TEMPLATE_TEST_CASE("softmax_cross_entropy with options", "[loss]", float, double) {
    tests::for_options([](unsigned k, std::size_t rows, std::size_t n) {
        auto const s = make_sample<TestType>(k, rows, n);
        check(s, s.labels, true);
        check(s, s.t, false);
    });
}
