// SPDX-License-Identifier: MIT
#pragma once
#include "input.hpp"
#include <actfn/array.hpp>

#include <algorithm>
#include <array>
#include <complex>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// Calls of the library on operands anywhere in one piece of memory, and what must hold of them.
namespace fuzz {

inline void must(bool holds, std::string_view promise, std::string_view detail = {}) {
    if (holds) return;
    std::fprintf(stderr, "broken promise: %.*s %.*s\n", int(promise.size()), promise.data(),
                 int(detail.size()), detail.data());
    std::abort();
}

/// The same bits; NaN has many forms.
template <class T> bool same(T a, T b) noexcept {
    return std::memcmp(&a, &b, sizeof a) == 0 || (a != a && b != b);
}

/// A piece of memory as long as it is said to be, so that sanitizers see what lies beyond it.
template <class T> std::vector<T> memory_of(input& in);

/// Where an operand lies: blocks, rows, entries. A range has entries only.
struct operand {
    std::ptrdiff_t begin = 0; // in numbers
    std::ptrdiff_t width = 1; // numbers of an element
    bool flat = true;
    bool written = false;
    bool added = false;
    std::array<std::ptrdiff_t, 3> sizes{1, 1, 0};
    std::array<std::ptrdiff_t, 3> strides{0, 0, 1};

    using wide = __int128;

    bool negative() const { return *std::min_element(sizes.begin(), sizes.end()) < 0; }
    bool empty() const { return std::count(sizes.begin(), sizes.end(), 0) != 0; }
    /// How many elements, as far as that can be told.
    wide count() const {
        if (empty()) return 0;
        wide n = 1;
        for (auto const size : sizes) n = std::min(n * size, wide(1) << 64);
        return n;
    }
    /// Of elements, before and behind the first.
    wide reach(int sign) const {
        wide sum = 0;
        for (std::size_t d = 0; d < 3; ++d) {
            if ((strides[d] < 0) == (sign < 0)) sum += (wide(sizes[d]) - 1) * strides[d];
        }
        return sum;
    }
    wide lowest() const { return begin + width * reach(-1); }
    wide end() const { return begin + width * (reach(1) + 1); }
    /// A call must refuse it.
    bool impossible(std::size_t bytes) const {
        if (empty()) return false;
        wide const most = (std::numeric_limits<std::ptrdiff_t>::max)();
        bool far = count() > most || (end() - lowest()) * wide(bytes) > most;
        for (auto const s : strides) far = far || s < -most;
        return negative() || far;
    }
    bool fits(std::size_t size) const {
        return !negative() && (empty() || (lowest() >= 0 && end() <= wide(size)));
    }
    std::ptrdiff_t at(std::ptrdiff_t b, std::ptrdiff_t r, std::ptrdiff_t i) const {
        return begin + width * (b * strides[0] + r * strides[1] + i * strides[2]);
    }
    /// f(first number) of every element, the last index running first.
    template <class F> void for_each(F f) const {
        if (empty()) return;
        for (std::ptrdiff_t b = 0; b < sizes[0]; ++b) {
            for (std::ptrdiff_t r = 0; r < sizes[1]; ++r) {
                for (std::ptrdiff_t i = 0; i < sizes[2]; ++i) f(at(b, r, i));
            }
        }
    }
    std::vector<std::ptrdiff_t> elements() const {
        std::vector<std::ptrdiff_t> all;
        for_each([&](std::ptrdiff_t at) { all.push_back(at); });
        return all;
    }
    std::vector<std::ptrdiff_t> sorted() const {
        auto all = elements();
        std::sort(all.begin(), all.end());
        return all;
    }
};

/// A range of n elements somewhere in memory: beside others, over them, across them.
operand range_in(input& in, std::size_t memory, std::size_t n, std::ptrdiff_t width = 1);

/// An object of `rank` dimensions, of the sizes given, with strides of all kinds. What a call has
/// to look at lies in memory; what lies nowhere it has to refuse.
operand object_in(input& in, std::size_t memory, std::size_t rank,
                  std::array<std::ptrdiff_t, 3> sizes, std::ptrdiff_t width, std::size_t bytes);

template <class E, std::size_t... d>
auto strided_at(operand const& o, E* data, std::index_sequence<d...>) {
    constexpr std::size_t first = 3 - sizeof...(d);
    return actfn::strided_view<E, sizeof...(d)>{
        data, {o.sizes[first + d]...}, {o.strides[first + d]...}};
}
/// What the library is given for an operand: a range, or a view of `rank`; of complex numbers where
/// it is `wide`.
template <std::size_t rank, bool wide, bool written, class T>
auto view_at(operand const& o, T* data) {
    using Number = std::conditional_t<wide, std::complex<T>, T>;
    using E = std::conditional_t<written, Number, Number const>;
    auto* const p = reinterpret_cast<E*>(data);
    if constexpr (rank == 0) {
        return std::span<E>(p, static_cast<std::size_t>(o.sizes[2]));
    } else {
        return fuzz::strided_at(o, p, std::make_index_sequence<rank>{});
    }
}

/// A call on operands. `call(T* const* data)` runs it on copies or on the memory itself and returns
/// numbers that are not written.
template <class T> class trial {
  public:
    using call_type = std::function<std::vector<T>(T* const*)>;

    trial(std::vector<T> const& memory, std::vector<operand> operands)
        : before_(memory), operands_(std::move(operands)) {}

    operand const& operator[](std::size_t i) const { return operands_[i]; }
    std::vector<operand> const& operands() const { return operands_; }
    /// The memory before the call, and the outputs behind it, each in the place of its operand.
    T const* before() const { return before_.data(); }
    T after(std::size_t output, std::ptrdiff_t at) const {
        return copies_[output][static_cast<std::size_t>(at - shift_[output])];
    }
    T const* results() const { return results_.data(); }

    /// Runs the call twice and holds it to what is promised of every call; whether it was accepted.
    bool run(call_type const& call);

  private:
    std::string run_apart(call_type const& call);
    std::vector<bool> written_numbers() const;
    bool any_meet() const;
    bool outputs_are_apart();

    std::vector<T> before_;
    std::vector<operand> operands_;
    std::vector<std::vector<T>> copies_;
    std::vector<std::ptrdiff_t> shift_;
    std::vector<T> results_;
    bool self_overlap_ = false;
};

extern template class trial<float>;
extern template class trial<double>;

/// The numbers of a struct of parameter gradients.
template <class T, class R> std::vector<T> numbers_of(R const& r) {
    return std::apply([](auto const&... p) { return std::vector<T>{static_cast<T>(p)...}; },
                      actfn::core::numbers(r));
}

// A group of calls each, in a file of its own.
void elements(input& in);
void complex_elements(input& in);
void rows(input& in);
void options(input& in);
void losses(input& in);
void each(input& in);
void any(input& in);

} // namespace fuzz
