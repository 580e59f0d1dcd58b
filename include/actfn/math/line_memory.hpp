// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/sizes.hpp>

#include <cstddef>
#include <memory>

namespace actfn::inline ACTFN_ABI::math {

/// Memory for lines of one row, or of rows side by side: nearby where they are short.
template <class T, std::size_t lines> class line_memory {
  public:
    explicit line_memory(std::size_t length) : length_(length) {
        if (length > room) distant_ = std::make_unique<T[]>(core::product(lines, length));
    }
    T* operator[](std::size_t i) noexcept {
        return distant_ ? distant_.get() + i * length_ : nearby_[i];
    }

  private:
    static constexpr std::size_t room = 1024;

    std::size_t length_;
    std::unique_ptr<T[]> distant_;
    alignas(64) T nearby_[lines][room];
};

} // namespace actfn::math
