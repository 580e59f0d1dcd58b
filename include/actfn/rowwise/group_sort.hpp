// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/line_memory.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// group_sort(x): the entries of every group of `size` neighbours in ascending order; the gradient
/// goes back to where they stood, equal ones in the order in which they were. A NaN makes its group
/// NaN. max_min is the same with pairs: the smaller one, then the larger.
struct group_sort {
    static constexpr actfn::facts facts{.name = "group_sort",
                                        .aliases = "max_min",
                                        .formula = "sort(x[size * j : size * j + size])",
                                        .derivative = "g, each where its entry stood",
                                        .source = "Anil, Lucas, Grosse 2019, arXiv:1811.05381",
                                        .max_ulp = {.value = 0, .derivative = 0}};

    long long size{2};

    constexpr void check() const {
        core::require(size >= 1, facts.name, "size", static_cast<double>(size), "at least", 1);
    }
    constexpr std::size_t multiple() const noexcept { return static_cast<std::size_t>(size); }

    template <class Row, class T>
    ACTFN_INLINE void forward(Row const& row, math::line<T const> x, math::line<T> y) const {
        group<T> g(multiple());
        g.for_all(
            row, [&](auto in, auto out) { g.sort(in, in, out, true); }, x, y);
    }

    template <class Row, class T>
    ACTFN_INLINE void backward(Row const& row, math::line<T const> x, math::line<T const> gy,
                               math::line<T> gx) const {
        group<T> g(multiple());
        g.for_all(
            row, [&](auto in, auto from, auto out) { g.sort(in, from, out, false); }, x, gy, gx);
    }

  private:
    template <class T> class group {
      public:
        explicit group(std::size_t n) : n_(n), memory_(n), order_(n) {}

        /// f(lines that begin with a group...) for all groups of all rows.
        template <class Row, class F, class... E>
        void for_all(Row const& row, F f, math::line<E>... lines) {
            auto const one = [&]<class... L>(math::line<L>... line) {
                for (std::size_t i = 0; i < row.size(); i += n_) {
                    f(math::line<L>{line + i, line.step}...);
                }
            };
            math::for_each_row(row, one, lines...);
        }
        /// What `from` has beside the entries of x in ascending order to `out`, or, unless
        /// `forward`, what it has in that order to where they stand.
        void sort(math::line<T const> x, math::line<T const> from, math::line<T> out,
                  bool forward) {
            T* const values = memory_[0];
            T* const copy = memory_[1];
            std::size_t* const order = order_[0];
            bool valid = true;
            for (std::size_t i = 0; i < n_; ++i) {
                values[i] = *(x + i);
                copy[i] = *(from + i);
                order[i] = i;
                valid = valid && values[i] == values[i];
            }
            if (!valid) {
                for (std::size_t i = 0; i < n_; ++i) {
                    *(out + i) = T(std::numeric_limits<scalar_t<T>>::quiet_NaN());
                }
                return;
            }
            auto const before = [&](std::size_t a, std::size_t b) {
                return values[a] < values[b] || (values[a] == values[b] && a < b);
            };
            if (n_ == 2) {
                if (before(1, 0)) std::swap(order[0], order[1]);
            } else {
                std::sort(order, order + n_, before);
            }
            for (std::size_t i = 0; i < n_; ++i) {
                if (forward) {
                    *(out + i) = copy[order[i]];
                } else {
                    *(out + order[i]) = copy[i];
                }
            }
        }

      private:
        std::size_t n_;
        math::line_memory<T, 2> memory_;
        math::line_memory<std::size_t, 1> order_;
    };
};

} // namespace kernel

inline constexpr function<kernel::group_sort> group_sort{};
inline constexpr auto& max_min = group_sort;

} // namespace actfn
