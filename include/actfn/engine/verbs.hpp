// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/joined.hpp>
#include <actfn/engine/each_gradients.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/engine/loss_gradients.hpp>
#include <actfn/engine/operand_faults.hpp>

/// What the verbs of <actfn/array.hpp> have in common: what their operands are called, and which
/// loop runs.
namespace actfn::inline ACTFN_ABI {

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
                                 std::same_as<Verb, verb::derivative_from_output> ||
                                 std::same_as<Verb, verb::inverse>;
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
    if constexpr (std::same_as<Verb, verb::inverse>) called[at++] = inputs<K>[0];
    if constexpr (std::same_as<Verb, verb::log_derivative>) called[at++] = "logdy";
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
        } else if constexpr (has_row_gradients<F, X...> && row_loss_kernel<K>) {
            return engine::loss_gradients<Arch>(Verb::name, f, layout, std::get<J>(operands)...);
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
            return engine::row_sums<Arch>(Verb::name, f, layout, std::get<J>(operands)...);
        } else if constexpr (lines_kernel<K>) {
            engine::run_on_lines<Verb, Arch>(f, layout, std::get<J>(operands)...);
        } else if constexpr (row_loss_kernel<K> && std::same_as<Verb, verb::parameter_gradient>) {
            return engine::loss_gradients<Arch>(Verb::name, f, layout, std::get<J>(operands)...,
                                                row_gradients{});
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
