// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/composed.hpp>
#include <actfn/core/joined.hpp>
#include <actfn/engine/member.hpp>

/// Kernels as parts of another: their derivatives, parameters, names and formulas in it.
namespace actfn::inline ACTFN_ABI::engine {

/// The derivatives of order n and n + 1, as parts of another function's. Of dual numbers by the
/// chain rule with the accurate derivatives, unless the parameters are dual themselves.
template <int n, class K, real V> ACTFN_INLINE V part_of(K const& k, V x) {
    auto const v = math::primal(x);
    return [&]<int... i>(std::integer_sequence<int, i...>) ACTFN_LAMBDA_INLINE {
        return math::chain_all(x, member::nth_derivative<n + i>::apply(k, v)...);
    }
    (std::make_integer_sequence<int, 1 + math::dual_depth<V>>{});
}

template <class... P> inline constexpr bool has_dual_numbers = false;
template <class... P>
inline constexpr bool
    has_dual_numbers<std::tuple<P...>> = (math::is_dual<std::remove_cvref_t<P>>::value || ...);

/// Value and derivative of a part. One that is composed itself has the chain rule in its `at`.
template <class K, real V> ACTFN_INLINE jet<V> jet_of(K const& k, V x) {
    if constexpr (math::is_dual<V>::value && !requires { typename K::composed; } &&
                  !has_dual_numbers<decltype(core::numbers(std::declval<K const&>()))>) {
        return {engine::part_of<0>(k, x), engine::part_of<1>(k, x)};
    } else {
        auto const j = member::value_and_derivative::apply(k, x);
        return {j.value, j.derivative};
    }
}

/// x with finite tangents: 0 times them is 0.
template <real V> ACTFN_INLINE V all_finite(V x) {
    if constexpr (math::is_dual<V>::value) {
        return {engine::all_finite(x.value), engine::all_finite(x.tangent)};
    } else {
        return math::finite(x);
    }
}
template <real V> ACTFN_INLINE V finite_tangents(V x) {
    if constexpr (math::is_dual<V>::value) {
        return {engine::finite_tangents(x.value), engine::all_finite(x.tangent)};
    } else {
        return x;
    }
}

/// factor·∂f/∂p for every parameter p of a part.
template <class K, real V> ACTFN_INLINE auto weighted_slopes(K const& k, V x, V factor) {
    if constexpr (has_parameters<K>) {
        return core::map_fields(
            k.parameter_derivatives(x),
            [&](V const& slope) ACTFN_LAMBDA_INLINE { return math::times_or_zero(factor, slope); });
    } else {
        return core::make_numbers<K, V>([](auto) ACTFN_LAMBDA_INLINE { return V(0); });
    }
}

template <class... K> constexpr void check_all(K const&... kernels) {
    auto const check = [](auto const& k) {
        if constexpr (requires { k.check(); }) k.check();
    };
    (check(kernels), ...);
}

// Names and formulas, put together at compile time.

struct constant {
    static constexpr std::string_view name = "c";
    static constexpr std::string_view formula = "c";
};

template <class K>
inline constexpr core::joined<engine::name_of<K>().size() + 3> call_text{
    {engine::name_of<K>(), "(x)"}};

/// A kernel's formula in terms of named functions.
template <class K> constexpr std::string_view formula_of() {
    if constexpr (requires { K::formula; }) {
        return K::formula;
    } else if constexpr (engine::name_of<K>() == "identity") {
        return "x";
    } else {
        return call_text<K>.view();
    }
}

struct names_of_parts {
    template <class K> static constexpr std::string_view of = engine::name_of<K>();
};
struct formulas_of_parts {
    template <class K> static constexpr std::string_view of = engine::formula_of<K>();
};

template <class Text, class F, char operation, class G> struct infix {
    static constexpr std::string_view f = Text::template of<F>;
    static constexpr std::string_view g = Text::template of<G>;
    static constexpr bool left = operation == '*' && core::needs_brackets(f);
    static constexpr bool right = core::needs_brackets(g);
    static constexpr char between[]{' ', operation, ' ', 0};
    static constexpr core::joined<3 + f.size() + g.size() + 2 * left + 2 * right> text{
        {left ? "(" : "", f, left ? ")" : "", between, right ? "(" : "", g, right ? ")" : ""}};
};

template <class Text, class F> struct minus {
    static constexpr std::string_view f = Text::template of<F>;
    static constexpr bool brackets = core::needs_brackets(f);
    static constexpr core::joined<1 + f.size() + 2 * brackets> text{
        {"-", brackets ? "(" : "", f, brackets ? ")" : ""}};
};

/// f(argument), where f may be composed.
template <class F> struct prefix {
    static constexpr std::string_view f = engine::name_of<F>();
    static constexpr bool brackets = core::needs_brackets(f, true);
    static constexpr core::joined<f.size() + 2 * brackets> text{
        {brackets ? "(" : "", f, brackets ? ")" : ""}};
};

template <class F, class G> struct of_function {
    static constexpr std::string_view f = prefix<F>::text.view();
    static constexpr std::string_view g = engine::name_of<G>();
    static constexpr core::joined<2 + f.size() + g.size()> name{{f, "(", g, ")"}};
    static constexpr core::substituted<core::substitute(nullptr, engine::formula_of<F>(),
                                                        engine::formula_of<G>())>
        formula{engine::formula_of<F>(), engine::formula_of<G>()};
};

constexpr facts named(facts f, std::string_view name, std::string_view formula) noexcept {
    f.name = name;
    f.formula = formula;
    return f;
}

} // namespace actfn::engine
