// SPDX-License-Identifier: MIT
//
// RTNeural's layers with xsimd behind them, which vectorises all five; Eigen, its default, is
// faster for tanh alone. There is no backward pass.
//
// It brings an xsimd of its own, whose names must not meet those of the other files.
#define xsimd peers_rtneural_xsimd
#define RTNEURAL_USE_XSIMD 1
#define RTNEURAL_DEFAULT_ALIGNMENT 64
#include "peers.hpp"

#include <RTNeural/config.h>
// behind config.h
#include <RTNeural/activation/activation.h>
#include <memory>

namespace peers {
namespace {

/// f(layer) made ready once, then the layer over arrays of its size. Those must be aligned.
template <class Layer, class T, class F>
prepared of_layer(task<T> const& t, std::size_t units, F f) {
    if (t.size() % units != 0 || units * sizeof(T) % RTNEURAL_DEFAULT_ALIGNMENT != 0) return {};
    auto const layer = std::make_shared<Layer>(static_cast<int>(units));
    f(*layer);
    return {[t, layer, units] {
        for (std::size_t i = 0; i < t.size(); i += units)
            layer->forward(t.x.data() + i, t.y.data() + i);
    }};
}

template <class T> prepared of(task<T> const& t) {
    constexpr std::size_t units = 1024;
    auto const nothing = [](auto&) {};
    if (t.backward) return {};
    if (t.function == "sigmoid") return of_layer<RTNeural::SigmoidActivation<T>>(t, units, nothing);
    if (t.function == "tanh") return of_layer<RTNeural::TanhActivation<T>>(t, units, nothing);
    if (t.function == "elu") return of_layer<RTNeural::ELuActivation<T>>(t, units, nothing);
    if (t.function == "relu") return of_layer<RTNeural::ReLuActivation<T>>(t, units, nothing);
    if (t.function == "leaky_relu")
        return of_layer<RTNeural::PReLUActivation<T>>(
            t, units, [](auto& layer) { layer.setAlphaVals({T(0.01)}); });
    if (t.function == "softmax")
        return of_layer<RTNeural::SoftmaxActivation<T>>(t, t.columns, nothing);
    return {};
}

bool const listed = (list().push_back({"rtneural", "has no version", of<float>, of<double>}), true);

} // namespace
} // namespace peers
