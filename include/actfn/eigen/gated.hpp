// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/gated.hpp>
#include <actfn/eigen/array.hpp>
#include <actfn/eigen/expression.hpp>
#include <actfn/gated/crelu.hpp>
#include <actfn/gated/maxout.hpp>

#include <Eigen/Core>

/// Gated activations of Eigen expressions: swiglu(A, B) is lazy, fused and vectorised;
/// swiglu(x, gate::second) of a vector and swiglu(X.colwise(), gate::second) of every column split
/// their argument in halves. An argument that is costly to evaluate is better evaluated first,
/// since both halves refer to it. What makes lines of another length (maxout, crelu, gradients of
/// halves) is evaluated where it is assigned.
namespace actfn {

namespace engine {

/// Parts of the lines of a matrix: the entries from `begin` on of every column, or of every row.
template <int direction, class X> auto part(X& x, Eigen::Index begin, Eigen::Index size) {
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
    return typename cwise<F, dense_of<A>, dense_of<More>...>::type(dense(a), dense(more)..., F{k});
}

template <int direction, class X> Eigen::Index length_of_lines(X const& x) {
    return direction == Eigen::Vertical ? x.rows() : x.cols();
}

/// The direction of the only line of a vector.
template <class X>
inline constexpr int vector_direction =
    X::ColsAtCompileTime == 1 ? Eigen::Vertical : Eigen::Horizontal;

template <int direction, class X>
Eigen::Index half_of(std::string_view function, std::string_view name, X const& x) {
    Eigen::Index const n = length_of_lines<direction>(x);
    if (n % 2 != 0) {
        fail(function, ": ", name, " is ", x.rows(), " x ", x.cols(), ", ", n,
             " entries do not split in 2 halves");
    }
    return n / 2;
}

template <int direction, class Member, class Arch, class K, class X>
auto gated_split(K const& k, X const& x, gate which) {
    Eigen::Index const half = half_of<direction>(K::facts.name, "x", x);
    bool const second = which == gate::second;
    return gated_expression<Member, Arch>(k, part<direction>(x, second ? 0 : half, half),
                                          part<direction>(x, second ? half : 0, half));
}

/// Results whose lines are longer or shorter than those of X, evaluated where they are assigned.
template <int direction, int times, int over, class X> struct resized {
    static constexpr bool vertical = direction == Eigen::Vertical;
    static constexpr int size(int n) {
        return n == Eigen::Dynamic || over == Eigen::Dynamic ? Eigen::Dynamic : n * times / over;
    }
    static constexpr int rows =
        vertical ? size(int(X::RowsAtCompileTime)) : int(X::RowsAtCompileTime);
    static constexpr int columns =
        vertical ? int(X::ColsAtCompileTime) : size(int(X::ColsAtCompileTime));
    static constexpr int order = rows == 1 && columns != 1   ? int(Eigen::RowMajor)
                                 : columns == 1 && rows != 1 ? int(Eigen::ColMajor)
                                 : X::IsRowMajor             ? int(Eigen::RowMajor)
                                                             : int(Eigen::ColMajor);
    using T = typename X::Scalar;
    using type = std::conditional_t<
        std::is_same_v<typename Eigen::internal::traits<X>::XprKind, Eigen::ArrayXpr>,
        Eigen::Array<T, rows, columns, order>, Eigen::Matrix<T, rows, columns, order>>;
};

template <std::size_t K, class Arch, int direction, class X> class maxout_expression;
template <std::size_t K, class Arch, int direction, class X, class G> class maxout_gradient;
template <class K, class Arch, int direction, class X> class concatenated_expression;
template <class K, class Arch, int direction, class X, class G> class split_gradient;

} // namespace engine

template <engine::eigen_real X> struct gated_front_end<X> {
    template <class Member, class Arch, class K, class B>
    static auto call(K const& k, X const& a, B const& b) {
        if constexpr (std::same_as<B, gate>) {
            static_assert(bool(X::IsVectorAtCompileTime),
                          "actfn: say what to split: X.colwise() or X.rowwise()");
            return engine::gated_split<engine::vector_direction<X>, Member, Arch>(k, a, b);
        } else {
            check(k, "b", b, a);
            return engine::gated_expression<Member, Arch>(k, a, b);
        }
    }

    template <class Member, class Arch, class K, class B, class G>
    static auto call(K const& k, X const& a, B const& b, G const& gy) {
        check(k, "b", b, a);
        check(k, "gy", gy, a);
        auto to_value = engine::gated_expression<gated_member::backward_to_value, Arch>(k, a, b, gy);
        auto to_gate = engine::gated_expression<gated_member::backward_to_gate, Arch>(k, a, b, gy);
        return gradients<decltype(to_value), decltype(to_gate)>{to_value, to_gate};
    }

    template <class Arch, class K, class G>
    static auto split_backward(K const& k, X const& x, G const& gy, gate which) {
        static_assert(bool(X::IsVectorAtCompileTime),
                      "actfn: say what to split: X.colwise() or X.rowwise()");
        return engine::split_gradient<K, Arch, engine::vector_direction<X>, engine::dense_of<X>,
                                    engine::dense_of<G>>(k, engine::dense(x), engine::dense(gy), which);
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
    requires engine::eigen_real<std::remove_const_t<X>>
struct gated_front_end<Eigen::VectorwiseOp<X, direction>> {
    template <class Member, class Arch, class K>
    static auto call(K const& k, Eigen::VectorwiseOp<X, direction> const& x, gate which) {
        return engine::gated_split<direction, Member, Arch>(k, x._expression(), which);
    }
    template <class Arch, class K, class G>
    static auto split_backward(K const& k, Eigen::VectorwiseOp<X, direction> const& x,
                               Eigen::VectorwiseOp<G, direction> const& gy, gate which) {
        return engine::split_gradient<K, Arch, direction, std::remove_const_t<X>,
                                    std::remove_const_t<G>>(k, x._expression(), gy._expression(),
                                                            which);
    }
};

/// y = f(a, b).
template <gated_function F, eigen_object A, eigen_object B, writable_eigen_object Y,
          class Arch = native>
    requires same_eigen_scalars<A, B, Y>
void forward(F const& f, A const& a, B const& b, Y&& y) {
    using T = engine::eigen_scalar<A>;
    engine::eigen_transform<gated_member::value, Arch, F, T, 2, 1>(
        "forward", f, {engine::strided_view<T const>("a", a), engine::strided_view<T const>("b", b)},
        {engine::strided_view<T>("y", y)});
}

/// ga and gb, the gradients by a and by b. For halves of one matrix pass blocks of it.
template <gated_function F, eigen_object A, eigen_object B, eigen_object G,
          writable_eigen_object DA, writable_eigen_object DB, class Arch = native>
    requires same_eigen_scalars<A, B, G, DA, DB>
void backward(F const& f, A const& a, B const& b, G const& gy, DA&& ga, DB&& gb) {
    using T = engine::eigen_scalar<A>;
    engine::eigen_transform<gated_member::backward_arrays, Arch, F, T, 3, 2>(
        "backward", f,
        {engine::strided_view<T const>("a", a), engine::strided_view<T const>("b", b),
         engine::strided_view<T const>("gy", gy)},
        {engine::strided_view<T>("ga", ga), engine::strided_view<T>("gb", gb)});
}

/// Σ gy·∂f/∂p over all coefficients, for every parameter p of f.
template <gated_function F, eigen_object A, eigen_object B, eigen_object G, class Arch = native>
    requires same_eigen_scalars<A, B, G> && has_gated_parameters<typename F::kernel_type>
auto parameter_gradient(F const& f, A const& a, B const& b, G const& gy) {
    using T = engine::eigen_scalar<A>;
    using K = typename F::kernel_type;
    core::require_shape(F::facts.name, "b", b.rows(), b.cols(), a.rows(), a.cols());
    core::require_shape(F::facts.name, "gy", gy.rows(), gy.cols(), a.rows(), a.cols());
    constexpr std::size_t chunk = 256;
    T value[chunk];
    T opening[chunk];
    T weight[chunk];
    double total[core::field_count<K>()] = {};
    std::size_t filled = 0;
    auto const add = [&] {
        engine::add_parameter_sums<gated_member::parameter_derivatives, Arch, K, T, 2>(
            f.kernel(), filled, {value, opening}, weight, total);
        filled = 0;
    };
    for (Eigen::Index c = 0; c < a.cols(); ++c) {
        for (Eigen::Index r = 0; r < a.rows(); ++r) {
            value[filled] = a.coeff(r, c);
            opening[filled] = b.coeff(r, c);
            weight[filled] = gy.coeff(r, c);
            if (++filled == chunk) add();
        }
    }
    add();
    return engine::named_sums<K, T>(total);
}

} // namespace actfn

namespace Eigen::internal {

template <std::size_t K, class Arch, int direction, class X>
struct traits<actfn::engine::maxout_expression<K, Arch, direction, X>> {
    static constexpr int over = K == std::dynamic_extent ? Dynamic : static_cast<int>(K);
    using ReturnType = typename actfn::engine::resized<direction, 1, over, X>::type;
};

template <std::size_t K, class Arch, int direction, class X, class G>
struct traits<actfn::engine::maxout_gradient<K, Arch, direction, X, G>> {
    using ReturnType = typename X::PlainObject;
};

template <class K, class Arch, int direction, class X>
struct traits<actfn::engine::concatenated_expression<K, Arch, direction, X>> {
    using ReturnType = typename actfn::engine::resized<direction, 2, 1, X>::type;
};

template <class K, class Arch, int direction, class X, class G>
struct traits<actfn::engine::split_gradient<K, Arch, direction, X, G>> {
    using ReturnType = typename X::PlainObject;
};

} // namespace Eigen::internal

namespace actfn {

namespace engine {

/// The groups of a matrix: k entries of a column or a row each.
template <std::size_t K, int direction> struct maxout_groups {
    maxout_activation<K> f;

    Eigen::Index size() const { return static_cast<Eigen::Index>(f.group); }

    template <class X> void check(X const& z) const {
        Eigen::Index const n = length_of_lines<direction>(z);
        if (n % size() != 0) {
            fail(maxout_name(f.group), ": z is ", z.rows(), " x ", z.cols(), ", ", n,
                 " entries do not make groups of ", size());
        }
    }
    template <class X> Eigen::Index rows(X const& z) const {
        return direction == Eigen::Vertical ? z.rows() / size() : z.rows();
    }
    template <class X> Eigen::Index cols(X const& z) const {
        return direction == Eigen::Vertical ? z.cols() : z.cols() / size();
    }
    /// visit(row, column, the entries of this group) in the order of Y.
    template <class Y, class X, class Visit> void for_each(X const& z, Visit visit) const {
        constexpr bool vertical = direction == Eigen::Vertical;
        Eigen::Index const outer = Y::IsRowMajor ? rows(z) : cols(z);
        Eigen::Index const inner = Y::IsRowMajor ? cols(z) : rows(z);
        for (Eigen::Index o = 0; o < outer; ++o) {
            for (Eigen::Index i = 0; i < inner; ++i) {
                Eigen::Index const r = Y::IsRowMajor ? o : i;
                Eigen::Index const c = Y::IsRowMajor ? i : o;
                visit(r, c, [&](std::size_t number) {
                    auto const k = static_cast<Eigen::Index>(number);
                    return std::pair(vertical ? r * size() + k : r, vertical ? c : c * size() + k);
                });
            }
        }
    }
};

template <std::size_t K, class Arch, int direction, class X>
class maxout_expression : public Eigen::ReturnByValue<maxout_expression<K, Arch, direction, X>> {
  public:
    maxout_expression(maxout_activation<K> const& f, X const& z) : groups_{f}, z_(z) {
        groups_.check(z);
    }

    Eigen::Index rows() const { return groups_.rows(z_); }
    Eigen::Index cols() const { return groups_.cols(z_); }

    template <class Y> void evalTo(Y& y) const {
        Eigen::internal::evaluator<X> const z(z_);
        groups_.template for_each<Y>(z_, [&](Eigen::Index r, Eigen::Index c, auto entry) {
            auto const at = [&](std::size_t k) {
                auto const [row, column] = entry(k);
                return z.coeff(row, column);
            };
            y.coeffRef(r, c) = at(groups_.f.template winner<Arch>(at));
        });
    }

  private:
    maxout_groups<K, direction> groups_;
    typename Eigen::internal::ref_selector<X>::type z_;
};

template <std::size_t K, class Arch, int direction, class X, class G>
class maxout_gradient : public Eigen::ReturnByValue<maxout_gradient<K, Arch, direction, X, G>> {
  public:
    maxout_gradient(maxout_activation<K> const& f, X const& z, G const& gy)
        : groups_{f}, z_(z), gy_(gy) {
        groups_.check(z);
        require_shape(maxout_name(f.group), "gy", gy.rows(), gy.cols(), groups_.rows(z),
                      groups_.cols(z));
    }

    Eigen::Index rows() const { return z_.rows(); }
    Eigen::Index cols() const { return z_.cols(); }

    template <class Y> void evalTo(Y& y) const {
        Eigen::internal::evaluator<G> const gy(gy_);
        y = z_;
        groups_.template for_each<Y>(y, [&](Eigen::Index r, Eigen::Index c, auto entry) {
            auto const best = groups_.f.template winner<Arch>([&](std::size_t k) {
                auto const [row, column] = entry(k);
                return y.coeff(row, column);
            });
            for (std::size_t k = 0; k < groups_.f.group; ++k) {
                auto const [row, column] = entry(k);
                y.coeffRef(row, column) = k == best ? gy.coeff(r, c) : typename X::Scalar(0);
            }
        });
    }

  private:
    maxout_groups<K, direction> groups_;
    typename Eigen::internal::ref_selector<X>::type z_;
    typename Eigen::internal::ref_selector<G>::type gy_;
};

template <class K, class Arch, int direction, class X>
class concatenated_expression
    : public Eigen::ReturnByValue<concatenated_expression<K, Arch, direction, X>> {
    static constexpr bool vertical = direction == Eigen::Vertical;

  public:
    concatenated_expression(K const& kernel, X const& x) : kernel_(kernel), x_(x) {}

    Eigen::Index rows() const { return vertical ? 2 * x_.rows() : x_.rows(); }
    Eigen::Index cols() const { return vertical ? x_.cols() : 2 * x_.cols(); }

    template <class Y> void evalTo(Y& y) const {
        typename Eigen::internal::nested_eval<X, 2>::type const x(x_);
        using In = std::remove_cvref_t<decltype(x)>;
        using F = eigen_functor<member::value, K, typename X::Scalar, Arch>;
        using Negative = std::remove_cvref_t<decltype(-x)>;
        Eigen::Index const n = length_of_lines<direction>(x);
        part<direction>(y, 0, n) = Eigen::CwiseUnaryOp<F, In const>(x, F{kernel_});
        part<direction>(y, n, n) = Eigen::CwiseUnaryOp<F, Negative const>(-x, F{kernel_});
    }

  private:
    [[no_unique_address]] K kernel_;
    typename Eigen::internal::ref_selector<X>::type x_;
};

template <class K, class Arch, int direction, class X, class G>
class split_gradient : public Eigen::ReturnByValue<split_gradient<K, Arch, direction, X, G>> {
  public:
    split_gradient(K const& kernel, X const& x, G const& gy, gate which)
        : kernel_(kernel), x_(x), gy_(gy), which_(which) {
        Eigen::Index const half = half_of<direction>(K::facts.name, "x", x);
        bool constexpr vertical = direction == Eigen::Vertical;
        require_shape(K::facts.name, "gy", gy.rows(), gy.cols(), vertical ? half : x.rows(),
                      vertical ? x.cols() : half);
    }

    Eigen::Index rows() const { return x_.rows(); }
    Eigen::Index cols() const { return x_.cols(); }

    template <class Y> void evalTo(Y& y) const {
        typename Eigen::internal::nested_eval<X, 2>::type const x(x_);
        typename Eigen::internal::nested_eval<G, 2>::type const gy(gy_);
        Eigen::Index const half = length_of_lines<direction>(x) / 2;
        bool const second = which_ == gate::second;
        auto const a = part<direction>(x, second ? 0 : half, half);
        auto const b = part<direction>(x, second ? half : 0, half);
        // y may be x: both are known before either is written.
        Half const to_gate =
            gated_expression<gated_member::backward_to_gate, Arch>(kernel_, a, b, gy);
        part<direction>(y, second ? 0 : half, half) =
            gated_expression<gated_member::backward_to_value, Arch>(kernel_, a, b, gy);
        part<direction>(y, second ? half : 0, half) = to_gate;
    }

  private:
    using Half = typename resized<direction, 1, 2, X>::type;
    [[no_unique_address]] K kernel_;
    typename Eigen::internal::ref_selector<X>::type x_;
    typename Eigen::internal::ref_selector<G>::type gy_;
    gate which_;
};

} // namespace engine

template <engine::eigen_real Z>
    requires(bool(Z::IsVectorAtCompileTime))
struct maxout_front_end<Z> {
    static constexpr int direction = engine::vector_direction<Z>;

    template <class Arch, std::size_t K>
    static auto forward(maxout_activation<K> const& f, Z const& z) {
        return engine::maxout_expression<K, Arch, direction, engine::dense_of<Z>>(f, engine::dense(z));
    }
    template <class Arch, std::size_t K, class G>
    static auto backward(maxout_activation<K> const& f, Z const& z, G const& gy) {
        return engine::maxout_gradient<K, Arch, direction, engine::dense_of<Z>, engine::dense_of<G>>(
            f, engine::dense(z), engine::dense(gy));
    }
};

template <class Z, int direction>
    requires engine::eigen_real<std::remove_const_t<Z>>
struct maxout_front_end<Eigen::VectorwiseOp<Z, direction>> {
    using Lines = Eigen::VectorwiseOp<Z, direction>;
    using X = std::remove_const_t<Z>;

    template <class Arch, std::size_t K>
    static auto forward(maxout_activation<K> const& f, Lines const& z) {
        return engine::maxout_expression<K, Arch, direction, X>(f, z._expression());
    }
    template <class Arch, std::size_t K, class G>
    static auto backward(maxout_activation<K> const& f, Lines const& z,
                         Eigen::VectorwiseOp<G, direction> const& gy) {
        return engine::maxout_gradient<K, Arch, direction, X, std::remove_const_t<G>>(
            f, z._expression(), gy._expression());
    }
};

namespace engine {

template <int direction, class Arch, class K, class X, class G>
auto concatenated_gradient(K const& k, X const& x, G const& gy) {
    Eigen::Index const n = length_of_lines<direction>(x);
    bool constexpr vertical = direction == Eigen::Vertical;
    require_shape(concatenated_activation<K>::facts.name, "gy", gy.rows(), gy.cols(),
                  vertical ? 2 * n : x.rows(), vertical ? x.cols() : 2 * n);
    return gated_expression<concatenated_member::backward, Arch>(k, x, part<direction>(gy, 0, n),
                                                                 part<direction>(gy, n, n));
}

} // namespace engine

template <engine::eigen_real X>
    requires(bool(X::IsVectorAtCompileTime))
struct concatenated_front_end<X> {
    static constexpr int direction = engine::vector_direction<X>;

    template <class Arch, class K> static auto forward(K const& k, X const& x) {
        return engine::concatenated_expression<K, Arch, direction, engine::dense_of<X>>(k,
                                                                                    engine::dense(x));
    }
    template <class Arch, class K, class G>
    static auto backward(K const& k, X const& x, G const& gy) {
        return engine::concatenated_gradient<direction, Arch>(k, x, gy);
    }
};

template <class Z, int direction>
    requires engine::eigen_real<std::remove_const_t<Z>>
struct concatenated_front_end<Eigen::VectorwiseOp<Z, direction>> {
    using Lines = Eigen::VectorwiseOp<Z, direction>;
    using X = std::remove_const_t<Z>;

    template <class Arch, class K> static auto forward(K const& k, Lines const& x) {
        return engine::concatenated_expression<K, Arch, direction, X>(k, x._expression());
    }
    template <class Arch, class K, class G>
    static auto backward(K const& k, Lines const& x, Eigen::VectorwiseOp<G, direction> const& gy) {
        return engine::concatenated_gradient<direction, Arch>(k, x._expression(), gy._expression());
    }
};

} // namespace actfn
