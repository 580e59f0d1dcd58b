// SPDX-License-Identifier: MIT
#pragma once
#include "text.hpp"

#include <sstream>

/// What people ask for, and the call that serves it: docs/catalogue.md, of docs/catalogue.inc.
namespace document {

using namespace text;

inline string catalogue() {
    std::ostringstream out;
    out << "# What is asked for, and the call that serves it\n\n"
           "In `namespace actfn`; the tests compile and run every call. `v`, `a`, `b`, `t` are "
           "numbers; `x` and `gy` hold rows,\n`y` and `gx` take results, and `rows` says how the "
           "rows lie; `bias`, `mask` and `sinks` are data beside rows, `gb` and\n`gs` the "
           "gradients "
           "by them; `labels`, `targets` and `weights` belong to classes; `losses` and `gl` have a "
           "number for\nevery row; `z` is a complex number, `zs` holds rows of them, `gz` takes "
           "them. Every function is described in\n[activations.md](activations.md), other names "
           "in [coming_from.md](coming_from.md).\n";
    auto const section = [&](char const* title) {
        out << "\n## " << title << "\n\n| asked for | call |\n| --- | --- |\n";
    };
    auto const call = [&](char const* what, string const& text) {
        out << "| " << what << " | " << code(replaced(text, "actfn::", "")) << " |\n";
    };
#define PART(title) section(title);
#define CALL(what, ...) call(what, #__VA_ARGS__);
#include "../docs/catalogue.inc"
#undef PART
#undef CALL
    return out.str();
}

} // namespace document
