// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// maxout(z)ⱼ = max of the K consecutive entries z_{Kj} … z_{Kj+K−1}. The whole gradient goes to
/// the first of the largest; NaN counts as the largest of all.
template <std::size_t K>
    requires(K >= 2)
struct maxout {
    static constexpr names inputs{"z"};
    static constexpr actfn::facts facts{
        .name = "maxout",
        .formula = "max(z[K * j : K * j + K])",
        .derivative = "g[j] where z is the first maximum of group j, else 0",
        .source = "Goodfellow, Warde-Farley, Mirza, Courville, Bengio "
                  "2013, arXiv:1302.4389",
        .max_ulp = {.value = 0, .derivative = 0}};
    static constexpr double of_nothing = -std::numeric_limits<double>::infinity();

    static constexpr std::size_t static_group = K;

    constexpr std::size_t group() const noexcept { return K; }
    std::string full_name() const { return "maxout<" + std::to_string(group()) + ">"; }

    template <class Row, class T>
    ACTFN_INLINE static auto reduce(Row const& row, math::line<T const> z) {
        return row.leading(z).entry;
    }
    template <class Row, class T, class V>
    ACTFN_INLINE static void backward(Row const& row, math::line<T const> z, V gy,
                                      math::line<T> gz) {
        V const number = row.leading(z).number;
        auto const gradient = [&](V i) ACTFN_LAMBDA_INLINE {
            return math::select(i == number, gy, V(0));
        };
        row.map_numbers(gradient, gz);
    }
};

/// The same with K known at run time.
template <> struct maxout<std::dynamic_extent> : maxout<2> {
    static constexpr bool static_group = false;

    std::size_t k = 2;

    constexpr explicit maxout(std::size_t size) : k(size) {
        if (k < 2) core::fail("maxout_of: k = ", k, " must be at least 2");
    }
    constexpr std::size_t group() const noexcept { return k; }
    std::string full_name() const { return "maxout<" + std::to_string(k) + ">"; }
};

} // namespace kernel

/// maxout<3>: groups of 3.
template <std::size_t K> inline constexpr function<kernel::maxout<K>> maxout{};

/// Groups of k, at least 2.
constexpr auto maxout_of(std::size_t k) { return function(kernel::maxout<std::dynamic_extent>(k)); }

} // namespace actfn
