// SPDX-License-Identifier: MIT
// Largest errors of some float activations over all bit patterns: sweep [stride], 1 = every float.
// The reference is the C library in double, in forms without cancellation.
#include <actfn/actfn.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <numbers>
#include <vector>

namespace {

/// `scale` is the cancelling term that the derivative's error is measured against, or 0.
struct expected {
    double value;
    double derivative;
    double scale = 0;
};

double decay(double x) { return std::exp(-std::fabs(x)); }
double logistic(double x) { return (x < 0 ? decay(x) : 1) / (1 + decay(x)); }

expected sigmoid(double x) {
    double const q = decay(x);
    return {logistic(x), q / ((1 + q) * (1 + q))};
}
expected tanh(double x) {
    double const q = decay(2 * x);
    return {std::tanh(x), 4 * q / ((1 + q) * (1 + q))};
}
expected silu(double x) {
    if (std::isinf(x)) return {x > 0 ? x : 0, x > 0 ? 1.0 : 0.0};
    double const s = logistic(x);
    return {x * s, s * (1 + x * logistic(-x)), s};
}
expected elu(double x) { return {x > 0 ? x : std::expm1(x), x > 0 ? 1 : std::exp(x)}; }
expected softplus(double x) { return {std::log1p(decay(x)) + (x > 0 ? x : 0), logistic(x)}; }
expected gelu(double x) {
    if (std::isinf(x)) return {x > 0 ? x : 0, x > 0 ? 1.0 : 0.0};
    double const cdf = 0.5 * std::erfc(-x / std::numbers::sqrt2);
    double const pdf = std::exp(-x * x / 2) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
    return {x * cdf, cdf + x * pdf, cdf};
}

/// |got − wanted| in units of the last place of a float at the larger of wanted and scale.
double error(float got, double wanted, double scale) {
    double const infinity = std::numeric_limits<double>::infinity();
    if (std::isnan(wanted) || std::isnan(got)) {
        return std::isnan(wanted) == std::isnan(got) ? 0 : infinity;
    }
    if (std::isinf(wanted) || std::isinf(got)) {
        return wanted == static_cast<double>(got) ? 0 : infinity;
    }
    double const size = std::max(std::fabs(wanted), scale);
    int const exponent = size == 0 ? -149 : std::max(std::ilogb(size) - 23, -149);
    return std::ldexp(std::fabs(static_cast<double>(got) - wanted), -exponent);
}

struct worst {
    double ulp = 0;
    float at = 0;

    void see(float x, double e) {
        if (e > ulp) *this = {e, x};
    }
};

/// Ranges of overflow, of subnormal results and of saturation, and roots of derivatives.
constexpr float landmarks[] = {
    0.0F,        1.17549435e-38F, 0.75179154F,   1.27846453F, 3.91920584F, 9.01091334F,
    13.1462467F, 14.3560680F,     14.5560908F,   17.3286795F, 43.6682723F, 44.3614197F,
    51.9860385F, 87.3365448F,     88.7228391F,   91.8567753F, 103.972077F, 108.660304F,
    6.98e12F,    1.84e19F,        3.40282347e38F};

std::vector<float> inputs_near_landmarks() {
    std::vector<float> all{std::numeric_limits<float>::quiet_NaN()};
    for (float const landmark : landmarks) {
        auto const middle = static_cast<std::int64_t>(std::bit_cast<std::uint32_t>(landmark));
        for (std::int64_t i = middle - 2000; i <= middle + 2000; ++i) {
            // Below 0 lie the numbers of the other sign, which the mirror image holds.
            auto const bits =
                static_cast<std::uint32_t>(std::clamp<std::int64_t>(i, 0, 0x7f800000));
            all.push_back(std::bit_cast<float>(bits));
            all.push_back(-all.back());
        }
    }
    return all;
}

template <class F> class sweep {
  public:
    sweep(F const& f, expected (*reference)(double)) : f_(f), reference_(reference) {}

    bool run(std::uint64_t stride, std::vector<float> const& more) {
        for (std::uint64_t bits = 0; bits < std::uint64_t{1} << 32; bits += stride) {
            add(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
        }
        for (float const x : more) add(x);
        flush();
        bool const good = value_.ulp <= 2.5 && derivative_.ulp <= 5;
        std::printf("%-10.*s %8.4f at %-16.9g %8.4f at %-16.9g%s\n",
                    static_cast<int>(F{}.facts().name.size()), F{}.facts().name.data(), value_.ulp,
                    static_cast<double>(value_.at), derivative_.ulp,
                    static_cast<double>(derivative_.at), good ? "" : " exceeds the bound");
        return good;
    }

  private:
    void add(float x) {
        x_.push_back(x);
        if (x_.size() == block) flush();
    }
    void flush() {
        y_.resize(x_.size());
        dy_.resize(x_.size());
        actfn::forward(f_, x_, y_);
        actfn::derivative(f_, x_, dy_);
        for (std::size_t i = 0; i < x_.size(); ++i) {
            expected const e = reference_(static_cast<double>(x_[i]));
            value_.see(x_[i], error(y_[i], e.value, 0));
            derivative_.see(x_[i], error(dy_[i], e.derivative, e.scale));
        }
        x_.clear();
    }

    static constexpr std::size_t block = 4096;
    F f_;
    expected (*reference_)(double);
    worst value_;
    worst derivative_;
    std::vector<float> x_, y_, dy_;
};

} // namespace

int main(int argc, char** argv) {
    std::uint64_t const stride = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1009;
    if (stride == 0) {
        std::fprintf(stderr, "usage: sweep [stride]   (1 = every float)\n");
        return 2;
    }
    auto const more = inputs_near_landmarks();
    std::printf("float, every %llu. bit pattern; error in ulp\n%-10s %-28s %s\n",
                static_cast<unsigned long long>(stride), "", "value", "derivative");
    bool good = sweep(actfn::sigmoid, sigmoid).run(stride, more);
    good &= sweep(actfn::tanh, tanh).run(stride, more);
    good &= sweep(actfn::silu, silu).run(stride, more);
    good &= sweep(actfn::elu, elu).run(stride, more);
    good &= sweep(actfn::softplus, softplus).run(stride, more);
    good &= sweep(actfn::gelu, gelu).run(stride, more);
    return good ? 0 : 1;
}
