// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/option_rows.hpp>
#include <actfn/engine/targets.hpp>
#include <actfn/math/scores.hpp>

/// The losses of packs of rows, of entries as they are or of logits with options.
namespace actfn::inline ACTFN_ABI::engine {

template <class K, class Options, class... View>
void check_options_of_losses(std::string_view call, K const&, Options const& o, std::size_t entries,
                             std::string_view name, std::tuple<View...> const& outputs) {
    auto const check = [&](auto const& output_) {
        engine::check_options(call, engine::name_of<K>(), o, entries, name, output_);
    };
    std::apply([&](auto const&... output_) { (check(output_), ...); }, outputs);
}

/// Where a pack of rows begins: in which block, at which row of it, which is which of all.
struct rows_from {
    std::ptrdiff_t block;
    std::size_t row;
    std::size_t sample;
};

/// Where the gradient of a loss goes, if it is asked for.
inline math::discard gradient_line() noexcept { return {}; }
template <class Line> ACTFN_INLINE Line gradient_line(Line line) noexcept { return line; }
template <class E> ACTFN_INLINE math::line<E> gradient_line(E* gx) noexcept { return {gx}; }

/// Of entries as they are.
template <class K, class Targets> struct plain_losses {
    K const& k;
    Targets const& targets;

    template <class Row, class V, class T, class... More>
    ACTFN_INLINE V operator()(Row const& row, rows_from const& from, double divisor, V weight,
                              math::line<T const> x, More... more) const {
        return loss(targets, row, from, static_cast<T>(divisor), weight, x, more...);
    }

  private:
    template <class N, class Row, class V, class T, class... Gradient>
    ACTFN_INLINE V loss(classes<N> const& number, Row const& row, rows_from const& from, T divisor,
                        V weight, math::line<T const> x, Gradient... gx) const {
        return k.of_class(row, x, number.of(row, from.sample).data(), engine::gradient_line(gx...),
                          divisor, weight);
    }
    template <class Row, class V, class T, class... Gradient>
    ACTFN_INLINE V loss(distributions, Row const& row, rows_from const&, T divisor, V weight,
                        math::line<T const> x, math::line<T const> t, Gradient... gx) const {
        return k.of_distribution(row, x, t, engine::gradient_line(gx...), divisor, weight);
    }
};

/// Of logits.
template <class K, class V, class Options, class Targets> class logit_losses {
    using T = scalar_t<V>;

  public:
    logit_losses(K const& k, Options const& o, std::size_t entries, Targets const& targets)
        : loop_(engine::logit_numbers_of(k), o, entries),
          family_(k.of_logits()),
          options_(o),
          entries_(entries),
          targets_(targets) {}

    auto& loop() noexcept { return loop_; }

    template <class Row, class... More>
    V operator()(Row const& row, rows_from const& from, double divisor, V weight,
                 math::line<T const> x, More... more) {
        constexpr bool is_class = !std::same_as<Targets, distributions>;
        bool const has_gradient = sizeof...(More) != (is_class ? 0 : 1);
        return loss(row, from, static_cast<T>(divisor), weight, !has_gradient, x, more...).value;
    }
    /// The loss with its gradient by the entries, or by the logits.
    template <class Row, class... More>
    math::row_loss<V> loss(Row const& row, rows_from const& from, T divisor, V weight,
                           bool by_logit, math::line<T const> x, More... more) {
        auto sources = loop_.options().of(row, from.block, from.row, x);
        sources.by_logit = by_logit;
        auto const t = loop_.logits(
            row, sources,
            {loop_.template line<Row>(0), loop_.template line<Row>(1), loop_.template line<Row>(2)},
            {true, false});
        math::logit_scores const scores(t);
        if constexpr (logits_loop<V, Options>::has_lines) {
            if (options_.class_weights.given) {
                auto const weights = weights_.of(row, options_.class_weights,
                                                 {0, 0, options_.class_weights.strides[2]},
                                                 entries_, from.block, signed_size(from.row));
                return of(scores, targets_, from, divisor, weight, std::tuple(weights), more...);
            }
        }
        return of(scores, targets_, from, divisor, weight, std::tuple{}, more...);
    }

  private:
    template <class Scores, class N, class... W, class... Gradient>
    auto of(Scores const& s, classes<N> const& number, rows_from const& from, T divisor, V weight,
            std::tuple<W...> const& weights, Gradient... gx) const {
        auto const index = number.of(s.row, from.sample);
        auto const of_scores = [&](W const&... w) {
            return family_.of_class(s, index.data(), engine::gradient_line(gx...), divisor, weight,
                                    w...);
        };
        return std::apply(of_scores, weights);
    }
    template <class Scores, class... W, class... Gradient>
    auto of(Scores const& s, distributions, rows_from const&, T divisor, V weight,
            std::tuple<W...> const& weights, math::line<T const> t, Gradient... gx) const {
        auto const of_scores = [&](W const&... w) {
            return family_.of_distribution(s, t, engine::gradient_line(gx...), divisor, weight,
                                           w...);
        };
        return std::apply(of_scores, weights);
    }

    logits_loop<V, Options> loop_;
    std::remove_cvref_t<decltype(std::declval<K const&>().of_logits())> family_;
    Options const& options_;
    std::size_t entries_;
    Targets const& targets_;
    number_lines<T> weights_;
};

} // namespace actfn::engine
