// SPDX-License-Identifier: MIT
#pragma once
#include "front_ends.hpp"
#include "list_of.hpp"
#include "numbers.hpp"
#include "settings.hpp"
#include <actfn/array.hpp>
#include <actfn/eigen.hpp>

#include <complex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The laws of complex activations. They are compiled once, in properties.cpp, and know an
/// activation only by a table of entry points. Real values stand there as complex ones.
namespace tests {

template <class T> using jet_of = actfn::wirtinger_jet<std::complex<T>>;

/// One way to compute out[i] from z[i] and, where it matters, the arriving gradient g[i], i < n,
/// with the activation at f.
template <class T> struct complex_way {
    using C = std::complex<T>;
    std::string_view name;
    void (*run)(void const* f, C const* z, C const* g, C* out, std::size_t n);
};

/// One way to compute value and Wirtinger derivatives together.
template <class T> struct jet_way {
    using C = std::complex<T>;
    std::string_view name;
    void (*run)(void const* f, C const* z, jet_of<T>* out, std::size_t n);
};

template <class T> struct complex_subject {
    using C = std::complex<T>;
    actfn::facts const* facts;
    void const* f;
    /// The same activation with other parameters, or f.
    void const* varied;
    std::size_t width;
    bool real_valued;
    /// Its parameters are the default ones, for which there is a table.
    bool tabled;

    /// All ways to compute one thing. The first is a loop of scalar calls.
    list_of<complex_way<T>> value;
    list_of<complex_way<T>> backward;
    list_of<jet_way<T>> jets;
    /// Of holomorphic functions: second derivatives.
    list_of<complex_way<T>> second;
    jet_of<double> (*in_double)(void const* f, std::complex<double> z);

    std::size_t parameters = 0;
    void (*parameter_derivatives)(void const* f, C z, C* out) = nullptr;
    /// Null where arrays are not tried.
    void (*parameter_gradient)(void const* f, C const* z, C const* g, std::size_t n,
                               T* out) = nullptr;
    /// f(z) with h added to parameter p; null where they cannot be set by name.
    std::complex<double> (*shifted)(void const* f, std::size_t p, double h,
                                    std::complex<double> z) = nullptr;
};

/// Every law in a section of its own.
template <class T> void check_complex_laws(complex_subject<T> const& s);

/// Facts of an activation with any parameters: bounds of its errors in float against double, range
/// and symmetries, no more and no less than it has.
void check_complex_claims(complex_subject<float> const& s);

/// Prints the largest errors.
template <class T> void report_complex(complex_subject<T> const& s);

namespace complex_entry {

template <class F> F const& self(void const* f) { return *static_cast<F const*>(f); }

template <class T> std::complex<T> widen(std::complex<T> z) { return z; }
template <std::floating_point T> std::complex<T> widen(T x) { return {x, T(0)}; }

template <class F, class T> using output = decltype(std::declval<F const&>()(std::complex<T>{}));
template <class F, class T> inline constexpr bool is_real = std::is_same_v<output<F, T>, T>;

template <class F, class T> output<F, T> narrow(std::complex<T> g) {
    if constexpr (is_real<F, T>) {
        return g.real();
    } else {
        return g;
    }
}

/// call(values) on an array of what F returns, which is `out` itself if that is complex.
template <class F, class T, class Call> void into(std::complex<T>* out, std::size_t n, Call call) {
    if constexpr (is_real<F, T>) {
        std::vector<T> y(n);
        call(y.data());
        for (std::size_t i = 0; i < n; ++i) out[i] = y[i];
    } else {
        call(out);
    }
}
template <class F, class T> auto gradients_for(std::complex<T> const* g, std::size_t n) {
    if constexpr (is_real<F, T>) {
        std::vector<T> y(n);
        for (std::size_t i = 0; i < n; ++i) y[i] = g[i].real();
        return y;
    } else {
        return std::span(g, n);
    }
}

template <class E> using row = Eigen::Map<Eigen::Array<E, 1, Eigen::Dynamic>>;
template <class E> using const_row = Eigen::Map<Eigen::Array<E, 1, Eigen::Dynamic> const>;
template <class E> const_row<E> map(E const* p, std::size_t n) {
    return {p, static_cast<Eigen::Index>(n)};
}
template <class E> row<E> map(E* p, std::size_t n) { return {p, static_cast<Eigen::Index>(n)}; }

/// use(batch of z, batch of g, index, count) for packs of n elements.
template <class T, class Use>
void packs(std::complex<T> const* z, std::complex<T> const* g, std::size_t n, Use use) {
    using C = std::complex<T>;
    using V = actfn::math::pack<T>;
    constexpr std::size_t w = actfn::math::lanes<V>;
    for (std::size_t i = 0; i < n; i += w) {
        std::size_t const count = std::min(w, n - i);
        C from[w] = {};
        C weight[w] = {};
        std::copy_n(z + i, count, from);
        std::copy_n(g + i, count, weight);
        use(actfn::math::load<V>(from), actfn::math::load<V>(weight), i, count);
    }
}

template <class T, class V>
void unpack(actfn::complex<V> r, std::complex<T>* to, std::size_t count) {
    std::complex<T> all[actfn::math::lanes<V>];
    actfn::math::store<V>(all, r);
    std::copy_n(all, count, to);
}
template <class T, class V> void unpack(V r, std::complex<T>* to, std::size_t count) {
    T all[actfn::math::lanes<V>];
    actfn::math::store(all, r);
    std::copy_n(all, count, to);
}

template <class F, class T> struct value {
    using C = std::complex<T>;
    static void scalars(void const* f, C const* z, C const*, C* out, std::size_t n) {
        for (std::size_t i = 0; i < n; ++i) out[i] = self<F>(f)(z[i]);
    }
    static void batches(void const* f, C const* z, C const*, C* out, std::size_t n) {
        packs(z, z, n, [&](auto const& v, auto const&, std::size_t i, std::size_t count) {
            unpack(self<F>(f)(v), out + i, count);
        });
    }
    static void expressions(void const* f, C const* z, C const*, C* out, std::size_t n) {
        into<F>(out, n, [&](auto* to) { map(to, n) = self<F>(f)(map(z, n)); });
    }
    static void arrays(void const* f, C const* z, C const*, C* out, std::size_t n) {
        into<F>(out, n,
                [&](auto* to) { actfn::forward(self<F>(f), std::span(z, n), std::span(to, n)); });
    }
    static void objects(void const* f, C const* z, C const*, C* out, std::size_t n) {
        into<F>(out, n, [&](auto* to) { actfn::forward(self<F>(f), map(z, n), map(to, n)); });
    }
};

template <class F, class T> struct backward {
    using C = std::complex<T>;
    static void scalars(void const* f, C const* z, C const* g, C* out, std::size_t n) {
        for (std::size_t i = 0; i < n; ++i) out[i] = self<F>(f).backward(z[i], narrow<F>(g[i]));
    }
    static void batches(void const* f, C const* z, C const* g, C* out, std::size_t n) {
        packs(z, g, n, [&](auto const& v, auto const& gy, std::size_t i, std::size_t count) {
            if constexpr (is_real<F, T>) {
                unpack(self<F>(f).backward(v, gy.re), out + i, count);
            } else {
                unpack(self<F>(f).backward(v, gy), out + i, count);
            }
        });
    }
    static void expressions(void const* f, C const* z, C const* g, C* out, std::size_t n) {
        auto const gs = gradients_for<F>(g, n);
        map(out, n) = self<F>(f).backward(map(z, n), map(gs.data(), n));
    }
    static void arrays(void const* f, C const* z, C const* g, C* out, std::size_t n) {
        actfn::backward(self<F>(f), std::span(z, n), gradients_for<F>(g, n), std::span(out, n));
    }
    static void objects(void const* f, C const* z, C const* g, C* out, std::size_t n) {
        auto const gs = gradients_for<F>(g, n);
        actfn::backward(self<F>(f), map(z, n), map(gs.data(), n), map(out, n));
    }
};

template <class F, class T> struct second {
    using C = std::complex<T>;
    static void scalars(void const* f, C const* z, C const*, C* out, std::size_t n) {
        for (std::size_t i = 0; i < n; ++i) out[i] = self<F>(f).second_derivative(z[i]);
    }
    static void batches(void const* f, C const* z, C const*, C* out, std::size_t n) {
        packs(z, z, n, [&](auto const& v, auto const&, std::size_t i, std::size_t count) {
            unpack(self<F>(f).second_derivative(v), out + i, count);
        });
    }
    static void expressions(void const* f, C const* z, C const*, C* out, std::size_t n) {
        map(out, n) = self<F>(f).second_derivative(map(z, n));
    }
    static void arrays(void const* f, C const* z, C const*, C* out, std::size_t n) {
        actfn::second_derivative(self<F>(f), std::span(z, n), std::span(out, n));
    }
};

template <class F, class T> struct jets {
    using C = std::complex<T>;
    static jet_of<T> one(void const* f, C z) {
        auto const j = self<F>(f).wirtinger(z);
        return {widen(j.value), j.dz, j.dzbar};
    }
    static void scalars(void const* f, C const* z, jet_of<T>* out, std::size_t n) {
        for (std::size_t i = 0; i < n; ++i) out[i] = one(f, z[i]);
    }
    static void arrays(void const* f, C const* z, jet_of<T>* out, std::size_t n) {
        std::vector<output<F, T>> w(n);
        std::vector<C> d(n);
        std::vector<C> e(n);
        actfn::wirtinger(self<F>(f), std::span(z, n), w, d, e);
        for (std::size_t i = 0; i < n; ++i) out[i] = {widen(w[i]), d[i], e[i]};
    }
};

template <class F, class T>
void parameters(void const* f, std::complex<T> z, std::complex<T>* out) {
    auto const slopes = self<F>(f).parameter_derivatives(z);
    std::apply([&](auto const&... d) { ((*out++ = d), ...); }, actfn::core::fields(slopes));
}
template <class F, class T>
void gradient(void const* f, std::complex<T> const* z, std::complex<T> const* g, std::size_t n,
              T* out) {
    auto const sums =
        actfn::parameter_gradient(self<F>(f), std::span(z, n), gradients_for<F>(g, n));
    std::apply([&](auto... d) { ((*out++ = d), ...); }, actfn::core::fields(sums));
}
template <class F>
std::complex<double> shifted(void const* f, std::size_t p, double h, std::complex<double> z) {
    std::size_t i = 0;
    auto const kernel = actfn::core::map_fields(self<F>(f).kernel(),
                                                [&](double v) { return i++ == p ? v + h : v; });
    return self<F>(f).with(kernel)(z);
}

template <class F> bool has_defaults(F const& f) {
    if constexpr (actfn::core::has_fields<typename F::kernel_type>) {
        typename F::kernel_type const standard{};
        return actfn::core::fields(f.kernel()) == actfn::core::fields(standard);
    } else {
        return true;
    }
}

template <class F> F const& varied(F const& f) {
    if constexpr (actfn::core::has_fields<typename F::kernel_type>) {
        static F const other = f.with(
            actfn::core::map_fields(f.kernel(), [](double p) { return p == 0 ? 0.25 : 1.25 * p; }));
        return other;
    } else {
        return f;
    }
}

/// Everything of a subject that its type says.
template <class T, class F> constexpr complex_subject<T> table_of() {
    using K = typename F::kernel_type;
    complex_subject<T> s{};
    s.width = actfn::math::lanes<actfn::math::pack<T>>;
    s.real_valued = is_real<F, T>;
    using value = complex_entry::value<F, T>;
    s.value = {{"scalar", value::scalars}, {"batch", value::batches}};
    using backward = complex_entry::backward<F, T>;
    s.backward = {{"scalar", backward::scalars}, {"batch", backward::batches}};
    using jets = complex_entry::jets<F, T>;
    s.jets = {{"scalar", jets::scalars}};
    if constexpr (every_front_end) {
        s.value.push_back({"array", value::arrays});
        s.value.push_back({"Eigen expression", value::expressions});
        s.value.push_back({"Eigen object", value::objects});
        s.backward.push_back({"array", backward::arrays});
        s.backward.push_back({"Eigen expression", backward::expressions});
        s.backward.push_back({"Eigen object", backward::objects});
        s.jets.push_back({"three arrays", jets::arrays});
    }
    if constexpr (actfn::holomorphic_kernel<K>) {
        using second = complex_entry::second<F, T>;
        s.second = {{"scalar", second::scalars}, {"batch", second::batches}};
        if constexpr (every_front_end) {
            s.second.push_back({"array", second::arrays});
            s.second.push_back({"Eigen expression", second::expressions});
        }
    }
    s.in_double = complex_entry::jets<F, double>::one;
    if constexpr (actfn::has_parameters<K>) {
        s.parameters = actfn::core::field_count<actfn::engine::slopes<K>>();
        s.parameter_derivatives = parameters<F, T>;
        if constexpr (every_front_end) s.parameter_gradient = gradient<F, T>;
        if constexpr (actfn::core::has_fields<K>) s.shifted = complex_entry::shifted<F>;
    }
    return s;
}

} // namespace complex_entry

template <class T, class F> complex_subject<T> complex_subject_of(F const& f) {
    static constexpr complex_subject<T> table = complex_entry::table_of<T, F>();
    complex_subject<T> s = table;
    s.facts = keep(f.facts());
    s.f = &f;
    s.varied = &complex_entry::varied(f);
    s.tabled = complex_entry::has_defaults(f);
    return s;
}

} // namespace tests
