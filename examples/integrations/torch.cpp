// SPDX-License-Identifier: MIT
//
// A function of this library in PyTorch's autograd, with gradients of gradients; compared with
// differences, and its time with that of PyTorch's own functions.
#include <actfn/array.hpp>
#include <actfn/pointwise/gelu.hpp>
#include <actfn/pointwise/mish.hpp>
#include <actfn/pointwise/smish.hpp>
#include <actfn/pointwise/softplus.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <span>
#include <torch/torch.h>

namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

/// Calls f(spans...) for the elements of tensors, which have one type and no gaps.
template <class F, class... T> void on_elements(F const& f, Tensor const& first, T const&... more) {
    AT_DISPATCH_FLOATING_TYPES(first.scalar_type(), "actfn", [&] {
        auto const span = [](Tensor const& t) {
            return std::span(t.data_ptr<scalar_t>(), static_cast<std::size_t>(t.numel()));
        };
        f(span(first), span(more)...);
    });
}

/// gy·f′(x).
template <auto const& f> struct gradient : torch::autograd::Function<gradient<f>> {
    static Tensor forward(AutogradContext* context, Tensor const& x, Tensor const& gy) {
        context->save_for_backward({x, gy});
        Tensor const gx = torch::empty_like(x);
        on_elements([](auto... t) { actfn::backward(f, t...); }, x, gy, gx);
        return gx;
    }
    /// Of a gradient g of the gradient: by x g·gy·f″(x), by gy g·f′(x).
    static tensor_list backward(AutogradContext* context, tensor_list g) {
        auto const saved = context->get_saved_variables();
        Tensor const first = torch::empty_like(saved[0]), second = torch::empty_like(saved[0]);
        on_elements([](auto... t) { actfn::derivative(f, t...); }, saved[0], first);
        on_elements([](auto... t) { actfn::second_derivative(f, t...); }, saved[0], second);
        return {g[0] * saved[1] * second, g[0] * first};
    }
};

/// f(x).
template <auto const& f> struct activation : torch::autograd::Function<activation<f>> {
    static Tensor forward(AutogradContext* context, Tensor const& x) {
        context->save_for_backward({x});
        Tensor const y = torch::empty_like(x);
        on_elements([](auto... t) { actfn::forward(f, t...); }, x, y);
        return y;
    }
    static tensor_list backward(AutogradContext* context, tensor_list gy) {
        return {gradient<f>::apply(context->get_saved_variables()[0], gy[0].contiguous())};
    }
};
template <auto const& f> Tensor apply(Tensor const& x) {
    return activation<f>::apply(x.contiguous());
}

/// The greatest error of the gradients of Σ w·f(x), or of Σ v·(gradient of that), by differences.
template <auto const& f> double worst_error(bool second) {
    auto const type = torch::TensorOptions().dtype(torch::kDouble);
    Tensor const x = torch::linspace(-4, 4, 81, type).requires_grad_();
    Tensor const w = torch::linspace(1, 2, 81, type), v = torch::linspace(3, -1, 81, type);
    auto const of = [&](Tensor const& at) {
        Tensor const sum = (apply<f>(at) * w).sum();
        return second ? (torch::autograd::grad({sum}, {at}, {}, true, true)[0] * v).sum() : sum;
    };
    Tensor const by_autograd = torch::autograd::grad({of(x)}, {x})[0];
    double worst = 0, step = 1e-5;
    for (int i = 0; i < 81; ++i) {
        Tensor const change = torch::zeros(81, type);
        change[i] = step;
        auto const moved = [&](double sign) {
            return of((x.detach() + sign * change).requires_grad_()).template item<double>();
        };
        double const by_differences = (moved(1) - moved(-1)) / (2 * step);
        worst = std::max(worst, std::abs(by_differences - by_autograd[i].template item<double>()));
    }
    return worst;
}

/// Nanoseconds an element of forward and backward; the best of some.
template <class F> double time(F const& f) {
    Tensor const x = torch::randn({1 << 16}).requires_grad_();
    Tensor const gy = torch::ones_like(x);
    double best = 1e9;
    for (int i = 0; i < 60; ++i) {
        auto const start = std::chrono::steady_clock::now();
        Tensor const y = f(x);
        torch::autograd::grad({y}, {x}, {gy});
        std::chrono::duration<double, std::nano> const took =
            std::chrono::steady_clock::now() - start;
        best = std::min(best, took.count() / (1 << 16));
    }
    return best;
}
template <class F, class G> void compare(char const* name, F const& own, G const& others) {
    double const a = time(own), b = time(others);
    std::printf("%-9s %6.2f %8.2f %6.1f\n", name, a, b, b / a);
}

} // namespace

int main() {
    torch::set_num_threads(1);
    torch::manual_seed(1);
    bool right = true;
    auto const claim = [&](bool holds, char const* what) {
        std::printf("%s %s\n", holds ? "yes:" : "NO: ", what);
        right = right && holds;
    };
    claim(worst_error<actfn::gelu>(false) < 1e-8 && worst_error<actfn::mish>(false) < 1e-8 &&
              worst_error<actfn::smish>(false) < 1e-8,
          "gradients are those by differences");
    claim(worst_error<actfn::gelu>(true) < 1e-8 && worst_error<actfn::mish>(true) < 1e-8 &&
              worst_error<actfn::smish>(true) < 1e-8,
          "so are gradients of gradients");

    Tensor const x = torch::randn({64, 100});
    // PyTorch's 1 + erf cancels in the left tail.
    claim(torch::allclose(apply<actfn::gelu>(x), torch::gelu(x), 1e-5, 1e-6), "gelu is PyTorch's");
    Tensor const turned = x.t(); // not contiguous
    claim(torch::equal(apply<actfn::gelu>(turned), apply<actfn::gelu>(x).t()),
          "a transposed tensor has the same bits");

    std::printf("forward and backward, ns an element, float, one thread\n"
                "           actfn  PyTorch  times\n");
    compare("gelu", apply<actfn::gelu>, [](Tensor const& t) { return torch::gelu(t); });
    compare("mish", apply<actfn::mish>, [](Tensor const& t) { return torch::mish(t); });
    compare("softplus", apply<actfn::softplus>, [](Tensor const& t) { return torch::softplus(t); });
    return right ? 0 : 1;
}
