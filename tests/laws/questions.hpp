// SPDX-License-Identifier: MIT
#pragma once
#include "laws/subject.hpp"
#include <actfn/array.hpp>

#include <concepts>
#include <tuple>
#include <type_traits>

/// What a function of elements is asked, of one element, of a pack or of an Eigen expression by
/// `call`, of arrays by `arrays`. `call` returns a number, or where there are several outputs a
/// struct or tuple of them.
namespace tests::front {

template <class F> F const& self(void const* f) { return *static_cast<F const*>(f); }

/// f for element i, which in training has a random number of its own.
template <class F> decltype(auto) element(F const& f, std::size_t i) {
    if constexpr (F::draws) {
        return f.from(f.first() + i);
    } else {
        return (f);
    }
}

template <class F>
inline constexpr std::size_t inputs_of =
    actfn::gated_function<F> || actfn::elementwise_loss_function<F> ? 2 : 1;
template <class F> inline constexpr std::size_t derivatives_of = actfn::gated_function<F> ? 2 : 1;

template <class F, class S>
inline constexpr bool real_valued = is_complex<S>&& requires(F const& f, S z) {
    { f(z) } -> std::same_as<real_of<S>>;
};

struct of_inputs {
    static constexpr bool of_output = false;
    static constexpr bool arriving = false;
};
struct value : of_inputs {
    static constexpr std::string_view name = "value";
    template <class> static constexpr std::size_t outputs = 1;
    static auto call(auto const& f, auto const&... x) { return f(x...); }
    static void arrays(auto const& f, auto&&... x) { actfn::forward(f, x...); }
};
struct derivative : of_inputs {
    static constexpr std::string_view name = "derivative";
    template <class F> static constexpr std::size_t outputs = derivatives_of<F>;
    static auto call(auto const& f, auto const&... x) { return f.derivative(x...); }
    static void arrays(auto const& f, auto&&... x) { actfn::derivative(f, x...); }
};
struct each_derivative : derivative {
    static auto call(auto const& f, auto const&... x) {
        return std::tuple(f.derivative_by_value(x...), f.derivative_by_gate(x...));
    }
};
struct together : of_inputs {
    static constexpr std::string_view name = "value and derivative";
    template <class F> static constexpr std::size_t outputs = 1 + derivatives_of<F>;
    static auto call(auto const& f, auto const&... x) { return f.value_and_derivative(x...); }
    static void arrays(auto const& f, auto&&... x) { actfn::value_and_derivative(f, x...); }
};
/// A dual number through the object, as in an expression differentiated automatically.
struct dual_number : together {
    template <class T> static auto call(auto const& f, T x) {
        actfn::dual<T> const d = f(actfn::dual<T>(x, T(1)));
        return std::tuple(d.value, d.tangent);
    }
};
struct wirtinger : of_inputs {
    static constexpr std::string_view name = "value and derivatives";
    template <class> static constexpr std::size_t outputs = 3;
    static auto call(auto const& f, auto const& z) {
        auto const j = f.wirtinger(z);
        return std::tuple(j.value, j.dz, j.dzbar);
    }
    static void arrays(auto const& f, auto&&... x) { actfn::wirtinger(f, x...); }
};
struct second_derivative : of_inputs {
    static constexpr std::string_view name = "second_derivative";
    template <class> static constexpr std::size_t outputs = 1;
    static auto call(auto const& f, auto const& x) { return f.second_derivative(x); }
    static void arrays(auto const& f, auto&&... x) { actfn::second_derivative(f, x...); }
};
struct backward : of_inputs {
    static constexpr std::string_view name = "backward";
    static constexpr bool arriving = true;
    template <class F> static constexpr std::size_t outputs = derivatives_of<F>;
    static auto call(auto const& f, auto const&... x) { return f.backward(x...); }
    static void arrays(auto const& f, auto&&... x) { actfn::backward(f, x...); }
};
struct derivative_from_output {
    static constexpr std::string_view name = "derivative_from_output";
    static constexpr bool of_output = true;
    static constexpr bool arriving = false;
    template <class> static constexpr std::size_t outputs = 1;
    static auto call(auto const& f, auto const& y) { return f.derivative_from_output(y); }
    static void arrays(auto const& f, auto&&... x) { actfn::derivative_from_output(f, x...); }
};
struct backward_from_output {
    static constexpr std::string_view name = "backward_from_output";
    static constexpr bool of_output = true;
    static constexpr bool arriving = true;
    template <class> static constexpr std::size_t outputs = 1;
    static auto call(auto const& f, auto const& y, auto const& g) {
        return f.backward_from_output(y, g);
    }
    static void arrays(auto const& f, auto&&... x) { actfn::backward_from_output(f, x...); }
};
/// Dual numbers through the kernel: the slope of every step of the formula.
struct tangent : of_inputs {
    static constexpr std::string_view name = "tangent";
    template <class> static constexpr std::size_t outputs = 1;
    template <class V> static V call(auto const& f, V const& x) {
        return f.kernel().at(actfn::dual<V>(x, V(1))).value.tangent;
    }
};
struct parameter_derivatives : of_inputs {
    static constexpr std::string_view name = "parameter_derivatives";
    template <class F>
    static constexpr std::size_t
        outputs = actfn::core::field_count<actfn::engine::slopes<typename F::kernel_type>>();
    static auto call(auto const& f, auto const&... x) {
        auto const d = f.parameter_derivatives(x...);
        return std::apply([](auto const&... each) { return std::tuple(each...); },
                          actfn::core::fields(d));
    }
};

template <class Op, class F>
inline constexpr std::size_t inputs_for = (Op::of_output ? 1 : inputs_of<F>)+(Op::arriving ? 1 : 0);

/// The type of input k: gradients by real values are real.
template <class Op, class F, class S, std::size_t k>
using input_type =
    std::conditional_t<real_valued<F, S> && Op::arriving && k + 1 == inputs_for<Op, F>, real_of<S>,
                       S>;
/// The type of output o: only a value comes to be real.
template <class Op, class F, class S, std::size_t o>
using output_type =
    std::conditional_t<real_valued<F, S> && o == 0 &&
                           (std::is_same_v<Op, value> || std::is_same_v<Op, wirtinger>),
                       real_of<S>, S>;

template <class E, class S> E narrow(S s) {
    if constexpr (std::is_same_v<E, S>) {
        return s;
    } else {
        return s.real();
    }
}

} // namespace tests::front
