// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/reduction.hpp>
#include <actfn/engine/rowwise.hpp>
#include <actfn/eigen/expression.hpp>

#include <Eigen/Core>

#include <optional>

/// Row-wise activations of Eigen expressions: softmax(v) of a vector, softmax(X.colwise()) of
/// every column, softmax(X.rowwise()) of every row; logsumexp(v) is a number,
/// logsumexp(X.colwise()) a row vector, as X.colwise().sum().
///
/// The result is evaluated when it is assigned, straight into its destination: with Y = softmax(X
/// .colwise()) nothing else is allocated, X may be Y. In a larger expression it is evaluated first,
/// as a matrix product is.
namespace actfn {

namespace engine {

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
template <class Arch, class K, direction d, class X> class reduction_expression;
template <class Arch, class K, direction d, class X> class reduction_gradient;

/// One number for every line of X.
template <direction d, class X> struct numbers_of_lines {
    using T = typename X::Scalar;
    static constexpr int rows = d == direction::columns ? 1 : int(X::RowsAtCompileTime);
    static constexpr int columns = d == direction::columns ? int(X::ColsAtCompileTime) : 1;
    static constexpr bool is_array =
        std::is_same_v<typename Eigen::internal::traits<X>::XprKind, Eigen::ArrayXpr>;
    static constexpr int order = rows == 1 && columns != 1 ? Eigen::RowMajor : Eigen::ColMajor;
    using type = std::conditional_t<is_array, Eigen::Array<T, rows, columns, order>,
                                    Eigen::Matrix<T, rows, columns, order>>;
};

/// How many lines there are, and of how many entries.
template <direction d, class X> std::size_t line_count(X const& x) {
    return static_cast<std::size_t>(d == direction::columns ? x.cols() : x.rows());
}
template <direction d, class X> std::size_t line_size(X const& x) {
    return static_cast<std::size_t>(d == direction::columns ? x.rows() : x.cols());
}

} // namespace engine
} // namespace actfn

namespace Eigen::internal {

template <class Member, class Arch, class K, actfn::engine::direction d, class X, class... More>
struct traits<actfn::engine::rowwise_expression<Member, Arch, K, d, X, More...>> {
    using ReturnType = typename X::PlainObject;
};

template <class Arch, class K, actfn::engine::direction d, class X>
struct traits<actfn::engine::reduction_expression<Arch, K, d, X>> {
    using ReturnType = typename actfn::engine::numbers_of_lines<d, X>::type;
};

template <class Arch, class K, actfn::engine::direction d, class X>
struct traits<actfn::engine::reduction_gradient<Arch, K, d, X>> {
    using ReturnType = typename X::PlainObject;
};

} // namespace Eigen::internal

namespace actfn {

namespace engine {

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
        rowwise_run<Member, Arch, T>(kernel_, line_count<d>(y), line_size<d>(y), in...,
                                     eigen_table<d>(y.data(), y));
    }

    [[no_unique_address]] K kernel_;
    std::tuple<typename Eigen::internal::ref_selector<X>::type,
               typename Eigen::internal::ref_selector<More>::type...>
        in_;
};

template <class Arch, class K, direction d, class X>
class reduction_expression : public Eigen::ReturnByValue<reduction_expression<Arch, K, d, X>> {
    using T = typename X::Scalar;

  public:
    reduction_expression(K const& kernel, X const& x) : kernel_(kernel), x_(x) {}

    Eigen::Index rows() const { return d == direction::columns ? 1 : x_.rows(); }
    Eigen::Index cols() const { return d == direction::columns ? x_.cols() : 1; }

    template <class Y> void evalTo(Y& y) const {
        if constexpr (has_memory<Y>) {
            if (y.innerStride() == 1 && bool(Y::IsVectorAtCompileTime)) return into(y.data());
        }
        typename numbers_of_lines<d, X>::type numbers(rows(), cols());
        into(numbers.data());
        y = numbers;
    }

    void into(T* y) const {
        if constexpr (has_memory<X>) {
            run(x_, y);
        } else {
            typename X::PlainObject const copy = x_;
            run(copy, y);
        }
    }

  private:
    template <class In> void run(In const& x, T* y) const {
        T const* const data = x.data();
        reduce_rows<Arch, T>(kernel_, line_count<d>(x), line_size<d>(x), eigen_table<d>(data, x),
                             y);
    }

    [[no_unique_address]] K kernel_;
    typename Eigen::internal::ref_selector<X>::type x_;
};

template <class Arch, class K, direction d, class X>
class reduction_gradient : public Eigen::ReturnByValue<reduction_gradient<Arch, K, d, X>> {
    using T = typename X::Scalar;

  public:
    template <class G>
    reduction_gradient(K const& kernel, X const& x, G const& gy) : kernel_(kernel), x_(x) {
        if constexpr (std::is_arithmetic_v<G>) {
            gy_.setConstant(1, static_cast<T>(gy));
        } else {
            static_assert(bool(G::IsVectorAtCompileTime), "actfn: gy is a vector, a number a row");
            gy_.resize(gy.size());
            for (Eigen::Index i = 0; i < gy.size(); ++i) gy_(i) = gy.coeff(i);
        }
        if (static_cast<std::size_t>(gy_.size()) != line_count<d>(x)) {
            fail(K::facts.name, ": gy has ", gy_.size(), " entries, expected ", line_count<d>(x));
        }
    }

    Eigen::Index rows() const { return x_.rows(); }
    Eigen::Index cols() const { return x_.cols(); }

    template <class Y> void evalTo(Y& y) const {
        if constexpr (has_memory<Y>) {
            if (runs_alike<d>(x_, y)) {
                if constexpr (has_memory<X>) run(y, eigen_table<d>(x_.data(), x_));
            } else {
                y = x_;
                T const* const data = y.data();
                run(y, eigen_table<d>(data, y));
            }
        } else {
            typename X::PlainObject plain(rows(), cols());
            evalTo(plain);
            y = plain;
        }
    }

  private:
    template <class Y> void run(Y& y, table<T const> x) const {
        spread_rows<Arch, T>(kernel_, line_count<d>(y), line_size<d>(y), x, gy_.data(),
                             eigen_table<d>(y.data(), y));
    }

    [[no_unique_address]] K kernel_;
    typename Eigen::internal::ref_selector<X>::type x_;
    Eigen::Array<T, Eigen::Dynamic, 1> gy_;
};

/// The direction of the only line of a vector, and of X.colwise() and X.rowwise().
template <class X>
inline constexpr direction along_vector =
    X::ColsAtCompileTime == 1 ? direction::columns : direction::rows;
template <int vectorwise>
inline constexpr direction lines_of =
    vectorwise == Eigen::Vertical ? direction::columns : direction::rows;

} // namespace engine

/// A vector: one row.
template <engine::eigen_vector X> struct rowwise_front_end<X> {
    template <class Member, class Arch, class K, engine::eigen_vector... More>
    static auto call(K const& k, X const& x, More const&... more) {
        return engine::rowwise_expression<Member, Arch, K, engine::along_vector<X>, engine::dense_of<X>,
                                        engine::dense_of<More>...>(k, engine::dense(x),
                                                                 engine::dense(more)...);
    }
};

/// X.colwise() and X.rowwise().
template <class X, int direction>
    requires engine::eigen_real<std::remove_const_t<X>>
struct rowwise_front_end<Eigen::VectorwiseOp<X, direction>> {
    template <class Member, class Arch, class K, class... More>
    static auto call(K const& k, Eigen::VectorwiseOp<X, direction> const& x,
                     Eigen::VectorwiseOp<More, direction> const&... more) {
        return engine::rowwise_expression<Member, Arch, K, engine::lines_of<direction>,
                                        std::remove_const_t<X>, std::remove_const_t<More>...>(
            k, x._expression(), more._expression()...);
    }
};

template <engine::eigen_vector X> struct reduction_front_end<X> {
    static constexpr auto d = engine::along_vector<X>;

    template <class Arch, class K> static auto forward(K const& k, X const& x) {
        typename X::Scalar y;
        engine::reduction_expression<Arch, K, d, engine::dense_of<X>>(k, engine::dense(x)).into(&y);
        return y;
    }
    template <class Arch, class K, class G>
    static auto backward(K const& k, X const& x, G const& gy) {
        return engine::reduction_gradient<Arch, K, d, engine::dense_of<X>>(k, engine::dense(x), gy);
    }
};

template <class X, int direction>
    requires engine::eigen_real<std::remove_const_t<X>>
struct reduction_front_end<Eigen::VectorwiseOp<X, direction>> {
    static constexpr auto d = engine::lines_of<direction>;
    using Expression = std::remove_const_t<X>;

    template <class Arch, class K>
    static auto forward(K const& k, Eigen::VectorwiseOp<X, direction> const& x) {
        return engine::reduction_expression<Arch, K, d, Expression>(k, x._expression());
    }
    template <class Arch, class K, class G>
    static auto backward(K const& k, Eigen::VectorwiseOp<X, direction> const& x, G const& gy) {
        return engine::reduction_gradient<Arch, K, d, Expression>(k, x._expression(), gy);
    }
};

} // namespace actfn
