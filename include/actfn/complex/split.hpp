// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/joined.hpp>
#include <actfn/engine/function.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// p(x) + i·q(y) for real activations p and q: ∂f/∂z = (p′ + q′)/2, ∂f/∂z̄ = (p′ − q′)/2.
/// Where both are the same, their parameters are shared.
template <pointwise_kernel P, pointwise_kernel Q = P> struct split {
  private:
    static constexpr std::string_view first = engine::name_of<P>();
    static constexpr std::string_view second = engine::name_of<Q>();
    static constexpr bool same = std::is_same_v<P, Q>;
    static constexpr core::joined<7 + first.size() + (same ? 0 : 2 + second.size())> whole{
        {"split(", first, same ? "" : ", ", same ? "" : second, ")"}};
    static constexpr core::joined<13 + first.size() + second.size()> formula{
        {first, "(x) + i * ", second, "(y)"}};

  public:
    static constexpr std::string_view name = whole.view();

    [[no_unique_address]] P re{};
    [[no_unique_address]] Q im{};

    constexpr split() = default;
    constexpr split(P const& p, Q const& q) : re(p), im(q) {}

    constexpr actfn::facts describe() const {
        actfn::facts const p = engine::facts_of(re);
        actfn::facts const q = engine::facts_of(im);
        // Beside a root that is not at 0 a part is no more accurate than the terms that cancel.
        bool const stated = p.max_ulp.stated() && q.max_ulp.stated() &&
                            p.cancelling_value.empty() && q.cancelling_value.empty() &&
                            engine::cancels_below(p, 1.5) && engine::cancels_below(q, 1.5);
        actfn::facts::ulp const larger{(std::max)(p.max_ulp.value, q.max_ulp.value),
                                       0.5 +
                                           (std::max)(p.max_ulp.derivative, q.max_ulp.derivative)};
        return {.name = name,
                .formula = formula.view(),
                .cancelling = p.cancelling.empty() && q.cancelling.empty() ? "" : "0.5",
                .source = "Benvenuto, Piazza 1992; Nitta 1997",
                .lower = (std::min)(p.lower, q.lower),
                .upper = (std::max)(p.upper, q.upper),
                .max_ulp = stated ? larger : actfn::facts::not_stated,
                .symmetric = q.odd};
    }

    template <real V> ACTFN_INLINE split_jet<V> at(complex<V> z) const noexcept {
        // A NaN in one part is one in both.
        V const x = math::select(z.im == z.im, z.re, z.im);
        V const y = math::select(z.re == z.re, z.im, z.re);
        auto const p = member::value_and_derivative::apply(re, x);
        auto const q = member::value_and_derivative::apply(im, y);
        return {.value = {p.value, q.value}, .slope_re = p.derivative, .slope_im = q.derivative};
    }

    template <real V>
        requires same && has_parameters<P> ACTFN_INLINE core::rebind<P, complex<V>>
        parameter_derivatives(complex<V> z)
    const noexcept {
        return core::zip_fields(re.parameter_derivatives(z.re), re.parameter_derivatives(z.im),
                                [](V const& p, V const& q) ACTFN_LAMBDA_INLINE {
                                    return complex<V>{p, q};
                                });
    }
};

} // namespace kernel

namespace engine {

struct split_of {
    template <pointwise_function F> constexpr auto operator()(F const& f) const {
        return (*this)(f, f);
    }
    template <pointwise_function F, pointwise_function G>
    constexpr auto operator()(F const& f, G const& g) const {
        using K = kernel::split<typename F::kernel_type, typename G::kernel_type>;
        return function<K>(K(f.kernel(), g.kernel()));
    }
};

} // namespace engine

/// split(tanh) or split(p, q): real activations on the real and the imaginary part.
inline constexpr engine::split_of split{};

} // namespace actfn
