// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/activation.hpp>
#include <actfn/core/spans.hpp>
#include <actfn/core/summary.hpp>

namespace actfn {

/// Teaches maxout a new kind of argument, as gated_front_end does.
template <class X> struct maxout_front_end { static constexpr bool missing = true; };

/// What maxout can be called with: with <actfn/eigen.hpp>, a real vector, or X.colwise() or
/// X.rowwise() of a real matrix. For arrays see `forward`.
template <class X>
concept maxout_argument = !requires {
    maxout_front_end<X>::missing;
};

/// maxout(z)ⱼ = max of the K consecutive entries z_{Kj} … z_{Kj+K−1}. The whole gradient goes to
/// the first of the largest; NaN counts as the largest of all.
template <std::size_t K>
    requires(K >= 2)
class maxout_activation {
  public:
    static constexpr summary facts{.name = "maxout",
                                   .formula = "max(z[K * j : K * j + K])",
                                   .gradient =
                                       "g[j] where z is the first maximum of group j, else 0",
                                   .source = "Goodfellow, Warde-Farley, Mirza, Courville, Bengio "
                                             "2013, arXiv:1302.4389",
                                   .max_ulp = {.value = 0, .gradient = 0}};
    static constexpr std::size_t group = K;

    template <maxout_argument Z, class Arch = native> auto operator()(Z const& z) const {
        return maxout_front_end<Z>::template call<K, Arch>(z);
    }

    /// The number of the largest of z[0], z[step], ..., z[(K−1)·step].
    template <class Arch, element T>
    static ACTFN_INLINE std::size_t winner(T const* z, std::ptrdiff_t step = 1) noexcept {
        std::size_t best = 0;
        T largest = z[0];
        for (std::size_t k = 1; k < K; ++k) {
            T const v = z[static_cast<std::ptrdiff_t>(k) * step];
            // True for a larger v or the first NaN.
            bool const wins = !(v <= largest) && largest == largest;
            best = wins ? k : best;
            largest = wins ? v : largest;
        }
        return best;
    }
};

/// maxout<3>: groups of 3.
template <std::size_t K> inline constexpr maxout_activation<K> maxout{};

template <class F>
concept maxout_function = requires {
    requires std::same_as<F, maxout_activation<F::group>>;
};

namespace core {

template <std::size_t K, class T, class S>
void check_maxout(std::string_view call, named_span<T> const& z, named_span<S> const& y) {
    if (z.elements.size() != K * y.elements.size()) {
        fail(call, "(maxout<", K, ">): ", z.name, " has ", z.elements.size(), " elements, ", y.name,
             " has ", y.elements.size(), ", expected ", K, " times as many in ", z.name);
    }
}

template <class T>
void check_apart(std::string_view call, std::size_t group, named_span<T const> const& a,
                 named_span<T> const& b) {
    if (overlap<T>(a.elements, b.elements)) {
        fail(call, "(maxout<", group, ">): ", a.name, " at ",
             static_cast<void const*>(a.elements.data()), " overlaps ", b.name, " at ",
             static_cast<void const*>(b.elements.data()));
    }
}

} // namespace core

/// y = maxout(z), K times as many z as y; the ranges must not overlap.
template <maxout_function F, array_of_elements Z, writable_array Y, class Arch = native>
    requires same_elements<Z, Y>
void forward(F const&, Z const& z, Y&& y) {
    using T = core::element_of<Z>;
    std::span<T const> const in = core::view(z);
    std::span<T> const out = core::view(y);
    core::check_maxout<F::group, T const, T>("forward", {"z", in}, {"y", out});
    core::check_apart<T>("forward", F::group, {"z", in}, {"y", out});
    for (std::size_t j = 0; j < out.size(); ++j) {
        T const* const at = in.data() + F::group * j;
        out[j] = at[F::template winner<Arch>(at)];
    }
}

/// gz = the gradient by z; gz may be z, but must not overlap gy.
template <maxout_function F, array_of_elements Z, array_of_elements G, writable_array D,
          class Arch = native>
    requires same_elements<Z, G, D>
void backward(F const&, Z const& z, G const& gy, D&& gz) {
    using T = core::element_of<Z>;
    std::span<T const> const in = core::view(z);
    std::span<T const> const weight = core::view(gy);
    std::span<T> const out = core::view(gz);
    core::check_maxout<F::group, T const, T const>("backward", {"z", in}, {"gy", weight});
    core::check_maxout<F::group, T, T const>("backward", {"gz", out}, {"gy", weight});
    if (in.data() != out.data()) core::check_apart<T>("backward", F::group, {"z", in}, {"gz", out});
    core::check_apart<T>("backward", F::group, {"gy", weight}, {"gz", out});
    for (std::size_t j = 0; j < weight.size(); ++j) {
        std::size_t const best = F::template winner<Arch>(in.data() + F::group * j);
        for (std::size_t k = 0; k < F::group; ++k) {
            out[F::group * j + k] = k == best ? weight[j] : T(0);
        }
    }
}

} // namespace actfn
