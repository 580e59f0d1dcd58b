// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/basic.hpp>

#include <array>
#include <complex>
#include <tuple>
#include <utility>

namespace actfn::inline ACTFN_ABI {

/// re + i·im with V a number or a batch: what complex kernels work on. xsimd's own complex
/// functions overflow and lose signs.
template <real V> struct complex {
    V re;
    V im;

    friend ACTFN_INLINE complex operator-(complex z) noexcept { return {-z.re, -z.im}; }
    friend ACTFN_INLINE complex operator+(complex z, complex w) noexcept {
        return {z.re + w.re, z.im + w.im};
    }
    friend ACTFN_INLINE complex operator-(complex z, complex w) noexcept {
        return {z.re - w.re, z.im - w.im};
    }
    friend ACTFN_INLINE complex operator+(V a, complex z) noexcept { return {a + z.re, z.im}; }
    friend ACTFN_INLINE complex operator-(V a, complex z) noexcept { return {a - z.re, -z.im}; }
    friend ACTFN_INLINE complex operator*(V a, complex z) noexcept { return {a * z.re, a * z.im}; }
    friend ACTFN_INLINE complex operator*(complex z, complex w) noexcept {
        return {math::fma(z.re, w.re, -(z.im * w.im)), math::fma(z.re, w.im, z.im * w.re)};
    }
};

template <class V> inline constexpr bool core::is_number<complex<V>> = true;
template <class T> inline constexpr bool core::is_number<std::complex<T>> = true;

/// std::complex<float> or std::complex<double>.
template <class Z>
concept complex_element =
    std::same_as<Z, std::complex<float>> || std::same_as<Z, std::complex<double>>;

namespace math {

/// re − i·im.
template <real V> ACTFN_INLINE complex<V> conj(complex<V> z) noexcept { return {z.re, -z.im}; }

/// Re(z̄·w).
template <real V> ACTFN_INLINE V dot(complex<V> z, complex<V> w) noexcept {
    return math::fma(z.re, w.re, z.im * w.im);
}

template <class M, real V>
ACTFN_INLINE complex<V> select(M m, complex<V> z, complex<V> w) noexcept {
    return {math::select(m, z.re, w.re), math::select(m, z.im, w.im)};
}

template <class Z> struct is_complex : std::false_type {};
template <class V> struct is_complex<complex<V>> : std::true_type {};

/// sum + Re(conj(d)·g), real d of 0 adding nothing: a share of the gradient in a parameter.
template <real V> ACTFN_INLINE V weighted(complex<V> d, complex<V> g, V sum) noexcept {
    return math::fma(d.re, g.re, math::fma(d.im, g.im, sum));
}
template <real V> ACTFN_INLINE V weighted(V d, V g, V sum) noexcept {
    return math::fma(d, math::select(d == V(0), V(0), g), sum);
}
/// The share alone.
template <real V> ACTFN_INLINE V weighted(complex<V> d, complex<V> g) noexcept {
    return math::weighted(d, g, V(0));
}
template <real V> ACTFN_INLINE V weighted(V d, V g) noexcept { return math::weighted(d, g, V(0)); }

/// Vectors the compiler itself can shuffle; xsimd's complex loads warn of uninitialised numbers.
template <class V> inline constexpr bool shuffles = false;
#if defined(__GNUC__) && !defined(__ARM_FEATURE_SVE_BITS) && !defined(__riscv_vector)
template <class T, class A>
requires is_batch<pack<T, A>>::value inline constexpr bool shuffles<pack<T, A>> =
    !std::is_class_v<register_type<pack<T, A>>>;
#endif

/// (a₀ a₁ a₂ …) (b₀ b₁ …) to (a₀ a₂ … b₀ b₂ …) and (a₁ a₃ … b₁ b₃ …).
template <class V> ACTFN_INLINE complex<V> deinterleave(V const& a, V const& b) noexcept {
    constexpr int w = static_cast<int>(lanes<V>);
    if constexpr (shuffles<V>) {
        using R = register_type<V>;
        return [&]<int... Is>(std::integer_sequence<int, Is...>) ACTFN_LAMBDA_INLINE {
            R const x = math::register_of(a);
            R const y = math::register_of(b);
            return complex<V>{
                math::from_register<V>(R(__builtin_shufflevector(x, y, (2 * Is)...))),
                math::from_register<V>(R(__builtin_shufflevector(x, y, (2 * Is + 1)...)))};
        }
        (std::make_integer_sequence<int, w>{});
    } else {
        scalar_t<V> from[2 * lanes<V>];
        scalar_t<V> to[2 * lanes<V>];
        math::store(from, a);
        math::store(from + w, b);
        for (int i = 0; i < w; ++i) {
            to[i] = from[2 * i];
            to[w + i] = from[2 * i + 1];
        }
        return {math::load<V>(to), math::load<V>(to + w)};
    }
}

/// (x₀ x₁ x₂ …) (y₀ y₁ …) to (x₀ y₀ x₁ y₁ …) and its second half.
template <class V> ACTFN_INLINE complex<V> interleave(complex<V> const& z) noexcept {
    constexpr int w = static_cast<int>(lanes<V>);
    if constexpr (shuffles<V>) {
        using R = register_type<V>;
        return [&]<int... Is>(std::integer_sequence<int, Is...>) ACTFN_LAMBDA_INLINE {
            R const x = math::register_of(z.re);
            R const y = math::register_of(z.im);
            return complex<V>{
                math::from_register<V>(R(__builtin_shufflevector(x, y, (Is / 2 + Is % 2 * w)...))),
                math::from_register<V>(
                    R(__builtin_shufflevector(x, y, ((Is + w) / 2 + Is % 2 * w)...)))};
        }
        (std::make_integer_sequence<int, w>{});
    } else {
        scalar_t<V> from[2 * lanes<V>];
        scalar_t<V> to[2 * lanes<V>];
        math::store(from, z.re);
        math::store(from + w, z.im);
        for (int i = 0; i < w; ++i) {
            to[2 * i] = from[i];
            to[2 * i + 1] = from[w + i];
        }
        return {math::load<V>(to), math::load<V>(to + w)};
    }
}

namespace detail {

/// Rows i and i + w/2 interleaved, `stages` times: after log2(w) the square is transposed.
template <int stages, class V, class... Rows>
ACTFN_INLINE auto interleaved(std::tuple<Rows...> const& row) noexcept {
    if constexpr (stages == 0) {
        return row;
    } else {
        constexpr std::size_t half = sizeof...(Rows) / 2;
        return [&]<std::size_t... Is>(std::index_sequence<Is...>) ACTFN_LAMBDA_INLINE {
            std::array const pairs{
                math::interleave(complex<V>{std::get<Is>(row), std::get<Is + half>(row)})...};
            return detail::interleaved<stages - 1, V>(
                std::tuple_cat(std::tuple(pairs[Is].re, pairs[Is].im)...));
        }
        (std::make_index_sequence<half>{});
    }
}

} // namespace detail

/// The columns of a square of as many rows as V has lanes: row(I) is one, put(I, column) takes one,
/// I being a type (std::integral_constant).
template <class V, class Row, class Put> ACTFN_INLINE void transpose_square(Row row, Put put) {
    constexpr int stages = std::bit_width(lanes<V>) - 1;
    [&]<std::size_t... Is>(std::index_sequence<Is...>) ACTFN_LAMBDA_INLINE {
        auto const columns = detail::interleaved<stages, V>(
            std::tuple(row(std::integral_constant<std::size_t, Is>{})...));
        (put(std::integral_constant<std::size_t, Is>{}, std::get<Is>(columns)), ...);
    }
    (std::make_index_sequence<lanes<V>>{});
}
/// The same from memory to memory.
template <class V, class T>
ACTFN_INLINE void transpose_square(T const* from, std::ptrdiff_t from_step, T* to,
                                   std::ptrdiff_t to_step) noexcept {
    math::transpose_square<V>(
        [&](auto i) ACTFN_LAMBDA_INLINE {
            return math::load<V>(from + static_cast<std::ptrdiff_t>(i()) * from_step);
        },
        [&](auto i, V v) ACTFN_LAMBDA_INLINE {
            math::store(to + static_cast<std::ptrdiff_t>(i()) * to_step, v);
        });
}

/// The numbers from p on, as many as V has lanes.
template <class V, complex_element Z> ACTFN_INLINE complex<V> load(Z const* p) noexcept {
    using T = typename Z::value_type;
    constexpr std::size_t w = lanes<V>;
    T const* const parts = reinterpret_cast<T const*>(p);
    if constexpr (w == 1) {
        return {V(parts[0]), V(parts[1])};
    } else {
        return math::deinterleave(math::load<V>(parts), math::load<V>(parts + w));
    }
}

/// The lanes of z to the numbers from p on.
template <class V, complex_element Z> ACTFN_INLINE void store(Z* p, complex<V> z) noexcept {
    using T = typename Z::value_type;
    constexpr std::size_t w = lanes<V>;
    if constexpr (w == 1) {
        *p = Z(math::first(z.re), math::first(z.im));
    } else {
        T* const parts = reinterpret_cast<T*>(p);
        auto const both = math::interleave(z);
        math::store(parts, both.re);
        math::store(parts + w, both.im);
    }
}

} // namespace math
} // namespace actfn
