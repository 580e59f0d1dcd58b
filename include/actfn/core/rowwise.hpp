// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/activation.hpp>
#include <actfn/core/rows.hpp>
#include <actfn/core/spans.hpp>
#include <actfn/core/summary.hpp>

namespace actfn {

/// What can be asked of a row-wise kernel, on lines of a row: inputs, then the output.
namespace rowwise_member {

struct forward {
    static constexpr std::string_view name = "forward";
    template <class K, class Row, class T>
    ACTFN_INLINE static void apply(K const& k, Row const& row, core::line<T const> x,
                                   core::line<T> y) {
        k.forward(row, x, y);
    }
};

struct backward {
    static constexpr std::string_view name = "backward";
    template <class K, class Row, class T>
    ACTFN_INLINE static void apply(K const& k, Row const& row, core::line<T const> x,
                                   core::line<T const> gy, core::line<T> gx) {
        k.backward(row, x, gy, gx);
    }
};

struct backward_from_output {
    static constexpr std::string_view name = "backward_from_output";
    template <class K, class Row, class T>
    ACTFN_INLINE static void apply(K const& k, Row const& row, core::line<T const> y,
                                   core::line<T const> gy, core::line<T> gx) {
        k.backward_from_output(row, y, gy, gx);
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
/// of any kind (core/rows.hpp): forward(row, x, y), backward(row, x, gy, gx) and
/// backward_from_output(row, y, gy, gx). The output may be any of the inputs.
template <class K>
concept rowwise_kernel = requires(K const& k, core::along<core::pack<float>> row,
                                  core::line<float const> in, core::line<float> out) {
    { K::facts.name } -> std::convertible_to<std::string_view>;
    k.forward(row, in, out);
    k.backward(row, in, in, out);
    k.backward_from_output(row, in, in, out);
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
    requires std::same_as<F, rowwise_activation<typename F::kernel_type>>;
};

/// A row-major matrix in a contiguous range: row r begins at r·stride. What lies between
/// the rows is neither read nor written.
struct row_layout {
    std::size_t rows;
    std::size_t columns;
    /// Default: as many as columns.
    std::size_t stride = 0;

    constexpr std::size_t step() const noexcept { return stride == 0 ? columns : stride; }
    /// How many elements the matrix covers.
    constexpr std::size_t extent() const noexcept {
        return rows == 0 || columns == 0 ? 0 : (rows - 1) * step() + columns;
    }
};

namespace core {

inline void check_layout(row_layout const& layout, std::string_view call,
                         std::string_view function) {
    if (layout.step() < layout.columns) {
        fail(call, "(", function, "): stride ", layout.stride, " is less than ", layout.columns,
             " columns");
    }
}

template <class T>
void check_extent(row_layout const& layout, std::string_view call, std::string_view function,
                  named_span<T> const& s) {
    if (s.elements.size() < layout.extent()) {
        fail(call, "(", function, "): ", s.name, " has ", s.elements.size(), " elements, ",
             layout.rows, " rows of ", layout.columns, " with stride ", layout.step(), " need ",
             layout.extent());
    }
}

/// Whether two matrices of one layout share an element without being the same.
template <class T> bool tangled_rows(row_layout const& layout, T const* a, T const* b) {
    if (a == b || !overlap<T>({a, layout.extent()}, {b, layout.extent()})) return false;
    // Side by side in the same rows is fine.
    auto const distance = static_cast<std::size_t>(a < b ? b - a : a - b) % layout.step();
    return distance < layout.columns || distance > layout.step() - layout.columns;
}

template <class T>
void check_rows_apart(std::string_view call, std::string_view function, row_layout const& layout,
                      named_span<T const> const& in, named_span<T> const& out) {
    if (tangled_rows<T>(layout, in.elements.data(), out.elements.data())) {
        fail(call, "(", function, "): ", out.name, " at ",
             static_cast<void const*>(out.elements.data()), " overlaps ", in.name, " at ",
             static_cast<void const*>(in.elements.data()), ", ", layout.extent(),
             " elements each; only the same range is allowed");
    }
}

/// A member for all rows of tables; one instantiation for arrays and all Eigen expressions.
template <class Member, class Arch, class T, class K, class... Elements>
void rowwise_run(K const& kernel, std::size_t rows, std::size_t entries,
                 table<Elements>... tables) {
    for_rows<Arch, T>(
        rows, entries,
        [&](auto row, std::size_t, auto... lines) { Member::apply(kernel, row, lines...); },
        tables...);
}

template <class Member, class Arch, class F, class T, std::size_t I>
void rowwise_transform(F const& f, row_layout const& layout,
                       std::array<named_span<T const>, I> const& in, named_span<T> const& out) {
    check_layout(layout, Member::name, F::facts.name);
    for (auto const& s : in) check_extent(layout, Member::name, F::facts.name, s);
    check_extent(layout, Member::name, F::facts.name, out);
    for (auto const& s : in) check_rows_apart(Member::name, F::facts.name, layout, s, out);
    auto const step = static_cast<std::ptrdiff_t>(layout.step());
    [&]<std::size_t... J>(std::index_sequence<J...>) {
        rowwise_run<Member, Arch, T>(f.kernel(), layout.rows, layout.columns,
                                     table<T const>{in[J].elements.data(), step}...,
                                     table<T>{out.elements.data(), step});
    }
    (std::make_index_sequence<I>{});
}

template <class Member, class Arch, class F, class T, std::size_t I>
void rowwise_transform(F const& f, std::array<named_span<T const>, I> const& in,
                       named_span<T> const& out) {
    check_spans<T, I, 1>(Member::name, F::facts.name, in, {out});
    rowwise_transform<Member, Arch>(f, {.rows = 1, .columns = out.elements.size()}, in, out);
}

} // namespace core

/// y = f(x), the range being one row.
template <rowwise_function F, array_of_elements X, writable_array Y, class Arch = native>
    requires same_elements<X, Y>
void forward(F const& f, X const& x, Y&& y) {
    using T = core::element_of<X>;
    core::rowwise_transform<rowwise_member::forward, Arch, F, T, 1>(f, {{{"x", core::view(x)}}},
                                                                    {"y", core::view(y)});
}

/// y = f(x) for every row of a matrix.
template <rowwise_function F, array_of_elements X, writable_array Y, class Arch = native>
    requires same_elements<X, Y>
void forward(F const& f, X const& x, Y&& y, row_layout layout) {
    using T = core::element_of<X>;
    core::rowwise_transform<rowwise_member::forward, Arch, F, T, 1>(
        f, layout, {{{"x", core::view(x)}}}, {"y", core::view(y)});
}

/// gx: gy times the Jacobian of f at x.
template <rowwise_function F, array_of_elements X, array_of_elements G, writable_array D,
          class Arch = native>
    requires same_elements<X, G, D>
void backward(F const& f, X const& x, G const& gy, D&& gx) {
    using T = core::element_of<X>;
    core::rowwise_transform<rowwise_member::backward, Arch, F, T, 2>(
        f, {{{"x", core::view(x)}, {"gy", core::view(gy)}}}, {"gx", core::view(gx)});
}

template <rowwise_function F, array_of_elements X, array_of_elements G, writable_array D,
          class Arch = native>
    requires same_elements<X, G, D>
void backward(F const& f, X const& x, G const& gy, D&& gx, row_layout layout) {
    using T = core::element_of<X>;
    core::rowwise_transform<rowwise_member::backward, Arch, F, T, 2>(
        f, layout, {{{"x", core::view(x)}, {"gy", core::view(gy)}}}, {"gx", core::view(gx)});
}

/// gx from y = f(x).
template <rowwise_function F, array_of_elements Y, array_of_elements G, writable_array D,
          class Arch = native>
    requires same_elements<Y, G, D>
void backward_from_output(F const& f, Y const& y, G const& gy, D&& gx) {
    using T = core::element_of<Y>;
    core::rowwise_transform<rowwise_member::backward_from_output, Arch, F, T, 2>(
        f, {{{"y", core::view(y)}, {"gy", core::view(gy)}}}, {"gx", core::view(gx)});
}

template <rowwise_function F, array_of_elements Y, array_of_elements G, writable_array D,
          class Arch = native>
    requires same_elements<Y, G, D>
void backward_from_output(F const& f, Y const& y, G const& gy, D&& gx, row_layout layout) {
    using T = core::element_of<Y>;
    core::rowwise_transform<rowwise_member::backward_from_output, Arch, F, T, 2>(
        f, layout, {{{"y", core::view(y)}, {"gy", core::view(gy)}}}, {"gx", core::view(gx)});
}

} // namespace actfn
