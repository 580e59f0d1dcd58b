// SPDX-License-Identifier: MIT
// Where the entries of a row and what is computed of them are ordinary numbers, so is everything
// between: a subnormal operand or result costs some hundred cycles on Intel's processors.
#include "catch.hpp"
#include "laws/rows.hpp"

// Without FMA every product is rounded by itself, also beside a sum in which it does not count.
#if defined(__SSE2__) && defined(__FMA__)
#include "assists.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace {

/// A row that spreads below its largest entry m, the others at distances like d.
template <class T> std::vector<T> row_below(T m, T d, std::size_t n) {
    std::vector<T> x(n, m - d);
    x[n / 2] = m;
    for (std::size_t i = 0; i < n; i += 3) x[i] = static_cast<T>(m - d * T(0.96));
    return x;
}

template <class T> void expect_no_assist(char const* name, double temperature) {
    auto const& plain = tests::rows_of<T>(name);
    auto const f = temperature == 1 ? plain : plain.at_temperature(temperature);
    bool const reduces = f.calls->reduces;
    for (double const m : {0.0, 1e-33, -1e-20, 0.7, -3.0, 50.0, 350.0, 1e4}) {
        for (double const d :
             {1e-33, 1e-10, 0.3, 20.0, 60.0, 83.0, 86.0, 95.0, 104.0, 200.0, 1e5}) {
            for (std::size_t const n : {3U, 40U, 129U}) {
                auto const x =
                    row_below(static_cast<T>(m * temperature), static_cast<T>(d * temperature), n);
                std::vector<T> gy(reduces ? 1 : n);
                for (std::size_t i = 0; i < gy.size(); ++i) gy[i] = T(1.25) - static_cast<T>(i % 3);
                std::vector<T> y(reduces ? 1 : n);
                std::vector<T> gx(n);
                unsigned const forward = tests::raised_by([&] { f.forward(x, y); });
                unsigned const backward = tests::raised_by([&] { f.backward(x, gy, gx); });
                if (!tests::ordinary(x) || !tests::ordinary(y)) continue;
                // Beside a largest entry so small the others' e^ count, subnormal as they are.
                if (reduces && m != 0 && std::abs(m) < 1e-30 && d > 80) continue;
                INFO(name << ", T = " << temperature << ", m = " << m << ", d = " << d
                          << ", n = " << n);
                CHECK(forward == 0);
                bool const vanishes = temperature > 1e3 && d > 80; // a product of gy/T
                if (tests::ordinary(gx) && !vanishes) CHECK(backward == 0);
            }
        }
    }
}

} // namespace

TEMPLATE_TEST_CASE("rows without assists", "[rowwise]", float, double) {
    for (double const temperature : {1.0, 0.3, 40.0, 1e10, 1e-10}) {
        expect_no_assist<TestType>("softmax", temperature);
        expect_no_assist<TestType>("log_softmax", temperature);
    }
    expect_no_assist<TestType>("logsumexp", 1);
}
#else
TEST_CASE("rows without assists", "[rowwise]") {
    WARN("not tried: it takes the flags of x86 and FMA");
}
#endif
