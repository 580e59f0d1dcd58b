// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/evaluate.hpp>
#include <actfn/engine/line_operands.hpp>
#include <actfn/math/compensated.hpp>
#include <actfn/math/rows.hpp>

#include <array>
#include <optional>
#include <utility>
#include <vector>

/// The targets of losses of rows: class numbers, or distributions.
namespace actfn::inline ACTFN_ABI::engine {

/// Targets that are rows beside the logits.
struct distributions {
    static double counted(std::size_t samples, std::span<double const>) noexcept {
        return static_cast<double>(samples);
    }
};
/// Targets that are class numbers: that of sample r, or `none` where it is left out.
template <class N> struct classes {
    static constexpr std::size_t none = core::too_many;

    N number;
    std::optional<long long> ignored;
    std::size_t left_out = 0;

    std::size_t operator()(std::size_t r) const {
        return is_ignored(number(r)) ? none : static_cast<std::size_t>(number(r));
    }
    template <class I> bool is_ignored(I k) const noexcept {
        return ignored && std::cmp_equal(k, *ignored);
    }
    /// The numbers of the classes of a pack of rows, 0 where they are left out.
    template <class Row> auto of(Row const& row, std::size_t first) const {
        std::array<std::size_t, math::lanes<typename Row::value_type>> index{};
        for (std::size_t l = 0; l < row.rows(); ++l) {
            std::size_t const chosen = (*this)(first + l);
            index[l] = chosen == none ? 0 : chosen;
        }
        return index;
    }
    /// How many samples a mean is over, or the sum of the weights of their classes where there are
    /// weights: 1 instead of 0, so that it is 0 where nothing counts.
    double counted(std::size_t samples, std::span<double const> weights) const {
        if (weights.empty()) {
            return static_cast<double>(samples == left_out && samples != 0 ? 1
                                                                           : samples - left_out);
        }
        math::compensated<double> sum;
        for (std::size_t r = 0; r < samples; ++r) {
            if (std::size_t const k = (*this)(r); k != none) sum.add(weights[k]);
        }
        return sum.value() == 0 ? 1 : sum.value();
    }
};

/// The class number that says that a sample is left out, if k has one.
template <class K> std::optional<long long> ignored_class(K const& k) noexcept {
    auto const& numbers = engine::kernel_of_numbers(k);
    if constexpr (requires { numbers.ignore_index; }) {
        return numbers.ignore_index;
    } else {
        return {};
    }
}

/// An integer, or a range or an Eigen vector of integers.
template <class T> auto class_number_of() {
    if constexpr (requires(T const& t) { front_end<T>::labels(t); }) {
        return std::type_identity<typename front_end<T>::scalar>{};
    } else if constexpr (std::ranges::range<T const>) {
        return std::type_identity<std::ranges::range_value_t<T const>>{};
    } else {
        return std::type_identity<T>{};
    }
}
template <class T>
concept class_numbers = std::integral<typename decltype(engine::class_number_of<T>())::type>;

/// f of the class numbers t, checked; f is called once.
template <class T, class F>
auto with_classes(std::string_view function, std::optional<long long> ignored, T const& t,
                  std::size_t samples, std::size_t n, F f) {
    auto const checked = [&](auto number, std::size_t count) {
        if (count != samples) core::fail(function, ": ", count, " labels for ", samples, " rows");
        classes<decltype(number)> all{number, ignored};
        for (std::size_t r = 0; r < count; ++r) {
            auto const k = number(r);
            if (all.is_ignored(k)) {
                ++all.left_out;
            } else if (std::cmp_less(k, 0) || std::cmp_greater_equal(k, n)) {
                core::fail(function, ": label ", r, " is ", +k, ", there are ", n, " classes");
            }
        }
        return f(all);
    };
    auto const of_each = [&](auto const& values, auto count) {
        return checked([&](std::size_t r) { return values[signed_size(r)]; },
                       static_cast<std::size_t>(count));
    };
    if constexpr (std::integral<T>) {
        return checked([&](std::size_t) { return t; }, 1);
    } else if constexpr (std::ranges::sized_range<T const>) {
        return of_each(std::ranges::begin(t), std::ranges::size(t));
    } else {
        return of_each(front_end<T>::labels(t), t.size());
    }
}

/// The losses and gradients of samples that are left out are 0, whatever their logits are.
template <class N, class Row, class T, class... Gradient>
void leave_out(classes<N> const& number, Row const& row, std::size_t first, T* losses,
               Gradient... gx) {
    if (number.left_out == 0) return;
    for (std::size_t l = 0; l < row.rows(); ++l) {
        if (number(first + l) != number.none) continue;
        losses[l] = T(0);
        [[maybe_unused]] auto const clear = [&](math::line<T> g) {
            for (std::size_t i = 0; i < row.size(); ++i) (g + i)[l] = T(0);
        };
        (clear(gx), ...);
    }
}
template <class Row, class T, class... Lines>
void leave_out(distributions, Row const&, std::size_t, T*, Lines...) noexcept {}

} // namespace actfn::engine
