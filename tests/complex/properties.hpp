// SPDX-License-Identifier: MIT
#pragma once
#include "numbers.hpp"
#include <actfn/actfn.hpp>
#include <actfn/array/complex.hpp>
#include <actfn/eigen.hpp>
#include <actfn/eigen/complex.hpp>

#include <complex>
#include <functional>
#include <span>
#include <string>
#include <vector>

/// The laws of complex activations. They are compiled once, in properties.cpp, and know an
/// activation only by a table of entry points.
namespace tests {

/// One way to compute out[i] from z[i] and, where it matters, the arriving gradient g[i].
template <class T> struct complex_way {
    using C = std::complex<T>;
    std::string name;
    std::function<void(std::span<C const> z, std::span<C const> g, std::span<C> out)> run;
};

/// All ways to compute one thing. The first is a loop of scalar calls.
template <class T> using complex_ways = std::vector<complex_way<T>>;

template <class T> struct complex_subject {
    using C = std::complex<T>;
    actfn::complex_facts const* facts;
    std::size_t width;

    complex_ways<T> value;
    complex_ways<T> dz;
    complex_ways<T> dzbar;
    complex_ways<T> backward;

    /// The same function in double, which judges float: {f, ∂f/∂z, ∂f/∂z̄}.
    std::function<actfn::wirtinger_jet<std::complex<double>>(std::complex<double>)> in_double;

    std::size_t parameters = 0;
    std::function<std::vector<C>(C)> parameter_derivatives;
    std::function<std::vector<T>(std::span<C const> z, std::span<C const> g)> parameter_gradient;
    /// f(z) with h added to parameter p.
    std::function<std::complex<double>(std::size_t p, double h, std::complex<double> z)> shifted;
};

/// Every law in a section of its own.
template <class T> void check_complex_laws(complex_subject<T> const& s);

/// The largest errors in float, printed.
void report_complex(complex_subject<float> const& s);

namespace complex_entry {

template <class T> using row = Eigen::Map<Eigen::Array<std::complex<T>, 1, Eigen::Dynamic>>;
template <class T>
using const_row = Eigen::Map<Eigen::Array<std::complex<T>, 1, Eigen::Dynamic> const>;

template <class T> const_row<T> map(std::span<std::complex<T> const> s) {
    return {s.data(), static_cast<Eigen::Index>(s.size())};
}
template <class T> row<T> map(std::span<std::complex<T>> s) {
    return {s.data(), static_cast<Eigen::Index>(s.size())};
}

/// call(z, g) on scalars, one at a time and in batches, and on Eigen expressions.
template <class T, class Call> complex_ways<T> calls(Call call) {
    using C = std::complex<T>;
    using V = actfn::core::pack<T>;
    constexpr std::size_t w = actfn::core::lanes<V>;
    complex_ways<T> ways;
    ways.push_back({"scalar", [=](auto z, auto g, auto out) {
                        for (std::size_t i = 0; i < z.size(); ++i) out[i] = call(z[i], g[i]);
                    }});
    ways.push_back({"batch", [=](auto z, auto g, auto out) {
                        for (std::size_t i = 0; i < z.size(); i += w) {
                            std::size_t const n = std::min(w, z.size() - i);
                            C from[w] = {};
                            C weight[w] = {};
                            C to[w];
                            std::copy_n(z.data() + i, n, from);
                            std::copy_n(g.data() + i, n, weight);
                            actfn::complex<V> const r =
                                call(actfn::core::gather<V>(from), actfn::core::gather<V>(weight));
                            actfn::core::scatter<V>(to, r);
                            std::copy_n(to, n, out.data() + i);
                        }
                    }});
    ways.push_back({"Eigen expression", [=](auto z, auto g, auto out) {
                        complex_entry::map<T>(out) =
                            call(complex_entry::map<T>(z), complex_entry::map<T>(g));
                    }});
    return ways;
}

template <class T, class F> void add_parameters(complex_subject<T>& s, F const& f) {
    using C = std::complex<T>;
    using Slopes = decltype(f.parameter_derivatives(C{}));
    s.parameters = actfn::core::field_count<Slopes>();
    s.parameter_derivatives = [f](C z) {
        auto const slopes = f.parameter_derivatives(z);
        return std::apply([](auto... d) { return std::vector<C>{d...}; },
                          actfn::core::fields(slopes));
    };
    s.parameter_gradient = [f](auto z, auto g) {
        auto const gradient = actfn::parameter_gradient(f, z, g);
        return std::apply([](auto... d) { return std::vector<T>{d...}; },
                          actfn::core::fields(gradient));
    };
    if constexpr (actfn::core::has_fields<typename F::kernel_type>) {
        s.shifted = [f](std::size_t p, double h, std::complex<double> z) {
            std::size_t i = 0;
            return f.with(actfn::core::map_fields(
                f.kernel(), [&](double v) { return i++ == p ? v + h : v; }))(z);
        };
    }
}

} // namespace complex_entry

template <class T, class F> complex_subject<T> complex_subject_of(F const& f) {
    using namespace complex_entry;
    using C = std::complex<T>;
    complex_subject<T> s{};
    s.facts = &F::facts;
    s.width = actfn::core::lanes<actfn::core::pack<T>>;
    s.value = calls<T>([f](auto const& z, auto const&) { return f(z); });
    s.value.push_back({"array", [f](auto z, auto, auto out) { actfn::forward(f, z, out); }});
    s.value.push_back({"Eigen object", [f](auto z, auto, auto out) {
                           actfn::forward(f, complex_entry::map<T>(z), complex_entry::map<T>(out));
                       }});
    s.dz = calls<T>([f](auto const& z, auto const&) { return f.wirtinger(z).dz; });
    s.dzbar = calls<T>([f](auto const& z, auto const&) { return f.wirtinger(z).dzbar; });
    auto const two_more = [f](auto z, auto use) {
        std::vector<C> w(z.size()), d(z.size()), e(z.size());
        actfn::wirtinger(f, z, w, d, e);
        use(w, d, e);
    };
    s.value.push_back(
        {"wirtinger array", [=](auto z, auto, auto out) {
             two_more(z, [&](auto& w, auto&, auto&) { std::ranges::copy(w, out.begin()); });
         }});
    s.dz.push_back({"wirtinger array", [=](auto z, auto, auto out) {
                        two_more(z,
                                 [&](auto&, auto& d, auto&) { std::ranges::copy(d, out.begin()); });
                    }});
    s.dzbar.push_back(
        {"wirtinger array", [=](auto z, auto, auto out) {
             two_more(z, [&](auto&, auto&, auto& e) { std::ranges::copy(e, out.begin()); });
         }});
    s.backward = calls<T>([f](auto const& z, auto const& g) { return f.backward(z, g); });
    s.backward.push_back(
        {"array", [f](auto z, auto g, auto out) { actfn::backward(f, z, g, out); }});
    s.backward.push_back({"Eigen object", [f](auto z, auto g, auto out) {
                              actfn::backward(f, complex_entry::map<T>(z), complex_entry::map<T>(g),
                                              complex_entry::map<T>(out));
                          }});
    s.in_double = [f](std::complex<double> z) { return f.wirtinger(z); };
    if constexpr (actfn::has_complex_parameters<typename F::kernel_type>) {
        add_parameters(s, f);
    }
    return s;
}

/// use(f) for an activation, with its own and with other parameters, and for a family on several
/// real activations: smooth and not, with parameters, with a value at 0, without bound.
template <class F, class Use> void each_complex_activation(F const& f, Use use) {
    if constexpr (actfn::complex_function<F>) {
        use(f);
        if constexpr (actfn::core::has_fields<typename F::kernel_type>) {
            use(f.with(actfn::core::map_fields(f.kernel(),
                                               [](double p) { return p == 0 ? 0.25 : 1.25 * p; })));
        }
    } else {
        use(f(actfn::tanh));
        use(f(actfn::sigmoid));
        use(f(actfn::elu.with({.alpha = 0.75})));
        use(f(actfn::silu));
    }
}

} // namespace tests
