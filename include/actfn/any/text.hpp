// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/error.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <limits>
#include <locale>
#include <numeric>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

/// Names of functions and their parameters as text.
namespace actfn::inline ACTFN_ABI::engine {

/// Whether the condition holds for one of the words, separated by blanks.
template <class F> constexpr bool any_word(std::string_view words, F condition) {
    while (!words.empty()) {
        std::size_t const end = (std::min)(words.find(' '), words.size());
        if (end > 0 && condition(words.substr(0, end))) return true;
        words.remove_prefix((std::min)(end + 1, words.size()));
    }
    return false;
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

/// Which of the names that it is shown are nearest to one, for messages.
class nearest_names {
  public:
    explicit nearest_names(std::string_view wanted)
        : wanted_(engine::spelt_alike(wanted)),
          distance_(std::max<std::size_t>(1, wanted_.size() / 3)) {}

    void consider(std::string_view known) {
        std::size_t const distance = engine::edit_distance(wanted_, engine::spelt_alike(known));
        if (distance > distance_) return;
        if (distance < distance_) names_.clear();
        distance_ = distance;
        bool const again = std::any_of(names_.begin(), names_.end(), [&](auto const& name) {
            return engine::spelt_alike(name) == engine::spelt_alike(known);
        });
        if (!again) names_.emplace_back(known);
    }
    /// "; near it: a, b", or nothing.
    std::string text() const {
        std::string all;
        for (std::string const& name : names_) all += (all.empty() ? "; near it: " : ", ") + name;
        return all;
    }

  private:
    std::string wanted_;
    std::size_t distance_;
    std::vector<std::string> names_;
};

constexpr std::string_view trimmed(std::string_view s) noexcept {
    while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
    while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
    return s;
}

/// The number that a text is, whatever the locale; false where it is none.
inline bool read_number(std::string_view text, double& number) {
    text = engine::trimmed(text);
    bool const negative = !text.empty() && text.front() == '-';
    if (!text.empty() && (negative || text.front() == '+')) text.remove_prefix(1);
    std::string const word = engine::spelt_alike(text);
    if (word == "inf" || word == "infinity") {
        number = std::numeric_limits<double>::infinity();
    } else if (word == "nan") {
        number = std::numeric_limits<double>::quiet_NaN();
    } else if (text.empty() || !((text[0] >= '0' && text[0] <= '9') || text[0] == '.')) {
        return false;
    } else {
        std::istringstream digits{std::string(text)};
        digits.imbue(std::locale::classic());
        if (!(digits >> number) || digits.peek() != std::char_traits<char>::eof()) return false;
    }
    if (negative) number = -number;
    return true;
}

/// The shortest text that reads back as the number.
inline std::string number_text(double number) {
    char digits[32];
    auto const end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    return {digits, end};
}

/// A parameter and its value; a parameter without a name is the next in order.
struct named_number {
    std::string_view name;
    double number;
};

/// A function and parameters as they are written: "leaky_relu", "leaky_relu:0.2", "elu(alpha=0.5)".
struct written_function {
    std::string_view name;
    std::vector<named_number> parameters;
};

/// `whole` for messages. Throws where the text is not of this form.
inline written_function read_function(std::string_view call, std::string_view whole) {
    written_function result;
    std::string_view rest = engine::trimmed(whole);
    std::size_t const open = (std::min)(rest.find('('), rest.rfind(':'));
    result.name = engine::trimmed(rest.substr(0, open));
    if (open == rest.npos) return result;
    bool const bracket = rest[open] == '(';
    if (bracket && rest.back() != ')') {
        core::fail(call, ": '", whole, "' has no ')' at its end");
    }
    rest = engine::trimmed(rest.substr(open + 1, rest.size() - open - (bracket ? 2 : 1)));
    while (!rest.empty()) {
        std::size_t const end = (std::min)(rest.find(','), rest.size());
        std::string_view const part = engine::trimmed(rest.substr(0, end));
        std::size_t const equals = part.find('=');
        named_number p{};
        if (equals != part.npos) p.name = engine::trimmed(part.substr(0, equals));
        if (!engine::read_number(part.substr(equals == part.npos ? 0 : equals + 1), p.number)) {
            core::fail(call, ": '", part, "' in '", whole, "' has no number");
        }
        result.parameters.push_back(p);
        rest.remove_prefix((std::min)(end + 1, rest.size()));
    }
    return result;
}

} // namespace actfn::engine
