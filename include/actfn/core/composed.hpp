// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/facts.hpp>

#include <algorithm>

/// What is known of a function from what is known of its parts. Bounds hold, if not always as least
/// upper bounds; what no rule gives is NaN for a limit, false for a property, and not stated for an
/// error. Names and formulas are the caller's.
namespace actfn::inline ACTFN_ABI::core {

/// c·bound, where an infinite bound stands for every number.
constexpr double times_bound(double c, double bound) noexcept {
    return c == 0 || bound == 0 ? 0 : c * bound;
}

/// 1 for a rising function, −1 for a falling one, 0 where that is not known.
constexpr int direction(facts const& f) noexcept {
    if (!f.monotone) return 0;
    return f.left.value < f.right.value ? 1 : (f.left.value > f.right.value ? -1 : 0);
}

/// The abscissas of both, none where they are too many.
constexpr points united(points const& a, points const& b) noexcept {
    points result;
    auto i = a.begin();
    auto j = b.begin();
    while (i != a.end() || j != b.end()) {
        bool const first = j == b.end() || (i != a.end() && *i <= *j);
        double const next = first ? *i++ : *j++;
        if (result.count > 0 && result.at[result.count - 1] == next) continue;
        if (result.count == 4) return {};
        result.at[result.count++] = next;
    }
    return result;
}

/// The saturation of an end with the given limit of the derivative.
constexpr saturation saturation_of(double derivative, bool hard) noexcept {
    if (derivative != 0) return saturation::none;
    return hard ? saturation::hard : saturation::soft;
}

/// What sums and products have in common.
constexpr facts united(facts const& f, facts const& g) noexcept {
    facts result{};
    result.kinks = core::united(f.kinks, g.kinks);
    result.monotone = false;
    result.smoothness = (std::min)(f.smoothness, g.smoothness);
    result.max_ulp = facts::not_stated;
    result.interval = {(std::min)(f.interval.lo, g.interval.lo),
                       (std::max)(f.interval.hi, g.interval.hi)};
    result.domain = {(std::max)(f.domain.lo, g.domain.lo), (std::min)(f.domain.hi, g.domain.hi)};
    result.surrogate = f.surrogate || g.surrogate;
    return result;
}

constexpr facts sum_of(facts const& f, facts const& g) noexcept {
    facts result = core::united(f, g);
    result.lower = f.lower + g.lower;
    result.upper = f.upper + g.upper;
    result.left = {f.left.value + g.left.value, f.left.derivative + g.left.derivative};
    result.right = {f.right.value + g.right.value, f.right.derivative + g.right.derivative};
    result.monotone = core::direction(f) != 0 && core::direction(f) == core::direction(g);
    result.odd = f.odd && g.odd;
    result.even = f.even && g.even;
    auto const both = [](saturation a, saturation b) {
        return a == saturation::hard && b == saturation::hard;
    };
    result.saturates = {
        core::saturation_of(result.left.derivative, both(f.saturates.left, g.saturates.left)),
        core::saturation_of(result.right.derivative, both(f.saturates.right, g.saturates.right))};
    result.lipschitz = f.lipschitz + g.lipschitz;
    return result;
}

constexpr facts product_of(facts const& f, facts const& g) noexcept {
    facts result = core::united(f, g);
    double const corners[]{core::times_bound(f.lower, g.lower), core::times_bound(f.lower, g.upper),
                           core::times_bound(f.upper, g.lower),
                           core::times_bound(f.upper, g.upper)};
    result.lower = *std::min_element(corners, corners + 4);
    result.upper = *std::max_element(corners, corners + 4);
    auto const end = [](facts::end const& a, facts::end const& b) {
        return facts::end{a.value * b.value, a.derivative * b.value + a.value * b.derivative};
    };
    result.left = end(f.left, g.left);
    result.right = end(f.right, g.right);
    bool const same_way = core::direction(f) != 0 && core::direction(f) == core::direction(g);
    result.monotone = same_way && f.lower >= 0 && g.lower >= 0;
    result.odd = (f.odd && g.even) || (f.even && g.odd);
    result.even = (f.odd && g.odd) || (f.even && g.even);
    auto const both = [](saturation a, saturation b) {
        return a == saturation::hard && b == saturation::hard;
    };
    result.saturates = {
        core::saturation_of(result.left.derivative, both(f.saturates.left, g.saturates.left)),
        core::saturation_of(result.right.derivative, both(f.saturates.right, g.saturates.right))};
    auto const largest = [](facts const& a) { return (std::max)(-a.lower, a.upper); };
    result.lipschitz =
        core::times_bound(largest(f), g.lipschitz) + core::times_bound(largest(g), f.lipschitz);
    return result;
}

/// f(g(x)).
constexpr facts composition_of(facts const& f, facts const& g) noexcept {
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    constexpr double infinity = facts::infinity;
    facts result{};
    result.lower = f.lower;
    result.upper = f.upper;
    auto const end = [&](facts::end const& inner) -> facts::end {
        if (inner.value == infinity || inner.value == -infinity) {
            auto const& outer = inner.value > 0 ? f.right : f.left;
            return {outer.value, outer.derivative * inner.derivative};
        }
        bool const flat = inner.derivative == 0 && f.lipschitz < infinity;
        return {unknown, flat ? 0 : unknown};
    };
    result.left = end(g.left);
    result.right = end(g.right);
    // Where the kinks of f are taken is not known.
    bool const smooth = f.kinks.count == 0 && f.smoothness > 0;
    result.kinks = smooth ? g.kinks : points{};
    result.smoothness = (std::min)(f.smoothness, g.smoothness);
    result.monotone = f.monotone && g.monotone;
    result.odd = f.odd && g.odd;
    result.even = g.even || (f.even && g.odd);
    auto const saturates = [&](facts::end const& at, facts::end const& inner, saturation own) {
        auto const outer = inner.value == infinity ? f.saturates.right : f.saturates.left;
        bool const distant = inner.value == infinity || inner.value == -infinity;
        return core::saturation_of(at.derivative, own == saturation::hard ||
                                                      (distant && outer == saturation::hard));
    };
    result.saturates = {saturates(result.left, g.left, g.saturates.left),
                        saturates(result.right, g.right, g.saturates.right)};
    result.lipschitz = core::times_bound(f.lipschitz, g.lipschitz);
    result.max_ulp = facts::not_stated;
    result.interval = g.interval;
    bool const inside = f.domain.lo <= g.lower && g.upper <= f.domain.hi;
    result.domain = inside ? g.domain : facts::range{unknown, unknown};
    result.surrogate = f.surrogate || g.surrogate;
    return result;
}

/// −f, which has the errors of f.
constexpr facts negative_of(facts f) noexcept {
    f.aliases = {};
    f.derivative = f.cancelling = f.cancelling_value = f.source = {};
    double const lower = f.lower;
    f.lower = -f.upper;
    f.upper = -lower;
    f.left = {-f.left.value, -f.left.derivative};
    f.right = {-f.right.value, -f.right.derivative};
    return f;
}

/// c·f.
constexpr facts multiple_of(double c, facts const& f) noexcept {
    facts result = c < 0 ? core::negative_of(f) : f;
    double const a = c < 0 ? -c : c;
    result.aliases = result.derivative = result.cancelling = result.cancelling_value = {};
    result.source = {};
    result.lower = core::times_bound(a, result.lower);
    result.upper = core::times_bound(a, result.upper);
    result.left = {a * result.left.value, core::times_bound(a, result.left.derivative)};
    result.right = {a * result.right.value, core::times_bound(a, result.right.derivative)};
    if (c == 0) {
        result.kinks = {};
        result.saturates = {saturation::hard, saturation::hard};
        result.smoothness = facts::infinity;
    }
    result.lipschitz = core::times_bound(a, f.lipschitz);
    result.init = init_scheme::glorot;
    result.max_ulp = facts::not_stated;
    return result;
}

/// f + c.
constexpr facts shift_of(facts f, double c) noexcept {
    f.aliases = f.derivative = f.cancelling = f.cancelling_value = f.source = {};
    f.lower += c;
    f.upper += c;
    f.left.value += c;
    f.right.value += c;
    f.odd = f.odd && c == 0;
    f.init = init_scheme::glorot;
    f.max_ulp = facts::not_stated;
    return f;
}

} // namespace actfn::core
