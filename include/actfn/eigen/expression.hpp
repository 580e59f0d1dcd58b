// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/activation.hpp>

#include <Eigen/Core>

/// Activations of Eigen expressions: f(W * x + b) is a lazy CwiseUnaryOp (or CwiseBinaryOp for
/// `backward`) that Eigen fuses and vectorises like its own functions. As with Eigen's, an
/// expression refers to the matrices in it: do not keep one longer than they live.
namespace actfn {

namespace engine {

// Names a packet type by its size: as template arguments, raw vector types lose their attributes.
template <class V, class Packet> ACTFN_INLINE V to_pack(Packet const& p) {
    using T = scalar_t<V>;
    constexpr int n = Eigen::internal::unpacket_traits<Packet>::size;
    if constexpr (is_batch<V>::value) {
        if constexpr (lanes<V> == n) {
            return V(static_cast<typename V::register_type>(p));
        } else {
            alignas(64) T padded[lanes<V>] = {};
            Eigen::internal::pstoreu(padded, p);
            return load<V>(padded);
        }
    } else {
        return p;
    }
}

template <class Packet, class V> ACTFN_INLINE Packet to_packet(V const& v) {
    using T = scalar_t<V>;
    constexpr int n = Eigen::internal::unpacket_traits<Packet>::size;
    if constexpr (is_batch<V>::value) {
        if constexpr (lanes<V> == n) {
            return Packet(static_cast<typename V::register_type>(v));
        } else {
            alignas(64) T padded[lanes<V>];
            store(padded, v);
            return Eigen::internal::ploadu<Packet>(padded);
        }
    } else {
        return v;
    }
}

/// Eigen's functor for a member of a kernel with one result.
template <class Member, class K, class T, class Arch> struct eigen_functor {
    using V = pack<T, Arch>;

    [[no_unique_address]] K kernel;

    template <std::same_as<T>... X> ACTFN_INLINE T operator()(X const&... x) const {
        return evaluate<Member, Arch>(kernel, x...);
    }
    template <class... Packet>
        requires(is_batch<V>::value)
    ACTFN_INLINE auto packetOp(Packet const&... p) const {
        using First = std::tuple_element_t<0, std::tuple<Packet...>>;
        return to_packet<First>(settle(Member::apply(kernel, settle(to_pack<V>(p))...)));
    }
};

/// Eigen's functor for one field of `parameter_derivatives`.
template <class K, class T, class Arch> struct eigen_parameter_functor {
    using V = pack<T, Arch>;

    K kernel;
    std::size_t field;

    ACTFN_INLINE T operator()(T const& x) const { return first(on(V(x))); }
    template <class Packet>
        requires(is_batch<V>::value)
    ACTFN_INLINE Packet packetOp(Packet const& p) const {
        return to_packet<Packet>(on(to_pack<V>(p)));
    }

  private:
    ACTFN_INLINE V on(V x) const {
        auto const d = kernel.parameter_derivatives(settle(x));
        return std::apply(
            [&](auto const&... each) ACTFN_LAMBDA_INLINE {
                V chosen(0);
                std::size_t i = 0;
                ((chosen = i++ == field ? each : chosen), ...);
                return settle(chosen);
            },
            fields(d));
    }
};

template <class X>
concept eigen_dense = requires(X const* x) {
    []<class D>(Eigen::DenseBase<D> const*) {}(x);
};

template <class X>
concept eigen_real = eigen_dense<X> && element<typename X::Scalar>;

/// The type Eigen itself sees an expression as: v.head(n) is a Block.
template <class D> D const& dense(Eigen::DenseBase<D> const& x) noexcept { return x.derived(); }
template <class X> using dense_of = std::remove_cvref_t<decltype(dense(std::declval<X const&>()))>;

} // namespace engine
} // namespace actfn

namespace Eigen::internal {

template <class Member, class K, class T, class Arch>
struct functor_traits<actfn::engine::eigen_functor<Member, K, T, Arch>> {
    enum {
        Cost = 20 * NumTraits<T>::MulCost,
        PacketAccess = packet_traits<T>::Vectorizable &&
                       actfn::math::is_batch<actfn::math::pack<T, Arch>>::value
    };
};

template <class K, class T, class Arch>
struct functor_traits<actfn::engine::eigen_parameter_functor<K, T, Arch>>
    : functor_traits<actfn::engine::eigen_functor<actfn::member::value, K, T, Arch>> {};

} // namespace Eigen::internal

namespace actfn {

/// Real dense expressions: Array and Matrix, Map, Block, Ref, transposed, any size and order.
template <engine::eigen_real X> struct front_end<X> {
    using T = typename X::Scalar;

    template <class Member, class Arch, class K>
    static auto call(K const& k, X const& x) {
        if constexpr (std::same_as<Member, member::value_and_derivative>) {
            using Value = decltype(unary<member::value, Arch>(k, x));
            using Slope = decltype(unary<member::derivative, Arch>(k, x));
            return expressions<Value, Slope>{unary<member::value, Arch>(k, x),
                                             unary<member::derivative, Arch>(k, x)};
        } else if constexpr (std::same_as<Member, member::parameter_derivatives>) {
            return parameters<Arch>(k, x, std::make_index_sequence<core::field_count<K>()>{});
        } else {
            return unary<Member, Arch>(k, x);
        }
    }

    template <class Member, class Arch, class K, class G>
    static auto call(K const& k, X const& x, G const& gy) {
        core::require_shape(K::facts.name, "gy", gy.rows(), gy.cols(), x.rows(), x.cols());
        using F = engine::eigen_functor<Member, K, T, Arch>;
        return Eigen::CwiseBinaryOp<F, engine::dense_of<X> const, engine::dense_of<G> const>(
            engine::dense(x), engine::dense(gy), F{k});
    }

  private:
    /// Two lazy expressions, named as in jet.
    template <class Value, class Slope> struct expressions {
        Value value;
        Slope derivative;
    };

    template <class Member, class Arch, class K> static auto unary(K const& k, X const& x) {
        using F = engine::eigen_functor<Member, K, T, Arch>;
        return Eigen::CwiseUnaryOp<F, engine::dense_of<X> const>(engine::dense(x), F{k});
    }

    template <class Arch, class K, std::size_t... P>
    static auto parameters(K const& k, X const& x, std::index_sequence<P...>) {
        using F = engine::eigen_parameter_functor<K, T, Arch>;
        using Slope = Eigen::CwiseUnaryOp<F, engine::dense_of<X> const>;
        return core::rebind<K, Slope>{Slope(engine::dense(x), F{k, P})...};
    }
};

} // namespace actfn
