// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/activation.hpp>

#include <array>
#include <functional>
#include <ranges>
#include <span>

/// Activations on contiguous ranges (std::vector, std::array, std::span, ...).
///
/// Inputs first, then outputs. An output may be the very range of an input (in place); any other
/// overlap, and sizes that differ, are reported by std::invalid_argument before anything is
/// written. Each element has the bits a scalar call gives, wherever it lies.
namespace actfn {

/// A contiguous range of float or double.
template <class R>
concept array_of_elements = std::ranges::contiguous_range<R> && std::ranges::sized_range<R> &&
                            element<std::ranges::range_value_t<R>> &&
                            !has_front_end<std::remove_cvref_t<R>>;

/// A contiguous range that may be written to, and outlives the call.
template <class R>
concept writable_array =
    array_of_elements<R> && !std::is_const_v<std::remove_reference_t<std::ranges::range_reference_t<R>>>;

/// All ranges hold the same type of element.
template <class R, class... More>
concept same_elements =
    (std::same_as<std::ranges::range_value_t<R>, std::ranges::range_value_t<More>> && ...);

namespace core {

template <array_of_elements R> constexpr auto view(R&& r) noexcept {
    return std::span(std::ranges::data(r), std::ranges::size(r));
}

template <class T> bool overlap(std::span<T const> a, std::span<T const> b) noexcept {
    std::less<T const*> const before;
    return before(a.data(), b.data() + b.size()) && before(b.data(), a.data() + a.size());
}

/// A range and what its parameter is called, for messages.
template <class T> struct named_span {
    std::string_view name;
    std::span<T> elements;
};

template <class T, std::size_t I, std::size_t O>
void check_spans(std::string_view call, std::string_view function,
                 std::array<named_span<T const>, I> const& in,
                 std::array<named_span<T>, O> const& out) {
    auto const& x = in[0];
    auto const size_must_match = [&](auto const& r) {
        if (r.elements.size() != x.elements.size()) {
            fail(call, "(", function, "): ", x.name, " has ", x.elements.size(), " elements, ",
                 r.name, " has ", r.elements.size());
        }
    };
    auto const overlapping = [&](auto const& a, auto const& b) {
        fail(call, "(", function, "): ", a.name, " at ",
             static_cast<void const*>(a.elements.data()), " overlaps ", b.name, " at ",
             static_cast<void const*>(b.elements.data()), ", ", x.elements.size(),
             " elements each; only the same range is allowed");
    };
    for (auto const& r : in) size_must_match(r);
    for (auto const& r : out) size_must_match(r);
    for (std::size_t o = 0; o < O; ++o) {
        for (auto const& r : in) {
            if (r.elements.data() != out[o].elements.data() &&
                overlap<T>(r.elements, out[o].elements)) {
                overlapping(out[o], r);
            }
        }
        for (std::size_t other = 0; other < o; ++other) {
            if (overlap<T>(out[o].elements, out[other].elements)) overlapping(out[o], out[other]);
        }
    }
}

template <class Member, class K, class V, class T, std::size_t I, std::size_t O>
ACTFN_INLINE void step(K const& k, std::array<T const*, I> const& in, std::array<T*, O> const& out,
                       std::size_t i) {
    auto const r = [&]<std::size_t... J>(std::index_sequence<J...>) ACTFN_LAMBDA_INLINE {
        return Member::apply(k, settle(read<V>(in[J] + i))...);
    }(std::make_index_sequence<I>{});
    if constexpr (O == 1) {
        write(out[0] + i, settle(r));
    } else {
        write(out[0] + i, settle(r.value));
        write(out[1] + i, settle(r.derivative));
    }
}

/// out = Member(in) for n elements: two packs in flight, the remainder in a padded one.
template <class Member, class Arch, class K, class T, std::size_t I, std::size_t O>
void transform(K const& k, std::size_t n, std::array<T const*, I> in, std::array<T*, O> out) {
    using V = pack<T, Arch>;
    constexpr std::size_t w = lanes<V>;
    std::size_t i = 0;
    for (; i + 2 * w <= n; i += 2 * w) {
        step<Member, K, V>(k, in, out, i);
        step<Member, K, V>(k, in, out, i + w);
    }
    if (i + w <= n) {
        step<Member, K, V>(k, in, out, i);
        i += w;
    }
    if constexpr (w > 1) {
        if (i < n) {
            T padded_in[I][w] = {};
            T padded_out[O][w];
            std::array<T const*, I> from{};
            std::array<T*, O> to{};
            for (std::size_t j = 0; j < I; ++j) {
                for (std::size_t m = i; m < n; ++m) padded_in[j][m - i] = in[j][m];
                from[j] = padded_in[j];
            }
            for (std::size_t j = 0; j < O; ++j) to[j] = padded_out[j];
            step<Member, K, V>(k, from, to, 0);
            for (std::size_t j = 0; j < O; ++j) {
                for (std::size_t m = i; m < n; ++m) out[j][m] = padded_out[j][m - i];
            }
        }
    }
}

template <class Member, class Arch, class F, class T, std::size_t I, std::size_t O>
void checked_transform(std::string_view call, F const& f, std::array<named_span<T const>, I> in,
                       std::array<named_span<T>, O> out) {
    check_spans(call, F::facts.name, in, out);
    std::array<T const*, I> from{};
    std::array<T*, O> to{};
    for (std::size_t j = 0; j < I; ++j) from[j] = in[j].elements.data();
    for (std::size_t j = 0; j < O; ++j) to[j] = out[j].elements.data();
    transform<Member, Arch>(f.kernel(), in[0].elements.size(), from, to);
}

template <class R> using element_of = std::ranges::range_value_t<R>;

} // namespace core

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
