// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/activation.hpp>
#include <actfn/core/spans.hpp>

#include <algorithm>

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
    using T = core::element_of<X>;
    core::checked_transform<member::value, Arch, F, T, 1, 1>(
        "forward", f, {{{"x", core::view(x)}}}, {{{"y", core::view(y)}}});
}

/// dy = f′(x).
template <pointwise_activation F, array_of_elements X, writable_array Y, class Arch = native>
    requires same_elements<X, Y>
void derivative(F const& f, X const& x, Y&& dy) {
    using T = core::element_of<X>;
    core::checked_transform<member::derivative, Arch, F, T, 1, 1>(
        "derivative", f, {{{"x", core::view(x)}}}, {{{"dy", core::view(dy)}}});
}

/// ddy = f″(x).
template <pointwise_activation F, array_of_elements X, writable_array Y, class Arch = native>
    requires same_elements<X, Y>
void second_derivative(F const& f, X const& x, Y&& ddy) {
    using T = core::element_of<X>;
    core::checked_transform<member::second_derivative, Arch, F, T, 1, 1>(
        "second_derivative", f, {{{"x", core::view(x)}}}, {{{"ddy", core::view(ddy)}}});
}

/// y = f(x) and dy = f′(x) from one evaluation; y and dy must be different ranges.
template <pointwise_activation F, array_of_elements X, writable_array Y, writable_array D,
          class Arch = native>
    requires same_elements<X, Y, D>
void value_and_derivative(F const& f, X const& x, Y&& y, D&& dy) {
    using T = core::element_of<X>;
    core::checked_transform<member::value_and_derivative, Arch, F, T, 1, 2>(
        "value_and_derivative", f, {{{"x", core::view(x)}}},
        {{{"y", core::view(y)}, {"dy", core::view(dy)}}});
}

/// gx = gy·f′(x).
template <pointwise_activation F, array_of_elements X, array_of_elements G, writable_array D,
          class Arch = native>
    requires same_elements<X, G, D>
void backward(F const& f, X const& x, G const& gy, D&& gx) {
    using T = core::element_of<X>;
    core::checked_transform<member::backward, Arch, F, T, 2, 1>(
        "backward", f, {{{"x", core::view(x)}, {"gy", core::view(gy)}}},
        {{{"gx", core::view(gx)}}});
}

/// gx = gy·f′ with f′ as a function of y = f(x).
template <pointwise_activation F, array_of_elements Y, array_of_elements G, writable_array D,
          class Arch = native>
    requires same_elements<Y, G, D> && has_derivative_from_output<typename F::kernel_type>
void backward_from_output(F const& f, Y const& y, G const& gy, D&& gx) {
    using T = core::element_of<Y>;
    core::checked_transform<member::backward_from_output, Arch, F, T, 2, 1>(
        "backward_from_output", f, {{{"y", core::view(y)}, {"gy", core::view(gy)}}},
        {{{"gx", core::view(gx)}}});
}

/// Σ gy·∂f/∂p for every parameter p of f, in a struct with the kernel's field names.
/// Each block of 1024 elements is summed per lane in the element type, the blocks in double.
template <pointwise_activation F, array_of_elements X, array_of_elements G, class Arch = native>
    requires same_elements<X, G> && has_parameters<typename F::kernel_type>
auto parameter_gradient(F const& f, X const& x, G const& gy) {
    using T = core::element_of<X>;
    using V = core::pack<T, Arch>;
    using K = typename F::kernel_type;
    constexpr std::size_t w = core::lanes<V>;
    constexpr std::size_t block = 1024;
    constexpr std::size_t parameters = core::field_count<K>();
    auto const from = core::view(x);
    auto const weight = core::view(gy);
    core::check_spans<T, 2, 0>("parameter_gradient", F::facts.name,
                               {{{"x", from}, {"gy", weight}}}, {});

    double total[parameters] = {};
    for (std::size_t begin = 0; begin < from.size(); begin += block) {
        std::size_t const end = std::min(from.size(), begin + block);
        V sum[parameters];
        for (V& s : sum) s = V(0);
        auto const add = [&](T const* at, T const* g) ACTFN_LAMBDA_INLINE {
            auto const slopes = f.kernel().parameter_derivatives(core::settle(core::read<V>(at)));
            V const weights = core::read<V>(g);
            std::apply(
                [&](auto const&... slope) ACTFN_LAMBDA_INLINE {
                    V* s = sum;
                    ((*s = math::fma(weights, core::settle(slope), *s), ++s), ...);
                },
                core::fields(slopes));
        };
        std::size_t i = begin;
        for (; i + w <= end; i += w) add(from.data() + i, weight.data() + i);
        if (i < end) {
            T padded[2][w] = {};
            for (std::size_t m = i; m < end; ++m) {
                padded[0][m - i] = from[m];
                padded[1][m - i] = weight[m];
            }
            add(padded[0], padded[1]);
        }
        for (std::size_t p = 0; p < parameters; ++p) {
            T lane[w];
            core::write(lane, sum[p]);
            for (T const l : lane) total[p] += static_cast<double>(l);
        }
    }
    return [&]<std::size_t... P>(std::index_sequence<P...>) {
        return core::rebind<K, T>{static_cast<T>(total[P])...};
    }(std::make_index_sequence<parameters>{});
}

} // namespace actfn
