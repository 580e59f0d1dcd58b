// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/option_rows.hpp>

#include <array>
#include <vector>

/// Gradients of rows of logits by their numbers and options.
namespace actfn::inline ACTFN_ABI::engine {

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

[[noreturn]] inline void fail_option(std::string_view call, std::string_view function,
                                     std::string_view name) {
    core::fail(call, "(", function, "): there is no ", name);
}
/// Where the gradients by options go has the shape of the options.
template <class Layout>
void check_gradient(std::string_view call, std::string_view function, std::string_view name,
                    row_output const& to, erased const& option, spread_options::steps const& of,
                    spread_options::steps& steps, line_operands<Layout> const& lines,
                    std::size_t entries) {
    if (!to.given) return;
    if (!option.given) engine::fail_option(call, function, name);
    steps = lines.spread(std::string("the gradient by ").append(name), to, entries);
    for (int d = 0; d < 2; ++d) {
        bool const repeats = steps[static_cast<std::size_t>(d)] == 0;
        if (repeats != (of[static_cast<std::size_t>(d)] == 0)) {
            core::fail(call, "(", function, "): the gradient by ", name, " has ", shape_of(to),
                       ", ", name, " has ", shape_of(option));
        }
    }
}

/// The gradients by the options of rows of logits as data, summed over all rows.
template <class Options> class data_sums {
  public:
    template <class Layout>
    data_sums(std::string_view call, std::string_view function, Options const& o,
              row_gradients const& to, line_operands<Layout> const& lines)
        : entries_(lines.entries()),
          has_bias_(to.bias.given),
          bias_(to.bias,
                steps(call, function, "bias", to.bias, o.given.bias, o.bias, lines, entries_),
                entries_),
          sink_(to.sink, steps(call, function, "sink", to.sink, o.given.sink, o.sink, lines, 1),
                1) {}

    void add_sink(std::ptrdiff_t b, std::size_t r, double v) { sink_.add(b, r, 0, v); }
    /// From the gradients by logits of rows from r on.
    template <class Row, class T>
    void add_bias(Row const& row, std::ptrdiff_t b, std::size_t r, math::line<T> by_logit) {
        if (!has_bias_) return;
        for (std::size_t l = 0; l < row.rows(); ++l) {
            for (std::size_t i = 0; i < entries_; ++i) {
                bias_.add(b, r + l, i, static_cast<double>((by_logit + i)[l]));
            }
        }
    }
    void finish() const {
        bias_.finish();
        sink_.finish();
    }

  private:
    template <class Layout>
    static spread_options::steps steps(std::string_view call, std::string_view function,
                                       std::string_view name, row_output const& to,
                                       erased const& option, spread_options::steps const& of,
                                       line_operands<Layout> const& lines, std::size_t entries) {
        spread_options::steps result{};
        engine::check_gradient(call, function, name, to, option, of, result, lines, entries);
        return result;
    }

    std::size_t entries_;
    bool has_bias_;
    option_gradient bias_;
    option_gradient sink_;
};
template <> class data_sums<no_options> {
  public:
    template <class Layout>
    data_sums(std::string_view call, std::string_view function, no_options, row_gradients const& to,
              line_operands<Layout> const&) {
        if (to.bias.given) engine::fail_option(call, function, "bias");
        if (to.sink.given) engine::fail_option(call, function, "sink");
    }

    static void add_sink(std::ptrdiff_t, std::size_t, double) noexcept {}
    template <class Row, class T>
    static void add_bias(Row const&, std::ptrdiff_t, std::size_t, math::line<T>) noexcept {}
    static void finish() noexcept {}
};

/// The gradients by the numbers and options of rows of logits, summed over all rows.
template <class V, class Options> class logit_sums {
    using T = scalar_t<V>;

  public:
    template <class Layout>
    logit_sums(std::string_view call, std::string_view function, Options const& o,
               row_gradients const& to, line_operands<Layout> const& lines)
        : data_(call, function, o, to, lines) {}

    /// Adds a pack of rows from the gradients by their logits, in line 3 of the loop, and by their
    /// sinks. Where `centred` is finite, the former add up to `by_all` minus the latter.
    template <class Row>
    void add(logits_loop<V, Options>& loop, Row const& row, std::ptrdiff_t b, std::size_t r,
             math::line<T const> x_row, V of_sinks, V by_all, V centred) {
        auto const& logit = loop.logit();
        math::line<T> const by_logit = loop.template line<Row>(3);
        math::line<T const> const dt{by_logit.at, by_logit.step};
        T number[math::lanes<V>] = {};
        auto const for_each = [&](V v, auto use) {
            row.report(number, v);
            for (std::size_t l = 0; l < row.rows(); ++l) use(l, static_cast<double>(number[l]));
        };
        for_each(of_sinks, [&](std::size_t l, double v) {
            by_sink_.add(v);
            data_.add_sink(b, r + l, v);
        });
        data_.add_bias(row, b, r, by_logit);
        // Σ dt·(x − m) + m·Σ dt for x far from 0.
        V m(0);
        if (!logit.is_capped()) {
            V const most((std::numeric_limits<T>::max)());
            V const largest = row.largest([&](auto get, auto) {
                V const lowest(-std::numeric_limits<T>::infinity());
                return math::select(get(dt) == V(0), lowest, get(x_row));
            });
            auto const is_finite = math::abs(largest) <= most && math::abs(centred) <= most;
            m = math::select(is_finite, largest, V(0));
        }
        auto const terms = [&](V v, V d) {
            auto const none = d == V(0);
            V const slope = logit.slope(v);
            V const by_x = math::select(none || slope == V(0), V(0), d * slope * (v - m));
            V const by_c = logit.is_capped() ? math::select(none, V(0), d * logit.by_cap(v)) : V(0);
            return math::kept<V, 2>{v, {by_x, by_c}};
        };
        auto const [by_x, by_c] = row.sums(terms, math::discard{}, x_row, dt);
        V const shift = math::select(m == V(0), V(0), m * (by_all - of_sinks));
        for_each(V(by_x + shift), [&](std::size_t, double v) { temperature_.add(v); });
        for_each(by_c, [&](std::size_t, double v) { softcap_.add(v); });
    }

    /// Writes the gradients by options, and returns those by temperature, softcap and sink.
    std::array<double, 3> finish(logit_numbers const& n) const {
        data_.finish();
        double const t = n.temperature;
        return {-temperature_.value() / t / std::abs(t), softcap_.value(), by_sink_.value()};
    }

  private:
    data_sums<Options> data_;
    math::compensated<double> temperature_, softcap_, by_sink_;
};

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
    using Options = std::remove_const_t<decltype(o)>;
    logit_numbers const numbers_of_logits = engine::logit_numbers_of(f.kernel());
    logit_sums<V, Options> sums(call, function, o, to, lines);

    if (!engine::is_empty(in)) {
        auto const of = f.kernel().of_logits();
        logits_loop<V, Options> loop(numbers_of_logits, o, n);
        auto const one = [&](auto row, std::ptrdiff_t b, std::size_t r, auto x_row, auto g) {
            auto const by_logit = loop.template line<decltype(row)>(3);
            V const of_sinks = loop.backward(of, row, b, r, true, x_row, g, by_logit);
            V const centred(reduces ? std::numeric_limits<T>::infinity() : T(0));
            sums.add(loop, row, b, r, x_row, of_sinks, V(0), centred);
        };
        if constexpr (reduces) {
            engine::for_all_rows<Arch, T, 1, false>(
                f,
                [&](auto row, std::ptrdiff_t b, std::size_t r, auto x_row) {
                    one(row, b, r, x_row, engine::numbers_of<V>(row, weights, b, r));
                },
                in);
        } else {
            engine::for_all_rows<Arch, T, 2, false>(f, one, in, weights);
        }
    }
    auto const all = sums.finish(numbers_of_logits);
    using numbers = std::remove_cvref_t<decltype(engine::kernel_of_numbers(f.kernel()))>;
    return core::make_numbers<numbers, T>([&](auto i) { return static_cast<T>(all[i()]); });
}

} // namespace actfn::engine
