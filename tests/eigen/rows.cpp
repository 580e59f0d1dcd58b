// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/eigen.hpp>
#include <actfn/rowwise/logsumexp.hpp>
#include <actfn/rowwise/softmax.hpp>

#include <span>
#include <vector>

// Eigen objects of every order, stride and kind give the bits of the array calls.

namespace {

using T = float;
using columns_first = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
using rows_first = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

template <class A, class B> bool same(A const& a, B const& b) {
    if (a.rows() != b.rows() || a.cols() != b.cols()) return false;
    for (Eigen::Index r = 0; r < a.rows(); ++r) {
        for (Eigen::Index c = 0; c < a.cols(); ++c) {
            if (!tests::same<T>(a(r, c), b(r, c))) return false;
        }
    }
    return true;
}

rows_first random_rows(Eigen::Index r, Eigen::Index c, tests::random_numbers& next) {
    rows_first m(r, c);
    for (Eigen::Index i = 0; i < m.size(); ++i) m.data()[i] = static_cast<T>(next(-9, 9));
    return m;
}

std::span<T const> whole(rows_first const& m) {
    return {m.data(), static_cast<std::size_t>(m.size())};
}
std::span<T> whole(rows_first& m) { return {m.data(), static_cast<std::size_t>(m.size())}; }

template <class Check> void for_shapes(Check check) {
    tests::random_numbers next;
    for (Eigen::Index const n : {1, 7, 33, 60}) {
        for (Eigen::Index const rows : {1, 8, 19}) {
            INFO(rows << " rows of " << n);
            check(rows, n, next);
        }
    }
}

} // namespace

TEST_CASE("softmax of Eigen expressions", "[rowwise]") {
    auto const& f = actfn::softmax;
    for_shapes([&](Eigen::Index rows, Eigen::Index n, tests::random_numbers& next) {
        rows_first const x = random_rows(rows, n, next);
        rows_first const g = random_rows(rows, n, next);
        rows_first y(rows, n);
        rows_first gx(rows, n);
        rows_first gx_from_y(rows, n);
        actfn::row_layout const layout{.rows = static_cast<std::size_t>(rows)};
        actfn::forward(f, whole(x), whole(y), layout);
        actfn::backward(f, whole(x), whole(g), whole(gx), layout);
        actfn::backward_from_output(f, whole(y), whole(g), whole(gx_from_y), layout);

        columns_first const xc = x;
        columns_first out = f(x.rowwise());
        CHECK(same(out, y));
        out = f(xc.rowwise());
        CHECK(same(out, y));
        out = f((xc + columns_first::Zero(rows, n)).rowwise());
        CHECK(same(out, y));
        rows_first out_rows = f(xc.rowwise());
        CHECK(same(out_rows, y));
        out_rows = x;
        out_rows = f(out_rows.rowwise());
        CHECK(same(out_rows, y));
        rows_first const flipped = f(xc.transpose().colwise());
        CHECK(same(flipped.transpose(), y));
        columns_first frame = columns_first::Constant(rows + 2, n + 2, T(7));
        frame.block(1, 1, rows, n) = f(xc.rowwise());
        CHECK(same(frame.block(1, 1, rows, n), y));
        CHECK(frame(0, 0) == T(7));
        CHECK(frame(rows + 1, n + 1) == T(7));
        out = f.backward(xc.rowwise(), g.rowwise());
        CHECK(same(out, gx));
        out = y;
        out = f.backward_from_output(out.rowwise(), g.rowwise());
        CHECK(same(out, gx_from_y));
        Eigen::Array<T, Eigen::Dynamic, 1> const first = x.row(0).transpose().array();
        Eigen::Array<T, Eigen::Dynamic, 1> const alone = f(first);
        CHECK(same(alone.transpose(), y.topRows(1)));
    });
}

TEST_CASE("logsumexp of Eigen expressions", "[rowwise]") {
    auto const& f = actfn::logsumexp;
    for_shapes([&](Eigen::Index rows, Eigen::Index n, tests::random_numbers& next) {
        rows_first const x = random_rows(rows, n, next);
        rows_first const g = random_rows(rows, 1, next);
        rows_first y(rows, 1);
        rows_first gx(rows, n);
        actfn::row_layout const layout{.rows = static_cast<std::size_t>(rows)};
        actfn::forward(f, whole(x), whole(y), layout);
        actfn::backward(f, whole(x), whole(g), whole(gx), layout);

        columns_first const xc = x;
        Eigen::VectorXf const by_rows = f(xc.rowwise());
        CHECK(same(by_rows, y));
        Eigen::RowVectorXf const by_columns = f(xc.transpose().colwise());
        CHECK(same(by_columns.transpose(), y));
        Eigen::ArrayXf const array = f((x.array() + 0).rowwise());
        CHECK(same(array, y));
        columns_first frame = columns_first::Constant(rows, 3, T(7));
        frame.col(1) = f(xc.rowwise());
        CHECK(same(frame.col(1), y));
        CHECK(frame(0, 0) == T(7));
        frame.transpose().row(2) = f(x.transpose().colwise());
        CHECK(same(frame.col(2), y));
        CHECK(f(x.row(0)) == y(0));
        CHECK(f((2 * x.row(0)).transpose() - x.row(0).transpose()) == y(0));

        columns_first out = f.backward(xc.rowwise(), g.col(0));
        CHECK(same(out, gx));
        out = x;
        out = f.backward(out.rowwise(), g.col(0));
        CHECK(same(out, gx));
        rows_first const flipped = f.backward(xc.transpose().colwise(), g.col(0).transpose());
        CHECK(same(flipped.transpose(), gx));
        Eigen::RowVectorXf const alone = f.backward(x.row(0), g(0));
        CHECK(same(alone, gx.topRows(1)));
    });
}
