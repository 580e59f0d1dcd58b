// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/array.hpp>
#include <actfn/loss.hpp>
#include <actfn/rowwise.hpp>
#include <actfn/stochastic.hpp>

#include <type_traits>
#include <vector>

// The objects of functions of rows with options have a type of their own, for which loops over
// logits are not compiled: the same bits as the function that may have other parameters.

namespace {

template <class F>
using settable = actfn::function<actfn::engine::settable<typename F::kernel_type>>;

std::vector<float> numbers(std::size_t n) {
    tests::random_numbers next;
    std::vector<float> x(n);
    for (float& v : x) v = static_cast<float>(next(-9, 9));
    return x;
}

template <class F> void same_rows(F const& f) {
    settable<F> const g = f;
    STATIC_REQUIRE(!std::is_same_v<F, settable<F>>);
    STATIC_REQUIRE(std::is_same_v<decltype(f.with({.temperature = 1})), settable<F>>);
    constexpr bool reduces = actfn::reduction_function<F>;
    constexpr std::size_t rows = 19;
    for (std::size_t const n : std::initializer_list<std::size_t>{1, 5, 16, 67, 300}) {
        CAPTURE(f.facts().name, n);
        auto const x = numbers(rows * n);
        auto const gy = numbers(reduces ? rows : rows * n);
        std::vector<float> y(gy.size()), y2(gy.size()), gx(x.size()), gx2(x.size());
        actfn::row_layout const layout{.rows = rows};
        actfn::forward(f, x, y, layout);
        actfn::forward(g, x, y2, layout);
        REQUIRE(y == y2);
        actfn::backward(f, x, gy, gx, layout);
        actfn::backward(g, x, gy, gx2, layout);
        REQUIRE(gx == gx2);
        if constexpr (actfn::has_backward_from_output<typename F::kernel_type>) {
            actfn::backward_from_output(f, y, gy, gx, layout);
            actfn::backward_from_output(g, y, gy, gx2, layout);
            REQUIRE(gx == gx2);
        }
        auto const by = actfn::parameter_gradient(f, x, gy, layout);
        auto const by2 = actfn::parameter_gradient(g, x, gy, layout);
        REQUIRE(by.temperature == by2.temperature);
        REQUIRE(by.sink == by2.sink);
        REQUIRE(by.softcap == by2.softcap);
    }
}

} // namespace

TEST_CASE("functions of rows by default", "[rowwise]") {
    same_rows(actfn::softmax);
    same_rows(actfn::softmin);
    same_rows(actfn::safe_softmax);
    same_rows(actfn::log_softmax);
    same_rows(actfn::safe_log_softmax);
    same_rows(actfn::logsumexp);
    same_rows(actfn::gumbel_softmax);
}

TEST_CASE("cross entropy by default", "[rowwise][loss]") {
    settable<std::remove_const_t<decltype(actfn::softmax_cross_entropy)>> const g =
        actfn::softmax_cross_entropy;
    auto const x = numbers(19 * 7);
    std::vector<int> t(19);
    for (std::size_t i = 0; i < t.size(); ++i) t[i] = static_cast<int>(i % 7);
    std::vector<float> gx(x.size()), gx2(x.size());
    actfn::row_layout const layout{.rows = 19};
    REQUIRE(actfn::softmax_cross_entropy(x, t, gx, layout) == g(x, t, gx2, layout));
    REQUIRE(gx == gx2);
}

TEST_CASE("a function by default is one that may have other parameters", "[rowwise]") {
    actfn::function<actfn::kernel::softmax<>> f = actfn::softmax;
    f = actfn::softmax.with({.temperature = 2});
    REQUIRE(f.kernel().temperature == 2);
    bool const sharp = f.kernel().temperature < 1;
    f = sharp ? f : actfn::softmax;
    REQUIRE(f.kernel().temperature == 1);

    using by_default = actfn::kernel::by_default<actfn::kernel::softmax<>>;
    auto const other = [] { return actfn::function<by_default>({{.sink = 0}}); };
    REQUIRE_THROWS_WITH(other(),
                        "actfn::softmax by default has other parameters: use its member with");
}
