// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/error.hpp>
#include <actfn/math/line_memory.hpp>
#include <actfn/math/rows.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI::math {

/// The k largest entries of a row, all where there are no more: those above a threshold, and the
/// first of those equal to it.
template <class T> class largest_entries {
  public:
    /// `copy` has room for n entries. A NaN leaves nothing to choose.
    largest_entries(line<T const> x, std::size_t n, std::size_t k, T* copy) : all_(k >= n) {
        for (std::size_t i = 0; i < n; ++i) {
            copy[i] = *(x + i);
            valid_ = valid_ && copy[i] == copy[i];
        }
        if (all_ || !valid_) return;
        T* const last = copy + (k - 1);
        std::nth_element(copy, last, copy + n, [](T const& a, T const& b) { return a > b; });
        threshold_ = *last;
        for (T const* p = copy; p != last + 1; ++p) ties_ += *p == threshold_ ? 1U : 0U;
    }
    /// Whether there is no NaN.
    bool valid() const noexcept { return valid_; }
    /// Whether the next entry of the row, v, is one of them; to be asked of all of them in order.
    bool keeps(T const& v) noexcept {
        if (all_ || v > threshold_) return true;
        bool const tie = v == threshold_ && ties_ > 0;
        ties_ -= tie ? 1U : 0U;
        return tie;
    }

  private:
    T threshold_{};
    std::size_t ties_ = 0;
    bool all_;
    bool valid_ = true;
};

/// to = from where x is one of the k largest entries of its row, else `otherwise`; NaN where the
/// row of x has one. `to` may be x or `from`.
template <class Row, class T>
void keep_largest(Row const& row, long long k, line<T const> x, line<T const> from, line<T> to,
                  T otherwise) {
    std::size_t const n = row.size();
    line_memory<T, 1> memory(n);
    auto const one = [&](line<T const> v, line<T const> in, line<T> out) {
        largest_entries<T> largest(v, n, static_cast<std::size_t>(k), memory[0]);
        for (std::size_t i = 0; i < n; ++i) {
            if (largest.valid()) {
                bool const kept = largest.keeps(*(v + i));
                *(out + i) = kept ? *(in + i) : otherwise;
            } else {
                *(out + i) = T(std::numeric_limits<scalar_t<T>>::quiet_NaN());
            }
        }
    };
    math::for_each_row(row, one, x, from, to);
}
/// y = x where it is one of the k largest entries of its row, else −∞.
template <class Row, class T>
void keep_largest_logits(Row const& row, long long k, line<T const> x, line<T> y) {
    math::keep_largest(row, k, x, x, y, T(-std::numeric_limits<scalar_t<T>>::infinity()));
}

/// The gradient y·slope(g − Σ y·g, x) of shares y of a row, which forward(row, x, y) computes. What
/// is left out has no part in it, whatever g is there.
template <class Row, class T, class Forward, class Slope>
ACTFN_INLINE void backward_of_shares(Row const& row, line<T const> x, line<T const> gy, line<T> gx,
                                     Forward forward, Slope slope) {
    using V = typename Row::value_type;
    line_memory<T, 1> memory(row.size() * static_cast<std::size_t>(Row::step));
    forward(row, x, line<T>{memory[0], Row::step});
    line<T const> const y{memory[0], Row::step};
    auto const terms = [](V p, V g) ACTFN_LAMBDA_INLINE {
        return kept<V, 1>{p, {math::times_or_zero(g, p)}};
    };
    V const mean = row.sums(terms, discard{}, y, gy)[0];
    auto const gradient = [&](V p, V v, V g) ACTFN_LAMBDA_INLINE {
        return math::times_or_zero(slope(V(g - mean), v), p);
    };
    row.map(gradient, gx, y, x, gy);
}

/// Throws std::invalid_argument unless at least one entry is kept.
constexpr void check_kept(std::string_view function, long long k) {
    core::require(k >= 1, function, "k", static_cast<double>(k), "at least", 1);
}

} // namespace actfn::math
