// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/lines.hpp>

namespace actfn::inline ACTFN_ABI {

/// Which half of a tensor is the gate; the other is the value. PyTorch, JAX and Keras gate with
/// the second half, ggml with the first.
enum class gate { first, second };

namespace kernel {

/// A gated kernel on rows that hold both: a half of the row is the gate.
template <gated_kernel K> struct split_gate {
    static constexpr std::size_t over = 2;
    static constexpr std::size_t times = 1;
    static constexpr std::string_view name = engine::name_of<K>();

    K of{};
    gate which = gate::second;

    constexpr actfn::facts describe() const { return engine::facts_of(of); }
    constexpr bool swapped() const noexcept { return which == gate::first; }
    constexpr auto parameter_parts() const requires has_parameters<K> { return std::tuple(of); }

    template <real V> ACTFN_INLINE V forward(V a, V b) const {
        return member::value::apply(of, a, b);
    }
    template <real V> ACTFN_INLINE gated_gradient<V> backward(V a, V b, V gy) const {
        return member::backward::apply(of, a, b, gy);
    }
};

} // namespace kernel

namespace engine {

/// The same function of rows that hold value and gate.
template <class F> constexpr auto halves_of(F const& f, gate which);

/// A member of a function object of rows on a range, or on an argument that the verbs do not take.
template <class Member, class Arch, class F, class X, class... More>
auto call_lines(F const& f, X const& x, More const&... more) {
    using K = typename F::kernel_type;
    if constexpr (has_front_end<X>) {
        return front_end<X>::template call_lines<Member, Arch>(f, x, more...);
    } else {
        static_assert(sizeof...(More) == 0, "actfn: for gradients of ranges see the verb backward");
        using T = arithmetic<element_t<X const>>;
        std::array<std::string_view, 2> constexpr called{"x", "y"};
        if constexpr (reduction_kernel<K> && !requires(K const& k) { k.group(); }) {
            std::array<T, 1> y;
            engine::transform_lines<Member, Arch>("forward", f, called, row_layout{}, x, y);
            return y[0];
        } else {
            std::vector<T> y(
                engine::output_length(f.kernel(), static_cast<std::size_t>(std::ranges::size(x))));
            engine::transform_lines<Member, Arch>("forward", f, called, row_layout{}, x, y);
            return y;
        }
    }
}

} // namespace engine
} // namespace actfn
