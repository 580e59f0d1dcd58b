// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/activation.hpp>
#include <actfn/engine/layout.hpp>
#include <actfn/core/summary.hpp>

namespace actfn {

namespace engine {

/// What has the members of a row-wise kernel: the kernel, or its rows().
template <class K> ACTFN_INLINE constexpr auto row_members(K const& k) noexcept {
    if constexpr (requires { k.rows(); }) {
        return k.rows();
    } else {
        return k;
    }
}

} // namespace engine

/// What can be asked of a row-wise kernel, on lines of a row: inputs, then the output.
namespace rowwise_member {

struct forward {
    static constexpr std::string_view name = "forward";
    template <class K, class Row, class T>
    ACTFN_INLINE static void apply(K const& k, Row const& row, math::line<T const> x,
                                   math::line<T> y) {
        engine::row_members(k).forward(row, x, y);
    }
};

struct backward {
    static constexpr std::string_view name = "backward";
    template <class K, class Row, class T>
    ACTFN_INLINE static void apply(K const& k, Row const& row, math::line<T const> x,
                                   math::line<T const> gy, math::line<T> gx) {
        engine::row_members(k).backward(row, x, gy, gx);
    }
};

struct backward_from_output {
    static constexpr std::string_view name = "backward_from_output";
    template <class K, class Row, class T>
    ACTFN_INLINE static void apply(K const& k, Row const& row, math::line<T const> y,
                                   math::line<T const> gy, math::line<T> gx) {
        engine::row_members(k).backward_from_output(row, y, gy, gx);
    }
};

} // namespace rowwise_member

/// Teaches every row-wise activation a new kind of argument. A specialisation has
/// `template <class Member, class Arch, class K> static auto call(K const&, X const&, ...)`.
template <class X> struct rowwise_front_end { static constexpr bool missing = true; };

/// What a row-wise activation can be called with: with <actfn/eigen.hpp>, a real vector, or
/// the columns or rows of a real matrix, X.colwise() or X.rowwise(). For arrays see `forward`.
template <class X>
concept rowwise_argument = !requires {
    rowwise_front_end<X>::missing;
};

/// A struct with `static constexpr actfn::summary facts` and three members on the lines of a row
/// of any kind (math/rows.hpp): forward(row, x, y), backward(row, x, gy, gx) and
/// backward_from_output(row, y, gy, gx); or with `rows()`, which returns what has them. The output
/// may be any of the inputs.
template <class K>
concept rowwise_kernel = requires(K const& k, math::along<math::pack<float>> row,
                                  math::line<float const> in, math::line<float> out) {
    { K::facts.name } -> std::convertible_to<std::string_view>;
    engine::row_members(k).forward(row, in, out);
    engine::row_members(k).backward(row, in, in, out);
    engine::row_members(k).backward_from_output(row, in, in, out);
};

/// An activation of whole rows: the function object made of a row-wise kernel.
template <rowwise_kernel K> class rowwise_activation {
  public:
    using kernel_type = K;
    static constexpr summary const& facts = K::facts;

    constexpr rowwise_activation() = default;
    /// Throws std::invalid_argument where the kernel's `check` finds a parameter out of range.
    constexpr explicit rowwise_activation(K const& kernel) : kernel_(kernel) {
        if constexpr (requires { kernel.check(); }) {
            kernel.check();
        }
    }

    /// The parameters, by name.
    constexpr K const& kernel() const noexcept { return kernel_; }

    /// The same function with other parameters: softmax.with({.temperature = 2.0}).
    constexpr rowwise_activation with(K const& parameters) const requires core::has_fields<K> {
        return rowwise_activation(parameters);
    }

    template <rowwise_argument X, class Arch = native> auto operator()(X const& x) const {
        return rowwise_front_end<X>::template call<rowwise_member::forward, Arch>(kernel_, x);
    }
    /// The gradient by x from the gradient by y: gy times the Jacobian, which is never formed.
    template <rowwise_argument X, rowwise_argument G, class Arch = native>
    auto backward(X const& x, G const& gy) const {
        return rowwise_front_end<X>::template call<rowwise_member::backward, Arch>(kernel_, x, gy);
    }
    /// The same from y = f(x), so that x need not be kept; it is the faster of the two.
    template <rowwise_argument Y, rowwise_argument G, class Arch = native>
    auto backward_from_output(Y const& y, G const& gy) const {
        return rowwise_front_end<Y>::template call<rowwise_member::backward_from_output, Arch>(
            kernel_, y, gy);
    }

  private:
    [[no_unique_address]] K kernel_{};
};

/// Any actfn::rowwise_activation object.
template <class F>
concept rowwise_function = requires {
    typename F::kernel_type;
    requires std::derived_from<F, rowwise_activation<typename F::kernel_type>>;
};

namespace engine {

/// A member for all rows of tables; one instantiation for arrays and all Eigen expressions.
template <class Member, class Arch, class T, class K, class... Elements>
void rowwise_run(K const& kernel, std::size_t rows, std::size_t entries,
                 table<Elements>... tables) {
    for_rows<Arch, T>(
        rows, entries,
        [&](auto row, std::size_t, auto... lines) { Member::apply(kernel, row, lines...); },
        tables...);
}

template <class Member, class Arch, class T, class F, class Layout, std::size_t I>
void rowwise_transform(F const& f, std::array<named_span<T const>, I> const& in,
                       named_span<T> const& out, Layout const& layout) {
    row_grid const grid(checked_layout<T, I, 1>(Member::name, F::facts.name, layout, in, {out}));
    [&]<std::size_t... J>(std::index_sequence<J...>) {
        for (std::size_t b = 0; b < grid.blocks; ++b) {
            rowwise_run<Member, Arch, T>(f.kernel(), grid.rows, grid.entries,
                                         grid.block(b, in[J].elements.data())...,
                                         grid.block(b, out.elements.data()));
        }
    }
    (std::make_index_sequence<I>{});
}

} // namespace engine

/// y = f(x). Without a layout the range is one row; {.rows = r, .columns = c} is a matrix of rows,
/// an axis_layout any axis of a tensor.
template <rowwise_function F, array_of_elements X, writable_array Y, class Arch = native,
          rows_in_a_range Layout = row_layout>
    requires same_elements<X, Y>
void forward(F const& f, X const& x, Y&& y, Layout const& layout = {}) {
    engine::rowwise_transform<rowwise_member::forward, Arch, engine::element_of<X>, F, Layout, 1>(
        f, {{{"x", engine::view(x)}}}, {"y", engine::view(y)}, layout);
}

/// gx: gy times the Jacobian of f at x, row by row.
template <rowwise_function F, array_of_elements X, array_of_elements G, writable_array D,
          class Arch = native, rows_in_a_range Layout = row_layout>
    requires same_elements<X, G, D>
void backward(F const& f, X const& x, G const& gy, D&& gx, Layout const& layout = {}) {
    engine::rowwise_transform<rowwise_member::backward, Arch, engine::element_of<X>, F, Layout, 2>(
        f, {{{"x", engine::view(x)}, {"gy", engine::view(gy)}}}, {"gx", engine::view(gx)}, layout);
}

/// gx from y = f(x).
template <rowwise_function F, array_of_elements Y, array_of_elements G, writable_array D,
          class Arch = native, rows_in_a_range Layout = row_layout>
    requires same_elements<Y, G, D>
void backward_from_output(F const& f, Y const& y, G const& gy, D&& gx, Layout const& layout = {}) {
    engine::rowwise_transform<rowwise_member::backward_from_output, Arch, engine::element_of<Y>, F,
                            Layout, 2>(f, {{{"y", engine::view(y)}, {"gy", engine::view(gy)}}},
                                       {"gx", engine::view(gx)}, layout);
}

} // namespace actfn
