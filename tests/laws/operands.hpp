// SPDX-License-Identifier: MIT
#pragma once
#include "laws/subject.hpp"
#include <actfn/math/storage.hpp>

#include <cstdint>
#include <span>
#include <vector>

/// Outputs that are added to, and numbers kept in 16 bits.
namespace tests {

/// What stands in an output before something is added to it.
template <class S> S before(std::size_t i) {
    return S(real_of<S>(0.5) * static_cast<real_of<S>>(i % 7) - real_of<S>(1));
}
template <class S> void fill_before(std::span<S> y) {
    for (std::size_t i = 0; i < y.size(); ++i) y[i] = before<S>(i);
}
template <class S> void add_before(std::span<S> y) {
    for (std::size_t i = 0; i < y.size(); ++i) y[i] = before<S>(i) + y[i];
}

using stored_numbers = std::vector<std::uint16_t>;

inline stored_numbers as_words(std::span<float const> x) {
    stored_numbers w;
    for (float const v : x) w.push_back(actfn::math::narrow<actfn::bfloat16_bits>(v).bits);
    return w;
}
inline void as_numbers(stored_numbers const& w, float* to) {
    for (std::uint16_t const each : w) *to++ = actfn::math::widen(actfn::bfloat16_bits{each});
}
/// Rounded to what 16 bits hold.
inline std::vector<float> rounded(std::span<float const> x) {
    std::vector<float> r(x.size());
    as_numbers(as_words(x), r.data());
    return r;
}

} // namespace tests
