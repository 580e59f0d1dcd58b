// SPDX-License-Identifier: MIT
#include "loss/properties.hpp"

#include "catch.hpp"
#include "errors.hpp"
#include "laws/running.hpp"

#include <cmath>
#include <string>
#include <vector>

namespace tests {

namespace {

/// Means, sums and their gradients, of arrays and Eigen, agree with the entries, whatever is
/// overwritten.
template <class T> void reductions_agree(loss_subject<T> const& s) {
    constexpr std::size_t w = actfn::math::lanes<actfn::math::pack<T>>;
    double const close = 3 * static_cast<double>(std::numeric_limits<T>::epsilon());
    random_numbers next;
    for (std::size_t n = 1; n <= 4 * w + 1; ++n) {
        INFO(n << " elements");
        auto const x = random_column<T>(n, -6, 6, next);
        auto const t = random_column<T>(n, 0, 1, next);
        auto const y = run(s.s->value, s.f, columns<T>{x, t})[0];
        auto const dx = run(s.s->derivative, s.f, columns<T>{x, t})[0];

        // Terms of either sign cancel.
        double sum = 0;
        double size = 0;
        for (T const v : y) {
            sum += static_cast<double>(v);
            size += std::abs(static_cast<double>(v));
        }
        auto const near = [&](T got, double expected, double scale) {
            return std::abs(static_cast<double>(got) - expected) <= close * scale;
        };
        T const mean = s.mean(s.f, x, t);
        T const total = s.sum(s.f, x, t);
        CHECK(near(mean, sum / static_cast<double>(n), size / static_cast<double>(n)));
        CHECK(near(total, sum, size));
        std::vector<T> g(n);
        CHECK(s.sum_gradient(s.f, x, t, g) == total);
        CHECK(equal(g, dx));
        CHECK(s.mean_gradient(s.f, x, t, g) == mean);
        for (std::size_t i = 0; i < n; ++i) CHECK(g[i] == dx[i] / static_cast<T>(n));

        // The gradient may take the place of the entries or the targets.
        auto place = x;
        CHECK(s.mean_gradient(s.f, place, t, place) == mean);
        CHECK(equal(place, g));
        place = t;
        CHECK(s.mean_gradient(s.f, x, place, place) == mean);
        CHECK(equal(place, g));

        using matrix = typename loss_subject<T>::matrix;
        auto const as_matrix = [&](std::vector<T> const& v) {
            return matrix(Eigen::Map<matrix const>(v.data(), static_cast<Eigen::Index>(n), 1));
        };
        matrix gx(static_cast<Eigen::Index>(n), 1);
        CHECK(s.matrix_mean(s.f, as_matrix(x), as_matrix(t)) == mean);
        CHECK(s.matrix_gradient(s.f, as_matrix(x), as_matrix(t), gx) == mean);
        CHECK(std::equal(g.begin(), g.end(), gx.data()));
    }
}

template <class T> void matrices_agree(loss_subject<T> const& s) {
    random_numbers next;
    using matrix = typename loss_subject<T>::matrix;
    matrix x(4, 6);
    matrix t(4, 6);
    for (Eigen::Index i = 0; i < 24; ++i) {
        x.data()[i] = static_cast<T>(next(-3, 3));
        t.data()[i] = static_cast<T>(next(0, 1));
    }
    matrix g(4, 6);
    matrix turned(4, 6);
    T const close = 8 * std::numeric_limits<T>::epsilon();
    T const mean = s.matrix_gradient(s.f, x, t, g);
    CHECK(std::abs(s.turned_gradient(s.f, x, t, turned) - mean) < close);
    CHECK(turned == g);
    matrix frame = matrix::Constant(6, 8, T(7));
    frame.block(1, 1, 4, 6) = x;
    CHECK(std::abs(s.block_in_place(s.f, frame, t) - mean) < close);
    CHECK(frame.block(1, 1, 4, 6) == g);
    CHECK(frame(0, 0) == T(7));
    CHECK(frame(5, 7) == T(7));
}

template <class T> void nan_stays_in_the_mean(loss_subject<T> const& s) {
    CHECK(std::isnan(s.mean(s.f, std::array{nan<T>}, std::array{T(1)})));
    CHECK(std::isnan(s.mean(s.f, std::array{T(1)}, std::array{nan<T>})));
}

template <class T> void misuse_is_reported(loss_subject<T> const& s) {
    std::vector<T> x(4, T(7));
    std::vector<T> t(5, T(7));
    using tests::message;
    std::string const name(s.s->facts->name);
    CHECK(message([&] { s.mean_gradient(s.f, x, t, x); }) ==
          "actfn::loss(" + name + "): x has 4 elements, t has 5");
    CHECK(message([&] { s.mean_gradient(s.f, x, x, t); }) ==
          "actfn::loss(" + name + "): x has 4 elements, gx has 5");
    CHECK(message([&] { s.each(s.f, x, x, t); }) ==
          "actfn::forward(" + name + "): x has 4 elements, y has 5");
    CHECK(std::count(t.begin(), t.end(), T(7)) == 5);
    using matrix = typename loss_subject<T>::matrix;
    matrix const a = matrix::Zero(2, 3);
    matrix g = matrix::Zero(3, 2);
    CHECK(message([&] { s.matrix_gradient(s.f, a, a, g); }) ==
          "actfn::loss(" + name + "): x is 2 x 3, gx is 3 x 2");
    CHECK(message([&] { s.matrix_mean(s.f, a, g); }) ==
          "actfn::loss(" + name + "): x is 2 x 3, t is 3 x 2");
}

} // namespace

template <class T> void check_reductions(loss_subject<T> const& s) {
    std::string const of_type(type_name<T>);
    SECTION("all ways agree, " + of_type) {
        reductions_agree(s);
        matrices_agree(s);
    }
    SECTION("NaN, " + of_type) { nan_stays_in_the_mean(s); }
    SECTION("misuse, " + of_type) { misuse_is_reported(s); }
}
template void check_reductions(loss_subject<float> const&);
template void check_reductions(loss_subject<double> const&);

} // namespace tests
