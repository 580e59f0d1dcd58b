// SPDX-License-Identifier: MIT
#pragma once
#include "laws/operands.hpp"
#include "laws/subject.hpp"
#include <actfn/engine/layout.hpp>

#include <array>
#include <span>
#include <string_view>

/// Functions of rows, by how they are called.
namespace tests {

/// What they are asked: y of x; gx of x, gy; gx of y, gy.
enum class asked { forward, backward, backward_from_output };

/// The calls of a function of rows, in the order of `asked`, with the function at f. Null where it
/// does not have them, or where they are not tried.
template <class T> struct row_calls {
    using in = std::span<T const>;
    using out = std::span<T>;
    /// gy is empty where nothing arrives.
    template <class... Layout>
    using call = void (*)(void const* f, in x, in gy, out to, Layout... layout);
    template <class... Layout> using each = std::array<call<Layout...>, 3>;

    /// One number of every row, not a row.
    bool reduces = false;
    /// Rows have a multiple of so many entries, and each so many are a row of their own.
    std::size_t multiple = 1;
    /// Numbers that the function learns, or 0, the same function with one of them moved, and the
    /// gradients by them.
    std::size_t learnt = 0;
    void const* (*with_moved)(std::size_t parameter, double step) = nullptr;
    void (*parameter_gradient)(void const* f, in x, in gy, out by, actfn::row_layout) = nullptr;
    /// The same function at another temperature, or with another size; null without the parameter.
    void const* (*at_temperature)(double) = nullptr;
    void const* (*with_size)(long long) = nullptr;

    each<> row{};
    each<actfn::row_layout> rows{};
    each<actfn::axis_layout> axes{};
    /// With rows that lie one behind the other: Eigen's expression of them, and Eigen objects as
    /// operands of the verbs; of columns of a row-major matrix.
    each<shape> eigen_rows{};
    each<shape> eigen_objects{};
    each<shape> eigen_columns{};
    /// A gradient of a wrong shape.
    void (*eigen_misuse)(void const* f) = nullptr;
    each<actfn::row_layout> added{};
    std::array<void (*)(void const* f, stored_numbers const& x, stored_numbers const& gy,
                        stored_numbers& to, actfn::row_layout),
               3>
        stored{};
};

/// A function of rows and its calls.
template <class T> struct row_function {
    using in = std::span<T const>;
    using out = std::span<T>;

    row_calls<T> const* calls;
    void const* f;
    actfn::facts const* facts;

    void forward(in x, out y) const { calls->row[0](f, x, {}, y); }
    void backward(in x, in gy, out gx) const { calls->row[1](f, x, gy, gx); }
    void backward_from_output(in y, in gy, out gx) const { calls->row[2](f, y, gy, gx); }
    void forward(in x, out y, actfn::row_layout l) const { calls->rows[0](f, x, {}, y, l); }
    void backward(in x, in gy, out gx, actfn::row_layout l) const {
        calls->rows[1](f, x, gy, gx, l);
    }
    void backward_from_output(in y, in gy, out gx, actfn::row_layout l) const {
        calls->rows[2](f, y, gy, gx, l);
    }
    void forward(in x, out y, actfn::axis_layout l) const { calls->axes[0](f, x, {}, y, l); }
    void parameter_gradient(in x, in gy, out by, actfn::row_layout l) const {
        calls->parameter_gradient(f, x, gy, by, l);
    }

    bool has(asked what) const { return calls->row[static_cast<std::size_t>(what)] != nullptr; }
    row_function with_moved(std::size_t parameter, double step) const {
        return {calls, calls->with_moved(parameter, step), facts};
    }
    row_function at_temperature(double temperature) const {
        return {calls, calls->at_temperature(temperature), facts};
    }
    row_function with_size(long long size) const { return {calls, calls->with_size(size), facts}; }
};

/// The subject of f, whose ports are made of its calls.
template <class T>
subject<T> subject_of_rows(row_function<T> const& f, row_function<T> const& varied);

template <class T> row_function<T> const& function_of(subject<T> const& s) {
    return *static_cast<row_function<T> const*>(s.f);
}

/// A function by its name, from the units stamped for all: other tests need not compile it again.
template <class T> subject<T> const& named_rows(std::string_view name);
template <class T> row_function<T> const& rows_of(std::string_view name) {
    return function_of(named_rows<T>(name));
}
bool add_rows(subject<float> const& f, subject<double> const& d);

} // namespace tests
