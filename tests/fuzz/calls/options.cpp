// SPDX-License-Identifier: MIT
#include "rows.hpp"
#include <actfn/rowwise/logsumexp.hpp>
#include <actfn/rowwise/softmax.hpp>

namespace fuzz {

namespace {

/// What stands beside rows: views that may overlap the operands.
struct beside {
    bool has_bias = false;
    bool has_sink = false;
    bool has_mask = false;
    bool causal = false;
    std::ptrdiff_t offset = 0;
    std::vector<unsigned char> mask;
    std::vector<operand> views; // bias, sink

    template <class T> actfn::row_options at(T* const* data) const {
        actfn::row_options o;
        std::size_t next = 0;
        if (has_bias) o.bias = fuzz::view_at<0, false, false>(views[next], data[next]), ++next;
        if (has_sink) o.sink = fuzz::view_at<0, false, false>(views[next], data[next]), ++next;
        if (has_mask) o.mask = mask;
        o.causal = causal;
        o.offset = offset;
        return o;
    }
};

beside beside_in(input& in, shape const& s, std::size_t memory) {
    beside b;
    auto const all = static_cast<std::size_t>(s.count() * s.entries);
    auto const n = static_cast<std::size_t>(s.entries);
    b.has_bias = in.rarely(2);
    b.has_sink = in.rarely(2);
    b.has_mask = in.rarely(2);
    b.causal = in.rarely(4);
    b.offset = static_cast<std::ptrdiff_t>(in.rarely(8) ? in.huge() : in.below(5));
    if (b.has_bias) b.views.push_back(fuzz::range_in(in, memory, in.rarely(2) ? all : n));
    if (b.has_sink) {
        std::size_t const one_each = static_cast<std::size_t>(s.count());
        b.views.push_back(fuzz::range_in(in, memory, in.rarely(2) ? one_each : 1));
    }
    if (b.has_mask) {
        b.mask.resize(in.rarely(16) ? in.below(40) : in.rarely(2) ? all : n);
        for (auto& m : b.mask) m = static_cast<unsigned char>(in.byte() % 4);
    }
    return b;
}

template <class F> void option_verbs(input& in, F const& f, bool is_number) {
    auto const memory = fuzz::memory_of<float>(in);
    shape const s = fuzz::shape_in(in, memory.size());
    beside const b = fuzz::beside_in(in, s, memory.size());
    std::ptrdiff_t const length = is_number ? 1 : s.entries;
    auto const not_alone = [](auto&, std::ptrdiff_t) { return false; };
    switch (in.below(3)) {
    case 0: {
        rows_call<float, 2> const c{s, 1, {s.entries, length}, {false, is_number}, false};
        c.run(
            in, memory, b.views,
            [&](float* const* data, auto x, auto y, auto... layout) {
                if (b.has_mask && !b.has_bias && !b.has_sink && !b.causal) {
                    actfn::forward(f, x, b.mask, y, layout...);
                } else {
                    actfn::forward(f.each(b.at(data)), x, y, layout...);
                }
                return std::vector<float>{};
            },
            not_alone);
        break;
    }
    case 1: {
        rows_call<float, 3> const c{
            s, 2, {s.entries, length, s.entries}, {false, is_number, false}, false};
        c.run(
            in, memory, b.views,
            [&](float* const* data, auto x, auto gy, auto gx, auto... layout) {
                actfn::backward(f.each(b.at(data)), x, gy, gx, layout...);
                return std::vector<float>{};
            },
            not_alone);
        break;
    }
    default: {
        // The gradients by bias and sink go to ranges like these.
        rows_call<float, 2> const c{s, 2, {s.entries, length}, {false, is_number}, false};
        std::vector<operand> views = b.views;
        for (operand const& o : b.views) {
            views.push_back(fuzz::range_in(in, memory.size(), std::size_t(o.sizes[2])));
            views.back().written = true;
        }
        c.run(
            in, memory, views,
            [&](float* const* data, auto x, auto gy, auto... layout) {
                actfn::row_gradients to;
                std::size_t next = b.views.size();
                if (b.has_bias)
                    to.bias = fuzz::view_at<0, false, true>(views[next], data[next]), ++next;
                if (b.has_sink)
                    to.sink = fuzz::view_at<0, false, true>(views[next], data[next]), ++next;
                actfn::parameter_gradient(f.each(b.at(data)), x, gy, to, layout...);
                return std::vector<float>{};
            },
            not_alone);
    }
    }
}

} // namespace

} // namespace fuzz

/// Bias, mask, sink and causal rows of functions of rows.
void fuzz::options(input& in) {
    if (in.below(2) == 0) {
        option_verbs(in,
                     actfn::softmax.with({.softcap = in.rarely(2) ? 20.0 : actfn::facts::infinity}),
                     false);
    } else {
        option_verbs(in, actfn::logsumexp, true);
    }
}
