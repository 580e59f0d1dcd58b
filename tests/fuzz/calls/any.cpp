// SPDX-License-Identifier: MIT
#include "trial.hpp"
#include <actfn/any/backend.hpp>
#include <actfn/any/value.hpp>
#include <actfn/complex/modrelu.hpp>
#include <actfn/gated/maxout.hpp>
#include <actfn/gated/swiglu.hpp>
#include <actfn/loss/mse.hpp>
#include <actfn/loss/softmax_cross_entropy.hpp>
#include <actfn/pointwise/elu.hpp>
#include <actfn/pointwise/identity.hpp>
#include <actfn/rowwise/softmax.hpp>
#include <actfn/stochastic/rrelu.hpp>

namespace fuzz {

namespace {

constexpr auto maxout = actfn::maxout_of(2);
using functions = actfn::engine::object_list<actfn::elu, actfn::identity, actfn::softmax,
                                             actfn::swiglu, maxout, actfn::rrelu, actfn::modrelu,
                                             actfn::mse, actfn::softmax_cross_entropy>;

} // namespace

} // namespace fuzz

template <class T> actfn::tables::backend const& actfn::engine::standard_backend() {
    return backend_of<T, fuzz::functions>;
}

/// Functions chosen at run time, any verb, on operands that need not suit them.
void fuzz::any(input& in) {
    namespace tables = actfn::tables;
    static constexpr char const* names[] = {"elu",   "softmax", "swiglu", "maxout",
                                            "rrelu", "modrelu", "mse",    "softmax_cross_entropy"};
    actfn::any<float> f(names[in.below(std::size(names))]);
    if (f.stochastic() && in.rarely(2)) f = f.train(in.byte());
    auto const memory = fuzz::memory_of<float>(in);
    auto const v = static_cast<tables::verb>(in.below(tables::verbs));
    bool const complex = f.kind() == actfn::kind::complex;
    bool const wide_output = complex;

    // As many operands as most have: inputs, then outputs.
    bool const from_output =
        v == tables::verb::backward_from_output || v == tables::verb::derivative_from_output;
    bool const gates = f.kind() == actfn::kind::gated && f.inputs() == 2;
    auto halves = tables::halves::apart;
    if (gates && in.rarely(3)) {
        halves = in.rarely(2) ? tables::halves::gate_first : tables::halves::gate_second;
    }
    bool const split = halves != tables::halves::apart;
    std::size_t inputs = from_output || split ? 1 : static_cast<std::size_t>(f.inputs());
    std::size_t outputs = 1;
    switch (v) {
    case tables::verb::backward:
        ++inputs;
        outputs = gates && !split ? 2 : 1;
        break;
    case tables::verb::backward_from_output:
        ++inputs;
        break;
    case tables::verb::derivative:
        outputs = gates ? 2 : 1;
        break;
    case tables::verb::second_derivative:
        outputs = gates ? 3 : 1;
        break;
    case tables::verb::value_and_derivative:
        outputs = gates ? 3 : 2;
        break;
    case tables::verb::wirtinger:
        outputs = 3;
        break;
    case tables::verb::parameter_gradient:
        ++inputs;
        outputs = 0;
        break;
    default:
        break;
    }
    if (in.rarely(32)) inputs = 1 + in.below(3);

    std::size_t const n = in.rarely(4) ? in.below(memory.size()) : in.below(60);
    auto const rows = static_cast<std::ptrdiff_t>(1 + in.below(5));
    std::array<std::ptrdiff_t, 3> const sizes{1, rows, static_cast<std::ptrdiff_t>(n) / rows};
    unsigned const objects = in.byte();
    bool const lines = in.rarely(4);
    std::vector<std::int64_t> labels(in.rarely(16) ? in.below(9) : std::size_t(rows));
    for (auto& k : labels) {
        k = static_cast<std::int64_t>(in.below(static_cast<std::size_t>(sizes[2])));
        if (in.rarely(32)) k = static_cast<std::int64_t>(in.huge());
    }
    std::vector<operand> operands;
    for (std::size_t j = 0; j < inputs + outputs; ++j) {
        bool const flat = !(objects >> j & 1);
        bool const wide = complex && (j == 0 || wide_output) && !in.rarely(32);
        std::ptrdiff_t const width = wide ? 2 : 1;
        operand o = flat ? fuzz::range_in(in, memory.size(), std::size_t(rows * sizes[2]), width)
                         : fuzz::object_in(in, memory.size(), 3, sizes, width, sizeof(float));
        if (j > 0 && in.rarely(3)) {
            operand const& same = operands[in.below(j)];
            if (same.width == width && same.flat == flat) o = same;
        }
        o.written = j >= inputs;
        o.added = o.written && in.rarely(6);
        operands.push_back(o);
    }
    bool const with_labels = v != tables::verb::parameter_gradient && in.rarely(3) &&
                             f.kind() == actfn::kind::loss && inputs > 1;
    tables::layout layout{};
    switch (in.below(4)) {
    case 0:
        layout = {tables::layout::row, std::size_t(rows), std::size_t(sizes[2]), 0};
        break;
    case 1:
        layout = {tables::layout::axis, 1, std::size_t(sizes[2]), std::size_t(rows)};
        break;
    case 2:
        layout = {in.rarely(2) ? tables::layout::row : tables::layout::axis,
                  in.rarely(4) ? std::size_t(in.huge()) : in.below(9), in.below(99),
                  in.rarely(4) ? std::size_t(in.huge()) : in.below(99)};
        break;
    default:
        break;
    }
    trial<float> t(memory, operands);
    t.run([&](float* const* data) {
        std::vector<tables::operand> erased;
        for (std::size_t j = 0; j < operands.size(); ++j) {
            operand const& o = operands[j];
            tables::operand e{};
            e.data = data[j];
            e.is.of = o.width == 2 ? tables::element::complex : tables::element::real;
            e.is.flat = o.flat;
            e.is.lines = !o.flat && lines;
            e.is.added = o.added;
            e.is.is_const = !o.written;
            e.rank = o.flat ? 1 : 3;
            for (std::size_t d = 0; d < 3; ++d) {
                e.size[d] = o.flat ? o.sizes[2] : o.sizes[d];
                e.stride[d] = o.flat ? 1 : o.strides[d];
            }
            if (with_labels && j == 1) {
                e = {};
                e.data = labels.data();
                e.is.of = tables::element::label;
                e.is.flat = true;
                e.rank = 1;
                e.size[0] = static_cast<std::ptrdiff_t>(labels.size());
                e.stride[0] = 1;
            }
            erased.push_back(e);
        }
        double sums[actfn::parameter_values<float>::room] = {};
        f.run(v, layout, halves, erased, sums);
        return std::vector<float>(std::begin(sums), std::end(sums));
    });
}
