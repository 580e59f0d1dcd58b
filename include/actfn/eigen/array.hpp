// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/array.hpp>
#include <actfn/eigen/expression.hpp>

#include <algorithm>

/// The calls of array.hpp on Eigen objects with memory behind them: Array, Matrix, Map, Ref, Block,
/// with any strides and storage orders. Shapes must agree; nothing is resized.
namespace actfn {

/// A real Eigen object with direct access to its coefficients.
template <class X>
concept eigen_object = engine::eigen_real<std::remove_cvref_t<X>> &&
                       (int(std::remove_cvref_t<X>::Flags) & Eigen::DirectAccessBit) != 0;

template <class X>
concept writable_eigen_object = eigen_object<X> && !std::is_const_v<std::remove_reference_t<X>> &&
                                (int(std::remove_cvref_t<X>::Flags) & Eigen::LvalueBit) != 0;

template <class X, class... More>
concept same_eigen_scalars =
    (std::same_as<typename std::remove_cvref_t<X>::Scalar, typename std::remove_cvref_t<More>::Scalar> && ...);

namespace engine {

/// Where the coefficient (row, column) lies.
template <class T> struct strided {
    std::string_view name;
    T* data;
    Eigen::Index rows, columns, row_stride, column_stride;

    T* at(Eigen::Index r, Eigen::Index c) const { return data + r * row_stride + c * column_stride; }
    T* last() const { return at(rows - 1, columns - 1); }
    bool contiguous_columns() const { return row_stride == 1 || rows == 1; }
    bool contiguous_rows() const { return column_stride == 1 || columns == 1; }
    strided transposed() const {
        return {name, data, columns, rows, column_stride, row_stride};
    }
};

template <class T, class X> strided<T> strided_view(std::string_view name, X&& x) {
    using Plain = std::remove_cvref_t<X>;
    constexpr bool row_major = Plain::IsRowMajor;
    return {name,
            x.data(),
            x.rows(),
            x.cols(),
            row_major ? x.outerStride() : x.innerStride(),
            row_major ? x.innerStride() : x.outerStride()};
}

template <class T> bool same_place(strided<T const> a, strided<T const> b) {
    return a.data == b.data && (a.row_stride == b.row_stride || a.rows == 1) &&
           (a.column_stride == b.column_stride || a.columns == 1);
}

/// Whether two equally shaped objects share a coefficient without being the same object.
template <class T> bool tangled(strided<T const> a, strided<T const> b) {
    if (a.rows == 0 || a.columns == 0 || same_place(a, b)) return false;
    std::less<T const*> const before;
    if (before(a.last(), b.data) || before(b.last(), a.data)) return false;
    if (a.row_stride == b.row_stride && a.column_stride == b.column_stride) {
        // Two windows of one matrix: they meet if they do so in rows and in columns.
        auto const outer = std::max(a.row_stride, a.column_stride);
        auto const inner = std::min(a.row_stride, a.column_stride);
        bool const rows_are_outer = a.row_stride == outer;
        auto const outer_size = rows_are_outer ? a.rows : a.columns;
        auto const inner_size = rows_are_outer ? a.columns : a.rows;
        auto const distance = std::abs(b.data - a.data);
        auto const steps = distance / outer;
        auto const remainder = distance % outer;
        auto const meets = [&](Eigen::Index o, Eigen::Index r) {
            return o < outer_size && r % inner == 0 && r / inner < inner_size;
        };
        return meets(steps, remainder) || meets(steps + 1, outer - remainder);
    }
    return true;
}

template <class Member, class Arch, class F, class T, std::size_t I, std::size_t O>
void eigen_transform(std::string_view call, F const& f, std::array<strided<T const>, I> in,
                     std::array<strided<T>, O> out) {
    auto const constant = [](strided<T> const& s) {
        return strided<T const>{s.name, s.data, s.rows, s.columns, s.row_stride, s.column_stride};
    };
    auto const check_shape = [&](auto const& r) {
        if (r.rows != in[0].rows || r.columns != in[0].columns) {
            fail(call, "(", F::facts.name, "): ", in[0].name, " is ", in[0].rows, " x ",
                 in[0].columns, ", ", r.name, " is ", r.rows, " x ", r.columns);
        }
    };
    auto const check_overlap = [&](strided<T> const& a, strided<T const> const& b) {
        if (tangled<T>(constant(a), b)) {
            fail(call, "(", F::facts.name, "): ", a.name, " at ", static_cast<void const*>(a.data),
                 " overlaps ", b.name, " at ", static_cast<void const*>(b.data), ", ", a.rows, " x ",
                 a.columns, " each; only the same object is allowed");
        }
    };
    for (auto const& r : in) check_shape(r);
    for (auto const& r : out) check_shape(r);
    for (std::size_t o = 0; o < O; ++o) {
        for (auto const& r : in) check_overlap(out[o], r);
        for (std::size_t other = 0; other < o; ++other) {
            if (out[o].data == out[other].data) {
                fail(call, "(", F::facts.name, "): ", out[o].name, " and ", out[other].name,
                     " are both at ", static_cast<void const*>(out[o].data));
            }
            check_overlap(out[o], constant(out[other]));
        }
    }
    if (in[0].rows == 0 || in[0].columns == 0) return;

    // Columns run innermost; for rows and row-major outputs everything is transposed first.
    if (in[0].rows == 1 ||
        (in[0].columns > 1 && !out[0].contiguous_columns() && out[0].contiguous_rows())) {
        for (auto& r : in) r = r.transposed();
        for (auto& r : out) r = r.transposed();
    }
    auto const all = [&](auto holds) {
        return std::all_of(in.begin(), in.end(), holds) && std::all_of(out.begin(), out.end(), holds);
    };
    Eigen::Index const rows = in[0].rows;
    Eigen::Index const columns = in[0].columns;
    std::array<T const*, I> from{};
    std::array<T*, O> to{};
    if (all([](auto const& r) { return r.contiguous_columns(); })) {
        bool const one_run = all([&](auto const& r) { return r.column_stride == rows; });
        for (Eigen::Index c = 0; c < (one_run ? 1 : columns); ++c) {
            for (std::size_t j = 0; j < I; ++j) from[j] = in[j].at(0, c);
            for (std::size_t j = 0; j < O; ++j) to[j] = out[j].at(0, c);
            transform<Member, Arch>(f.kernel(), static_cast<std::size_t>(one_run ? rows * columns : rows),
                                    from, to);
        }
        return;
    }
    // Strided: through a buffer that stays in the first-level cache.
    constexpr Eigen::Index chunk = 256;
    T buffer_in[I][chunk];
    T buffer_out[O][chunk];
    for (std::size_t j = 0; j < I; ++j) from[j] = buffer_in[j];
    for (std::size_t j = 0; j < O; ++j) to[j] = buffer_out[j];
    for (Eigen::Index c = 0; c < columns; ++c) {
        for (Eigen::Index begin = 0; begin < rows; begin += chunk) {
            Eigen::Index const n = std::min(chunk, rows - begin);
            for (std::size_t j = 0; j < I; ++j) {
                for (Eigen::Index r = 0; r < n; ++r) buffer_in[j][r] = *in[j].at(begin + r, c);
            }
            transform<Member, Arch>(f.kernel(), static_cast<std::size_t>(n), from, to);
            for (std::size_t j = 0; j < O; ++j) {
                for (Eigen::Index r = 0; r < n; ++r) *out[j].at(begin + r, c) = buffer_out[j][r];
            }
        }
    }
}

template <class X> using eigen_scalar = typename std::remove_cvref_t<X>::Scalar;

} // namespace engine

/// y = f(x).
template <pointwise_activation F, eigen_object X, writable_eigen_object Y, class Arch = native>
    requires same_eigen_scalars<X, Y>
void forward(F const& f, X const& x, Y&& y) {
    using T = engine::eigen_scalar<X>;
    engine::eigen_transform<member::value, Arch, F, T, 1, 1>(
        "forward", f, {engine::strided_view<T const>("x", x)}, {engine::strided_view<T>("y", y)});
}

/// dy = f′(x).
template <pointwise_activation F, eigen_object X, writable_eigen_object Y, class Arch = native>
    requires same_eigen_scalars<X, Y>
void derivative(F const& f, X const& x, Y&& dy) {
    using T = engine::eigen_scalar<X>;
    engine::eigen_transform<member::derivative, Arch, F, T, 1, 1>(
        "derivative", f, {engine::strided_view<T const>("x", x)}, {engine::strided_view<T>("dy", dy)});
}

/// ddy = f″(x).
template <pointwise_activation F, eigen_object X, writable_eigen_object Y, class Arch = native>
    requires same_eigen_scalars<X, Y>
void second_derivative(F const& f, X const& x, Y&& ddy) {
    using T = engine::eigen_scalar<X>;
    engine::eigen_transform<member::second_derivative, Arch, F, T, 1, 1>(
        "second_derivative", f, {engine::strided_view<T const>("x", x)},
        {engine::strided_view<T>("ddy", ddy)});
}

/// y = f(x) and dy = f′(x) from one evaluation; y and dy must be different objects.
template <pointwise_activation F, eigen_object X, writable_eigen_object Y,
          writable_eigen_object D, class Arch = native>
    requires same_eigen_scalars<X, Y, D>
void value_and_derivative(F const& f, X const& x, Y&& y, D&& dy) {
    using T = engine::eigen_scalar<X>;
    engine::eigen_transform<member::value_and_derivative, Arch, F, T, 1, 2>(
        "value_and_derivative", f, {engine::strided_view<T const>("x", x)},
        {engine::strided_view<T>("y", y), engine::strided_view<T>("dy", dy)});
}

/// gx = gy·f′(x).
template <pointwise_activation F, eigen_object X, eigen_object G, writable_eigen_object D,
          class Arch = native>
    requires same_eigen_scalars<X, G, D>
void backward(F const& f, X const& x, G const& gy, D&& gx) {
    using T = engine::eigen_scalar<X>;
    engine::eigen_transform<member::backward, Arch, F, T, 2, 1>(
        "backward", f,
        {engine::strided_view<T const>("x", x), engine::strided_view<T const>("gy", gy)},
        {engine::strided_view<T>("gx", gx)});
}

/// gx = gy·f′ with f′ as a function of y = f(x).
template <pointwise_activation F, eigen_object Y, eigen_object G, writable_eigen_object D,
          class Arch = native>
    requires same_eigen_scalars<Y, G, D> && has_derivative_from_output<typename F::kernel_type>
void backward_from_output(F const& f, Y const& y, G const& gy, D&& gx) {
    using T = engine::eigen_scalar<Y>;
    engine::eigen_transform<member::backward_from_output, Arch, F, T, 2, 1>(
        "backward_from_output", f,
        {engine::strided_view<T const>("y", y), engine::strided_view<T const>("gy", gy)},
        {engine::strided_view<T>("gx", gx)});
}

/// Σ gy·∂f/∂p over all coefficients, for every parameter p of f.
template <pointwise_activation F, eigen_object X, eigen_object G, class Arch = native>
    requires same_eigen_scalars<X, G> && has_parameters<typename F::kernel_type>
auto parameter_gradient(F const& f, X const& x, G const& gy) {
    using T = engine::eigen_scalar<X>;
    using K = typename F::kernel_type;
    core::require_shape(F::facts.name, "gy", gy.rows(), gy.cols(), x.rows(), x.cols());
    constexpr std::size_t chunk = 256;
    T from[chunk];
    T weight[chunk];
    double total[core::field_count<K>()] = {};
    std::size_t filled = 0;
    auto const add = [&] {
        auto const part = parameter_gradient<F, std::span<T>, std::span<T>, Arch>(
            f, std::span(from, filled), std::span(weight, filled));
        std::apply([&](auto const&... g) { double* t = total; ((*t++ += g), ...); },
                   core::fields(part));
        filled = 0;
    };
    for (Eigen::Index c = 0; c < x.cols(); ++c) {
        for (Eigen::Index r = 0; r < x.rows(); ++r) {
            from[filled] = x.coeff(r, c);
            weight[filled] = gy.coeff(r, c);
            if (++filled == chunk) add();
        }
    }
    add();
    return engine::named_sums<K, T>(total);
}

} // namespace actfn
