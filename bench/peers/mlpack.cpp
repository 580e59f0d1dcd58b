// SPDX-License-Identifier: MIT
//
// mlpack's layers on Armadillo's matrices, whose memory is that of the task. Its hard sigmoid has
// another slope and is left out, and so is the backward pass of elu and selu, most of which its
// forward pass does in training.
#include "peers.hpp"

#include <mlpack/prereqs.hpp>
// behind prereqs.hpp
#include <memory>
#include <mlpack/core/util/conv_to.hpp>
#include <mlpack/core/util/version.hpp>
#include <mlpack/methods/ann/layer/base_layer.hpp>
#include <mlpack/methods/ann/layer/elu.hpp>
#include <mlpack/methods/ann/layer/leaky_relu.hpp>
#include <mlpack/methods/ann/layer/log_softmax.hpp>
#include <mlpack/methods/ann/layer/softmax.hpp>
#include <type_traits>

namespace peers {
namespace {

template <class T> using matrix = arma::Mat<T>;

/// Of a column for each row of the task, since Armadillo stores columns.
template <class T> matrix<T> wrap(task<T> const& t, std::span<T const> a) {
    std::size_t const columns = t.is_rows() ? t.columns : t.size();
    return matrix<T>(const_cast<T*>(a.data()), columns, t.size() / columns, false, true);
}

template <class T> prepared of(task<T> const& t) {
    std::shared_ptr<mlpack::Layer<matrix<T>>> layer;
    bool from_output = false;
#define PEERS_MLPACK(name, type, takes_output, ...)                                                \
    if (t.function == #name) {                                                                     \
        layer = std::make_shared<mlpack::type<matrix<T>>>(__VA_ARGS__);                            \
        from_output = takes_output;                                                                \
    }
    PEERS_MLPACK(sigmoid, SigmoidType, true)
    PEERS_MLPACK(tanh, TanHType, true)
    PEERS_MLPACK(elu, ELUType, true, 1.0)
    PEERS_MLPACK(selu, ELUType, true)
    PEERS_MLPACK(softplus, SoftPlusType, false)
    PEERS_MLPACK(silu, SILUType, true)
    PEERS_MLPACK(gelu_tanh, GELUType, false)
    PEERS_MLPACK(mish, MishType, false)
    PEERS_MLPACK(relu, ReLUType, false)
    PEERS_MLPACK(leaky_relu, LeakyReLUType, false, 0.01)
    PEERS_MLPACK(hardswish, HardSwishType, false)
    PEERS_MLPACK(softmax, SoftmaxType, true)
    // Its exponential is good for five digits: in double that is another function.
    if constexpr (std::is_same_v<T, float>) {
        PEERS_MLPACK(log_softmax, LogSoftMaxType, true)
    }
#undef PEERS_MLPACK
    if (!layer || (t.backward && (t.function == "elu" || t.function == "selu"))) return {};
    if (!t.backward)
        return {
            [layer, x = wrap<T>(t, t.x), y = wrap<T>(t, t.y)]() mutable { layer->Forward(x, y); }};
    return {[layer, x = wrap<T>(t, t.x), fx = wrap<T>(t, t.fx), gy = wrap<T>(t, t.gy),
             gx = wrap<T>(t, t.y)]() mutable { layer->Backward(x, fx, gy, gx); },
            from_output};
}

std::string version() {
    return std::to_string(MLPACK_VERSION_MAJOR) + '.' + std::to_string(MLPACK_VERSION_MINOR) + '.' +
           std::to_string(MLPACK_VERSION_PATCH) + ", Armadillo " +
           std::to_string(ARMA_VERSION_MAJOR) + '.' + std::to_string(ARMA_VERSION_MINOR) + '.' +
           std::to_string(ARMA_VERSION_PATCH);
}

bool const listed = (list().push_back({"mlpack", version(), of<float>, of<double>}), true);

} // namespace
} // namespace peers
