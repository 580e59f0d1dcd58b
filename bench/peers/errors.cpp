// SPDX-License-Identifier: MIT
//
// True results come from the MPFR formulas of tools/judge.
#include "errors.hpp"

#include "memory.hpp"
#include <actfn/pointwise.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <reference.hpp>
#include <tuple>
#include <type_traits>

namespace peers {

namespace {

/// The unit in the last place of T at a number.
template <class T> long double unit_at(long double truth) {
    using limits = std::numeric_limits<T>;
    int const exponent = truth == 0 ? limits::min_exponent : std::ilogb(truth) + 1;
    return std::ldexp(1.0L, std::max(exponent, limits::min_exponent) - limits::digits);
}

long double as_long(judge::real const& r) { return mpfr_get_ld(r.get(), MPFR_RNDN); }

/// The defaults, which are those of the other libraries, too.
std::vector<double> parameters_of(std::string_view function) {
    std::vector<double> all;
    auto const take = [&](auto const& kernel) {
        if constexpr (actfn::core::has_fields<std::remove_cvref_t<decltype(kernel)>>) {
            std::apply([&](auto... p) { all = {static_cast<double>(p)...}; },
                       actfn::core::fields(kernel));
        }
    };
#define PEERS_ROW(f)                                                                               \
    if (function == #f) take(actfn::f.kernel());
    PEERS_FUNCTIONS(PEERS_ROW)
#undef PEERS_ROW
    return all;
}

/// Numbers in [0, 1), the same with every standard library.
class draws {
  public:
    double operator()() { return static_cast<double>(bits_()) * 0x1p-32; }

  private:
    std::mt19937 bits_{20260401};
};

} // namespace

template <class T>
sample<T>::sample(std::string_view function, bool backward, std::size_t columns)
    : function_(function), backward_(backward), columns_(columns) {
    if (columns == 0)
        draw_numbers();
    else
        draw_rows(columns);
}

template <class T> void sample<T>::draw_numbers() {
    constexpr std::size_t n = 2048;
    double const tail = std::is_same_v<T, float> ? 110 : 750;
    draws draw;
    judge::reference const reference(judge::formula_of(function_), parameters_of(function_));
    for (std::size_t i = 0; i < n; ++i) {
        double const u = draw();
        double x = 40 * u - 20;
        if (i % 4 == 2) x = 2 * tail * u - tail;
        if (i % 4 == 3) x = (i % 8 == 3 ? -1 : 1) * std::pow(10.0, -30 * u);
        x_.push_back(static_cast<T>(x));
        auto const answer = reference(static_cast<double>(x_.back()), 1);
        long double const value = answer[0] ? as_long(*answer[0]) : NAN;
        long double truth = backward_ ? (answer[1] ? as_long(*answer[1]) : NAN) : value;
        using limits = std::numeric_limits<T>;
        if (std::abs(truth) > limits::max()) truth = NAN;
        if (truth != 0 && std::abs(truth) < limits::min()) truth = NAN;
        truth_.push_back(truth);
        // A root of the derivative does not count: the unit is that of a neighbour.
        long double size = std::abs(truth);
        for (double const near : {x * (1 - 1.0 / 64), x * (1 + 1.0 / 64)}) {
            if (!backward_ || std::isnan(truth)) break;
            if (auto const beside = reference(near, 1)[1]; beside)
                size = std::max(size, std::min(std::abs(as_long(*beside)), 1.0L));
        }
        unit_.push_back(unit_at<T>(size));
        fx_.push_back(static_cast<T>(value));
    }
    gy_.assign(n, T(1));
}

template <class T> void sample<T>::draw_rows(std::size_t columns) {
    std::size_t const rows = 64;
    bool const log = function_ == "log_softmax";
    draws draw;
    judge::real::bits = 128;
    for (std::size_t r = 0; r < rows; ++r) {
        std::vector<judge::real> e;
        judge::real sum(0.0);
        double const spread = r % 2 == 0 ? 4 : 40;
        for (std::size_t i = 0; i < columns; ++i) {
            x_.push_back(static_cast<T>(spread * (draw() - 0.5)));
            gy_.push_back(static_cast<T>(2 * draw() - 1));
            e.push_back(exp(judge::real(static_cast<double>(x_.back()))));
            sum = sum + e.back();
        }
        std::size_t const begin = r * columns;
        judge::real const shift = judge::log(sum);
        for (std::size_t i = 0; i < columns; ++i) {
            judge::real const y =
                log ? judge::real(static_cast<double>(x_[begin + i])) - shift : e[i] / sum;
            fx_.push_back(static_cast<T>(as_long(y)));
            if (!backward_) {
                truth_.push_back(as_long(y));
                // log_softmax subtracts: an error counts against the larger of its terms.
                long double const x = std::abs(static_cast<long double>(x_[begin + i]));
                unit_.push_back(
                    unit_at<T>(log ? std::max(x, std::abs(truth_.back())) : truth_.back()));
            }
        }
        if (!backward_) continue;
        // As from the rounded output, which all libraries are given.
        judge::real of_gy(0.0);
        for (std::size_t i = begin; i < begin + columns; ++i) {
            judge::real const g(static_cast<double>(gy_[i]));
            of_gy = of_gy + (log ? g : g * judge::real(static_cast<double>(fx_[i])));
        }
        for (std::size_t i = begin; i < begin + columns; ++i) {
            judge::real const g(static_cast<double>(gy_[i]));
            judge::real const f(static_cast<double>(fx_[i]));
            judge::real const p = log ? exp(f) * of_gy : f * of_gy;
            judge::real const q = log ? g : f * g;
            truth_.push_back(as_long(q - p));
            unit_.push_back(unit_at<T>(std::max(std::abs(as_long(p)), std::abs(as_long(q)))));
        }
    }
}

template <class T> std::optional<errors> sample<T>::measure(prepared (*of)(task<T> const&)) const {
    if (of == nullptr) return {};
    memory<T> const x(x_), gy(gy_), fx(fx_), y(x_.size());
    auto const job =
        of({function_, backward_, columns_, x.read(), gy.read(), fx.read(), y.write()});
    if (!job.run) return {};
    job.run();
    std::vector<double> all;
    for (std::size_t i = 0; i < x_.size(); ++i) {
        if (std::isnan(truth_[i])) continue;
        auto const error = std::abs(static_cast<long double>(y.read()[i]) - truth_[i]) / unit_[i];
        all.push_back(std::isnan(error) ? std::numeric_limits<double>::infinity()
                                        : static_cast<double>(error));
    }
    std::sort(all.begin(), all.end());
    return errors{all.back(), all[all.size() / 2]};
}

template class sample<float>;
template class sample<double>;

} // namespace peers
