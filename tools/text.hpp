// SPDX-License-Identifier: MIT
#pragma once

#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// Text for the generators of docs/.
namespace text {

using std::string;
using std::string_view;
namespace fs = std::filesystem;

inline string read(fs::path const& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

inline string code(string_view text) { return "`" + string(text) + "`"; }

inline string joined(std::vector<string> const& parts, string_view between = ", ") {
    string all;
    for (string const& part : parts) all += (all.empty() ? "" : string(between)) + part;
    return all;
}

inline std::vector<string> words(string_view text) {
    std::istringstream in{string(text)};
    return {std::istream_iterator<string>(in), {}};
}

/// Prose that Markdown takes literally.
inline string prose(string_view text) {
    string out;
    bool in_code = false;
    for (char const c : text) {
        in_code = in_code != (c == '`');
        if (!in_code && string_view("*_<|[]#").find(c) != string_view::npos) out += '\\';
        out += c;
    }
    return out;
}

/// Letters, digits and _.
inline bool is_letter(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

inline string replaced(string text, string_view what, string_view with) {
    for (std::size_t at = 0; (at = text.find(what, at)) != string::npos; at += with.size()) {
        text.replace(at, what.size(), with);
    }
    return text;
}

} // namespace text
