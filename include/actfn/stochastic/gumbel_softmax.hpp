// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/rowwise.hpp>
#include <actfn/math/softmax_rows.hpp>
#include <actfn/math/draws.hpp>

#include <vector>

namespace actfn {

template <class P, bool one_hot> class gumbel_training;

/// Teaches gumbel_softmax in training a new kind of argument. A specialisation has
/// `template <class Member, class Arch, class F> static auto call(F const&, X const&, ...)`.
template <class X> struct gumbel_front_end { static constexpr bool missing = true; };

template <class X>
concept gumbel_argument = rowwise_argument<X> && !requires {
    gumbel_front_end<X>::missing;
};

/// What `train` of gumbel_softmax returns.
template <class F>
concept gumbel_softmax_training = requires(F const& f) {
    []<class P, bool one_hot>(gumbel_training<P, one_hot> const&) {}(f);
};

namespace kernel {

/// softmax((x + G)/T), G = −log(−log U) drawn for every entry: a differentiable sample of a
/// categorical variable with the logits x. In inference there is no draw: softmax(x/T).
template <class P = double> struct gumbel_softmax {
    static constexpr summary facts{
        .name = "gumbel_softmax",
        .formula = "exp((x + G) / temperature) / sum(exp((x + G) / temperature))",
        .gradient = "y * (g - sum(y * g)) / temperature",
        .source = "Jang, Gu, Poole 2017, arXiv:1611.01144",
        .lower = 0,
        .upper = 1,
        .max_ulp = {.value = 3, .gradient = 5}};

    P temperature{1};

    constexpr void check() const { math::check_temperature(facts.name, temperature); }
    constexpr auto rows() const { return math::softmax_rows<>{temperature}; }
};

} // namespace kernel

/// gumbel_softmax in training: entry k of an argument, in storage order, takes draw first() + k,
/// whether a row lies along memory or across it.
template <class P, bool one_hot> class gumbel_training {
  public:
    using kernel_type = kernel::gumbel_softmax<P>;
    static constexpr summary const& facts = kernel_type::facts;

    constexpr gumbel_training(kernel_type const& k, math::draw_key key,
                              std::uint64_t first) noexcept
        : kernel_(k), key_(key), first_(first) {}

    constexpr kernel_type const& kernel() const noexcept { return kernel_; }
    constexpr math::draw_key key() const noexcept { return key_; }
    constexpr std::uint64_t first() const noexcept { return first_; }

    /// The same draws for a part of the data that begins at the given entry.
    constexpr gumbel_training from(std::uint64_t entry) const noexcept {
        return {kernel_, key_, entry};
    }
    /// 1 for the largest entry (the first of equals) and 0 for the others, with the gradient of the
    /// softmax: straight-through. NaN where that is.
    constexpr gumbel_training<P, true> hard() const noexcept { return {kernel_, key_, first_}; }

    template <gumbel_argument X, class Arch = native> auto operator()(X const& x) const {
        return gumbel_front_end<X>::template call<rowwise_member::forward, Arch>(*this, x);
    }
    template <gumbel_argument X, gumbel_argument G, class Arch = native>
    auto backward(X const& x, G const& gy) const {
        return gumbel_front_end<X>::template call<rowwise_member::backward, Arch>(*this, x, gy);
    }

    /// y = x + G for n entries, of which the first is entry `position` of the argument.
    template <class Arch, class T>
    void perturb(std::size_t position, std::size_t n, T const* x, T* y) const {
        using V = math::pack<T, Arch>;
        constexpr std::size_t w = math::lanes<V>;
        auto const add = [&](std::size_t begin, std::size_t count, T const* drawn) {
            std::size_t i = 0;
            for (; i + w <= count; i += w) {
                math::store(y + begin + i, math::load<V>(x + begin + i) + math::load<V>(drawn + i));
            }
            for (; i < count; ++i) y[begin + i] = x[begin + i] + drawn[i];
        };
        math::for_draws<math::gumbel_draw, V>(key_, first_ + position, n, add);
    }

    /// The rows of `x`, perturbed already, into `y`; x may be y.
    template <class Arch, class T>
    void forward_rows(std::size_t rows, std::size_t entries, math::table<T const> x,
                      math::table<T> y) const {
        if constexpr (one_hot) {
            for (std::size_t r = 0; r < rows; ++r) choose(entries, x.row(r), y.row(r));
        } else {
            engine::rowwise_run<rowwise_member::forward, Arch, T>(kernel_, rows, entries, x, y);
        }
    }

  private:
    template <class T> static void choose(std::size_t n, math::line<T const> x, math::line<T> y) {
        constexpr T infinity = std::numeric_limits<T>::infinity();
        std::size_t best = 0;
        bool valid = true;
        for (std::size_t i = 0; i < n; ++i) {
            if (*(x + i) > *(x + best)) best = i;
            valid = valid && *(x + i) < infinity;
        }
        valid = valid && *(x + best) > -infinity;
        T const other = valid ? T(0) : std::numeric_limits<T>::quiet_NaN();
        for (std::size_t i = 0; i < n; ++i) *(y + i) = valid && i == best ? T(1) : other;
    }

    kernel_type kernel_;
    math::draw_key key_;
    std::uint64_t first_;
};

/// gumbel_softmax without draws; `train` makes the one with them.
template <class P>
class gumbel_softmax_activation : public rowwise_activation<kernel::gumbel_softmax<P>> {
    using base = rowwise_activation<kernel::gumbel_softmax<P>>;

  public:
    constexpr gumbel_softmax_activation() = default;
    constexpr explicit gumbel_softmax_activation(kernel::gumbel_softmax<P> const& k) : base(k) {}

    constexpr gumbel_softmax_activation with(kernel::gumbel_softmax<P> const& parameters) const {
        return gumbel_softmax_activation(parameters);
    }
    /// Draws are a function of the seed, the stream (a layer, a step) and the number of the entry.
    constexpr gumbel_training<P, false> train(std::uint64_t seed,
                                              std::uint64_t stream = 0) const noexcept {
        return {this->kernel(), {seed, stream}, 0};
    }
};

inline constexpr gumbel_softmax_activation<double> gumbel_softmax{};

namespace engine {

template <class Arch, class F, class T>
void perturb_rows(F const& f, row_layout const& layout, T const* x, T* y) {
    for (std::size_t r = 0; r < layout.rows; ++r) {
        std::size_t const at = r * layout.step();
        f.template perturb<Arch>(r * layout.columns, layout.columns, x + at, y + at);
    }
}
template <class Arch, class F, class T>
void perturb_rows(F const& f, axis_layout const& layout, T const* x, T* y) {
    f.template perturb<Arch>(0, layout.extent(), x, y);
}

} // namespace engine

/// y = f(x). Without a layout the range is one row; {.rows = r, .columns = c} is a matrix of rows,
/// an axis_layout any axis of a tensor.
template <gumbel_softmax_training F, array_of_elements X, writable_array Y, class Arch = native,
          rows_in_a_range Layout = row_layout>
    requires same_elements<X, Y>
void forward(F const& f, X const& x, Y&& y, Layout const& layout = {}) {
    using T = engine::element_of<X>;
    engine::named_span<T const> const in{"x", engine::view(x)};
    engine::named_span<T> const out{"y", engine::view(y)};
    auto const l = engine::checked_layout<T, 1, 1>("forward", F::facts.name, layout, {in}, {out});
    engine::perturb_rows<Arch>(f, l, in.elements.data(), out.elements.data());
    engine::row_grid const grid(l);
    for (std::size_t b = 0; b < grid.blocks; ++b) {
        f.template forward_rows<Arch, T>(grid.rows, grid.entries,
                                         grid.block(b, static_cast<T const*>(out.elements.data())),
                                         grid.block(b, out.elements.data()));
    }
}

/// gx: gy times the Jacobian at x, by the draws of the forward pass. Where gx is gy, a copy of x is
/// allocated.
template <gumbel_softmax_training F, array_of_elements X, array_of_elements G, writable_array D,
          class Arch = native, rows_in_a_range Layout = row_layout>
    requires same_elements<X, G, D>
void backward(F const& f, X const& x, G const& gy, D&& gx, Layout const& layout = {}) {
    using T = engine::element_of<X>;
    engine::named_span<T const> const in{"x", engine::view(x)};
    engine::named_span<T const> const arriving{"gy", engine::view(gy)};
    engine::named_span<T> const out{"gx", engine::view(gx)};
    auto const l =
        engine::checked_layout<T, 2, 1>("backward", F::facts.name, layout, {in, arriving}, {out});
    bool const shared = arriving.elements.data() == out.elements.data();
    std::vector<T> buffer(shared ? l.extent() : 0);
    T* const perturbed = shared ? buffer.data() : out.elements.data();
    engine::perturb_rows<Arch>(f, l, in.elements.data(), perturbed);
    engine::row_grid const grid(l);
    for (std::size_t b = 0; b < grid.blocks; ++b) {
        engine::rowwise_run<rowwise_member::backward, Arch, T>(
            f.kernel(), grid.rows, grid.entries, grid.block(b, static_cast<T const*>(perturbed)),
            grid.block(b, arriving.elements.data()), grid.block(b, out.elements.data()));
    }
}

} // namespace actfn
