// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include <actfn/array.hpp>
#include <actfn/eigen.hpp>

#include <complex>
#include <vector>

/// Kernels of the other structures a derivative can have: holomorphic, general, real-valued.
namespace {

struct square {
    static constexpr actfn::facts facts{.name = "square",
                                        .formula = "z**2",
                                        .source = "test",
                                        .max_ulp = {.value = 4, .derivative = 6},
                                        .holomorphic = true};
    template <actfn::real V>
    ACTFN_INLINE static actfn::holomorphic_jet<V> at(actfn::complex<V> z) noexcept {
        return {z * z, z + z};
    }
};

/// z² + 3·z̄.
struct mixed {
    static constexpr actfn::facts facts{.name = "mixed",
                                        .formula = "z**2 + 3 * conj(z)",
                                        .source = "test",
                                        .max_ulp = {.value = 4, .derivative = 6}};
    template <actfn::real V>
    ACTFN_INLINE static actfn::wirtinger_jet<actfn::complex<V>> at(actfn::complex<V> z) noexcept {
        auto const three = actfn::math::as<V>(3.0);
        return {z * z + three * actfn::math::conj(z), z + z, {three, V(0)}};
    }
};

struct abs2 {
    static constexpr actfn::facts facts{.name = "abs2",
                                        .formula = "abs(z)**2",
                                        .source = "test",
                                        .max_ulp = {.value = 4, .derivative = 6}};
    template <actfn::real V>
    ACTFN_INLINE static actfn::real_jet<V> at(actfn::complex<V> z) noexcept {
        return {actfn::math::dot(z, z), actfn::math::conj(z)};
    }
};

template <class K> constexpr actfn::function<K> object{};

template <class T, class K> void check_gradient() {
    using C = std::complex<T>;
    C const z(T(0.75), T(-1.25));
    C const g(T(0.5), T(2));
    auto const j = object<K>.wirtinger(z);
    C const expected = std::conj(j.dz) * g + j.dzbar * std::conj(g);
    CHECK(std::abs(object<K>.backward(z, g) - expected) < T(1e-5));
    std::vector<C> const many(19, z);
    std::vector<C> const gs(19, g);
    std::vector<C> out(19);
    actfn::backward(object<K>, many, gs, out);
    CHECK(out == std::vector<C>(19, object<K>.backward(z, g)));
}

} // namespace

TEMPLATE_TEST_CASE("a holomorphic and a general complex kernel", "[complex]", float, double) {
    using C = std::complex<TestType>;
    CHECK(object<square>(C(1, 2)) == C(-3, 4));
    CHECK(object<square>.wirtinger(C(1, 2)).dz == C(2, 4));
    CHECK(object<mixed>(C(1, 2)) == C(0, -2));
    CHECK(object<mixed>.wirtinger(C(1, 2)).dzbar == C(3));
    check_gradient<TestType, square>();
    check_gradient<TestType, mixed>();
}

TEMPLATE_TEST_CASE("a real-valued complex kernel", "[complex]", float, double) {
    using T = TestType;
    using C = std::complex<T>;
    constexpr auto f = object<abs2>;
    T const value = f(C(1, 2));
    CHECK(value == 5);
    CHECK(f.wirtinger(C(1, 2)).dz == C(1, -2));
    CHECK(f.wirtinger(C(1, 2)).dzbar == C(1, 2));
    C const gradient = f.backward(C(1, 2), T(0.5));
    CHECK(gradient == C(1, 2));

    std::vector<C> const z(19, C(1, 2));
    std::vector<T> y(19);
    actfn::forward(f, z, y);
    CHECK(y == std::vector<T>(19, T(5)));
    std::vector<C> gz(19);
    actfn::backward(f, z, std::vector<T>(19, T(0.5)), gz);
    CHECK(gz == std::vector<C>(19, C(1, 2)));

    Eigen::ArrayX<C> const expression = Eigen::ArrayX<C>::Constant(5, C(1, 2));
    Eigen::ArrayX<T> const modulus = f(expression);
    CHECK((modulus == 5).all());
    Eigen::ArrayX<T> object_out(5);
    actfn::forward(f, expression, object_out);
    CHECK((object_out == 5).all());
    Eigen::ArrayX<C> const back = f.backward(expression, modulus);
    CHECK(back(4) == C(10, 20));
    CHECK_THROWS_AS(actfn::forward(f, z, std::span<T>(y).first(5)), std::invalid_argument);
    CHECK_THROWS_AS(
        actfn::forward(f, std::span(gz), std::span(reinterpret_cast<T*>(gz.data()), 19)),
        std::invalid_argument);
}
