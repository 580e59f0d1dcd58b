// SPDX-License-Identifier: MIT
//
// PyTorch's C++ operators, with outputs given: no autograd, one thread. It chooses its code for the
// processor it runs on, whatever the options.
#include "peers.hpp"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <torch/version.h>

namespace peers {
namespace {

template <class T> at::Tensor wrap(task<T> const& t, std::span<T const> a) {
    auto const n = static_cast<std::int64_t>(t.size());
    auto const columns = t.is_rows() ? static_cast<std::int64_t>(t.columns) : n;
    return at::from_blob(const_cast<T*>(a.data()), {n / columns, columns},
                         at::TensorOptions().dtype<T>());
}

template <class T> prepared of(task<T> const& t) {
    static bool const one_thread = (at::set_num_threads(1), true);
    static_cast<void>(one_thread);
    c10::InferenceMode const no_autograd;
    auto const x = wrap<T>(t, t.x);
    auto const g = wrap<T>(t, t.gy);
    auto const f = wrap<T>(t, t.fx);
    auto y = wrap<T>(t, t.y);
    auto const type = x.scalar_type();
#define PEERS_TORCH(name, is_backward, from_output, ...)                                           \
    if (t.function == #name && t.backward == is_backward)                                          \
        return {[x, g, f, y, type]() mutable {                                                     \
                    c10::InferenceMode const guard;                                                \
                    static_cast<void>(type);                                                       \
                    __VA_ARGS__;                                                                   \
                },                                                                                 \
                from_output};
    PEERS_TORCH(sigmoid, false, false, at::sigmoid_out(y, x))
    PEERS_TORCH(tanh, false, false, at::tanh_out(y, x))
    PEERS_TORCH(elu, false, false, at::elu_out(y, x))
    PEERS_TORCH(selu, false, false, at::elu_out(y, x, 1.6732632423543772, 1.0507009873554805, 1.0))
    PEERS_TORCH(softplus, false, false, at::softplus_out(y, x))
    PEERS_TORCH(silu, false, false, at::silu_out(y, x))
    PEERS_TORCH(gelu, false, false, at::gelu_out(y, x))
    PEERS_TORCH(gelu_tanh, false, false, at::gelu_out(y, x, "tanh"))
    PEERS_TORCH(mish, false, false, at::mish_out(y, x))
    PEERS_TORCH(erf, false, false, at::erf_out(y, x))
    PEERS_TORCH(exponential, false, false, at::exp_out(y, x))
    PEERS_TORCH(relu, false, false, at::clamp_min_out(y, x, 0))
    PEERS_TORCH(leaky_relu, false, false, at::leaky_relu_out(y, x))
    PEERS_TORCH(hardswish, false, false, at::hardswish_out(y, x))
    PEERS_TORCH(hard_sigmoid, false, false, at::hardsigmoid_out(y, x))
    PEERS_TORCH(softmax, false, false, at::_softmax_out(y, x, 1, false))
    PEERS_TORCH(log_softmax, false, false, at::_log_softmax_out(y, x, 1, false))

    PEERS_TORCH(sigmoid, true, true, at::sigmoid_backward_out(y, g, f))
    PEERS_TORCH(tanh, true, true, at::tanh_backward_out(y, g, f))
    PEERS_TORCH(elu, true, false, at::elu_backward_out(y, g, 1, 1, 1, false, x))
    PEERS_TORCH(selu, true, false,
                at::elu_backward_out(y, g, 1.6732632423543772, 1.0507009873554805, 1, false, x))
    PEERS_TORCH(softplus, true, false, at::softplus_backward_out(y, g, x, 1, 20))
    PEERS_TORCH(silu, true, false, at::silu_backward_out(y, g, x))
    PEERS_TORCH(gelu, true, false, at::gelu_backward_out(y, g, x))
    PEERS_TORCH(gelu_tanh, true, false, at::gelu_backward_out(y, g, x, "tanh"))
    PEERS_TORCH(relu, true, false, at::threshold_backward_out(y, g, x, 0))
    PEERS_TORCH(leaky_relu, true, false, at::leaky_relu_backward_out(y, g, x, 0.01, false))
    PEERS_TORCH(hard_sigmoid, true, false, at::hardsigmoid_backward_out(y, g, x))
    PEERS_TORCH(softmax, true, true, at::_softmax_backward_data_out(y, g, f, 1, type))
    PEERS_TORCH(log_softmax, true, true, at::_log_softmax_backward_data_out(y, g, f, 1, type))
#undef PEERS_TORCH
    return {};
}

bool const listed = (list().push_back({"torch", TORCH_VERSION, of<float>, of<double>}), true);

} // namespace
} // namespace peers
