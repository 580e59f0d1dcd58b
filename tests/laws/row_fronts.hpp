// SPDX-License-Identifier: MIT
#pragma once
#include "front_ends.hpp"
#include "laws/rows.hpp"
#include <actfn/array.hpp>
#include <actfn/eigen.hpp>

#include <Eigen/Core>

/// The calls of a function object of rows: of ranges, of Eigen.
namespace tests {

namespace row_front {

struct forward {
    static void verb(auto const& f, auto&& x, auto const&, auto&& y, auto... layout) {
        actfn::forward(f, x, y, layout...);
    }
    static auto expression(auto const& f, auto const& x, auto const&) { return f(x); }
};
struct backward {
    static void verb(auto const& f, auto&& x, auto const& gy, auto&& gx, auto... layout) {
        actfn::backward(f, x, gy, gx, layout...);
    }
    static auto expression(auto const& f, auto const& x, auto const& gy) {
        return f.backward(x, gy);
    }
};
struct backward_from_output {
    static void verb(auto const& f, auto&& y, auto const& gy, auto&& gx, auto... layout) {
        actfn::backward_from_output(f, y, gy, gx, layout...);
    }
    static auto expression(auto const& f, auto const& y, auto const& gy) {
        return f.backward_from_output(y, gy);
    }
};

template <class K> consteval bool has_size_among_numbers() {
    return []<class... N>(std::tuple<N&...>*) {
        return (std::is_same_v<N, long long> || ...);
    }(static_cast<decltype(actfn::core::numbers(std::declval<K&>()))*>(nullptr));
}

template <class F, class T> struct entries {
    using in = std::span<T const>;
    using out = std::span<T>;
    using matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    using vector = Eigen::Matrix<T, Eigen::Dynamic, 1>;
    static constexpr bool reduces = actfn::reduction_function<F>;

    static F const& self(void const* f) { return *static_cast<F const*>(f); }
    static auto size(std::size_t n) { return static_cast<Eigen::Index>(n); }
    static auto map(in x, std::size_t rows, std::size_t columns) {
        return Eigen::Map<matrix const>(x.data(), size(rows), size(columns));
    }
    static auto map(out y, std::size_t rows, std::size_t columns) {
        return Eigen::Map<matrix>(y.data(), size(rows), size(columns));
    }

    template <class Op, class... Layout>
    static void ranges(void const* f, in x, in gy, out to, Layout... layout) {
        Op::verb(self(f), x, gy, to, layout...);
    }
    template <class Op>
    static void added(void const* f, in x, in gy, out to, actfn::row_layout layout) {
        Op::verb(self(f), x, gy, actfn::add_to(to), layout);
    }
    template <class Op>
    static void stored(void const* f, stored_numbers const& x, stored_numbers const& gy,
                       stored_numbers& to, actfn::row_layout layout) {
        Op::verb(self(f), actfn::as_bfloat16(x), actfn::as_bfloat16(gy), actfn::as_bfloat16(to),
                 layout);
    }

    template <class Op> static std::size_t outputs(shape of) {
        return reduces && std::is_same_v<Op, forward> ? 1 : of.line;
    }
    /// call(gy), a vector where rows are reduced.
    static void with_gradient(in gy, auto const& lines, auto const& call) {
        if constexpr (reduces) {
            call(Eigen::Map<vector const>(gy.data(), size(gy.size())));
        } else {
            call(lines);
        }
    }
    template <class Op> static void eigen_rows(void const* f, in x, in gy, out to, shape of) {
        with_gradient(gy, map(gy, of.n, of.line).rowwise(), [&](auto const& g) {
            map(to, of.n, outputs<Op>(of)) =
                Op::expression(self(f), map(x, of.n, of.line).rowwise(), g);
        });
    }
    template <class Op> static void eigen_columns(void const* f, in x, in gy, out to, shape of) {
        with_gradient(gy, map(gy, of.line, of.n).colwise(), [&](auto const& g) {
            map(to, outputs<Op>(of), of.n) =
                Op::expression(self(f), map(x, of.line, of.n).colwise(), g);
        });
    }
    template <class Op> static void eigen_objects(void const* f, in x, in gy, out to, shape of) {
        auto const from = map(x, of.n, of.line);
        auto target = map(to, of.n, of.line);
        with_gradient(gy, map(gy, of.n, of.line).rowwise(), [&](auto const& g) {
            if constexpr (reduces && std::is_same_v<Op, forward>) {
                Op::verb(self(f), from.rowwise(), g, to);
            } else {
                Op::verb(self(f), from.rowwise(), g, target.rowwise());
            }
        });
    }

    static void eigen_misuse(void const* f) {
        matrix const x = matrix::Zero(3, 4);
        matrix const gy = matrix::Zero(4, 3);
        if constexpr (reduces) {
            matrix const gx = self(f).backward(x.rowwise(), gy.col(0));
        } else {
            matrix const gx = self(f).backward(x.rowwise(), gy.rowwise());
        }
    }

    template <class Op> static constexpr void set(row_calls<T>& c, asked what) {
        auto const i = static_cast<std::size_t>(what);
        c.row[i] = ranges<Op>;
        c.rows[i] = ranges<Op, actfn::row_layout>;
        c.axes[i] = ranges<Op, actfn::axis_layout>;
        if constexpr (every_front_end) {
            c.eigen_rows[i] = eigen_rows<Op>;
            c.eigen_objects[i] = eigen_objects<Op>;
            c.eigen_columns[i] = eigen_columns<Op>;
            c.added[i] = added<Op>;
            if constexpr (std::is_same_v<T, float>) c.stored[i] = stored<Op>;
        }
    }

    /// The same function with `alter(number, its index)` of its numbers, sizes among them.
    static void const* altered(auto const& alter) {
        static F other;
        auto k = F{}.kernel();
        std::size_t p = 0;
        std::apply([&](auto&... number) { (alter(number, p++), ...); }, actfn::core::numbers(k));
        other = F(k);
        return &other;
    }
    static void const* with_moved(std::size_t parameter, double step) {
        return altered([=](auto& number, std::size_t p) {
            if (p == parameter) number += step;
        });
    }
    static void const* with_size(long long size) {
        return altered([=](auto& number, std::size_t) {
            if constexpr (std::is_same_v<decltype(number), long long&>) number = size;
        });
    }
    static void const* varied() {
        return altered([](auto& number, std::size_t) {
            if constexpr (std::is_same_v<decltype(number), double&>) {
                number = number == 0 ? 0.25 : 0.75 * number;
            }
        });
    }
    static void const* at_temperature(double temperature) {
        static F other;
        auto k = F{}.kernel();
        k.temperature = temperature;
        other = F(k);
        return &other;
    }
    static void parameter_gradient(void const* f, in x, in gy, out by, actfn::row_layout layout) {
        auto const all = actfn::parameter_gradient(self(f), x, gy, layout);
        std::size_t p = 0;
        std::apply([&](auto const&... number) { ((by[p++] = number), ...); },
                   actfn::core::numbers(all));
    }

    static constexpr row_calls<T> calls() {
        using K = typename F::kernel_type;
        row_calls<T> c;
        c.reduces = reduces;
        set<forward>(c, asked::forward);
        set<backward>(c, asked::backward);
        if constexpr (every_front_end) c.eigen_misuse = eigen_misuse;
        if constexpr (actfn::has_backward_from_output<K>) {
            set<backward_from_output>(c, asked::backward_from_output);
        }
        if constexpr (actfn::has_row_parameter_gradients<K>) {
            c.learnt = actfn::core::number_count<K const>();
            c.with_moved = with_moved;
            c.parameter_gradient = parameter_gradient;
        }
        if constexpr (has_size_among_numbers<K>()) c.with_size = with_size;
        if constexpr (requires(K const& k) { k.temperature; }) {
            static_assert(F{}.kernel().temperature == 1);
            c.at_temperature = at_temperature;
        }
        return c;
    }
};

} // namespace row_front

/// The subject of f in numbers T; f must outlive it.
template <class T, class F>
    requires actfn::rowwise_function<F> || actfn::reduction_function<F> subject<T>
    subject_of(F const& by_default) {
        // Laws vary the temperature, with which only reductions need what functions by default have
        // not.
        using G =
            std::conditional_t<actfn::rowwise_function<F>, F,
                               actfn::function<actfn::engine::settable<typename F::kernel_type>>>;
        using front = row_front::entries<G, T>;
        static G f;
        f = by_default;
        static row_calls<T> calls = front::calls();
        calls.multiple = calls.reduces ? 1 : actfn::engine::multiple_of(f.kernel());
        static G const varied = *static_cast<G const*>(front::varied());
        auto const* const facts = keep(f.facts());
        return subject_of_rows<T>({&calls, &f, facts}, {&calls, &varied, facts});
    }

} // namespace tests
