// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/gated.hpp>
#include <actfn/eigen/array.hpp>
#include <actfn/eigen/expression.hpp>
#include <actfn/gated/maxout.hpp>

#include <Eigen/Core>

/// Gated activations of Eigen expressions: swiglu(A, B) is lazy, fused and vectorised;
/// swiglu(x, gate::second) of a vector and swiglu(X.colwise(), gate::second) of every column split
/// their argument in halves. An argument that is costly to evaluate is better evaluated first,
/// since both halves refer to it.
namespace actfn {

namespace core {

/// Parts of the lines of a matrix: the entries from `begin` on of every column, or of every row.
template <int direction, class X> auto part(X const& x, Eigen::Index begin, Eigen::Index size) {
    if constexpr (direction == Eigen::Vertical) {
        return x.middleRows(begin, size);
    } else {
        return x.middleCols(begin, size);
    }
}

template <class Functor, class... X> struct cwise;
template <class F, class A, class B> struct cwise<F, A, B> {
    using type = Eigen::CwiseBinaryOp<F, A const, B const>;
};
template <class F, class A, class B, class C> struct cwise<F, A, B, C> {
    using type = Eigen::CwiseTernaryOp<F, A const, B const, C const>;
};

template <class Member, class Arch, class K, class A, class... More>
auto gated_expression(K const& k, A const& a, More const&... more) {
    using F = eigen_functor<Member, K, typename A::Scalar, Arch>;
    return typename cwise<F, A, More...>::type(a, more..., F{k});
}

template <int direction, class Member, class Arch, class K, class X>
auto gated_split(K const& k, X const& x, gate which) {
    Eigen::Index const n = direction == Eigen::Vertical ? x.rows() : x.cols();
    if (n % 2 != 0) {
        fail(K::facts.name, ": x is ", x.rows(), " x ", x.cols(), ", ", n,
             " entries do not split in 2 halves");
    }
    Eigen::Index const half = n / 2;
    bool const second = which == gate::second;
    return gated_expression<Member, Arch>(k, part<direction>(x, second ? 0 : half, half),
                                          part<direction>(x, second ? half : 0, half));
}

/// maxout of every column or row of an expression, evaluated where it is assigned.
template <std::size_t group, class Arch, int direction, class X> class maxout_expression;

} // namespace core

template <core::eigen_real X> struct gated_front_end<X> {
    template <class Member, class Arch, class K, class B>
    static auto call(K const& k, X const& a, B const& b) {
        if constexpr (std::same_as<B, gate>) {
            static_assert(bool(X::IsVectorAtCompileTime),
                          "actfn: say what to split: X.colwise() or X.rowwise()");
            constexpr int direction =
                X::ColsAtCompileTime == 1 ? Eigen::Vertical : Eigen::Horizontal;
            return core::gated_split<direction, Member, Arch>(k, a, b);
        } else {
            check(k, "b", b, a);
            return core::gated_expression<Member, Arch>(k, a, b);
        }
    }

    template <class Member, class Arch, class K, class B, class G>
    static auto call(K const& k, X const& a, B const& b, G const& gy) {
        check(k, "b", b, a);
        check(k, "gy", gy, a);
        auto to_value = core::gated_expression<gated_member::backward_to_value, Arch>(k, a, b, gy);
        auto to_gate = core::gated_expression<gated_member::backward_to_gate, Arch>(k, a, b, gy);
        return gradients<decltype(to_value), decltype(to_gate)>{to_value, to_gate};
    }

  private:
    /// Two lazy expressions, named as in gated_gradient.
    template <class Value, class Gate> struct gradients {
        Value value;
        Gate gate;
    };

    template <class K, class B>
    static void check(K const&, std::string_view name, B const& b, X const& a) {
        core::require_shape(K::facts.name, name, b.rows(), b.cols(), a.rows(), a.cols());
    }
};

/// X.colwise() and X.rowwise(), to be split.
template <class X, int direction>
    requires core::eigen_real<std::remove_const_t<X>>
struct gated_front_end<Eigen::VectorwiseOp<X, direction>> {
    template <class Member, class Arch, class K>
    static auto call(K const& k, Eigen::VectorwiseOp<X, direction> const& x, gate which) {
        return core::gated_split<direction, Member, Arch>(k, x._expression(), which);
    }
};

/// y = f(a, b).
template <gated_function F, eigen_object A, eigen_object B, writable_eigen_object Y,
          class Arch = native>
    requires same_eigen_scalars<A, B, Y>
void forward(F const& f, A const& a, B const& b, Y&& y) {
    using T = core::eigen_scalar<A>;
    core::eigen_transform<gated_member::value, Arch, F, T, 2, 1>(
        "forward", f, {core::strided_view<T const>("a", a), core::strided_view<T const>("b", b)},
        {core::strided_view<T>("y", y)});
}

/// ga and gb, the gradients by a and by b. For halves of one matrix pass blocks of it.
template <gated_function F, eigen_object A, eigen_object B, eigen_object G,
          writable_eigen_object DA, writable_eigen_object DB, class Arch = native>
    requires same_eigen_scalars<A, B, G, DA, DB>
void backward(F const& f, A const& a, B const& b, G const& gy, DA&& ga, DB&& gb) {
    using T = core::eigen_scalar<A>;
    core::eigen_transform<gated_member::backward_arrays, Arch, F, T, 3, 2>(
        "backward", f,
        {core::strided_view<T const>("a", a), core::strided_view<T const>("b", b),
         core::strided_view<T const>("gy", gy)},
        {core::strided_view<T>("ga", ga), core::strided_view<T>("gb", gb)});
}

} // namespace actfn

namespace Eigen::internal {

template <std::size_t group, class Arch, int direction, class X>
struct traits<actfn::core::maxout_expression<group, Arch, direction, X>> {
    static constexpr int divided(int n) {
        return n == Dynamic ? Dynamic : n / static_cast<int>(group);
    }
    static constexpr int row_count =
        direction == Vertical ? divided(X::RowsAtCompileTime) : int(X::RowsAtCompileTime);
    static constexpr int column_count =
        direction == Horizontal ? divided(X::ColsAtCompileTime) : int(X::ColsAtCompileTime);
    static constexpr int order = row_count == 1 && column_count != 1   ? int(RowMajor)
                                 : column_count == 1 && row_count != 1 ? int(ColMajor)
                                 : X::IsRowMajor                       ? int(RowMajor)
                                                                       : int(ColMajor);
    using Scalar = typename X::Scalar;
    using ReturnType = std::conditional_t<std::is_same_v<typename traits<X>::XprKind, MatrixXpr>,
                                          Matrix<Scalar, row_count, column_count, order>,
                                          Array<Scalar, row_count, column_count, order>>;
};

} // namespace Eigen::internal

namespace actfn {

namespace core {

template <std::size_t group, class Arch, int direction, class X>
class maxout_expression
    : public Eigen::ReturnByValue<maxout_expression<group, Arch, direction, X>> {
    using T = typename X::Scalar;
    static constexpr bool vertical = direction == Eigen::Vertical;
    static constexpr auto size = static_cast<Eigen::Index>(group);

  public:
    explicit maxout_expression(X const& z) : z_(z) {
        Eigen::Index const n = vertical ? z.rows() : z.cols();
        if (n % size != 0) {
            fail("maxout<", group, ">: z is ", z.rows(), " x ", z.cols(), ", ", n,
                 " entries do not make groups of ", group);
        }
    }

    Eigen::Index rows() const { return vertical ? z_.rows() / size : z_.rows(); }
    Eigen::Index cols() const { return vertical ? z_.cols() : z_.cols() / size; }

    template <class Y> void evalTo(Y& y) const {
        Eigen::internal::evaluator<X> const z(z_);
        bool constexpr by_rows = Y::IsRowMajor;
        for (Eigen::Index o = 0; o < (by_rows ? rows() : cols()); ++o) {
            for (Eigen::Index i = 0; i < (by_rows ? cols() : rows()); ++i) {
                Eigen::Index const r = by_rows ? o : i;
                Eigen::Index const c = by_rows ? i : o;
                T entries[group];
                for (Eigen::Index k = 0; k < size; ++k) {
                    entries[k] = vertical ? z.coeff(r * size + k, c) : z.coeff(r, c * size + k);
                }
                y.coeffRef(r, c) =
                    entries[maxout_activation<group>::template winner<Arch>(entries)];
            }
        }
    }

  private:
    typename Eigen::internal::ref_selector<X>::type z_;
};

} // namespace core

template <core::eigen_real Z>
    requires(bool(Z::IsVectorAtCompileTime))
struct maxout_front_end<Z> {
    template <std::size_t group, class Arch> static auto call(Z const& z) {
        constexpr int direction = Z::ColsAtCompileTime == 1 ? Eigen::Vertical : Eigen::Horizontal;
        return core::maxout_expression<group, Arch, direction, Z>(z);
    }
};

template <class Z, int direction>
    requires core::eigen_real<std::remove_const_t<Z>>
struct maxout_front_end<Eigen::VectorwiseOp<Z, direction>> {
    template <std::size_t group, class Arch>
    static auto call(Eigen::VectorwiseOp<Z, direction> const& z) {
        return core::maxout_expression<group, Arch, direction, std::remove_const_t<Z>>(
            z._expression());
    }
};

} // namespace actfn
