// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "docs/scaled.hpp"
#include "docs/words.hpp"
#include <actfn/gated.hpp>
#include <actfn/rowwise.hpp>
#include <actfn/visit.hpp>

#include <limits>
#include <string>
#include <string_view>
#include <vector>

// include/actfn/any/names.hpp: every function in docs/coming_from.inc is found by the name it has
// in the other system, with the defaults it has there and under the names of its parameters there.

namespace {

struct row {
    std::string system;
    std::string name;
    /// As written in the table: "(alpha = 1, beta = any(0.5))".
    std::string parameters;
    double tolerance;
    double (*there)(double);

    std::string text() const { return system + ":" + name; }
    bool has_parameters() const { return parameters != "()"; }
    bool has_defaults() const { return parameters.find("any(") == parameters.npos; }
};

namespace words {

using namespace tests::words;
using tests::any;

void table(std::vector<row>& rows) {
    char const* system = "";

#define DECLARE(...) __VA_OPT__(double __VA_ARGS__;)
#define SYSTEM(name, where) system = name;
#define NEARLY(tolerance, name, parameters, expression, reference, remark)                         \
    {                                                                                              \
        struct both {                                                                              \
            DECLARE parameters double there(double x) const { return reference; }                  \
        };                                                                                         \
        rows.push_back({system, name, #parameters, tolerance,                                      \
                        [](double x) { return tests::scaled<both>().there(x); }});                 \
    }
#define POINTWISE(...) NEARLY(1e-10, __VA_ARGS__)
#define GATED(...)
#define ROW(...)
#define PROSE(...)
#define NOT_ONE(...)
#include "../../docs/coming_from.inc"
#undef DECLARE
#undef SYSTEM
#undef NEARLY
#undef POINTWISE
#undef GATED
#undef ROW
#undef PROSE
#undef NOT_ONE
}

} // namespace words

/// Numbers only: `any(0.5)` is 0.5, quotients are written out.
std::string plain(std::string text) {
    for (std::string::size_type at; (at = text.find("any(")) != text.npos;) {
        text.erase(text.find(')', at), 1);
        text.erase(at, 4);
    }
    auto const replace = [&](std::string const& from, std::string const& to) {
        if (auto const at = text.find(from); at != text.npos) text.replace(at, from.size(), to);
    };
    replace("1.0 / 8", "0.125");
    replace("1.0 / 3", "0.3333333333333333");
    replace("1.0 / 6", "0.16666666666666666");
    return text;
}

struct value_at {
    double x;
    double operator()(auto const& f) const { return f(x); }
};

bool close(double a, double b, double tolerance) {
    return (std::isnan(a) && std::isnan(b)) || a == b ||
           std::abs(a - b) <= tolerance * std::max(1.0, std::abs(b));
}

} // namespace

TEST_CASE("names of other systems give what they document there", "[docs]") {
    std::vector<row> rows;
    words::table(rows);
    CHECK(rows.size() > 450);
    for (row const& r : rows) {
        // Not pointwise activations to visit, or with parameters of another form.
        if (r.name == "XIELU" || actfn::engine::spelt_alike(r.name) == "rrelu") continue;
        std::vector<std::string> texts;
        if (!r.has_parameters() || r.has_defaults()) texts.push_back(r.text());
        if (r.has_parameters() && r.name.find('(') == r.name.npos) {
            texts.push_back(r.text() + plain(r.parameters));
        }
        for (std::string const& text : texts) {
            INFO(text);
            for (double const x : {-4.5, -2.2, -0.7, -0.3, 0.1, 0.6, 1.7, 3.7, 8.1}) {
                INFO("x = " << x);
                CHECK(close(actfn::visit(text, value_at{x}), r.there(x), r.tolerance));
            }
        }
    }
}

TEST_CASE("every row of the names is a function of the library with its parameters", "[docs]") {
    using namespace actfn::engine;
    std::vector<std::string_view> rowwise{"softmax",    "log_softmax",   "softmin", "logsumexp",
                                          "logmeanexp", "sparsemax",     "hardmax", "maxout",
                                          "crelu",      "gumbel_softmax"};
    for (foreign_name const& name : foreign_names) {
        INFO(name.system << ": " << name.name << " is " << name.function);
        finder const pointwise(descriptions<pointwise_list>::pointers, "visit", "function");
        auto const* const f = pointwise.own(name.function);
        bool const gated = name.function.find("glu") != name.function.npos;
        bool const nani = name.function.starts_with("nani");
        bool const drawn = name.function == "rrelu" || nani;
        if (f == nullptr) {
            CHECK((gated || drawn || std::ranges::count(rowwise, name.function) == 1));
            continue;
        }
        any_word(name.parameters, [&](std::string_view word) {
            auto const ours = word.substr(word.find('>') + 1);
            if (!ours.empty())
                CHECK(parameter_called(*f, ours.substr(0, ours.find('='))) < f->parameters);
            return false;
        });
    }
}
