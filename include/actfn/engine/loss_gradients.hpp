// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/losses.hpp>
#include <actfn/engine/option_gradients.hpp>

/// Gradients of losses of rows by the numbers of their logits and by their options.
namespace actfn::inline ACTFN_ABI {

/// What a loss of rows can learn beside its logits.
template <class T> struct logit_gradient {
    T temperature;
    T softcap;
    T sink;
};

namespace engine {

/// Σ gy·∂f/∂p over all rows of a loss; the gradients by options go to `to`.
template <class Arch, class F, class Layout, class X, class T, class W>
auto loss_gradients(std::string_view call, F const& f, Layout const& layout, X& x, T const& t,
                    W& gy, row_gradients const& to) {
    using K = typename F::kernel_type;
    using Logits = std::remove_const_t<X>;
    decltype(auto) logits = engine::samples_of<Logits>(x);
    using E = arithmetic<typename lines_element<std::remove_reference_t<decltype(logits)>>::type>;
    using V = math::pack<E, Arch>;
    constexpr std::string_view function = engine::name_of<K>();
    line_operands<Layout> lines(call, function, layout);
    auto const in = lines.first("x", logits);
    std::size_t const n = lines.entries();
    auto const weights = lines.next("gy", gy, 1, true);
    auto const o = engine::spread(f.kernel(), lines);
    using Options = std::remove_const_t<decltype(o)>;
    logit_sums<V, Options> sums(call, function, o, to, lines);
    auto const run = [&](auto const& targets, auto const&... target_rows) {
        using Targets = std::remove_cvref_t<decltype(targets)>;
        logit_losses<K, V, Options, Targets> loss_of(f.kernel(), o, n, targets);
        auto const one = [&](auto row, std::ptrdiff_t b, std::size_t r, auto x_row, auto... t_row) {
            auto const by_logit = loss_of.loop().template line<decltype(row)>(3);
            std::size_t const sample = static_cast<std::size_t>(b * in.sizes[1]) + r;
            auto const loss =
                loss_of.loss(row, {b, r, sample}, E(1), engine::numbers_of<V>(row, weights, b, r),
                             true, x_row, t_row..., by_logit);
            E of_sinks[math::lanes<V>] = {};
            row.report(of_sinks, loss.by_sink);
            engine::leave_out(targets, row, sample, of_sinks, t_row..., by_logit);
            sums.add(loss_of.loop(), row, b, r, x_row, row.collect(of_sinks), loss.by_all,
                     loss.value);
        };
        constexpr std::size_t read = 1 + sizeof...(target_rows);
        if (!engine::is_empty(in)) {
            engine::for_all_rows<Arch, E, read, false>(f, one, in, target_rows...);
        }
        auto const all = sums.finish(engine::logit_numbers_of(f.kernel()));
        return logit_gradient<E>{static_cast<E>(all[0]), static_cast<E>(all[1]),
                                 static_cast<E>(all[2])};
    };
    if constexpr (class_numbers<T>) {
        return engine::with_classes(function, engine::ignored_class(f.kernel()), t, lines.rows(), n,
                                    run);
    } else {
        decltype(auto) targets = engine::samples_of<Logits>(t);
        return run(distributions{}, lines.next("t", targets, n, false));
    }
}

} // namespace engine

} // namespace actfn
