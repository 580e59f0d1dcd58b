// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <cstddef>
#include <initializer_list>

namespace tests {

/// A few things, put together while compiling: a table of entry points costs no code.
template <class E, std::size_t most = 5> class list_of {
  public:
    constexpr list_of() = default;
    constexpr list_of(std::initializer_list<E> all) {
        for (E const& e : all) push_back(e);
    }
    constexpr void push_back(E const& e) { all_.at(size_++) = e; }
    constexpr bool empty() const { return size_ == 0; }
    constexpr E& operator[](std::size_t i) { return all_[i]; }
    constexpr E const& operator[](std::size_t i) const { return all_[i]; }
    constexpr E& back() { return all_[size_ - 1]; }
    constexpr E const& back() const { return all_[size_ - 1]; }
    constexpr E const* begin() const { return all_.data(); }
    constexpr E const* end() const { return all_.data() + size_; }

  private:
    std::array<E, most> all_{};
    std::size_t size_ = 0;
};

} // namespace tests
