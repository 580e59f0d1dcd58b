// SPDX-License-Identifier: MIT
#pragma once
// The first three directly, for the compiler names every header on the way in its messages.
#include <actfn/engine/function.hpp>
#include <actfn/engine/operand_faults.hpp>
#include <actfn/engine/signatures.hpp>
#include <actfn/engine/verbs.hpp>

/// The verbs: function objects of every kind on operands, which are contiguous ranges (std::vector,
/// std::array, std::span, ...), actfn::strided_view and, with <actfn/eigen.hpp> or a header of
/// actfn/interop, objects with memory behind them, mixed as one likes.
///
/// Inputs first, then outputs. Shapes must agree; an output may be the very memory of an input (in
/// place), where rows are split or joined also of one of their halves; any other overlap is an
/// error; errors are reported by std::invalid_argument before anything is written, and nothing is
/// resized. The elements of one call are floats, doubles or
/// std::complex of one of them; 16-bit types may stand for floats, which are rounded once, when
/// they are stored. An output `add_to(y)` is added to. Every element has the bits a scalar call
/// gives, wherever it lies.
///
/// The inputs `in` are x; a, b of a gated function; x, t of a loss; z of a complex function. A loss
/// of rows, such as softmax_cross_entropy, has a number y and gy for every row, and takes class
/// numbers for t: an integer, or any range or Eigen vector of them. Rows
/// take a layout behind the operands: forward(softmax, x, y, row_layout{.rows = 3}), where x by
/// default is one row, and with Eigen columns or rows: forward(softmax, X.colwise(), Y.colwise()).
/// A gated function whose x holds both inputs takes `gate` there: forward(swiglu, x, y,
/// gate::second, row_layout{.rows = 3}). Softmax and its relatives take options as data:
/// forward(softmax.each({.bias = b, .mask = m}), x, y, layout), see `row_options`.
///
/// Functions of rows take ranges of dual numbers, too, where they have no options, caps or sinks.
namespace actfn::inline ACTFN_ABI {

/// y = f(in): operands in..., y. Of softmax and its relatives also x, mask, y, for
/// forward(f.each({.mask = mask}), x, y).
template <function_of_verbs F, class... X>
    requires call_of<verb::forward, F, X...>
void forward(F const& f, X&&... operands) { engine::run<verb::forward>(f, operands...); }

/// dy = f′(in): operands in..., dy. Of gated functions da, db; of complex ones only where they are
/// holomorphic, see `wirtinger`.
template <function_of_verbs F, class... X>
    requires call_of<verb::derivative, F, X...>
void derivative(F const& f, X&&... operands) { engine::run<verb::derivative>(f, operands...); }

/// ddy = f″(in): operands in..., ddy. Of gated functions daa, dab, dbb; of complex ones only where
/// they are holomorphic.
template <function_of_verbs F, class... X>
    requires call_of<verb::second_derivative, F, X...>
void second_derivative(F const& f, X&&... operands) {
    engine::run<verb::second_derivative>(f, operands...);
}

/// Value and derivatives from one evaluation: in..., y, and the outputs of `derivative`.
template <function_of_verbs F, class... X>
    requires call_of<verb::value_and_derivative, F, X...>
void value_and_derivative(F const& f, X&&... operands) {
    engine::run<verb::value_and_derivative>(f, operands...);
}

/// gx = gy·f′(in): operands in..., gy, gx. Of gated functions ga, gb; of rows gy times the
/// Jacobian; of complex functions gz = conj(∂f/∂z)·gy + (∂f/∂z̄)·conj(gy); of functions in training
/// by the draws of the forward pass, so nothing of it need be kept but x.
template <function_of_verbs F, class... X>
    requires call_of<verb::backward, F, X...>
void backward(F const& f, X&&... operands) { engine::run<verb::backward>(f, operands...); }

/// gx = gy·f′ with f′ as a function of y = f(x): operands y, gy, gx.
template <function_of_verbs F, class... X>
    requires call_of<verb::backward_from_output, F, X...>
void backward_from_output(F const& f, X&&... operands) {
    engine::run<verb::backward_from_output>(f, operands...);
}

/// dy = f′ as a function of y = f(x): operands y, dy.
template <function_of_verbs F, class... X>
    requires call_of<verb::derivative_from_output, F, X...>
void derivative_from_output(F const& f, X&&... operands) {
    engine::run<verb::derivative_from_output>(f, operands...);
}

/// x with f(x) = y, NaN where there is none: operands y, x.
template <function_of_verbs F, class... X>
    requires call_of<verb::inverse, F, X...>
void inverse(F const& f, X&&... operands) { engine::run<verb::inverse>(f, operands...); }

/// log |f′(x)|: operands x, logdy.
template <function_of_verbs F, class... X>
    requires call_of<verb::log_derivative, F, X...>
void log_derivative(F const& f, X&&... operands) {
    engine::run<verb::log_derivative>(f, operands...);
}

/// w = f(z), dz = ∂f/∂z and dzbar = ∂f/∂z̄ from one evaluation: operands z, w, dz, dzbar.
template <function_of_verbs F, class... X>
    requires call_of<verb::wirtinger, F, X...>
void wirtinger(F const& f, X&&... operands) { engine::run<verb::wirtinger>(f, operands...); }

/// Σ gy·∂f/∂p for every parameter p of f (of complex functions Σ Re(conj(∂f/∂p)·gy)), in a struct
/// with the kernel's field names: operands in..., gy; of softmax and its like by the temperature.
/// Each block of 1024 elements is summed per lane in the element type, the blocks in double. As
/// nothing is written, lazy Eigen expressions may stand for operands; they are evaluated first.
/// Where the parameters are data, the gradients by them go to f.gradients({.slope = gslopes}),
/// which stands last, here and in `backward`; those by the options of rows to row_gradients{.bias =
/// gb}, which stands behind gy. Of softmax_cross_entropy, with operands x, t, gy, by temperature,
/// softcap and sink.
template <function_of_verbs F, class... X>
    requires call_of<verb::parameter_gradient, F, engine::in_memory_t<X>...>
auto parameter_gradient(F const& f, X const&... operands) {
    auto const run = [&](auto const&... held) {
        return engine::run<verb::parameter_gradient>(f, held...);
    };
    return run(engine::in_memory(operands)...);
}

} // namespace actfn
