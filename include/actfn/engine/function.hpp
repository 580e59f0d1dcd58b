// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameter_checks.hpp>
#include <actfn/engine/each.hpp>
#include <actfn/engine/halves.hpp>
#include <actfn/engine/losses.hpp>
#include <actfn/engine/signatures.hpp>

namespace actfn::inline ACTFN_ABI {

namespace engine {

template <class K>
inline constexpr bool is_kernel = elements_kernel<K> || lines_kernel<K> || row_loss_kernel<K>;

/// The kernel, whose parameters are numbers and pass its `check`.
template <class K> constexpr K const& checked(K const& kernel) {
    if (!core::has_good_fields(kernel)) core::fail_parameters(engine::name_of<K>(), kernel);
    if constexpr (requires { kernel.check(); }) kernel.check();
    return kernel;
}

} // namespace engine

/// What a function object is made of: a struct with facts and, for every real V, `jet<V> at(V x)`
/// or another of <actfn/engine/kernel.hpp>, or with the members of <actfn/engine/line_kernel.hpp>.
template <class K>
concept kernel_of_a_function = engine::is_kernel<K>;

/// A function object, made of a kernel. It is a value: copy it, pass it to templates, store it in a
/// layer. Its members take one number, a batch, a dual number or, with <actfn/eigen.hpp>, an Eigen
/// expression, and return the same kind; whole ranges and objects are for the verbs of
/// <actfn/array.hpp>. `Draws` is draw_sequence in training, where every element has a random number
/// of its own.
template <kernel_of_a_function K, class Draws = no_draws> class function {
  public:
    using kernel_type = K;
    static constexpr bool draws = !std::is_same_v<Draws, no_draws>;

    constexpr function() = default;
    /// Throws std::invalid_argument where a parameter is NaN, infinite unless the kernel allows it,
    /// or by the kernel's `check` out of range.
    constexpr explicit function(K const& kernel) : function(kernel, Draws{}) {}
    constexpr function(K const& kernel, Draws const& draws_of)
        : kernel_(engine::checked(kernel)), draws_(draws_of) {}

    /// The function by default as one that may have other parameters.
    template <class By>
        requires(engine::is_by_default<By>&& std::same_as<engine::settable<By>, K>)
    constexpr function(function<By, Draws> const& f) : kernel_(f.kernel()), draws_(f.drawn()) {}

    /// The parameters, by name.
    constexpr K const& kernel() const noexcept { return kernel_; }
    /// What is known of the function with these parameters.
    constexpr actfn::facts facts() const { return engine::facts_of(kernel_); }

    /// The same function with other parameters: elu.with({.alpha = 0.3}).
    constexpr auto with(core::plain<K> const& parameters) const
        requires(core::has_fields<K>&& core::number_count<K>() > 0) {
        return function<core::plain<K>, Draws>(parameters, draws_);
    }
    /// The same function with parameters of their own for every channel or element:
    /// prelu.each({.slope = slopes}), where each is a number or a range, which is referred to.
    template <class Parameter = engine::parameter_view>
    auto each(core::rebind<K, Parameter> const& parameters) const
        requires(elements_kernel<K>&& core::has_fields<K>&& core::number_count<K>() > 0) {
        return each_function<core::plain<K>, Draws>(parameters, draws_);
    }
    /// `each`, where a parameter is a range.
    template <class Parameter = engine::parameter_view>
    auto with(core::rebind<K, Parameter> const& parameters) const
        requires(elements_kernel<K>&& core::has_fields<K>&& core::number_count<K>() > 0) {
        return each(parameters);
    }

    /// The same function of rows with options as data: softmax.each({.bias = b, .mask = m}).
    auto each(row_options const& options) const requires engine::takes_row_options<K> {
        return function<kernel::with_row_options<engine::settable<K>>, Draws>({kernel_, options},
                                                                              draws_);
    }
    /// The same loss of rows with options as data: softmax_cross_entropy.each({.mask = m,
    /// .class_weights = w}).
    auto each(loss_options const& options) const requires engine::takes_loss_options<K> {
        return function<kernel::with_row_options<engine::settable<K>>, Draws>({kernel_, options},
                                                                              draws_);
    }
    /// The function in training. Draws are a function of the seed, the stream (a layer, a step) and
    /// the number of the element: `backward` makes the draws of `forward` again.
    constexpr auto train(std::uint64_t seed, std::uint64_t stream = 0) const noexcept
        requires(!draws && requires { typename K::draw; }) {
        return function<K, draw_sequence>(kernel_, {{seed, stream}, 0});
    }
    /// In training, the function that chooses: 1 for the largest entry and 0 for the others, with
    /// the gradient of this one (straight-through).
    constexpr auto hard() const requires(draws&& requires(K const& k) { k.hard(); }) {
        return function<decltype(kernel_.hard()), Draws>(kernel_.hard(), draws_);
    }
    constexpr Draws const& drawn() const noexcept { return draws_; }
    constexpr math::draw_key key() const noexcept requires draws { return draws_.key; }
    constexpr std::uint64_t first() const noexcept requires draws { return draws_.first; }
    /// The same draws for a part of the data that begins at the given element.
    constexpr function from(std::uint64_t element) const noexcept requires draws {
        return function(kernel_, {draws_.key, element});
    }

    /// f(x); of gated functions f(a, b), or f(x, gate::second) where x holds both; of losses the
    /// loss of one entry, f(x, t) of numbers; of ranges and Eigen expressions its mean over the
    /// entries or rows, whose gradient by x goes to gx in f(x, t, gx). With <actfn/function.hpp>
    /// f(g) is the function f(g(x)).
    template <class Arch = native, class... X>
    requires member_of<verb::forward, function, X...> ACTFN_INLINE auto operator()(X&&... x) const {
        return engine::invoke<verb::forward, Arch>(*this, x...);
    }
    /// The sum of the losses of all entries or rows: the mean without division.
    template <class Arch = native, class... X>
        requires(elementwise_loss_kernel<K> || row_loss_kernel<K>)
    &&member_of<verb::forward, function, X...> auto sum(X&&... x) const {
        return engine::reduce<Arch>(*this, engine::total{}, x...);
    }
    /// f′; of gated functions {.value, .gate}; of losses by the entry.
    template <class Arch = native, class... X>
    requires member_of<verb::derivative, function, X...> ACTFN_INLINE auto
    derivative(X const&... x) const {
        return engine::invoke<verb::derivative, Arch>(*this, x...);
    }
    template <class Arch = native, class A, class B>
    requires gated_kernel<K> && member_of<verb::derivative, function, A, B> ACTFN_INLINE auto
    derivative_by_value(A const& a, B const& b) const {
        return engine::call<member::part<member::derivative, 0>, Arch>(*this, a, b);
    }
    template <class Arch = native, class A, class B>
    requires gated_kernel<K> && member_of<verb::derivative, function, A, B> ACTFN_INLINE auto
    derivative_by_gate(A const& a, B const& b) const {
        return engine::call<member::part<member::derivative, 1>, Arch>(*this, a, b);
    }
    /// jet{.value, .derivative} from one evaluation; of gated functions {.value, .by_value,
    /// .by_gate}.
    template <class Arch = native, class... X>
    requires member_of<verb::value_and_derivative, function, X...> ACTFN_INLINE auto
    value_and_derivative(X const&... x) const {
        return engine::invoke<verb::value_and_derivative, Arch>(*this, x...);
    }
    /// f″; of gated functions {.value, .mixed, .gate}; of losses by the entry twice; of complex
    /// functions where they are holomorphic.
    template <class Arch = native, class... X>
    requires member_of<verb::second_derivative, function, X...> ACTFN_INLINE auto
    second_derivative(X const&... x) const {
        return engine::invoke<verb::second_derivative, Arch>(*this, x...);
    }
    /// backward(x, gy): gy·f′(x), of the shape of x. Of gated functions {.value, .gate}. Of complex
    /// functions conj(∂f/∂z)·gy + (∂f/∂z̄)·conj(gy), the gradient ∂L/∂Re z + i·∂L/∂Im z of a real
    /// loss from gy = ∂L/∂Re f + i·∂L/∂Im f: PyTorch's convention; JAX's is the conjugate of both.
    /// Of rows gy times the Jacobian, which is never formed.
    template <class Arch = native, class... X>
    requires member_of<verb::backward, function, X...> ACTFN_INLINE auto
    backward(X const&... x) const {
        return engine::invoke<verb::backward, Arch>(*this, x...);
    }
    /// f′(x) from y = f(x), so that x need not be kept.
    template <class Arch = native, class Y>
    requires member_of<verb::derivative_from_output, function, Y> ACTFN_INLINE auto
    derivative_from_output(Y const& y) const {
        return engine::invoke<verb::derivative_from_output, Arch>(*this, y);
    }
    /// x with f(x) = y, of functions that state it: sigmoid, tanh, softplus, elu, ... NaN where
    /// there is no such x, or more than one; ±∞ for the limits. Error: 4 ULP.
    template <class Arch = native, class Y>
    requires member_of<verb::inverse, function, Y> ACTFN_INLINE auto inverse(Y const& y) const {
        return engine::invoke<verb::inverse, Arch>(*this, y);
    }
    /// log |f′(x)|, of functions that state it, also where f′ would underflow: what a normalising
    /// flow adds up. Error: 4 ULP.
    template <class Arch = native, class X>
    requires member_of<verb::log_derivative, function, X> ACTFN_INLINE auto
    log_derivative(X const& x) const {
        return engine::invoke<verb::log_derivative, Arch>(*this, x);
    }
    /// backward_from_output(y, gy): the gradient by x from y = f(x); of rows the faster of the two.
    template <class Arch = native, class Y, class G>
    requires member_of<verb::backward_from_output, function, Y, G> ACTFN_INLINE auto
    backward_from_output(Y const& y, G const& gy) const {
        return engine::invoke<verb::backward_from_output, Arch>(*this, y, gy);
    }
    /// ∂f/∂p for every parameter p, in a struct with the kernel's field names.
    template <class Arch = native, class... X>
    requires member_of<verb::parameter_gradient, function, X...> ACTFN_INLINE auto
    parameter_derivatives(X const&... x) const {
        return engine::invoke<verb::parameter_gradient, Arch>(*this, x...);
    }
    /// {.value, .dz, .dzbar} of complex arguments: the value and the Wirtinger derivatives ∂f/∂z,
    /// ∂f/∂z̄.
    template <class Arch = native, class Z>
    requires member_of<verb::wirtinger, function, Z> ACTFN_INLINE auto wirtinger(Z const& z) const {
        return engine::invoke<verb::wirtinger, Arch>(*this, z);
    }

  private:
    [[no_unique_address]] K kernel_{};
    [[no_unique_address]] Draws draws_{};
};

namespace engine {

template <class F> constexpr auto halves_of(F const& f, gate which) {
    return function(kernel::split_gate<typename F::kernel_type>{f.kernel(), which});
}

} // namespace engine

/// Any actfn::function object.
template <class F>
concept function_object = requires(F const& f) {
    []<class K, class D>(function<K, D> const&) {}(f);
};

/// What the verbs take.
template <class F>
concept function_of_verbs = function_object<F> || each_function_object<F>;

/// A function of one number; stochastic ones in inference are pointwise.
template <class F>
concept pointwise_function =
    function_object<F> && !F::draws && pointwise_kernel<typename F::kernel_type>;
/// A function of two numbers, a value and its gate.
template <class F>
concept gated_function = function_object<F> && gated_kernel<typename F::kernel_type>;
/// A loss of an entry and its target.
template <class F>
concept elementwise_loss_function =
    function_object<F> && elementwise_loss_kernel<typename F::kernel_type>;
/// A loss of a row of logits and its class or distribution.
template <class F>
concept row_loss_function = function_object<F> && row_loss_kernel<typename F::kernel_type>;
/// A function that makes a row of a row, such as softmax.
template <class F>
concept rowwise_function = function_object<F> && rowwise_kernel<typename F::kernel_type>;
/// A function that makes a number of a row, such as logsumexp.
template <class F>
concept reduction_function = function_object<F> && reduction_kernel<typename F::kernel_type>;
/// A function of a complex number that is not a real one's extension.
template <class F>
concept complex_function = function_object<F> && complex_kernel<typename F::kernel_type>;

namespace engine {

/// Functions of rows whose member `each` takes row_options.
template <class F>
concept row_options_function = function_object<F> && takes_row_options<typename F::kernel_type>;

} // namespace engine

} // namespace actfn
