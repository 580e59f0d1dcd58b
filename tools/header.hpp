// SPDX-License-Identifier: MIT
#pragma once
#include "text.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace document {

using namespace text;

/// What the header of a function says of it beside its facts.
struct header {
    struct parameter {
        string name, value;
    };
    fs::path path;
    string text;
    string comment;
    std::vector<parameter> parameters;
    /// Names declared to be the same object.
    std::vector<string> aliases;

    explicit header(fs::path const& file) : path(file), text(read(file)) {
        std::istringstream in(text);
        std::vector<string> block;
        for (string line; std::getline(in, line);) {
            if (line.starts_with("///")) {
                block.push_back(line.size() > 4 ? line.substr(4) : "");
            } else if ((line.find("facts") != string::npos || line.starts_with("using ") ||
                        line.find("string_view name = ") != string::npos) &&
                       comment.empty()) {
                comment = joined(block, "\n");
            } else if (line.starts_with("}") || line.empty()) {
                block.clear();
            }
            constexpr string_view alias = "inline constexpr auto& ";
            if (line.starts_with(alias)) {
                aliases.push_back(line.substr(alias.size(), line.find(" =") - alias.size()));
            }
            std::size_t const open = line.find('{');
            std::size_t const close = line.find("};");
            // The second where the kernel is that of several functions.
            for (string_view const type :
                 {"    P ", "    long long ", "    static constexpr double "}) {
                if (line.starts_with(type) && close != string::npos && open != string::npos) {
                    parameters.push_back({line.substr(type.size(), open - type.size()),
                                          line.substr(open + 1, close - open - 1)});
                }
            }
        }
    }

    /// The names that the facts say are others of the same object, which must be those declared.
    std::vector<string> other_names(string_view of_facts) const {
        std::vector<string> stated = words(of_facts);
        std::vector<string> declared = aliases;
        std::ranges::sort(stated);
        std::ranges::sort(declared);
        if (stated != declared) {
            throw std::runtime_error(path.string() + ": the facts say '" + joined(stated, " ") +
                                     "' are the aliases, declared are '" + joined(declared, " ") +
                                     "'");
        }
        std::vector<string> in_order;
        for (string const& name : words(of_facts)) in_order.push_back(code(name));
        return in_order;
    }

    /// Where the value of a field of the facts begins.
    std::size_t find(string const& field) const {
        std::size_t const at = text.find("." + field + " =");
        return at == string::npos ? at : text.find_first_not_of(" \n", at + field.size() + 3);
    }

    /// Its string literals, joined.
    string field(string const& name) const {
        string value;
        bool inside = false;
        for (std::size_t i = find(name); i < text.size(); ++i) {
            if (text[i] == '"') {
                inside = !inside;
            } else if (inside) {
                value += text[i] == '\\' ? text[++i] : text[i];
            } else if (text[i] != ' ' && text[i] != '\n') {
                break;
            }
        }
        return value;
    }
};

} // namespace document
