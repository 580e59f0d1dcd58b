// SPDX-License-Identifier: MIT
#pragma once
#include "text.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// What other systems call a function: the rows of docs/coming_from*.inc.
namespace document {

using namespace text;

struct row {
    string system, name, here, there, remark;
    bool code = true;
};

/// Whether the text has this name, not as part of another or as a member.
inline bool uses(string_view text, string_view name) {
    for (std::size_t at = 0; (at = text.find(name, at)) != string::npos; ++at) {
        char const before = at == 0 ? ' ' : text[at - 1];
        char const after = at + name.size() == text.size() ? ' ' : text[at + name.size()];
        if (!is_letter(before) && before != '.' && !is_letter(after)) return true;
    }
    return false;
}

/// any(0.3) is no default; the underscore lets a parameter be called min.
inline string signature(string_view name, string_view parameters) {
    string text(parameters);
    for (std::size_t at = 0; (at = text.find(" = any(")) != string::npos;) {
        text.erase(at, text.find(')', at) + 1 - at);
    }
    text = replaced(replaced(text, "_,", ","), "_)", ")");
    return text == "()" ? string(name) : string(name) + text;
}

struct elsewhere {
    std::map<string, string> where;
    std::vector<string> systems;
    std::vector<row> rows;

    elsewhere() {
        auto const begin = [&](string const& system, char const* place) {
            systems.push_back(system);
            where[system] = place;
        };
        auto const add = [&](string name, string here, string there, string remark,
                             bool is_code = true) {
            rows.push_back({systems.back(), name, here, there, remark, is_code});
        };
#define SYSTEM(name, place) begin(name, place);
#define POINTWISE(name, parameters, here, there, remark)                                           \
    add(signature(name, #parameters), #here, #there, remark);
#define NEARLY(tolerance, ...) POINTWISE(__VA_ARGS__)
#define GATED(name, parameters, here, there, remark)                                               \
    add(signature(name, #parameters), #here, #there, remark);
#define LOSS(name, parameters, here, there, remark)                                                \
    add(signature(name, #parameters), #here, #there, remark);
#define ROW(name, here, there, remark) add(name, #here "(x)", #there, remark);
#define PROSE(name, here, remark) add(name, here, "", remark, false);
#define NOT_ONE(name, remark) add(name, "", "", remark, false);
#define COMPLEX(name, parameters, here, there, remark)                                             \
    add(signature(name, #parameters), #here, #there, remark);
#include "../docs/coming_from.inc"
#include "../docs/coming_from_complex.inc"
        for (row& r : rows) r.here = replaced(r.here, "actfn::", "");
    }

    /// PyTorch `SiLU`, JAX `silu` `swish`.
    string names_of(string_view object) const {
        std::vector<string> systems_with;
        for (string const& system : systems) {
            std::vector<string> names;
            for (row const& r : rows) {
                if (r.system != system || !uses(r.here, object)) continue;
                names.push_back(code(r.name));
            }
            if (!names.empty()) systems_with.push_back(system + " " + joined(names, " "));
        }
        return joined(systems_with);
    }
};

} // namespace document
