// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "errors.hpp"
#include <actfn/complex/modrelu.hpp>
#include <actfn/complex/mvn.hpp>
#include <actfn/eigen.hpp>

#include <limits>
#include <vector>

using C = std::complex<float>;

namespace {

using tests::contains;
using tests::message;

} // namespace

TEST_CASE("complex arrays of different sizes are reported", "[complex]") {
    std::vector<C> const z(5);
    std::vector<C> w(4, C(7));
    CHECK(message([&] { actfn::forward(actfn::modrelu, z, w); }) ==
          "actfn::forward(modrelu): z has 5 elements, w has 4");
    CHECK(message([&] { actfn::backward(actfn::modrelu, z, w, w); }) ==
          "actfn::backward(modrelu): z has 5 elements, gy has 4");
    CHECK(message([&] { (void)actfn::parameter_gradient(actfn::modrelu, z, w); }) ==
          "actfn::parameter_gradient(modrelu): z has 5 elements, gy has 4");
    CHECK(w == std::vector<C>(4, C(7)));
}

TEST_CASE("complex arrays that overlap are reported", "[complex]") {
    std::vector<C> v(10, C(1));
    auto const all = std::span(v);
    auto const text = message([&] { actfn::forward(actfn::modrelu, all.first(9), all.last(9)); });
    CHECK(contains(text, "actfn::forward(modrelu): w at "));
    CHECK(contains(text, "only the same range is allowed"));
    std::vector<C> dz(10);
    CHECK(contains(message([&] { actfn::wirtinger(actfn::modrelu, v, v, dz, dz); }), "dzbar at "));
    CHECK(message([&] { actfn::wirtinger(actfn::modrelu, v, v, dz, std::vector<C>(10)); }) ==
          "no exception");
}

TEST_CASE("complex Eigen objects are checked", "[complex]") {
    Eigen::ArrayXXcf z = Eigen::ArrayXXcf::Ones(4, 4);
    Eigen::ArrayXXcf w(4, 3);
    CHECK(message([&] { actfn::forward(actfn::modrelu, z, w); }) ==
          "actfn::forward(modrelu): z is 4 x 4, w is 4 x 3");
    CHECK(contains(message([&] { actfn::forward(actfn::modrelu, z.leftCols(3), z.rightCols(3)); }),
                   "only the same object is allowed"));
    CHECK(message([&] { actfn::forward(actfn::modrelu, z.leftCols(2), z.rightCols(2)); }) ==
          "no exception");
    CHECK(contains(message([&] { Eigen::ArrayXXcf(actfn::modrelu.backward(z, w)); }), "4 x 3"));
    CHECK(
        contains(message([&] { (void)actfn::parameter_gradient(actfn::modrelu, z, w); }), "4 x 3"));
}

TEST_CASE("the number of sectors of mvn is whole, positive and not huge", "[complex]") {
    auto const with = [](double k) { return message([&] { (void)actfn::mvn.with({.k = k}); }); };
    CHECK(with(4.5) == "actfn::mvn: k = 4.5 must be a whole number");
    CHECK(with(0) == "actfn::mvn: k = 0 must be at least 1");
    CHECK(with(1e300) == "actfn::mvn: k = 1e+300 must be at most 1e+06");
    CHECK(with(std::numeric_limits<double>::infinity()) ==
          "actfn::mvn: k = inf must be a finite number");
    CHECK(contains(with(std::numeric_limits<double>::quiet_NaN()), "must be a finite number"));
    CHECK(with(1) == "no exception");
    CHECK(with(1e6) == "no exception");
}
