// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/activation.hpp>
#include <actfn/math/rows.hpp>
#include <actfn/engine/spans.hpp>
#include <actfn/core/summary.hpp>

namespace actfn {

/// Teaches every loss a new kind of argument. A specialisation has
/// `template <class Arch, class F> static auto call(F const&, double divisor, X const& x, ...)`
/// where divisor is 0 for the mean.
template <class X> struct loss_front_end { static constexpr bool missing = true; };

/// With <actfn/eigen.hpp>, a real Eigen expression; X.colwise() or X.rowwise() of one, where a
/// loss takes whole samples.
template <class X>
concept loss_argument = !requires {
    loss_front_end<X>::missing;
};

/// A struct with `static constexpr actfn::summary facts` and, for every `real V`,
/// `template <real V> jet<V> at(V x, V t)`: the loss of an entry x with target t and its
/// derivative by x.
template <class K>
concept elementwise_loss_kernel = requires(K const& k, float x, double d) {
    { K::facts.name } -> std::convertible_to<std::string_view>;
    { k.at(x, x) } -> std::same_as<jet<float>>;
    { k.at(d, d) } -> std::same_as<jet<double>>;
};

namespace loss_member {

struct value {
    template <class K, real V> ACTFN_INLINE static V apply(K const& k, V x, V t) {
        return k.at(x, t).value;
    }
};

struct derivative {
    template <class K, real V> ACTFN_INLINE static V apply(K const& k, V x, V t) {
        return k.at(x, t).derivative;
    }
};

struct value_and_derivative {
    template <class K, real V> ACTFN_INLINE static jet<V> apply(K const& k, V x, V t) {
        return k.at(x, t);
    }
};

} // namespace loss_member

/// A loss that is a sum or mean over entries: the function object made of its kernel. On scalars
/// and batches it is the loss of one entry; on ranges the mean over all entries, which also
/// writes its gradient where a range for it is given; `sum` is the same without division.
template <elementwise_loss_kernel K> class elementwise_loss {
  public:
    using kernel_type = K;
    static constexpr summary const& facts = K::facts;

    constexpr elementwise_loss() = default;
    /// Throws std::invalid_argument where the kernel's `check` finds a parameter out of range.
    constexpr explicit elementwise_loss(K const& kernel) : kernel_(kernel) {
        if constexpr (requires { kernel.check(); }) {
            kernel.check();
        }
    }

    /// The parameters, by name.
    constexpr K const& kernel() const noexcept { return kernel_; }

    /// The same loss with other parameters.
    constexpr elementwise_loss with(K const& parameters) const requires core::has_fields<K> {
        return elementwise_loss(parameters);
    }

    /// Of one entry.
    template <real X, class Arch = native> ACTFN_INLINE X operator()(X x, X t) const {
        return engine::evaluate<loss_member::value, Arch>(kernel_, x, t);
    }
    /// By x, of one entry.
    template <real X, class Arch = native> ACTFN_INLINE X derivative(X x, X t) const {
        return engine::evaluate<loss_member::derivative, Arch>(kernel_, x, t);
    }
    template <real X, class Arch = native>
    ACTFN_INLINE jet<X> value_and_derivative(X x, X t) const {
        return engine::evaluate<loss_member::value_and_derivative, Arch>(kernel_, x, t);
    }

    /// The mean over all entries.
    template <array_of_elements X, array_of_elements Y, class Arch = native>
        requires same_elements<X, Y>
    auto operator()(X const& x, Y const& t) const {
        return over<Arch, engine::element_of<X>>(engine::view(x), engine::view(t),
                                               static_cast<double>(std::ranges::size(x)));
    }
    /// The mean, and its gradient by x into gx, which may be x or t.
    template <array_of_elements X, array_of_elements Y, writable_array G, class Arch = native>
        requires same_elements<X, Y, G>
    auto operator()(X const& x, Y const& t, G&& gx) const {
        return over<Arch, engine::element_of<X>>(engine::view(x), engine::view(t), engine::view(gx),
                                               static_cast<double>(std::ranges::size(x)));
    }
    template <array_of_elements X, array_of_elements Y, class Arch = native>
        requires same_elements<X, Y>
    auto sum(X const& x, Y const& t) const {
        return over<Arch, engine::element_of<X>>(engine::view(x), engine::view(t), 1);
    }
    template <array_of_elements X, array_of_elements Y, writable_array G, class Arch = native>
        requires same_elements<X, Y, G>
    auto sum(X const& x, Y const& t, G&& gx) const {
        return over<Arch, engine::element_of<X>>(engine::view(x), engine::view(t), engine::view(gx), 1);
    }

    template <loss_argument X, class T, class Arch = native>
    auto operator()(X const& x, T const& t) const {
        return loss_front_end<X>::template call<Arch>(*this, 0, x, t);
    }
    template <loss_argument X, class T, class G, class Arch = native>
    auto operator()(X const& x, T const& t, G&& gx) const {
        return loss_front_end<X>::template call<Arch>(*this, 0, x, t, gx);
    }
    template <loss_argument X, class T, class Arch = native>
    auto sum(X const& x, T const& t) const {
        return loss_front_end<X>::template call<Arch>(*this, 1, x, t);
    }
    template <loss_argument X, class T, class G, class Arch = native>
    auto sum(X const& x, T const& t, G&& gx) const {
        return loss_front_end<X>::template call<Arch>(*this, 1, x, t, gx);
    }

    /// The sum over a run of n entries; where gx is no null pointer, the gradient of that sum
    /// divided by `divisor` is written there.
    template <class Arch, element T>
    T run(T const* x, T const* t, T* gx, std::size_t n, double divisor) const {
        using V = math::pack<T, Arch>;
        math::along<V> const row(n);
        V const d(static_cast<T>(divisor));
        auto const terms = [&](V v, V target) ACTFN_LAMBDA_INLINE {
            auto const j = kernel_.at(v, target);
            return math::kept<V, 1>{math::settle(j.derivative) / d, {j.value}};
        };
        math::line<T const> const in{x};
        math::line<T const> const targets{t};
        if (gx != nullptr) {
            return math::first(row.sums(terms, math::line<T>{gx}, in, targets)[0]);
        }
        return math::first(row.sums(terms, math::discard{}, in, targets)[0]);
    }

  private:
    template <class Arch, class T>
    T over(std::span<T const> x, std::span<T const> t, double divisor) const {
        engine::check_spans<T, 2, 0>("loss", facts.name, {{{"x", x}, {"t", t}}}, {});
        T const total = run<Arch, T>(x.data(), t.data(), nullptr, x.size(), divisor);
        return total / static_cast<T>(divisor);
    }
    template <class Arch, class T>
    T over(std::span<T const> x, std::span<T const> t, std::span<T> gx, double divisor) const {
        engine::check_spans<T, 2, 1>("loss", facts.name, {{{"x", x}, {"t", t}}}, {{{"gx", gx}}});
        T const total = run<Arch, T>(x.data(), t.data(), gx.data(), x.size(), divisor);
        return total / static_cast<T>(divisor);
    }

    [[no_unique_address]] K kernel_{};
};

template <class F>
concept elementwise_loss_function = requires {
    typename F::kernel_type;
    requires std::same_as<F, elementwise_loss<typename F::kernel_type>>;
};

/// y = the loss of every entry, not reduced.
template <elementwise_loss_function F, array_of_elements X, array_of_elements R, writable_array Y,
          class Arch = native>
    requires same_elements<X, R, Y>
void forward(F const& f, X const& x, R const& t, Y&& y) {
    using T = engine::element_of<X>;
    engine::checked_transform<loss_member::value, Arch, F, T, 2, 1>(
        "forward", f, {{{"x", engine::view(x)}, {"t", engine::view(t)}}}, {{{"y", engine::view(y)}}});
}

/// The loss of every entry and its derivative by x.
template <elementwise_loss_function F, array_of_elements X, array_of_elements R, writable_array Y,
          writable_array D, class Arch = native>
    requires same_elements<X, R, Y, D>
void value_and_derivative(F const& f, X const& x, R const& t, Y&& y, D&& dx) {
    using T = engine::element_of<X>;
    engine::checked_transform<loss_member::value_and_derivative, Arch, F, T, 2, 2>(
        "value_and_derivative", f, {{{"x", engine::view(x)}, {"t", engine::view(t)}}},
        {{{"y", engine::view(y)}, {"dx", engine::view(dx)}}});
}

} // namespace actfn
