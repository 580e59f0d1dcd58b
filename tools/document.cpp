// SPDX-License-Identifier: MIT
//
// Writes docs/activations.md, docs/coming_from.md and docs/catalogue.md, from the facts, the
// comments of the headers, the library's own values, docs/coming_from.inc and docs/catalogue.inc,
// the table of words in docs/writing_kernels.md, and for docs/activations.gp the curves and what of
// them stands in which picture.
//
//   document ROOT FOLDER     writes them, the curves into FOLDER/activations
//   document ROOT --check    fails where one is stale or a picture is missing
#include "catalogue.hpp"
#include "curves.hpp"
#include "elsewhere.hpp"
#include "header.hpp"
#include "vocabulary.hpp"
#include <actfn/init.hpp>

#include <actfn-list/complex.hpp>
#include <actfn-list/gated.hpp>
#include <actfn-list/loss.hpp>
#include <actfn-list/pointwise.hpp>
#include <actfn-list/rowwise.hpp>
#include <actfn-list/stochastic.hpp>
#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace document;

string number(double x, int digits = 6) {
    if (std::isnan(x)) return "none";
    if (std::isinf(x)) return x < 0 ? "−∞" : "∞";
    char text[40];
    std::snprintf(text, sizeof text, "%.*g", digits, x == 0 ? 0 : std::abs(x));
    return x < 0 ? "−" + string(text) : text;
}

/// The source with a link for every arXiv number and DOI.
string linked(string_view source) {
    string out;
    for (string const& word : words(source)) {
        string const bare = word.substr(0, word.find_last_not_of(",;") + 1);
        string const rest = word.substr(bare.size());
        string const target = bare.starts_with("arXiv:") ? "https://arxiv.org/abs/" + bare.substr(6)
                              : bare.starts_with("doi:") ? "https://doi.org/" + bare.substr(4)
                                                         : "";
        out += (out.empty() ? "" : " ") +
               (target.empty() ? prose(bare) : "[" + prose(bare) + "](" + target + ")") + rest;
    }
    return out;
}

// --- What other systems call it -----------------------------------------------------------------

string coming_from(elsewhere const& e) {
    std::ostringstream out;
    out << "# Coming from another system\n\n"
           "What it is called there, and what to write here (in `namespace actfn`). The tests "
           "compile every row and compare\nboth columns, at the parameters shown and beside them. "
           "Parameters without a value have no default there.\nEvery function is described in "
           "[activations.md](activations.md).\n\n";
    std::vector<string> links;
    auto const anchor = [](string const& heading) {
        string text = replaced(heading, " ", "-");
        std::ranges::transform(text, text.begin(),
                               [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        return text;
    };
    for (string const& s : e.systems) links.push_back("[" + s + "](#" + anchor(s) + ")");
    out << joined(links, " · ") << "\n";
    for (string const& s : e.systems) {
        out << "\n## " << s << "\n\n"
            << e.where.at(s) << "\n\n| there | here | definition there | |\n"
            << "| --- | --- | --- | --- |\n";
        for (row const& r : e.rows) {
            if (r.system != s) continue;
            out << "| " << code(r.name) << " | "
                << (r.here.empty() ? "not an activation"
                    : r.code       ? code(r.here)
                                   : r.here)
                << " | " << (r.there.empty() ? "" : code(r.there)) << " | " << r.remark << " |\n";
        }
    }
    return out.str();
}

// --- Functions
// ------------------------------------------------------------------------------------

class table {
  public:
    void row(string_view title, string const& content) {
        if (!content.empty()) text_ += "| " + string(title) + " | " + content + " |\n";
    }
    string text() const { return "| | |\n| --- | --- |\n" + text_ + "\n"; }

  private:
    string text_;
};

string smoothness(actfn::facts const& facts) {
    std::vector<string> kinks;
    for (double const x : facts.kinks) kinks.push_back(number(x));
    string const at = kinks.empty() ? "" : " at " + joined(kinks);
    if (std::isinf(facts.smoothness)) return "all derivatives are continuous";
    if (facts.smoothness < 0) return "the value jumps" + at;
    if (facts.smoothness == 0) return "continuous, the derivative jumps" + at;
    if (facts.smoothness == 1) return "the first derivative is continuous";
    return number(facts.smoothness) + " derivatives are continuous";
}

string saturation(actfn::facts::sides const& s) {
    auto const side = [](actfn::saturation how) {
        return how == actfn::saturation::none   ? "not"
               : how == actfn::saturation::soft ? "in the limit"
                                                : "exactly";
    };
    if (s.left == s.right) {
        return s.left == actfn::saturation::none ? "no" : string(side(s.left)) + ", on both sides";
    }
    return string(side(s.left)) + " on the left, " + side(s.right) + " on the right";
}

string spread(actfn::init_scheme s) {
    return s == actfn::init_scheme::he ? "He" : s == actfn::init_scheme::lecun ? "LeCun" : "Glorot";
}

string describe(function const& f, fs::path const& root, elsewhere const& others) {
    actfn::facts const& facts = f.facts;
    string const name(facts.name);
    header const source(root / "include/actfn/pointwise" / (name + ".hpp"));
    std::ostringstream out;
    out << "### " << name << "\n\n"
        << prose(source.comment) << "\n\n![" << name << "](activations/" << name << ".svg)\n\n";

    std::vector<string> parameters;
    for (std::size_t i = 0; i < f.parameters.size(); ++i) {
        parameters.push_back(code(source.parameters.at(i).name) + " = " + number(f.parameters[i]));
    }

    table t;
    t.row("value", code(facts.formula));
    t.row("derivative",
          code(facts.derivative) + (f.has_derivative_from_output ? ", also from the output" : ""));
    t.row("parameters",
          joined(parameters) + (f.learnable || parameters.empty() ? "" : ", not learnable"));
    bool const everywhere = std::isinf(facts.domain.lo) && std::isinf(facts.domain.hi);
    t.row("domain",
          everywhere ? "" : "from " + number(facts.domain.lo) + " to " + number(facts.domain.hi));
    t.row("range", "from " + number(facts.lower) + " to " + number(facts.upper));
    if (!std::isnan(facts.left.value) || !std::isnan(facts.right.value)) {
        t.row("limits", "value " + number(facts.left.value) + " and " + number(facts.right.value) +
                            ", derivative " + number(facts.left.derivative) + " and " +
                            number(facts.right.derivative));
    }
    t.row("saturates", saturation(facts.saturates));
    t.row("shape", joined({facts.monotone ? "monotone" : "not monotone",
                           facts.odd    ? "odd"
                           : facts.even ? "even"
                                        : "neither odd nor even"}));
    t.row("smoothness", smoothness(facts));
    std::vector<string> kinks;
    for (double const x : facts.kinks) {
        kinks.push_back(number(f.derivative(x)) + " at " + number(x));
    }
    t.row("derivative at the kinks", joined(kinks));
    t.row("largest slope", number(facts.lipschitz));
    auto const m = actfn::moments(f);
    string gains;
    if (std::isfinite(m.square)) {
        gains = "; gain " + number(1 / std::sqrt(m.square), 5) + " forward, " +
                number(1 / std::sqrt(m.derivative_square), 5) + " backward";
    }
    t.row("initialisation", spread(facts.init) + gains);
    t.row("largest error",
          number(facts.max_ulp.value) + " ULP" +
              (facts.cancelling_value.empty() ? "" : ", at a root of the terms that cancel") +
              "; derivative " + number(facts.max_ulp.derivative) + " ULP" +
              (facts.cancelling.empty() ? "" : ", at a root of the terms that cancel"));
    t.row("other names", joined(source.other_names(facts.aliases)));
    t.row("elsewhere", others.names_of(name));
    t.row("source", linked(facts.source));
    out << t.text();
    return out.str();
}

/// A function of another kind: the comment in its header and its facts, or where the name is that
/// of a family what the header says of them.
string describe(string const& kind, string const& name, actfn::facts const* facts,
                fs::path const& root, elsewhere const& others) {
    header const h(root / "include/actfn" / kind / (name + ".hpp"));
    std::ostringstream out;
    out << "### " << name << "\n\n" << prose(h.comment) << "\n\n";
    table t;
    auto const stated = [&](string const& field, string_view actfn::facts::*same) {
        string const text = h.field(field);
        return facts != nullptr ? string(facts->*same) : text;
    };
    auto const formula = [&](string_view title, string const& text) {
        t.row(title, text.empty() ? "" : code(text));
    };
    formula("value", stated("formula", &actfn::facts::formula));
    bool const several = kind == "rowwise" || kind == "gated" || kind == "loss";
    formula(several ? "gradient" : "derivative", stated("derivative", &actfn::facts::derivative));
    std::vector<string> parameters;
    for (auto const& [field, value] : h.parameters) {
        std::size_t const infinite = value.find("actfn::facts::infinity");
        parameters.push_back(code(field) + " = " +
                             (infinite == string::npos ? value : value.substr(0, infinite) + "∞"));
    }
    t.row("parameters", joined(parameters));
    t.row("largest error", facts == nullptr ? ""
                                            : number(facts->max_ulp.value) + " ULP, derivative " +
                                                  number(facts->max_ulp.derivative) + " ULP");
    t.row("other names", joined(h.other_names(h.field("aliases"))));
    t.row("elsewhere", others.names_of(name));
    t.row("source", linked(stated("source", &actfn::facts::source)));
    out << t.text();
    return out.str();
}

// --- Files
// ----------------------------------------------------------------------------------------

/// The lists by their names, which of templates are no objects.
namespace listed {
using namespace actfn;
inline constexpr auto const& maxout = actfn::maxout<3>;
} // namespace listed

/// Path and text, empty where gnuplot draws it.
using files = std::map<string, string>;

string const pictures = "docs/activations/";

/// The page with the table made again, which stands between two remarks.
string with_vocabulary(fs::path const& root) {
    string const page = read(root / "docs/writing_kernels.md");
    constexpr string_view opening = "<!-- The vocabulary, generated. -->\n";
    std::size_t const begin = page.find(opening);
    std::size_t const end = page.find("<!-- The end of the vocabulary. -->");
    if (begin >= end || end == string::npos) {
        throw std::runtime_error("docs/writing_kernels.md has no place for the vocabulary");
    }
    return page.substr(0, begin + opening.size()) + vocabulary::table(root / "include/actfn/math") +
           page.substr(end);
}

files make(fs::path const& root) {
    files all;
    elsewhere const others;
    string drawn = "# Drawn by docs/activations.gp.\n";
    std::ostringstream sections;
    std::map<string, std::vector<string>> index;
    std::vector<panel> panels;
    auto const wanted = pictures_of(root);

    sections << "## Pointwise\n\n";
    auto const add = [&](function const& f) {
        index["pointwise"].push_back(string(f.facts.name));
        header const h(root / "include/actfn/pointwise" / (string(f.facts.name) + ".hpp"));
        auto const row = wanted.find(string(f.facts.name));
        panel const& p = panels.emplace_back(f, h, row == wanted.end() ? nullptr : &row->second);
        for (std::size_t i = 0; i < p.count(); ++i) {
            drawn += "# " + p.name + " " + p.label(i) + "\n" + p.line(i).text();
        }
        all[pictures + string(f.facts.name) + ".svg"];
        sections << describe(f, root, others);
    };
#define X(name) add(function(actfn::name));
    ACTFN_LIST_POINTWISE(X)
#undef X
    struct kind {
        string name, title;
    };
    std::vector<kind> kinds{{"pointwise", "Pointwise"}};
    auto const section = [&](string const& kind, string const& title) {
        kinds.push_back({kind, title});
        sections << "## " << title << "\n\n";
    };
    auto const entry = [&](string const& name, auto const& f) {
        string const& kind = kinds.back().name;
        index[kind].push_back(name);
        if constexpr (requires { f.facts(); }) {
            actfn::facts const facts = f.facts();
            sections << describe(kind, name, &facts, root, others);
        } else {
            sections << describe(kind, name, nullptr, root, others);
        }
    };
#define X(name) entry(#name, listed::name);
    section("rowwise", "Row-wise");
    ACTFN_LIST_ROWWISE(X)
    section("gated", "Gated");
    ACTFN_LIST_GATED(X)
    section("stochastic", "Stochastic");
    ACTFN_LIST_STOCHASTIC(X)
    section("complex", "Complex");
    ACTFN_LIST_COMPLEX(X)
    section("loss", "Losses");
    ACTFN_LIST_LOSS(X)
#undef X

    std::ostringstream page;
    page
        << "# Activations\n\n"
           "Every function, from its own facts: `actfn::gelu.facts()`. Errors are the largest over "
           "all inputs, in units in the\nlast place of float and double, and hold for every "
           "instruction set. Limits are those at −∞ and ∞; gains keep the\nsecond moment of the "
           "signal or of its gradient for inputs from the normal distribution. What a function is "
           "called in\nother systems is in [coming_from.md](coming_from.md). A dot in a picture "
           "is what "
           "holds at a kink.\n\n";
    for (kind const& k : kinds) {
        std::vector<string> links;
        for (string const& name : index[k.name]) links.push_back("[" + name + "](#" + name + ")");
        page << "**" << k.title << "**: " << joined(links) << "\n\n";
    }
    page << sections.str();
    all["docs/activations.md"] = page.str().substr(0, page.str().size() - 1);
    all["docs/coming_from.md"] = coming_from(others);
    all["docs/catalogue.md"] = catalogue();
    all["docs/writing_kernels.md"] = with_vocabulary(root);
    all["docs/activations.svg"];
    all[pictures + "curves.dat"] = drawn;
    all[pictures + "panels.dat"] = panel_list(root, panels);
    return all;
}

/// The same but for the last digit of numbers: another compiler may round them differently.
bool same(string const& a, string const& b) {
    char const* p = a.c_str();
    char const* q = b.c_str();
    while (*p != '\0' && *q != '\0') {
        if ((*p >= '0' && *p <= '9') || *p == '-') {
            char *end_p = nullptr, *end_q = nullptr;
            double const x = std::strtod(p, &end_p);
            double const y = std::strtod(q, &end_q);
            if (end_p != p && end_q != q) {
                if (std::abs(x - y) > 0.0015) return false;
                p = end_p;
                q = end_q;
                continue;
            }
        }
        if (*p++ != *q++) return false;
    }
    return *p == *q;
}

int check(fs::path const& root, files const& all) {
    int stale = 0;
    auto const complain = [&](string const& path, char const* what) {
        std::fprintf(stderr, "%s %s\n", path.c_str(), what);
        ++stale;
    };
    for (auto const& [path, text] : all) {
        if (!fs::exists(root / path)) {
            complain(path, "is missing");
        } else if (string const found = read(root / path);
                   path.ends_with(".dat") ? !same(found, text) : found != text && !text.empty()) {
            complain(path, "is stale");
        }
    }
    for (auto const& file : fs::directory_iterator(root / pictures)) {
        string const path = pictures + file.path().filename().string();
        if (!all.contains(path)) complain(path, "is of no function");
    }
    if (stale != 0)
        std::fprintf(stderr, "Make them again: build the target `docs`, with gnuplot.\n");
    return stale == 0 ? 0 : 1;
}

void write(fs::path const& root, fs::path const& folder, files const& all) {
    fs::remove_all(folder);
    fs::create_directories(folder / "activations");
    for (auto const& [path, text] : all) {
        if (text.empty()) continue;
        bool const is_drawn = path.starts_with(pictures);
        std::ofstream out(is_drawn ? folder / fs::path(path).lexically_relative("docs")
                                   : root / path,
                          std::ios::binary);
        out << text;
        if (!out.flush()) throw std::runtime_error("cannot write " + path);
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fprintf(stderr, "usage: %s ROOT FOLDER | ROOT --check\n", argv[0]);
        return 2;
    }
    try {
        files const all = make(argv[1]);
        if (string_view(argv[2]) == "--check") return check(argv[1], all);
        write(argv[1], argv[2], all);
    } catch (std::exception const& e) {
        std::fprintf(stderr, "%s: %s\n", argv[0], e.what());
        return 2;
    }
    return 0;
}
