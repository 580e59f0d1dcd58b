// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/rowwise.hpp>
#include <actfn/eigen/expression.hpp>

#include <Eigen/Core>

#include <optional>

/// Row-wise activations of Eigen expressions: softmax(v) of a vector, softmax(X.colwise()) of
/// every column, softmax(X.rowwise()) of every row.
///
/// The result is evaluated when it is assigned, straight into its destination: with Y = softmax(X
/// .colwise()) nothing else is allocated, X may be Y. In a larger expression it is evaluated first,
/// as a matrix product is.
namespace actfn {

namespace core {

/// Which way the rows of the kernel lie in a matrix.
enum class direction { columns, rows };

/// The columns or rows of a matrix with memory behind it.
template <direction d, class T, class X> table<T> eigen_table(T* data, X const& x) {
    constexpr bool lines_are_inner = bool(X::IsRowMajor) == (d == direction::rows);
    return lines_are_inner ? table<T>{data, x.outerStride(), x.innerStride()}
                           : table<T>{data, x.innerStride(), x.outerStride()};
}

template <class X> inline constexpr bool has_memory = (int(X::Flags) & Eigen::DirectAccessBit) != 0;

/// Whether the lines of x can be read while those of y are written: they run the same way, in
/// the same steps if they are the same.
template <direction d, class X, class Y> bool runs_alike(X const& x, Y const& y) {
    if constexpr (has_memory<X>) {
        auto const a = eigen_table<d>(x.data(), x);
        auto const b = eigen_table<d>(y.data(), y);
        bool const same_steps = a.within_row == b.within_row && a.between_rows == b.between_rows;
        return b.within_row == 1 ? a.within_row == 1 && (a.data != b.data || same_steps)
                                 : a.between_rows == 1 && (a.data != b.data || same_steps);
    } else {
        return false;
    }
}

template <class X>
concept eigen_vector = eigen_real<X> && bool(X::IsVectorAtCompileTime);

template <class Member, class Arch, class K, direction d, class X, class... More>
class rowwise_expression;

} // namespace core
} // namespace actfn

namespace Eigen::internal {

template <class Member, class Arch, class K, actfn::core::direction d, class X, class... More>
struct traits<actfn::core::rowwise_expression<Member, Arch, K, d, X, More...>> {
    using ReturnType = typename X::PlainObject;
};

} // namespace Eigen::internal

namespace actfn {

namespace core {

template <class Member, class Arch, class K, direction d, class X, class... More>
class rowwise_expression
    : public Eigen::ReturnByValue<rowwise_expression<Member, Arch, K, d, X, More...>> {
    using T = typename X::Scalar;
    using Plain = typename X::PlainObject;

  public:
    rowwise_expression(K const& kernel, X const& x, More const&... more)
        : kernel_(kernel), in_(x, more...) {
        (require_shape(K::facts.name, "gy", more.rows(), more.cols(), x.rows(), x.cols()), ...);
    }

    Eigen::Index rows() const { return std::get<0>(in_).rows(); }
    Eigen::Index cols() const { return std::get<0>(in_).cols(); }

    template <class Y> void evalTo(Y& y) const {
        if constexpr (has_memory<Y>) {
            std::apply([&](auto const&... in) { into(y, in...); }, in_);
        } else {
            Plain plain(rows(), cols());
            evalTo(plain);
            y = plain;
        }
    }

  private:
    template <class Y, class In> void into(Y& y, In const& x) const {
        if (runs_alike<d>(x, y)) {
            if constexpr (has_memory<In>) run(y, eigen_table<d>(x.data(), x));
        } else {
            y = x;
            T const* data = y.data();
            run(y, eigen_table<d>(data, y));
        }
    }

    // With two inputs y may be one of them, so the other must not be evaluated into it.
    template <class Y, class A, class B> void into(Y& y, A const& a, B const& b) const {
        using Same = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic,
                                   Y::IsRowMajor ? Eigen::RowMajor : Eigen::ColMajor>;
        std::optional<Same> a_copy;
        std::optional<Same> b_copy;
        run(y, lines<Same>(y, a, a_copy), lines<Same>(y, b, b_copy));
    }

    template <class Same, class Y, class In>
    static table<T const> lines(Y const& y, In const& in, std::optional<Same>& copy) {
        if (runs_alike<d>(in, y)) {
            if constexpr (has_memory<In>) return eigen_table<d>(in.data(), in);
        }
        T const* const data = copy.emplace(in).data();
        return eigen_table<d>(data, *copy);
    }

    template <class Y, class... In> void run(Y& y, In... in) const {
        bool constexpr along_columns = d == direction::columns;
        rowwise_run<Member, Arch, T>(kernel_,
                                     static_cast<std::size_t>(along_columns ? y.cols() : y.rows()),
                                     static_cast<std::size_t>(along_columns ? y.rows() : y.cols()),
                                     in..., eigen_table<d>(y.data(), y));
    }

    [[no_unique_address]] K kernel_;
    std::tuple<typename Eigen::internal::ref_selector<X>::type,
               typename Eigen::internal::ref_selector<More>::type...>
        in_;
};

} // namespace core

/// A vector: one row.
template <core::eigen_vector X> struct rowwise_front_end<X> {
    template <class Member, class Arch, class K, core::eigen_vector... More>
    static auto call(K const& k, X const& x, More const&... more) {
        constexpr auto d =
            X::ColsAtCompileTime == 1 ? core::direction::columns : core::direction::rows;
        return core::rowwise_expression<Member, Arch, K, d, X, More...>(k, x, more...);
    }
};

/// X.colwise() and X.rowwise().
template <class X, int direction>
    requires core::eigen_real<std::remove_const_t<X>>
struct rowwise_front_end<Eigen::VectorwiseOp<X, direction>> {
    template <class Member, class Arch, class K, class... More>
    static auto call(K const& k, Eigen::VectorwiseOp<X, direction> const& x,
                     Eigen::VectorwiseOp<More, direction> const&... more) {
        constexpr auto d =
            direction == Eigen::Vertical ? core::direction::columns : core::direction::rows;
        return core::rowwise_expression<Member, Arch, K, d, std::remove_const_t<X>,
                                        std::remove_const_t<More>...>(k, x._expression(),
                                                                      more._expression()...);
    }
};

} // namespace actfn
