// SPDX-License-Identifier: MIT
#pragma once
#include "laws/subject.hpp"

#include <vector>

/// The parts of the list of laws.
namespace tests {

template <class S> std::vector<law<S>> laws_of_every_kind();
/// Errors of real functions against their tables.
template <class T> std::vector<law<T>> laws_of_accuracy();
/// Of real functions of one number: their values and their derivatives.
template <class T> std::vector<law<T>> laws_of_shape();
template <class T> std::vector<law<T>> laws_of_slopes();
/// Of gated functions and losses.
template <class T> std::vector<law<T>> laws_of_two_numbers();
/// Of functions of rows.
template <class T> std::vector<law<T>> laws_of_rows();
/// Of functions of complex numbers.
template <class C> std::vector<law<C>> laws_of_complex_numbers();

template <class S> bool of_one_number(subject<S> const& s) {
    return !is_complex<S> && s.inputs == 1 && !s.draws && s.rows == nullptr;
}

} // namespace tests
