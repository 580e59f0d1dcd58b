// SPDX-License-Identifier: MIT
// Prints a line for every function, member and element type: a hash of the bits of results over
// special and random numbers. Run by tools/conformance, which compares what different compilers and
// options give. A number, an element of an array and a coefficient of an Eigen expression must
// agree here.
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>

#include <algorithm>
#include <complex>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace {

template <class E> std::uint64_t hash_of(std::vector<E> const& y) {
    std::uint64_t h = 1469598103934665603U; // FNV-1a
    for (std::size_t i = 0; i < y.size(); ++i) {
        unsigned char bytes[sizeof(E)];
        std::memcpy(bytes, &y[i], sizeof(E));
        if (y[i] != y[i]) std::memset(bytes, 255, sizeof(E)); // NaN has many forms
        for (unsigned char const b : bytes) h = (h ^ b) * 1099511628211U;
    }
    return h;
}

template <class E> constexpr char const* type_name = "complex";
template <> constexpr char const* type_name<float> = "float";
template <> constexpr char const* type_name<double> = "double";

template <class E> void print(char const* function, char const* member, std::vector<E> const& y) {
    std::printf("%s %s %s %016llx\n", function, member, type_name<E>,
                static_cast<unsigned long long>(hash_of(y)));
}

/// Numbers of all sizes and both signs, from a fixed sequence; `seed` tells operands apart.
template <class E> std::vector<E> numbers(std::uint64_t seed) {
    std::vector<E> x;
    if constexpr (actfn::complex_element<E>) {
        using T = typename E::value_type;
        auto const re = numbers<T>(seed);
        auto const im = numbers<T>(seed + 7);
        for (std::size_t i = 0; i < re.size(); ++i) x.emplace_back(re[i], im[i]);
    } else {
        using limits = std::numeric_limits<E>;
        for (E const v :
             {E(0), limits::denorm_min(), limits::min(), E(1e-20), E(1e-3), E(0.25), E(0.5), E(1),
              E(2), E(3), E(6), E(20), E(90), E(1e10), limits::max(), limits::infinity()}) {
            x.push_back(v);
            x.push_back(-v);
        }
        std::uint64_t state = 88172645463325252U + 977 * seed;
        while (x.size() < 611) {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            double const u = static_cast<double>(state >> 11) * 0x1p-53 - 0.5;
            x.push_back(static_cast<E>(u * (x.size() % 3 == 0 ? 200 : x.size() % 3 == 1 ? 16 : 2)));
        }
        if (seed % 7 != 0) std::rotate(x.begin(), x.begin() + static_cast<int>(seed % 97), x.end());
    }
    return x;
}

template <class E> bool same(E a, E b) {
    return std::memcmp(&a, &b, sizeof(E)) == 0 || (a != a && b != b);
}
void must(bool holds, char const* function, char const* what) {
    if (holds) return;
    std::printf("%s: %s has other bits than the array\n", function, what);
    std::exit(1);
}

template <class E, class V> void append(std::vector<E>& all, V const& v) {
    E lane[actfn::math::lanes<V>];
    actfn::math::store(lane, v);
    all.insert(all.end(), std::begin(lane), std::end(lane));
}
template <class E, class V> void append(std::vector<E>& all, actfn::complex<V> const& z) {
    append(all, z.re);
    append(all, z.im);
}

/// Results of f on packs of operands, number after number.
template <class E, class F, class... X>
void on_packs(char const* name, char const* member, F f, std::vector<X> const&... x) {
    using V = actfn::math::pack<typename actfn::engine::arithmetic_of<E>::type>;
    constexpr std::size_t w = actfn::math::lanes<V>;
    std::vector<actfn::scalar_t<V>> all;
    std::size_t const n = std::min({x.size()...}) / w * w;
    for (std::size_t i = 0; i < n; i += w) {
        auto const result = f(actfn::math::load<V>(x.data() + i)...);
        std::apply([&](auto const&... number) { (append(all, number), ...); },
                   actfn::engine::parts(result));
    }
    print(name, member, all);
}

template <class E, class F> void one_input(char const* name, F const& f) {
    auto const x = numbers<E>(0);
    auto const second = [&](auto v) { return f.second_derivative(v); };
    if constexpr (actfn::complex_element<E>) {
        on_packs<E>(
            name, "wirtinger", [&](auto v) { return f.wirtinger(v); }, x);
        if constexpr (actfn::holomorphic_kernel<typename F::kernel_type>) {
            on_packs<E>(name, "second_derivative", second, x);
        }
    } else {
        on_packs<E>(
            name, "values", [&](auto v) { return f.value_and_derivative(v); }, x);
        on_packs<E>(name, "second_derivative", second, x);
    }
    if constexpr (actfn::has_parameters<typename F::kernel_type>) {
        on_packs<E>(
            name, "parameters", [&](auto v) { return f.parameter_derivatives(v); }, x);
    }
}

template <class E, class F> void two_inputs(char const* name, F const& f) {
    auto const values = [&](auto a, auto b) { return f.value_and_derivative(a, b); };
    on_packs<E>(name, "values", values, numbers<E>(0), numbers<E>(2));
}

/// A number, an element of an array and a coefficient of an expression have the same bits.
template <class E, class F> void everywhere(char const* name, F const& f) {
    auto const x = numbers<E>(0);
    auto const g = numbers<E>(1);
    std::vector<E> y(x.size());
    std::vector<E> gx(x.size());
    actfn::forward(f, x, y);
    print(name, "forward", y);
    actfn::backward(f, x, g, gx);
    print(name, "backward", gx);
    Eigen::Map<Eigen::Array<E, Eigen::Dynamic, 1> const> const in(
        x.data(), static_cast<Eigen::Index>(x.size()));
    auto const lazy = [&] {
        if constexpr (actfn::complex_element<E>) {
            return in.conjugate().conjugate();
        } else {
            return E(1) * in;
        }
    };
    Eigen::Array<E, Eigen::Dynamic, 1> const out = f(lazy());
    for (std::size_t i = 0; i < x.size(); ++i) {
        if constexpr (!F::draws) {
            must(same(f(x[i]), y[i]), name, "a number");
            must(same(f.backward(x[i], g[i]), gx[i]), name, "the gradient by a number");
        }
        must(same(out[static_cast<Eigen::Index>(i)], y[i]), name, "an expression");
    }
}

template <class F, class E> void rows(char const* name, F const& f) {
    using K = typename F::kernel_type;
    auto const all = numbers<E>(3);
    std::vector<E> const x(all.end() - 560, all.end());
    auto const layout = actfn::row_layout{.rows = 7};
    std::size_t outputs = 7;
    if constexpr (actfn::rowwise_function<F>) outputs = x.size();
    if constexpr (actfn::halves_kernel<K>) outputs = x.size() / K::over * K::times;
    std::vector<E> y(outputs);
    std::vector<E> gx(x.size());
    actfn::forward(f, x, y, layout);
    print(name, "forward", y);
    std::vector<E> gy(y.size(), E(1.25));
    actfn::backward(f, x, gy, gx, layout);
    print(name, "backward", gx);
}

/// The loss of rows of logits against numbers of classes.
template <class F, class E> void classes(char const* name, F const& f) {
    auto const all = numbers<E>(3);
    std::vector<E> const x(all.end() - 560, all.end());
    std::vector<int> const t{0, 79, 3, 14, 15, 9, 26};
    auto const layout = actfn::row_layout{.rows = 7};
    std::vector<E> y(t.size());
    actfn::forward(f, x, t, y, layout);
    print(name, "forward", y);
    std::vector<E> gx(x.size());
    print(name, "mean", std::vector<E>{f(x, t, gx, layout)});
    print(name, "gradient", gx);
}

template <class F> void conform(char const* name, F const& f) {
    if constexpr (actfn::complex_function<F>) {
        one_input<std::complex<float>>(name, f);
        one_input<std::complex<double>>(name, f);
    } else if constexpr (actfn::gated_function<F> || actfn::elementwise_loss_function<F>) {
        two_inputs<float>(name, f);
        two_inputs<double>(name, f);
    } else if constexpr (actfn::row_loss_function<F>) {
        classes<F, float>(name, f);
        classes<F, double>(name, f);
    } else if constexpr (actfn::lines_kernel<typename F::kernel_type>) {
        rows<F, float>(name, f);
        rows<F, double>(name, f);
    } else {
        one_input<float>(name, f);
        one_input<double>(name, f);
    }
}

} // namespace

int main() {
#define CONFORM(name) conform(#name, actfn::name);
#include "functions.inc"
#undef CONFORM
    everywhere<float>("silu", actfn::silu);
    everywhere<double>("gelu_tanh", actfn::gelu_tanh);
    everywhere<float>("snake", actfn::snake.with({.a = 0.3}));
    everywhere<float>("noisy_hard_tanh", actfn::noisy_hard_tanh.train(7));
    everywhere<double>("rrelu", actfn::rrelu.train(7));
    everywhere<std::complex<double>>("complex_mish", actfn::complex_mish);
    everywhere<std::complex<float>>("modrelu", actfn::modrelu);
    everywhere<float>("composed", actfn::identity * actfn::tanh(2 * actfn::softplus(actfn::elu)));
}
