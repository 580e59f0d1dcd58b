// SPDX-License-Identifier: MIT
//
// oneDNN 2.6 or newer (not 3): primitives and memory objects are made once, a run executes them and
// waits. Only float; code is generated for the processor it runs on, whatever the options.
#include "peers.hpp"

#include <map>
#include <memory>
#include <oneapi/dnnl/dnnl.hpp>

namespace peers {
namespace {

using namespace dnnl;

struct formula {
    algorithm kind;
    float alpha = 0;
    float beta = 0;
};

std::map<std::string_view, formula> const formulas {
    {"sigmoid", {algorithm::eltwise_logistic}}, {"tanh", {algorithm::eltwise_tanh}},
        {"elu", {algorithm::eltwise_elu, 1}},
#if DNNL_VERSION_MINOR >= 7
        {"softplus", {algorithm::eltwise_soft_relu, 1}},
        {"hardswish", {algorithm::eltwise_hardswish, 1.0F / 6, 0.5F}},
        {"hard_sigmoid", {algorithm::eltwise_hardsigmoid, 1.0F / 6, 0.5F}},
#else
        {"softplus", {algorithm::eltwise_soft_relu}}, {"hardswish", {algorithm::eltwise_hardswish}},
#endif
        {"silu", {algorithm::eltwise_swish, 1}}, {"gelu", {algorithm::eltwise_gelu_erf}},
        {"gelu_tanh", {algorithm::eltwise_gelu_tanh}}, {"mish", {algorithm::eltwise_mish}},
        {"exponential", {algorithm::eltwise_exp}}, {"relu", {algorithm::eltwise_relu}},
        {"leaky_relu", {algorithm::eltwise_relu, 0.01F}},
};

/// The objects of a task; the stream is of the processor, in order.
struct kept {
    engine processor{engine::kind::cpu, 0};
    stream queue{processor};
    primitive work;
    std::unordered_map<int, memory> arguments;

    void operator()() {
        work.execute(queue, arguments);
        queue.wait();
    }
};

memory wrap(kept const& k, memory::desc const& shape, std::span<float const> a) {
    return memory(shape, k.processor, const_cast<float*>(a.data()));
}

prepared of_rows(task<float> const& t) {
    auto k = std::make_shared<kept>();
    auto const columns = static_cast<memory::dim>(t.columns);
    memory::desc const shape({static_cast<memory::dim>(t.size()) / columns, columns},
                             memory::data_type::f32, memory::format_tag::ab);
    algorithm const kind =
        t.function == "softmax" ? algorithm::softmax_accurate : algorithm::softmax_log;
    softmax_v2_forward::primitive_desc const forward(
        {prop_kind::forward_training, kind, shape, shape, 1}, k->processor);
    if (t.backward) {
        softmax_v2_backward::primitive_desc const backward({kind, shape, shape, shape, 1},
                                                           k->processor, forward);
        k->work = softmax_v2_backward(backward);
        k->arguments = {{DNNL_ARG_DST, wrap(*k, shape, t.fx)},
                        {DNNL_ARG_DIFF_DST, wrap(*k, shape, t.gy)},
                        {DNNL_ARG_DIFF_SRC, wrap(*k, shape, t.y)}};
        return {[k] { (*k)(); }, true};
    }
    k->work = softmax_v2_forward(forward);
    k->arguments = {{DNNL_ARG_SRC, wrap(*k, shape, t.x)}, {DNNL_ARG_DST, wrap(*k, shape, t.y)}};
    return {[k] { (*k)(); }};
}

prepared of(task<float> const& t) {
    if (t.is_rows()) return of_rows(t);
    auto const f = formulas.find(t.function);
    if (f == formulas.end()) return {};
    auto const [kind, alpha, beta] = f->second;
    auto k = std::make_shared<kept>();
    memory::desc const shape({static_cast<memory::dim>(t.size())}, memory::data_type::f32,
                             memory::format_tag::a);
    eltwise_forward::primitive_desc const forward(
        {prop_kind::forward_training, kind, shape, alpha, beta}, k->processor);
    if (t.backward) {
        eltwise_backward::primitive_desc const backward({kind, shape, shape, alpha, beta},
                                                        k->processor, forward);
        k->work = eltwise_backward(backward);
        k->arguments = {{DNNL_ARG_SRC, wrap(*k, shape, t.x)},
                        {DNNL_ARG_DIFF_DST, wrap(*k, shape, t.gy)},
                        {DNNL_ARG_DIFF_SRC, wrap(*k, shape, t.y)}};
    } else {
        k->work = eltwise_forward(forward);
        k->arguments = {{DNNL_ARG_SRC, wrap(*k, shape, t.x)}, {DNNL_ARG_DST, wrap(*k, shape, t.y)}};
    }
    return {[k] { (*k)(); }};
}

std::string version() {
    auto const* v = dnnl_version();
    return std::to_string(v->major) + '.' + std::to_string(v->minor) + '.' +
           std::to_string(v->patch);
}

bool const listed = (list().push_back({"onednn", version(), of, nullptr}), true);

} // namespace
} // namespace peers
