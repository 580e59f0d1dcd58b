// SPDX-License-Identifier: MIT
#include "rows.hpp"
#include <actfn/gated/swiglu.hpp>
#include <actfn/pointwise/prelu.hpp>

namespace fuzz {

namespace {

/// f of parameters that lie in memory, too. The gradient by them goes to a range behind them.
template <std::size_t inputs, class Make> void each_verbs(input& in, Make const& make) {
    auto const memory = fuzz::memory_of<float>(in);
    shape const s = fuzz::shape_in(in, memory.size());
    std::ptrdiff_t const n = s.entries;
    std::size_t const entries = static_cast<std::size_t>(in.rarely(2) ? s.count() * n : n);
    std::vector<operand> parameters{fuzz::range_in(in, memory.size(), entries)};
    bool const given = in.rarely(3);
    std::size_t const verb_ = in.below(3);
    if (given && verb_ != 0) {
        parameters.push_back(fuzz::range_in(in, memory.size(), entries));
        parameters.back().written = true;
    }
    auto const f = [&](float* const* data) {
        return make(fuzz::view_at<0, false, false>(parameters[0], data[0]));
    };
    auto const gradients = [&](float* const* data) {
        return make.gradients(f(data), fuzz::view_at<0, false, true>(parameters[1], data[1]));
    };
    // Which parameters belong to a row of entries.
    auto const alone = [&](auto call) {
        return [&, call](auto& row, std::ptrdiff_t r) {
            bool const of_rows = parameters[0].sizes[2] != n;
            if (given || (of_rows && (s.how == lies::in_axes || s.row.stride != 0))) return false;
            std::vector<float> p;
            for (std::ptrdiff_t i = 0; i < n; ++i) {
                p.push_back(memory[std::size_t(parameters[0].begin + (of_rows ? r * n : 0) + i)]);
            }
            std::apply([&](auto&... x) { call(make(p), x...); }, row);
            return true;
        };
    };
    bool const added = s.how == lies::in_rows && in.rarely(2);
    auto const filled = [&]<std::size_t size>(std::integral_constant<std::size_t, size>) {
        std::array<std::ptrdiff_t, size> lengths;
        lengths.fill(n);
        return lengths;
    };
    if (verb_ == 0) {
        constexpr std::size_t size = inputs + 1;
        rows_call<float, size> const c{
            s, inputs, filled(std::integral_constant<std::size_t, size>{}), {}, added};
        auto const call = [](auto const& function, auto&&... x) { actfn::forward(function, x...); };
        c.run(
            in, memory, parameters,
            [&](float* const* data, auto... x) {
                call(f(data), x...);
                return std::vector<float>{};
            },
            alone(call));
    } else if (verb_ == 1) {
        constexpr std::size_t size = 2 * inputs + 1;
        rows_call<float, size> const c{
            s, inputs + 1, filled(std::integral_constant<std::size_t, size>{}), {}, false};
        auto const call = [](auto const& function, auto&&... x) {
            actfn::backward(function, x...);
        };
        c.run(
            in, memory, parameters,
            [&](float* const* data, auto... x) {
                if (given) {
                    actfn::backward(f(data), x..., gradients(data));
                } else {
                    call(f(data), x...);
                }
                return std::vector<float>{};
            },
            alone(call));
    } else if (given) {
        constexpr std::size_t size = inputs + 1;
        rows_call<float, size> const c{
            s, size, filled(std::integral_constant<std::size_t, size>{}), {}, false};
        c.run(
            in, memory, parameters,
            [&](float* const* data, auto... x) {
                actfn::parameter_gradient(f(data), x..., gradients(data));
                return std::vector<float>{};
            },
            alone([](auto const&...) {}));
    }
}

struct slopes {
    template <class P> auto operator()(P const& p) const { return actfn::prelu.each({.slope = p}); }
    template <class F, class P> auto gradients(F const& f, P const& p) const {
        return f.gradients({.slope = p});
    }
};
struct betas {
    template <class P> auto operator()(P const& p) const { return actfn::swiglu.each({.beta = p}); }
    template <class F, class P> auto gradients(F const& f, P const& p) const {
        return f.gradients({.beta = p});
    }
};

} // namespace

} // namespace fuzz

/// Parameters that are data, and the gradients by them.
void fuzz::each(input& in) {
    if (in.below(2) == 0) {
        each_verbs<1>(in, slopes{});
    } else {
        each_verbs<2>(in, betas{});
    }
}
