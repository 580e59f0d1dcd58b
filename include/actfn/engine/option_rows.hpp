// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/copies.hpp>
#include <actfn/engine/line_operands.hpp>
#include <actfn/engine/row_options.hpp>
#include <actfn/math/logits.hpp>

#include <algorithm>
#include <memory>

/// The loops over rows of logits: softmax and its relatives where they have options.
namespace actfn::inline ACTFN_ABI::engine {

/// The options of a call, checked, and the steps from block to block, row to row and entry to
/// entry, 0 where an option is repeated.
struct spread_options {
    using steps = std::array<std::ptrdiff_t, 3>;

    row_options given;
    steps bias{};
    steps mask{};
    steps sink{};
};

template <class K, class Layout>
spread_options spread(K const& k, line_operands<Layout> const& lines) {
    spread_options o{.given = engine::options_of(k)};
    if (o.given.bias.given) o.bias = lines.spread("bias", o.given.bias, lines.entries());
    if (o.given.mask.given) o.mask = lines.spread("mask", o.given.mask, lines.entries());
    if (o.given.sink.given) o.sink = lines.spread("sink", o.given.sink, 1);
    return o;
}

/// An output may be the very bias, like any input, but must not meet an option otherwise.
template <class View>
void check_options(std::string_view call, std::string_view function, spread_options const& o,
                   std::size_t entries, std::string_view name, View const& output_) {
    placement const to = engine::place(name, output_);
    auto const check = [&](std::string_view option, erased const& v,
                           spread_options::steps const& steps, std::ptrdiff_t n) {
        if (!v.given) return;
        placement p{.name = option};
        p.begin = static_cast<char const*>(v.data);
        p.element_size = signed_size(v.element_size);
        p.rank = 3;
        p.flat = false;
        std::array const sizes{output_.sizes[0], output_.sizes[1], n};
        for (std::size_t d = 0; d < 3; ++d) {
            p.size[static_cast<int>(d)] = d < 2 && steps[d] == 0 ? 1 : sizes[d];
            p.stride[static_cast<int>(d)] = steps[d];
        }
        std::array<placement, 2> const both{p, to};
        engine::check_overlaps(call, function, both, 1);
    };
    check("bias", o.given.bias, o.bias, signed_size(entries));
    if (!o.given.mask.in_bits()) check("mask", o.given.mask, o.mask, signed_size(entries));
    check("sink", o.given.sink, o.sink, 1);
}

/// Memory for lines of one row, or of rows side by side: nearby where they are short.
template <class T, std::size_t lines> class line_memory {
  public:
    explicit line_memory(std::size_t length) : length_(length) {
        if (length > room) distant_ = std::make_unique<T[]>(core::product(lines, length));
    }
    T* operator[](std::size_t i) noexcept {
        return distant_ ? distant_.get() + i * length_ : nearby_[i];
    }

  private:
    static constexpr std::size_t room = 1024;

    std::size_t length_;
    std::unique_ptr<T[]> distant_;
    alignas(64) T nearby_[lines][room];
};

/// The options of rows as lines beside theirs.
template <class T, std::size_t lanes> class option_lines {
  public:
    option_lines(spread_options const& options, double sink, std::size_t entries)
        : options_(options),
          sink_(sink),
          entries_(entries),
          bias_(options.given.bias.given ? entries * lanes : 0),
          keep_(hides() ? entries * lanes : 0) {}

    bool hides() const noexcept { return options_.given.mask.given || options_.given.causal; }

    /// Those of rows from `first` on of a block.
    template <class Row>
    typename math::logits<Row>::sources of(Row const& row, std::ptrdiff_t block, std::size_t first,
                                           math::line<T const> x) {
        using V = typename Row::value_type;
        return {.x = x,
                .bias = bias(row, block, signed_size(first)),
                .keep = keep(row, block, signed_size(first)),
                .sink = sink<V>(row, block, signed_size(first))};
    }

  private:
    using steps = spread_options::steps;

    static std::ptrdiff_t at(steps const& s, std::ptrdiff_t block, std::ptrdiff_t r) noexcept {
        return block * s[0] + r * s[1];
    }

    /// Whole packs of rows of a short option of the very type, which are turned like those of x.
    template <class Row, class E>
    ACTFN_INLINE bool turned(Row const& row, E const* from, steps const& s, std::ptrdiff_t block,
                             std::ptrdiff_t first, E* to) const {
        if constexpr (Row::step == 1) {
            return false;
        } else {
            if (from == nullptr || s[2] != 1 || signed_size(row.rows()) != Row::step) return false;
            math::transpose<width<Row>, false>(from + at(s, block, first), s[1], entries_, to);
            return true;
        }
    }

    template <class Row>
    math::line<T const> bias(Row const& row, std::ptrdiff_t block, std::ptrdiff_t first) {
        auto const& b = options_.given.bias;
        auto const& s = options_.bias;
        if (!b.given) return {nullptr};
        T const* const numbers = b.template numbers<T>();
        bool const lies_so = Row::step == 1 ? s[2] == 1 : s[1] == 1;
        if (numbers != nullptr && lies_so) return {numbers + at(s, block, first), s[2]};
        T* const to = bias_[0];
        bool const repeated = s[0] == 0 && s[1] == 0 && width_of_bias_ == Row::step;
        if (!repeated && !turned(row, numbers, s, block, first, to)) {
            for (std::size_t l = 0; l < row.rows(); ++l) {
                b.read(at(s, block, first + signed_size(l)), s[2], entries_, to + l, Row::step);
            }
        }
        // Of fewer rows than there are lanes, not all are read.
        width_of_bias_ = signed_size(row.rows()) == Row::step ? Row::step : 0;
        return {to, Row::step};
    }

    template <class Row>
    math::line<unsigned char const> keep(Row const& row, std::ptrdiff_t block,
                                         std::ptrdiff_t first) {
        auto const& m = options_.given.mask;
        auto const& s = options_.mask;
        if (!hides()) return {nullptr};
        bool const lies_so = Row::step == 1 ? s[2] == 1 : s[1] == 1;
        if (m.given && m.bytes() != nullptr && lies_so && !options_.given.causal) {
            return {m.bytes() + at(s, block, first), s[2]};
        }
        unsigned char* const to = keep_[0];
        bool const is_read = m.given && turned(row, m.bytes(), options_.mask, block, first, to);
        for (std::size_t l = 0; l < row.rows(); ++l) {
            std::ptrdiff_t const r = first + signed_size(l);
            std::size_t const n = kept_entries(r);
            if (is_read) {
                // by `turned`
            } else if (m.given) {
                m.read(at(s, block, r), s[2], n, to + l, Row::step);
            } else {
                for (std::size_t i = 0; i < n; ++i) to[l + i * width<Row>] = 1;
            }
            for (std::size_t i = n; i < entries_; ++i) to[l + i * width<Row>] = 0;
        }
        return {to, Row::step};
    }
    template <class Row> static constexpr std::size_t width = static_cast<std::size_t>(Row::step);

    /// How many entries of row r are not behind what it may see.
    std::size_t kept_entries(std::ptrdiff_t r) const noexcept {
        if (!options_.given.causal) return entries_;
        std::ptrdiff_t const offset = options_.given.offset;
        if (offset < -r) return 0;
        auto const last = static_cast<std::size_t>(r) + static_cast<std::size_t>(offset);
        return (std::min)(entries_ - 1, last) + 1;
    }

    template <class V, class Row>
    math::pair<V> sink(Row const& row, std::ptrdiff_t block, std::ptrdiff_t first) const {
        if (!options_.given.sink.given) {
            return math::finite_sum<V>({math::as<V>(sink_), math::low<V>(sink_)});
        }
        T number[math::lanes<V>] = {};
        for (std::size_t l = 0; l < row.rows(); ++l) {
            options_.given.sink.read(at(options_.sink, block, first + signed_size(l)), 1, 1,
                                     number + l, 1);
        }
        return {row.collect(number), V(0)};
    }

    spread_options const& options_;
    double sink_;
    std::size_t entries_;
    line_memory<T, 1> bias_;
    line_memory<unsigned char, 1> keep_;
    std::ptrdiff_t width_of_bias_ = 0;
};

/// f(rows, which block, the number of the first, their lines...) for all rows.
template <class Arch, class T, std::size_t inputs, bool adds, class F, class... E>
void for_all_rows(F f, lines_view<E> const&... lines) {
    auto const entries = static_cast<std::size_t>(std::get<0>(std::tie(lines...)).sizes[2]);
    auto const part = [&](std::ptrdiff_t block, std::size_t first, std::size_t rows,
                          auto... tables) {
        math::for_rows<Arch, T>(
            rows, entries,
            [&](auto row, std::size_t r, auto... line) { f(row, block, first + r, line...); },
            tables...);
    };
    engine::with_tables<Arch, T, inputs, adds>(part, lines...);
}

/// What the loops over rows of logits have in common.
template <class K, class Arch, class T> class logits_loop {
    using V = math::pack<T, Arch>;
    static constexpr std::size_t lanes = math::lanes<V>;

  public:
    using family = decltype(std::declval<K const&>().of_logits());

    logits_loop(K const& k, spread_options const& o, std::size_t entries)
        : k_(engine::kernel_of_numbers(k)),
          f_(static_cast<double>(k_.temperature), static_cast<double>(k_.softcap),
             o.given.bias.given),
          options_(o, static_cast<double>(k_.sink), entries),
          memory_(entries * lanes) {}

    auto const& numbers() const noexcept { return k_; }
    math::logit_of<V> const& logit() const noexcept { return f_; }
    option_lines<T, lanes>& options() noexcept { return options_; }

    template <class Row> math::line<T> line(std::size_t i) noexcept {
        return {memory_[i], Row::step};
    }
    template <class Row>
    auto logits(Row const& row, typename math::logits<Row>::sources const& from,
                typename math::logits<Row>::memory const& to,
                typename math::logits<Row>::use wanted) {
        return math::logits<Row>(row, f_, from, to, static_cast<double>(k_.temperature), wanted);
    }

    template <class Row>
    void forward(Row const& row, std::ptrdiff_t block, std::size_t first, math::line<T const> x,
                 math::line<T> y) {
        auto const t = logits(row, options_.of(row, block, first, x), {y, line<Row>(1)},
                              {family::is_logarithm, family::is_safe});
        family::forward(t, y);
    }
    template <class Row>
    auto reduce(Row const& row, std::ptrdiff_t block, std::size_t first, math::line<T const> x) {
        auto const t = logits(row, options_.of(row, block, first, x), {line<Row>(0), line<Row>(1)},
                              {true, false});
        return family::reduce(t);
    }
    /// By the entries, or by the logits. gy is a line, or a number for each row. Returns the
    /// gradient by the sink.
    template <class Row, class G>
    auto backward(Row const& row, std::ptrdiff_t block, std::size_t first, bool by_logit,
                  math::line<T const> x, G gy, math::line<T> gx) {
        constexpr bool reduces = std::same_as<G, V>;
        auto from = options_.of(row, block, first, x);
        from.by_logit = by_logit;
        auto const t = logits(row, from, {line<Row>(0), line<Row>(1), line<Row>(2)},
                              {false, reduces || family::is_safe});
        return family::backward(t, gy, gx);
    }
    /// From y, where the logits do not depend on x otherwise than by x/T.
    template <class Row>
    void backward_from_output(Row const& row, std::ptrdiff_t block, std::size_t first,
                              math::line<T const> y, math::line<T const> gy, math::line<T> gx) {
        auto const keep = options_.of(row, block, first, y).keep;
        auto const plain = engine::row_members(k_);
        if (keep.at == nullptr) {
            plain.backward_from_output(row, y, gy, gx);
            return;
        }
        auto const copy = line<Row>(0);
        auto const without = [&](math::line<T const> from, math::line<T> to) {
            row.largest([&](auto get, auto put) {
                put(to, math::select(get(keep) == V(0), V(0), get(from)));
                return V(0);
            });
        };
        without(gy, copy);
        plain.backward_from_output(row, y, math::line<T const>{copy.at, copy.step}, gx);
        without({gx.at, gx.step}, gx);
    }

  private:
    decltype(engine::kernel_of_numbers(std::declval<K const&>())) k_;
    math::logit_of<V> f_;
    option_lines<T, lanes> options_;
    line_memory<T, 4> memory_;
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
template <class Member, class Arch, class T, bool adds, class F, class X, class Y>
void run_logits(F const& f, spread_options const& o, lines_view<X> const& x,
                lines_view<Y> const& y) {
    using K = typename F::kernel_type;
    using V = math::pack<T, Arch>;
    logits_loop<K, Arch, T> loop(f.kernel(), o, static_cast<std::size_t>(x.sizes[2]));
    if constexpr (rowwise_kernel<K>) {
        engine::for_all_rows<Arch, T, 1, adds>([&](auto row, std::ptrdiff_t b, std::size_t r,
                                                   auto in,
                                                   auto out) { loop.forward(row, b, r, in, out); },
                                               x, y);
    } else {
        auto const one = [&](auto row, std::ptrdiff_t b, std::size_t r, math::line<T const> in) {
            T number[math::lanes<V>];
            row.report(number, loop.reduce(row, b, r, in));
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
        engine::for_all_rows<Arch, T, 1, false>(one, x);
    }
}
template <class Member, class Arch, class T, bool adds, class F, class X, class G, class Y>
void run_logits(F const& f, spread_options const& o, lines_view<X> const& x,
                lines_view<G> const& gy, lines_view<Y> const& gx) {
    using K = typename F::kernel_type;
    using V = math::pack<T, Arch>;
    logits_loop<K, Arch, T> loop(f.kernel(), o, static_cast<std::size_t>(x.sizes[2]));
    if constexpr (reduction_kernel<K>) {
        engine::for_all_rows<Arch, T, 1, adds>(
            [&](auto row, std::ptrdiff_t b, std::size_t r, auto in, auto out) {
                loop.backward(row, b, r, false, in, engine::numbers_of<V>(row, gy, b, r), out);
            },
            x, gx);
    } else {
        engine::for_all_rows<Arch, T, 2, adds>(
            [&](auto row, std::ptrdiff_t b, std::size_t r, auto in, auto g, auto out) {
                if constexpr (std::is_same_v<Member, line_member::backward>) {
                    loop.backward(row, b, r, false, in, g, out);
                } else {
                    loop.backward_from_output(row, b, r, in, g, out);
                }
            },
            x, gy, gx);
    }
}

/// The gradient by numbers beside rows, which are repeated where steps are 0: summed in double.
class option_gradient {
  public:
    option_gradient(row_output const& to, spread_options::steps const& steps, std::size_t entries)
        : to_(to), steps_(steps), sums_(is_one() ? entries : 0) {}

    /// Adds number i of row r of a block: the last of it is for every row, in order.
    void add(std::ptrdiff_t block, std::size_t r, std::size_t i, double v) {
        if (!to_.given) return;
        if (is_one()) {
            sums_[i].add(v);
        } else {
            to_.write(block * steps_[0] + signed_size(r) * steps_[1] + signed_size(i) * steps_[2],
                      0, 1, &v);
        }
    }
    void finish() const {
        for (std::size_t i = 0; i < sums_.size(); ++i) {
            double const v = sums_[i].value();
            to_.write(signed_size(i) * steps_[2], 0, 1, &v);
        }
    }

  private:
    bool is_one() const noexcept { return to_.given && steps_[0] == 0 && steps_[1] == 0; }

    row_output const& to_;
    spread_options::steps steps_;
    std::vector<math::compensated<double>> sums_;
};

/// Where the gradients by options go has the shape of the options.
template <class Layout>
void check_gradient(std::string_view call, std::string_view function, std::string_view name,
                    row_output const& to, erased const& option, spread_options::steps const& of,
                    spread_options::steps& steps, line_operands<Layout> const& lines,
                    std::size_t entries) {
    if (!to.given) return;
    if (!option.given) core::fail(call, "(", function, "): there is no ", name);
    steps = lines.spread(std::string("the gradient by ").append(name), to, entries);
    for (int d = 0; d < 2; ++d) {
        bool const repeats = steps[static_cast<std::size_t>(d)] == 0;
        if (repeats != (of[static_cast<std::size_t>(d)] == 0)) {
            core::fail(call, "(", function, "): the gradient by ", name, " has ", shape_of(to),
                       ", ", name, " has ", shape_of(option));
        }
    }
}

/// Σ gy·∂f/∂p over all rows for the numbers p of a kernel of logits, in a struct with its field
/// names; the gradients by options go to `to`.
template <class Arch, class F, class Layout, class X, class G>
auto logit_gradients(std::string_view call, F const& f, Layout const& layout, X& x, G& gy,
                     row_gradients const& to) {
    using K = typename F::kernel_type;
    using T = arithmetic<typename lines_element<X>::type>;
    using V = math::pack<T, Arch>;
    constexpr std::string_view function = engine::name_of<K>();
    constexpr bool reduces = reduction_kernel<K>;
    line_operands<Layout> lines(call, function, layout);
    auto const in = lines.first("x", x);
    std::size_t const n = lines.entries();
    auto const weights = lines.next("gy", gy, reduces ? 1 : n, reduces);
    auto const o = engine::spread(f.kernel(), lines);
    spread_options::steps of_bias{}, of_sink{};
    engine::check_gradient(call, function, "bias", to.bias, o.given.bias, o.bias, of_bias, lines,
                           n);
    engine::check_gradient(call, function, "sink", to.sink, o.given.sink, o.sink, of_sink, lines,
                           1);
    option_gradient by_bias(to.bias, of_bias, n);
    option_gradient by_sink(to.sink, of_sink, 1);
    math::compensated<double> temperature, softcap, sink;

    if (!engine::is_empty(in)) {
        logits_loop<K, Arch, T> loop(f.kernel(), o, n);
        auto const& logit = loop.logit();
        auto const one = [&](auto row, std::ptrdiff_t b, std::size_t r, auto x_row, auto g) {
            using Row = decltype(row);
            math::line<T> const by_logit = loop.template line<Row>(3);
            math::line<T const> const dt{by_logit.at, by_logit.step};
            V const of_sinks = loop.backward(row, b, r, true, x_row, g, by_logit);
            T number[math::lanes<V>] = {};
            auto const for_each = [&](V v, auto use) {
                row.report(number, v);
                for (std::size_t l = 0; l < row.rows(); ++l) {
                    use(l, static_cast<double>(number[l]));
                }
            };
            for_each(of_sinks, [&](std::size_t l, double v) {
                sink.add(v);
                by_sink.add(b, r + l, 0, v);
            });
            if (to.bias.given) {
                for (std::size_t l = 0; l < row.rows(); ++l) {
                    for (std::size_t i = 0; i < n; ++i) {
                        by_bias.add(b, r + l, i, static_cast<double>((by_logit + i)[l]));
                    }
                }
            }
            // Σ dt·(x − m) + m·Σ dt for x far from 0, where the second sum is minus the sink's.
            V m(0);
            if (!reduces && !logit.is_capped()) {
                V const largest = row.largest([&](auto get, auto) {
                    V const lowest(-std::numeric_limits<T>::infinity());
                    return math::select(get(dt) == V(0), lowest, get(x_row));
                });
                auto const is_finite = math::abs(largest) <= V((std::numeric_limits<T>::max)());
                m = math::select(is_finite, largest, V(0));
            }
            auto const terms = [&](V v, V d) {
                auto const none = d == V(0);
                V const slope = logit.slope(v);
                V const by_x = math::select(none || slope == V(0), V(0), d * slope * (v - m));
                V const by_c =
                    logit.is_capped() ? math::select(none, V(0), d * logit.by_cap(v)) : V(0);
                return math::kept<V, 2>{v, {by_x, by_c}};
            };
            auto const [by_x, by_c] = row.sums(terms, math::discard{}, x_row, dt);
            V const shift = math::select(m == V(0), V(0), -(m * of_sinks));
            for_each(V(by_x + shift), [&](std::size_t, double v) { temperature.add(v); });
            for_each(by_c, [&](std::size_t, double v) { softcap.add(v); });
        };
        if constexpr (reduces) {
            engine::for_all_rows<Arch, T, 1, false>(
                [&](auto row, std::ptrdiff_t b, std::size_t r, auto x_row) {
                    one(row, b, r, x_row, engine::numbers_of<V>(row, weights, b, r));
                },
                in);
        } else {
            engine::for_all_rows<Arch, T, 2, false>(one, in, weights);
        }
    }
    by_bias.finish();
    by_sink.finish();
    auto const t = static_cast<double>(engine::kernel_of_numbers(f.kernel()).temperature);
    std::array<double, 3> const all{-temperature.value() / t / t, softcap.value(), sink.value()};
    using numbers =
        std::remove_cvref_t<decltype(engine::kernel_of_numbers(std::declval<K const&>()))>;
    return core::make_numbers<numbers, T>([&](auto i) { return static_cast<T>(all[i()]); });
}

} // namespace actfn::engine
