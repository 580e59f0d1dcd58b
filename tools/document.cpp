// SPDX-License-Identifier: MIT
//
// Writes docs/activations.md with its pictures and docs/coming_from.md, from the facts, the
// comments of the headers, the library's own values and docs/coming_from.inc.
//
//   document ROOT            writes them
//   document ROOT --check    fails where one is stale
#include <actfn/init.hpp>

#include <actfn-list/pointwise.hpp>
#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace {

using std::string;
using std::string_view;
namespace fs = std::filesystem;

string read(fs::path const& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

string number(double x, int digits = 6) {
    if (std::isnan(x)) return "none";
    if (std::isinf(x)) return x < 0 ? "−∞" : "∞";
    char text[40];
    std::snprintf(text, sizeof text, "%.*g", digits, x == 0 ? 0 : std::abs(x));
    return x < 0 ? "−" + string(text) : text;
}

string code(string_view text) { return "`" + string(text) + "`"; }

string joined(std::vector<string> const& parts, string_view between = ", ") {
    string all;
    for (string const& part : parts) all += (all.empty() ? "" : string(between)) + part;
    return all;
}

std::vector<string> words(string_view text) {
    std::istringstream in{string(text)};
    return {std::istream_iterator<string>(in), {}};
}

/// Prose that Markdown takes literally.
string prose(string_view text) {
    string out;
    bool in_code = false;
    for (char const c : text) {
        in_code = in_code != (c == '`');
        if (!in_code && string_view("*_<|[]#").find(c) != string_view::npos) out += '\\';
        out += c;
    }
    return out;
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

struct row {
    string system, name, here, there, remark;
    bool code = true;
};

bool is_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

string replaced(string text, string_view what, string_view with) {
    for (std::size_t at = 0; (at = text.find(what, at)) != string::npos; at += with.size()) {
        text.replace(at, what.size(), with);
    }
    return text;
}

/// Whether the text has this name, not as part of another or as a member.
bool uses(string_view text, string_view name) {
    for (std::size_t at = 0; (at = text.find(name, at)) != string::npos; ++at) {
        char const before = at == 0 ? ' ' : text[at - 1];
        char const after = at + name.size() == text.size() ? ' ' : text[at + name.size()];
        if (!is_letter(before) && before != '.' && !is_letter(after)) return true;
    }
    return false;
}

/// any(0.3) is no default; the underscore lets a parameter be called min.
string signature(string_view name, string_view parameters) {
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

// --- Headers
// --------------------------------------------------------------------------------------

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
            } else if (line.find("facts") != string::npos && comment.empty()) {
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
            if (line.starts_with("    P ") && close != string::npos && open != string::npos) {
                parameters.push_back(
                    {line.substr(6, open - 6), line.substr(open + 1, close - open - 1)});
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

    /// {.value = 3, .gradient = 5} as 3 ULP, gradient 5 ULP.
    string bounds() const {
        std::size_t const begin = find("max_ulp");
        if (begin == string::npos) return {};
        string const braces = text.substr(begin, text.find('}', begin) - begin);
        if (braces.find("::") != string::npos) return {};
        string const numbers = replaced(replaced(braces, "{.value = ", ""), " = ", " ");
        return replaced(replaced(numbers, ", .", " ULP, "), "\n", "") + " ULP";
    }
};

// --- Pictures
// -------------------------------------------------------------------------------------

/// A pointwise activation without its type, so that what is said of it is compiled once.
struct function {
    actfn::facts const& facts;
    actfn::jet<double> (*at)(double);
    std::vector<double> parameters;
    bool learnable;
    bool has_derivative_from_output;

    template <class K>
    explicit function(actfn::activation<K> const& f)
        : facts(K::facts),
          at([](double x) { return K{}.at(x); }),
          learnable(actfn::has_parameters<K>),
          has_derivative_from_output(actfn::has_derivative_from_output<K>) {
        std::apply([&](auto const&... p) { (parameters.push_back(p), ...); },
                   actfn::core::fields(f.kernel()));
    }

    double operator()(double x) const { return at(x).value; }
    double derivative(double x) const { return at(x).derivative; }
};

struct curves {
    string name;
    string value, derivative; // paths
};

constexpr double left = -5, right = 5, low = -1.6, high = 2.6;
constexpr int unit = 20;

/// The points as an SVG path, 20 units for 1, broken where the function jumps.
string path(std::vector<std::pair<double, double>> const& points, bool jumps) {
    std::ostringstream out;
    out.precision(1);
    out << std::fixed;
    auto const across = [](double x) { return (x - left) * unit; };
    auto const down = [](double y) { return (high - std::clamp(y, low - 3, high + 3)) * unit; };
    char command = 'M';
    for (std::size_t i = 0; i < points.size(); ++i) {
        auto const [x, y] = points[i];
        if (std::isnan(y)) {
            command = 'M';
            continue;
        }
        if (command == 'L') {
            double const rise = std::abs(y - points[i - 1].second);
            bool const beside_kink = x - points[i - 1].first < 1e-6;
            if (rise > (beside_kink ? 1e-3 : 0.3) && (beside_kink || jumps)) command = 'M';
        }
        // Points on the line between their neighbours are left out.
        bool const between = command == 'L' && i + 1 < points.size() &&
                             points[i + 1].first - x > 1e-6 && x - points[i - 1].first > 1e-6;
        if (between) {
            double const ends = (down(points[i - 1].second) + down(points[i + 1].second)) / 2;
            if (std::abs(ends - down(y)) < 1e-7) continue;
        }
        out << command << across(x) << ' ' << down(y);
        command = 'L';
    }
    return out.str();
}

curves curves_of(function const& f) {
    std::vector<double> x;
    for (int i = 0; i <= 160; ++i) x.push_back(left + i * (right - left) / 160);
    for (double const kink : f.facts.kinks) {
        for (double const side : {-1e-9, 0.0, 1e-9}) x.push_back(kink + side);
    }
    std::ranges::sort(x);
    std::vector<std::pair<double, double>> value, derivative;
    for (double const at : x) {
        if (at < left || at > right) continue;
        auto const j = f.at(at);
        value.emplace_back(at, j.value);
        derivative.emplace_back(at, j.derivative);
    }
    bool const jumps = f.facts.smoothness < 0;
    return {string(f.facts.name), path(value, jumps), path(derivative, false)};
}

/// Axes and both curves, 200 by 84.
string plot(curves const& c) {
    double const zero = high * unit;
    std::ostringstream out;
    out << "<path d=\"M0 " << zero << "H200M100 0V84\" class=\"a\"/>"
        << "<path d=\"M20 " << zero - 2 << "v4M60 " << zero - 2 << "v4M140 " << zero - 2
        << "v4M180 " << zero - 2 << "v4M98 " << zero + unit << "h4M98 " << zero - unit << "h4M98 "
        << zero - 2 * unit << "h4\" class=\"a\"/>\n"
        << "<path class=\"d\" d=\"" << c.derivative << "\"/>\n"
        << "<path class=\"v\" d=\"" << c.value << "\"/>\n";
    return out.str();
}

constexpr string_view drawing_style =
    "<style>path{fill:none;stroke-linejoin:round}.a{stroke:#999;stroke-width:.5}"
    ".d{stroke:#e08030;stroke-width:1.4}.v{stroke:#2060b0;stroke-width:1.8}"
    "text{font:8px Helvetica,Arial,sans-serif;fill:#555}</style>\n";

string picture(curves const& c) {
    std::ostringstream out;
    out << "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\" height=\"168\" "
           "viewBox=\"0 0 200 84\">\n<title>"
        << c.name << " (blue) and its derivative (orange)</title>\n"
        << drawing_style << "<rect width=\"200\" height=\"84\" fill=\"#fff\"/>\n"
        << plot(c) << "<text x=\"15\" y=\"62\">−4</text><text x=\"178\" y=\"62\">4</text>"
        << "<text x=\"104\" y=\"35\">1</text><text x=\"104\" y=\"75\">−1</text>\n</svg>\n";
    return out.str();
}

string overview(std::vector<curves> const& all) {
    constexpr std::size_t columns = 6;
    std::size_t const rows = (all.size() + columns - 1) / columns;
    std::size_t const width = columns * 210 + 10;
    std::size_t const height = rows * 110 + 10;
    std::ostringstream out;
    out << "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" << width << "\" height=\"" << height
        << "\" viewBox=\"0 0 " << width << ' ' << height << "\">\n"
        << "<title>value (blue) and derivative (orange) from -5 to 5</title>\n"
        << drawing_style << "<rect width=\"" << width << "\" height=\"" << height
        << "\" fill=\"#fff\"/>\n";
    for (std::size_t i = 0; i < all.size(); ++i) {
        std::size_t const x = 10 + i % columns * 210;
        std::size_t const y = 10 + i / columns * 110;
        out << "<text x=\"" << x + 4 << "\" y=\"" << y + 10 << "\" style=\"font-size:11px\">"
            << all[i].name << "</text>\n<svg x=\"" << x << "\" y=\"" << y + 14
            << "\" width=\"200\" height=\"84\">\n"
            << plot(all[i]) << "</svg>\n";
    }
    out << "</svg>\n";
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

/// A function of another kind: what its header says.
string describe(string const& kind, string const& name, fs::path const& root,
                elsewhere const& others) {
    header const h(root / "include/actfn" / kind / (name + ".hpp"));
    std::ostringstream out;
    out << "### " << name << "\n\n" << prose(h.comment) << "\n\n";
    table t;
    auto const formula = [&](string_view title, string const& field) {
        string const text = h.field(field);
        t.row(title, text.empty() ? "" : code(text));
    };
    formula("value", "formula");
    formula("derivative", "derivative");
    formula("gradient", "gradient");
    std::vector<string> parameters;
    for (auto const& [field, value] : h.parameters)
        parameters.push_back(code(field) + " = " + value);
    t.row("parameters", joined(parameters));
    t.row("largest error", h.bounds());
    t.row("other names", joined(h.other_names(h.field("aliases"))));
    t.row("elsewhere", others.names_of(name));
    t.row("source", linked(h.field("source")));
    out << t.text();
    return out.str();
}

// --- Files
// ----------------------------------------------------------------------------------------

using files = std::map<string, string>;

files make(fs::path const& root) {
    files all;
    elsewhere const others;
    std::vector<curves> drawn;
    std::ostringstream sections;
    std::map<string, std::vector<string>> index;

    sections << "## Pointwise\n\n";
    auto const add = [&](function const& f) {
        index["pointwise"].push_back(string(f.facts.name));
        drawn.push_back(curves_of(f));
        sections << describe(f, root, others);
    };
#define X(name) add(function(actfn::name));
    ACTFN_LIST_POINTWISE(X)
#undef X
    struct kind {
        string name, title;
    };
    std::vector<kind> kinds{{"pointwise", "Pointwise"}};
    auto const section = [&](string const& kind, string const& title, string_view list) {
        if (list.empty()) return;
        kinds.push_back({kind, title});
        sections << "## " << title << "\n\n";
        for (string const& name : words(list)) {
            index[kind].push_back(name);
            sections << describe(kind, name, root, others);
        }
    };
    section("rowwise", "Row-wise", ACTFN_LIST_ROWWISE);
    section("gated", "Gated", ACTFN_LIST_GATED);
    section("stochastic", "Stochastic", ACTFN_LIST_STOCHASTIC);
    section("complex", "Complex", ACTFN_LIST_COMPLEX);
    section("loss", "Losses", ACTFN_LIST_LOSS);

    std::ostringstream page;
    page << "# Activations\n\n"
            "Every function, from its own facts: `actfn::gelu.facts`. Errors are the largest over "
            "all inputs, in units in the\nlast place of float and double, and hold for every "
            "instruction set. Limits are those at −∞ and ∞; gains keep the\nsecond moment of the "
            "signal or of its gradient for inputs from the normal distribution. What a function is "
            "called in\nother systems is in [coming_from.md](coming_from.md).\n\n";
    for (kind const& k : kinds) {
        std::vector<string> links;
        for (string const& name : index[k.name]) links.push_back("[" + name + "](#" + name + ")");
        page << "**" << k.title << "**: " << joined(links) << "\n\n";
    }
    page << sections.str();
    all["docs/activations.md"] = page.str().substr(0, page.str().size() - 1);
    all["docs/coming_from.md"] = coming_from(others);
    all["docs/activations.svg"] = overview(drawn);
    for (curves const& c : drawn) all["docs/activations/" + c.name + ".svg"] = picture(c);
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
                if (std::abs(x - y) > 0.11) return false;
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
                   path.ends_with(".svg") ? !same(found, text) : found != text) {
            complain(path, "is stale");
        }
    }
    for (auto const& file : fs::directory_iterator(root / "docs/activations")) {
        string const path = "docs/activations/" + file.path().filename().string();
        if (!all.contains(path)) complain(path, "is of no function");
    }
    if (stale != 0) std::fprintf(stderr, "Make them again: build the target `docs`.\n");
    return stale == 0 ? 0 : 1;
}

void write(fs::path const& root, files const& all) {
    fs::remove_all(root / "docs/activations");
    fs::create_directories(root / "docs/activations");
    for (auto const& [path, text] : all) {
        std::ofstream out(root / path, std::ios::binary);
        out << text;
        if (!out.flush()) throw std::runtime_error("cannot write " + path);
    }
}

} // namespace

int main(int argc, char** argv) {
    bool const checks = argc == 3 && string_view(argv[2]) == "--check";
    if (argc != 2 && !checks) {
        std::fprintf(stderr, "usage: %s ROOT [--check]\n", argv[0]);
        return 2;
    }
    try {
        files const all = make(argv[1]);
        if (checks) return check(argv[1], all);
        write(argv[1], all);
    } catch (std::exception const& e) {
        std::fprintf(stderr, "%s: %s\n", argv[0], e.what());
        return 2;
    }
    return 0;
}
