// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/arithmetic.hpp>

#include <array>
#include <bit>
#include <cstring>

/// Parameters of which every lane has its own.
namespace actfn::inline ACTFN_ABI::math {

namespace detail {

template <class T, std::size_t n> struct vector_type {
    typedef T type __attribute__((vector_size(sizeof(T) * n)));
};

/// The lanes of a pack of floats as doubles.
template <class Wide, class V> ACTFN_INLINE Wide widened_lanes(V const& v) noexcept {
    constexpr std::size_t n = lanes<V>;
    if constexpr (n == 1) {
        return {typename Wide::value_type(static_cast<double>(math::first(v)))};
    } else {
        using From = typename vector_type<scalar_t<V>, n>::type;
        using To = typename vector_type<double, n>::type;
        To const to = __builtin_convertvector(std::bit_cast<From>(math::register_of(v)), To);
        Wide w;
        std::memcpy(static_cast<void*>(&w), &to, sizeof to);
        return w;
    }
}
/// The same back, each rounded.
template <class V, class Wide> ACTFN_INLINE V narrowed_lanes(Wide const& w) noexcept {
    constexpr std::size_t n = lanes<V>;
    if constexpr (n == 1) {
        return V(static_cast<scalar_t<V>>(math::first(w[0])));
    } else {
        using From = typename vector_type<double, n>::type;
        using To = typename vector_type<scalar_t<V>, n>::type;
        From from; // by memcpy: in two registers it could not be returned
        std::memcpy(&from, &w, sizeof from);
        return math::from_register<V>(
            std::bit_cast<register_type<V>>(__builtin_convertvector(from, To)));
    }
}

} // namespace detail

/// A double behind every lane of V: a kernel with such parameters computes in each lane, bit for
/// bit, what it computes with parameters that are numbers. What a kernel does not ask for is not
/// computed.
template <class V> struct per_lane {
    using T = scalar_t<V>;
    template <class A> static pack<double, A> doubles_of(pack<T, A> const&);
    using D = decltype(doubles_of(std::declval<V const&>()));
    using Wide = std::array<D, lanes<V> / lanes<D>>;

    V rounded; // as<V>
    V rest;    // low<V>
    Wide wide;

    per_lane() = default;
    /// Parameters that are numbers of V.
    ACTFN_INLINE explicit per_lane(V const& v) noexcept
        : rounded(v), rest(T(0)), wide(widened(v)) {}
    ACTFN_INLINE explicit per_lane(Wide const& w) noexcept
        : rounded(narrowed(w)), rest(narrowed(each(w, widened(rounded), subtract{}))), wide(w) {}
    template <class C>
    requires std::is_arithmetic_v<C> ACTFN_INLINE explicit per_lane(C c) noexcept
        : rounded(static_cast<T>(c)),
          rest(static_cast<T>(static_cast<double>(c) - static_cast<double>(static_cast<T>(c)))) {
        wide.fill(D(static_cast<double>(c)));
    }

    friend ACTFN_INLINE per_lane operator-(per_lane const& a) noexcept {
        per_lane r;
        r.rounded = -a.rounded;
        r.rest = -a.rest;
        for (std::size_t i = 0; i < a.wide.size(); ++i) r.wide[i] = -a.wide[i];
        return r;
    }
    friend ACTFN_INLINE per_lane operator+(per_lane const& a, per_lane const& b) noexcept {
        return per_lane(each(a.wide, b.wide, [](D x, D y) ACTFN_LAMBDA_INLINE { return x + y; }));
    }
    friend ACTFN_INLINE per_lane operator-(per_lane const& a, per_lane const& b) noexcept {
        return per_lane(each(a.wide, b.wide, subtract{}));
    }
    friend ACTFN_INLINE per_lane operator*(per_lane const& a, per_lane const& b) noexcept {
        return per_lane(each(a.wide, b.wide, [](D x, D y) ACTFN_LAMBDA_INLINE { return x * y; }));
    }
    friend ACTFN_INLINE per_lane operator/(per_lane const& a, per_lane const& b) noexcept {
        return per_lane(each(a.wide, b.wide, [](D x, D y) ACTFN_LAMBDA_INLINE { return x / y; }));
    }

    /// What V twice leaves of the doubles.
    ACTFN_INLINE V lowest() const noexcept {
        return narrowed(each(each(wide, widened(rounded), subtract{}), widened(rest), subtract{}));
    }
    /// The double behind lane i.
    ACTFN_INLINE double at(std::size_t i) const noexcept {
        double lane[lanes<D>];
        math::store(lane, wide[i / lanes<D>]);
        return lane[i % lanes<D>];
    }

  private:
    struct subtract {
        ACTFN_INLINE D operator()(D a, D b) const noexcept { return a - b; }
    };
    template <class F> ACTFN_INLINE static Wide each(Wide const& a, Wide const& b, F f) noexcept {
        Wide r;
        for (std::size_t i = 0; i < r.size(); ++i) r[i] = f(a[i], b[i]);
        return r;
    }
    ACTFN_INLINE static Wide widened(V const& v) noexcept {
        if constexpr (std::is_same_v<V, D>) {
            return {v};
        } else {
            return detail::widened_lanes<Wide>(v);
        }
    }
    ACTFN_INLINE static V narrowed(Wide const& w) noexcept {
        if constexpr (std::is_same_v<V, D>) {
            return w[0];
        } else {
            return detail::narrowed_lanes<V>(w);
        }
    }
};

template <class V> inline constexpr bool is_per_lane<per_lane<V>> = true;
template <class V> struct scalar_of<per_lane<V>> { using type = double; };

/// The lanes in which a parameter is not c.
template <real V, class P> ACTFN_INLINE auto differs(P const& p, int c) noexcept {
    return (math::as<V>(p) != V(scalar_t<V>(c))) || (math::low<V>(p) != V(scalar_t<V>(0)));
}

/// The lanes in which a parameter is between −c and c, a float.
template <real V, class P> ACTFN_INLINE auto is_within(P const& p, double c) noexcept {
    V const rounded = math::as<V>(p);
    V const size = math::abs(rounded);
    auto const is_at_most =
        (size == math::as<V>(c)) && (math::mulsign(math::low<V>(p), rounded) < V(0));
    return (size < math::as<V>(c)) || is_at_most;
}

/// A parameter in memory that is more precise than the elements beside it.
struct wide_parameter {
    double value;
};
/// As many parameters as V has lanes.
template <class V> ACTFN_INLINE per_lane<V> load(wide_parameter const* p) noexcept {
    using P = per_lane<V>;
    typename P::Wide w;
    for (std::size_t i = 0; i < w.size(); ++i) {
        w[i] = math::load<typename P::D>(&p[i * lanes<typename P::D>].value);
    }
    return P(w);
}

} // namespace actfn::math

template <class V> inline constexpr bool actfn::core::is_number<actfn::math::per_lane<V>> = true;
