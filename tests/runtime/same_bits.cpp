// SPDX-License-Identifier: MIT
//
// The compiled library has the bits of the headers, compiled for the same instruction set.
#include <actfn/any.hpp>
#include <actfn/array.hpp>
#include <actfn/complex/modrelu.hpp>
#include <actfn/complex_heads.hpp>
#include <actfn/gated/swiglu.hpp>
#include <actfn/loss/softmax_cross_entropy.hpp>
#include <actfn/pointwise/elu.hpp>
#include <actfn/pointwise/gelu.hpp>
#include <actfn/pointwise/mish.hpp>
#include <actfn/pointwise/tanh.hpp>
#include <actfn/rowwise/log_softmax.hpp>
#include <actfn/rowwise/softmax.hpp>

#include <array>
#include <cmath>
#include <complex>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

namespace {

int failures = 0;

template <class E> using outputs = std::array<std::vector<E>, 4>;

/// call(function, outputs) for the function of a name and for the object itself, from the same
/// contents of the outputs.
template <class T, class E, class F, class Call>
void compare(char const* text, char const* verb, F const& direct, std::vector<E> const& start,
             Call call) {
    outputs<E> here;
    outputs<E> there;
    here.fill(start);
    there.fill(start);
    call(actfn::any<T>(text), here);
    call(direct, there);
    for (std::size_t i = 0; i < here.size(); ++i) {
        if (std::memcmp(here[i].data(), there[i].data(), start.size() * sizeof(E)) == 0) continue;
        ++failures;
        std::printf("FAIL %s, %s, output %zu\n", text, verb, i);
    }
}

template <class T> std::vector<T> wave(std::size_t n, double step, double size) {
    std::vector<T> x(n);
    for (std::size_t i = 0; i < n; ++i) {
        x[i] = static_cast<T>(size * std::sin(step * static_cast<double>(i)));
    }
    return x;
}

template <class T> struct trial {
    std::size_t n = 1037;
    std::vector<T> x = wave<T>(n, 0.7, 9);
    std::vector<T> gy = wave<T>(n, 1.3, 2);

    template <class F> void elements(char const* text, F const& direct) const {
        compare<T>(text, "elements", direct, x, [&](auto const& f, outputs<T>& y) {
            actfn::forward(f, x, y[0]);
            actfn::derivative(f, x, y[1]);
            actfn::value_and_derivative(f, x, y[2], y[3]);
        });
        compare<T>(text, "backward", direct, x, [&](auto const& f, outputs<T>& y) {
            actfn::second_derivative(f, x, y[0]);
            actfn::backward(f, x, gy, y[1]);
            actfn::backward(f, x, gy, actfn::add_to(y[2]));
            auto const every_third = [](auto& v) { return actfn::strided(v.data(), {340}, {3}); };
            actfn::forward(f, every_third(x), every_third(y[3]));
        });
    }
    template <class F, class Layout>
    void rows(char const* text, F const& direct, Layout const& layout) const {
        compare<T>(text, "rows", direct, x, [&](auto const& f, outputs<T>& y) {
            actfn::forward(f, x, y[0], layout);
            actfn::backward(f, x, gy, y[1], layout);
            actfn::backward(f, x, gy, actfn::add_to(y[2]), layout);
        });
    }
    template <class F> void losses(char const* text, F const& direct) const {
        std::size_t const count = 17;
        std::vector<std::int64_t> labels(count);
        for (std::size_t i = 0; i < count; ++i) labels[i] = static_cast<std::int64_t>(7 * i % 61);
        auto const layout = actfn::row_layout{.rows = count};
        compare<T>(text, "losses", direct, x, [&](auto const& f, outputs<T>& y) {
            actfn::value_and_derivative(f, x, labels, std::span(y[0]).first(count), y[1], layout);
            actfn::backward(f, x, labels, std::span(gy).first(count), y[2], layout);
            actfn::forward(f, x, gy, std::span(y[3]).first(count), layout);
        });
    }

    void all() const {
        elements("gelu", actfn::gelu);
        elements("mish", actfn::mish);
        elements("tanh", actfn::tanh);
        auto const elu = actfn::elu.with({.alpha = 0.3});
        elements("elu:0.3", elu);
        compare<T>("elu:0.3", "inverse", elu, x, [&](auto const& f, outputs<T>& y) {
            actfn::inverse(f, x, y[0]);
            actfn::log_derivative(f, x, y[1]);
            actfn::backward_from_output(f, x, gy, y[2]);
            y[3][0] = static_cast<T>(first_sum(actfn::parameter_gradient(f, x, gy)));
        });
        for (std::size_t const count : {1U, 17U, 61U}) {
            auto const lines = actfn::row_layout{.rows = count, .columns = n / count};
            auto const across = actfn::axis_layout{.outer = 1, .size = 61, .inner = 17};
            rows("softmax", actfn::softmax, lines);
            rows("softmax", actfn::softmax, across);
            rows("log_softmax:0.5", actfn::log_softmax.with({.temperature = 0.5}), lines);
            auto const capped = actfn::softmax.with({.softcap = 4, .sink = 0.5});
            rows("softmax(softcap=4, sink=0.5)", capped, lines);
            rows("softmax(softcap=4, sink=0.5)", capped, across);
        }
        losses("softmax_cross_entropy", actfn::softmax_cross_entropy);
        losses("softmax_cross_entropy(softcap=3)",
               actfn::softmax_cross_entropy.with({.softcap = 3}));
        compare<T>("swiglu:1.5", "gated", actfn::swiglu.with({.beta = 1.5}), x,
                   [&](auto const& f, outputs<T>& y) {
                       actfn::forward(f, x, gy, y[0]);
                       actfn::backward(f, x, gy, x, y[1], y[2]);
                       auto const half = std::span(y[3]).first(n / 2);
                       actfn::forward(f, std::span(x).first(n / 2 * 2), half, actfn::gate::first);
                   });
        std::vector<std::complex<T>> z(n);
        for (std::size_t i = 0; i < n; ++i) z[i] = {x[i], gy[i]};
        compare<T>("modrelu:-0.5", "complex", actfn::modrelu.with({.b = -0.5}), z,
                   [&](auto const& f, outputs<std::complex<T>>& w) {
                       actfn::wirtinger(f, z, w[0], w[1], w[2]);
                       actfn::backward(f, z, z, w[3]);
                   });
        auto const columns = actfn::axis_layout{.outer = 1, .size = 61, .inner = 17};
        compare<T>("softmax_modulus", "head", actfn::softmax_modulus, x,
                   [&](auto const& f, outputs<T>& y) {
                       actfn::forward(f, z, y[0]);
                       actfn::forward(f, z, y[1], columns);
                   });
        compare<T>("radial_softmax", "head", actfn::radial_softmax, z,
                   [&](auto const& f, outputs<std::complex<T>>& w) {
                       actfn::forward(f, z, w[0], columns);
                       actfn::backward(f, z, z, w[1], columns);
                   });
    }

  private:
    template <class G> static double first_sum(G const& gradient) {
        if constexpr (requires { gradient.alpha; }) {
            return static_cast<double>(gradient.alpha);
        } else {
            return static_cast<double>(gradient[0]);
        }
    }
};

} // namespace

int main() {
    trial<float>{}.all();
    trial<double>{}.all();
    return failures;
}
