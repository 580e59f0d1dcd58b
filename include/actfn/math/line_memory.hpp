// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/sizes.hpp>

#include <cstddef>
#include <memory>

namespace actfn::inline ACTFN_ABI::math {

/// Memory for lines of one row, or of rows side by side: nearby where they are short.
template <class T, std::size_t lines> class line_memory {
  public:
    explicit line_memory(std::size_t length = room) { grow(length); }

    /// Line i, and what it and all others hold is lost if it has to be longer than they were.
    T* line(std::size_t i, std::size_t length) {
        if (length > length_) grow(length);
        return (*this)[i];
    }
    T* operator[](std::size_t i) noexcept {
        return distant_ ? distant_.get() + i * length_ : nearby_[i];
    }

  private:
    static constexpr std::size_t room = 1024;

    void grow(std::size_t length) {
        if (length > room) {
            distant_ = std::make_unique_for_overwrite<T[]>(core::product(lines, length));
        }
        length_ = length;
    }

    std::size_t length_ = 0;
    std::unique_ptr<T[]> distant_;
    alignas(64) T nearby_[lines][room];
};

} // namespace actfn::math
