// SPDX-License-Identifier: MIT
// labels: deep long
#include "catch.hpp"
#include <actfn/visit.hpp>
#include <actfn/visit/complex.hpp>
#include <actfn/visit/complex_heads.hpp>
#include <actfn/visit/gated.hpp>
#include <actfn/visit/loss.hpp>
#include <actfn/visit/rowwise.hpp>
#include <actfn/visit/stochastic.hpp>

#include <string>
#include <vector>

// Functions of every kind by name.

namespace {

struct own_name {
    std::string_view operator()(auto const& f) const { return f.facts().name; }
};
struct nothing {
    void operator()(auto const&) const {}
};

template <class List> void check_list(List const& list, std::size_t least) {
    CHECK(list.names.size() >= least);
    std::vector<std::string_view> visited;
    actfn::visit_all_in(list, [&](auto const& f) { visited.push_back(f.facts().name); });
    CHECK(std::vector<std::string_view>(list.names.begin(), list.names.end()) == visited);
    for (std::string_view const name : list.names) {
        CHECK(actfn::visit_in(list, name, own_name{}) == name);
    }
}
template <class List> std::string complaint(List const& list, std::string_view name) {
    try {
        actfn::visit_in(list, name, nothing{});
    } catch (std::invalid_argument const& e) {
        return e.what();
    }
    return "none";
}

} // namespace

TEST_CASE("every list has its functions by name", "[visit]") {
    check_list(actfn::pointwise_functions, 70);
    check_list(actfn::rowwise_functions, 20);
    check_list(actfn::gated_functions, 15);
    check_list(actfn::stochastic_functions, 15);
    check_list(actfn::complex_functions, 30);
    check_list(actfn::loss_functions, 14);
    check_list(actfn::complex_heads, 7);
}

TEST_CASE("functions of a list come with other names and parameters", "[visit]") {
    CHECK(actfn::visit_in(actfn::rowwise_functions, "LogSoftmax", own_name{}) == "log_softmax");
    CHECK(actfn::visit_in(actfn::complex_heads, "cv-softmax", own_name{}) == "split_softmax");
    CHECK(actfn::visit_in(actfn::loss_functions, "keras:Huber", own_name{}) == "huber");
    std::vector<float> const x{1, 2, 3};
    std::vector<float> y(3);
    std::vector<float> z(3);
    actfn::visit_in(actfn::rowwise_functions, "softmax:0.5", [&](auto const& f) {
        if constexpr (requires { f.kernel().temperature; }) actfn::forward(f, x, y);
    });
    actfn::forward(actfn::softmax.with({.temperature = 0.5}), x, z);
    CHECK(y == z);
    auto const size_of_group = [](auto const& f) -> std::size_t {
        if constexpr (requires { f.kernel().k; }) return static_cast<std::size_t>(f.kernel().k);
        return 0;
    };
    CHECK(actfn::visit_in(actfn::gated_functions, "maxout:3", size_of_group) == 3);
}

TEST_CASE("what a list does not have is reported", "[visit]") {
    CHECK(complaint(actfn::rowwise_functions, "gelu") ==
          "actfn::visit: no rowwise function is called 'gelu'");
    CHECK(complaint(actfn::complex_heads, "split_softmac") ==
          "actfn::visit: no complex head is called 'split_softmac'; near it: split_softmax");
    CHECK(complaint(actfn::complex_heads, "split_softmax:1") ==
          "actfn::split_softmax has no parameters");
}
