// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/engine/parts.hpp>
#include <actfn/engine/preset.hpp>

#include <algorithm>

/// Functions made of functions: f + g, f - g, f * g, c * f, f + c, -f, f(g), function(lambda),
/// gated_by(f). They have what written ones have. Rounded once a step, they are as accurate as the
/// formula, and where it is infinity times 0 they are NaN.
namespace actfn::inline ACTFN_ABI {

namespace kernel {

struct identity;

struct addition {
    static constexpr char name = '+';
    static constexpr actfn::facts facts(actfn::facts const& f, actfn::facts const& g) {
        return core::sum_of(f, g);
    }
    template <class V> ACTFN_INLINE static V of(V a, V b) { return a + b; }
};
struct subtraction {
    static constexpr char name = '-';
    static constexpr actfn::facts facts(actfn::facts const& f, actfn::facts const& g) {
        return core::sum_of(f, core::negative_of(g));
    }
    template <class V> ACTFN_INLINE static V of(V a, V b) { return a - b; }
};

/// f(x) + g(x) or f(x) − g(x).
template <class F, class G, class Operation> struct sum {
    using composed = void;
    static constexpr std::string_view name =
        engine::infix<engine::names_of_parts, F, Operation::name, G>::text.view();
    static constexpr std::string_view formula =
        engine::infix<engine::formulas_of_parts, F, Operation::name, G>::text.view();

    [[no_unique_address]] F f{};
    [[no_unique_address]] G g{};

    constexpr void check() const { engine::check_all(f, g); }
    constexpr actfn::facts describe() const {
        return engine::named(Operation::facts(engine::facts_of(f), engine::facts_of(g)), name,
                             formula);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const {
        jet<V> const a = engine::jet_of(f, x);
        jet<V> const b = engine::jet_of(g, x);
        return {.value = Operation::of(a.value, b.value),
                .derivative = Operation::of(a.derivative, b.derivative)};
    }

    template <real V>
        requires(has_parameters<F> || has_parameters<G>)
    ACTFN_INLINE core::rebind<sum, V> parameter_derivatives(V x)
    const {
        return {.f = engine::weighted_slopes(f, x, V(1)),
                .g = engine::weighted_slopes(g, x, Operation::of(V(0), V(1)))};
    }
};

/// f(x)·g(x).
template <class F, class G> struct product {
    using composed = void;
    static constexpr std::string_view name =
        engine::infix<engine::names_of_parts, F, '*', G>::text.view();
    static constexpr std::string_view formula =
        engine::infix<engine::formulas_of_parts, F, '*', G>::text.view();

    [[no_unique_address]] F f{};
    [[no_unique_address]] G g{};

    constexpr void check() const { engine::check_all(f, g); }
    constexpr actfn::facts describe() const {
        return engine::named(core::product_of(engine::facts_of(f), engine::facts_of(g)), name,
                             formula);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const {
        jet<V> const a = engine::jet_of(f, x);
        jet<V> const b = engine::jet_of(g, x);
        V const derivative = [&]() ACTFN_LAMBDA_INLINE {
            if constexpr (std::is_same_v<F, kernel::identity>) {
                return math::fma(x, b.derivative, b.value);
            } else if constexpr (std::is_same_v<G, kernel::identity>) {
                return math::fma(x, a.derivative, a.value);
            } else {
                return math::fma(a.derivative, b.value, a.value * b.derivative);
            }
        }();
        return {.value = a.value * b.value, .derivative = derivative};
    }

    template <real V>
        requires(has_parameters<F> || has_parameters<G>)
    ACTFN_INLINE core::rebind<product, V> parameter_derivatives(V x)
    const {
        return {.f = engine::weighted_slopes(f, x, engine::jet_of(g, x).value),
                .g = engine::weighted_slopes(g, x, engine::jet_of(f, x).value)};
    }
};

/// f(g(x)). Where f has saturated it stays so beside an infinite slope of g.
template <class F, class G> struct composition {
    using composed = void;
    static constexpr std::string_view name = engine::of_function<F, G>::name.view();
    static constexpr std::string_view formula = engine::of_function<F, G>::formula.view();

    [[no_unique_address]] F f{};
    [[no_unique_address]] G g{};

    constexpr void check() const { engine::check_all(f, g); }
    constexpr actfn::facts describe() const {
        return engine::named(core::composition_of(engine::facts_of(f), engine::facts_of(g)), name,
                             formula);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const {
        jet<V> const inner = engine::jet_of(g, x);
        jet<V> const outer = engine::jet_of(f, engine::finite_tangents(inner.value));
        return {.value = outer.value,
                .derivative = math::times_or_zero(inner.derivative, outer.derivative)};
    }

    template <real V>
        requires(has_parameters<F> || has_parameters<G>)
    ACTFN_INLINE core::rebind<composition, V> parameter_derivatives(V x)
    const {
        V const u = engine::jet_of(g, x).value;
        return {.f = engine::weighted_slopes(f, u, V(1)),
                .g = engine::weighted_slopes(g, x, engine::jet_of(f, u).derivative)};
    }
};

/// c·f(x).
template <class F, class P = double> struct multiple {
    using composed = void;
    static constexpr std::string_view name =
        engine::infix<engine::names_of_parts, engine::constant, '*', F>::text.view();
    static constexpr std::string_view formula =
        engine::infix<engine::formulas_of_parts, engine::constant, '*', F>::text.view();

    [[no_unique_address]] F f{};
    P c{1};

    constexpr void check() const { engine::check_all(f); }
    constexpr actfn::facts describe() const {
        return engine::named(core::multiple_of(c, engine::facts_of(f)), name, formula);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const {
        jet<V> const a = engine::jet_of(f, x);
        V const factor = math::as<V>(c);
        return {.value = factor * a.value, .derivative = factor * a.derivative};
    }

    template <real V> ACTFN_INLINE core::rebind<multiple, V> parameter_derivatives(V x) const {
        return {.f = engine::weighted_slopes(f, x, math::as<V>(c)),
                .c = engine::jet_of(f, x).value};
    }
};

/// f(x) + c.
template <class F, class P = double> struct shifted {
    using composed = void;
    static constexpr std::string_view name =
        engine::infix<engine::names_of_parts, F, '+', engine::constant>::text.view();
    static constexpr std::string_view formula =
        engine::infix<engine::formulas_of_parts, F, '+', engine::constant>::text.view();

    [[no_unique_address]] F f{};
    P c{-0.0}; // keeps the sign of a zero

    constexpr void check() const { engine::check_all(f); }
    constexpr actfn::facts describe() const {
        return engine::named(core::shift_of(engine::facts_of(f), c), name, formula);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const {
        jet<V> const a = engine::jet_of(f, x);
        return {.value = a.value + math::as<V>(c), .derivative = a.derivative};
    }

    template <real V> ACTFN_INLINE core::rebind<shifted, V> parameter_derivatives(V x) const {
        V const value = engine::jet_of(f, x).value;
        return {.f = engine::weighted_slopes(f, x, V(1)),
                .c = math::select(value == value, V(1), value)};
    }
};

/// −f(x).
template <class F> struct negative {
    using composed = void;
    static constexpr std::string_view name = engine::minus<engine::names_of_parts, F>::text.view();
    static constexpr std::string_view formula =
        engine::minus<engine::formulas_of_parts, F>::text.view();

    [[no_unique_address]] F f{};

    constexpr void check() const { engine::check_all(f); }
    constexpr actfn::facts describe() const {
        return engine::named(core::negative_of(engine::facts_of(f)), name, formula);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const {
        jet<V> const a = engine::jet_of(f, x);
        return {.value = -a.value, .derivative = -a.derivative};
    }

    template <real V>
        requires has_parameters<F> ACTFN_INLINE core::rebind<negative, V> parameter_derivatives(V x)
    const { return {.f = engine::weighted_slopes(f, x, V(-1))}; }
};

/// A lambda of any kind of number, run on dual numbers: the bits of their arithmetic do not depend
/// on the code around it, and the functions of this library have their accurate derivatives. What
/// is not used costs nothing.
template <class L> class written {
  public:
    using composed = void;
    static constexpr std::string_view name = "function";

    constexpr written() requires std::is_default_constructible_v<L>
    = default;
    constexpr written(L const& lambda) : lambda_(lambda) {}

    constexpr actfn::facts describe() const {
        constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
        actfn::facts result{};
        result.name = name;
        result.formula = "function(x)";
        result.left = result.right = {unknown, unknown};
        result.monotone = false;
        result.saturates = {saturation::none, saturation::none};
        result.smoothness = -1;
        result.lipschitz = actfn::facts::infinity;
        result.max_ulp = actfn::facts::not_stated;
        return result;
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const {
        auto const y = of(dual<V>(x, V(1)));
        return {.value = y.value, .derivative = y.tangent};
    }

  private:
    template <real V> ACTFN_INLINE V of(V x) const {
        if constexpr (std::is_arithmetic_v<decltype(lambda_(x))>) {
            return math::as<V>(lambda_(x));
        } else {
            return lambda_(x);
        }
    }

    [[no_unique_address]] L lambda_{};
};

/// y = a·f(b) with the gate f of any pointwise kernel.
template <class F> struct gated_by {
  private:
    static constexpr std::string_view inner = engine::name_of<F>();
    static constexpr std::string_view outer = engine::prefix<F>::text.view();
    static constexpr core::joined<10 + inner.size()> whole{{"gated_by(", inner, ")"}};
    static constexpr core::substituted<core::substitute(nullptr, engine::formula_of<F>(), "b")>
        gate{engine::formula_of<F>(), "b"};
    static constexpr std::string_view opening = gate.view();
    static constexpr bool brackets = core::needs_brackets(opening);
    static constexpr std::string_view open = brackets ? "(" : "";
    static constexpr std::string_view close = brackets ? ")" : "";
    static constexpr core::joined<4 + opening.size() + 2 * brackets> product{
        {"a * ", open, opening, close}};
    static constexpr core::joined<18 + opening.size() + 2 * brackets + outer.size()> gradient{
        {"g * ", open, opening, close, ", g * a * ", outer, "'(b)"}};

  public:
    static constexpr std::string_view name = whole.view();

    [[no_unique_address]] F f{};

    constexpr void check() const { engine::check_all(f); }

    /// A relative error of k units is one of up to 2k behind a multiplication.
    constexpr actfn::facts describe() const {
        actfn::facts const of_gate = engine::facts_of(f);
        constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
        auto const& ulp = of_gate.max_ulp;
        bool const value = of_gate.cancelling_value.empty();
        bool const derivative = value && of_gate.cancelling.empty();
        double const by_gate = 2 * ulp.derivative + 0.5;
        return {.name = name,
                .formula = product.view(),
                .derivative = gradient.view(),
                .source = "Shazeer 2020, arXiv:2002.05202",
                .monotone = of_gate.monotone,
                .smoothness = of_gate.smoothness,
                .max_ulp = {.value = value ? 2 * ulp.value + 0.5 : unknown,
                            .derivative = derivative ? (std::max)(ulp.value, by_gate) : unknown}};
    }

    template <real V> ACTFN_INLINE gated_jet<V> at(V a, V b) const {
        return math::gated_product(a, member::value_and_derivative::apply(f, b));
    }

    template <real V>
        requires has_parameters<F> ACTFN_INLINE core::rebind<gated_by, V> parameter_derivatives(V a,
                                                                                                V b)
    const { return {.f = engine::weighted_slopes(f, b, a)}; }
};

} // namespace kernel

template <class L, class P> struct core::rebind_fields<kernel::written<L>, P> {
    using type = kernel::written<L>;
};

/// A formula that serves every kind of number: [](auto x) { return x * actfn::tanh(x); }.
template <class L>
concept pointwise_formula = std::is_class_v<L> && !function_object<L> &&
                            requires(L const& formula, float x, double d, dual<double> t) {
    { formula(x) } -> std::convertible_to<float>;
    { formula(d) } -> std::convertible_to<double>;
    { formula(t) } -> std::convertible_to<dual<double>>;
};

/// function(lambda): the function whose formula is a lambda, with every derivative.
template <pointwise_formula L> function(L) -> function<kernel::written<L>>;

/// f(x) + g(x), and f(x) + c with a constant, which is a parameter c.
template <pointwise_kernel F, pointwise_kernel G>
constexpr auto operator+(function<F> const& f, function<G> const& g) {
    return function<kernel::sum<F, G, kernel::addition>>({f.kernel(), g.kernel()});
}
/// f(x) − g(x), −f(x), f(x) − c and c − f(x).
template <pointwise_kernel F, pointwise_kernel G>
constexpr auto operator-(function<F> const& f, function<G> const& g) {
    return function<kernel::sum<F, G, kernel::subtraction>>({f.kernel(), g.kernel()});
}
/// f(x)·g(x), and c·f(x) with a constant, which is a parameter c.
template <pointwise_kernel F, pointwise_kernel G>
constexpr auto operator*(function<F> const& f, function<G> const& g) {
    return function<kernel::product<F, G>>({f.kernel(), g.kernel()});
}
template <pointwise_kernel F> constexpr auto operator-(function<F> const& f) {
    return function<kernel::negative<F>>({f.kernel()});
}

template <pointwise_kernel F> constexpr auto operator*(double c, function<F> const& f) {
    return function<kernel::multiple<F>>({f.kernel(), c});
}
template <pointwise_kernel F> constexpr auto operator*(function<F> const& f, double c) {
    return c * f;
}
template <pointwise_kernel F> constexpr auto operator+(function<F> const& f, double c) {
    return function<kernel::shifted<F>>({f.kernel(), c});
}
template <pointwise_kernel F> constexpr auto operator+(double c, function<F> const& f) {
    return f + c;
}
template <pointwise_kernel F> constexpr auto operator-(function<F> const& f, double c) {
    return f + -c;
}
template <pointwise_kernel F> constexpr auto operator-(double c, function<F> const& f) {
    return -f + c;
}

template <pointwise_kernel F, pointwise_kernel G> struct engine::composition<F, G> {
    static constexpr auto of(F const& f, G const& g) {
        return function<kernel::composition<F, G>>({f, g});
    }
};

/// The gated unit of a pointwise activation: gated_by(mish)(a, b) is a·mish(b).
template <pointwise_function F> constexpr auto gated_by(F const& f) {
    return function(kernel::gated_by<typename F::kernel_type>{f.kernel()});
}

} // namespace actfn
