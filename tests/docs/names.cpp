// SPDX-License-Identifier: MIT
// labels: deep long
#include "catch.hpp"
#include "docs/scaled.hpp"
#include "docs/words.hpp"
#include <actfn/any/backend.hpp>
#include <actfn/visit.hpp>
#include <actfn/visit/gated.hpp>
#include <actfn/visit/loss.hpp>
#include <actfn/visit/rowwise.hpp>
#include <actfn/visit/stochastic.hpp>

#include <cstddef>
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
    double (*loss)(double, double) = nullptr;

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
#define LOSS(name, parameters, expression, reference, remark)                                      \
    {                                                                                              \
        struct both {                                                                              \
            DECLARE parameters double there(double x, double t) const { return reference; }        \
        };                                                                                         \
        rows.push_back({system, name, #parameters, 1e-10, nullptr,                                 \
                        [](double x, double t) { return tests::scaled<both>().there(x, t); }});    \
    }
#define ROW(...)
#define PROSE(...)
#define NOT_ONE(...)
#include "../../docs/coming_from.inc"
#undef DECLARE
#undef SYSTEM
#undef NEARLY
#undef POINTWISE
#undef GATED
#undef LOSS
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

/// What a text is called with, with and without the parameters that are shown.
std::vector<std::string> texts_of(row const& r) {
    std::vector<std::string> texts;
    if (!r.has_parameters() || r.has_defaults()) texts.push_back(r.text());
    if (r.has_parameters() && r.name.find('(') == r.name.npos) {
        texts.push_back(r.text() + plain(r.parameters));
    }
    return texts;
}

/// A loss of entries that a text names.
double loss_at(std::string_view text, double x, double t) {
    using namespace actfn::engine;
    finder const losses(functions_of<double, loss_list>, "any", "loss");
    alignas(16) std::byte kernel[actfn::tables::kernel_room];
    auto const& f = losses.find(text, kernel);
    check_kernel(f, kernel);
    double y = 0;
    void* const operands[]{&x, &t, &y};
    f.loops[actfn::tables::value](kernel, nullptr, 1, operands);
    return y;
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
        for (std::string const& text : texts_of(r)) {
            INFO(text);
            for (double const t : {1.0, 0.25}) {
                if (r.loss)
                    CHECK(close(loss_at(text, t - 0.7, t), r.loss(t - 0.7, t), r.tolerance));
            }
            if (!r.there) continue;
            for (double const x : {-4.5, -2.2, -0.7, -0.3, 0.1, 0.6, 1.7, 3.7, 8.1}) {
                INFO("x = " << x);
                CHECK(close(actfn::visit(text, value_at{x}), r.there(x), r.tolerance));
            }
        }
    }
}

TEST_CASE("every row of the names is a function of the library with its parameters", "[docs]") {
    using namespace actfn::engine;
    finder const all[]{{descriptions<pointwise_list>::pointers, "visit", "function"},
                       {descriptions<rowwise_list>::pointers, "visit", "function"},
                       {descriptions<gated_list>::pointers, "visit", "function"},
                       {descriptions<stochastic_list>::pointers, "visit", "function"},
                       {descriptions<loss_list>::pointers, "visit", "function"}};
    for (foreign_name const& name : foreign_names) {
        INFO(name.system << ": " << name.name << " is " << name.function);
        actfn::tables::function const* f = nullptr;
        for (finder const& list : all) f = f == nullptr ? list.own(name.function) : f;
        if (name.function == "maxout" && f == nullptr) continue;
        REQUIRE(f != nullptr);
        any_word(name.parameters, [&](std::string_view word) {
            auto const ours = word.substr(word.find('>') + 1);
            if (!ours.empty())
                CHECK(parameter_called(*f, ours.substr(0, ours.find('='))) < f->parameters);
            return false;
        });
    }
}
