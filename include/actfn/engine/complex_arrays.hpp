// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/array.hpp>
#include <actfn/engine/complex_activation.hpp>

#include <algorithm>
#include <tuple>

/// Complex activations on contiguous ranges of std::complex, with the rules of array.hpp: sizes
/// must agree, an output may be the very range of an input, nothing else may overlap.
namespace actfn {

/// A contiguous range of std::complex<float> or std::complex<double>.
template <class R>
concept complex_array = std::ranges::contiguous_range<R> && std::ranges::sized_range<R> &&
    complex_element<std::ranges::range_value_t<R>> &&
    !has_complex_front_end<std::remove_cvref_t<R>>;

template <class R>
concept writable_complex_array = complex_array<R> &&
    !std::is_const_v<std::remove_reference_t<std::ranges::range_reference_t<R>>>;

/// A range for the values of F at elements of Z, or for their gradients: complex, or real where F
/// is.
template <class R, class F, class Z>
concept array_of_values = std::ranges::contiguous_range<R> && std::ranges::sized_range<R> &&
    std::same_as<std::ranges::range_value_t<R>,
                 engine::complex_output<typename F::kernel_type, std::ranges::range_value_t<Z>>>;

template <class R, class F, class Z>
concept writable_array_of_values = array_of_values<R, F, Z> &&
    !std::is_const_v<std::remove_reference_t<std::ranges::range_reference_t<R>>>;

namespace engine {

template <class R, class V, class... To>
ACTFN_INLINE void scatter_result(R const& r, std::size_t i, To*... to) {
    if constexpr (sizeof...(To) == 1) {
        (math::store<V>(to + i, math::settle(r)), ...);
    } else {
        auto const p = std::tie(to...);
        math::store<V>(std::get<0>(p) + i, math::settle(r.value));
        math::store<V>(std::get<1>(p) + i, math::settle(r.dz));
        math::store<V>(std::get<2>(p) + i, math::settle(r.dzbar));
    }
}

/// The results of a member for n elements, a multiple of a pack, written to each of `out`.
template <class Member, class Arch, class K, class... Out, class Z, class... In>
void complex_packs(K const& k, std::size_t n, std::tuple<Out*...> out, Z const* z,
                   In const*... in) {
    using V = pack<typename Z::value_type, Arch>;
    for (std::size_t i = 0; i < n; i += lanes<V>) {
        auto const r = Member::apply(k, math::settle(math::load<V>(z + i)),
                                     math::settle(math::load<V>(in + i))...);
        std::apply([&](auto*... p)
                       ACTFN_LAMBDA_INLINE { engine::scatter_result<decltype(r), V>(r, i, p...); },
                   out);
    }
}

/// The same for any n: what remains goes through a padded pack.
template <class Member, class Arch, class K, class... Out, class Z, class... In>
void complex_transform(K const& k, std::size_t n, std::tuple<Out*...> out, Z const* z,
                       In const*... in) {
    constexpr std::size_t w = lanes<pack<typename Z::value_type, Arch>>;
    std::size_t const i = n / w * w;
    engine::complex_packs<Member, Arch>(k, i, out, z, in...);
    if constexpr (w > 1) {
        if (i < n) {
            auto const padded = [&]<class E>(E const* p) {
                std::array<E, w> a{};
                std::copy(p + i, p + n, a.begin());
                return a;
            };
            std::tuple const from(padded(z), padded(in)...);
            std::tuple<std::array<Out, w>...> result;
            std::apply(
                [&](auto const&... a) {
                    std::apply(
                        [&](auto&... r) {
                            engine::complex_packs<Member, Arch>(k, w, std::tuple(r.data()...),
                                                              a.data()...);
                        },
                        result);
                },
                from);
            std::apply(
                [&](auto const&... r) {
                    std::apply([&](auto*... to) { (std::copy_n(r.data(), n - i, to + i), ...); },
                               out);
                },
                result);
        }
    }
}

/// Keeps gcc from warning of packs read beyond a short array, in a loop it does not enter for one.
template <class T> ACTFN_INLINE T* forget_size(T* p) noexcept {
#if defined(__GNUC__) && !defined(__clang__)
    __asm__("" : "+r"(p));
#endif
    return p;
}

/// total[p] += Σ Re(conj(∂f/∂p)·g) over n elements: each block of 1024 is summed per lane in the
/// element type, the blocks in double.
template <class Arch, class K, class Z, class G>
void add_parameter_gradients(K const& k, std::size_t n, Z const* z, G const* g, double* total) {
    using T = typename Z::value_type;
    using V = pack<T, Arch>;
    using Slopes = decltype(k.parameter_derivatives(complex<V>{}));
    constexpr std::size_t w = lanes<V>;
    constexpr std::size_t block = 1024;
    constexpr std::size_t parameters = field_count<Slopes>();
    z = engine::forget_size(z);
    g = engine::forget_size(g);
    for (std::size_t begin = 0; begin < n; begin += block) {
        std::size_t const end = std::min(n, begin + block);
        V sum[parameters];
        for (V& s : sum) s = V(0);
        auto const add = [&](Z const* at, G const* arriving) ACTFN_LAMBDA_INLINE {
            auto const slopes = k.parameter_derivatives(math::settle(math::load<V>(at)));
            auto const weights = math::load<V>(arriving);
            std::apply(
                [&](auto const&... slope) ACTFN_LAMBDA_INLINE {
                    V* s = sum;
                    ((*s = math::weighted(math::settle(slope), weights, *s), ++s), ...);
                },
                core::fields(slopes));
        };
        std::size_t i = begin;
        for (; i + w <= end; i += w) add(z + i, g + i);
        if (i < end) {
            std::array<Z, w> padded{};
            std::array<G, w> padded_g{};
            std::copy(z + i, z + end, padded.begin());
            std::copy(g + i, g + end, padded_g.begin());
            add(padded.data(), padded_g.data());
        }
        for (std::size_t p = 0; p < parameters; ++p) {
            T lane[w];
            math::store(lane, sum[p]);
            for (T const l : lane) total[p] += static_cast<double>(l);
        }
    }
}

/// The totals in a struct with the field names of what `parameter_derivatives` returns.
template <class K, class T, std::size_t n> auto parameter_totals(double const (&total)[n]) {
    using Slopes = decltype(std::declval<K const&>().parameter_derivatives(complex<T>{}));
    return [&]<std::size_t... P>(std::index_sequence<P...>) {
        return rebind<Slopes, T>{static_cast<T>(total[P])...};
    }
    (std::make_index_sequence<n>{});
}

template <class K>
inline constexpr std::size_t complex_parameters =
    field_count<decltype(std::declval<K const&>().parameter_derivatives(complex<double>{}))>();

template <class R> constexpr auto complex_view(R&& r) noexcept {
    return std::span(std::ranges::data(r), std::ranges::size(r));
}

} // namespace engine

/// w = f(z).
template <complex_function F, complex_array Z, class W, class Arch = native>
    requires writable_array_of_values<W, F, Z>
void forward(F const& f, Z const& z, W&& w) {
    auto const from = engine::complex_view(z);
    auto const to = engine::complex_view(w);
    engine::check_extents("forward", F::facts.name, {{"z", from}}, {{"w", to}});
    engine::complex_transform<complex_member::value, Arch>(f.kernel(), from.size(),
                                                         std::tuple(to.data()), from.data());
}

/// w = f(z), dz = ∂f/∂z and dzbar = ∂f/∂z̄ from one evaluation.
template <complex_function F, complex_array Z, class W, writable_complex_array D,
          writable_complex_array E, class Arch = native>
    requires writable_array_of_values<W, F, Z> && same_elements<Z, D, E>
void wirtinger(F const& f, Z const& z, W&& w, D&& dz, E&& dzbar) {
    auto const from = engine::complex_view(z);
    auto const value = engine::complex_view(w);
    auto const d = engine::complex_view(dz);
    auto const e = engine::complex_view(dzbar);
    engine::check_extents("wirtinger", F::facts.name, {{"z", from}},
                        {{"w", value}, {"dz", d}, {"dzbar", e}});
    engine::complex_transform<complex_member::wirtinger, Arch>(
        f.kernel(), from.size(), std::tuple(value.data(), d.data(), e.data()), from.data());
}

/// gz = conj(∂f/∂z)·g + (∂f/∂z̄)·conj(g), the gradient of a real loss.
template <complex_function F, complex_array Z, class G, writable_complex_array D,
          class Arch = native>
    requires array_of_values<G, F, Z> && same_elements<Z, D>
void backward(F const& f, Z const& z, G const& g, D&& gz) {
    auto const from = engine::complex_view(z);
    auto const arriving = engine::complex_view(g);
    auto const to = engine::complex_view(gz);
    engine::check_extents("backward", F::facts.name, {{"z", from}, {"g", arriving}}, {{"gz", to}});
    engine::complex_transform<complex_member::backward, Arch>(
        f.kernel(), from.size(), std::tuple(to.data()), from.data(), arriving.data());
}

/// Σ Re(conj(∂f/∂p)·g) for every parameter p of f, in a struct with the kernel's field names.
template <complex_function F, complex_array Z, class G, class Arch = native>
    requires array_of_values<G, F, Z> && has_complex_parameters<typename F::kernel_type>
auto parameter_gradient(F const& f, Z const& z, G const& g) {
    using K = typename F::kernel_type;
    auto const from = engine::complex_view(z);
    auto const arriving = engine::complex_view(g);
    engine::check_extents("parameter_gradient", F::facts.name, {{"z", from}, {"g", arriving}}, {});
    double total[engine::complex_parameters<K>] = {};
    engine::add_parameter_gradients<Arch>(f.kernel(), from.size(), from.data(), arriving.data(),
                                        total);
    return engine::parameter_totals<K, typename engine::element_of<Z>::value_type>(total);
}

/// The same for a real activation that is extended to complex numbers.
template <pointwise_activation F, complex_array Z, class W>
    requires has_complex_extension<typename F::kernel_type>
void forward(F const&, Z const& z, W&& w) {
    forward(complex_extension<typename F::kernel_type>::function, z, w);
}
template <pointwise_activation F, complex_array Z, class W, class D, class E>
    requires has_complex_extension<typename F::kernel_type>
void wirtinger(F const&, Z const& z, W&& w, D&& dz, E&& dzbar) {
    wirtinger(complex_extension<typename F::kernel_type>::function, z, w, dz, dzbar);
}
template <pointwise_activation F, complex_array Z, class G, class D>
    requires has_complex_extension<typename F::kernel_type>
void backward(F const&, Z const& z, G const& g, D&& gz) {
    backward(complex_extension<typename F::kernel_type>::function, z, g, gz);
}

} // namespace actfn
