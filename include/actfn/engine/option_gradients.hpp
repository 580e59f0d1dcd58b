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
