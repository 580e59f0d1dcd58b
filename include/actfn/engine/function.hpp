// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/evaluate.hpp>
#include <actfn/engine/halves.hpp>
#include <actfn/engine/losses.hpp>

namespace actfn {

/// What a function object is made of.
template <class K>
concept kernel_of_a_function = elements_kernel<K> || lines_kernel<K>;

namespace engine {

template <class X, class K>
concept fits = (is_complex_valued<X> ? complex_kernel<K> || has_complex_extension<K>
                                     : !complex_kernel<K>);

/// The kernel that serves arguments X: that of the complex extension for complex numbers.
template <class K, class X> struct kernel_for {
    using type = K;
};
template <class K, class X>
    requires(is_complex_valued<X> && has_complex_extension<K>)
struct kernel_for<K, X> {
    using type = typename std::remove_cvref_t<decltype(complex_extension<K>::function)>::kernel_type;
};
template <class K, class X> using kernel_t = typename kernel_for<K, X>::type;

} // namespace engine

/// An argument for a function of elements with kernel K: a number (float, double, std::complex, 16-bit,
/// dual, xsimd batch) or, with <actfn/eigen.hpp>, an Eigen expression or AutoDiffScalar; complex where
/// K is, or is extended to complex numbers. For whole ranges see `forward`.
template <class X, class K>
concept argument_of = elements_kernel<K> && argument<X> && engine::fits<X, K>;

/// Lines for a function of rows with kernel K: with <actfn/eigen.hpp>, a vector, X.colwise() or
/// X.rowwise(); or a contiguous range, which is one row.
template <class X, class K>
concept lines_of = lines_kernel<K> && engine::lines_argument<X>;

/// A function object, made of a kernel. It is a value: copy it, pass it to templates, store it in a
/// layer. Its members take one number, a batch, a dual number or, with <actfn/eigen.hpp>, an Eigen
/// expression, and return the same kind; whole ranges and objects are for the verbs of <actfn/array.hpp>.
/// `Draws` is draw_sequence in training, where every element has a random number of its own.
template <kernel_of_a_function K, class Draws = no_draws> class function {
  public:
    using kernel_type = K;
    static constexpr bool draws = !std::is_same_v<Draws, no_draws>;

    constexpr function() = default;
    /// Throws std::invalid_argument where the kernel's `check` finds a parameter out of range.
    constexpr explicit function(K const& kernel) : kernel_(kernel) {
        if constexpr (requires { kernel.check(); }) {
            kernel.check();
        }
    }
    constexpr function(K const& kernel, Draws const& draws_of) : kernel_(kernel), draws_(draws_of) {}

    /// The parameters, by name.
    constexpr K const& kernel() const noexcept { return kernel_; }
    /// What is known of the function with these parameters.
    constexpr actfn::facts facts() const { return engine::facts_of(kernel_); }

    /// The same function with other parameters: elu.with({.alpha = 0.3}).
    constexpr function with(K const& parameters) const
        requires core::has_fields<K>
    {
        return function(parameters);
    }

    /// The function in training. Draws are a function of the seed, the stream (a layer, a step) and the
    /// number of the element: `backward` makes those of `forward` again.
    constexpr auto train(std::uint64_t seed, std::uint64_t stream = 0) const noexcept
        requires(!draws && requires { typename K::draw; })
    {
        return function<K, draw_sequence>(kernel_, {{seed, stream}, 0});
    }
    /// In training, the function that chooses: 1 for the largest entry and 0 for the others, with the
    /// gradient of this one (straight-through).
    constexpr auto hard() const
        requires(draws && requires(K const& k) { k.hard(); })
    {
        return function<decltype(kernel_.hard()), Draws>(kernel_.hard(), draws_);
    }
    constexpr Draws const& drawn() const noexcept { return draws_; }
    constexpr math::draw_key key() const noexcept
        requires draws
    {
        return draws_.key;
    }
    constexpr std::uint64_t first() const noexcept
        requires draws
    {
        return draws_.first;
    }
    /// The same draws for a part of the data that begins at the given element.
    constexpr function from(std::uint64_t element) const noexcept
        requires draws
    {
        return function(kernel_, {draws_.key, element});
    }

    template <argument_of<K> X, class Arch = native>
        requires(engine::inputs<K>.count == 1)
    ACTFN_INLINE auto operator()(X const& x) const {
        return engine::call<member::value, Arch>(*this, x);
    }
    template <argument_of<K> X, class Arch = native>
        requires(engine::inputs<K>.count == 1)
    ACTFN_INLINE auto derivative(X const& x) const {
        return engine::call<member::derivative, Arch>(*this, x);
    }
    /// jet{.value, .derivative} from one evaluation.
    template <argument_of<K> X, class Arch = native>
        requires(engine::inputs<K>.count == 1)
    ACTFN_INLINE auto value_and_derivative(X const& x) const {
        return engine::call<member::value_and_derivative, Arch>(*this, x);
    }
    template <argument_of<K> X, class Arch = native>
        requires(engine::inputs<K>.count == 1)
    ACTFN_INLINE auto second_derivative(X const& x) const {
        return engine::call<member::second_derivative, Arch>(*this, x);
    }
    /// gy·f′(x), of the shape of x. Of complex functions conj(∂f/∂z)·gy + (∂f/∂z̄)·conj(gy), the
    /// gradient ∂L/∂Re z + i·∂L/∂Im z of a real loss from gy = ∂L/∂Re f + i·∂L/∂Im f: PyTorch's
    /// convention; JAX's is the conjugate of both.
    template <argument_of<K> X, argument G, class Arch = native>
        requires(engine::inputs<K>.count == 1)
    ACTFN_INLINE auto backward(X const& x, G const& gy) const {
        return engine::call<member::backward, Arch>(*this, x, gy);
    }
    /// f′(x) from y = f(x), so that x need not be kept.
    template <argument_of<K> Y, class Arch = native>
        requires has_derivative_from_output<K>
    ACTFN_INLINE auto derivative_from_output(Y const& y) const {
        return engine::call<member::derivative_from_output, Arch>(*this, y);
    }
    /// gy·f′(x) from y = f(x).
    template <argument_of<K> Y, argument G, class Arch = native>
        requires has_derivative_from_output<K>
    ACTFN_INLINE auto backward_from_output(Y const& y, G const& gy) const {
        return engine::call<member::backward_from_output, Arch>(*this, y, gy);
    }
    /// ∂f/∂p for every parameter p, in a struct with the kernel's field names.
    template <argument_of<K> X, class Arch = native>
        requires(engine::inputs<K>.count == 1 && has_parameters<engine::kernel_t<K, X>>)
    ACTFN_INLINE auto parameter_derivatives(X const& x) const {
        return engine::call<member::parameter_derivatives, Arch>(*this, x);
    }
    /// {.value, .dz, .dzbar} of complex arguments: the value and the Wirtinger derivatives ∂f/∂z, ∂f/∂z̄.
    template <argument_of<K> Z, class Arch = native>
        requires complex_kernel<engine::kernel_t<K, Z>>
    ACTFN_INLINE auto wirtinger(Z const& z) const {
        return engine::call<member::wirtinger, Arch>(*this, z);
    }

    // Two inputs: a value and a gate, or an entry and its target.

    template <argument_of<K> A, argument_of<K> B, class Arch = native>
        requires(engine::inputs<K>.count == 2 && !engine::reduces<K, A>)
    ACTFN_INLINE auto operator()(A const& a, B const& b) const {
        return engine::call<member::value, Arch>(*this, a, b);
    }
    /// {.value, .gate}; of a loss the derivative by the entry.
    template <argument_of<K> A, argument_of<K> B, class Arch = native>
        requires(engine::inputs<K>.count == 2)
    ACTFN_INLINE auto derivative(A const& a, B const& b) const {
        return engine::call<member::derivative, Arch>(*this, a, b);
    }
    template <argument_of<K> A, argument_of<K> B, class Arch = native>
        requires gated_kernel<K>
    ACTFN_INLINE auto derivative_by_value(A const& a, B const& b) const {
        return engine::call<member::part<member::derivative, 0>, Arch>(*this, a, b);
    }
    template <argument_of<K> A, argument_of<K> B, class Arch = native>
        requires gated_kernel<K>
    ACTFN_INLINE auto derivative_by_gate(A const& a, B const& b) const {
        return engine::call<member::part<member::derivative, 1>, Arch>(*this, a, b);
    }
    /// {.value, .derivative}, or {.value, .by_value, .by_gate}.
    template <argument_of<K> A, argument_of<K> B, class Arch = native>
        requires(engine::inputs<K>.count == 2)
    ACTFN_INLINE auto value_and_derivative(A const& a, B const& b) const {
        return engine::call<member::value_and_derivative, Arch>(*this, a, b);
    }
    /// {.value, .mixed, .gate}; of a loss by the entry twice.
    template <argument_of<K> A, argument_of<K> B, class Arch = native>
        requires(engine::inputs<K>.count == 2)
    ACTFN_INLINE auto second_derivative(A const& a, B const& b) const {
        return engine::call<member::second_derivative, Arch>(*this, a, b);
    }
    /// gated_gradient{.value, .gate}; of a loss the gradient by the entry.
    template <argument_of<K> A, argument_of<K> B, argument G, class Arch = native>
        requires(engine::inputs<K>.count == 2)
    ACTFN_INLINE auto backward(A const& a, B const& b, G const& gy) const {
        return engine::call<member::backward, Arch>(*this, a, b, gy);
    }
    template <argument_of<K> A, argument_of<K> B, class Arch = native>
        requires(engine::inputs<K>.count == 2 && has_parameters<K>)
    ACTFN_INLINE auto parameter_derivatives(A const& a, B const& b) const {
        return engine::call<member::parameter_derivatives, Arch>(*this, a, b);
    }

    // Both inputs of a gated function in one argument, split in halves.

    template <class X, class Arch = native>
        requires gated_kernel<K> && engine::lines_argument<X>
    auto operator()(X const& x, gate which) const {
        if constexpr (has_front_end<X>) {
            return front_end<X>::template split<Arch>(*this, x, which);
        } else {
            return engine::halves_of(*this, which)(x);
        }
    }
    template <class X, class G, class Arch = native>
        requires gated_kernel<K> && engine::lines_argument<X> && engine::lines_argument<G>
    auto backward(X const& x, G const& gy, gate which) const {
        return engine::halves_of(*this, which).template backward<X, G, Arch>(x, gy);
    }

    // Losses of many entries: their mean, whose gradient by x is written to gx where that is given; `sum`
    // is the same without division.

    template <engine::loss_argument X, engine::loss_argument T, class Arch = native>
        requires engine::reduces<K, X>
    auto operator()(X const& x, T const& t) const {
        return engine::reduce<Arch>(*this, engine::mean{}, x, t);
    }
    template <engine::loss_argument X, engine::loss_argument T, output G, class Arch = native>
        requires engine::reduces<K, X>
    auto operator()(X const& x, T const& t, G&& gx) const {
        return engine::reduce<Arch>(*this, engine::mean{}, x, t, gx);
    }
    template <engine::loss_argument X, engine::loss_argument T, class Arch = native>
        requires engine::reduces<K, X>
    auto sum(X const& x, T const& t) const {
        return engine::reduce<Arch>(*this, engine::total{}, x, t);
    }
    template <engine::loss_argument X, engine::loss_argument T, output G, class Arch = native>
        requires engine::reduces<K, X>
    auto sum(X const& x, T const& t, G&& gx) const {
        return engine::reduce<Arch>(*this, engine::total{}, x, t, gx);
    }

    // Rows.

    template <lines_of<K> X, class Arch = native> auto operator()(X const& x) const {
        return engine::call_lines<line_member::forward, Arch>(*this, x);
    }
    /// The gradient by x from the gradient by y: gy times the Jacobian, which is never formed.
    template <lines_of<K> X, class G, class Arch = native>
    auto backward(X const& x, G const& gy) const {
        return engine::call_lines<line_member::backward, Arch>(*this, x, gy);
    }
    /// The same from y = f(x), so that x need not be kept; it is the faster of the two.
    template <lines_of<K> Y, class G, class Arch = native>
        requires has_backward_from_output<K>
    auto backward_from_output(Y const& y, G const& gy) const {
        return engine::call_lines<line_member::backward_from_output, Arch>(*this, y, gy);
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

/// Function objects by what their kernels are; stochastic ones in inference are pointwise.
template <class F>
concept pointwise_function =
    function_object<F> && !F::draws && pointwise_kernel<typename F::kernel_type>;
template <class F>
concept gated_function = function_object<F> && gated_kernel<typename F::kernel_type>;
template <class F>
concept elementwise_loss_function =
    function_object<F> && elementwise_loss_kernel<typename F::kernel_type>;
template <class F>
concept rowwise_function = function_object<F> && rowwise_kernel<typename F::kernel_type>;
template <class F>
concept reduction_function = function_object<F> && reduction_kernel<typename F::kernel_type>;
template <class F>
concept complex_function = function_object<F> && complex_kernel<typename F::kernel_type>;

} // namespace actfn
