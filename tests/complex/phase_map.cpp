// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "laws/fronts.hpp"
#include <actfn/complex/amplitude_phase.hpp>
#include <actfn/pointwise/identity.hpp>
#include <actfn/pointwise/tanh.hpp>

TEST_CASE("a map of the phase keeps the laws", "[complex]") {
    constexpr auto f = actfn::amplitude_phase(actfn::tanh, actfn::tanh);
    CHECK(f.facts().name == "amplitude_phase(tanh, tanh)");
    CHECK(f.facts().formula == "tanh(r) * exp(i * tanh(t))");
    tests::check_laws(tests::subject_of<std::complex<float>>(f));
}

TEMPLATE_TEST_CASE("the identity of the phase changes nothing", "[complex]", float, double) {
    using T = TestType;
    using C = std::complex<T>;
    constexpr auto f = actfn::amplitude_phase(actfn::tanh, actfn::identity);
    constexpr auto g = actfn::amplitude_phase(actfn::tanh);
    T const tolerance = 8 * std::numeric_limits<T>::epsilon();
    for (C const z : {C(1, 2), C(-3, T(0.25)), C(T(-0.5), -2), C(0, -1), C(-1, 0), C(0, 0)}) {
        CAPTURE(z);
        CHECK(std::abs(f(z) - g(z)) <= tolerance);
        CHECK(std::abs(f.wirtinger(z).dz - g.wirtinger(z).dz) <= tolerance);
        CHECK(std::abs(f.wirtinger(z).dzbar - g.wirtinger(z).dzbar) <= tolerance);
        CHECK(std::abs(f.backward(z, C(2, -1)) - g.backward(z, C(2, -1))) <= tolerance * 4);
    }
}
