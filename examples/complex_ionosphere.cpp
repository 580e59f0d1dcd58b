// SPDX-License-Identifier: MIT
//
// A complex-valued network on data that is complex by nature: radar returns from the ionosphere,
// each the autocorrelation of a signal at 17 lags. A complex hidden layer, trained by complex
// backpropagation (G = dL/dRe + i dL/dIm), against a real one with as many parameters.
#include "csv.hpp"
#include "gallery.hpp"
#include "mlp.hpp"
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdint>
#include <cstdio>
#include <numbers>
#include <random>
#include <string>
#include <type_traits>
#include <utility>

namespace {

using Eigen::Index;
using number = std::complex<float>;
using matrix = mlp::matrix<float>;
using complex_matrix = mlp::matrix<number>;

constexpr Index lags = 17;
constexpr Index train_count = 200;
constexpr Index count = 351;
constexpr Index complex_units = 18; // 18 (17 + 1 + 1) complex numbers and 1 are
constexpr Index real_units = 19;    // 19 (34 + 1 + 1) real numbers and 1

constexpr double rate = 0.02; // falls to 0 as half a cosine
constexpr double l2 = 1e-3;

double rate_at(int step, int steps) {
    return rate / 2 * (1 + std::cos(std::numbers::pi * step / steps));
}

struct radar {
    matrix x = matrix(2 * lags, count); // real, imaginary, real, ...
    matrix good = matrix(1, count);

    explicit radar(std::string const& path) {
        auto const table = csv::read<float>(path, count, 2 * lags + 1);
        for (Index i = 0; i < count; ++i) {
            for (Index k = 0; k <= 2 * lags; ++k) {
                float const v = table(static_cast<std::size_t>(i), static_cast<std::size_t>(k));
                (k < 2 * lags ? x(k, i) : good(0, i)) = v;
            }
        }
    }

    double accuracy(matrix const& logits) const {
        Index const n = logits.cols();
        auto const right = (logits.array() > 0) == (good.rightCols(n).array() > 0.5F);
        return static_cast<double>(right.count()) / static_cast<double>(n);
    }
};

/// The numbers of a real matrix, pairs of rows, as the complex ones they are.
Eigen::Map<complex_matrix const> as_complex(matrix const& m) {
    return {reinterpret_cast<number const*>(m.data()), m.rows() / 2, m.cols()};
}
Eigen::Map<complex_matrix> as_complex(matrix& m) {
    return {reinterpret_cast<number*>(m.data()), m.rows() / 2, m.cols()};
}

/// z = W x + b, h = f(z), logit = Re(v* h) + c, with complex x, W, b, v; kept as pairs of real
/// numbers, which is how an optimiser sees them.
template <class F> class complex_network {
  public:
    complex_network(F const& f, std::uint64_t seed) : f_(f) {
        std::mt19937_64 bits(seed);
        // The variance of complex weights is shared by their parts (Trabelsi et al. 2018).
        actfn::init::fill(weights_.value, actfn::init::lecun(2 * lags), bits);
        actfn::init::fill(out_.value, actfn::init::lecun(2 * complex_units), bits);
    }

    matrix logits(matrix const& x) {
        z_ =
            (as_complex(weights_.value) * as_complex(x)).colwise() + as_complex(bias_.value).col(0);
        h_.resize(z_.rows(), z_.cols());
        actfn::forward(f_, z_, h_);
        matrix y = (as_complex(out_.value).adjoint() * h_).real();
        return y.array() + offset_.value(0, 0);
    }

    void train(matrix const& x, matrix const& target, int steps) {
        mlp::adam optimiser;
        matrix g(1, target.cols());
        complex_matrix gz;
        for (int step = 0; step < steps; ++step) {
            optimiser.rate = rate_at(step, steps);
            actfn::sigmoid_binary_cross_entropy(logits(x), target, g);

            complex_matrix const gh = as_complex(out_.value) * g.cast<number>();
            gz.resize(gh.rows(), gh.cols());
            actfn::backward(f_, z_, gh, gz);
            as_complex(out_.gradient) = h_ * g.transpose().cast<number>();
            as_complex(weights_.gradient) = gz * as_complex(x).adjoint();
            weights_.gradient += static_cast<float>(l2) * weights_.value;
            as_complex(bias_.gradient) = gz.rowwise().sum();
            offset_.gradient(0, 0) = g.sum();
            if constexpr (requires { f_.kernel().b; }) { // modrelu's bias is learnt, too
                auto const gradient = actfn::parameter_gradient(f_, z_, gh);
                f_ = f_.with({.b = f_.kernel().b - 0.1 * static_cast<double>(gradient.b)});
            }

            optimiser.next_step();
            for (auto* p : {&weights_, &bias_, &out_, &offset_}) optimiser.update(*p);
        }
    }

    Index parameters() const {
        return weights_.value.size() + bias_.value.size() + out_.value.size() + 1;
    }

  private:
    F f_;
    mlp::parameter<float> weights_{2 * complex_units, lags}, bias_{2 * complex_units, 1},
        out_{2 * complex_units, 1}, offset_{1, 1};
    complex_matrix z_, h_;
};

/// The real network, with the members of the other.
template <class F> class real_network {
  public:
    real_network(F const& f, std::uint64_t seed) : net_(2 * lags, seed) {
        net_.add(real_units, f).add(1, actfn::identity);
    }
    matrix logits(matrix const& x) { return net_.forward(x); }
    void train(matrix const& x, matrix const& target, int steps) {
        mlp::adam optimiser;
        matrix g(1, target.cols());
        for (int step = 0; step < steps; ++step) {
            optimiser.rate = rate_at(step, steps);
            mlp::sigmoid_output::loss(net_.forward(x, mlp::training), target, g);
            net_.backward(x, g, l2);
            net_.update(optimiser);
        }
    }
    Index parameters() const {
        Index n = 0;
        for (auto const& l : net_.layers()) n += l->weights.value.size() + l->bias.value.size();
        return n;
    }

  private:
    mlp::network<float> net_;
};

} // namespace

int main(int argument_count, char** arguments) {
    return gallery::run("complex_ionosphere", argument_count, arguments, [](gallery::example& e) {
        radar const data(ACTFN_EXAMPLE_DATA_DIR "/ionosphere.csv");
        matrix const x = data.x.leftCols(train_count);
        matrix const target = data.good.leftCols(train_count);
        matrix const unseen = data.x.rightCols(count - train_count);
        int const steps = e.quick() ? 20 : 300;
        int const starts = e.quick() ? 1 : 5;
        auto csv = e.csv("network,seed,accuracy");
        std::printf("%td returns to learn, %td to test, %d starts\n", train_count,
                    count - train_count, starts);
        std::printf("                                    parameters  mean   least to most\n");

        double best_complex = 0;
        double best_real = 0;
        auto const try_out = [&]<class Net>(char const* name, auto const& f, double& best,
                                            std::in_place_type_t<Net>) {
            double mean = 0, least = 1, most = 0;
            Index parameters = 0;
            for (int seed = 1; seed <= starts; ++seed) {
                Net net(f, static_cast<std::uint64_t>(seed));
                net.train(x, target, steps);
                double const right = data.accuracy(net.logits(unseen));
                csv.row(name, seed, right);
                mean += right / starts;
                least = std::min(least, right);
                most = std::max(most, right);
                parameters = net.parameters();
            }
            std::printf("%-36s %9td  %.3f  %.3f to %.3f\n", name, parameters, mean, least, most);
            best = std::max(best, mean);
        };
        auto const complex = [&](char const* name, auto const& f) {
            try_out(name, f, best_complex,
                    std::in_place_type<complex_network<std::remove_cvref_t<decltype(f)>>>);
        };
        auto const real = [&](char const* name, auto const& f) {
            try_out(name, f, best_real,
                    std::in_place_type<real_network<std::remove_cvref_t<decltype(f)>>>);
        };
        complex("complex: split tanh", actfn::split(actfn::tanh));
        complex("complex: split relu", actfn::split(actfn::relu));
        complex("complex: amplitude-phase tanh", actfn::amplitude_phase(actfn::tanh));
        complex("complex: modrelu", actfn::modrelu.with({.b = -0.1}));
        complex("complex: cardioid", actfn::cardioid);
        real("real: tanh", actfn::tanh);
        real("real: relu", actfn::relu);

        std::printf("\n");
        e.claim(best_complex >= 0.93, "the best complex network reads 93 % or more");
        e.observe(best_complex >= best_real, "and no less than the best real one");
    });
}
