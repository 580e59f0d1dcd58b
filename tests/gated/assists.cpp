// SPDX-License-Identifier: MIT
// Where gate, value and results are ordinary numbers, so is everything between: a subnormal operand
// or result costs some hundred cycles on Intel's processors.
#include "catch.hpp"

// Without FMA every product is rounded by itself, also beside a sum in which it does not count.
#if defined(__SSE2__) && defined(__FMA__)
#include "assists.hpp"
#include <actfn/gated.hpp>
#include <actfn/visit/gated.hpp>

namespace {

/// Whether a call that writes numbers to y takes a subnormal number on its way to ordinary ones.
template <class T, std::size_t n, class F> bool takes_subnormals(F f) {
    T y[n]{};
    unsigned const raised = tests::raised_by([&] { f(y); });
    return raised != 0 && tests::ordinary(y);
}

template <class T, class F> void check_assists(F const& f) {
    for (double const gate : {0.0, 1e-10, 0.1, 0.5, 1.0, 2.0, 5.0, 9.5, 13.5, 20.0, 44.0}) {
        for (double const value : {-0.75, 1.5}) {
            for (double const sign : {1.0, -1.0}) {
                T const a = static_cast<T>(value);
                T const b = static_cast<T>(sign * gate);
                INFO(f.facts().name << ", " << sizeof(T) << " bytes, value " << value << ", gate "
                                    << sign * gate);
                CHECK_FALSE(takes_subnormals<T, 1>([&](T* y) { y[0] = f(a, b); }));
                CHECK_FALSE(takes_subnormals<T, 2>([&](T* y) {
                    auto const d = f.derivative(a, b);
                    y[0] = d.value;
                    y[1] = d.gate;
                }));
                CHECK_FALSE(takes_subnormals<T, 3>([&](T* y) {
                    auto const j = f.value_and_derivative(a, b);
                    y[0] = j.value;
                    y[1] = j.by_value;
                    y[2] = j.by_gate;
                }));
                CHECK_FALSE(takes_subnormals<T, 2>([&](T* y) {
                    auto const d = f.backward(a, b, T(0.3));
                    y[0] = d.value;
                    y[1] = d.gate;
                }));
            }
        }
    }
}

template <class T, auto const&... f> void check_all(actfn::engine::object_list<f...>) {
    auto const check = [](auto const& g) {
        if constexpr (actfn::gated_function<std::remove_cvref_t<decltype(g)>>) {
            check_assists<T>(g);
        }
    };
    (check(f), ...);
}

} // namespace

TEST_CASE("gates take no subnormal numbers on their way to ordinary ones", "[gated]") {
    check_all<float>(actfn::engine::gated_list{});
    check_all<double>(actfn::engine::gated_list{});
}
#else
TEST_CASE("gates take no subnormal numbers on their way to ordinary ones", "[gated]") {
    WARN("not tried: it takes the flags of x86 and FMA");
}
#endif
