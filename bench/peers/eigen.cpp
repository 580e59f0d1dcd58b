// SPDX-License-Identifier: MIT
//
// Eigen's array expressions. What a formula needs twice is evaluated into a buffer first, in blocks
// that stay in the first level of cache, as Eigen's pages on lazy evaluation advise.
#include "peers.hpp"

#include <Eigen/Core>
#include <unsupported/Eigen/SpecialFunctions>

namespace peers {
namespace {

template <class T> using array = Eigen::Array<T, Eigen::Dynamic, 1>;
template <class T> using input = Eigen::Map<array<T> const, Eigen::AlignedMax>;
template <class T> using output = Eigen::Map<array<T>, Eigen::AlignedMax>;

constexpr Eigen::Index block = 1024;

/// f(x, s, y) for each block, with a buffer s of its length.
template <class T, class F> prepared forward(task<T> const& t, F f) {
    return {[t, f, s = array<T>(block)]() mutable {
        auto const n = static_cast<Eigen::Index>(t.size());
        for (Eigen::Index i = 0; i < n; i += block) {
            Eigen::Index const m = std::min(block, n - i);
            input<T> const x(t.x.data() + i, m);
            output<T> y(t.y.data() + i, m);
            output<T> buffer(s.data(), m);
            f(x, buffer, y);
        }
    }};
}
template <class T, class F> prepared backward(task<T> const& t, F f) {
    return {[t, f, s = array<T>(block)]() mutable {
        auto const n = static_cast<Eigen::Index>(t.size());
        for (Eigen::Index i = 0; i < n; i += block) {
            Eigen::Index const m = std::min(block, n - i);
            input<T> const x(t.x.data() + i, m);
            input<T> const gy(t.gy.data() + i, m);
            output<T> gx(t.y.data() + i, m);
            output<T> buffer(s.data(), m);
            f(x, gy, buffer, gx);
        }
    }};
}

// max(x, 0) + f(min(x, 0)) instead of select(), which Eigen 3.4 does not vectorise.
template <class T> prepared forward_of(task<T> const& t) {
#define PEERS_EIGEN(name, ...)                                                                     \
    if (t.function == #name)                                                                       \
        return forward(t, []([[maybe_unused]] auto const& x, [[maybe_unused]] auto& s, auto& y) {  \
            __VA_ARGS__;                                                                           \
        });
    PEERS_EIGEN(sigmoid, y = x.logistic())
    PEERS_EIGEN(tanh, y = x.tanh())
    PEERS_EIGEN(elu, y = x.max(T(0)) + x.min(T(0)).expm1())
    PEERS_EIGEN(selu, y = T(1.0507009873554805) * x.max(T(0)) +
                          T(1.7580993408473766) * x.min(T(0)).expm1())
    PEERS_EIGEN(softplus, y = x.max(T(0)) + (-x.abs()).exp().log1p())
    PEERS_EIGEN(silu, y = x * x.logistic())
    PEERS_EIGEN(gelu, y = T(0.5) * x * (T(1) + (x * T(0.70710678118654752)).erf()))
    PEERS_EIGEN(
        gelu_tanh,
        y = T(0.5) * x *
            (T(1) + (x * (T(0.79788456080286536) + T(0.035677408136300125) * x * x)).tanh()))
    PEERS_EIGEN(mish, s = x.min(T(20)).exp(); s *= s + T(2); y = x * (s / (s + T(2))))
    PEERS_EIGEN(erf, y = x.erf())
    PEERS_EIGEN(exponential, y = x.exp())
    PEERS_EIGEN(relu, y = x.max(T(0)))
    PEERS_EIGEN(leaky_relu, y = x.max(T(0.01) * x))
    PEERS_EIGEN(hardswish, y = x * (x * T(1.0 / 6) + T(0.5)).max(T(0)).min(T(1)))
    PEERS_EIGEN(hard_sigmoid, y = (x * T(1.0 / 6) + T(0.5)).max(T(0)).min(T(1)))
#undef PEERS_EIGEN
    return {};
}

template <class T> prepared backward_of(task<T> const& t) {
#define PEERS_EIGEN(name, ...)                                                                     \
    if (t.function == #name)                                                                       \
        return backward(t, [](auto const& x, auto const& gy, [[maybe_unused]] auto& s, auto& gx) { \
            __VA_ARGS__;                                                                           \
        });
    PEERS_EIGEN(sigmoid, s = x.logistic(); gx = gy * s * (T(1) - s))
    PEERS_EIGEN(tanh, gx = gy * (T(1) - x.tanh().square()))
    PEERS_EIGEN(elu, gx = gy * x.min(T(0)).exp())
    PEERS_EIGEN(selu, gx = gy * (x > T(0)).select(T(1.0507009873554805),
                                                  T(1.7580993408473766) * x.min(T(0)).exp()))
    PEERS_EIGEN(softplus, gx = gy * x.logistic())
    PEERS_EIGEN(silu, s = x.logistic(); gx = gy * s * (T(1) + x * (T(1) - s)))
    PEERS_EIGEN(gelu, gx = gy * (T(0.5) + T(0.5) * (x * T(0.70710678118654752)).erf() +
                                 x * T(0.3989422804014327) * (T(-0.5) * x * x).exp()))
    PEERS_EIGEN(gelu_tanh,
                s = (x * (T(0.79788456080286536) + T(0.035677408136300125) * x * x)).tanh();
                gx = gy * (T(0.5) + T(0.5) * s +
                           T(0.5) * x * (T(1) - s * s) *
                               (T(0.79788456080286536) + T(0.10703222440890037) * x * x)))
    PEERS_EIGEN(mish, s = x.min(T(20)).exp();
                gx = gy * (s * (s + T(2)) + x * T(4) * s * (s + T(1)) / (s * (s + T(2)) + T(2))) /
                     (s * (s + T(2)) + T(2)))
    PEERS_EIGEN(erf, gx = gy * T(1.1283791670955126) * (-x * x).exp())
    PEERS_EIGEN(exponential, gx = gy * x.exp())
    PEERS_EIGEN(relu, gx = (x > T(0)).select(gy, T(0)))
    PEERS_EIGEN(leaky_relu, gx = (x > T(0)).select(gy, T(0.01) * gy))
    PEERS_EIGEN(hardswish, gx = (x > T(3)).select(
                               gy, (x > T(-3)).select(gy * (x * T(1.0 / 3) + T(0.5)), T(0))))
    PEERS_EIGEN(hard_sigmoid, gx = (x.abs() < T(3)).select(T(1.0 / 6) * gy, T(0)))
#undef PEERS_EIGEN
    return {};
}

/// f(x, gy, fx, y) for each row.
template <class T> prepared rows_of(task<T> const& t) {
    auto const each = [&](auto f) -> std::function<void()> {
        return [t, f] {
            auto const n = static_cast<Eigen::Index>(t.columns);
            auto const row = [n](auto a, std::size_t i) {
                return Eigen::Map<array<T> const>(a.data() + i, n);
            };
            for (std::size_t i = 0; i < t.size(); i += t.columns) {
                Eigen::Map<array<T>> y(t.y.data() + i, n);
                f(row(t.x, i), row(t.gy, i), row(t.fx, i), y);
            }
        };
    };
    if (t.function == "softmax") {
        if (t.backward)
            return {each([](auto const&, auto const& gy, auto const& fx, auto& y) {
                        y = fx * (gy - (gy * fx).sum());
                    }),
                    true};
        return {each([](auto const& x, auto const&, auto const&, auto& y) {
            y = (x - x.maxCoeff()).exp();
            y *= T(1) / y.sum();
        })};
    }
    if (t.backward)
        return {each([](auto const&, auto const& gy, auto const& fx, auto& y) {
                    y = gy - fx.exp() * gy.sum();
                }),
                true};
    return {each([](auto const& x, auto const&, auto const&, auto& y) {
        T const m = x.maxCoeff();
        y = x - (m + std::log((x - m).exp().sum()));
    })};
}

template <class T> prepared of(task<T> const& t) {
    return t.is_rows() ? rows_of(t) : t.backward ? backward_of(t) : forward_of(t);
}

std::string version() {
    return std::to_string(EIGEN_WORLD_VERSION) + '.' + std::to_string(EIGEN_MAJOR_VERSION) + '.' +
           std::to_string(EIGEN_MINOR_VERSION);
}

bool const listed = (list().push_back({"eigen", version(), of<float>, of<double>}), true);

} // namespace
} // namespace peers
