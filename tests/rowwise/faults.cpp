// SPDX-License-Identifier: MIT
// labels: laws
#include "laws/planted.hpp"
#include "laws/rows.hpp"

// Every law that applies to functions of rows notices a fault, in those that the stamped units
// have.

namespace {

using namespace tests;

/// A NaN does not reach the first entry of its row.
template <class T> void a_nan_stays_alone(column<T> const& x, T* const* out, shape of) {
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (has_nan(x[i])) out[0][i / of.line * of.line] = T(1);
    }
}
/// It reaches the last entry of its group alone.
template <class T> void a_nan_goes_further(column<T> const& x, T* const* out, shape) {
    if (has_nan(x[0])) out[0][x.size() - 1] = tests::nan<T>;
}
/// Of reductions: the rows between 1 and 1.5 in their first entry differ, those with a NaN there
/// have none.
template <class T> void one_number_differs(column<T> const& x, T* const* out, shape of) {
    for (std::size_t r = 0; r < of.n; ++r) {
        out[0][r] = one_bit_more_at_one(x[r * of.line], out[0][r]);
    }
}
template <class T> void one_number_at_nan(column<T> const& x, T* const* out, shape of) {
    for (std::size_t r = 0; r < of.n; ++r) out[0][r] = number_at_nan(x[r * of.line], out[0][r]);
}
template <class T> void parts_are_more(column<T> const& x, T* const* out, shape of) {
    for (std::size_t r = 0; r < of.n; ++r) out[0][r] = slightly_more(x[r], out[0][r]);
}

/// What the calls were before one was altered.
template <class T> row_calls<T> right;

/// A call altered, for laws that call and for ways.
template <class T, auto alter> void called(subject<T>& s) {
    static row_calls<T> wrong;
    static row_function<T> f;
    right<T> = wrong = *s.rows;
    alter(wrong);
    f = function_of(s);
    s.rows = f.calls = &wrong;
    s.f = &f;
}
/// Calls of rows that write what is between them, and before they refuse.
template <class T>
void writes_between(void const* f, std::span<T const> x, std::span<T const> gy, std::span<T> gx,
                    actfn::row_layout layout) {
    right<T>.rows[1](f, x, gy, gx, layout);
    if (layout.rows > 1 && layout.stride > layout.columns) gx[layout.columns] = 0;
}
template <class T>
void writes_first(void const* f, std::span<T const> x, std::span<T const> gy, std::span<T> y,
                  actfn::row_layout layout) {
    if (!y.empty()) y[0] = 0;
    right<T>.rows[0](f, x, gy, y, layout);
}
template <class T>
void refuses_empty(void const* f, std::span<T const> x, std::span<T const> gy, std::span<T> gx,
                   actfn::row_layout layout) {
    if (x.empty()) throw std::invalid_argument("no entries");
    right<T>.rows[1](f, x, gy, gx, layout);
}
template <class T>
void accepts_all(void const*, std::span<T const>, std::span<T const>, std::span<T>) {}

template <class T> std::vector<fault<T>> faults_of_rows() {
    using X = subject<T>&;
    using R = row_calls<T>&;
    return {
        {"same bits by scalar, batch, array and expression",
         [](X s) { plant<T, one_bit_more_at_one<T>>(s.backward.ways[2]); }},
        {"same bits at every position and length",
         [](X s) { plant_all<T, last_element_differs<T>>(s.backward.ways[1]); }},
        {"same bits at every position and length",
         called<T, [](R c) { c.rows[1] = writes_between<T>; }>},
        {"NaN stays NaN", [](X s) { plant<T, number_at_nan<T>>(s.backward.ways[0]); }},
        {"in its range", misstated<[](actfn::facts& f) { f.upper = f.lower == 0 ? 0.9 : 9; }>},
        {"in its range", misstated<[](actfn::facts& f) { f.lower = -7; }>},
        {"backward is the gradient of the row",
         [](X s) { plant<T, slightly_more<T>>(s.backward.ways[0]); }},
        {"gradients by parameters are slopes",
         [](X s) { plant_all<T, parts_are_more<T>>(s.parameter_derivatives.ways[0]); }},
        {"wrong sizes of rows are refused", called<T, [](R c) { c.row[0] = accepts_all<T>; }>},
        {"wrong sizes of rows are refused", called<T, [](R c) { c.rows[0] = writes_first<T>; }>},
        {"empty rows are rows", called<T, [](R c) { c.rows[1] = refuses_empty<T>; }>},
    };
}

/// Where every entry has its output.
template <class T> std::vector<fault<T>> faults_of_rows_of_rows() {
    using X = subject<T>&;
    return joined(
        joined(faults_of_every_kind<T>(), faults_of_rows<T>()),
        {{"same bits by scalar, batch, array and expression",
          [](X s) { plant<T, one_bit_more_at_one<T>>(s.value.ways[2]); }},
         {"NaN stays NaN", [](X s) { plant_all<T, a_nan_stays_alone<T>>(s.value.ways[0]); }}});
}

template <class T> std::vector<fault<T>> faults_of_reductions() {
    using X = subject<T>&;
    return joined(
        faults_of_rows<T>(),
        {{"same bits by scalar, batch, array and expression",
          [](X s) { plant_all<T, one_number_differs<T>>(s.value.ways[1]); }},
         {"NaN stays NaN", [](X s) { plant_all<T, one_number_at_nan<T>>(s.value.ways[0]); }}});
}

} // namespace

TEMPLATE_TEST_CASE("every law notices a fault in rows", "[laws][rowwise]", float, double) {
    using T = TestType;
    auto const all = faults_of_rows_of_rows<T>();
    SECTION("of entries") {
        check_all_noticed(named_rows<T>("softmax"), all);
        check_all_noticed(named_rows<T>("poly_norm"), all);
    }
    SECTION("of groups") {
        check_all_noticed(named_rows<T>("group_sort"),
                          joined(all, {{"NaN stays NaN", [](subject<T>& s) {
                                            plant_all<T, a_nan_goes_further<T>>(s.value.ways[0]);
                                        }}}));
    }
    SECTION("that are reduced") {
        auto const tried = noticed(named_rows<T>("logsumexp"), faults_of_reductions<T>());
        CHECK(tried.size() == (std::is_same_v<T, double> ? 7 : 6));
    }
}
