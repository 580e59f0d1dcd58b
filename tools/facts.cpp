// SPDX-License-Identifier: MIT
//
// Prints the facts of functions of every kind as JSON, Infinity and NaN spelt as Python
// reads them. oracle.py builds it with the list: -include actfn/pointwise/silu.hpp
// '-DACTFN_LIST=FACTS(silu)'
#include <actfn/engine/function.hpp>

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

template <class F> std::string parameters(F const& f) {
    if constexpr (actfn::core::has_fields<typename F::kernel_type>) {
        return std::apply([](auto... p) { return tuple(static_cast<double>(p)...); },
                          actfn::core::fields(f.kernel()));
    } else {
        return "[]";
    }
}

class object {
  public:
    object(char const* name, char const* kind) {
        line_ = "{\"object\": " + json(std::string_view(name));
        add("kind", json(std::string_view(kind)));
    }
    void add(char const* key, std::string const& value) {
        line_ += std::string(", \"") + key + "\": " + value;
    }
    void print() const { std::printf("%s}\n", line_.c_str()); }

  private:
    std::string line_;
};

template <class F> constexpr char const* kind_of() {
    using K = typename F::kernel_type;
    if constexpr (actfn::stochastic_kernel<K>) return "stochastic";
    if constexpr (actfn::pointwise_kernel<K>) return "pointwise";
    if constexpr (actfn::gated_kernel<K>) return "gated";
    if constexpr (actfn::elementwise_loss_kernel<K>) return "loss";
    if constexpr (actfn::complex_kernel<K>) return "complex";
    if constexpr (actfn::reduction_kernel<K>) return "reduction";
    if constexpr (actfn::halves_kernel<K>) return "halves";
    return "rowwise";
}

template <class F> void print(F const& f, char const* name) {
    actfn::facts const facts = f.facts();
    object o(name, kind_of<F>());
    o.add("name", json(facts.name));
    o.add("aliases", json(facts.aliases));
    o.add("formula", json(facts.formula));
    o.add("derivative", json(facts.derivative));
    o.add("cancelling", json(facts.cancelling));
    o.add("cancelling_value", json(facts.cancelling_value));
    o.add("cancelling_second", json(facts.cancelling_second));
    o.add("source", json(facts.source));
    o.add("parameters", parameters(f));
    o.add("bounds", tuple(facts.lower, facts.upper));
    o.add("left", tuple(facts.left.value, facts.left.derivative));
    o.add("right", tuple(facts.right.value, facts.right.derivative));
    o.add("kinks", list(facts.kinks));
    o.add("monotone", json(facts.monotone));
    o.add("odd", json(facts.odd));
    o.add("even", json(facts.even));
    o.add("saturates", "[" + json(facts.saturates.left) + ", " + json(facts.saturates.right) + "]");
    o.add("smoothness", json(facts.smoothness));
    o.add("lipschitz", json(facts.lipschitz));
    o.add("max_ulp", tuple(facts.max_ulp.value, facts.max_ulp.derivative));
    o.add("interval", tuple(facts.interval.lo, facts.interval.hi));
    o.add("domain", tuple(facts.domain.lo, facts.domain.hi));
    o.add("surrogate", json(facts.surrogate));
    o.add("equivariant", json(facts.equivariant));
    o.add("holomorphic", json(facts.holomorphic));
    o.add("symmetric", json(facts.symmetric));
    o.add("reach", json(facts.reach));
    o.print();
}

} // namespace

int main() {
#define FACTS(name) print(actfn::name, #name);
    ACTFN_LIST
    return 0;
}
