// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/array.hpp>

#include <Eigen/Core>

/// Eigen's objects as operands of the verbs: Array, Matrix, Map, Ref, Block, transposed ones, with
/// any strides and storage orders, and X.colwise() and X.rowwise() as rows.
namespace actfn::inline ACTFN_ABI {

template <> inline constexpr storage storage_of<Eigen::half> = storage::half;
template <> inline constexpr storage storage_of<Eigen::bfloat16> = storage::bfloat16;

namespace engine {

template <class D> std::true_type is_dense(Eigen::DenseBase<D> const*);
std::false_type is_dense(...);

} // namespace engine

/// A dense expression or object of Eigen.
template <class X>
concept eigen_dense = decltype(engine::is_dense(static_cast<X*>(nullptr)))::value;

/// An Eigen object with direct access to its coefficients.
template <class X>
concept eigen_object = eigen_dense<X> &&(int(X::Flags) & Eigen::DirectAccessBit) != 0 &&
                       operand_element<typename X::Scalar>;

namespace engine {

/// The type Eigen itself sees an expression as: v.head(n) is a Block.
template <class D> D const& dense(Eigen::DenseBase<D> const& x) noexcept { return x.derived(); }
template <class X> using dense_of = std::remove_cvref_t<decltype(dense(std::declval<X const&>()))>;

template <class X> Eigen::Index row_stride(X const& x) noexcept {
    return bool(X::IsRowMajor) ? x.outerStride() : x.innerStride();
}
template <class X> Eigen::Index column_stride(X const& x) noexcept {
    return bool(X::IsRowMajor) ? x.innerStride() : x.outerStride();
}

/// Which way the rows of a kernel lie in a matrix.
enum class direction { columns, rows };

/// The direction of the only line of a vector, and of X.colwise() and X.rowwise().
template <class X>
inline constexpr direction along_vector =
    X::ColsAtCompileTime == 1 ? direction::columns : direction::rows;
template <int vectorwise>
inline constexpr direction lines_along =
    vectorwise == Eigen::Vertical ? direction::columns : direction::rows;

/// The columns or rows of a matrix.
template <direction d, class E> lines_view<E> matrix_lines(strided_view<E, 2> const& x) noexcept {
    constexpr std::size_t line = d == direction::columns ? 1 : 0;
    auto const lines = x.sizes[line];
    auto const between = x.strides[line];
    return {x.data, {1, lines, x.sizes[1 - line]}, {lines * between, between, x.strides[1 - line]}};
}
template <direction d, class X> auto eigen_lines(X& x) noexcept {
    using E = std::remove_pointer_t<decltype(x.data())>;
    return engine::matrix_lines<d>(strided_view<E, 2>{
        x.data(), {x.rows(), x.cols()}, {engine::row_stride(x), engine::column_stride(x)}});
}

} // namespace engine

template <eigen_object X> struct operand_traits<X> {
    template <class Y> static auto view(Y& x) noexcept {
        using E = std::remove_pointer_t<decltype(x.data())>;
        constexpr bool plain = std::is_base_of_v<Eigen::PlainObjectBase<X>, X>;
        if constexpr (plain && bool(X::IsVectorAtCompileTime)) {
            return std::span<E>(x.data(), static_cast<std::size_t>(x.size()));
        } else {
            return strided_view<E, 2>{
                x.data(), {x.rows(), x.cols()}, {engine::row_stride(x), engine::column_stride(x)}};
        }
    }
};

template <class X, int vectorwise>
    requires eigen_object<std::remove_const_t<X>>
struct lines_traits<Eigen::VectorwiseOp<X, vectorwise>> {
    template <class Lines> static auto view(Lines& lines) noexcept {
        auto& x = lines._expression();
        using E = typename X::Scalar;
        constexpr bool writable = !std::is_const_v<X> && (int(X::Flags) & Eigen::LvalueBit) != 0;
        auto const v = engine::eigen_lines<engine::lines_along<vectorwise>>(x);
        using To = std::conditional_t<writable, E, E const>;
        // X.colwise() of a matrix that is not const may be written to.
        return engine::lines_view<To>{const_cast<To*>(v.data), v.sizes, v.strides};
    }
};

/// Masks: objects of bool or integers, a vector or, with which way their rows lie, a matrix.
template <class X>
concept eigen_mask = eigen_dense<X> &&(int(X::Flags) & Eigen::DirectAccessBit) != 0 &&
                     std::integral<typename X::Scalar>;

template <eigen_mask X> struct mask_traits<X> {
    static auto view(X const& x) noexcept {
        return strided_view<typename X::Scalar const, 2>{
            x.data(), {x.rows(), x.cols()}, {engine::row_stride(x), engine::column_stride(x)}};
    }
};
template <class X, int vectorwise>
    requires eigen_mask<std::remove_const_t<X>>
struct mask_traits<Eigen::VectorwiseOp<X, vectorwise>> {
    static auto view(Eigen::VectorwiseOp<X, vectorwise> const& lines) noexcept {
        return engine::eigen_lines<engine::lines_along<vectorwise>>(lines._expression());
    }
};

} // namespace actfn
