// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/compensated.hpp>
#include <actfn/math/flags.hpp>
#include <actfn/math/outputs.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

/// Rows of numbers for SIMD. A row-wise kernel is written once, in sums, maxima and maps over a
/// row of V; it runs with V along one row, or across as many rows as V has lanes.
///
/// The bits of a row do not depend on which: entry i of a row is added to partial sum i mod k,
/// where k numbers fill 64 bytes, each with its rounding error carried along, and the partial sums
/// are added in halves (0 with k/2, ...). Of terms that are not negative the entries i and i + k
/// are added before, where there are so many. Longer rows are summed in blocks, and these in
/// double.
namespace actfn::inline ACTFN_ABI::math {

/// Entry i of a row is at[i * step].
template <class T> struct line {
    T* at;
    std::ptrdiff_t step = 1;

    ACTFN_INLINE T* operator+(std::size_t i) const noexcept {
        return at + static_cast<std::ptrdiff_t>(i) * step;
    }
};

/// For `max` of the entries themselves.
struct itself {
    template <class V> ACTFN_INLINE V operator()(V v) const noexcept { return v; }
};

/// For `sums` whose terms are all that is wanted.
struct discard {};

/// How many partial sums a row has.
template <class T> inline constexpr std::size_t partial_sums = 64 / sizeof(T);
/// How many entries of a row are summed without a sum in double.
template <class T> inline constexpr std::size_t block_entries = block_terms* partial_sums<T>;

/// What is known of the terms of a sum.
enum class terms { signed_, not_negative };
/// How many terms that are not negative are added before what rounding takes is carried along: by
/// then half an ULP of the sum.
inline constexpr std::size_t group_terms = 2;

/// f(0), f(1), ..., f(n − 1); the arguments are types (std::integral_constant).
template <std::size_t n, class F> ACTFN_INLINE void unrolled(F f) {
    [&]<std::size_t... Is>(std::index_sequence<Is...>) ACTFN_LAMBDA_INLINE {
        (f(std::integral_constant<std::size_t, Is>{}), ...);
    }
    (std::make_index_sequence<n>{});
}

/// The number of the first of n entries that equals v, or 0.
template <class T> std::size_t position(line<T const> x, std::size_t n, T v) noexcept {
    for (std::size_t i = 0; i < n; ++i) {
        if (*(x + i) == v) return i;
    }
    return 0;
}

/// What a function for `sums` returns: an entry to keep and terms to add.
template <class V, std::size_t n> struct kept {
    V entry;
    std::array<V, n> terms;
};

/// Of sums with what rounding takes from them, the sums.
template <class V, std::size_t n>
ACTFN_INLINE std::array<V, n> upper_parts(std::array<pair<V>, n> const& sums) noexcept {
    std::array<V, n> upper;
    for (std::size_t s = 0; s < n; ++s) upper[s] = sums[s].hi;
    return upper;
}

/// add(number of the sum, sum) of the terms of a group. terms(i, use) calls use with
/// those of its entry i: a returned array would go through memory.
template <std::size_t n, class Terms, class Add>
ACTFN_INLINE void add_group(Terms terms, Add add) noexcept {
    static_assert(group_terms == 2);
    terms(0, [&](auto const& a) ACTFN_LAMBDA_INLINE {
        terms(1, [&](auto const& b) ACTFN_LAMBDA_INLINE {
            for (std::size_t s = 0; s < n; ++s) add(s, a[s] + b[s]);
        });
    });
}

/// An entry and its number in the row.
template <class V> struct numbered {
    V entry;
    V number;
};

/// f(the lines of a row) for every row, one after the other, where no loop over packs serves.
template <class Row, class F, class... E> void for_each_row(Row const& row, F f, line<E>... lines) {
    for (std::size_t l = 0; l < row.rows(); ++l) f(line<E>{lines.at + l, lines.step}...);
}

/// One row, V holding neighbours in it.
template <class V> class along {
  public:
    using value_type = V;
    using element = scalar_t<V>;

    explicit along(std::size_t size) noexcept : n_(size) {}

    /// How far apart the entries of a line without gaps are.
    static constexpr std::ptrdiff_t step = 1;

    /// How many rows this is, and of how many entries.
    static constexpr std::size_t rows() noexcept { return 1; }
    std::size_t size() const noexcept { return n_; }

    /// The largest f(entry), in all lanes; NaN entries are passed over.
    template <class F = itself>
    ACTFN_INLINE V(max)(line<element const> x, F f = {}) const noexcept {
        element constexpr lowest = -std::numeric_limits<element>::infinity();
        V best[packs];
        for (V& b : best) b = V(lowest);
        auto const take = [&](auto p, V v)
                              ACTFN_LAMBDA_INLINE { best[p] = math::at_least(best[p], v); };
        std::size_t i = 0;
        for (; i + block <= n_; i += block) {
            unrolled<packs>(
                [&](auto p) ACTFN_LAMBDA_INLINE { take(p, f(math::load<V>(x.at + i + p * w))); });
        }
        unrolled<packs>([&](auto p) ACTFN_LAMBDA_INLINE {
            if (i + w <= n_) {
                take(p, f(math::load<V>(x.at + i)));
                i += w;
            } else if (i < n_) {
                V const v = f(partial(x.at + i, n_ - i));
                take(p, math::select(used(n_ - i), v, V(lowest)));
                i = n_;
            }
        });
        for (std::size_t p = 1; p < packs; ++p) {
            best[0] = math::at_least(best[0], best[p]);
        }
        return largest_lane(best[0]);
    }

    /// The largest f(get, put) in all lanes, NaN being passed over: get(line) are the entries f is
    /// called for, of a line of flags which of them are 0; put(line, v) writes them.
    template <class F> ACTFN_INLINE V largest(F f) const noexcept {
        std::size_t const n = n_; // no store can change it
        V const lowest(-std::numeric_limits<element>::infinity());
        V best[packs];
        for (V& b : best) b = lowest;
        auto const take = [&](auto p, V v)
                              ACTFN_LAMBDA_INLINE { best[p] = math::at_least(best[p], v); };
        auto const whole = [&](auto p, std::size_t i) ACTFN_LAMBDA_INLINE {
            auto const get = [i](auto in) ACTFN_LAMBDA_INLINE { return entries(in.at + i); };
            auto const put = [i](line<element> out, V v)
                                 ACTFN_LAMBDA_INLINE { math::store(out.at + i, v); };
            take(p, f(get, put));
        };
        std::size_t i = 0;
        for (; i + block <= n; i += block) {
            unrolled<packs>([&](auto p) ACTFN_LAMBDA_INLINE { whole(p, i + p * w); });
        }
        unrolled<packs>([&](auto p) ACTFN_LAMBDA_INLINE {
            if (i + w <= n) {
                whole(p, i);
                i += w;
            } else if (i < n) {
                std::size_t const rest = n - i;
                auto const get = [&](auto in)
                                     ACTFN_LAMBDA_INLINE { return first_entries(in.at + i, rest); };
                auto const put = [&](line<element> out, V v)
                                     ACTFN_LAMBDA_INLINE { put_partial(out.at + i, v, rest); };
                take(p, math::select(used(rest), f(get, put), lowest));
                i = n;
            }
        });
        for (std::size_t p = 1; p < packs; ++p) {
            best[0] = math::at_least(best[0], best[p]);
        }
        return largest_lane(best[0]);
    }

    /// The sums over the row of the terms of f(in...), each in all lanes; the entry of each
    /// goes to `keep`: a line, an accumulator, or `discard`.
    template <terms known = terms::signed_, class F, class Keep, class... In>
    ACTFN_INLINE auto sums(F f, Keep keep, line<In>... in) const noexcept {
        return math::upper_parts(this->template totals<known>(f, keep, in...));
    }
    /// The same with what rounding takes from each.
    template <terms known = terms::signed_, class F, class Keep, class... In>
    ACTFN_INLINE auto totals(F f, Keep keep, line<In>... in) const noexcept {
        using Kept = decltype(f(math::load<V>(in.at)...));
        constexpr std::size_t n = std::tuple_size_v<decltype(Kept::terms)>;
        std::array<pair<V>, n> totals;
        auto const set = [&](std::size_t s, pair<element> p) ACTFN_LAMBDA_INLINE {
            totals[s] = {V(p.hi), V(p.lo)};
        };
        math::total_of_blocks all[n];
        for (std::size_t from = 0;;) {
            std::size_t const to = from + (std::min)(n_ - from, block_entries<element>);
            auto const sums = block_sums<known>(f, keep, from, to, in...);
            if (to == n_ && from == 0) [[likely]] {
                for (std::size_t s = 0; s < n; ++s) set(s, sums[s].parts());
                return totals;
            }
            for (std::size_t s = 0; s < n; ++s) all[s].add(sums[s]);
            if (to == n_) break;
            from = to;
        }
        for (std::size_t s = 0; s < n; ++s) set(s, all[s].template parts<element>());
        return totals;
    }

    /// out = f(in...), entry by entry; out may be one of the inputs.
    template <class F, class Out, class... In>
    ACTFN_INLINE void map(F f, line<Out> out, line<In>... in) const noexcept {
        std::size_t const n = n_; // no store can change it
        std::size_t i = 0;
        for (; i + w <= n; i += w) math::store(out.at + i, f(math::load<V>(in.at + i)...));
        if (i < n) {
            put_partial(out.at + i, f(partial(in.at + i, n - i)...), n - i);
        }
    }

    /// The number of the first entry that is `wanted`, into index[0]; 0 if there is none.
    ACTFN_INLINE void find(line<element const> x, V wanted, std::size_t* index) const noexcept {
        index[0] = position(x, n_, first(wanted));
    }
    /// Entry index[0] of the row, in all lanes.
    ACTFN_INLINE V pick(line<element const> x, std::size_t const* index) const noexcept {
        return V(*(x + index[0]));
    }
    /// Writes v to entry index[0] of the row.
    ACTFN_INLINE void place(line<element> x, std::size_t const* index, V v) const noexcept {
        *(x + index[0]) = first(v);
    }
    /// The first of the largest entries, the first NaN being larger than all, in all lanes.
    ACTFN_INLINE numbered<V> leading(line<element const> x) const noexcept {
        element largest = *(x + 0);
        std::size_t best = 0;
        for (std::size_t i = 1; i < n_; ++i) {
            element const v = *(x + i);
            bool const wins = !(v <= largest) && largest == largest;
            best = wins ? i : best;
            largest = wins ? v : largest;
        }
        return {V(largest), V(static_cast<element>(best))};
    }
    /// out = f(number of the entry).
    template <class F> ACTFN_INLINE void map_numbers(F f, line<element> out) const noexcept {
        for (std::size_t i = 0; i < n_; ++i) {
            *(out + i) = first(f(V(static_cast<element>(i))));
        }
    }
    /// Writes one number per row: here, one.
    ACTFN_INLINE void report(element* p, V v) const noexcept { *p = first(v); }
    /// Reads one number per row.
    ACTFN_INLINE V collect(element const* p) const noexcept { return V(*p); }

  private:
    static constexpr std::size_t w = lanes<V>;
    static constexpr std::size_t packs = std::max<std::size_t>(1, partial_sums<element> / w);
    static constexpr std::size_t block = packs * w;

    /// In all lanes what `add(v, other)` makes of all lanes of v in lane 0, in halves.
    template <std::size_t half = w / 2, class S, class Exchange, class Add>
    static ACTFN_INLINE S across_lanes(S v, Exchange exchange, Add add) noexcept {
        if constexpr (half == 0) {
            return v;
        } else {
            add(v, exchange(std::integral_constant<std::size_t, half>{}, v));
            return across_lanes<half / 2>(v, exchange, add);
        }
    }
    static ACTFN_INLINE V largest_lane(V v) noexcept {
        V const all = across_lanes(
            v, [](auto k, V of) ACTFN_LAMBDA_INLINE { return math::exchanged<k()>(of); },
            [](V& best, V other) ACTFN_LAMBDA_INLINE { best = math::at_least(best, other); });
        return V(first(all)); // lanes may hold either zero
    }
    static ACTFN_INLINE V entries(element const* p) noexcept { return math::load<V>(p); }
    static ACTFN_INLINE auto entries(unsigned char const* p) noexcept {
        return math::load_zeros<V>(p);
    }
    static ACTFN_INLINE V first_entries(element const* p, std::size_t rest) noexcept {
        return partial(p, rest);
    }
    static ACTFN_INLINE auto first_entries(unsigned char const* p, std::size_t rest) noexcept {
        unsigned char padded[w] = {};
        for (std::size_t l = 0; l < rest; ++l) padded[l] = p[l];
        return entries(padded);
    }
    template <class E> static ACTFN_INLINE V partial(E const* p, std::size_t rest) noexcept {
        return math::load_first<V>(p, rest);
    }
    template <class P>
    static ACTFN_INLINE void put_partial(P p, V const& v, std::size_t rest) noexcept {
        if constexpr (std::is_pointer_v<P>) {
            math::store_first<V>(p, v, rest);
        } else {
            element lane[w];
            math::store<V>(lane, v);
            for (std::size_t l = 0; l < rest; ++l) math::put<element>(p + l, lane[l]);
        }
    }
    template <class E> static ACTFN_INLINE E* start_of(line<E> to) noexcept { return to.at; }
    template <class E> static ACTFN_INLINE auto start_of(accumulator<E> to) noexcept { return to; }

    /// The first entries of v, all if not told, to a row without gaps from i on.
    template <class Out>
    static ACTFN_INLINE void keep_entries(Out to, std::size_t i, V const& v,
                                          std::size_t rest = w) noexcept {
        if constexpr (std::is_same_v<Out, discard>) {
            return;
        } else if (rest == w) {
            math::put<V>(start_of(to) + i, v);
        } else {
            put_partial(start_of(to) + i, v, rest);
        }
    }
    /// The lanes below `rest`.
    static ACTFN_INLINE auto used(std::size_t rest) noexcept {
        return math::load<V>(number_of_lane.data()) < V(static_cast<element>(rest));
    }
    static constexpr auto number_of_lane = [] {
        std::array<element, w> a{};
        for (std::size_t l = 0; l < w; ++l) a[l] = static_cast<element>(l);
        return a;
    }();
    /// The sums over the entries from `from` to `to`, which is the end or a multiple of a block.
    template <terms known, class F, class Keep, class... In>
    ACTFN_INLINE auto block_sums(F f, Keep keep, std::size_t from, std::size_t to,
                                 line<In>... in) const noexcept {
        using Kept = decltype(f(math::load<V>(in.at)...));
        constexpr std::size_t n = std::tuple_size_v<decltype(Kept::terms)>;
        math::compensated<V> partials[packs][n];
        auto const terms_at = [&](std::size_t i, auto use) ACTFN_LAMBDA_INLINE {
            Kept const k = f(math::load<V>(in.at + i)...);
            keep_entries(keep, i, k.entry);
            use(k.terms);
        };
        auto const whole = [&](auto p, std::size_t i) ACTFN_LAMBDA_INLINE {
            terms_at(i, [&](auto const& t) ACTFN_LAMBDA_INLINE {
                for (std::size_t s = 0; s < n; ++s) partials[p][s].add(t[s]);
            });
        };
        std::size_t i = from;
        if constexpr (known == terms::not_negative) {
            for (; i + group_terms * block <= to; i += group_terms * block) {
                unrolled<packs>([&](auto p) ACTFN_LAMBDA_INLINE {
                    math::add_group<n>(
                        [&](std::size_t q, auto use)
                            ACTFN_LAMBDA_INLINE { terms_at(i + q * block + p * w, use); },
                        [&](std::size_t s, V sum) ACTFN_LAMBDA_INLINE { partials[p][s].add(sum); });
                });
            }
        }
        for (; i + block <= to; i += block) {
            unrolled<packs>([&](auto p) ACTFN_LAMBDA_INLINE { whole(p, i + p * w); });
        }
        unrolled<packs>([&](auto p) ACTFN_LAMBDA_INLINE {
            if (i + w <= to) {
                whole(p, i);
                i += w;
            } else if (i < to) {
                std::size_t const rest = to - i;
                Kept const k = f(partial(in.at + i, rest)...);
                keep_entries(keep, i, k.entry, rest);
                for (std::size_t s = 0; s < n; ++s) {
                    partials[p][s].add(math::select(used(rest), k.terms[s], V(0)));
                }
                i = to;
            }
        });
        std::array<math::compensated<element>, n> sums;
        for (std::size_t s = 0; s < n; ++s) {
            for (std::size_t half = packs / 2; half > 0; half /= 2) {
                for (std::size_t p = 0; p < half; ++p) partials[p][s].add(partials[p + half][s]);
            }
            auto const total = across_lanes(
                partials[0][s],
                [](auto k, math::compensated<V> const& of) ACTFN_LAMBDA_INLINE {
                    return math::compensated<V>{math::exchanged<k()>(of.sum),
                                                math::exchanged<k()>(of.excess)};
                },
                [](math::compensated<V>& sum, math::compensated<V> const& other)
                    ACTFN_LAMBDA_INLINE { sum.add(other); });
            sums[s] = {first(total.sum), first(total.excess)};
        }
        return sums;
    }

    std::size_t n_;
};

/// As many rows side by side as V has lanes.
template <class V> class across {
  public:
    using value_type = V;
    using element = scalar_t<V>;

    explicit across(std::size_t size) noexcept : n_(size) {}

    static constexpr std::ptrdiff_t step = lanes<V>;

    static constexpr std::size_t rows() noexcept { return lanes<V>; }
    std::size_t size() const noexcept { return n_; }

    template <class F = itself>
    ACTFN_INLINE V(max)(line<element const> x, F f = {}) const noexcept {
        V best(-std::numeric_limits<element>::infinity());
        for (std::size_t i = 0; i < n_; ++i) {
            V const v = f(at(x + i));
            best = math::at_least(best, v);
        }
        return best;
    }

    template <class F> ACTFN_INLINE V largest(F f) const noexcept {
        V best(-std::numeric_limits<element>::infinity());
        for (std::size_t i = 0; i < n_; ++i) {
            auto const get = [&](auto in) ACTFN_LAMBDA_INLINE { return at(in + i); };
            auto const put_entry = [&](line<element> out, V v)
                                       ACTFN_LAMBDA_INLINE { put(out + i, v); };
            V const v = f(get, put_entry);
            best = math::at_least(best, v);
        }
        return best;
    }

    template <terms known = terms::signed_, class F, class Keep, class... In>
    ACTFN_INLINE auto sums(F f, Keep keep, line<In>... in) const noexcept {
        return math::upper_parts(this->template totals<known>(f, keep, in...));
    }
    template <terms known = terms::signed_, class F, class Keep, class... In>
    ACTFN_INLINE auto totals(F f, Keep keep, line<In>... in) const noexcept {
        using Kept = decltype(f(at(in + 0)...));
        constexpr std::size_t n = std::tuple_size_v<decltype(Kept::terms)>;
        std::array<pair<V>, n> totals;
        math::total_of_blocks all[n][w];
        for (std::size_t from = 0;;) {
            std::size_t const to = from + (std::min)(n_ - from, block_entries<element>);
            auto const sums = block_sums<known>(f, keep, from, to, in...);
            if (to == n_ && from == 0) [[likely]] {
                for (std::size_t s = 0; s < n; ++s) totals[s] = sums[s].parts();
                return totals;
            }
            for (std::size_t s = 0; s < n; ++s) {
                element sum[w];
                element excess[w];
                math::store(sum, sums[s].sum);
                math::store(excess, sums[s].excess);
                for (std::size_t l = 0; l < w; ++l) {
                    all[s][l].add(math::compensated<element>{sum[l], excess[l]});
                }
            }
            if (to == n_) break;
            from = to;
        }
        for (std::size_t s = 0; s < n; ++s) {
            element hi[w];
            element lo[w];
            for (std::size_t l = 0; l < w; ++l) {
                auto const p = all[s][l].template parts<element>();
                hi[l] = p.hi;
                lo[l] = p.lo;
            }
            totals[s] = {math::load<V>(hi), math::load<V>(lo)};
        }
        return totals;
    }

    template <class F, class Out, class... In>
    ACTFN_INLINE void map(F f, line<Out> out, line<In>... in) const noexcept {
        for (std::size_t i = 0; i < n_; ++i) put(out + i, f(at(in + i)...));
    }

    ACTFN_INLINE void find(line<element const> x, V wanted, std::size_t* index) const noexcept {
        element padded[w];
        math::store(padded, wanted);
        for (std::size_t l = 0; l < rows(); ++l) {
            index[l] = position(line<element const>{x.at + l, x.step}, n_, padded[l]);
        }
    }
    /// Entry index[r] of each row r.
    ACTFN_INLINE V pick(line<element const> x, std::size_t const* index) const noexcept {
        element padded[w] = {};
        for (std::size_t l = 0; l < rows(); ++l) padded[l] = (x + index[l])[l];
        return math::load<V>(padded);
    }
    ACTFN_INLINE void place(line<element> x, std::size_t const* index, V v) const noexcept {
        element padded[w];
        math::store(padded, v);
        for (std::size_t l = 0; l < rows(); ++l) (x + index[l])[l] = padded[l];
    }
    ACTFN_INLINE numbered<V> leading(line<element const> x) const noexcept {
        V largest = at(x + 0);
        V best(element(0));
        for (std::size_t i = 1; i < n_; ++i) {
            V const v = at(x + i);
            auto const below = v <= largest;
            auto const is_number = largest == largest;
            V const number = math::select(below, best, V(static_cast<element>(i)));
            best = math::select(is_number, number, best);
            largest = math::select(is_number, math::select(below, largest, v), largest);
        }
        return {largest, best};
    }
    template <class F> ACTFN_INLINE void map_numbers(F f, line<element> out) const noexcept {
        for (std::size_t i = 0; i < n_; ++i) put(out + i, f(V(static_cast<element>(i))));
    }
    ACTFN_INLINE void report(element* p, V v) const noexcept { put(p, v); }
    ACTFN_INLINE V collect(element const* p) const noexcept { return at(p); }

  private:
    static constexpr std::size_t w = lanes<V>;

    /// The sums over the entries from `from` to `to`.
    template <terms known, class F, class Keep, class... In>
    ACTFN_INLINE auto block_sums(F f, Keep keep, std::size_t from, std::size_t to,
                                 line<In>... in) const noexcept {
        using Kept = decltype(f(at(in + 0)...));
        constexpr std::size_t n = std::tuple_size_v<decltype(Kept::terms)>;
        constexpr std::size_t count = (std::max)(partial_sums<element>, lanes<V>);
        math::compensated<V> partials[count][n];
        std::size_t const first = (std::min)(count, to - from); // a partial sum each
        auto const terms_at = [&](std::size_t i, auto use) ACTFN_LAMBDA_INLINE {
            Kept const k = f(at(in + i)...);
            if constexpr (!std::is_same_v<Keep, discard>) put(keep + i, k.entry);
            use(k.terms);
        };
        std::size_t i = from;
        if constexpr (known == terms::not_negative) {
            for (; i + group_terms * count <= to; i += group_terms * count) {
                for (std::size_t p = 0; p < count; ++p) {
                    math::add_group<n>(
                        [&](std::size_t q, auto use)
                            ACTFN_LAMBDA_INLINE { terms_at(i + q * count + p, use); },
                        [&](std::size_t s, V sum) ACTFN_LAMBDA_INLINE { partials[p][s].add(sum); });
                }
            }
        }
        for (; i < to; ++i) {
            terms_at(i, [&](auto const& t) ACTFN_LAMBDA_INLINE {
                auto& partial = partials[i % count];
                if (i - from < count) {
                    for (std::size_t s = 0; s < n; ++s) partial[s].sum = V(0) + t[s];
                } else {
                    for (std::size_t s = 0; s < n; ++s) partial[s].add(t[s]);
                }
            });
        }
        std::array<math::compensated<V>, n> sums;
        for (std::size_t s = 0; s < n; ++s) {
            for (std::size_t half = count / 2; half > 0; half /= 2) {
                for (std::size_t p = 0; p < half && p + half < first; ++p) {
                    partials[p][s].add(partials[p + half][s]);
                }
            }
            sums[s] = partials[0][s];
        }
        return sums;
    }

    static ACTFN_INLINE V at(element const* p) noexcept { return math::load<V>(p); }
    static ACTFN_INLINE auto at(unsigned char const* p) noexcept { return math::load_zeros<V>(p); }
    static ACTFN_INLINE void put(element* p, V v) noexcept { math::store(p, v); }

    std::size_t n_;
};

} // namespace actfn::math
