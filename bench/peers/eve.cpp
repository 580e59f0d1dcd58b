// SPDX-License-Identifier: MIT
//
// EVE's functions without decorators, on its algorithms over contiguous ranges, which take half of
// an AVX-512 register unless told otherwise.
#include "textbook.hpp"

#include <eve/module/algo.hpp>
#include <eve/module/core.hpp>
#include <eve/module/math.hpp>
#include <eve/module/special.hpp>

namespace peers {
namespace {

constexpr auto transform = eve::algo::transform_to[eve::algo::allow_frequency_scaling];

template <class T> struct words {
    using V = eve::wide<T>;
    static V constant(double x) { return V(static_cast<T>(x)); }
    static V exp(V x) { return eve::exp(x); }
    static V expm1(V x) { return eve::expm1(x); }
    static V log1p(V x) { return eve::log1p(x); }
    static V tanh(V x) { return eve::tanh(x); }
    static V erf(V x) { return eve::erf(x); }
    static V abs(V x) { return eve::abs(x); }
    static V max(V a, V b) { return eve::max(a, b); }
    static V min(V a, V b) { return eve::min(a, b); }
    static V positive(V x, V a, V b) { return eve::if_else(x > T(0), a, b); }

    template <class F> static void loop(task<T> const& t, F f) { transform(t.x, t.y, f); }
    template <class F> static void product_loop(task<T> const& t, F f) {
        transform(eve::views::zip(t.gy, t.x), t.y, [f](auto both) {
            auto const [gy, x] = both;
            return gy * f(x);
        });
    }
};

template <class T> prepared of(task<T> const& t) {
    if (t.function == "sigmoid" && !t.backward)
        return {[t] { words<T>::loop(t, [](auto x) { return eve::sigmoid(x); }); }};
    return by_textbook<words<T>>(t);
}

// The number stands still between releases.
bool const listed =
    (list().push_back({"eve", EVE_LIB_VERSION " or later", of<float>, of<double>}), true);

} // namespace
} // namespace peers
