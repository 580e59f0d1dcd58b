// SPDX-License-Identifier: MIT
#include "gated/properties.hpp"

#include "catch.hpp"
#include "errors.hpp"
#include "laws/running.hpp"

#include <cmath>
#include <string>
#include <vector>

namespace tests {

namespace {

template <class T> std::span<T const> whole(columns_first<T> const& m) {
    return {m.data(), static_cast<std::size_t>(m.size())};
}

template <class T> std::vector<T> chained(std::vector<T> a, std::vector<T> const& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

/// Halves of an array and of Eigen objects give the bits of scalars.
template <class T> void same_bits_of_halves(gated_subject<T> const& s) {
    constexpr std::size_t w = actfn::math::lanes<actfn::math::pack<T>>;
    random_numbers next;
    for (std::size_t n = 0; n <= 2 * w + 1; ++n) {
        INFO(n << " elements");
        auto const a = random_column<T>(n, -12, 12, next);
        auto const b = random_column<T>(n, -12, 12, next);
        auto const g = random_column<T>(n, -12, 12, next);
        auto const y = run(s.s->value, s.f, columns<T>{a, b})[0];
        auto const gradient_of = run(s.s->backward, s.f, columns<T>{a, b, g});
        auto const& ga = gradient_of[0];
        auto const& gb = gradient_of[1];
        std::vector<T> out(n);
        for (actfn::gate const which : {actfn::gate::first, actfn::gate::second}) {
            bool const second = which == actfn::gate::second;
            auto const x = second ? chained(a, b) : chained(b, a);
            auto const gx = second ? chained(ga, gb) : chained(gb, ga);
            s.halves(s.f, x, out, which, {});
            CHECK(equal(out, y));
            std::vector<T> gradient(2 * n);
            s.backward_halves(s.f, x, g, gradient, which, {});
            CHECK(equal(gradient, gx));
            // In place: the result takes the place of the values.
            auto place = x;
            auto const half = second ? std::span(place).first(n) : std::span(place).last(n);
            s.halves(s.f, place, half, which, {});
            CHECK(std::equal(half.begin(), half.end(), y.begin(), same<T>));
            place = x;
            s.backward_halves(s.f, place, g, place, which, {});
            CHECK(equal(place, gx));
            if (n == 0) continue;

            // Rows of a matrix with gaps between them.
            actfn::row_layout const layout{.rows = 3, .columns = 2 * n, .stride = 2 * n + 3};
            std::vector<T> wide(layout.extent(), T(7));
            std::vector<T> weights;
            for (std::size_t r = 0; r < 3; ++r) {
                std::copy(x.begin(), x.end(),
                          wide.begin() + static_cast<std::ptrdiff_t>(r * layout.stride));
                weights.insert(weights.end(), g.begin(), g.end());
            }
            std::vector<T> values(3 * n);
            s.halves(s.f, wide, values, which, layout);
            CHECK(equal(values, chained(y, chained(y, y))));
            s.backward_halves(s.f, wide, weights, wide, which, layout);
            for (std::size_t r = 0; r < 3; ++r) {
                CHECK(std::equal(gx.begin(), gx.end(),
                                 wide.begin() + static_cast<std::ptrdiff_t>(r * layout.stride),
                                 same<T>));
            }
            CHECK(wide[2 * n] == T(7));

            auto const size = static_cast<Eigen::Index>(n);
            columns_first<T> const column =
                Eigen::Map<columns_first<T> const>(x.data(), 2 * size, 1);
            columns_first<T> both = column.replicate(1, 2);
            columns_first<T> result;
            s.half_columns(s.f, both, result, which);
            CHECK(equal(whole<T>(result), chained(y, y)));
            s.half_rows(s.f, both.transpose(), result, which);
            CHECK(equal(whole<T>(result.transpose()), chained(y, y)));
            columns_first<T> const gy =
                Eigen::Map<columns_first<T> const>(g.data(), size, 1).replicate(1, 2);
            s.backward_half_columns(s.f, both, gy, which);
            CHECK(equal(whole<T>(both), chained(gx, gx)));
        }
    }
}

template <class T> void eigen_matches_arrays(gated_subject<T> const& s) {
    random_numbers next;
    auto const random = [&] {
        columns_first<T> m(5, 7);
        for (Eigen::Index i = 0; i < m.size(); ++i) m.data()[i] = static_cast<T>(next(-9, 9));
        return m;
    };
    auto const a = random();
    auto const b = random();
    auto const g = random();
    auto const size = static_cast<std::size_t>(a.size());
    std::vector<T> y(size), ga(size), gb(size);
    s.arrays(s.f, whole(a), whole(b), y);
    s.backward_arrays(s.f, whole(a), whole(b), whole(g), ga, gb);
    columns_first<T> out;
    columns_first<T> to_value;
    columns_first<T> to_gate;
    s.expression(s.f, a, b, out);
    CHECK(equal(whole(out), y));
    s.backward_expression(s.f, a, b, g, to_value, to_gate);
    CHECK(equal(whole(to_value), ga));
    CHECK(equal(whole(to_gate), gb));
}

template <class T> void misuse_is_reported(gated_subject<T> const& s) {
    std::vector<T> x(9, T(7));
    std::vector<T> y(5, T(7));
    std::string const name(s.s->facts->name);
    using tests::message;
    auto const second = actfn::gate::second;
    CHECK(message([&] { s.halves(s.f, x, y, second, {}); }) ==
          "actfn::forward(" + name + "): x has 9 elements, which do not split in 2 halves");
    x.resize(8);
    CHECK(message([&] { s.halves(s.f, x, y, second, {}); }) ==
          "actfn::forward(" + name + "): y has 5 elements, 1 rows of 8 in x need 4");
    CHECK(message([&] { s.arrays(s.f, x, y, x); }) ==
          "actfn::forward(" + name + "): a has 8 elements, b has 5");
    CHECK(message([&] { s.backward_arrays(s.f, x, x, x, x, x); }).find("overlaps") !=
          std::string::npos);
    CHECK(message([&] {
              s.halves(s.f, x, std::span(x).subspan(2, 4), second, {});
          }).find("overlaps") != std::string::npos);
    CHECK(message([&] { s.halves(s.f, x, y, second, {.rows = 2}); }) ==
          "actfn::forward(" + name + "): y has 5 elements, 2 rows of 4 in x need 4");
    CHECK(message([&] { s.halves(s.f, x, y, second, {.rows = 8}); }) ==
          "actfn::forward(" + name + "): x has 1 elements, which do not split in 2 halves");
    CHECK(message([&] {
              s.halves(s.f, x, std::span(x).first(4), second, {.rows = 2});
          }).find("overlaps") != std::string::npos);
    CHECK(message([&] { s.backward_halves(s.f, x, y, x, second, {}); }) ==
          "actfn::backward(" + name + "): gy has 5 elements, 1 rows of 8 in x need 4");
    CHECK(std::count(x.begin(), x.end(), T(7)) == 8);

    columns_first<T> const a = columns_first<T>::Zero(3, 4);
    columns_first<T> const b = columns_first<T>::Zero(4, 3);
    columns_first<T> z;
    CHECK(message([&] { s.expression(s.f, a, b, z); }) ==
          "actfn::" + name + ": b is 4 x 3, expected 3 x 4");
    CHECK(message([&] { s.half_columns(s.f, a, z, second); }) ==
          "actfn::" + name + ": x is 3 x 4, 3 entries do not split in 2 halves");
    z = b;
    CHECK(message([&] { s.backward_half_columns(s.f, z, a, second); }) ==
          "actfn::" + name + ": gy is 3 x 4, expected 2 x 3");
}

} // namespace

template <class T> void check_halves(gated_subject<T> const& s) {
    std::string const of_type(type_name<T>);
    SECTION("halves have the same bits, " + of_type) {
        same_bits_of_halves(s);
        eigen_matches_arrays(s);
    }
    SECTION("misuse, " + of_type) { misuse_is_reported(s); }
}
template void check_halves(gated_subject<float> const&);
template void check_halves(gated_subject<double> const&);

} // namespace tests
