// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/stochastic.hpp>
#include <actfn/eigen/array.hpp>
#include <actfn/eigen/rowwise.hpp>
#include <actfn/stochastic/gumbel_softmax.hpp>

#include <tuple>

/// Stochastic activations of Eigen expressions in training: rrelu.train(seed, stream)(W * x + b).
/// The coefficients are numbered in the storage order of the argument, so a row-major matrix has
/// the draws of the array behind it, whatever it is assigned to. The result is evaluated when it is
/// assigned, once, as a matrix product is. In inference they are like all pointwise activations.
namespace actfn {

namespace engine {

/// Reports arguments of another shape than x.
template <class F, class X, class... More>
void require_shapes(F const&, X const& x, [[maybe_unused]] std::string_view name,
                    More const&... more) {
    (require_shape(F::facts.name, name, more.rows(), more.cols(), x.rows(), x.cols()), ...);
}

template <class Member, class Arch, class F, class X, class... More> class drawn_expression;

} // namespace engine
} // namespace actfn

namespace Eigen::internal {

template <class Member, class Arch, class F, class X, class... More>
struct traits<actfn::engine::drawn_expression<Member, Arch, F, X, More...>> {
    using ReturnType = typename X::PlainObject;
};

} // namespace Eigen::internal

namespace actfn {

namespace engine {

template <class Member, class Arch, class F, class X, class... More>
class drawn_expression
    : public Eigen::ReturnByValue<drawn_expression<Member, Arch, F, X, More...>> {
    using T = typename X::Scalar;
    using Plain = typename X::PlainObject;

  public:
    drawn_expression(F const& f, X const& x, More const&... more) : f_(f), in_(x, more...) {
        require_shapes(f, x, "gy", more...);
    }

    Eigen::Index rows() const { return std::get<0>(in_).rows(); }
    Eigen::Index cols() const { return std::get<0>(in_).cols(); }

    template <class Y> void evalTo(Y& y) const {
        if constexpr (std::is_same_v<Y, Plain>) {
            into(y);
        } else {
            Plain plain(rows(), cols());
            into(plain);
            y = plain;
        }
    }

  private:
    void into(Plain& y) const {
        using K = typename F::kernel_type;
        auto const n = static_cast<std::size_t>(rows() * cols());
        if constexpr (sizeof...(More) == 0) {
            y = std::get<0>(in_);
            drawn_transform<Member, Arch, K, T, 1, 1>(f_, n, {y.data()}, {y.data()});
        } else {
            // In the order of the first; and y may be where it lies.
            Plain const gradient(std::get<1>(in_));
            y = std::get<0>(in_);
            drawn_transform<Member, Arch, K, T, 2, 1>(f_, n, {y.data(), gradient.data()},
                                                      {y.data()});
        }
    }

    F f_;
    std::tuple<typename Eigen::internal::ref_selector<X>::type,
               typename Eigen::internal::ref_selector<More>::type...>
        in_;
};

} // namespace engine

template <engine::eigen_real X> struct stochastic_front_end<X> {
    template <class Member, class Arch, class F, class... More>
    static auto call(F const& f, X const& x, More const&... more) {
        if constexpr (std::same_as<Member, member::value_and_derivative>) {
            using Value = engine::drawn_expression<member::value, Arch, F, X>;
            using Slope = engine::drawn_expression<member::derivative, Arch, F, X>;
            return expressions<Value, Slope>{Value(f, x), Slope(f, x)};
        } else {
            static_assert(!std::same_as<Member, member::parameter_derivatives>,
                          "actfn: of expressions in training, take parameter_gradient(f, x, gy)");
            return engine::drawn_expression<Member, Arch, F, X, More...>(f, x, more...);
        }
    }

  private:
    /// Two expressions, named as in jet.
    template <class Value, class Slope> struct expressions {
        Value value;
        Slope derivative;
    };
};

/// y = f(x). Nothing is resized.
template <stochastic_training F, eigen_object X, writable_eigen_object Y, class Arch = native>
    requires same_eigen_scalars<X, Y>
void forward(F const& f, X const& x, Y&& y) {
    engine::require_shapes(f, x, "y", y);
    y = f.template operator()<X, Arch>(x);
}

/// dy = f′(x), what was drawn held fixed.
template <stochastic_training F, eigen_object X, writable_eigen_object Y, class Arch = native>
    requires same_eigen_scalars<X, Y>
void derivative(F const& f, X const& x, Y&& dy) {
    engine::require_shapes(f, x, "dy", dy);
    dy = f.template derivative<X, Arch>(x);
}

/// gx = gy·f′(x), by the draws of the forward pass.
template <stochastic_training F, eigen_object X, eigen_object G, writable_eigen_object D,
          class Arch = native>
    requires same_eigen_scalars<X, G, D>
void backward(F const& f, X const& x, G const& gy, D&& gx) {
    engine::require_shapes(f, x, "gx", gx);
    gx = f.template backward<X, G, Arch>(x, gy);
}

/// Σ gy·∂f/∂p over all coefficients, for every parameter p of f.
template <stochastic_training F, engine::eigen_real X, engine::eigen_real G, class Arch = native>
    requires same_eigen_scalars<X, G> && has_drawn_parameters<typename F::kernel_type>
auto parameter_gradient(F const& f, X const& x, G const& gy) {
    core::require_shape(F::facts.name, "gy", gy.rows(), gy.cols(), x.rows(), x.cols());
    using T = typename X::Scalar;
    using Plain = typename X::PlainObject;
    Plain const from(x);
    Plain const weight(gy);
    auto const n = static_cast<std::size_t>(from.size());
    return parameter_gradient<F, std::span<T const>, std::span<T const>, Arch>(
        f, std::span<T const>(from.data(), n), std::span<T const>(weight.data(), n));
}

namespace engine {

template <class Member, class Arch, class F, direction d, class X, class... More>
class gumbel_expression;

} // namespace engine
} // namespace actfn

namespace Eigen::internal {

template <class Member, class Arch, class F, actfn::engine::direction d, class X, class... More>
struct traits<actfn::engine::gumbel_expression<Member, Arch, F, d, X, More...>> {
    using ReturnType = typename X::PlainObject;
};

} // namespace Eigen::internal

namespace actfn {

namespace engine {

template <class Member, class Arch, class F, direction d, class X, class... More>
class gumbel_expression
    : public Eigen::ReturnByValue<gumbel_expression<Member, Arch, F, d, X, More...>> {
    using T = typename X::Scalar;
    using Plain = typename X::PlainObject;

  public:
    gumbel_expression(F const& f, X const& x, More const&... more) : f_(f), in_(x, more...) {
        require_shapes(f, x, "gy", more...);
    }

    Eigen::Index rows() const { return std::get<0>(in_).rows(); }
    Eigen::Index cols() const { return std::get<0>(in_).cols(); }

    template <class Y> void evalTo(Y& y) const {
        Plain p(std::get<0>(in_));
        auto const n = static_cast<std::size_t>(p.size());
        f_.template perturb<Arch>(0, n, static_cast<T const*>(p.data()), p.data());
        std::size_t const lines = line_count<d>(p);
        std::size_t const entries = line_size<d>(p);
        T const* const x = p.data();
        if constexpr (sizeof...(More) == 0) {
            f_.template forward_rows<Arch, T>(lines, entries, eigen_table<d>(x, p),
                                              eigen_table<d>(p.data(), p));
        } else {
            Plain const g(std::get<1>(in_));
            rowwise_run<Member, Arch, T>(f_.kernel(), lines, entries, eigen_table<d>(x, p),
                                         eigen_table<d>(g.data(), g), eigen_table<d>(p.data(), p));
        }
        y = p;
    }

  private:
    F f_;
    std::tuple<typename Eigen::internal::ref_selector<X>::type,
               typename Eigen::internal::ref_selector<More>::type...>
        in_;
};

} // namespace engine

/// A vector: one row.
template <engine::eigen_vector X> struct gumbel_front_end<X> {
    template <class Member, class Arch, class F, engine::eigen_vector... More>
    static auto call(F const& f, X const& x, More const&... more) {
        constexpr auto d =
            X::ColsAtCompileTime == 1 ? engine::direction::columns : engine::direction::rows;
        return engine::gumbel_expression<Member, Arch, F, d, X, More...>(f, x, more...);
    }
};

/// X.colwise() and X.rowwise().
template <class X, int direction>
    requires engine::eigen_real<std::remove_const_t<X>>
struct gumbel_front_end<Eigen::VectorwiseOp<X, direction>> {
    template <class Member, class Arch, class F, class... More>
    static auto call(F const& f, Eigen::VectorwiseOp<X, direction> const& x,
                     Eigen::VectorwiseOp<More, direction> const&... more) {
        constexpr auto d =
            direction == Eigen::Vertical ? engine::direction::columns : engine::direction::rows;
        return engine::gumbel_expression<Member, Arch, F, d, std::remove_const_t<X>,
                                       std::remove_const_t<More>...>(f, x._expression(),
                                                                     more._expression()...);
    }
};

} // namespace actfn
