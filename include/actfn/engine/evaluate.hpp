// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/member.hpp>
#include <actfn/math/draws.hpp>

#include <algorithm>

/// Members of function objects on single numbers and packs.
namespace actfn::inline ACTFN_ABI {

/// Teaches every function object a new kind of argument (Eigen expressions, automatic
/// differentiation). A specialisation has
/// `template <class Member, class Arch, class F> static auto call(F const& f, X const& x, ...)`.
template <class X> struct front_end { static constexpr bool missing = true; };

/// An argument that `front_end` is specialised for.
template <class X>
concept has_front_end = !requires {
    front_end<X>::missing;
};

/// A number or a pack of numbers: float, double and what converts to them, 16-bit types,
/// std::complex, xsimd batches of these, actfn::dual of them to any depth.
template <class X>
concept number_argument = real<X> || std::is_arithmetic_v<X> || storage_element<X> ||
    complex_element<X> || math::is_complex<X>::value;

/// What a function object can be called with: a number, or, with <actfn/eigen.hpp>, an Eigen
/// expression or an AutoDiffScalar.
template <class X>
concept argument = number_argument<X> || has_front_end<X>;

namespace engine {

template <class X>
inline constexpr bool is_complex_valued = complex_element<X> || math::is_complex<X>::value;
template <has_front_end X>
    requires requires { typename front_end<X>::scalar; }
inline constexpr bool is_complex_valued<X> = complex_element<typename front_end<X>::scalar>;

} // namespace engine

/// The draws of an object in training: element k of an argument, counted in storage order (0 for a
/// number), takes draw first + k of the key.
struct draw_sequence {
    math::draw_key key;
    std::uint64_t first;
};
/// An object that draws nothing.
struct no_draws {};

namespace engine {

/// The pack behind an argument: that of a batch, and of a number one it fills.
template <class X, class Arch> struct pack_behind { using type = math::pack<arithmetic<X>, Arch>; };
template <class T, class A, class Arch> struct pack_behind<math::pack<T, A>, Arch> {
    using type = math::pack<T, A>;
};
#if !defined(XSIMD_NO_SUPPORTED_ARCHITECTURE)
template <class T, class A, class Arch> struct pack_behind<xsimd::batch<T, A>, Arch> {
    using type = math::pack<T, A>;
};
#endif
template <class U, class Arch> struct pack_behind<dual<U>, Arch> : pack_behind<U, Arch> {};
template <class U, class Arch> struct pack_behind<complex<U>, Arch> : pack_behind<U, Arch> {};
template <class X, class Arch> using pack_of = typename pack_behind<X, Arch>::type;

/// An argument as what kernels are run on: packs V, complex and dual numbers of them.
template <class V, class X> ACTFN_INLINE auto packed(X const& x) noexcept {
    if constexpr (math::is_dual<X>::value) {
        return dual<decltype(engine::packed<V>(x.value))>(engine::packed<V>(x.value),
                                                          engine::packed<V>(x.tangent));
    } else if constexpr (math::is_complex<X>::value) {
        return complex<V>{engine::packed<V>(x.re), engine::packed<V>(x.im)};
    } else if constexpr (complex_element<X>) {
        return complex<V>{engine::packed<V>(x.real()), engine::packed<V>(x.imag())};
    } else if constexpr (std::is_arithmetic_v<X>) {
        return V(static_cast<scalar_t<V>>(x));
    } else {
        return V(x);
    }
}

/// A result as the argument X is: lane 0 for a number, a batch for a batch.
template <class X, class V> ACTFN_INLINE auto unpacked(V const& v) noexcept {
    if constexpr (math::is_dual<V>::value) {
        using U = decltype(X::value);
        return dual<decltype(engine::unpacked<U>(v.value))>(engine::unpacked<U>(v.value),
                                                            engine::unpacked<U>(v.tangent));
    } else if constexpr (math::is_complex<V>::value && complex_element<X>) {
        return X(math::first(v.re), math::first(v.im));
    } else if constexpr (math::is_complex<V>::value) {
        using U = decltype(X::re);
        return complex<U>{engine::unpacked<U>(v.re), engine::unpacked<U>(v.im)};
    } else if constexpr (math::is_complex<X>::value) {
        return engine::unpacked<decltype(X::re)>(v);
    } else if constexpr (element<X> || complex_element<X>) {
        return math::first(v);
    } else if constexpr (math::is_pack<X>::value) {
        return v;
    } else {
        return v.batch();
    }
}

/// A number is one lane of the pack it fills, so it has the bits of the same element in an array.
template <class Member, class Arch, class K, class X, class... More>
ACTFN_INLINE auto evaluate(K const& k, X const& x, More const&... more) {
    using V = pack_of<X, Arch>;
    auto const as_x = [](auto const& v) ACTFN_LAMBDA_INLINE { return engine::unpacked<X>(v); };
    return engine::map_parts(Member::apply(k, engine::packed<V>(x), engine::packed<V>(more)...),
                             as_x);
}

/// The instruction set that numbers X are computed with in constant expressions: packs of another
/// are no constants.
template <class X, class Arch> struct arch_in_constants { using type = Arch; };
template <element X, class Arch> struct arch_in_constants<X, Arch> {
    using type = math::in_constants<Arch>;
};
template <element X, class Arch>
struct arch_in_constants<complex<X>, Arch> : arch_in_constants<X, Arch> {};
template <element X, class Arch>
struct arch_in_constants<std::complex<X>, Arch> : arch_in_constants<X, Arch> {};
template <class X, class Arch>
struct arch_in_constants<dual<X>, Arch> : arch_in_constants<X, Arch> {};

/// The draw of a number in every lane, or the draws of a batch.
template <class Draw, class V, class X>
ACTFN_INLINE V drawn_for(draw_sequence const& d, X const&) noexcept {
    if constexpr (math::is_dual<X>::value) {
        return engine::drawn_for<Draw, V>(d, decltype(X::value){});
    } else if constexpr (element<X>) {
        return math::draw<Draw, V>(d.key, d.first);
    } else {
        scalar_t<V> lane[math::lanes<V>];
        auto const take = [&](std::size_t i, std::size_t n, scalar_t<V> const* drawn) {
            std::copy_n(drawn, n, lane + i);
        };
        math::for_draws<Draw, V>(d.key, d.first, math::lanes<V>, take);
        return math::load<V>(lane);
    }
}

/// A member of the function object f on numbers.
template <class Member, class Arch, class F, class X, class... More>
ACTFN_INLINE auto on_numbers(F const& f, X const& x, More const&... more) {
    using K = typename F::kernel_type;
    if constexpr (F::draws) {
        using V = pack_of<X, Arch>;
        V const drawn = engine::drawn_for<typename K::draw, V>(f.drawn(), x);
        return engine::evaluate<Member, Arch>(drawn_kernel<K, V>{f.kernel(), drawn}, x, more...);
    } else {
        using Constant = typename arch_in_constants<X, Arch>::type;
        if (ACTFN_CONSTANT_EVALUATED())
            return engine::evaluate<Member, Constant>(f.kernel(), x, more...);
        return engine::evaluate<Member, Arch>(f.kernel(), x, more...);
    }
}

/// The derivative of order n of f. On dual numbers to any depth it is the chain rule with the
/// accurate derivatives, not the rule applied to every step of the formula: of v + t·ε it is
/// f⁽ⁿ⁾(v) + f⁽ⁿ⁺¹⁾(v)·t·ε, and so on where v is dual.
template <int n, class Arch, class F, class X>
ACTFN_INLINE auto nth_derivative(F const& f, X const& x) {
    if constexpr (has_front_end<X>) {
        return front_end<X>::template nth_derivative<n, Arch>(f, x);
    } else if constexpr (math::is_dual<X>::value) {
        auto const v = math::primal(x);
        auto const from = [&]<int... i>(std::integer_sequence<int, i...>, auto const&... lower)
            ACTFN_LAMBDA_INLINE {
            constexpr int next = n + static_cast<int>(sizeof...(lower));
            return math::chain_all(
                x, lower..., engine::on_numbers<member::nth_derivative<next + i>, Arch>(f, v)...);
        };
        constexpr int depth = math::dual_depth<X>;
        if constexpr (n == 0) {
            auto const j = engine::on_numbers<member::value_and_derivative, Arch>(f, v);
            return from(std::make_integer_sequence<int, depth - 1>(), j.value, j.derivative);
        } else {
            return from(std::make_integer_sequence<int, depth + 1>());
        }
    } else {
        return engine::on_numbers<member::nth_derivative<n>, Arch>(f, x);
    }
}

template <class Member> inline constexpr int order_of = -1;
template <> inline constexpr int order_of<member::value> = 0;
template <> inline constexpr int order_of<member::derivative> = 1;
template <> inline constexpr int order_of<member::second_derivative> = 2;

/// A number beside x, such as gy: of x's type where both are real.
template <class X, class More> ACTFN_INLINE auto beside(More const& more) noexcept {
    auto const m = engine::computed(more);
    if constexpr (real<X> && real<decltype(m)>) {
        return static_cast<X>(m);
    } else {
        return m;
    }
}

/// A member of f on any argument.
template <class Member, class Arch, class F, class X, class... More>
ACTFN_INLINE auto call(F const& f, X const& x, More const&... more) {
    using K = typename F::kernel_type;
    if constexpr (pointwise_kernel<K> && is_complex_valued<X>) {
        return engine::call<Member, Arch>(complex_extension<K>::function, x, more...);
    } else if constexpr (has_front_end<X>) {
        return front_end<X>::template call<Member, Arch>(f, x, more...);
    } else if constexpr (storage_element<X>) {
        return engine::map_parts(
            engine::call<Member, Arch>(f, math::widen(x), engine::computed(more)...),
            [](float v) { return math::narrow<X>(v); });
    } else if constexpr (!std::is_same_v<decltype(engine::computed(x)), X>) {
        return engine::call<Member, Arch>(f, engine::computed(x), more...);
    } else if constexpr (math::is_dual<X>::value && sizeof...(More) == 0 && order_of<Member> >= 0) {
        return engine::nth_derivative<order_of<Member>, Arch>(f, x);
    } else if constexpr (math::is_dual<X>::value && pointwise_kernel<K> &&
                         std::is_same_v<Member, member::value_and_derivative>) {
        return jet<X>{engine::nth_derivative<0, Arch>(f, x), engine::nth_derivative<1, Arch>(f, x)};
    } else if constexpr (math::is_dual<X>::value && pointwise_kernel<K> &&
                         std::is_same_v<Member, member::backward>) {
        return (engine::beside<X>(more) * ...) * engine::nth_derivative<1, Arch>(f, x);
    } else {
        return engine::on_numbers<Member, Arch>(f, x, engine::beside<X>(more)...);
    }
}

} // namespace engine

} // namespace actfn
