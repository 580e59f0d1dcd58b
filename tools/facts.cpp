// SPDX-License-Identifier: MIT
//
// Prints the facts of pointwise activations as JSON, Infinity and NaN spelt as Python reads them.
// oracle.py builds it with the list: -include actfn/pointwise/silu.hpp '-DACTFN_LIST=FACTS(silu)'
#include <actfn/core/activation.hpp>

#include <cmath>
#include <cstdio>
#include <string>
#include <tuple>

namespace {

std::string json(std::string_view text) {
    std::string quoted = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

std::string json(double x) {
    if (std::isnan(x)) return "NaN";
    if (std::isinf(x)) return x < 0 ? "-Infinity" : "Infinity";
    char digits[40];
    std::snprintf(digits, sizeof digits, "%.17g", x);
    return digits;
}

std::string json(bool b) { return b ? "true" : "false"; }

std::string json(actfn::saturation s) {
    return s == actfn::saturation::none   ? "\"none\""
           : s == actfn::saturation::soft ? "\"soft\""
                                          : "\"hard\"";
}

template <class Range> std::string list(Range const& numbers) {
    std::string text = "[";
    for (double const x : numbers) text += (text.size() > 1 ? ", " : "") + json(x);
    return text + "]";
}

template <class... D> std::string tuple(D... numbers) {
    double const all[] = {numbers...};
    return list(all);
}

template <class F> void print(F const& f, char const* object) {
    actfn::facts const& facts = F::facts;
    std::string parameters = "[]";
    if constexpr (actfn::core::has_fields<typename F::kernel_type>) {
        parameters = std::apply([](auto... p) { return tuple(static_cast<double>(p)...); },
                                actfn::core::fields(f.kernel()));
    }
    std::string line = "{\"object\": " + json(std::string_view(object));
    auto const add = [&](char const* key, std::string const& value) {
        line += std::string(", \"") + key + "\": " + value;
    };
    add("name", json(facts.name));
    add("aliases", json(facts.aliases));
    add("formula", json(facts.formula));
    add("derivative", json(facts.derivative));
    add("cancelling", json(facts.cancelling));
    add("cancelling_value", json(facts.cancelling_value));
    add("source", json(facts.source));
    add("parameters", parameters);
    add("bounds", tuple(facts.lower, facts.upper));
    add("left", tuple(facts.left.value, facts.left.derivative));
    add("right", tuple(facts.right.value, facts.right.derivative));
    add("kinks", list(facts.kinks));
    add("monotone", json(facts.monotone));
    add("odd", json(facts.odd));
    add("even", json(facts.even));
    add("saturates", "[" + json(facts.saturates.left) + ", " + json(facts.saturates.right) + "]");
    add("smoothness", json(facts.smoothness));
    add("lipschitz", json(facts.lipschitz));
    add("max_ulp", tuple(facts.max_ulp.value, facts.max_ulp.derivative));
    add("interval", tuple(facts.interval.lo, facts.interval.hi));
    add("domain", tuple(facts.domain.lo, facts.domain.hi));
    std::printf("%s}\n", line.c_str());
}

} // namespace

int main() {
#define FACTS(name) print(actfn::name, #name);
    ACTFN_LIST
    return 0;
}
