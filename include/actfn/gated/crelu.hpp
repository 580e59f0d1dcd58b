// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/gated.hpp>
#include <actfn/pointwise/relu.hpp>

namespace actfn {

/// What can be asked of a concatenated activation, on packs.
namespace concatenated_member {

/// f(x) and f(−x), by the names array loops know for two results.
struct value {
    template <class K, real V> ACTFN_INLINE static jet<V> apply(K const& k, V x) {
        return {.value = member::value::apply(k, x), .derivative = member::value::apply(k, -x)};
    }
};

struct backward {
    template <class K, real V>
    ACTFN_INLINE static V apply(K const& k, V x, V of_positive, V of_negative) {
        V const rising = member::backward::apply(k, x, of_positive);
        return math::settle(rising) - math::settle(member::backward::apply(k, -x, of_negative));
    }
};

} // namespace concatenated_member

/// Teaches concatenated activations a new kind of argument: `forward` and `backward`, as
/// reduction_front_end.
template <class X> struct concatenated_front_end { static constexpr bool missing = true; };

/// What a concatenated activation can be called with: with <actfn/eigen.hpp>, a real vector, or
/// X.colwise() or X.rowwise() of a real matrix. For arrays see `forward`.
template <class X>
concept concatenated_argument = !requires {
    concatenated_front_end<X>::missing;
};

/// crelu(x) = [relu(x), relu(−x)], twice as long as x, of which nothing is lost: x is the first
/// half minus the second. gx = g₁·relu′(x) − g₂·relu′(−x), 0 at 0. `concatenated(f)` is the same of
/// any pointwise f. Not the complex relu of that name, which is complex_crelu.
template <pointwise_kernel K> class concatenated_activation {
  public:
    using kernel_type = K;
    static constexpr summary facts{.name = "crelu",
                                   .aliases = "concatenated_relu",
                                   .formula = "max(x, 0) then max(-x, 0)",
                                   .gradient = "g1 * (x > 0) - g2 * (x < 0)",
                                   .source = "Shang, Sohn, Almeida, Lee 2016, arXiv:1603.05201",
                                   .lower = 0,
                                   .max_ulp = {.value = 0, .gradient = 0}};

    constexpr concatenated_activation() = default;
    constexpr explicit concatenated_activation(K const& kernel) : kernel_(kernel) {}

    /// The kernel of the activation that is concatenated.
    constexpr K const& kernel() const noexcept { return kernel_; }

    template <concatenated_argument X, class Arch = native> auto operator()(X const& x) const {
        return concatenated_front_end<X>::template forward<Arch>(kernel_, x);
    }
    /// The gradient by x from that by both halves.
    template <concatenated_argument X, concatenated_argument G, class Arch = native>
    auto backward(X const& x, G const& gy) const {
        return concatenated_front_end<X>::template backward<Arch>(kernel_, x, gy);
    }

  private:
    [[no_unique_address]] K kernel_{};
};

inline constexpr concatenated_activation<kernel::relu> crelu{};
inline constexpr auto& concatenated_relu = crelu;

/// [f(x), f(−x)] of a pointwise activation: concatenated(elu).
template <pointwise_activation F> constexpr auto concatenated(F const& f) {
    return concatenated_activation<typename F::kernel_type>(f.kernel());
}

template <class F>
concept concatenated_function = requires {
    typename F::kernel_type;
    requires std::same_as<F, concatenated_activation<typename F::kernel_type>>;
};

/// y = [f(x), f(−x)]; with a layout every row of x makes one of y, which lie without gaps. x may be
/// half of y if it is one row, else they lie apart.
template <concatenated_function F, array_of_elements X, writable_array Y, class Arch = native>
    requires same_elements<X, Y>
void forward(F const& f, X const& x, Y&& y, row_layout layout = {}) {
    using T = engine::element_of<X>;
    constexpr std::string_view call = "forward";
    engine::named_span<T const> const in{"x", engine::view(x)};
    engine::named_span<T> const out{"y", engine::view(y)};
    bool const one_row = engine::is_whole(layout) && layout.rows == 1;
    layout = engine::check_rows_of(call, F::facts.name, layout, in, out, 2, 1);
    if (!one_row) engine::check_apart<T>(call, F::facts.name, in, out);
    std::size_t const n = layout.columns;
    for (std::size_t r = 0; r < layout.rows; ++r) {
        auto const to = out.elements.subspan(r * 2 * n, 2 * n);
        engine::checked_transform<concatenated_member::value, Arch, F, T, 1, 2>(
            call, f, {{{"x", in.elements.subspan(r * layout.step(), n)}}},
            {{{"half of y", to.first(n)}, {"half of y", to.last(n)}}});
    }
}

/// gx from the gradient by both halves.
template <concatenated_function F, array_of_elements X, array_of_elements G, writable_array D,
          class Arch = native>
    requires same_elements<X, G, D>
void backward(F const& f, X const& x, G const& gy, D&& gx, row_layout layout = {}) {
    using T = engine::element_of<X>;
    constexpr std::string_view call = "backward";
    engine::named_span<T const> const in{"x", engine::view(x)};
    engine::named_span<T const> const weights{"gy", engine::view(gy)};
    engine::named_span<T> const out{"gx", engine::view(gx)};
    bool const one_row = engine::is_whole(layout) && layout.rows == 1;
    if (one_row) engine::check_spans<T, 1, 1>(call, F::facts.name, {in}, {out});
    layout = engine::check_rows_of(call, F::facts.name, layout, in, weights, 2, 1);
    engine::check_extent(layout, call, F::facts.name, out);
    if (!one_row) {
        engine::check_rows_apart(call, F::facts.name, layout, in, out);
        engine::check_apart<T>(call, F::facts.name, weights, out);
    }
    std::size_t const n = layout.columns;
    for (std::size_t r = 0; r < layout.rows; ++r) {
        std::size_t const begin = r * layout.step();
        auto const from = weights.elements.subspan(r * 2 * n, 2 * n);
        engine::checked_transform<concatenated_member::backward, Arch, F, T, 3, 1>(
            call, f,
            {{{"x", in.elements.subspan(begin, n)},
              {"half of gy", from.first(n)},
              {"half of gy", from.last(n)}}},
            {{{"gx", out.elements.subspan(begin, n)}}});
    }
}

} // namespace actfn
