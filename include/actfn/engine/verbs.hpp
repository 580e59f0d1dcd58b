// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/joined.hpp>
#include <actfn/engine/each_gradients.hpp>
#include <actfn/engine/function.hpp>

/// What the verbs of <actfn/array.hpp> have in common: which operands each takes, what they are
/// called, and which loop runs.
namespace actfn::inline ACTFN_ABI {

namespace engine {

/// The object that serves operands X of f: the complex extension for complex numbers.
template <class F, class X> constexpr auto const& serving(F const& f) noexcept {
    using K = typename F::kernel_type;
    if constexpr (operand<X> && !is_each<F>) {
        if constexpr (pointwise_kernel<K> && has_complex_extension<K> &&
                      complex_element<std::remove_cv_t<element_t<X>>>) {
            return complex_extension<K>::function;
        } else {
            return f;
        }
    } else {
        return f;
    }
}

/// The types of elements a complex call has.
template <class Verb, class K, class T, std::size_t number> consteval auto expected_element() {
    using R = decltype(member::value::apply(std::declval<K const&>(), complex<math::pack<T>>{}));
    using Value = std::conditional_t<real<R>, T, std::complex<T>>;
    if constexpr (number < inputs<K>.count) {
        return std::type_identity<std::complex<T>>{};
    } else if constexpr (std::same_as<Verb, verb::backward> && number == inputs<K>.count + 1) {
        return std::type_identity<std::complex<T>>{};
    } else if constexpr (std::same_as<Verb, verb::wirtinger> && number > 1) {
        return std::type_identity<std::complex<T>>{};
    } else {
        return std::type_identity<Value>{};
    }
}

/// Whether operand X holds the class numbers of a loss of rows.
template <class K, std::size_t number, class X>
inline constexpr bool holds_classes = [] {
    if constexpr (row_loss_kernel<K> && number == 1) {
        return class_numbers<std::remove_cvref_t<X>>;
    } else {
        return false;
    }
}();

template <class K, std::size_t number, class X, bool written, bool lines, bool duals>
consteval auto operand_fault() {
    using P = std::remove_reference_t<X>;
    constexpr bool known = operand<P> || is_added<std::remove_cvref_t<X>>;
    if constexpr (holds_classes<K, number, X>) {
        return std::type_identity<wrong::nothing>{};
    } else if constexpr (duals && dual_range<P>) {
        if constexpr (written && std::is_const_v<typename lines_element<P>::type>) {
            return std::type_identity<wrong::output_is_const<number + 1, P>>{};
        } else {
            return std::type_identity<wrong::nothing>{};
        }
    } else if constexpr (lines && taught_lines<P>) {
        if constexpr (written && std::is_const_v<typename lines_element<P>::type>) {
            return std::type_identity<wrong::output_is_const<number + 1, P>>{};
        } else {
            return std::type_identity<wrong::nothing>{};
        }
    } else if constexpr (!known && has_front_end<std::remove_cvref_t<X>>) {
        return std::type_identity<wrong::operand_is_a_lazy_expression<number + 1, P>>{};
    } else if constexpr (!known && std::ranges::contiguous_range<P>) {
        return std::type_identity<wrong::operand_has_elements_of_another_kind<number + 1, P>>{};
    } else if constexpr (!known) {
        return std::type_identity<wrong::operand_is_no_range_of_numbers<number + 1, P>>{};
    } else if constexpr (written && !output<X>) {
        return std::type_identity<wrong::output_is_const<number + 1, P>>{};
    } else {
        return std::type_identity<wrong::nothing>{};
    }
}

template <class X>
inline constexpr bool is_known =
    operand<X> || taught_lines<X> || is_added<std::remove_cvref_t<X>> || dual_range<X>;

template <class Verb, class K, std::size_t number, class X, class First>
consteval auto known_element_fault() {
    using E = std::remove_cv_t<typename lines_element<std::remove_reference_t<X>>::type>;
    using E0 = std::remove_cv_t<typename lines_element<std::remove_reference_t<First>>::type>;
    using T = arithmetic<E0>;
    if constexpr (complex_kernel<K>) {
        using Expected = typename decltype(engine::expected_element<Verb, K, T, number>())::type;
        if constexpr (std::same_as<E, Expected>) {
            return std::type_identity<wrong::nothing>{};
        } else {
            return std::type_identity<wrong::operand_has_other_elements<number + 1, E, Expected>>{};
        }
    } else if constexpr (complex_element<E> || !std::same_as<arithmetic<E>, T>) {
        return std::type_identity<wrong::operand_has_other_elements<number + 1, E, T>>{};
    } else {
        return std::type_identity<wrong::nothing>{};
    }
}

template <class Verb, class K, std::size_t number, class X, class First>
consteval auto element_fault() {
    constexpr bool known =
        is_known<std::remove_reference_t<X>> && is_known<std::remove_reference_t<First>>;
    if constexpr (!known) {
        return std::type_identity<wrong::nothing>{};
    } else {
        return engine::known_element_fault<Verb, K, number, X, First>();
    }
}

/// Whether a call has what it needs beside operands, where parameters are data.
template <class Verb, class K, class... X> consteval bool means_something_each() {
    constexpr bool given = has_gradients<X...>;
    using Last = std::remove_cvref_t<std::tuple_element_t<sizeof...(X), std::tuple<int, X...>>>;
    constexpr bool of_k =
        ((!has_gradients<X> || std::same_as<std::remove_cvref_t<X>, each_gradients<K>>)&&...);
    if constexpr (has_gate<X...> || !of_k || given != is_gradients<Last>) {
        return false;
    } else if constexpr (std::same_as<Verb, verb::parameter_gradient>) {
        return given;
    } else {
        return !given || (std::same_as<Verb, verb::backward> && has_parameters<K>);
    }
}

template <class Verb, class F, class... X> consteval auto fault_of_operands() {
    using First = std::remove_reference_t<std::tuple_element_t<0, std::tuple<X..., int>>>;
    using G = std::remove_cvref_t<decltype(engine::serving<F, First>(std::declval<F const&>()))>;
    using K = typename G::kernel_type;
    constexpr bool split = has_gate<X...> && gated_kernel<K>;
    constexpr bool lines = split || lines_kernel<K>;
    constexpr bool in_rows = lines || row_loss_kernel<K> || is_each<G>;
    constexpr bool duals = lines_kernel<K> && !G::draws && !has_gate<X...>;
    constexpr std::size_t given = operand_count<X...>;
    constexpr bool means_something =
        !is_each<G> ? !has_gradients<X...> : engine::means_something_each<Verb, K, X...>();
    if constexpr (!engine::has_verb<Verb, G, split>() || !means_something) {
        return std::type_identity<wrong::the_function_has_no<Verb, K>>{};
    } else {
        constexpr std::size_t in = !lines                              ? inputs_of_call<Verb, K>
                                   : std::same_as<Verb, verb::forward> ? 1
                                                                       : 2;
        constexpr std::size_t out = std::same_as<Verb, verb::parameter_gradient> ? 0
                                    : lines                                      ? 1
                                            : outputs_of_call<Verb, K>;
        if constexpr (given != in + out || (!in_rows && given != sizeof...(X))) {
            return std::type_identity<wrong::number_of_arguments<given, in + out>>{};
        } else {
            return [&]<std::size_t... J>(std::index_sequence<J...>) {
                using All = std::tuple<X...>;
                return engine::first_fault<
                    typename decltype(engine::operand_fault < K, J, std::tuple_element_t<J, All>,
                                      (J >= in), in_rows, duals && out == 1 > ())::type...,
                    typename decltype(engine::element_fault<Verb, K, J,
                                                            std::tuple_element_t<J, All>,
                                                            First>())::type...>();
            }
            (std::make_index_sequence<in + out>{});
        }
    }
}

/// forward(f, x, mask, y, layout) of a function of rows with options.
template <class F, class... X> inline constexpr bool has_mask = false;
template <row_options_function F, class X, class M, class Y, class... Layout>
    requires(mask_operand<std::remove_reference_t<M>> &&
             (rows_in_a_range<std::remove_cvref_t<Layout>> && ...))
inline constexpr bool has_mask<F, X, M, Y, Layout...> = true;

/// parameter_gradient(f, x, gy, row_gradients{...}, layout) of a function of rows with options.
template <class F, class... X> inline constexpr bool has_row_gradients = false;
template <function_object F, class X, class G, class To, class... Layout>
    requires(std::same_as<std::remove_cvref_t<To>, row_gradients>&&
                 has_row_options<typename F::kernel_type> &&
             (rows_in_a_range<std::remove_cvref_t<Layout>> && ...))
inline constexpr bool has_row_gradients<F, X, G, To, Layout...> = true;

template <class Verb, class F, class... X> consteval auto call_fault() {
    if constexpr ((std::same_as<Verb, verb::forward> && has_mask<F, X...>) ||
                  (std::same_as<Verb, verb::parameter_gradient> && has_row_gradients<F, X...>)) {
        return std::type_identity<wrong::nothing>{};
    } else {
        return engine::fault_of_operands<Verb, F, X...>();
    }
}

} // namespace engine

/// The operands of a verb fit the function; if not, `wrong` says which does not, and why.
template <class Verb, class F, class... X>
concept call_of = right<typename decltype(engine::call_fault<Verb, F, X...>())::type>;

namespace engine {

/// "gx": the gradient by x.
template <class K, char prefix, std::size_t... i> struct prefixed {
    static constexpr char letter = prefix;
    static constexpr core::joined<1 + (inputs<K>[i].size() + ... + 0)> text{
        {std::string_view(&letter, 1), inputs<K>[i]...}};
    static constexpr std::string_view name = text.view();
};

/// What the operands of a call are called.
template <class Verb, class K> constexpr auto names_of_call() noexcept {
    constexpr std::size_t in = inputs_of_call<Verb, K>;
    std::array<std::string_view, in + outputs_of_call<Verb, K>> called{};
    constexpr std::string_view y = complex_kernel<K> ? "w" : "y";
    constexpr bool from_output = std::same_as<Verb, verb::backward_from_output> ||
                                 std::same_as<Verb, verb::derivative_from_output>;
    if (from_output) {
        called[0] = y;
    } else {
        for (std::size_t j = 0; j < inputs<K>.count; ++j) called[j] = inputs<K>[j];
    }
    std::size_t at = in;
    if constexpr (std::same_as<Verb, verb::backward> ||
                  std::same_as<Verb, verb::parameter_gradient> ||
                  std::same_as<Verb, verb::backward_from_output>) {
        called[in - 1] = "gy";
    }
    if constexpr (std::same_as<Verb, verb::forward>) called[at++] = y;
    if constexpr (std::same_as<Verb, verb::wirtinger>) {
        called[at++] = y;
        called[at++] = "dz";
        called[at++] = "dzbar";
    }
    if constexpr (std::same_as<Verb, verb::value_and_derivative>) called[at++] = y;
    if constexpr (std::same_as<Verb, verb::derivative> ||
                  std::same_as<Verb, verb::value_and_derivative> ||
                  std::same_as<Verb, verb::derivative_from_output>) {
        if constexpr (gated_kernel<K>) {
            called[at++] = prefixed<K, 'd', 0>::name;
            called[at++] = prefixed<K, 'd', 1>::name;
        } else {
            called[at++] = complex_kernel<K> ? "dz" : "dy";
        }
    }
    if constexpr (std::same_as<Verb, verb::second_derivative>) {
        if constexpr (gated_kernel<K>) {
            called[at++] = prefixed<K, 'd', 0, 0>::name;
            called[at++] = prefixed<K, 'd', 0, 1>::name;
            called[at++] = prefixed<K, 'd', 1, 1>::name;
        } else {
            called[at++] = "ddy";
        }
    }
    if constexpr (std::same_as<Verb, verb::backward> ||
                  std::same_as<Verb, verb::backward_from_output>) {
        called[at++] = prefixed<K, 'g', 0>::name;
        if constexpr (std::same_as<Verb, verb::backward> && gated_kernel<K>) {
            called[at++] = prefixed<K, 'g', 1>::name;
        }
    }
    return called;
}

template <class K> constexpr std::string_view name_of_lines() noexcept {
    if constexpr (requires { K::inputs; }) {
        return K::inputs[0];
    } else {
        return "x";
    }
}

template <class Verb, class Arch, class F, class Layout, class... X>
void run_on_lines(F const& f, Layout const& layout, X&... operands) {
    using K = typename F::kernel_type;
    constexpr std::string_view x = name_of_lines<K>();
    if constexpr (std::same_as<Verb, verb::forward>) {
        constexpr std::array<std::string_view, 2> called{x, "y"};
        engine::transform_lines<line_member::forward, Arch>(Verb::name, f, called, layout,
                                                            operands...);
    } else {
        constexpr bool from_output = std::same_as<Verb, verb::backward_from_output>;
        constexpr std::string_view gx = x == "z" ? "gz" : "gx";
        constexpr std::array<std::string_view, 3> called{from_output ? "y" : x, "gy", gx};
        engine::transform_lines<typename Verb::lines, Arch>(Verb::name, f, called, layout,
                                                            operands...);
    }
}

/// A verb of a loss of rows.
template <class Verb, class Arch, class F, class Layout, class X, class T, class... More>
void run_on_losses(F const& f, Layout const& layout, X& x, T const& t, More&... more) {
    absent none;
    auto const run = [&](auto& gy, auto& y, std::string_view name, auto& gx) {
        engine::loss_of_rows<Arch>(Verb::name, f, total{}, layout, x, t, gy, y, name, gx);
    };
    auto const all = std::tie(more...);
    if constexpr (std::same_as<Verb, verb::forward>) {
        run(none, std::get<0>(all), "", none);
    } else if constexpr (std::same_as<Verb, verb::derivative>) {
        run(none, none, "dy", std::get<0>(all));
    } else if constexpr (std::same_as<Verb, verb::value_and_derivative>) {
        run(none, std::get<0>(all), "dy", std::get<1>(all));
    } else {
        run(std::get<0>(all), none, "gx", std::get<1>(all));
    }
}

/// Σ gy·∂f/∂p of rows that are split in parts.
template <class Arch, class F, class Layout, class X, class G>
auto parameter_sums_of_parts(F const& f, Layout const& layout, X& x, G& gy) {
    using K = typename F::kernel_type;
    constexpr std::string_view call = verb::parameter_gradient::name;
    constexpr std::string_view name = engine::name_of<K>();
    line_operands<Layout> lines(call, name, layout);
    auto const rows = lines.first("x", x);
    std::size_t const n = lines.entries();
    engine::check_halves(call, name, "x", n, K::over);
    auto const weights =
        lines.next("gy", gy, engine::output_length(f.kernel(), n), K::over != K::times);
    auto const in = engine::split_rows<K::over>(rows, engine::is_swapped(f.kernel()));
    auto const one = [&](auto const& kernel_, auto weight) {
        return std::apply(
            [&](auto... part) {
                std::array<std::string_view, sizeof...(part) + 1> called;
                called.fill(K::over == 1 ? "x" : "half of x");
                called.back() = K::times == 1 ? "gy" : "half of gy";
                return engine::parameter_sums<Arch>(function(kernel_), called, part..., weight);
            },
            in);
    };
    auto const kernels = f.kernel().parameter_parts();
    auto const parts = engine::split_rows<K::times>(weights, false);
    auto total = one(std::get<0>(kernels), std::get<0>(parts));
    if constexpr (K::times == 2) {
        total = core::zip_fields(total, one(std::get<1>(kernels), std::get<1>(parts)),
                                 [](auto a, auto b) { return a + b; });
    }
    return total;
}

/// An operand of elements, or of rows, as a view.
template <class X> auto element_view(X& x) {
    if constexpr (is_added<std::remove_const_t<X>>) {
        return x;
    } else {
        return engine::view_of(x);
    }
}
template <class Layout, class X>
auto line_view(line_operands<Layout>& lines, bool first, std::string_view name, X& x) {
    auto const view = first ? lines.first(name, x) : lines.next(name, x, lines.entries(), false);
    if constexpr (is_added<std::remove_const_t<X>>) {
        return added<std::remove_const_t<decltype(view)>>{view};
    } else {
        return view;
    }
}

/// Whether the operands of a call are rows.
template <class... X>
inline constexpr bool are_lines = operand_count<X...> != sizeof...(X) ||
                                  (taught_lines<std::remove_reference_t<X>> || ...);

/// f(shape, views...) for operands beside parameters that are data.
template <class Verb, class F, class Called, class Run, class... X>
auto with_views(F const&, Called const& called, Run run, X&... all) {
    constexpr std::string_view function = engine::name_of<typename F::kernel_type>();
    auto const operands = std::tie(all...);
    auto const layout = engine::layout_behind(all...);
    return [&]<std::size_t... J>(std::index_sequence<J...>) {
        if constexpr (are_lines<X...>) {
            line_operands lines(Verb::name, function, layout);
            among_lines<std::remove_const_t<decltype(layout)>> const shape{lines, Verb::name,
                                                                           function};
            std::tuple views{engine::line_view(lines, J == 0, called[J], std::get<J>(operands))...};
            return run(shape, std::get<J>(views)...);
        } else {
            return run(among_elements{}, engine::element_view(std::get<J>(operands))...);
        }
    }
    (std::make_index_sequence<operand_count<X...>>{});
}

/// A call of a verb with parameters that are data.
template <class Verb, class Arch, class F, class... X> void run_each(F const& f, X&... all) {
    using K = typename F::kernel_type;
    constexpr auto called = engine::names_of_call<Verb, K>();
    auto const run = [&](auto const& shape, auto... views) {
        engine::transform_each<typename Verb::member, Arch, inputs_of_call<Verb, K>>(
            Verb::name, f, called, shape, views...);
    };
    auto const operands = std::tie(all...);
    bool const done = [&]<std::size_t... J>(std::index_sequence<J...>) {
        return engine::try_plain_channels<typename Verb::member, Arch, inputs_of_call<Verb, K>>(
            f, engine::layout_behind(all...), std::get<J>(operands)...);
    }
    (std::make_index_sequence<operand_count<X...>>{});
    if (!done) engine::with_views<Verb>(f, called, run, all...);
}

/// The same with the gradients by the parameters.
template <class Verb, class Arch, class F, class... X> void run_gradients(F const& f, X&... all) {
    using K = typename F::kernel_type;
    constexpr auto called = engine::names_of_call<Verb, K>();
    auto const& to = std::get<sizeof...(X) - 1>(std::tie(all...));
    auto const run = [&](auto const& shape, auto... views) {
        engine::gradients_of_each<Arch, inputs_of_call<Verb, K>>(Verb::name, f, to, called, shape,
                                                                 views...);
    };
    engine::with_views<Verb>(f, called, run, all...);
}

/// A call of a verb.
template <class Verb, class Arch = native, class F, class... X>
auto run(F const& object, X&... all) {
    using First = std::remove_reference_t<std::tuple_element_t<0, std::tuple<X...>>>;
    auto const& f = engine::serving<F, First>(object);
    using K = typename std::remove_cvref_t<decltype(f)>::kernel_type;
    engine::check_for<Verb>(f);
    auto const operands = std::tie(all...);
    auto const layout = engine::layout_behind(all...);
    return [&]<std::size_t... J>(std::index_sequence<J...>) {
        if constexpr (std::same_as<Verb, verb::forward> && has_mask<F, X...>) {
            auto const masked = f.each({.mask = std::get<1>(operands)});
            engine::run<Verb, Arch>(masked, std::get<0>(operands), std::get<2>(operands), layout);
        } else if constexpr (has_row_gradients<F, X...>) {
            return engine::logit_gradients<Arch>(Verb::name, f, layout, std::get<J>(operands)...);
        } else if constexpr (is_each<F> && has_gradients<X...>) {
            engine::run_gradients<Verb, Arch>(f, all...);
        } else if constexpr (is_each<F>) {
            engine::run_each<Verb, Arch>(f, all...);
        } else if constexpr (has_gate<X...>) {
            gate const which = std::get<operand_count<X...>>(operands);
            if constexpr (std::same_as<Verb, verb::parameter_gradient>) {
                return engine::parameter_sums_of_parts<Arch>(engine::halves_of(f, which), layout,
                                                             std::get<J>(operands)...);
            } else {
                engine::run_on_lines<Verb, Arch>(engine::halves_of(f, which), layout,
                                                 std::get<J>(operands)...);
            }
        } else if constexpr (has_parameter_parts<K> &&
                             std::same_as<Verb, verb::parameter_gradient>) {
            return engine::parameter_sums_of_parts<Arch>(f, layout, std::get<J>(operands)...);
        } else if constexpr (lines_kernel<K> && std::same_as<Verb, verb::parameter_gradient>) {
            return engine::temperature_sum<Arch>(Verb::name, f, layout, std::get<J>(operands)...);
        } else if constexpr (lines_kernel<K>) {
            engine::run_on_lines<Verb, Arch>(f, layout, std::get<J>(operands)...);
        } else if constexpr (row_loss_kernel<K>) {
            engine::run_on_losses<Verb, Arch>(f, layout, std::get<J>(operands)...);
        } else if constexpr (std::same_as<Verb, verb::parameter_gradient>) {
            return engine::parameter_sums<Arch>(f, engine::names_of_call<Verb, K>(), all...);
        } else {
            engine::transform<typename Verb::member, Arch, inputs_of_call<Verb, K>>(
                Verb::name, f, engine::names_of_call<Verb, K>(), all...);
        }
    }
    (std::make_index_sequence<operand_count<X...>>{});
}

} // namespace engine

} // namespace actfn
