// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/activation.hpp>
#include <actfn/engine/layout.hpp>
#include <actfn/core/summary.hpp>

namespace actfn {

/// Teaches every reduction a new kind of argument. A specialisation has `forward` and `backward`,
/// `template <class Arch, class K> static auto forward(K const&, X const& x)`, the latter with a
/// gy.
template <class X> struct reduction_front_end { static constexpr bool missing = true; };

/// What a reduction can be called with beside ranges: with <actfn/eigen.hpp>, a real vector, or
/// X.colwise() or X.rowwise() of a real matrix.
template <class X>
concept reduction_argument = !requires {
    reduction_front_end<X>::missing;
};

/// A struct with `static constexpr actfn::summary facts`, the value `of_nothing` of an empty row,
/// and two members on the lines of a row of any kind (math/rows.hpp): reduce(row, x), the value,
/// and backward(row, x, gy, gx) with the gradient gy by it; gx may be x.
template <class K>
concept reduction_kernel = requires(K const& k, math::along<math::pack<float>> row,
                                    math::line<float const> in, math::line<float> out,
                                    math::pack<float> gy) {
    { K::facts.name } -> std::convertible_to<std::string_view>;
    { K::of_nothing } -> std::convertible_to<double>;
    { k.reduce(row, in) } -> std::same_as<math::pack<float>>;
    k.backward(row, in, gy, out);
};

namespace engine {

/// The values of rows, which lie without gaps in y.
template <class Arch, class T, class K>
void reduce_rows(K const& kernel, std::size_t rows, std::size_t entries, table<T const> x, T* y) {
    if (entries == 0) std::fill_n(y, rows, static_cast<T>(K::of_nothing));
    for_rows<Arch, T>(
        rows, entries,
        [&](auto row, std::size_t first, auto in) {
            row.report(y + first, kernel.reduce(row, in));
        },
        x);
}

template <class Arch, class T, class K>
void spread_rows(K const& kernel, std::size_t rows, std::size_t entries, table<T const> x,
                 T const* gy, table<T> gx) {
    for_rows<Arch, T>(
        rows, entries,
        [&](auto row, std::size_t first, auto in, auto out) {
            kernel.backward(row, in, row.collect(gy + first), out);
        },
        x, gx);
}

} // namespace engine

/// One number of every row: the function object made of a reduction kernel.
template <reduction_kernel K> class reduction {
  public:
    using kernel_type = K;
    static constexpr summary const& facts = K::facts;

    constexpr K const& kernel() const noexcept { return kernel_; }

    /// Of a range, as one row.
    template <array_of_elements X, class Arch = native> auto operator()(X const& x) const {
        using T = engine::element_of<X>;
        T y;
        engine::reduce_rows<Arch, T>(kernel_, 1, std::ranges::size(x),
                                   math::table<T const>{std::ranges::data(x), 0}, &y);
        return y;
    }
    /// Of a vector a number, of columns or rows a vector of them.
    template <reduction_argument X, class Arch = native> auto operator()(X const& x) const {
        return reduction_front_end<X>::template forward<Arch>(kernel_, x);
    }
    /// The gradient by x from the gradient by the value, or values.
    template <reduction_argument X, class G, class Arch = native>
    auto backward(X const& x, G const& gy) const {
        return reduction_front_end<X>::template backward<Arch>(kernel_, x, gy);
    }

  private:
    [[no_unique_address]] K kernel_{};
};

/// Any actfn::reduction object.
template <class F>
concept reduction_function = requires {
    typename F::kernel_type;
    requires std::same_as<F, reduction<typename F::kernel_type>>;
};

namespace engine {

template <class T, class Layout>
row_grid reduction_grid(std::string_view call, std::string_view function, Layout const& layout,
                        named_span<T const> const& x, named_span<T const> const& y) {
    Layout const whole = completed(layout, call, function, x.name, x.elements.size());
    check_layout(whole, call, function);
    check_extent(whole, call, function, x);
    row_grid const grid(whole);
    if (y.elements.size() != grid.all_rows()) {
        fail(call, "(", function, "): ", y.name, " has ", y.elements.size(), " elements, ",
             grid.all_rows(), " rows need ", grid.all_rows());
    }
    return grid;
}

} // namespace engine

/// y holds one number for every row of x and must not overlap it. Layouts as for row-wise
/// activations; without one the range is one row.
template <reduction_function F, array_of_elements X, writable_array Y, class Arch = native,
          rows_in_a_range Layout = row_layout>
    requires same_elements<X, Y>
void forward(F const& f, X const& x, Y&& y, Layout const& layout = {}) {
    using T = engine::element_of<X>;
    engine::named_span<T const> const in{"x", engine::view(x)};
    engine::named_span<T> const out{"y", engine::view(y)};
    auto const grid =
        engine::reduction_grid<T>("forward", F::facts.name, layout, in, {out.name, out.elements});
    engine::check_apart<T>("forward", F::facts.name, in, out);
    for (std::size_t b = 0; b < grid.blocks; ++b) {
        engine::reduce_rows<Arch, T>(f.kernel(), grid.rows, grid.entries,
                                   grid.block(b, in.elements.data()),
                                   out.elements.data() + b * grid.rows);
    }
}

/// gx from the gradients gy by the values of the rows; gx may be x, and must not overlap gy.
template <reduction_function F, array_of_elements X, array_of_elements G, writable_array D,
          class Arch = native, rows_in_a_range Layout = row_layout>
    requires same_elements<X, G, D>
void backward(F const& f, X const& x, G const& gy, D&& gx, Layout const& layout = {}) {
    using T = engine::element_of<X>;
    engine::named_span<T const> const in{"x", engine::view(x)};
    engine::named_span<T const> const weights{"gy", engine::view(gy)};
    engine::named_span<T> const out{"gx", engine::view(gx)};
    if (engine::is_whole(layout)) {
        engine::check_spans<T, 1, 1>("backward", F::facts.name, {in}, {out});
    }
    auto const grid = engine::reduction_grid<T>("backward", F::facts.name, layout, in, weights);
    Layout const whole =
        engine::completed(layout, "backward", F::facts.name, in.name, in.elements.size());
    engine::check_extent(whole, "backward", F::facts.name, out);
    engine::check_rows_apart("backward", F::facts.name, whole, in, out);
    engine::check_apart<T>("backward", F::facts.name, weights, out);
    for (std::size_t b = 0; b < grid.blocks; ++b) {
        engine::spread_rows<Arch, T>(
            f.kernel(), grid.rows, grid.entries, grid.block(b, in.elements.data()),
            weights.elements.data() + b * grid.rows, grid.block(b, out.elements.data()));
    }
}

} // namespace actfn
