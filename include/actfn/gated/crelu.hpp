// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/joined.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/pointwise/relu.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// [f(x), f(−x)] of a pointwise activation: a row twice as long as x;  gx = g₁·f′(x) − g₂·f′(−x).
template <class F> struct concatenated {
    static constexpr std::size_t over = 1;
    static constexpr std::size_t times = 2;

  private:
    static constexpr std::string_view inner = engine::name_of<F>();
    static constexpr core::joined<14 + inner.size()> whole{{"concatenated(", inner, ")"}};

  public:
    static constexpr std::string_view name = whole.view();

    [[no_unique_address]] F f{};

    /// The second half, for its parameters.
    struct reflected {
        static constexpr std::string_view name = inner;

        [[no_unique_address]] F f{};

        constexpr actfn::facts describe() const { return engine::facts_of(f); }
        template <real V> ACTFN_INLINE jet<V> at(V x) const {
            auto const j = f.at(-x);
            return {.value = j.value, .derivative = -j.derivative};
        }
        template <real V> ACTFN_INLINE auto parameter_derivatives(V x) const {
            return f.parameter_derivatives(-x);
        }
    };
    constexpr auto parameter_parts() const requires has_parameters<F> {
        return std::tuple(f, reflected{f});
    }
    /// A gradient has two terms, each rounded; of derivatives that are 0 and 1 they are exact.
    constexpr actfn::facts describe() const {
        actfn::facts const of_part = engine::facts_of(f);
        auto const& ulp = of_part.max_ulp;
        constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
        bool const value = of_part.cancelling_value.empty();
        bool const stated = value && of_part.cancelling.empty();
        double const gradient = ulp.derivative == 0 ? 0.5 : 4 * ulp.derivative + 1.5;
        return {.name = name,
                .formula = "f(x) then f(-x)",
                .derivative = "g1 * f'(x) - g2 * f'(-x)",
                .source = "Shang, Sohn, Almeida, Lee 2016, arXiv:1603.05201",
                .lower = of_part.lower,
                .upper = of_part.upper,
                .max_ulp = {value ? ulp.value : unknown, stated ? gradient : unknown}};
    }

    template <real V> ACTFN_INLINE gated_gradient<V> forward(V x) const {
        return {member::value::apply(f, x), member::value::apply(f, -x)};
    }
    template <real V> ACTFN_INLINE V backward(V x, V of_positive, V of_negative) const {
        V const rising = member::backward::apply(f, x, of_positive);
        return rising - member::backward::apply(f, -x, of_negative);
    }
};

/// crelu(x) = [relu(x), relu(−x)], twice as long as x, of which nothing is lost: x is the first
/// half minus the second. gx = g₁·relu′(x) − g₂·relu′(−x), 0 at 0. Not the complex relu of that
/// name, which is complex_crelu.
struct crelu : concatenated<relu> {
    static constexpr std::string_view name = "crelu";
    static constexpr actfn::facts facts{.name = name,
                                        .aliases = "concatenated_relu",
                                        .formula = "max(x, 0) then max(-x, 0)",
                                        .derivative = "g1 * (x > 0) - g2 * (x < 0)",
                                        .source =
                                            "Shang, Sohn, Almeida, Lee 2016, arXiv:1603.05201",
                                        .lower = 0,
                                        .max_ulp = {.value = 0, .derivative = 0}};

    constexpr actfn::facts describe() const { return facts; }
};

} // namespace kernel

inline constexpr function<kernel::crelu> crelu{};
inline constexpr auto& concatenated_relu = crelu;

/// [f(x), f(−x)] of a pointwise activation: concatenated(elu).
template <pointwise_function F> constexpr auto concatenated(F const& f) {
    return function(kernel::concatenated<typename F::kernel_type>{f.kernel()});
}

} // namespace actfn
