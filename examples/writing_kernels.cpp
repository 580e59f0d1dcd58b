// SPDX-License-Identifier: MIT
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>
#include <actfn/function.hpp>

#include <cmath>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

namespace math = actfn::math;

struct bent {
    static constexpr actfn::facts facts{.name = "bent",
                                        .formula = "x + (sqrt(x**2 + 1) - 1) / 2",
                                        .source = "Wikipedia, Activation function",
                                        .max_ulp = actfn::facts::not_stated};

    template <actfn::real V> ACTFN_INLINE static actfn::jet<V> at(V x) {
        V const r = math::sqrt(math::fma(x, x, V(1)));
        return {.value = x + (r - V(1)) / V(2), .derivative = V(1) + x / (r + r)};
    }
};
constexpr actfn::function<bent> bent_line{};

void use_it() {
    auto const [value, derivative] = bent_line.value_and_derivative(1.0);
    std::printf("scalar: %.4f, derivative %.4f, second %.4f\n", value, derivative,
                bent_line.second_derivative(1.0));

    std::vector<float> const x{-1, 0, 1};
    std::vector<float> const gy{1, 1, 1};
    std::vector<float> y(3);
    std::vector<float> gx(3);
    actfn::forward(bent_line, x, y);
    actfn::backward(bent_line, x, gy, gx);
    std::printf("array: %.4f %.4f %.4f, gradient %.4f %.4f %.4f\n", y[0], y[1], y[2], gx[0], gx[1],
                gx[2]);

    Eigen::MatrixXf const W = Eigen::MatrixXf::Constant(2, 2, 0.5F);
    Eigen::VectorXf const h = bent_line(W * Eigen::Vector2f(1, 1)); // lazy, vectorised
    std::printf("expression: %.4f\n", h[0]);
}

void see_it_fail() {
    std::printf("near 0: %.6e for 1.000025e-04\n", bent_line(1e-4F));
    std::printf("large: %.2g for 1.5e+20\n", bent_line(1e20F));
    bool const is_nan = std::isnan(bent_line(-actfn::facts::infinity));
    std::printf("at -inf: %s for -inf\n", is_nan ? "NaN" : "a number");
}

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// bent_line(x) = x + (√(x² + 1) − 1)/2,  derivative 1 + x/(2√(x² + 1)).
/// √(x² + 1) − 1 = x²/(√(x² + 1) + 1): the difference would cancel near 0.
struct bent_line {
    static constexpr actfn::facts facts{.name = "bent_line",
                                        .formula = "x + (sqrt(x**2 + 1) - 1) / 2",
                                        .derivative = "1 + x / (2 * sqrt(x**2 + 1))",
                                        .source = "Wikipedia, Activation function",
                                        .left = {-actfn::facts::infinity, 0.5},
                                        .right = {actfn::facts::infinity, 1.5},
                                        .max_ulp = {.value = 2, .derivative = 1.5},
                                        .interval = {-1000, 1000}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const s = math::one_plus_square(x);
        V const r = s.root();
        V const half = math::as<V>(0.5);
        return {.value = x * math::fma(half, s.x / (r + V(1)), V(1)),
                .derivative = math::fma(half, s.x / r, V(1))};
    }
};

} // namespace kernel

inline constexpr function<kernel::bent_line> bent_line{};

} // namespace actfn

void see_it_hold() {
    std::printf("near 0: %.6e\n", actfn::bent_line(1e-4F));
    std::printf("large: %.2g\n", actfn::bent_line(1e20F));
    std::printf("at -inf: %g\n", actfn::bent_line(-actfn::facts::infinity));
}

template <class P = double> struct bend_by {
    static constexpr std::string_view name = "bend_by";

    P bend{0.5};

    constexpr void check() const {
        actfn::core::require(bend >= 0, name, "bend", bend, "at least", 0);
        actfn::core::require(bend <= 1, name, "bend", bend, "at most", 1);
    }

    constexpr actfn::facts describe() const {
        double const least = bend < 1 ? -actfn::facts::infinity : -1;
        return {.name = name,
                .formula = "x + bend * (sqrt(x**2 + 1) - 1)",
                .source = "this page",
                .lower = least,
                .left = {least, 1 - bend},
                .right = {actfn::facts::infinity, 1 + bend},
                .max_ulp = actfn::facts::not_stated};
    }

    template <actfn::real V> ACTFN_INLINE actfn::jet<V> at(V x) const {
        auto const s = math::one_plus_square(x);
        V const r = s.root();
        V const b = math::as<V>(bend);
        return {.value = x * math::fma(b, s.x / (r + V(1)), V(1)),
                .derivative = math::fma(b, s.x / r, V(1))};
    }

    template <actfn::real V> ACTFN_INLINE bend_by<V> parameter_derivatives(V x) const {
        auto const s = math::one_plus_square(x);
        return {.bend = x * (s.x / (s.root() + V(1)))};
    }
};
constexpr actfn::function<bend_by<>> bent_by{};

void learn_it() {
    constexpr auto gentle = bent_by.with({.bend = 0.25}); // checked by the compiler
    std::printf("value %.4f, derivative at -inf %g\n", gentle(1.0), gentle.facts().left.derivative);

    std::vector<float> const x{-1, 0, 1};
    std::vector<float> const gy{1, 1, 1};
    auto const gradient = actfn::parameter_gradient(gentle, x, gy);
    std::printf("dL/dbend = %.4f\n", gradient.bend);
    try {
        double const read_from_a_file = 2;
        (void)bent_by.with({.bend = read_from_a_file});
    } catch (std::invalid_argument const& e) {
        std::printf("%s\n", e.what());
    }
}

void learn_one_for_every_channel() {
    std::vector<float> const bend{0, 0.5F, 1};
    auto const channels = bent_by.each({.bend = bend}); // refers to bend

    std::vector<float> const x{2, 2, 2, -2, -2, -2};
    std::vector<float> const gy(6, 1.0F);
    std::vector<float> y(6);
    std::vector<float> gx(6);
    std::vector<float> by_bend(3);
    actfn::row_layout const rows{.rows = 2};
    actfn::forward(channels, x, y, rows);
    // Both gradients in one pass.
    actfn::backward(channels, x, gy, gx, rows, channels.gradients({.bend = by_bend}));
    std::printf("channels: %.4f %.4f %.4f, gradients %.4f %.4f %.4f\n", y[0], y[1], y[2],
                by_bend[0], by_bend[1], by_bend[2]);

    Eigen::Map<Eigen::MatrixXf const> const X(x.data(), 3, 2);
    Eigen::MatrixXf const Y = channels(X.colwise()); // as X.colwise() + v
    std::printf("matrix: %.4f\n", Y(2, 1));
}

struct bent_gate {
    static constexpr actfn::facts facts{.name = "bent_gate",
                                        .formula = "a * bent_line(b)",
                                        .source = "this page",
                                        .max_ulp = actfn::facts::not_stated};

    template <actfn::real V> ACTFN_INLINE static actfn::gated_jet<V> at(V a, V b) {
        return math::gated_product(a, actfn::kernel::bent_line::at(b));
    }
};
constexpr actfn::function<bent_gate> bent_glu{};

struct share_of_row {
    static constexpr actfn::facts facts{.name = "share",
                                        .formula = "x / sum(abs(x))",
                                        .source = "this page",
                                        .max_ulp = actfn::facts::not_stated};

    /// yᵢ = xᵢ/s, s = Σ |xⱼ|.
    template <class Row, class T>
    ACTFN_INLINE static void forward(Row const& row, math::line<T const> x, math::line<T> y) {
        using V = typename Row::value_type;
        auto const size = [](V v) ACTFN_LAMBDA_INLINE {
            return math::kept<V, 1>{v, {math::abs(v)}};
        };
        V const sum = row.sums(size, math::discard{}, x)[0];
        row.map([&](V v) ACTFN_LAMBDA_INLINE { return v / sum; }, y, x);
    }

    /// gxᵢ = (gyᵢ − sgn(xᵢ)·Σ gyⱼ·yⱼ)/s.
    template <class Row, class T>
    ACTFN_INLINE static void backward(Row const& row, math::line<T const> x, math::line<T const> gy,
                                      math::line<T> gx) {
        using V = typename Row::value_type;
        auto const terms = [](V v, V g) ACTFN_LAMBDA_INLINE {
            return math::kept<V, 2>{v, {math::abs(v), v * g}};
        };
        auto const sums = row.sums(terms, math::discard{}, x, gy);
        V const sum = sums[0];
        V const mean = sums[1] / sum;
        auto const gradient = [&](V v, V g) ACTFN_LAMBDA_INLINE {
            return (g - math::mulsign(mean, v)) / sum;
        };
        row.map(gradient, gx, x, gy);
    }
};
constexpr actfn::function<share_of_row> share{};

struct bent_at_random {
    static constexpr actfn::facts facts{.name = "bent_at_random",
                                        .formula = "x + (sqrt(x**2 + 1) - 1) / 2",
                                        .source = "this page",
                                        .max_ulp = actfn::facts::not_stated};
    using draw = math::uniform_draw;

    template <actfn::real V> ACTFN_INLINE static actfn::jet<V> at(V x) { // inference
        return actfn::kernel::bent_line::at(x);
    }
    template <actfn::real V> ACTFN_INLINE static actfn::jet<V> at(V x, V drawn) { // training
        return bend_by<V>{drawn}.at(x);
    }
};
constexpr actfn::function<bent_at_random> random_bent{};

void use_other_kinds() {
    auto const g = bent_glu.backward(2.0, 1.0, 1.0);
    std::printf("gate: %.4f, gradients %.4f %.4f\n", bent_glu(2.0, 1.0), g.value, g.gate);

    std::vector<float> const x{1, -3, 4};
    std::vector<float> y(3);
    actfn::forward(share, x, y);
    std::printf("row: %.4f %.4f %.4f\n", y[0], y[1], y[2]);
    Eigen::Matrix<float, 2, 3> const X{{1, -3, 4}, {1, 1, 2}};
    Eigen::MatrixXf const Y = share(X.rowwise());
    std::printf("rows: %.4f and %.4f\n", Y(0, 2), Y(1, 2));

    auto const training = random_bent.train(2024); // a seed
    actfn::forward(training, x, y);
    bool const within = 1 < y[0] && y[0] < 1.5F;
    bool const again = training.value_and_derivative(1.0F).value == y[0];
    std::printf("inference %.4f, in training between 1 and sqrt(2): %s, repeatable: %s\n",
                random_bent(1.0F), within ? "yes" : "no", again ? "yes" : "no");
}

void combine() {
    auto const mish = actfn::identity * actfn::tanh(actfn::softplus);
    auto const from_lambda =
        actfn::function([](auto x) { return x * actfn::tanh(actfn::softplus(x)); });
    std::string const name(mish.facts().name);
    std::printf("%s: %.4f %.4f %.4f\n", name.c_str(), actfn::mish(1.0), mish(1.0),
                from_lambda(1.0));

    auto const scaled = 0.5 * actfn::bent_line + 1;
    auto const inside = actfn::tanh(actfn::affine.with({.alpha = 2}));
    std::printf("%.4f %.4f, slope %.4f\n", scaled(1.0), inside(1.0), inside.derivative(1.0));

    auto const learned = actfn::identity * actfn::tanh(bent_by);
    auto const changed = learned.with({.g = {.g = {.bend = 0.25}}});
    std::printf("%.4f, stated: %s\n", changed(1.0),
                changed.facts().max_ulp.stated() ? "yes" : "no");
}

int main() {
    use_it();
    see_it_fail();
    see_it_hold();
    learn_it();
    learn_one_for_every_channel();
    use_other_kinds();
    combine();
}
