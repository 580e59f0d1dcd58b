// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/functions_of_logits.hpp>
#include <actfn/math/softmax_rows.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

template <class P> struct gumbel_choice;

/// softmax((x + G)/T), G = −log(−log U) drawn for every entry: a differentiable sample of a
/// categorical variable with the logits x. In inference there is no draw: softmax(x/T). Entry k of
/// an argument in training, in the order of memory, takes draw first + k, whether a row lies along
/// memory or across it.
///
/// A mask and a bias as data, gumbel_softmax.each({.mask = m}).train(seed), are those of softmax
/// for the entries x + G. A cap belongs before the noise and a sink would need its own: there are
/// none.
template <class P = double> struct gumbel_softmax {
    static constexpr actfn::facts facts{
        .name = "gumbel_softmax",
        .formula = "exp((x + G) / temperature) / sum(exp((x + G) / temperature))",
        .derivative = "y * (g - sum(y * g)) / temperature",
        .source = "Jang, Gu, Poole 2017, arXiv:1611.01144",
        .lower = 0,
        .upper = 1,
        .max_ulp = {.value = 3, .derivative = 5}};
    using draw = math::gumbel_draw;

    P temperature{1};

    static constexpr double softcap = actfn::facts::infinity;
    static constexpr double sink = -actfn::facts::infinity;

    constexpr void check() const { math::check_temperature(facts.name, temperature); }
    constexpr auto rows() const { return math::softmax_rows<>{temperature}; }
    constexpr auto of_logits() const { return math::softmax_of_logits{}; }
    constexpr auto hard() const { return gumbel_choice<P>{temperature}; }
};

/// 1 for the largest entry (the first of equals) and 0 for the others, with the gradient of the
/// softmax: straight-through. NaN where that is.
template <class P> struct gumbel_choice {
    static constexpr actfn::facts facts = gumbel_softmax<P>::facts;
    using draw = math::gumbel_draw;

    P temperature{1};
    static constexpr double softcap = gumbel_softmax<P>::softcap;
    static constexpr double sink = gumbel_softmax<P>::sink;

    /// The same of logits with options.
    struct choice_of_logits : math::softmax_of_logits {
        template <class L, class T>
        static ACTFN_INLINE void forward(L const& t, math::line<T> y) noexcept {
            gumbel_choice::forward(t.row, t.hi, y);
        }
    };
    constexpr auto of_logits() const { return choice_of_logits{}; }

    template <class Row, class T>
    ACTFN_INLINE static void forward(Row const& row, math::line<T const> x, math::line<T> y) {
        using V = typename Row::value_type;
        constexpr T infinity = std::numeric_limits<T>::infinity();
        V const largest = (row.max)(x);
        std::size_t winner[math::lanes<V>] = {};
        row.find(x, largest, winner);
        V const nan(std::numeric_limits<T>::quiet_NaN());
        auto const terms = [&](V v) ACTFN_LAMBDA_INLINE {
            return math::kept<V, 1>{v, {math::select(v < V(infinity), V(0), nan)}};
        };
        V const valid = row.sums(terms, math::discard{}, x)[0];
        V const zero = math::select(largest > V(-infinity), valid, nan);
        row.map([&](V) ACTFN_LAMBDA_INLINE { return zero; }, y, x);
        row.place(y, winner, zero + V(1));
    }
    template <class Row, class T>
    ACTFN_INLINE void backward(Row const& row, math::line<T const> x, math::line<T const> gy,
                               math::line<T> gx) const {
        math::softmax_rows<>{temperature}.backward(row, x, gy, gx);
    }
    template <class Row, class T>
    ACTFN_INLINE auto temperature_gradient(Row const& row, math::line<T const> x,
                                           math::line<T const> gx) const {
        return math::softmax_rows<>{temperature}.temperature_gradient(row, x, gx);
    }
};

} // namespace kernel

inline constexpr function<kernel::by_default<kernel::gumbel_softmax<>>> gumbel_softmax{};

} // namespace actfn
