// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <span>
#include <vector>

namespace peers {

/// Elements at a multiple of 64 bytes, with 64 bytes behind them that may be read and written.
template <class T> class memory {
  public:
    explicit memory(std::size_t n) : n_(n) {
        std::size_t const bytes = (n * sizeof(T) + 127) / 64 * 64;
        a_ = static_cast<T*>(std::aligned_alloc(64, bytes));
        if (a_ == nullptr) throw std::bad_alloc();
        std::fill_n(a_, bytes / sizeof(T), T(0));
    }
    explicit memory(std::vector<T> const& from) : memory(from.size()) {
        std::copy(from.begin(), from.end(), a_);
    }
    memory(memory const&) = delete;
    memory& operator=(memory const&) = delete;
    ~memory() { std::free(a_); }

    std::span<T const> read() const { return {a_, n_}; }
    std::span<T> write() const { return {a_, n_}; }

  private:
    std::size_t n_;
    T* a_;
};

} // namespace peers
