// SPDX-License-Identifier: MIT
#pragma once
#include "text.hpp"

#include <cmath>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

/// Writes JSON.
namespace document {

using namespace text;

inline string json(string_view text) {
    string quoted = "\"";
    for (char const c : text) {
        if (c == '\n') {
            quoted += "\\n";
        } else {
            if (c == '"' || c == '\\') quoted += '\\';
            quoted += c;
        }
    }
    return quoted + '"';
}
inline string json(string const& text) { return json(string_view(text)); }
inline string json(char const* text) { return json(string_view(text)); }

/// Infinity and NaN are strings: they are no JSON numbers.
inline string json(double x, int digits = 7) {
    if (std::isnan(x)) return "\"nan\"";
    if (std::isinf(x)) return x < 0 ? "\"-inf\"" : "\"inf\"";
    char text[40];
    std::snprintf(text, sizeof text, "%.*g", digits, x + 0.);
    return text;
}
inline string json(bool b) { return b ? "true" : "false"; }

template <class Range> string list(Range const& range, auto const& each) {
    string text = "[";
    for (auto const& x : range) text += (text.size() > 1 ? "," : "") + each(x);
    return text + "]";
}
inline string list(std::vector<double> const& numbers) {
    return list(numbers, [](double x) { return json(x, 5); });
}

class object {
  public:
    void add(string const& key, string const& value) {
        text_ += (text_.empty() ? "" : ",") + json(key) + ":" + value;
    }
    string text() const { return "{" + text_ + "}"; }

  private:
    string text_;
};

} // namespace document
