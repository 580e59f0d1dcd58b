// SPDX-License-Identifier: MIT
#include "rows.hpp"
#include <actfn/loss/softmax_cross_entropy.hpp>

namespace fuzz {

namespace {

/// Class numbers for the rows, some of them left out, seldom one too many or none of the classes.
std::vector<int> labels_in(input& in, shape const& s) {
    std::vector<int> all(static_cast<std::size_t>(s.count()) + (in.rarely(16) ? 1 : 0));
    for (int& k : all) {
        k = static_cast<int>(in.below(static_cast<std::size_t>(s.entries)));
        if (in.rarely(16)) k = -100;
        if (in.rarely(64)) k = static_cast<int>(in.huge());
    }
    return all;
}

/// The verbs of a loss of rows. `t` takes the place of the targets in f(x, t, ...); where these are
/// rows of x's shape they are an operand before the outputs.
template <bool targets, class F>
void loss_verbs(input& in, F const& f, shape const& s, std::vector<float> const& memory,
                std::vector<int> const& labels) {
    constexpr std::size_t extra = targets ? 1 : 0;
    std::ptrdiff_t const n = s.entries;
    // Views of everything behind f: with labels, these behind x.
    auto const with_labels = [&](auto call) {
        return [&, call](float* const*, auto x, auto... more) {
            if constexpr (targets) {
                call(x, more...);
            } else {
                call(x, labels, more...);
            }
            return std::vector<float>{};
        };
    };
    auto const alone = [&](auto call) {
        return [&, call](auto& row, std::ptrdiff_t r) {
            if constexpr (targets) {
                std::apply([&](auto&... v) { call(v...); }, row);
            } else {
                std::array const one{labels[static_cast<std::size_t>(r)]};
                std::apply([&](auto& x, auto&... v) { call(x, one, v...); }, row);
            }
            return true;
        };
    };
    auto const run = [&](auto c, auto call) {
        c.run(in, memory, {}, with_labels(call), alone(call));
    };
    auto const lengths = [&](auto... behind) {
        std::array<std::ptrdiff_t, 1 + extra + sizeof...(behind)> all{};
        std::array const given{behind...};
        all[0] = n;
        if (targets) all[1] = n;
        std::copy(given.begin(), given.end(), all.begin() + 1 + extra);
        return all;
    };
    auto const dense = [&](auto const& all) {
        std::array<bool, std::tuple_size_v<std::remove_cvref_t<decltype(all)>>> result{};
        for (std::size_t j = 1; j < all.size(); ++j) result[j] = all[j] != n || n == 1;
        if (targets) result[1] = false;
        return result;
    };
    std::ptrdiff_t const one = 1;
    auto const call_of = [&](std::size_t inputs, auto const& all) {
        constexpr std::size_t size = std::tuple_size_v<std::remove_cvref_t<decltype(all)>>;
        return rows_call<float, size>{s, inputs, all, dense(all), false};
    };
    switch (in.below(5)) {
    case 0:
        return run(call_of(1 + extra, lengths(one)), [f](auto&&... x) { actfn::forward(f, x...); });
    case 1:
        return run(call_of(1 + extra, lengths(n)),
                   [f](auto&&... x) { actfn::derivative(f, x...); });
    case 2:
        return run(call_of(1 + extra, lengths(one, n)),
                   [f](auto&&... x) { actfn::value_and_derivative(f, x...); });
    case 3:
        return run(call_of(2 + extra, lengths(one, n)),
                   [f](auto&&... x) { actfn::backward(f, x...); });
    default: { // the mean, whose gradient is over the number of rows
        auto const c = call_of(1 + extra, lengths(n));
        c.run(
            in, memory, {},
            [&](float* const*, auto x, auto... more) {
                if constexpr (targets) {
                    return std::vector<float>{f(x, more...)};
                } else {
                    return std::vector<float>{f(x, labels, more...)};
                }
            },
            [](auto&, std::ptrdiff_t) { return false; });
    }
    }
}

} // namespace

} // namespace fuzz

/// Softmax cross-entropy of rows, by class numbers and by targets.
void fuzz::losses(input& in) {
    auto const memory = fuzz::memory_of<float>(in);
    shape const s = fuzz::shape_in(in, memory.size());
    auto const f =
        actfn::softmax_cross_entropy.with({.label_smoothing = in.rarely(2) ? 0.125 : 0.0});
    auto const labels = fuzz::labels_in(in, s);
    auto const verbs = [&](auto const& of) {
        if (in.below(2) == 0) {
            fuzz::loss_verbs<true>(in, of, s, memory, labels);
        } else {
            fuzz::loss_verbs<false>(in, of, s, memory, labels);
        }
    };
    if (in.rarely(2)) {
        auto const n = static_cast<std::size_t>(s.entries) + (in.rarely(32) ? 1 : 0);
        std::vector<unsigned char> mask(n);
        std::vector<float> weights(n);
        for (auto& m : mask) m = static_cast<unsigned char>(in.byte() % 4);
        for (float& w : weights) w = static_cast<float>(in.below(8)) - (in.rarely(64) ? 4 : 0);
        actfn::loss_options options{.mask = mask};
        if (in.rarely(2)) options.class_weights = weights;
        verbs(f.each(options));
    } else {
        verbs(f);
    }
}
