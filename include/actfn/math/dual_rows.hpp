// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/dual.hpp>
#include <actfn/math/rows.hpp>

namespace actfn::inline ACTFN_ABI::math {

/// One row of dual numbers V, entry by entry: what `along` is to packs. Values are those of a row
/// of numbers. The largest entry has its tangents; of several equal ones the first.
template <class V> class one_by_one {
  public:
    using value_type = V;
    using element = V;

    explicit one_by_one(std::size_t size) noexcept : n_(size) {}

    static constexpr std::ptrdiff_t step = 1;

    static constexpr std::size_t rows() noexcept { return 1; }
    std::size_t size() const noexcept { return n_; }

    template <class F = itself> V(max)(line<V const> x, F f = {}) const noexcept {
        V best(-std::numeric_limits<scalar_t<V>>::infinity());
        for (std::size_t i = 0; i < n_; ++i) {
            V const v = f(*(x + i));
            if (v > best) best = v;
        }
        return best;
    }

    template <terms known = terms::signed_, class F, class Keep, class... In>
    auto sums(F f, Keep keep, line<In>... in) const noexcept {
        return math::upper_parts(this->template totals<known>(f, keep, in...));
    }
    template <terms known = terms::signed_, class F, class Keep, class... In>
    auto totals(F f, Keep keep, line<In>... in) const noexcept {
        using Kept = decltype(f(*in.at...));
        constexpr std::size_t count = partial_sums<scalar_t<V>>;
        constexpr std::size_t n = std::tuple_size_v<decltype(Kept::terms)>;
        compensated<V> totals[n];
        for (std::size_t from = 0; from < n_; from += block_entries<scalar_t<V>>) {
            std::size_t const to = (std::min)(n_, from + block_entries<scalar_t<V>>);
            compensated<V> partials[n][count];
            auto const terms_at = [&](std::size_t i, auto use) {
                Kept const k = f(*(in + i)...);
                if constexpr (!std::is_same_v<Keep, discard>) *(keep + i) = k.entry;
                use(k.terms);
            };
            std::size_t i = from;
            if constexpr (known == terms::not_negative) {
                for (; i + group_terms * count <= to; i += group_terms * count) {
                    for (std::size_t p = 0; p < count; ++p) {
                        math::add_group<n>(
                            [&](std::size_t q, auto use) { terms_at(i + q * count + p, use); },
                            [&](std::size_t s, V sum) { partials[s][p].add(sum); });
                    }
                }
            }
            for (; i < to; ++i) {
                terms_at(i, [&](auto const& t) {
                    for (std::size_t s = 0; s < n; ++s) partials[s][i % count].add(t[s]);
                });
            }
            for (std::size_t s = 0; s < n; ++s) {
                for (std::size_t half = count / 2; half > 0; half /= 2) {
                    for (std::size_t p = 0; p < half; ++p)
                        partials[s][p].add(partials[s][p + half]);
                }
                totals[s].add(partials[s][0]);
            }
        }
        std::array<pair<V>, n> values;
        for (std::size_t s = 0; s < n; ++s) values[s] = totals[s].parts();
        return values;
    }

    template <class F, class Out, class... In>
    void map(F f, line<Out> out, line<In>... in) const noexcept {
        for (std::size_t i = 0; i < n_; ++i) *(out + i) = f(*(in + i)...);
    }

    void find(line<V const> x, V wanted, std::size_t* index) const noexcept {
        index[0] = math::position(x, n_, wanted);
    }
    V pick(line<V const> x, std::size_t const* index) const noexcept { return *(x + index[0]); }
    void place(line<V> x, std::size_t const* index, V v) const noexcept { *(x + index[0]) = v; }
    numbered<V> leading(line<V const> x) const noexcept {
        std::size_t best = 0;
        for (std::size_t i = 1; i < n_; ++i) {
            V const v = *(x + i);
            V const largest = *(x + best);
            if (!(v <= largest) && largest == largest) best = i;
        }
        return {*(x + best), V(static_cast<scalar_t<V>>(best))};
    }
    template <class F> void map_numbers(F f, line<V> out) const noexcept {
        for (std::size_t i = 0; i < n_; ++i) *(out + i) = f(V(static_cast<scalar_t<V>>(i)));
    }
    void report(V* p, V v) const noexcept { *p = v; }
    V collect(V const* p) const noexcept { return *p; }

  private:
    std::size_t n_;
};

} // namespace actfn::math
