// SPDX-License-Identifier: MIT
//
// XNNPACK: operators are created and set up once. Only float, only forward, no thread pool; it
// chooses its code for the processor it runs on, whatever the options.
#include "peers.hpp"

#include <limits>
#include <memory>
#include <xnnpack.h>

namespace peers {
namespace {

/// The operator that create made and set_up filled in; empty if XNNPACK refused.
template <class Create, class SetUp> prepared made(Create create, SetUp set_up) {
    static bool const ready = xnn_initialize(nullptr) == xnn_status_success;
    xnn_operator_t op = nullptr;
    if (!ready || create(&op) != xnn_status_success) return {};
    std::shared_ptr<xnn_operator> const owner(op, xnn_delete_operator);
    if (set_up(op) != xnn_status_success) return {};
    return {[owner] { xnn_run_operator(owner.get(), nullptr); }};
}

prepared of(task<float> const& t) {
    if (t.backward) return {};
    float const infinity = std::numeric_limits<float>::infinity();
    std::size_t const c = t.is_rows() ? t.columns : 1024; // elements of a row
    std::size_t const rows = t.size() / c;
    float const* const x = t.x.data();
    float* const y = t.y.data();
    auto const create = [c](auto f, auto... more) {
        return [=](xnn_operator_t* op) { return f(c, c, c, more..., 0, op); };
    };
    auto const set_up = [=](auto f) {
        return [=](xnn_operator_t op) { return f(op, rows, x, y, nullptr); };
    };
    if (t.function == "sigmoid")
        return made(create(xnn_create_sigmoid_nc_f32), set_up(xnn_setup_sigmoid_nc_f32));
    if (t.function == "elu")
        return made(create(xnn_create_elu_nc_f32, 1.0F), set_up(xnn_setup_elu_nc_f32));
    if (t.function == "relu")
        return made(create(xnn_create_clamp_nc_f32, 0.0F, infinity),
                    set_up(xnn_setup_clamp_nc_f32));
    if (t.function == "leaky_relu")
        return made(create(xnn_create_leaky_relu_nc_f32, 0.01F),
                    set_up(xnn_setup_leaky_relu_nc_f32));
    if (t.function == "hardswish")
        return made(create(xnn_create_hardswish_nc_f32), set_up(xnn_setup_hardswish_nc_f32));
    if (t.function == "softmax")
        return made(create(xnn_create_softmax_nc_f32), set_up(xnn_setup_softmax_nc_f32));
    return {};
}

bool const listed = (list().push_back({"xnnpack", "has no version", of, nullptr}), true);

} // namespace
} // namespace peers
