// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include <actfn/visit.hpp>

#include <type_traits>

namespace {

/// Two neighbours in 20000 steps through [-6.5, 10.5], where no tail underflows, have the
/// derivative 0; of fake_quantise, which is flat beyond its integers, through [-6.5, 140].
template <class F> bool is_flat_somewhere(F const& f) {
    double const lo = -6.5;
    double const hi = f.facts().name == "fake_quantise" ? 140 : 10.5;
    int flat = 0;
    for (int i = 0; i <= 20000 && flat < 2; ++i) {
        double const t = (i + 0.3) / 20001;
        flat = f.derivative(lo + (hi - lo) * t) == 0 ? flat + 1 : 0;
    }
    return flat == 2;
}

} // namespace

TEST_CASE("a kernel says that it has a constant piece where there is one, and only there",
          "[pointwise]") {
    actfn::visit_all([](auto const& f) {
        INFO(f.facts().name);
        using K = typename std::remove_cvref_t<decltype(f)>::kernel_type;
        CHECK(actfn::engine::has_constant_piece<K> == is_flat_somewhere(f));
    });
}
