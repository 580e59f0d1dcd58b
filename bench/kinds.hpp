// SPDX-License-Identifier: MIT
#pragma once
#include "naive.hpp"
#include "table.hpp"
#include <actfn/array.hpp>

#include <complex>
#include <span>
#include <string>
#include <vector>

/// The rows of a function of a kind that is not pointwise: list_<kind><name, f>(). A member that a
/// function lacks makes no row. Second inputs and targets are what pointwise rows have for gy.
namespace actfn::bench {

/// A row of both types, where the loop compiles for them: `loop` is a lambda with an arrays<T>.
template <class Loop>
void add_row(std::string const& function, std::string const& member, Loop loop) {
    bench::loop<float> in_float = nullptr;
    bench::loop<double> in_double = nullptr;
    if constexpr (std::is_invocable_v<Loop, arrays<float> const&>)
        in_float = [](arrays<float> const& a) { Loop{}(a); };
    if constexpr (std::is_invocable_v<Loop, arrays<double> const&>)
        in_double = [](arrays<double> const& a) { Loop{}(a); };
    rows().push_back({function, member, "actfn", {-8, 8}, in_float, in_double});
    static_cast<void>(loop);
}

// A lambda that is there only where the call is possible.
#define ACTFN_BENCH_ROW(member, ...)                                                               \
    {                                                                                              \
        auto const run = []<class T>(arrays<T> const& a) -> decltype((__VA_ARGS__), void()) {      \
            __VA_ARGS__;                                                                           \
        };                                                                                         \
        using run_type = std::remove_const_t<decltype(run)>;                                       \
        if constexpr (std::is_invocable_v<run_type, arrays<float> const&>)                         \
            bench::add_row(function, member, run);                                                 \
    }

template <text name, auto const& f> bool list_gated() {
    std::string const function = name.characters;
    if constexpr (requires(arrays<float> const& a) { forward(f, a.x, a.gy, a.y); }) {
        ACTFN_BENCH_ROW("value", forward(f, a.x, a.gy, a.y))
        ACTFN_BENCH_ROW("backward", backward(f, a.x, a.gy, a.gy, a.y, a.dy))
    } else { // halves of one range
        ACTFN_BENCH_ROW("value", forward(f, a.x.first(a.x.size() / 2), a.y))
        ACTFN_BENCH_ROW("backward",
                        backward(f, a.x.first(a.x.size() / 2), a.gy, a.y.first(a.x.size() / 2)))
    }
    return true;
}

template <text name, auto const& f> bool list_stochastic() {
    std::string const function = name.characters;
    ACTFN_BENCH_ROW("value", forward(f, a.x, a.y))
    ACTFN_BENCH_ROW("train", forward(f.train(7, 3), a.x, a.y))
    ACTFN_BENCH_ROW("backward", backward(f.train(7, 3), a.x, a.gy, a.y))
    return true;
}

/// Numbers in pairs: nanoseconds are those of half a complex number.
template <class T> auto pairs(std::span<T> a) {
    using C = std::conditional_t<std::is_const_v<T>, std::complex<std::remove_const_t<T>> const,
                                 std::complex<T>>;
    return std::span<C>(reinterpret_cast<C*>(a.data()), a.size() / 2);
}

template <text name, auto const& f> bool list_complex() {
    std::string const function = name.characters;
    if constexpr (requires(arrays<float> const& a) { forward(f, pairs(a.x), pairs(a.y)); }) {
        ACTFN_BENCH_ROW("value", forward(f, pairs(a.x), pairs(a.y)))
        ACTFN_BENCH_ROW("backward", backward(f, pairs(a.x), pairs(a.gy), pairs(a.y)))
    } else { // real results
        ACTFN_BENCH_ROW("value", forward(f, pairs(a.x), a.y.first(a.x.size() / 2)))
        ACTFN_BENCH_ROW("backward", backward(f, pairs(a.x), a.gy.first(a.x.size() / 2), pairs(a.y)))
    }
    return true;
}

/// As many rows as an array holds.
template <std::size_t columns, class T> row_layout rows_of(arrays<T> const& a) {
    return {.rows = a.x.size() / columns, .columns = columns};
}
template <std::size_t columns, class S> auto whole_rows(S a) {
    return a.first(a.size() / columns * columns);
}

template <std::size_t columns, auto const& f> void list_rows(std::string const& function) {
    std::string const of = ':' + std::to_string(columns);
    if constexpr (requires(arrays<float> const& a) { float(f(a.x)); }) {
        ACTFN_BENCH_ROW("value" + of, forward(f, whole_rows<columns>(a.x),
                                              a.y.first(a.x.size() / columns), rows_of<columns>(a)))
        ACTFN_BENCH_ROW("backward" + of,
                        backward(f, whole_rows<columns>(a.x), a.gy.first(a.x.size() / columns),
                                 whole_rows<columns>(a.y), rows_of<columns>(a)))
    } else {
        ACTFN_BENCH_ROW("value" + of, forward(f, whole_rows<columns>(a.x), whole_rows<columns>(a.y),
                                              rows_of<columns>(a)))
        ACTFN_BENCH_ROW("backward" + of,
                        backward(f, whole_rows<columns>(a.x), whole_rows<columns>(a.gy),
                                 whole_rows<columns>(a.y), rows_of<columns>(a)))
        using K = typename std::remove_cvref_t<decltype(f)>::kernel_type;
        if constexpr (has_backward_from_output<K>) {
            ACTFN_BENCH_ROW("from_output" + of,
                            backward_from_output(f, whole_rows<columns>(a.x),
                                                 whole_rows<columns>(a.gy),
                                                 whole_rows<columns>(a.y), rows_of<columns>(a)))
        }
    }
}

template <text name, auto const& f> bool list_rowwise() {
    bench::list_rows<10, f>(name.characters);
    bench::list_rows<1000, f>(name.characters);
    return true;
}

inline std::span<int const> labels(std::size_t n) {
    static std::vector<int> all;
    while (all.size() < n) all.push_back(static_cast<int>(all.size() * 7 % 10));
    return {all.data(), n};
}

template <text name, auto const& f> bool list_loss() {
    std::string const function = name.characters;
    ACTFN_BENCH_ROW("value", a.dy[0] = f(a.x, a.gy))
    ACTFN_BENCH_ROW("gradient", a.dy[0] = f(a.x, a.gy, a.y))
    ACTFN_BENCH_ROW("value:10",
                    a.dy[0] = f(whole_rows<10>(a.x), labels(a.x.size() / 10), rows_of<10>(a)))
    ACTFN_BENCH_ROW("gradient:10", a.dy[0] = f(whole_rows<10>(a.x), labels(a.x.size() / 10),
                                               whole_rows<10>(a.y), rows_of<10>(a)))
    return true;
}

} // namespace actfn::bench
