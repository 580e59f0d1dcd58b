// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/log.hpp>

#include <limits>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// √(log(1 + eˣ)),  derivative σ(x)/(2√softplus(x)). From h = e^(−|x|/2), h² = e^−|x|: far on the
/// left the root is h, although softplus itself is subnormal or 0 there.
struct sqrt_softplus {
    static constexpr actfn::facts facts{.name = "sqrt_softplus",
                                        .aliases = "sqrtsoftplus",
                                        .formula = "sqrt(softplus(x))",
                                        .derivative = "logistic(x) / (2 * sqrt(softplus(x)))",
                                        .cancelling_second =
                                            "logistic(x) * logistic(-x) / (2 * sqrt(softplus(x)))",
                                        .source = "transformers, sqrtsoftplus",
                                        .lower = 0,
                                        .left = {0, 0},
                                        .right = {actfn::facts::infinity, 0},
                                        .lipschitz = 0.31908634316947574,
                                        .init = init_scheme::he,
                                        .max_ulp = {.value = 2, .derivative = 4},
                                        .interval = {-240, 1000}};

    template <class V> struct parts {
        decltype(V(0) < V(0)) left;
        math::scaled_exp<V> e; // e^(−|x|/2)
        V q;                   // e^−|x|, but not so small that it vanishes beside 1
        V one_plus;
        V softplus;
        V root;

        ACTFN_INLINE explicit parts(V x) noexcept
            : left(x <= V(0)),
              e(math::exp_decay(math::as<V>(0.5) * math::abs(x))),
              q(e.beside_one() * e.beside_one()),
              one_plus(q + V(1)),
              softplus(math::log1p_unit(q) + math::select(left, V(0), x)),
              root(math::sqrt(softplus)) {}

        /// The root, σ/(2·root) and (2·softplus·σ(−x) − σ)·σ/(4·root³).
        ACTFN_INLINE V slope() const noexcept {
            return math::as<V>(0.5) * math::select(left, q, V(1)) / (one_plus * root);
        }
    };

    /// Up to here e^−|x| does not count beside 1.
    template <real V> ACTFN_INLINE static V distant() noexcept { return V(-45); }

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        parts<V> const p(x);
        auto const far_left = x < distant<V>();
        V const tail = p.e.value();
        V const half_tail = math::scaled_exp<V>::unscale(math::as<V>(0.5) * p.e.scaled());
        return {.value = math::select(far_left, tail, p.root),
                .derivative = math::select(far_left, half_tail, p.slope())};
    }

    /// (2s·σ(−x) − σ(x))·σ(x)/(4s^3/2) with s = softplus(x), e^(x/2)/4 far on the left.
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        // Not so large that what is added to it takes it out of range.
        V const most = math::as<V>((std::numeric_limits<scalar_t<V>>::max)() / 2);
        parts<V> const p(math::at_most(x, most));
        V const near_q = math::select(x > V(100), V(0), p.q);
        V const n = math::select(p.left, math::fma(V(2), p.softplus, -p.q),
                                 math::fma(V(2), p.softplus * near_q, V(-1)));
        V const y = (math::as<V>(0.5) * p.slope()) * (n / (p.one_plus * p.softplus));
        V const tail = math::scaled_exp<V>::unscale(math::as<V>(0.25) * p.e.scaled());
        return math::select(x < distant<V>(), tail, y);
    }
};

} // namespace kernel

inline constexpr function<kernel::sqrt_softplus> sqrt_softplus{};
inline constexpr auto& sqrtsoftplus = sqrt_softplus;

} // namespace actfn
