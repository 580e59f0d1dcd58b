// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/activation.hpp>

#include <Eigen/Core>

#include <unsupported/Eigen/AutoDiff>

namespace actfn {

/// Eigen's AutoDiffScalar, nested ones too: the accurate derivative times the inner ones.
template <class D> struct front_end<Eigen::AutoDiffScalar<D>> {
    using X = Eigen::AutoDiffScalar<D>;
    using Derivatives = std::remove_cvref_t<D>;
    using Plain = Eigen::AutoDiffScalar<typename Derivatives::PlainObject>;

    template <class Member, class Arch, class K> static Plain call(K const& k, X const& x) {
        activation<K> const f(k);
        if constexpr (std::same_as<Member, member::value>) {
            return chain(f(x.value()), f.derivative(x.value()), x);
        } else {
            static_assert(std::same_as<Member, member::derivative>,
                          "AutoDiffScalar: ask for the value or the derivative");
            return chain(f.derivative(x.value()), f.second_derivative(x.value()), x);
        }
    }

  private:
    template <class V> static Plain chain(V const& y, V const& slope, X const& x) {
        return Plain(y, slope * x.derivatives());
    }
};

} // namespace actfn
