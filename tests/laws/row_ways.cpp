// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "laws/rows.hpp"
#include "laws/running.hpp"

#include <algorithm>
#include <deque>
#include <vector>

// The ways to compute functions of rows: row by row, and rows that lie in memory as one likes.

namespace tests {

namespace {

template <class T> row_function<T> const& function(void const* f) {
    return *static_cast<row_function<T> const*>(f);
}
constexpr std::size_t index(asked what) { return static_cast<std::size_t>(what); }

/// What of every row is in a column: nothing, a single number, all entries.
struct part {
    std::size_t size;
    bool single = false;
};
/// What is in x, in gy and in the output.
struct row_parts {
    part x, gy, to;

    row_parts(bool reduces, asked what, std::size_t line) : x{line}, gy{line}, to{line} {
        if (reduces) (what == asked::forward ? to : gy) = {1, true};
        if (what == asked::forward) gy = {0};
    }
};

template <class T, asked what>
void row_by_row(void const* f, T const* const* in, T* const* out, shape of) {
    row_function<T> const& g = function<T>(f);
    row_parts const has(g.calls->reduces, what, of.line);
    for (std::size_t r = 0; r < of.n; ++r) {
        std::span<T const> gy;
        if (has.gy.size != 0) gy = {in[1] + r * has.gy.size, has.gy.size};
        g.calls->row[index(what)](g.f, {in[0] + r * of.line, of.line}, gy,
                                  {out[0] + r * has.to.size, has.to.size});
    }
}

/// Rows one behind the other.
template <class T> struct dense {
    shape of;
    std::vector<T> spread(T const* from, part p) const { return {from, from + of.n * p.size}; }
    std::vector<T> blank(part p) const { return std::vector<T>(of.n * p.size, T(7)); }
    std::span<T> inner(std::vector<T>& v, part) const { return v; }
    void collect(std::vector<T> const& from, part, T* to) const {
        std::copy(from.begin(), from.end(), to);
    }
    actfn::row_layout row_layout() const { return {.rows = of.n, .columns = of.line}; }
    shape layout(shape) const { return of; }
    actfn::row_layout layout(actfn::row_layout) const { return row_layout(); }
};

/// Rows with gaps between them, off by one from any alignment; single numbers of rows are dense.
template <class T> struct gaps {
    shape of;
    static constexpr T gap = T(7);

    std::size_t stride() const { return of.line + 3; }
    std::size_t at(std::size_t r, part p) const { return p.single ? r : 1 + r * stride(); }
    std::vector<T> blank(part p) const {
        if (p.single) return std::vector<T>(of.n, gap);
        return std::vector<T>(1 + layout(actfn::row_layout{}).extent(), gap);
    }
    std::vector<T> spread(T const* from, part p) const {
        std::vector<T> v = blank(p);
        for (std::size_t r = 0; r < of.n; ++r) {
            std::copy_n(from + r * p.size, p.size, v.data() + at(r, p));
        }
        return v;
    }
    std::span<T> inner(std::vector<T>& v, part p) const {
        return std::span(v).subspan(p.single ? 0 : 1);
    }
    /// Nothing right, if what lies between the rows was written.
    void collect(std::vector<T>& from, part p, T* to) const {
        for (std::size_t r = 0; r < of.n; ++r) {
            T* const row = from.data() + at(r, p);
            std::copy_n(row, p.size, to + r * p.size);
            std::fill_n(row, p.size, gap);
        }
        bool const intact = std::all_of(from.begin(), from.end(), [](T v) { return v == gap; });
        if (!intact) std::fill_n(to, of.n * p.size, T(-12345.5));
    }
    actfn::row_layout layout(actfn::row_layout) const {
        return {.rows = of.n, .columns = of.line, .stride = stride()};
    }
};

/// The middle axis of a tensor whose blocks have the same rows; every block gives some of them.
template <class T, std::size_t blocks> struct turned {
    shape of;

    std::vector<T> blank(part p) const { return std::vector<T>(blocks * of.n * p.size, T(7)); }
    /// call(number i in its column of rows, where it is in a block)
    void for_each(part p, auto const& call) const {
        for (std::size_t i = 0; i < of.n * p.size; ++i) {
            call(i, i % p.size * of.n + i / p.size);
        }
    }
    std::vector<T> spread(T const* from, part p) const {
        std::vector<T> v = blank(p);
        for (std::size_t block = 0; block < blocks; ++block) {
            T* const to = v.data() + block * of.n * p.size;
            for_each(p, [&](std::size_t i, std::size_t there) { to[there] = from[i]; });
        }
        return v;
    }
    std::span<T> inner(std::vector<T>& v, part) const { return v; }
    void collect(std::vector<T> const& from, part p, T* to) const {
        for_each(p, [&](std::size_t i, std::size_t there) {
            to[i] = from[i / p.size % blocks * of.n * p.size + there];
        });
    }
    shape layout(shape) const { return of; }
    actfn::axis_layout layout(actfn::axis_layout) const {
        return {.outer = blocks, .size = of.line, .inner = of.n};
    }
};

/// By calls on copies of the columns in which rows lie otherwise; in place on one copy.
template <class T, asked what, auto calls, class Layout, template <class> class Arranged>
void arranged(void const* f, T const* const* in, T* const* out, shape of) {
    row_function<T> const& g = function<T>(f);
    row_parts const has(g.calls->reduces, what, of.line);
    Arranged<T> const lie{of};
    std::vector<T> x = lie.spread(in[0], has.x);
    std::vector<T> gy;
    if (has.gy.size != 0) gy = lie.spread(in[1], has.gy);
    std::vector<T> apart;
    std::vector<T>* to = &apart;
    if (in[0] == out[0] && of.n != 0) to = &x;
    if (has.gy.size != 0 && in[1] == out[0] && of.n != 0) to = &gy;
    if (to == &apart) apart = lie.blank(has.to);
    std::span<T const> const gradient =
        has.gy.size == 0 ? std::span<T const>() : lie.inner(gy, has.gy);
    (g.calls->*calls)[index(what)](g.f, lie.inner(x, has.x), gradient, lie.inner(*to, has.to),
                                   lie.layout(Layout{}));
    lie.collect(*to, has.to, out[0]);
}
template <class T> using axis = turned<T, 2>;
template <class T> using transposed = turned<T, 1>;

/// Rows of which the sums with what was there before are formed, here and by the call.
template <class T, asked what>
void added_here(void const* f, T const* const* in, T* const* out, shape of) {
    row_by_row<T, what>(f, in, out, of);
    row_parts const has(function<T>(f).calls->reduces, what, of.line);
    add_before(std::span(out[0], of.n * has.to.size));
}
template <class T, asked what>
void added_there(void const* f, T const* const* in, T* const* out, shape of) {
    row_function<T> const& g = function<T>(f);
    row_parts const has(g.calls->reduces, what, of.line);
    std::span const to(out[0], of.n * has.to.size);
    fill_before(to);
    std::span<T const> gy;
    if (has.gy.size != 0) gy = {in[1], of.n * has.gy.size};
    g.calls->added[index(what)](g.f, {in[0], of.n * has.x.size}, gy, to,
                                {.rows = of.n, .columns = of.line});
}

/// Rows of rounded numbers, rounded themselves; rows of 16 bits.
template <asked what>
void rounded_rows(void const* f, float const* const* in, float* const* out, shape of) {
    row_parts const has(function<float>(f).calls->reduces, what, of.line);
    std::vector<float> const x = rounded({in[0], of.n * has.x.size});
    std::vector<float> gy;
    if (has.gy.size != 0) gy = rounded({in[1], of.n * has.gy.size});
    float const* const from[] = {x.data(), gy.data()};
    row_by_row<float, what>(f, from, out, of);
    as_numbers(as_words({out[0], of.n * has.to.size}), out[0]);
}
template <asked what>
void stored_rows(void const* f, float const* const* in, float* const* out, shape of) {
    row_function<float> const& g = function<float>(f);
    row_parts const has(g.calls->reduces, what, of.line);
    stored_numbers const x = as_words({in[0], of.n * has.x.size});
    stored_numbers gy;
    if (has.gy.size != 0) gy = as_words({in[1], of.n * has.gy.size});
    stored_numbers to(of.n * has.to.size);
    g.calls->stored[index(what)](g.f, x, gy, to, {.rows = of.n, .columns = of.line});
    as_numbers(to, out[0]);
}

template <class T, asked what>
port<T> port_of(subject<T>& s, row_calls<T> const& c, std::string_view name) {
    using calls = row_calls<T>;
    constexpr std::size_t i = index(what);
    constexpr bool backward = what != asked::forward;
    port<T> p{name, backward ? 2U : 1U, 1, what == asked::backward_from_output, backward};
    p.one_out = c.reduces && !backward;
    p.one_arrives = c.reduces && backward;
    if (c.row[i] == nullptr) return p;
    if (c.added[i] != nullptr) {
        p.ways = {{"rows, added", added_here<T, what>, false},
                  {"rows, added to", added_there<T, what>, false}};
        s.operands.push_back(p);
    }
    if constexpr (std::is_same_v<T, float>) {
        if (c.stored[i] != nullptr) {
            p.ways = {{"rows, rounded", rounded_rows<what>, false},
                      {"rows of bfloat16", stored_rows<what>, false}};
            s.operands.push_back(p);
        }
    }
    p.ways = {{"row", row_by_row<T, what>},
              {"rows", arranged<T, what, &calls::rows, actfn::row_layout, dense>},
              {"rows with gaps", arranged<T, what, &calls::rows, actfn::row_layout, gaps>},
              {"an axis", arranged<T, what, &calls::axes, actfn::axis_layout, axis>}};
    if (c.eigen_rows[i] != nullptr) {
        p.ways.push_back({"Eigen's rows", arranged<T, what, &calls::eigen_rows, shape, dense>});
        p.ways.push_back({"Eigen objects", arranged<T, what, &calls::eigen_objects, shape, dense>});
        p.ways.push_back(
            {"Eigen's columns", arranged<T, what, &calls::eigen_columns, shape, transposed>});
    }
    return p;
}

template <class T> void parts_of_rows(void const* f, T const* const* in, T* const* out, shape of) {
    row_function<T> const& g = function<T>(f);
    std::vector<T> by(g.calls->learnt);
    for (std::size_t r = 0; r < of.n; ++r) {
        g.parameter_gradient({in[0] + r * of.line, of.line}, {in[1] + r * of.line, of.line}, by,
                             {.rows = 1});
        for (std::size_t p = 0; p < by.size(); ++p) out[p][r] = by[p];
    }
}
template <class T> void sum_of_rows(void const* f, T const* const* in, T* out, shape of) {
    row_function<T> const& g = function<T>(f);
    g.parameter_gradient({in[0], of.n * of.line}, {in[1], of.n * of.line}, {out, g.calls->learnt},
                         {.rows = of.n, .columns = of.line});
}

template <class T> std::deque<subject<T>>& all_rows() {
    static std::deque<subject<T>> all;
    return all;
}

} // namespace

template <class T>
subject<T> subject_of_rows(row_function<T> const& f, row_function<T> const& varied) {
    static std::deque<row_function<T>> functions;
    row_calls<T> const& c = *f.calls;
    subject<T> s{};
    s.kind = "rowwise";
    s.facts = f.facts;
    s.f = &functions.emplace_back(f);
    s.varied = &functions.emplace_back(varied);
    s.width = actfn::math::lanes<actfn::math::pack<T>>;
    s.inputs = 1;
    s.real_valued = true;
    s.rows = f.calls;
    std::size_t const w = s.width;
    for (std::size_t const n : {std::size_t(1), w - 1, w, w + 1, 2 * w + 1, std::size_t(10),
                                std::size_t(33), std::size_t(100)}) {
        if (n != 0) s.lines.push_back((n + c.multiple - 1) / c.multiple * c.multiple);
    }
    s.group = c.multiple > 1 ? c.multiple : actfn::row_layout::whole;
    s.value = port_of<T, asked::forward>(s, c, "value");
    s.backward = port_of<T, asked::backward>(s, c, "backward");
    s.backward_from_output = port_of<T, asked::backward_from_output>(s, c, "backward_from_output");
    if (c.learnt != 0) {
        s.parameters = c.learnt;
        s.parameter_derivatives = {"parameter_gradient",
                                   2,
                                   c.learnt,
                                   false,
                                   true,
                                   {{"row", parts_of_rows<T>, false}},
                                   true};
        s.parameter_gradient = sum_of_rows<T>;
    }
    return s;
}
template subject<float> subject_of_rows(row_function<float> const&, row_function<float> const&);
template subject<double> subject_of_rows(row_function<double> const&, row_function<double> const&);

bool add_rows(subject<float> const& f, subject<double> const& d) {
    all_rows<float>().push_back(f);
    all_rows<double>().push_back(d);
    return true;
}

template <class T> subject<T> const& named_rows(std::string_view name) {
    auto const& all = all_rows<T>();
    auto const found =
        std::find_if(all.begin(), all.end(), [&](auto const& s) { return s.facts->name == name; });
    REQUIRE(found != all.end());
    return *found;
}
template subject<float> const& named_rows(std::string_view);
template subject<double> const& named_rows(std::string_view);

} // namespace tests
