// SPDX-License-Identifier: MIT
//
// Lazy Eigen expressions of vectors whose length is known at compile time, beside Eigen's own: rows
// "fixed4" (length 4), "fixed8" and "fixed3", and "nested", tanh(silu(x)) in one expression.
#include "table.hpp"
#include <actfn/eigen/expression.hpp>
#include <actfn/pointwise/silu.hpp>
#include <actfn/pointwise/tanh.hpp>

namespace actfn::bench {
namespace {

template <int length, class T, class F> void each_vector(arrays<T> const& a, F f) {
    using Vector = Eigen::Array<T, length, 1>;
    for (std::size_t i = 0; i + length <= a.x.size(); i += length) {
        Vector const x = Eigen::Map<Vector const>(a.x.data() + i);
        Eigen::Map<Vector>(a.y.data() + i) = f(x);
    }
}

template <int length, class T> void own(arrays<T> const& a) {
    each_vector<length>(a, [](auto const& x) { return silu(x); });
}
template <int length, class T> void eigen(arrays<T> const& a) {
    each_vector<length>(a, [](auto const& x) { return x / (T(1) + (-x).exp()); });
}
template <class T> void nested(arrays<T> const& a) {
    using Elements = Eigen::Array<T, Eigen::Dynamic, 1>;
    auto const n = static_cast<Eigen::Index>(a.x.size());
    Eigen::Map<Elements, Eigen::AlignedMax>(a.y.data(), n) =
        tanh(silu(Eigen::Map<Elements const, Eigen::AlignedMax>(a.x.data(), n)));
}

template <int length> bool list() {
    std::string const member = "fixed" + std::to_string(length);
    rows().push_back(
        {"silu", member, "actfn-eigen", {-8, 8}, own<length, float>, own<length, double>});
    rows().push_back(
        {"silu", member, "eigen", {-8, 8}, eigen<length, float>, eigen<length, double>});
    return true;
}

[[maybe_unused]] bool const listed =
    list<3>() && list<4>() && list<8>() &&
    (rows().push_back({"silu", "nested", "actfn-eigen", {-8, 8}, nested<float>, nested<double>}),
     true);

} // namespace
} // namespace actfn::bench
