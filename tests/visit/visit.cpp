// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <actfn/visit.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace {

std::string complaint(std::string_view name) {
    try {
        actfn::visit(name, [](auto const&) {});
    } catch (std::invalid_argument const& e) {
        return e.what();
    }
    return "none";
}

} // namespace

TEST_CASE("an activation is found by its name", "[visit]") {
    CHECK(actfn::visit("silu", [](auto f) { return f(0.5); }) == actfn::silu(0.5));
    CHECK(actfn::visit("relu", [](auto f) { return f(-0.5); }) == 0);
    // The object itself, no copy.
    auto const address = [](auto const& f) -> void const* { return &f; };
    CHECK(actfn::visit("elu", address) == &actfn::elu);
}

TEST_CASE("an activation is found by its other names", "[visit]") {
    auto const name = [](auto const& f) { return f.facts().name; };
    CHECK(actfn::visit("logistic", name) == "sigmoid");
    CHECK(actfn::visit("hard_silu", name) == "hardswish");
    CHECK(actfn::visit("elliot", name) == "softsign");
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
        CHECK_NOTHROW(actfn::visit(name, [](auto const&) {}));
    }
}

TEST_CASE("an unknown name is reported with names near to it", "[visit]") {
    CHECK(complaint("sigmiod") ==
          "actfn::visit: no pointwise activation is called 'sigmiod'; near it: sigmoid");
    CHECK(complaint("LeakyReLU") ==
          "actfn::visit: no pointwise activation is called 'LeakyReLU'; near it: leaky_relu, "
          "leakyrelu");
    CHECK(complaint("") == "actfn::visit: no pointwise activation is called ''");
    CHECK(complaint("convolution") ==
          "actfn::visit: no pointwise activation is called 'convolution'");
}

TEST_CASE("a visitor may keep what it finds", "[visit]") {
    int calls = 0;
    auto count = [&calls](auto const&) { return ++calls; };
    CHECK(actfn::visit("tanh", count) == 1);
    actfn::visit_all(count);
    CHECK(static_cast<std::size_t>(calls) == 1 + actfn::activation_names().size());
}
