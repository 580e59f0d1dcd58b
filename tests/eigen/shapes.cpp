// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/eigen.hpp>
#include <actfn/pointwise/gelu.hpp>

#include <Eigen/Core>

#include <utility>

// The bits of a coefficient do not depend on where it lies: in an Array or a Matrix, row-major, a
// Map with strides, a Block, transposed, or of fixed size.

namespace {

/// Every coefficient of got has the bits of the scalar call.
template <class X> bool same_as_scalars(X const& got, auto const& x) {
    if (got.rows() != x.rows() || got.cols() != x.cols()) return false;
    for (Eigen::Index r = 0; r < x.rows(); ++r) {
        for (Eigen::Index c = 0; c < x.cols(); ++c) {
            auto const expected = actfn::gelu(x(r, c));
            if (tests::same(got(r, c), expected)) continue;
            UNSCOPED_INFO("x(" << r << ", " << c << ") of " << x.rows() << " x " << x.cols()
                               << " = " << tests::hex(static_cast<double>(x(r, c))) << ": "
                               << tests::hex(static_cast<double>(got(r, c))) << " and "
                               << tests::hex(static_cast<double>(expected)));
            return false;
        }
    }
    return true;
}

template <class Plain> void check(Plain const& x) {
    Plain const y = actfn::gelu(x);
    CHECK(same_as_scalars(y, x));
}

template <class T, int rows, int columns, int options = Eigen::ColMajor> auto random(int r, int c) {
    using M = Eigen::Matrix<T, rows, columns, options>;
    return M((M::Random(r, c).array() * T(6)).matrix());
}

} // namespace

TEMPLATE_TEST_CASE("fixed sizes", "[eigen]", float, double) {
    using T = TestType;
    [&]<int... n>(std::integer_sequence<int, n...>) { (check(random<T, n + 1, 1>(n + 1, 1)), ...); }
    (std::make_integer_sequence<int, 9>{});
    check(random<T, 2, 2>(2, 2));
    check(random<T, 3, 3>(3, 3));
    check(random<T, 4, 4>(4, 4));
    check(random<T, 3, 5, Eigen::RowMajor>(3, 5));
    check(Eigen::Array<T, 4, 4>(random<T, 4, 4>(4, 4).array()));
    check(Eigen::Matrix<T, Eigen::Dynamic, 1, 0, 7, 1>(random<T, Eigen::Dynamic, 1>(5, 1)));
}

TEMPLATE_TEST_CASE("dynamic sizes and storage orders", "[eigen]", float, double) {
    using T = TestType;
    for (int n = 0; n < 40; ++n) {
        check(random<T, Eigen::Dynamic, 1>(n, 1));
        check(random<T, 1, Eigen::Dynamic, Eigen::RowMajor>(1, n));
    }
    check(random<T, Eigen::Dynamic, Eigen::Dynamic>(13, 7));
    check(random<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>(13, 7));

    auto const x = random<T, Eigen::Dynamic, Eigen::Dynamic>(9, 17);
    Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> const y = actfn::gelu(x);
    CHECK(same_as_scalars(y, x));
}

TEMPLATE_TEST_CASE("maps, blocks, transposes and references", "[eigen]", float, double) {
    using T = TestType;
    using Matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
    Matrix const x = random<T, Eigen::Dynamic, Eigen::Dynamic>(23, 19);

    for (Eigen::Index begin = 0; begin < 5; ++begin) {
        auto const block = x.block(begin, begin, 15, 11);
        Matrix const y = actfn::gelu(block);
        CHECK(same_as_scalars(y, block));
        Matrix larger = Matrix::Zero(23, 19);
        larger.block(2, begin, 15, 11) = actfn::gelu(block);
        CHECK(same_as_scalars(larger.block(2, begin, 15, 11), block));
        CHECK(larger.row(0).isZero());
    }
    Matrix const transposed = actfn::gelu(x.transpose());
    CHECK(same_as_scalars(transposed, x.transpose()));
    Matrix const back = actfn::gelu(x.transpose()).transpose();
    CHECK(same_as_scalars(back, x));
    Eigen::Matrix<T, Eigen::Dynamic, 1> const diagonal = actfn::gelu(x.diagonal());
    CHECK(same_as_scalars(diagonal, x.diagonal()));
    Matrix const reversed = actfn::gelu(x.colwise().reverse());
    CHECK(same_as_scalars(reversed, x.colwise().reverse()));

    using strides = Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>;
    Eigen::Map<Matrix const, 0, strides> const strided(x.data(), 5, 7, strides(31, 2));
    Matrix const y = actfn::gelu(strided);
    CHECK(same_as_scalars(y, strided));
    Eigen::Map<Matrix const> const unaligned(x.data() + 1, 6, 6);
    Matrix const z = actfn::gelu(unaligned);
    CHECK(same_as_scalars(z, unaligned));

    auto const through_reference = [](Eigen::Ref<Matrix const> const& r) {
        return Matrix(actfn::gelu(r));
    };
    CHECK(same_as_scalars(through_reference(x.topRows(9)), x.topRows(9)));
}

TEMPLATE_TEST_CASE("rows, columns and broadcasts", "[eigen]", float, double) {
    using T = TestType;
    Eigen::Array<T, Eigen::Dynamic, Eigen::Dynamic> x =
        random<T, Eigen::Dynamic, Eigen::Dynamic>(11, 6).array();
    auto const before = x;
    x.col(2) = actfn::gelu(x.col(2));
    x.row(5) = actfn::gelu(x.row(5));
    for (Eigen::Index r = 0; r < x.rows(); ++r) {
        if (r != 5) CHECK(tests::same(x(r, 2), actfn::gelu(before(r, 2))));
    }
    CHECK(tests::same(x(5, 2), actfn::gelu(actfn::gelu(before(5, 2)))));
    CHECK(tests::same(x(0, 0), before(0, 0)));
}
