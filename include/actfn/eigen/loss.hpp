// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/eigen/array.hpp>
#include <actfn/eigen/rowwise.hpp>
#include <actfn/loss/softmax_cross_entropy.hpp>

#include <Eigen/Core>

#include <optional>

/// Losses of Eigen expressions: mse(Y, T) and mse(Y, T, G), where G receives the gradient and has
/// the shape of Y; softmax_cross_entropy(X, labels, G), where a column is a sample
/// (X.rowwise(): a row). Nothing is resized; G may be an argument. Arguments that have no memory,
/// or lie in it another way than G, are evaluated first.
namespace actfn {

namespace engine {

/// An argument as it lies in memory with unit inner stride in the given order, or a copy.
template <bool row_major, class X> class laid_out {
    using T = typename X::Scalar;
    using Copy = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic,
                               row_major ? Eigen::RowMajor : Eigen::ColMajor>;

  public:
    explicit laid_out(X const& x) {
        if constexpr (has_memory<X> && bool(X::IsRowMajor) == row_major) {
            if (x.innerStride() == 1) {
                data_ = x.data();
                stride_ = x.outerStride();
                return;
            }
        }
        copy_.emplace(x);
        data_ = copy_->data();
        stride_ = copy_->outerStride();
    }
    T const* run(Eigen::Index i) const { return data_ + i * stride_; }
    Eigen::Index stride() const { return stride_; }

  private:
    std::optional<Copy> copy_;
    T const* data_;
    Eigen::Index stride_;
};

template <class F, class X, class T> void check_targets(F const&, X const& x, T const& t) {
    require_shape(F::facts.name, "t", t.rows(), t.cols(), x.rows(), x.cols());
}

template <class Arch, class F, class X, class Y>
auto eigen_mean(F const& f, double divisor, X const& x, Y const& t, typename X::Scalar* gradient,
                Eigen::Index gradient_stride) {
    using T = typename X::Scalar;
    bool constexpr row_major = X::IsRowMajor;
    laid_out<row_major, X> const in(x);
    laid_out<row_major, Y> const targets(t);
    Eigen::Index runs = row_major ? x.rows() : x.cols();
    Eigen::Index size = row_major ? x.cols() : x.rows();
    if (divisor == 0) divisor = static_cast<double>(x.size());
    if (in.stride() == size && targets.stride() == size &&
        (gradient == nullptr || gradient_stride == size)) {
        size *= runs;
        runs = 1;
    }
    math::compensated<double> total;
    for (Eigen::Index r = 0; r < runs; ++r) {
        T* const g = gradient == nullptr ? nullptr : gradient + r * gradient_stride;
        total.add(static_cast<double>(f.template run<Arch, T>(
            in.run(r), targets.run(r), g, static_cast<std::size_t>(size), divisor)));
    }
    return static_cast<T>(total.value()) / static_cast<T>(divisor);
}

} // namespace engine

template <engine::eigen_real X> struct loss_front_end<X> {
    using T = typename X::Scalar;

    /// Losses of single entries.
    template <class Arch, class K, engine::eigen_real Y>
    static T call(elementwise_loss<K> const& f, double divisor, X const& x, Y const& t) {
        engine::check_targets(f, x, t);
        return engine::eigen_mean<Arch>(f, divisor, x, t, nullptr, 0);
    }
    template <class Arch, class K, engine::eigen_real Y, writable_eigen_object G>
    static T call(elementwise_loss<K> const& f, double divisor, X const& x, Y const& t, G& gx) {
        engine::check_targets(f, x, t);
        core::require_shape(f.facts.name, "gx", gx.rows(), gx.cols(), x.rows(), x.cols());
        if (bool(G::IsRowMajor) == bool(X::IsRowMajor) && gx.innerStride() == 1) {
            return engine::eigen_mean<Arch>(f, divisor, x, t, gx.data(), gx.outerStride());
        }
        Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic,
                      X::IsRowMajor ? Eigen::RowMajor : Eigen::ColMajor>
            g(x.rows(), x.cols());
        T const mean = engine::eigen_mean<Arch>(f, divisor, x, t, g.data(), g.outerStride());
        if constexpr (std::is_same_v<typename Eigen::internal::traits<G>::XprKind,
                                     Eigen::ArrayXpr>) {
            gx = g.array();
        } else {
            gx = g;
        }
        return mean;
    }

    /// Losses of samples: a column is one, or a row vector.
    template <class Arch, class Targets, class... G>
    static T call(softmax_cross_entropy_loss const& f, double divisor, X const& x, Targets const& t,
                  G&... gx) {
        constexpr bool row_vector = X::RowsAtCompileTime == 1 && X::ColsAtCompileTime != 1;
        constexpr int direction = row_vector ? Eigen::Horizontal : Eigen::Vertical;
        return loss_front_end<Eigen::VectorwiseOp<X const, direction>>::template samples<Arch>(
            f, divisor, x, t, gx...);
    }
};

template <class X, int direction>
    requires engine::eigen_real<std::remove_const_t<X>>
struct loss_front_end<Eigen::VectorwiseOp<X, direction>> {
    using T = typename X::Scalar;
    static constexpr auto d =
        direction == Eigen::Vertical ? engine::direction::columns : engine::direction::rows;

    template <class Arch, class Targets, class... G>
    static T call(softmax_cross_entropy_loss const& f, double divisor,
                  Eigen::VectorwiseOp<X, direction> const& x, Targets const& t, G&... gx) {
        return samples<Arch>(f, divisor, x._expression(), t, gx...);
    }

    template <class Arch, class Targets, class... G>
    static T samples(softmax_cross_entropy_loss const& f, double divisor, X const& x,
                     Targets const& t, G&... gx) {
        (core::require_shape(f.facts.name, "gx", gx.rows(), gx.cols(), x.rows(), x.cols()), ...);
        auto const count =
            static_cast<std::size_t>(direction == Eigen::Vertical ? x.cols() : x.rows());
        auto const size =
            static_cast<std::size_t>(direction == Eigen::Vertical ? x.rows() : x.cols());
        if (divisor == 0) divisor = static_cast<double>(count);
        if constexpr (std::integral<Targets>) {
            return classes<Arch>(
                f, count, size, divisor, x, [&](std::size_t) { return t; }, 1, gx...);
        } else if constexpr (requires { t._expression(); }) {
            return samples<Arch>(f, divisor, x, t._expression(), gx...);
        } else if constexpr (engine::eigen_dense<Targets>) {
            if constexpr (std::integral<typename Targets::Scalar>) {
                static_assert(bool(Targets::IsVectorAtCompileTime),
                              "actfn: class numbers come in a vector");
                // Evaluated only where reading it twice would cost more.
                using Labels = engine::dense_of<Targets>;
                typename Eigen::internal::nested_eval<Labels, 2>::type const labels(engine::dense(t));
                return classes<Arch>(
                    f, count, size, divisor, x,
                    [&](std::size_t r) { return labels.coeff(static_cast<Eigen::Index>(r)); },
                    static_cast<std::size_t>(t.size()), gx...);
            } else {
                engine::check_targets(f, x, t);
                return distributions<Arch>(f, count, size, divisor, x, t, gx...);
            }
        } else {
            static_assert(std::ranges::random_access_range<Targets>,
                          "actfn: targets are class numbers or a matrix of distributions");
            auto const begin = std::ranges::begin(t);
            using Step = std::ranges::range_difference_t<Targets>;
            return classes<Arch>(
                f, count, size, divisor, x,
                [&](std::size_t r) { return begin[static_cast<Step>(r)]; },
                static_cast<std::size_t>(std::ranges::size(t)), gx...);
        }
    }

  private:
    using Loss = softmax_cross_entropy_loss;
    static constexpr int order = X::IsRowMajor ? Eigen::RowMajor : Eigen::ColMajor;
    using Copy = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, order>;

    template <class Arch, class Label, class... G>
    static T classes(Loss const& f, std::size_t count, std::size_t size, double divisor, X const& x,
                     Label label, std::size_t labels, G&... gx) {
        if (labels != count) {
            core::fail(Loss::facts.name, ": ", labels, " labels for ", count, " samples");
        }
        for (std::size_t r = 0; r < count; ++r) Loss::check_label(r, label(r), size);
        engine::class_numbers const index(label);
        if constexpr (engine::has_memory<X>) {
            if ((engine::runs_alike<d>(x, gx) && ...)) {
                return f.template of_classes<Arch, T>(engine::eigen_table<d>(x.data(), x), index,
                                                      count, size, divisor, nullptr,
                                                      engine::eigen_table<d>(gx.data(), gx)...);
            }
        }
        if constexpr (sizeof...(G) == 0) {
            Copy const copy = x;
            return f.template of_classes<Arch, T>(engine::eigen_table<d>(copy.data(), copy), index,
                                                  count, size, divisor, nullptr);
        } else {
            return in_place<Arch>(f, count, size, divisor, x, index, gx...);
        }
    }

    // The logits are evaluated into the place of their gradient.
    template <class Arch, class G>
    static T in_place(Loss const& f, std::size_t count, std::size_t size, double divisor,
                      X const& x, engine::class_numbers index, G& gx) {
        gx = x;
        auto const out = engine::eigen_table<d>(gx.data(), gx);
        math::table<T const> const in{out.data, out.between_rows, out.within_row};
        return f.template of_classes<Arch, T>(in, index, count, size, divisor, nullptr, out);
    }

    template <class Arch, class Y, class... G>
    static T distributions(Loss const& f, std::size_t count, std::size_t size, double divisor,
                           X const& x, Y const& t, G&... gx) {
        std::optional<Copy> x_copy;
        std::optional<Copy> t_copy;
        auto const in = lines(x, x_copy, gx...);
        auto const targets = lines(t, t_copy, gx...);
        return f.template of_distributions<Arch, T>(in, targets, count, size, divisor, nullptr,
                                                    engine::eigen_table<d>(gx.data(), gx)...);
    }

    template <class In, class... G>
    static math::table<T const> lines(In const& in, std::optional<Copy>& copy, G const&... gx) {
        if constexpr (engine::has_memory<In>) {
            bool const alike = sizeof...(G) == 0 ? bool(In::IsRowMajor) == bool(X::IsRowMajor)
                                                 : (engine::runs_alike<d>(in, gx) && ...);
            if (alike) return engine::eigen_table<d>(in.data(), in);
        }
        T const* const data = copy.emplace(in).data();
        return engine::eigen_table<d>(data, *copy);
    }
};

} // namespace actfn
