// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/lines.hpp>

/// Losses of single entries, summed over all of them.
namespace actfn::engine {

/// Whether f(x, t) of a loss is a mean over the entries of X, not the loss of one entry.
template <class K, class X>
concept reduces = elementwise_loss_kernel<K> && !number_argument<X>;

struct mean {
    static double divisor(std::size_t n) noexcept { return static_cast<double>(n); }
};
struct total {
    static double divisor(std::size_t) noexcept { return 1; }
};

/// x itself where it has memory behind it, else its value.
template <class X> decltype(auto) in_memory(X const& x) {
    if constexpr (operand<X const>) {
        return (x);
    } else {
        return front_end<X>::evaluated(x);
    }
}

template <class X>
concept loss_argument = operand<X const> || has_front_end<X>;

/// Where the gradient of a loss goes, if it is asked for.
inline math::discard gradient_line() noexcept { return {}; }
template <class Line> ACTFN_INLINE Line gradient_line(Line line) noexcept { return line; }
template <class E> ACTFN_INLINE math::line<E> gradient_line(E* gx) noexcept { return {gx}; }
template <class E> ACTFN_INLINE math::added_line<E> gradient_line(accumulator<E> gx) noexcept {
    return {gx.at};
}

/// The sum of the losses of n entries; the gradient of that sum, over `divisor`, goes to gx unless
/// that is `discard`.
template <class Arch, class T, class K, class Gradient, class X, class Y>
T sum_of_losses(K const& k, std::size_t n, double divisor, Gradient gx, X const* x, Y const* t) {
    using V = math::pack<T, Arch>;
    math::along<V> const row(n);
    V const d(static_cast<T>(divisor));
    auto const terms = [&](V v, V target) ACTFN_LAMBDA_INLINE {
        auto const j = k.at(v, target);
        return math::kept<V, 1>{math::settle(j.derivative) / d, {j.value}};
    };
    return math::first(row.sums(terms, gx, math::line<X const>{x}, math::line<Y const>{t})[0]);
}

template <class Arch, class F, class Reduction, class X, class Y, class... G>
auto reduce(F const& f, Reduction, X const& x, Y const& t, G&... gx) {
    auto&& entries = engine::in_memory(x);
    auto&& targets = engine::in_memory(t);
    using In = std::remove_reference_t<decltype(entries)>;
    using Targets = std::remove_reference_t<decltype(targets)>;
    using T = arithmetic<element_t<In>>;
    auto const n = static_cast<std::size_t>(engine::place("x", engine::view_of(entries)).count());
    double const divisor = Reduction::divisor(n);
    math::compensated<double> total;
    auto const run = [&](std::ptrdiff_t, std::size_t count, auto const* in, auto const* target,
                         auto... out) {
        auto const gradient = engine::gradient_line(out...);
        total.add(static_cast<double>(
            engine::sum_of_losses<Arch, T>(f.kernel(), count, divisor, gradient, in, target)));
    };
    std::array<std::string_view, 3> constexpr called{"x", "t", "gx"};
    std::array<std::string_view, 2 + sizeof...(G)> names_;
    std::copy_n(called.begin(), names_.size(), names_.begin());
    engine::checked_runs<2>("loss", f, names_, run, static_cast<In const&>(entries),
                            static_cast<Targets const&>(targets), gx...);
    return static_cast<T>(total.value()) / static_cast<T>(divisor);
}

/// No range for the loss of every sample.
struct no_losses_type {};
inline constexpr no_losses_type no_losses{};

/// Targets that are rows beside the logits.
struct distributions {
    static constexpr std::size_t inputs = 2;
};

/// The rows of an operand of a loss whose logits are an X: a range or X.rowwise() itself; of other
/// Eigen objects, and of expressions their value, the columns, or the rows where the logits come in
/// rows.
template <class X, class Y> decltype(auto) samples_of(Y& y) {
    if constexpr (requires { front_end<X>::samples(y); }) {
        return front_end<X>::samples(y);
    } else {
        return (y);
    }
}
template <class X> X& as_lvalue(X& x) noexcept { return x; }
template <class X> X const& as_lvalue(X const&& x) noexcept { return x; }

/// The class numbers of a range or an Eigen vector.
template <class T> decltype(auto) target_values(T const& t) {
    if constexpr (requires { front_end<T>::labels(t); }) {
        return front_end<T>::labels(t);
    } else {
        return std::ranges::begin(t);
    }
}
template <class T> auto target_count(T const& t) {
    if constexpr (std::ranges::sized_range<T const>) {
        return std::ranges::size(t);
    } else {
        return t.size();
    }
}
template <class T> auto target_of(T const& t) {
    if constexpr (requires { front_end<T>::labels(t); }) {
        return std::type_identity<typename front_end<T>::scalar>{};
    } else if constexpr (std::ranges::range<T const>) {
        return std::type_identity<std::ranges::range_value_t<T const>>{};
    } else {
        return std::type_identity<void>{};
    }
}
template <class T>
using target_element = typename decltype(engine::target_of(std::declval<T const&>()))::type;

} // namespace actfn::engine
