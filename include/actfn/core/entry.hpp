// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/error.hpp>
#include <actfn/core/fields.hpp>

#include <type_traits>

/// A number among the parameters of a function that come in a range.
namespace actfn::inline ACTFN_ABI::core {

/// Its value and where it stands, for messages: a kernel of entries checks what a kernel of numbers
/// does, and says which entry fails.
struct entry {
    static constexpr std::ptrdiff_t none = -1;

    double value = 0;
    std::ptrdiff_t row = none;
    std::ptrdiff_t column = none;

    constexpr entry() = default;
    constexpr entry(double v) noexcept : value(v) {}
    constexpr entry(double v, std::ptrdiff_t i, std::ptrdiff_t j) noexcept
        : value(v), row(i), column(j) {}
    constexpr operator double() const noexcept { return value; }
};
template <> inline constexpr bool is_number<entry> = true;

/// A number with a value that can be checked.
template <class P>
concept checkable_number = std::is_floating_point_v<P> || std::is_same_v<P, entry>;

/// "[3]", "(2, 1)", or nothing for what is no entry.
struct position {
    std::ptrdiff_t row = entry::none;
    std::ptrdiff_t column = entry::none;

    friend std::ostream& operator<<(std::ostream& to, position const& p) {
        if (p.row == entry::none) return to;
        if (p.column == entry::none) return to << '[' << p.row << ']';
        return to << '(' << p.row << ", " << p.column << ')';
    }
};
template <class P> constexpr position position_of(P const& number) noexcept {
    if constexpr (std::is_same_v<P, entry>) {
        return {number.row, number.column};
    } else {
        return {};
    }
}

constexpr void require(bool holds, std::string_view function, std::string_view parameter,
                       entry const& given, std::string_view relation, double bound) {
    if (holds) return;
    if (current_trial != nullptr) return current_trial->refuse(bound);
    fail(function, ": ", parameter, position_of(given), " = ", given.value, " must be ", relation,
         " ", bound);
}

} // namespace actfn::core
