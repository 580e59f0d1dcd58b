// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/gated.hpp>

namespace actfn {

/// Teaches maxout a new kind of argument, as reduction_front_end does.
template <class X> struct maxout_front_end { static constexpr bool missing = true; };

/// What maxout can be called with: with <actfn/eigen.hpp>, a real vector, or X.colwise() or
/// X.rowwise() of a real matrix. For arrays see `forward`.
template <class X>
concept maxout_argument = !requires {
    maxout_front_end<X>::missing;
};

namespace engine {

template <std::size_t K> struct maxout_group { static constexpr std::size_t group = K; };
template <> struct maxout_group<std::dynamic_extent> { std::size_t group; };

} // namespace engine

/// maxout(z)ⱼ = max of the K consecutive entries z_{Kj} … z_{Kj+K−1}. The whole gradient goes to
/// the first of the largest; NaN counts as the largest of all. maxout<3> knows K when it is
/// compiled, maxout_of(k) when it runs.
template <std::size_t K>
    requires(K >= 2)
class maxout_activation : public engine::maxout_group<K> {
  public:
    static constexpr summary facts{.name = "maxout",
                                   .formula = "max(z[K * j : K * j + K])",
                                   .gradient =
                                       "g[j] where z is the first maximum of group j, else 0",
                                   .source = "Goodfellow, Warde-Farley, Mirza, Courville, Bengio "
                                             "2013, arXiv:1302.4389",
                                   .max_ulp = {.value = 0, .gradient = 0}};
    static constexpr std::size_t extent = K;

    constexpr maxout_activation() requires(K != std::dynamic_extent) = default;
    constexpr explicit maxout_activation(std::size_t k) requires(K == std::dynamic_extent)
        : engine::maxout_group<K>{k} {
        if (k < 2) core::fail("maxout_of: k = ", k, " must be at least 2");
    }

    template <maxout_argument Z, class Arch = native> auto operator()(Z const& z) const {
        return maxout_front_end<Z>::template forward<Arch>(*this, z);
    }
    /// The gradient by z.
    template <maxout_argument Z, maxout_argument G, class Arch = native>
    auto backward(Z const& z, G const& gy) const {
        return maxout_front_end<Z>::template backward<Arch>(*this, z, gy);
    }

    /// The number of the largest of z(0), ..., z(K−1).
    template <class Arch, class Entries> ACTFN_INLINE std::size_t winner(Entries const& z) const {
        std::size_t best = 0;
        auto largest = z(0);
        for (std::size_t k = 1; k < this->group; ++k) {
            auto const v = z(k);
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

/// Groups of k, at least 2.
constexpr auto maxout_of(std::size_t k) { return maxout_activation<std::dynamic_extent>(k); }

template <class F>
concept maxout_function = requires {
    requires std::same_as<F, maxout_activation<F::extent>>;
};

namespace engine {

/// maxout<3>
inline std::string maxout_name(std::size_t group) {
    return "maxout<" + std::to_string(group) + ">";
}

template <class T, class S>
row_layout check_maxout(std::string_view call, std::size_t group, row_layout layout,
                        named_span<T> const& z, named_span<S> const& y) {
    std::string const name = maxout_name(group);
    if (is_whole(layout) && layout.rows == 1 && z.elements.size() != group * y.elements.size()) {
        fail(call, "(", name, "): ", z.name, " has ", z.elements.size(), " elements, ", y.name,
             " has ", y.elements.size(), ", expected ", group, " times as many in ", z.name);
    }
    layout = completed(layout, call, name, z.name, z.elements.size());
    if (layout.columns % group != 0) {
        fail(call, "(", name, "): ", layout.columns, " entries of a row of ", z.name,
             " do not make groups of ", group);
    }
    return check_rows_of(call, name, layout, z, y, 1, group);
}

} // namespace engine

/// y = maxout(z), K times as many z as y; the ranges must not overlap. With a layout every row of z
/// makes one of y, which lie without gaps.
template <maxout_function F, array_of_elements Z, writable_array Y, class Arch = native>
    requires same_elements<Z, Y>
void forward(F const& f, Z const& z, Y&& y, row_layout layout = {}) {
    using T = engine::element_of<Z>;
    engine::named_span<T const> const in{"z", engine::view(z)};
    engine::named_span<T> const out{"y", engine::view(y)};
    layout = engine::check_maxout("forward", f.group, layout, in, out);
    engine::check_apart<T>("forward", engine::maxout_name(f.group), in, out);
    T* to = out.elements.data();
    for (std::size_t r = 0; r < layout.rows; ++r) {
        T const* const row = in.elements.data() + r * layout.step();
        for (std::size_t i = 0; i < layout.columns; i += f.group) {
            auto const at = [&](std::size_t k) { return row[i + k]; };
            *to++ = at(f.template winner<Arch>(at));
        }
    }
}

/// gz = the gradient by z; gz may be z, but must not overlap gy.
template <maxout_function F, array_of_elements Z, array_of_elements G, writable_array D,
          class Arch = native>
    requires same_elements<Z, G, D>
void backward(F const& f, Z const& z, G const& gy, D&& gz, row_layout layout = {}) {
    using T = engine::element_of<Z>;
    engine::named_span<T const> const in{"z", engine::view(z)};
    engine::named_span<T const> const weights{"gy", engine::view(gy)};
    engine::named_span<T> const out{"gz", engine::view(gz)};
    engine::check_maxout("backward", f.group, layout, out, weights);
    layout = engine::check_maxout("backward", f.group, layout, in, weights);
    std::string const name = engine::maxout_name(f.group);
    engine::check_rows_apart<T>("backward", name, layout, in, out);
    engine::check_apart<T>("backward", name, weights, out);
    T const* g = weights.elements.data();
    for (std::size_t r = 0; r < layout.rows; ++r) {
        for (std::size_t i = 0; i < layout.columns; i += f.group) {
            std::size_t const begin = r * layout.step() + i;
            std::size_t const best =
                f.template winner<Arch>([&](std::size_t k) { return in.elements[begin + k]; });
            for (std::size_t k = 0; k < f.group; ++k) {
                out.elements[begin + k] = k == best ? *g : T(0);
            }
            ++g;
        }
    }
}

} // namespace actfn
