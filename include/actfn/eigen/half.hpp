// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/eigen/expression.hpp>

/// Eigen::half and Eigen::bfloat16, scalars and expressions: widened to float, evaluated there and
/// rounded once at the end.
namespace actfn {

namespace engine {

template <class T>
concept eigen_narrow = std::same_as<T, Eigen::half> || std::same_as<T, Eigen::bfloat16>;

template <class X>
concept eigen_narrow_dense = eigen_dense<X> && eigen_narrow<typename X::Scalar>;

} // namespace engine

template <engine::eigen_narrow T> struct front_end<T> {
    template <class Member, class Arch, class K, class... X>
    static auto call(K const& k, X const&... x) {
        return engine::map_result(engine::evaluate<Member, Arch>(k, static_cast<float>(x)...),
                                [](float v) { return static_cast<T>(v); });
    }
};

template <engine::eigen_narrow_dense X> struct front_end<X> {
    using T = typename X::Scalar;

    template <class Member, class Arch, class K, class... More>
    static auto call(K const& k, X const& x, More const&... more) {
        using Wide = std::remove_cvref_t<decltype(x.template cast<float>())>;
        return front_end<Wide>::template call<Member, Arch>(k, x.template cast<float>(),
                                                            more.template cast<float>()...)
            .template cast<T>();
    }
};

} // namespace actfn
