// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/actfn.hpp>

#include <complex>
#include <cstring>
#include <vector>

// Parameters of every element of functions of other kinds, among them those for which a number
// takes a shorter way (1), give the bits of numbers.

namespace {

constexpr float parameters[] = {1, 0.5F, 2, 0.1F, 1.5F, 3, 1, 0.25F};

template <class X> bool same(X const& a, X const& b) {
    return std::memcmp(&a, &b, sizeof a) == 0; // of complex numbers, too
}

/// `make(p)` has parameters p, a number or a range; `arguments` are what it is a function of.
template <class X, class Make, class... More>
void check(Make make, std::vector<X> const& x, More const&... more) {
    std::vector<float> p(x.size());
    for (std::size_t i = 0; i < p.size(); ++i) p[i] = parameters[i * 5 % std::size(parameters)];
    std::vector<X> y(x.size());
    actfn::forward(make(p), x, more..., y);
    bool good = true;
    for (std::size_t i = 0; i < p.size(); ++i) {
        auto const f = make(p[i]);
        if constexpr (decltype(f)::draws) {
            good = good && same(y[i], f.from(i)(x[i]));
        } else {
            good = good && same(y[i], f(x[i], more[i]...));
        }
    }
    CHECK(good);
}

} // namespace

TEST_CASE("parameters of elements of other kinds of functions", "[array]") {
    std::vector<float> x;
    std::vector<std::complex<float>> z;
    for (int i = -33; i <= 33; ++i) {
        x.push_back(0.3F * float(i));
        z.emplace_back(0.3F * float(i), 0.7F * float(i % 9));
    }
    auto b = x;
    b[3] = 1e20F;
    check([](auto const& p) { return actfn::swiglu.with({.beta = p}); }, x, b);
    check([](auto const& p) { return actfn::swiglu_oai.with({.limit = p}); }, x, b);
    check(
        [](auto const& p) {
            return actfn::sigmoid_binary_cross_entropy.with({.positive_weight = p});
        },
        x, b);
    check([](auto const& p) { return actfn::siglog.with({.rho = p}); }, z);
    check([](auto const& p) { return actfn::igaussian.with({.w = p}); }, z);
    check([](auto const& p) { return actfn::noisy_hard_tanh.train(3).with({.alpha = p}); }, x);
}
