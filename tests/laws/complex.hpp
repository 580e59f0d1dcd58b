// SPDX-License-Identifier: MIT
#pragma once
#include "laws/running.hpp"

/// What the laws of complex functions share.
namespace tests {

template <class T> using C = std::complex<T>;

inline bool is_finite(C<double> z) { return std::isfinite(z.real()) && std::isfinite(z.imag()); }

/// A value and its Wirtinger derivatives.
template <class T> struct complex_jet { C<T> value, dz, dzbar; };
template <class T> complex_jet<T> jet_at(subject<C<T>> const& s, C<T> z, void const* f) {
    auto const y = at(s.together, f, z);
    return {y[0], y[1], y[2]};
}
template <class T> complex_jet<T> jet_at(subject<C<T>> const& s, C<T> z) {
    return jet_at(s, z, s.f);
}
template <class T>
complex_jet<double> jet_in_double(subject<C<T>> const& s, void const* f, C<double> z) {
    return jet_at(*s.in_double, z, f);
}

/// Errors against the table and against double: laws, and facts with any parameters.
template <class T> verdict value_in_table(subject<C<T>> const& s);
template <class T> verdict derivatives_in_table(subject<C<T>> const& s);
template <class T> verdict parts_in_table(subject<C<T>> const& s);
template <class T> verdict value_in_double(subject<C<T>> const& s);
template <class T> verdict derivatives_in_double(subject<C<T>> const& s);

template <class T> verdict mirrors(subject<C<T>> const& s);
template <class T> verdict is_holomorphic(subject<C<T>> const& s);
template <class T> verdict turns_with_its_argument(subject<C<T>> const& s);

} // namespace tests
