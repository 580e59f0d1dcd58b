// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/activation.hpp>
#include <actfn/engine/spans.hpp>
#include <actfn/math/draws.hpp>

#include <algorithm>

namespace actfn {

/// A pointwise kernel with `using draw = math::uniform_draw` (or another) and a second
/// `template <real V> jet<V> at(V x, V drawn)`, which is used in training; `at(x)` is inference.
template <class K>
concept stochastic_kernel = pointwise_kernel<K> && requires(K const& k, double x) {
    typename K::draw;
    { k.at(x, x) } -> std::same_as<jet<double>>;
};

/// A stochastic kernel whose parameters can be learned from what was drawn.
template <class K>
concept has_drawn_parameters = core::has_fields<K> && requires(K const& k, double x) {
    { k.parameter_derivatives(x, x) } -> std::same_as<core::rebind<K, double>>;
};

/// Teaches stochastic activations in training a new kind of argument. A specialisation has
/// `template <class Member, class Arch, class F> static auto call(F const&, X const&, ...)`.
template <class X> struct stochastic_front_end { static constexpr bool missing = true; };

template <class X>
concept stochastic_argument = real<X> || !requires {
    stochastic_front_end<X>::missing;
};

namespace engine {

/// A kernel with what was drawn for it: a pointwise kernel.
template <class K, class V> struct drawn_kernel {
    K const& kernel;
    V drawn;

    template <real X> ACTFN_INLINE jet<X> at(X x) const noexcept {
        return kernel.at(x, math::as<X>(drawn));
    }
};

} // namespace engine

namespace member {

/// The same members, of a kernel and what was drawn.
template <class Member> struct drawn {
    template <class K, real V, std::same_as<V>... More>
    ACTFN_INLINE static auto apply(K const& k, V draw, V x, More... more) {
        return Member::apply(engine::drawn_kernel<K, V>{k, draw}, x, more...);
    }
};
template <> struct drawn<parameter_derivatives> {
    template <class K, real V> ACTFN_INLINE static auto apply(K const& k, V draw, V x) {
        return k.parameter_derivatives(x, draw);
    }
};

} // namespace member

/// A stochastic activation in training: a pure function of x and the number of the element, whose
/// draw it makes anew whenever it is asked, in `backward` as in the value. Element k of an argument
/// (in storage order, 0 for a scalar) has the number first() + k.
template <stochastic_kernel K> class training {
  public:
    using kernel_type = K;
    static constexpr actfn::facts const& facts = K::facts;

    constexpr training(K const& kernel, math::draw_key key, std::uint64_t first) noexcept
        : kernel_(kernel), key_(key), first_(first) {}

    constexpr K const& kernel() const noexcept { return kernel_; }
    constexpr math::draw_key key() const noexcept { return key_; }
    constexpr std::uint64_t first() const noexcept { return first_; }

    /// The same draws for a part of the data that begins at the given element.
    constexpr training from(std::uint64_t element) const noexcept {
        return training(kernel_, key_, element);
    }

    template <stochastic_argument X, class Arch = native> auto operator()(X const& x) const {
        return call<member::value, Arch>(x);
    }
    template <stochastic_argument X, class Arch = native> auto derivative(X const& x) const {
        return call<member::derivative, Arch>(x);
    }
    /// jet{.value, .derivative} from one draw.
    template <stochastic_argument X, class Arch = native>
    auto value_and_derivative(X const& x) const {
        return call<member::value_and_derivative, Arch>(x);
    }
    /// gy·f′(x), of the shape of x.
    template <stochastic_argument X, stochastic_argument G, class Arch = native>
    auto backward(X const& x, G const& gy) const {
        return call<member::backward, Arch>(x, gy);
    }
    /// ∂f/∂p for every parameter p, in a struct with the kernel's field names.
    template <stochastic_argument X, class Arch = native>
        requires has_drawn_parameters<K>
    auto parameter_derivatives(X const& x) const {
        return call<member::parameter_derivatives, Arch>(x);
    }

  private:
    template <class Member, class Arch, class X, class... More>
    auto call(X const& x, More const&... more) const {
        if constexpr (math::is_dual<X>::value) {
            using V = decltype(X::value);
            return member::drawn<Member>::apply(kernel_, X(draws<V, Arch>()), x,
                                                static_cast<X>(more)...);
        } else if constexpr (real<X>) {
            return engine::evaluate<member::drawn<Member>, Arch>(kernel_, draws<X, Arch>(), x,
                                                               static_cast<X>(more)...);
        } else {
            return stochastic_front_end<X>::template call<Member, Arch>(*this, x, more...);
        }
    }

    /// That of a scalar, those of the lanes of a batch.
    template <class X, class Arch> X draws() const {
        using Draw = typename K::draw;
        if constexpr (element<X>) {
            return math::first(math::draw<Draw, math::pack<X, Arch>>(key_, first_));
        } else {
            scalar_t<X> lane[math::lanes<X>];
            auto const take = [&](std::size_t i, std::size_t n, scalar_t<X> const* drawn) {
                std::copy_n(drawn, n, lane + i);
            };
            math::for_draws<Draw, X>(key_, first_, math::lanes<X>, take);
            return math::load<X>(lane);
        }
    }

    [[no_unique_address]] K kernel_;
    math::draw_key key_;
    std::uint64_t first_;
};

/// A stochastic activation. By itself it is in inference: an ordinary pointwise activation. `train`
/// makes the one that draws.
template <stochastic_kernel K> class stochastic_activation : public activation<K> {
  public:
    constexpr stochastic_activation() = default;
    /// Throws std::invalid_argument where the kernel's `check` finds a parameter out of range.
    constexpr explicit stochastic_activation(K const& kernel) : activation<K>(kernel) {}

    /// The same function with other parameters: rrelu.with({.lower = 0.1, .upper = 0.2}).
    constexpr stochastic_activation with(K const& parameters) const requires core::has_fields<K> {
        return stochastic_activation(parameters);
    }

    /// Draws are a function of the seed, the stream (a layer, a step) and the number of the
    /// element.
    constexpr training<K> train(std::uint64_t seed, std::uint64_t stream = 0) const noexcept {
        return training<K>(this->kernel(), {seed, stream}, 0);
    }
};

/// What `train` returns.
template <class F>
concept stochastic_training = requires(F const& f) {
    typename F::kernel_type;
    requires std::same_as<F, training<typename F::kernel_type>>;
};

namespace engine {

template <class Member, class Arch, class K, class T, std::size_t I, std::size_t O>
void drawn_transform(training<K> const f, std::size_t n, std::array<T const*, I> in,
                     std::array<T*, O> out) {
    using V = pack<T, Arch>;
    using Drawn = member::drawn<Member>;
    constexpr std::size_t w = lanes<V>;
    auto const stretch = [&](std::size_t begin, std::size_t count, T const* drawn) {
        auto const from = [&](std::size_t i) {
            std::array<T const*, I + 1> p{drawn + i};
            for (std::size_t j = 0; j < I; ++j) p[j + 1] = in[j] + begin + i;
            return p;
        };
        auto const to = [&](std::size_t i) {
            auto p = out;
            for (T*& q : p) q += begin + i;
            return p;
        };
        std::size_t i = 0;
        for (; i + w <= count; i += w) step<Drawn, K, V>(f.kernel(), from(i), to(i), 0);
        if (i < count) {
            T padded_in[I][w] = {};
            T padded_out[O][w];
            std::array<T const*, I + 1> p{drawn + i};
            std::array<T*, O> q{};
            for (std::size_t j = 0; j < I; ++j) {
                std::copy_n(in[j] + begin + i, count - i, padded_in[j]);
                p[j + 1] = padded_in[j];
            }
            for (std::size_t j = 0; j < O; ++j) q[j] = padded_out[j];
            step<Drawn, K, V>(f.kernel(), p, q, 0);
            for (std::size_t j = 0; j < O; ++j) {
                std::copy_n(padded_out[j], count - i, out[j] + begin + i);
            }
        }
    };
    math::for_draws<typename K::draw, V>(f.key(), f.first(), n, stretch);
}

template <class Member, class Arch, class F, class T, std::size_t I, std::size_t O>
void checked_drawn_transform(std::string_view call, F const& f,
                             std::array<named_span<T const>, I> in,
                             std::array<named_span<T>, O> out) {
    check_spans(call, F::facts.name, in, out);
    std::array<T const*, I> from{};
    std::array<T*, O> to{};
    for (std::size_t j = 0; j < I; ++j) from[j] = in[j].elements.data();
    for (std::size_t j = 0; j < O; ++j) to[j] = out[j].elements.data();
    drawn_transform<Member, Arch>(f, in[0].elements.size(), from, to);
}

} // namespace engine

/// y = f(x).
template <stochastic_training F, array_of_elements X, writable_array Y, class Arch = native>
    requires same_elements<X, Y>
void forward(F const& f, X const& x, Y&& y) {
    using T = engine::element_of<X>;
    engine::checked_drawn_transform<member::value, Arch, F, T, 1, 1>(
        "forward", f, {{{"x", engine::view(x)}}}, {{{"y", engine::view(y)}}});
}

/// dy = f′(x), what was drawn held fixed.
template <stochastic_training F, array_of_elements X, writable_array Y, class Arch = native>
    requires same_elements<X, Y>
void derivative(F const& f, X const& x, Y&& dy) {
    using T = engine::element_of<X>;
    engine::checked_drawn_transform<member::derivative, Arch, F, T, 1, 1>(
        "derivative", f, {{{"x", engine::view(x)}}}, {{{"dy", engine::view(dy)}}});
}

/// y = f(x) and dy = f′(x) from one draw; y and dy must be different ranges.
template <stochastic_training F, array_of_elements X, writable_array Y, writable_array D,
          class Arch = native>
    requires same_elements<X, Y, D>
void value_and_derivative(F const& f, X const& x, Y&& y, D&& dy) {
    using T = engine::element_of<X>;
    engine::checked_drawn_transform<member::value_and_derivative, Arch, F, T, 1, 2>(
        "value_and_derivative", f, {{{"x", engine::view(x)}}},
        {{{"y", engine::view(y)}, {"dy", engine::view(dy)}}});
}

/// gx = gy·f′(x), by the draws of the forward pass: nothing of it need be kept but x.
template <stochastic_training F, array_of_elements X, array_of_elements G, writable_array D,
          class Arch = native>
    requires same_elements<X, G, D>
void backward(F const& f, X const& x, G const& gy, D&& gx) {
    using T = engine::element_of<X>;
    engine::checked_drawn_transform<member::backward, Arch, F, T, 2, 1>(
        "backward", f, {{{"x", engine::view(x)}, {"gy", engine::view(gy)}}},
        {{{"gx", engine::view(gx)}}});
}

/// Σ gy·∂f/∂p for every parameter p of f, by the draws of the forward pass; summed in double.
template <stochastic_training F, array_of_elements X, array_of_elements G, class Arch = native>
    requires same_elements<X, G> && has_drawn_parameters<typename F::kernel_type>
auto parameter_gradient(F const& f, X const& x, G const& gy) {
    using T = engine::element_of<X>;
    using V = math::pack<T, Arch>;
    using K = typename F::kernel_type;
    constexpr std::size_t w = math::lanes<V>;
    constexpr std::size_t parameters = core::field_count<K>();
    auto const from = engine::view(x);
    auto const weight = engine::view(gy);
    engine::check_spans<T, 2, 0>("parameter_gradient", F::facts.name, {{{"x", from}, {"gy", weight}}},
                               {});

    double total[parameters] = {};
    auto const stretch = [&](std::size_t begin, std::size_t count, T const* drawn) {
        V sum[parameters];
        for (V& s : sum) s = V(0);
        for (std::size_t i = 0; i < count; i += w) {
            T padded[2][w] = {};
            std::size_t const n = std::min(w, count - i);
            std::copy_n(from.data() + begin + i, n, padded[0]);
            std::copy_n(weight.data() + begin + i, n, padded[1]);
            auto const slopes = f.kernel().parameter_derivatives(
                math::settle(math::load<V>(padded[0])), math::settle(math::load<V>(drawn + i)));
            V const weights = math::load<V>(padded[1]);
            std::apply(
                [&](auto const&... slope) ACTFN_LAMBDA_INLINE {
                    V* s = sum;
                    ((*s = math::fma(weights, math::settle(slope), *s), ++s), ...);
                },
                core::fields(slopes));
        }
        for (std::size_t p = 0; p < parameters; ++p) {
            T lane[w];
            math::store(lane, sum[p]);
            for (T const l : lane) total[p] += static_cast<double>(l);
        }
    };
    math::for_draws<typename K::draw, V>(f.key(), f.first(), from.size(), stretch);
    return [&]<std::size_t... P>(std::index_sequence<P...>) {
        return core::rebind<K, T>{static_cast<T>(total[P])...};
    }
    (std::make_index_sequence<parameters>{});
}

} // namespace actfn
