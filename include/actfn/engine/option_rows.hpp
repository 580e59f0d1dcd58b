// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/copies.hpp>
#include <actfn/engine/option_lines.hpp>
#include <actfn/engine/row_draws.hpp>

/// The loops over rows of logits: softmax and its relatives where they have options.
namespace actfn::inline ACTFN_ABI::engine {

/// f(rows, which block, the number of the first, their lines...) for all rows of a function, in
/// training with its draws if it `is_drawn`.
template <class Arch, class T, std::size_t inputs, bool adds, bool is_drawn = true, class Function,
          class F, class... E>
void for_all_rows(Function const& function_, F f, lines_view<E> const&... lines) {
    auto const entries = static_cast<std::size_t>(std::get<0>(std::tie(lines...)).sizes[2]);
    auto const part = [&](std::ptrdiff_t block, std::size_t first, std::size_t rows,
                          auto... tables) {
        math::for_rows<Arch, T>(
            rows, entries,
            [&](auto row, std::size_t r, auto... line) { f(row, block, first + r, line...); },
            tables...);
    };
    engine::with_drawn_tables<Arch, T, inputs, adds, is_drawn>(function_, part, lines...);
}

/// The numbers of logits.
struct logit_numbers {
    double temperature; // negative where logits are −x/T
    double softcap;
    double sink;
};
template <class K> logit_numbers logit_numbers_of(K const& k) noexcept {
    auto const& n = engine::kernel_of_numbers(k);
    return {engine::signed_temperature(n), static_cast<double>(n.softcap),
            static_cast<double>(n.sink)};
}

/// What the loops over rows of logits have in common, with `spread_options` or `no_options`. Which
/// function of logits it is says the family that k.of_logits() returns.
template <class V, class Options> class logits_loop {
    using T = scalar_t<V>;

  public:
    static constexpr bool has_lines = !std::same_as<Options, no_options>;
    template <class Row> using logits_of = math::logits<Row, has_lines>;

    logits_loop(logit_numbers const& n, Options const& o, std::size_t entries)
        : temperature_(n.temperature),
          entries_(entries),
          options_(o, n.sink, entries),
          f_(n.temperature, n.softcap, options_.has_bias()) {}

    math::logit_of<V> const& logit() const noexcept { return f_; }
    auto& options() noexcept { return options_; }

    template <class Row> math::line<T> line(std::size_t i) {
        return {memory_.line(i, entries_ * static_cast<std::size_t>(Row::step)), Row::step};
    }
    template <class Row>
    auto logits(Row const& row, typename logits_of<Row>::sources const& from,
                typename logits_of<Row>::memory const& to,
                typename logits_of<Row>::use const& wanted) {
        return logits_of<Row>(row, f_, from, to, temperature_, wanted);
    }

    template <class Family, class Row>
    void forward(Family of, Row const& row, std::ptrdiff_t block, std::size_t first,
                 math::line<T const> x, math::line<T> y) {
        auto const from = options_.of(row, block, first, x);
        // Numbers go to y where their line would not be at hand: y need not be, but a loop over it
        // that computes more hides that. y may be x, which is read again where sums are made.
        bool const to_y = !from.adds() && entries_ > short_row<Row>;
        auto const t = logits(row, from, {to_y ? y : line<Row>(0), line<Row>(1)},
                              {of.is_logarithm, of.is_safe, true});
        of.forward(t, y);
    }
    template <class Family, class Row>
    auto reduce(Family of, Row const& row, std::ptrdiff_t block, std::size_t first,
                math::line<T const> x) {
        auto const t = logits(row, options_.of(row, block, first, x), {line<Row>(0), line<Row>(1)},
                              {true, false});
        return of.reduce(t);
    }
    /// By the entries, or by the logits. gy is a line, or a number for each row. Returns the
    /// gradient by the sink.
    template <class Family, class Row, class G>
    V backward(Family of, Row const& row, std::ptrdiff_t block, std::size_t first, bool by_logit,
               math::line<T const> x, G gy, math::line<T> gx) {
        constexpr bool reduces = std::same_as<G, V>;
        auto from = options_.of(row, block, first, x);
        from.by_logit = by_logit;
        auto const t = logits(row, from, {line<Row>(0), line<Row>(1), line<Row>(2)},
                              {false, reduces || of.is_safe});
        return of.backward(t, gy, gx);
    }
    /// From y, where the logits do not depend on x otherwise than by x/T: as rows without options.
    template <class Plain, class Row>
    void backward_from_output(Plain const& plain, Row const& row, std::ptrdiff_t block,
                              std::size_t first, math::line<T const> y, math::line<T const> gy,
                              math::line<T> gx) {
        if constexpr (has_lines) {
            if (auto const o = options_.of(row, block, first, y); o.hides()) {
                auto const copy = line<Row>(0);
                auto const without = [&](math::line<T const> from, math::line<T> to) {
                    row.largest([&](auto get, auto put) {
                        put(to, math::select(get(o.keep), V(0), get(from)));
                        return V(0);
                    });
                };
                without(gy, copy);
                plain.backward_from_output(row, y, math::line<T const>{copy.at, copy.step}, gx);
                without({gx.at, gx.step}, gx);
                return;
            }
        }
        plain.backward_from_output(row, y, gy, gx);
    }

  private:
    template <class Row>
    static constexpr std::size_t short_row = 1024 / static_cast<std::size_t>(Row::step);

    double temperature_;
    std::size_t entries_;
    option_lines<T, Options> options_;
    math::logit_of<V> f_;
    math::line_memory<T, 4> memory_;
};

/// One number for each row of a pack, and back.
template <class V, class Row, class E>
V numbers_of(Row const& row, lines_view<E> const& v, std::ptrdiff_t block, std::size_t first) {
    scalar_t<V> number[math::lanes<V>] = {};
    engine::for_numbers(v, block, first, row.rows(),
                        [&](E* p, std::size_t l) { number[l] = math::load<scalar_t<V>>(p); });
    return row.collect(number);
}

/// A member of f on rows of logits: the inputs, then the output.
template <class Member, class Arch, class T, bool adds, class F, class Options, class X, class Y>
void run_logits(F const& f, Options const& o, lines_view<X> const& x, lines_view<Y> const& y) {
    using K = typename F::kernel_type;
    using V = math::pack<T, Arch>;
    auto const of = f.kernel().of_logits();
    logits_loop<V, Options> loop(engine::logit_numbers_of(f.kernel()), o,
                                 static_cast<std::size_t>(x.sizes[2]));
    if constexpr (rowwise_kernel<K>) {
        engine::for_all_rows<Arch, T, 1, adds>(
            f,
            [&](auto row, std::ptrdiff_t b, std::size_t r, auto in, auto out) {
                loop.forward(of, row, b, r, in, out);
            },
            x, y);
    } else {
        auto const one = [&](auto row, std::ptrdiff_t b, std::size_t r, math::line<T const> in) {
            T number[math::lanes<V>];
            row.report(number, loop.reduce(of, row, b, r, in));
            engine::for_numbers(y, b, r, row.rows(), [&](Y* p, std::size_t l) {
                math::put<T>(math::sink<adds>(p), number[l]);
            });
        };
        if (x.sizes[2] == 0) { // for_rows passes over rows of nothing, which may have a sink
            for (std::ptrdiff_t b = 0; b < x.sizes[0]; ++b) {
                for (std::ptrdiff_t r = 0; r < x.sizes[1]; ++r) {
                    one(math::along<V>(0), b, static_cast<std::size_t>(r), {nullptr});
                }
            }
        }
        engine::for_all_rows<Arch, T, 1, false>(f, one, x);
    }
}
template <class Member, class Arch, class T, bool adds, class F, class Options, class X, class G,
          class Y>
void run_logits(F const& f, Options const& o, lines_view<X> const& x, lines_view<G> const& gy,
                lines_view<Y> const& gx) {
    using K = typename F::kernel_type;
    using V = math::pack<T, Arch>;
    auto const of = f.kernel().of_logits();
    logits_loop<V, Options> loop(engine::logit_numbers_of(f.kernel()), o,
                                 static_cast<std::size_t>(x.sizes[2]));
    if constexpr (reduction_kernel<K>) {
        engine::for_all_rows<Arch, T, 1, adds>(
            f,
            [&](auto row, std::ptrdiff_t b, std::size_t r, auto in, auto out) {
                loop.backward(of, row, b, r, false, in, engine::numbers_of<V>(row, gy, b, r), out);
            },
            x, gx);
    } else {
        constexpr bool of_entries = std::is_same_v<Member, line_member::backward>;
        engine::for_all_rows<Arch, T, 2, adds, of_entries>(
            f,
            [&](auto row, std::ptrdiff_t b, std::size_t r, auto in, auto g, auto out) {
                if constexpr (of_entries) {
                    loop.backward(of, row, b, r, false, in, g, out);
                } else {
                    loop.backward_from_output(engine::row_members(f.kernel()), row, b, r, in, g,
                                              out);
                }
            },
            x, gy, gx);
    }
}

} // namespace actfn::engine
