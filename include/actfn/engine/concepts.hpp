// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/names.hpp>
#include <actfn/core/facts.hpp>
#include <actfn/core/fields.hpp>
#include <actfn/math/jet.hpp>
#include <actfn/math/dual.hpp>

#include <concepts>

namespace actfn {

/// Teaches every activation a new kind of argument (Eigen expressions, automatic differentiation,
/// half precision). A specialisation has
/// `template <class Member, class Arch, class K> static auto call(K const&, X const&, ...)`.
template <class X> struct front_end {
    static constexpr bool missing = true;
};

template <class X>
concept has_front_end = !requires { front_end<X>::missing; };

/// What an activation can be called with: float, double, an xsimd batch of these, a dual number,
/// or, with <actfn/eigen.hpp>, a real Eigen expression, AutoDiffScalar, half or bfloat16.
template <class X>
concept activation_argument = real<X> || has_front_end<X>;

/// Where a kernel's function has an analytic extension, or |·|, to complex numbers, its complex header
/// specialises this with `static constexpr auto& function`. Functions that need an order have none.
template <class K> struct complex_extension { static constexpr bool missing = true; };

template <class K>
concept has_complex_extension = !requires { complex_extension<K>::missing; };

/// What the complex extension of a kernel can be called with.
template <class Z, class K>
concept complex_argument_of = has_complex_extension<K> && requires(Z const& z) {
    complex_extension<K>::function(z);
};

/// An element of an array: float or double.
template <class T>
concept element = std::same_as<T, float> || std::same_as<T, double>;

/// A struct with `static constexpr actfn::facts facts` and, for every `real V`,
/// `template <real V> jet<V> at(V x)`: value and derivative from shared parts.
template <class K>
concept pointwise_kernel = requires(K const& k, float x, double d) {
    { K::facts.name } -> std::convertible_to<std::string_view>;
    { k.at(x) } -> std::same_as<jet<float>>;
    { k.at(d) } -> std::same_as<jet<double>>;
};

/// A kernel whose derivative is an accurate function of its value.
template <class K>
concept has_derivative_from_output = requires(K const& k, double y) {
    { k.derivative_from_output(y) } -> std::same_as<double>;
};

/// A kernel with parameters, which says how its value changes with each.
template <class K>
concept has_parameters = core::has_fields<K> && requires(K const& k, double x) {
    { k.parameter_derivatives(x) } -> std::same_as<core::rebind<K, double>>;
};

} // namespace actfn
