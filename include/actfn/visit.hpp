// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/visit/pointwise.hpp>

#include <algorithm>
#include <numeric>
#include <span>
#include <string>
#include <vector>

/// Pointwise activations by names known at run time only. The visitor is compiled for each of
/// them, which takes 0.06 s a function for one of f(x) and 0.12 s for one of forward(f, x, y) with
/// gcc 12 at -O2: visit in one file.
namespace actfn::inline ACTFN_ABI {

/// What can be called with every pointwise activation and returns one type.
template <class F>
concept activation_visitor =
    engine::pointwise_list::all_invocable<F> && engine::pointwise_list::one_result<F>;

/// Every pointwise activation's own name, sorted.
constexpr std::span<std::string_view const> activation_names() noexcept {
    return engine::pointwise_list::names;
}

namespace engine {

/// Whether the condition holds for one of the words, separated by blanks.
template <class F> constexpr bool any_word(std::string_view words, F condition) {
    while (!words.empty()) {
        std::size_t const end = (std::min)(words.find(' '), words.size());
        if (condition(words.substr(0, end))) return true;
        words.remove_prefix((std::min)(end + 1, words.size()));
    }
    return false;
}

/// The place of the function in the list, or the length of the list.
constexpr std::size_t find_pointwise(std::string_view name) {
    using list = pointwise_list;
    auto const is_name = [name](std::string_view word) { return word == name; };
    std::size_t i = 0;
    while (i < list::count && list::names[i] != name && !any_word(list::aliases[i], is_name)) ++i;
    return i;
}

/// LeakyReLU, leaky-relu and leaky_relu are one.
inline std::string spelt_alike(std::string_view name) {
    std::string letters;
    for (char const c : name) {
        if (c >= 'A' && c <= 'Z') {
            letters += static_cast<char>(c - 'A' + 'a');
        } else if (c != '_' && c != '-' && c != ' ') {
            letters += c;
        }
    }
    return letters;
}

/// Letters to insert, remove, replace or swap with their neighbour.
inline std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> older(b.size() + 1);
    std::vector<std::size_t> old(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        older.swap(old);
        old.swap(row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            std::size_t const other = a[i - 1] == b[j - 1] ? 0 : 1;
            row[j] = (std::min)({old[j] + 1, row[j - 1] + 1, old[j - 1] + other});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = (std::min)(row[j], older[j - 2] + 1);
            }
        }
    }
    return row[b.size()];
}

[[noreturn]] inline void fail_to_visit(std::string_view name) {
    using list = pointwise_list;
    std::string const wanted = spelt_alike(name);
    std::size_t nearest = std::max<std::size_t>(1, wanted.size() / 3);
    std::string nearby;
    auto const consider = [&](std::string_view known) {
        std::size_t const distance = edit_distance(wanted, spelt_alike(known));
        if (distance <= nearest) {
            nearby =
                (distance < nearest || nearby.empty() ? "" : nearby + ", ") + std::string(known);
            nearest = distance;
        }
        return false;
    };
    for (std::size_t i = 0; i < list::count; ++i) {
        consider(list::names[i]);
        any_word(list::aliases[i], consider);
    }
    core::fail("visit: no pointwise activation is called '", name, "'",
               nearby.empty() ? "" : "; near it: ", nearby);
}

} // namespace engine

/// visitor(f) of the pointwise activation f with this name or alias, as in
/// `visit("gelu", [&](auto f) { forward(f, x, y); })`. Throws std::invalid_argument, with names
/// near to it, where there is none.
template <activation_visitor F> constexpr auto visit(std::string_view name, F&& visitor) {
    std::size_t const index = engine::find_pointwise(name);
    if (index == engine::pointwise_list::count) engine::fail_to_visit(name);
    return engine::pointwise_list::at(index, visitor);
}

/// visitor(f) for every pointwise activation f, in the order of `activation_names`.
template <class F>
    requires(engine::pointwise_list::all_invocable<F>)
constexpr void visit_all(F&& visitor) { engine::pointwise_list::each(visitor); }

} // namespace actfn
