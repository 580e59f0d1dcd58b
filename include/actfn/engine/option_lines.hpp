// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/line_operands.hpp>
#include <actfn/engine/row_options.hpp>
#include <actfn/math/line_memory.hpp>
#include <actfn/math/logits.hpp>
#include <actfn/math/tables.hpp>

#include <algorithm>
#include <limits>
#include <vector>

/// The options of rows as lines beside theirs, checked.
namespace actfn::inline ACTFN_ABI::engine {

/// The options of a call, checked, and the steps from block to block, row to row and entry to
/// entry, 0 where an option is repeated.
struct spread_options {
    using steps = std::array<std::ptrdiff_t, 3>;

    row_options given;
    row_numbers class_weights{};
    steps bias{};
    steps mask{};
    steps sink{};
    /// Of the class weights, checked.
    std::vector<double> weight_of_class{};
};

/// No options as data: logits are made of entries and numbers, and what is only for others is not
/// compiled.
struct no_options {};

/// The weights of n classes, or none.
inline std::vector<double> checked_class_weights(std::string_view function, row_numbers const& w,
                                                 std::size_t n) {
    if (!w.given) return {};
    if (!w.flat || w.sizes[2] != signed_size(n)) {
        core::fail(function, ": class_weights has ", engine::shape_of(w), ", there are ", n,
                   " classes");
    }
    std::vector<double> numbers(n);
    w.read(0, w.strides[2], n, numbers.data(), 1);
    for (std::size_t k = 0; k < n; ++k) {
        if (!(numbers[k] >= 0 && numbers[k] <= (std::numeric_limits<double>::max)())) {
            core::fail(function, ": class weight ", k, " is ", numbers[k],
                       ", it must be finite and at least 0");
        }
    }
    return numbers;
}

template <class K, class Layout> no_options spread(K const&, line_operands<Layout> const&) {
    return {};
}
template <class K, class Layout>
spread_options spread(kernel::with_row_options<K> const& k, line_operands<Layout> const& lines) {
    spread_options o{.given = k.options(), .class_weights = k.class_weights()};
    o.weight_of_class =
        engine::checked_class_weights(engine::name_of<K>(), o.class_weights, lines.entries());
    if (o.given.bias.given) o.bias = lines.spread("bias", o.given.bias, lines.entries());
    if (o.given.mask.given) o.mask = lines.spread("mask", o.given.mask, lines.entries());
    if (o.given.sink.given) {
        if (!takes_sinks<K>) {
            core::fail(engine::name_of<K>(), " has no sink");
        }
        o.sink = lines.spread("sink", o.given.sink, 1);
    }
    return o;
}

inline std::span<double const> weights_of_classes(no_options) noexcept { return {}; }
inline std::span<double const> weights_of_classes(spread_options const& o) noexcept {
    return o.weight_of_class;
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
    check("class_weights", o.class_weights, {0, 0, o.class_weights.strides[2]},
          signed_size(entries));
}

template <class View>
void check_options(std::string_view, std::string_view, no_options, std::size_t, std::string_view,
                   View const&) {}

/// Where row r of a block of numbers beside rows begins.
inline std::ptrdiff_t row_at(spread_options::steps const& s, std::ptrdiff_t block,
                             std::ptrdiff_t r) noexcept {
    return block * s[0] + r * s[1];
}

/// Whole packs of rows of a short option of the very type, which are turned like those of x.
template <class Row, class E>
ACTFN_INLINE bool turned(E const* from, spread_options::steps const& s, std::size_t entries,
                         std::ptrdiff_t block, std::ptrdiff_t first, E* to) {
    if constexpr (Row::step == 1) {
        return false;
    } else {
        if (from == nullptr || s[2] != 1) return false;
        math::transpose<typename Row::value_type, false>(from + engine::row_at(s, block, first),
                                                         s[1], entries, to);
        return true;
    }
}

/// Numbers beside rows as lines beside theirs.
template <class T> class number_lines {
  public:
    /// Those of rows from `first` on of a block; v is the same in all calls.
    template <class Row>
    math::line<T const> of(Row const& row, row_numbers const& v, spread_options::steps const& s,
                           std::size_t entries, std::ptrdiff_t block, std::ptrdiff_t first) {
        T const* const numbers = v.template numbers<T>();
        bool const lies_so = Row::step == 1 ? s[2] == 1 : s[1] == 1;
        if (numbers != nullptr && lies_so) {
            return {numbers + engine::row_at(s, block, first), s[2]};
        }
        T* const to = memory_.line(0, entries * static_cast<std::size_t>(Row::step));
        bool const repeated = s[0] == 0 && s[1] == 0 && step_ == Row::step;
        if (!repeated && !engine::turned<Row>(numbers, s, entries, block, first, to)) {
            for (std::size_t l = 0; l < row.rows(); ++l) {
                v.read(engine::row_at(s, block, first + signed_size(l)), s[2], entries, to + l,
                       Row::step);
            }
        }
        step_ = Row::step;
        return {to, Row::step};
    }

  private:
    math::line_memory<T, 1> memory_;
    std::ptrdiff_t step_ = 0; // of what it holds
};

/// The number that is the sink of all rows, if it is one.
inline bool is_sink(double sink) noexcept {
    return sink != -std::numeric_limits<double>::infinity();
}
template <class V> math::pair<V> sink_of_all(double sink) noexcept {
    return math::finite_sum<V>({math::as<V>(sink), math::low<V>(sink)});
}

/// The options of rows as lines beside theirs, and a sink for all rows.
template <class T, class Options> class option_lines {
  public:
    option_lines(spread_options const& options, double sink, std::size_t entries)
        : options_(options), sink_(sink), entries_(entries) {}

    bool has_bias() const noexcept { return options_.given.bias.given; }

    /// Those of rows from `first` on of a block.
    template <class Row>
    typename math::logits<Row, true>::sources of(Row const& row, std::ptrdiff_t block,
                                                 std::size_t first, math::line<T const> x) {
        using V = typename Row::value_type;
        return {.x = x,
                .bias = bias(row, block, signed_size(first)),
                .keep = keep(row, block, signed_size(first)),
                .sink = sink<V>(row, block, signed_size(first)),
                .has_sink = options_.given.sink.given || engine::is_sink(sink_)};
    }

  private:
    bool hides() const noexcept { return options_.given.mask.given || options_.given.causal; }

    template <class Row>
    math::line<T const> bias(Row const& row, std::ptrdiff_t block, std::ptrdiff_t first) {
        auto const& b = options_.given.bias;
        if (!b.given) return {nullptr};
        return bias_.of(row, b, options_.bias, entries_, block, first);
    }

    template <class Row>
    math::line<unsigned char const> keep(Row const& row, std::ptrdiff_t block,
                                         std::ptrdiff_t first) {
        auto const& m = options_.given.mask;
        auto const& s = options_.mask;
        if (!hides()) return {nullptr};
        bool const lies_so = Row::step == 1 ? s[2] == 1 : s[1] == 1;
        if (m.given && m.bytes() != nullptr && lies_so && !options_.given.causal) {
            return {m.bytes() + engine::row_at(s, block, first), s[2]};
        }
        unsigned char* const to = keep_.line(0, entries_ * width<Row>);
        bool const is_read =
            m.given && engine::turned<Row>(m.bytes(), s, entries_, block, first, to);
        for (std::size_t l = 0; l < row.rows(); ++l) {
            std::ptrdiff_t const r = first + signed_size(l);
            std::size_t const n = kept_entries(r);
            if (is_read) {
                // by `turned`
            } else if (m.given) {
                m.read(engine::row_at(s, block, r), s[2], n, to + l, Row::step);
            } else {
                fill<Row>(to + l, 0, n, 1);
            }
            fill<Row>(to + l, n, entries_, 0);
        }
        return {to, Row::step};
    }
    template <class Row> static constexpr std::size_t width = static_cast<std::size_t>(Row::step);
    /// Entries `from` to `to` of one row.
    template <class Row>
    static void fill(unsigned char* row, std::size_t from, std::size_t to,
                     unsigned char v) noexcept {
        if constexpr (Row::step == 1) {
            std::fill(row + from, row + to, v);
        } else {
            for (std::size_t i = from; i < to; ++i) row[i * width<Row>] = v;
        }
    }

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
        if (!options_.given.sink.given) return engine::sink_of_all<V>(sink_);
        if constexpr (Row::step == 1) {
            T const* const numbers = options_.given.sink.template numbers<T>();
            if (numbers != nullptr) {
                return {V(numbers[engine::row_at(options_.sink, block, first)]), V(0)};
            }
        }
        T number[math::lanes<V>] = {};
        for (std::size_t l = 0; l < row.rows(); ++l) {
            options_.given.sink.read(engine::row_at(options_.sink, block, first + signed_size(l)),
                                     1, 1, number + l, 1);
        }
        return {row.collect(number), V(0)};
    }

    spread_options const& options_;
    double sink_;
    std::size_t entries_;
    number_lines<T> bias_;
    math::line_memory<unsigned char, 1> keep_;
};

template <class T> class option_lines<T, no_options> {
  public:
    option_lines(no_options, double sink, std::size_t) : sink_(sink) {}

    static constexpr bool has_bias() noexcept { return false; }

    template <class Row>
    typename math::logits<Row, false>::sources of(Row const&, std::ptrdiff_t, std::size_t,
                                                  math::line<T const> x) const {
        using V = typename Row::value_type;
        return {.x = x, .sink = engine::sink_of_all<V>(sink_), .has_sink = engine::is_sink(sink_)};
    }

  private:
    double sink_;
};

} // namespace actfn::engine
