// SPDX-License-Identifier: MIT
//
// A network as the solution of a differential equation (Lagaris et al. 1998, Raissi et al. 2019):
// u'' = -sin x on [0, pi] with u(0) = u(pi) = 0, whose solution is u = sin x. The network is never
// shown it. It enters the equation with its exact second derivative, and is fitted by
// Levenberg-Marquardt to let nothing remain.
#include "gallery.hpp"
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>

#include <Eigen/Dense>

#include <cmath>
#include <cstdio>
#include <numbers>
#include <random>

namespace {

using Eigen::ArrayXd;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr Index units = 12;
constexpr Index inside = 30;    // points where the equation is asked for
constexpr double boundary = 10; // weight of u(0) and u(pi)
constexpr double pi = std::numbers::pi;

/// u(x) = sum of v tanh(w x + b); the parameters are w, b and v, one after the other.
struct network {
    VectorXd p = VectorXd(3 * units);

    auto w() const { return p.head(units).array(); }
    auto b() const { return p.segment(units, units).array(); }
    auto v() const { return p.tail(units).array(); }

    double value(double x) const { return (v() * actfn::tanh(w() * x + b())).sum(); }

    /// u and its gradient by the parameters.
    double value(double x, Eigen::Ref<VectorXd> gradient) const {
        ArrayXd const z = w() * x + b();
        gradient.head(units) = v() * actfn::tanh.derivative(z) * x;
        gradient.segment(units, units) = v() * actfn::tanh.derivative(z);
        gradient.tail(units) = actfn::tanh(z);
        return value(x);
    }
    /// u'' and its gradient, for which tanh''' = -2 (tanh'^2 + tanh tanh'').
    double curvature(double x, Eigen::Ref<VectorXd> gradient) const {
        ArrayXd const z = w() * x + b();
        ArrayXd const first = actfn::tanh.derivative(z);
        ArrayXd const second = actfn::tanh.second_derivative(z);
        ArrayXd const third = -2 * (first.square() + actfn::tanh(z) * second);
        gradient.head(units) = v() * w() * (2 * second + w() * third * x);
        gradient.segment(units, units) = v() * w().square() * third;
        gradient.tail(units) = w().square() * second;
        return (v() * w().square() * second).sum();
    }
};

/// What is left of the equation at the points inside, and of the boundary values; row i of the
/// Jacobian is the gradient of entry i.
VectorXd residuals(network const& u, MatrixXd& jacobian) {
    VectorXd r(inside + 2);
    VectorXd gradient(u.p.size());
    jacobian.resize(r.size(), u.p.size());
    for (Index i = 0; i < inside; ++i) {
        double const x = pi * (static_cast<double>(i) + 0.5) / inside;
        r(i) = u.curvature(x, gradient) + std::sin(x);
        jacobian.row(i) = gradient;
    }
    for (Index i = 0; i < 2; ++i) {
        r(inside + i) = boundary * u.value(static_cast<double>(i) * pi, gradient);
        jacobian.row(inside + i) = boundary * gradient;
    }
    return r;
}

double largest_error(network const& u) {
    double worst = 0;
    for (int i = 0; i <= 1000; ++i) {
        double const x = pi * i / 1000;
        worst = std::max(worst, std::abs(u.value(x) - std::sin(x)));
    }
    return worst;
}

/// 1000 steps from a start; show(step, residual, network) is called before each and at the end.
template <class Show> network solve(unsigned seed, Show const& show) {
    network u;
    std::mt19937_64 bits(seed);
    actfn::init::fill(u.p, 1.0, bits);
    MatrixXd jacobian;
    VectorXd r = residuals(u, jacobian);
    double damping = 1;
    for (int step = 0; step <= 1000; ++step) {
        show(step, r.norm() / std::sqrt(static_cast<double>(r.size())), u);
        MatrixXd normal = jacobian.transpose() * jacobian;
        normal.diagonal().array() += damping;
        network tried;
        tried.p = u.p - normal.ldlt().solve(jacobian.transpose() * r);
        MatrixXd tried_jacobian;
        VectorXd const tried_r = residuals(tried, tried_jacobian);
        if (tried_r.squaredNorm() < r.squaredNorm()) {
            u = tried;
            r = tried_r;
            jacobian = tried_jacobian;
            damping /= 3;
        } else {
            damping *= 2;
        }
    }
    return u;
}

} // namespace

int main(int count, char** arguments) {
    return gallery::run("physics_informed", count, arguments, [](gallery::example& e) {
        auto csv = e.csv("step,residual,error", "_steps");
        std::printf("step   root mean square residual   largest error of u\n");
        network const first = solve(1, [&](int step, double left, network const& u) {
            double const error = largest_error(u);
            csv.row(step, left, error);
            if (step % 200 == 0) std::printf("%4d   %25.1e   %18.1e\n", step, left, error);
        });
        auto curve = e.csv("x,u,sin");
        for (int i = 0; i <= 200; ++i) {
            double const x = pi * i / 200;
            curve.row(x, first.value(x), std::sin(x));
        }

        unsigned const starts = e.quick() ? 2 : 20;
        gallery::spread errors;
        errors.add(largest_error(first));
        for (unsigned seed = 2; seed <= starts; ++seed) {
            e.progress(seed - 1, starts);
            errors.add(largest_error(solve(seed, [](int, double, network const&) {})));
        }
        std::printf("\n%u starts: error %.1e to %.1e, mean %.1e\n", starts, errors.least(),
                    errors.most(), errors.mean());
        e.claim(errors.most() < 5e-5,
                "u is sin x to 4 places and more from every start, found from its equation alone");
    });
}
