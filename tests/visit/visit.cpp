// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include <actfn/visit.hpp>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

namespace {

struct nothing {
    void operator()(auto const&) const {}
};
struct value_at {
    double x;
    double operator()(auto const& f) const { return f(x); }
};
struct own_name {
    std::string_view operator()(auto const& f) const { return f.facts().name; }
};

std::string complaint(std::string_view name) {
    try {
        actfn::visit(name, nothing{});
    } catch (std::invalid_argument const& e) {
        return e.what();
    }
    return "none";
}

double at(std::string_view name, double x) { return actfn::visit(name, value_at{x}); }

} // namespace

TEST_CASE("an activation is found by its name", "[visit]") {
    CHECK(at("silu", 0.5) == actfn::silu(0.5));
    CHECK(at("relu", -0.5) == 0);
    // The object itself, no copy.
    auto const address = [](auto const& f) -> void const* { return &f; };
    CHECK(actfn::visit("elu", address) == &actfn::elu);
}

TEST_CASE("an activation is found by its other names, however they are spelt", "[visit]") {
    CHECK(actfn::visit("logistic", own_name{}) == "sigmoid");
    CHECK(actfn::visit("hard_silu", own_name{}) == "hardswish");
    CHECK(actfn::visit("elliot", own_name{}) == "softsign");
    CHECK(actfn::visit("LeakyReLU", own_name{}) == "leaky_relu");
    CHECK(actfn::visit("leaky-relu", own_name{}) == "leaky_relu");
    CHECK(actfn::visit("gelu_pytorch_tanh", own_name{}) == "gelu_tanh");
}

TEST_CASE("parameters come with the name", "[visit]") {
    CHECK(at("leaky_relu:0.2", -1) == actfn::leaky_relu.with({.slope = 0.2})(-1.0));
    CHECK(at("elu(alpha=0.5)", -1) == actfn::elu.with({.alpha = 0.5})(-1.0));
    CHECK(at("Hardtanh(min_val=-2, max_val=3)", -4) == -2);
    CHECK(at("keras:hard_sigmoid", 1) == actfn::hard_sigmoid(1.0));
    CHECK(at("onnx:HardSigmoid", 1) == actfn::hard_sigmoid_onnx(1.0));
}

TEST_CASE("the names are those of the facts, sorted, each once", "[visit]") {
    auto const names = actfn::activation_names();
    CHECK(names.size() > 70);
    CHECK(std::ranges::is_sorted(names));
    std::vector<std::string_view> visited;
    std::multiset<std::string_view> all;
    actfn::visit_all([&](auto const& f) {
        visited.push_back(f.facts().name);
        all.insert(f.facts().name);
        actfn::engine::any_word(f.facts().aliases, [&](std::string_view alias) {
            all.insert(alias);
            return false;
        });
    });
    CHECK(std::ranges::equal(names, visited));
    for (std::string_view const name : all) {
        INFO(name);
        CHECK(all.count(name) == 1);
        CHECK_NOTHROW(actfn::visit(name, nothing{}));
    }
}

TEST_CASE("an unknown name is reported with names near to it", "[visit]") {
    CHECK(complaint("sigmiod") ==
          "actfn::visit: no pointwise activation is called 'sigmiod'; near it: sigmoid");
    CHECK(complaint("maxout") == "actfn::visit: no pointwise activation is called 'maxout'");
    CHECK(complaint("") == "actfn::visit: no pointwise activation is called ''");
    CHECK(complaint("convolution") ==
          "actfn::visit: no pointwise activation is called 'convolution'");
}

TEST_CASE("so are parameters that do not fit", "[visit]") {
    CHECK(complaint("elu(beta=1)") == "actfn::elu has no parameter 'beta'; it has alpha");
    CHECK(complaint("relu:1") == "actfn::relu has no parameters");
    CHECK(complaint("elu:1,2") == "actfn::elu has 1 parameter, 2 are given");
    CHECK(complaint("elu:one") == "actfn::visit: 'one' in 'elu:one' has no number");
    CHECK(complaint("elu(1") == "actfn::visit: 'elu(1' has no ')' at its end");
    CHECK(complaint("hard_tanh:2,1") == "actfn::hard_tanh: lo = 2 must be at most hi = 1");
    CHECK(complaint("elu:nan") == "actfn::elu: alpha = nan must be a finite number");
}

TEST_CASE("a visitor may keep what it finds", "[visit]") {
    int calls = 0;
    auto count = [&calls](auto const&) { return ++calls; };
    CHECK(actfn::visit("tanh", count) == 1);
    actfn::visit_all(count);
    CHECK(static_cast<std::size_t>(calls) == 1 + actfn::activation_names().size());
}
