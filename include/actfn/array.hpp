// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/activation.hpp>
#include <actfn/engine/parameter_sums.hpp>
#include <actfn/engine/spans.hpp>

/// Activations on contiguous ranges (std::vector, std::array, std::span, ...).
///
/// Inputs first, then outputs. An output may be the very range of an input (in place); any other
/// overlap, and sizes that differ, are reported by std::invalid_argument before anything is
/// written. Each element has the bits a scalar call gives, wherever it lies.
namespace actfn {

/// y = f(x).
template <pointwise_activation F, array_of_elements X, writable_array Y, class Arch = native>
    requires same_elements<X, Y>
void forward(F const& f, X const& x, Y&& y) {
    using T = engine::element_of<X>;
    engine::checked_transform<member::value, Arch, F, T, 1, 1>(
        "forward", f, {{{"x", engine::view(x)}}}, {{{"y", engine::view(y)}}});
}

/// dy = f′(x).
template <pointwise_activation F, array_of_elements X, writable_array Y, class Arch = native>
    requires same_elements<X, Y>
void derivative(F const& f, X const& x, Y&& dy) {
    using T = engine::element_of<X>;
    engine::checked_transform<member::derivative, Arch, F, T, 1, 1>(
        "derivative", f, {{{"x", engine::view(x)}}}, {{{"dy", engine::view(dy)}}});
}

/// ddy = f″(x).
template <pointwise_activation F, array_of_elements X, writable_array Y, class Arch = native>
    requires same_elements<X, Y>
void second_derivative(F const& f, X const& x, Y&& ddy) {
    using T = engine::element_of<X>;
    engine::checked_transform<member::second_derivative, Arch, F, T, 1, 1>(
        "second_derivative", f, {{{"x", engine::view(x)}}}, {{{"ddy", engine::view(ddy)}}});
}

/// y = f(x) and dy = f′(x) from one evaluation; y and dy must be different ranges.
template <pointwise_activation F, array_of_elements X, writable_array Y, writable_array D,
          class Arch = native>
    requires same_elements<X, Y, D>
void value_and_derivative(F const& f, X const& x, Y&& y, D&& dy) {
    using T = engine::element_of<X>;
    engine::checked_transform<member::value_and_derivative, Arch, F, T, 1, 2>(
        "value_and_derivative", f, {{{"x", engine::view(x)}}},
        {{{"y", engine::view(y)}, {"dy", engine::view(dy)}}});
}

/// gx = gy·f′(x).
template <pointwise_activation F, array_of_elements X, array_of_elements G, writable_array D,
          class Arch = native>
    requires same_elements<X, G, D>
void backward(F const& f, X const& x, G const& gy, D&& gx) {
    using T = engine::element_of<X>;
    engine::checked_transform<member::backward, Arch, F, T, 2, 1>(
        "backward", f, {{{"x", engine::view(x)}, {"gy", engine::view(gy)}}},
        {{{"gx", engine::view(gx)}}});
}

/// gx = gy·f′ with f′ as a function of y = f(x).
template <pointwise_activation F, array_of_elements Y, array_of_elements G, writable_array D,
          class Arch = native>
    requires same_elements<Y, G, D> && has_derivative_from_output<typename F::kernel_type>
void backward_from_output(F const& f, Y const& y, G const& gy, D&& gx) {
    using T = engine::element_of<Y>;
    engine::checked_transform<member::backward_from_output, Arch, F, T, 2, 1>(
        "backward_from_output", f, {{{"y", engine::view(y)}, {"gy", engine::view(gy)}}},
        {{{"gx", engine::view(gx)}}});
}

/// Σ gy·∂f/∂p for every parameter p of f, in a struct with the kernel's field names.
/// Each block of 1024 elements is summed per lane in the element type, the blocks in double.
template <pointwise_activation F, array_of_elements X, array_of_elements G, class Arch = native>
    requires same_elements<X, G> && has_parameters<typename F::kernel_type>
auto parameter_gradient(F const& f, X const& x, G const& gy) {
    using T = engine::element_of<X>;
    using K = typename F::kernel_type;
    auto const from = engine::view(x);
    auto const weight = engine::view(gy);
    engine::check_spans<T, 2, 0>("parameter_gradient", F::facts.name, {{{"x", from}, {"gy", weight}}},
                               {});
    double total[core::field_count<K>()] = {};
    engine::add_parameter_sums<member::parameter_derivatives, Arch, K, T, 1>(
        f.kernel(), from.size(), {from.data()}, weight.data(), total);
    return engine::named_sums<K, T>(total);
}

} // namespace actfn
