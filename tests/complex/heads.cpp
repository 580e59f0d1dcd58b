// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "errors.hpp"
#include "numbers.hpp"
#include <actfn/any/own.hpp>
#include <actfn/visit/complex_heads.hpp>

#include <algorithm>
#include <cmath>
#include <complex>
#include <vector>

// The heads of complex networks: values against sums in long double, gradients against differences
// and, in float, against those in double.

namespace {

template <class T> using row = std::vector<std::complex<T>>;
using wide = long double;
using wide_row = std::vector<std::complex<wide>>;

template <class Of> std::vector<wide> softmax(wide_row const& z, Of of) {
    std::vector<wide> y;
    wide most = of(z[0]);
    for (auto const& at : z) most = std::max(most, of(at));
    wide sum = 0;
    for (auto const& at : z) sum += y.emplace_back(std::exp(of(at) - most));
    for (wide& v : y) v /= sum;
    return y;
}
wide real(std::complex<wide> z) { return z.real(); }
wide imag(std::complex<wide> z) { return z.imag(); }
wide modulus(std::complex<wide> z) { return std::abs(z); }
wide phase(std::complex<wide> z) { return std::arg(z); }

/// The two numbers of entry i of head f.
template <class Join> auto joined(wide_row const& z, Join join) {
    wide_row y(z.size());
    for (std::size_t i = 0; i < z.size(); ++i) y[i] = join(i);
    return y;
}
wide_row reference(actfn::kernel::softmax_modulus, wide_row const& z) {
    auto const p = softmax(z, modulus);
    return joined(z, [&](auto i) { return p[i]; });
}
wide_row reference(actfn::kernel::softmax_phase, wide_row const& z) {
    auto const p = softmax(z, phase);
    return joined(z, [&](auto i) { return p[i]; });
}
wide_row reference(actfn::kernel::softmax_mean, wide_row const& z) {
    auto const p = softmax(z, real);
    auto const q = softmax(z, imag);
    return joined(z, [&](auto i) { return (p[i] + q[i]) / 2; });
}
wide_row reference(actfn::kernel::softmax_product, wide_row const& z) {
    auto const p = softmax(z, real);
    auto const q = softmax(z, imag);
    return joined(z, [&](auto i) { return p[i] * q[i]; });
}
wide_row reference(actfn::kernel::softmax_polar, wide_row const& z) {
    auto const p = softmax(z, modulus);
    auto const q = softmax(z, phase);
    return joined(z, [&](auto i) { return (p[i] + q[i]) / 2; });
}
wide_row reference(actfn::kernel::split_softmax, wide_row const& z) {
    auto const p = softmax(z, real);
    auto const q = softmax(z, imag);
    return joined(z, [&](auto i) { return std::complex<wide>(p[i], q[i]); });
}
wide_row reference(actfn::kernel::radial_softmax, wide_row const& z) {
    auto const p = softmax(z, modulus);
    return joined(z, [&](auto i) {
        return z[i] == std::complex<wide>() ? z[i] : p[i] * z[i] / std::abs(z[i]);
    });
}

template <class Use> void for_heads(Use use) {
    use(actfn::softmax_modulus);
    use(actfn::softmax_phase);
    use(actfn::softmax_mean);
    use(actfn::softmax_product);
    use(actfn::softmax_polar);
    use(actfn::split_softmax);
    use(actfn::radial_softmax);
}
template <class K> K kernel_of(actfn::engine::complex_head<K> const&) { return {}; }

template <class T> row<T> random_row(tests::random_numbers& next, std::size_t n, double size) {
    row<T> z(n);
    for (auto& at : z) at = {static_cast<T>(next(-size, size)), static_cast<T>(next(-size, size))};
    return z;
}
template <class T> std::complex<double> widened(T v) { return std::complex<double>(v); }

} // namespace

TEMPLATE_TEST_CASE("heads are what their formulas say", "[complex]", float, double) {
    tests::random_numbers next;
    for_heads([&](auto const& f) {
        double worst = 0;
        for (double const size : {0.5, 3.0, 30.0}) {
            for (std::size_t const n : {1U, 2U, 7U, 33U}) {
                for (int i = 0; i < 20; ++i) {
                    auto z = random_row<TestType>(next, n, size);
                    if (i == 0) z[0] = 0;
                    auto const y = f(z);
                    auto const right = reference(kernel_of(f), wide_row(z.begin(), z.end()));
                    for (std::size_t j = 0; j < n; ++j) {
                        auto const got = std::complex<TestType>(y[j]);
                        double const s = static_cast<double>(std::abs(right[j]));
                        for (auto const& [a, b] : {std::pair(got.real(), right[j].real()),
                                                   std::pair(got.imag(), right[j].imag())}) {
                            if (s < 1e-30) continue;
                            worst =
                                std::max(worst, tests::ulp_error(a, {static_cast<double>(b)}, s));
                        }
                    }
                }
            }
        }
        CAPTURE(f.facts().name, worst);
        CHECK(worst <= f.facts().max_ulp.value);
    });
}

TEST_CASE("gradients of heads are those of differences", "[complex]") {
    tests::random_numbers next;
    for_heads([&](auto const& f) {
        using out = typename decltype(f(row<double>()))::value_type;
        for (std::size_t const n : {1U, 5U, 9U}) {
            auto const z = random_row<double>(next, n, 2);
            std::vector<out> gy(n);
            for (auto& g : gy) {
                if constexpr (std::is_same_v<out, double>) {
                    g = next(-1, 1);
                } else {
                    g = {next(-1, 1), next(-1, 1)};
                }
            }
            row<double> gz(n);
            actfn::backward(f, z, gy, gz);
            auto const loss = [&](row<double> const& at) {
                auto const y = f(at);
                double sum = 0;
                for (std::size_t i = 0; i < n; ++i)
                    sum += std::real(widened(y[i]) * std::conj(widened(gy[i])));
                return sum;
            };
            double const h = 1e-5;
            for (std::size_t i = 0; i < n; ++i) {
                auto const slope = [&](std::complex<double> direction) {
                    auto up = z;
                    auto down = z;
                    up[i] += h * direction;
                    down[i] -= h * direction;
                    return (loss(up) - loss(down)) / (2 * h);
                };
                INFO(f.facts().name << " of " << n);
                CHECK(std::abs(gz[i] - std::complex<double>(slope(1), slope({0, 1}))) < 1e-8);
            }
        }
    });
}

TEST_CASE("gradients of heads in float are those in double", "[complex]") {
    tests::random_numbers next;
    for_heads([&](auto const& f) {
        using out = typename decltype(f(row<float>()))::value_type;
        using wide_out = typename decltype(f(row<double>()))::value_type;
        double worst = 0;
        for (int i = 0; i < 200; ++i) {
            auto const z = random_row<float>(next, 6, i % 2 == 0 ? 2 : 20);
            std::vector<out> const gy(6, out(static_cast<float>(next(0.5, 2))));
            row<float> gz(6);
            actfn::backward(f, z, gy, gz);
            row<double> const z_wide(z.begin(), z.end());
            std::vector<wide_out> const gy_wide(gy.begin(), gy.end());
            row<double> right(6);
            actfn::backward(f, z_wide, gy_wide, right);
            // The terms that cancel are shares of gy, for a phase over r.
            auto const y = f(z_wide);
            for (std::size_t j = 0; j < 6; ++j) {
                double const r = std::min(1.0, std::abs(z_wide[j]));
                double const size =
                    std::abs(widened(gy_wide[j])) * std::max(std::abs(widened(y[j])), 1e-3) / r;
                for (auto const& [a, b] : {std::pair(gz[j].real(), right[j].real()),
                                           std::pair(gz[j].imag(), right[j].imag())}) {
                    worst = std::max(worst, tests::ulp_error(a, {b}, size));
                }
            }
        }
        CAPTURE(f.facts().name, worst);
        CHECK(worst <= f.facts().max_ulp.derivative);
    });
}

TEST_CASE("heads take rows of any layout, and in place", "[complex]") {
    tests::random_numbers next;
    auto const z = random_row<float>(next, 12, 2);
    std::vector<float> y(12);
    actfn::forward(actfn::softmax_mean, z, y,
                   actfn::axis_layout{.outer = 1, .size = 4, .inner = 3});
    for (std::size_t c = 0; c < 3; ++c) {
        row<float> const column{z[c], z[c + 3], z[c + 6], z[c + 9]};
        auto const alone = actfn::softmax_mean(column);
        for (std::size_t i = 0; i < 4; ++i) CHECK(y[c + 3 * i] == alone[i]);
    }
    auto w = z;
    row<float> apart(12);
    actfn::forward(actfn::radial_softmax, z, apart, actfn::row_layout{.rows = 3});
    actfn::forward(actfn::radial_softmax, w, w, actfn::row_layout{.rows = 3});
    CHECK(w == apart);
    auto gz = z;
    actfn::backward(actfn::softmax_mean, z, y, apart, actfn::row_layout{.rows = 3});
    actfn::backward(actfn::softmax_mean, gz, y, gz, actfn::row_layout{.rows = 3});
    CHECK(gz == apart);
    std::vector<float> few(5);
    CHECK(tests::message([&] { actfn::forward(actfn::softmax_mean, z, few); }) ==
          "actfn::forward(softmax_mean): z has 12 elements, y has 5");
}

TEMPLATE_TEST_CASE("heads that are held by any<T> have the bits of heads", "[complex]", float,
                   double) {
    tests::random_numbers next;
    std::size_t count = 0;
    for_heads([&](auto const&) { ++count; });
    CHECK(count == actfn::complex_heads.names.size());
    auto const check = [&](auto const& f) {
        using out = typename decltype(f(row<TestType>()))::value_type;
        INFO(f.facts().name);
        actfn::any<TestType> const held = f;
        CHECK(held.name() == f.facts().name);
        CHECK(held.kind() == actfn::kind::complex);
        CHECK(held.facts().formula == f.facts().formula);
        auto const z = random_row<TestType>(next, 12, 2);
        for (auto const layout : {actfn::axis_layout{.outer = 1, .size = 4, .inner = 3},
                                  actfn::axis_layout{.outer = 2, .size = 6}}) {
            std::vector<out> here(12);
            std::vector<out> there(12);
            actfn::forward(held, z, here, layout);
            actfn::forward(f, z, there, layout);
            CHECK(here == there);
            row<TestType> by_name(12);
            row<TestType> direct(12);
            actfn::backward(held, z, there, by_name, layout);
            actfn::backward(f, z, there, direct, layout);
            CHECK(by_name == direct);
        }
    };
    actfn::engine::complex_heads_list::each(check);
}
