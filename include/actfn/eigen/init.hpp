// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/eigen/expression.hpp>
#include <actfn/init.hpp>

#include <Eigen/Core>

namespace actfn::init {

/// Normal weights in a Matrix or Array, in the order of its memory.
template <class W, class Scale, std::uniform_random_bit_generator G>
    requires engine::eigen_real<W>
void fill(Eigen::PlainObjectBase<W>& weights, Scale const& scale, G& generator) {
    init::fill(std::span(weights.data(), static_cast<std::size_t>(weights.size())), scale,
               generator);
}

/// Uniform weights.
template <class W, class Scale, std::uniform_random_bit_generator G>
    requires engine::eigen_real<W>
void fill_uniform(Eigen::PlainObjectBase<W>& weights, Scale const& scale, G& generator) {
    init::fill_uniform(std::span(weights.data(), static_cast<std::size_t>(weights.size())), scale,
                       generator);
}

} // namespace actfn::init
