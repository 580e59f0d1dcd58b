// SPDX-License-Identifier: MIT
// labels: deep long
#include "../../tools/catalogue.hpp"

#include "catch.hpp"
#include <actfn/actfn.hpp>
#include <actfn/complex_heads.hpp>
#include <actfn/init.hpp>

#include <algorithm>
#include <cmath>
#include <complex>
#include <fstream>
#include <functional>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

// docs/catalogue.inc: every call compiles, and what it returns or writes is no NaN.

namespace {

using numbers = std::vector<double>;
using complex_numbers = std::vector<std::complex<double>>;
constexpr double unset = std::numeric_limits<double>::quiet_NaN();

bool has_nan(numbers const& all) {
    return std::any_of(all.begin(), all.end(), [](double v) { return std::isnan(v); });
}
numbers sums_of(complex_numbers const& all) {
    numbers sums;
    for (auto const& z : all) sums.push_back(z.real() + z.imag());
    return sums;
}

/// Three rows of four entries, three channels, and what lies beside them.
struct data {
    double v = 0.7, a = 0.7, b = -1.2, t = 0.25;
    numbers x{0.5, -1, 2, 0.25, 1.5, 1, -2, 0, 3, -0.5, 0.75, 1}, gy{numbers(12, 0.5)};
    actfn::row_layout rows{.rows = 3};
    actfn::axis_layout channels{.outer = 1, .size = 4, .inner = 3};
    numbers bias{x}, sinks{0.1, 0.2, 0.3}, weights{0.5, 1, 2, 1}, gl{1, 2, 3};
    numbers targets{0.25, 0.25, 0.5, 0, 1, 0, 0, 0, 0, 0.5, 0, 0.5};
    std::vector<bool> mask{true,  false, true, true, true, true,
                           false, true,  true, true, true, false};
    std::vector<bool> nothing{std::vector<bool>(12)};
    std::vector<int> labels{2, 0, 1};
    std::complex<double> z{0.05, -0.02};
    complex_numbers zs{complex_numbers(12, {0.5, -1})}, gz{complex_numbers(12, unset)};
    numbers y{numbers(12, unset)}, gx{y}, wide{numbers(24, unset)}, losses{numbers(3, unset)};
    numbers gb{y}, gs{losses}, gc{numbers(4, unset)};

    /// An output is written as a whole or not at all; some is, unless there is a number instead.
    bool is_written() const {
        bool any = false;
        numbers const of_gz = sums_of(gz);
        for (numbers const* out : {&y, &gx, &wide, &losses, &gb, &gs, &gc, &of_gz}) {
            bool const whole = !has_nan(*out);
            any = any || whole;
            if (!whole &&
                !std::all_of(out->begin(), out->end(), [](double e) { return std::isnan(e); })) {
                return false;
            }
        }
        return any;
    }
};

struct entry {
    char const* what;
    bool (*works)();
};

/// Whether what `call` of the data returns or writes is right.
template <class F> bool works(F call) {
    data d;
    if constexpr (std::is_same_v<decltype(call(d)), double>) {
        return std::isfinite(call(d));
    } else if constexpr (std::is_same_v<decltype(call(d)), std::complex<double>>) {
        return std::isfinite(std::abs(call(d)));
    } else {
        call(d);
        return d.is_written();
    }
}

std::vector<entry> const& table() {
#define PART(title)
#define CALL(what, ...)                                                                            \
    {what, [] {                                                                                    \
         return works([](data& d) {                                                                \
             [[maybe_unused]] auto& [v, a, b, t, x, gy, rows, channels, bias, sinks, weights, gl,  \
                                     targets, mask, nothing, labels, z, zs, gz, y, gx, wide,       \
                                     losses, gb, gs, gc] = d;                                      \
             return __VA_ARGS__;                                                                   \
         });                                                                                       \
     }},
    static std::vector<entry> const all{
#include "../../docs/catalogue.inc"
    };
    return all;
}

} // namespace

TEST_CASE("every call of the catalogue compiles and runs", "[docs]") {
    for (entry const& e : table()) {
        INFO(e.what);
        CHECK(e.works());
    }
    CHECK(table().size() > 90);
}

TEST_CASE("docs/catalogue.md shows the calls that the tests run", "[docs]") {
    std::ifstream file(ACTFN_TEST_DATA_DIR "/../../docs/catalogue.md", std::ios::binary);
    std::ostringstream found;
    found << file.rdbuf();
    CHECK(found.str() == document::catalogue());
}
