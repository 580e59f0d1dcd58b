// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/kernel.hpp>
#include <actfn/math/rows.hpp>

#include <string>

/// Kernels of whole rows, and what can be asked of them.
namespace actfn::inline ACTFN_ABI {

namespace engine {

/// The object with the members of a kernel of rows: the kernel itself, or its rows().
template <class K> ACTFN_INLINE auto row_members(K const& k) noexcept {
    if constexpr (requires { k.rows(); }) {
        return k.rows();
    } else {
        return k;
    }
}

} // namespace engine

/// Members forward(row, x, y) and backward(row, x, gy, gx) on the lines of a row of any kind
/// (math/rows.hpp), the output being as long as x and perhaps one of the inputs; and
/// backward_from_output(row, y, gy, gx) where the gradient is a function of the output.
template <class K>
concept rowwise_kernel = requires(K const& k, math::along<math::pack<float>> row,
                                  math::line<float const> in, math::line<float> out) {
    engine::row_members(k).forward(row, in, out);
    engine::row_members(k).backward(row, in, in, out);
};

/// One number of every row, or, with `group()`, of every group of entries in it: reduce(row, x),
/// the value `of_nothing` of an empty row, and backward(row, x, gy, gx) with the gradient gy by the
/// value; gx may be x.
template <class K>
concept reduction_kernel = requires(K const& k, math::along<math::pack<float>> row,
                                    math::line<float const> in, math::line<float> out,
                                    math::pack<float> gy) {
    { k.reduce(row, in) } -> std::same_as<math::pack<float>>;
    k.backward(row, in, gy, out);
};

/// Rows split in parts, entry by entry: forward(x...) and backward(x..., gy...) of packs, where a
/// row of x has `over` equal parts and one of the output `times`, one of both being 1; `first` says
/// whether the parts of x come in order.
template <class K>
concept halves_kernel = requires {
    { K::over } -> std::convertible_to<std::size_t>;
    { K::times } -> std::convertible_to<std::size_t>;
};

/// The loss of a row of logits against the number of its class, of_class(row, x, index, gx,
/// divisor, weight), or against a distribution, of_distribution(row, x, t, gx, divisor, weight):
/// one number of every row. Its gradient by x, over `divisor` and times `weight`, goes to gx unless
/// that is math::discard; gx may be an input. It states `inputs{"x", "t"}`.
template <class K>
concept row_loss_kernel = requires(K const& k, math::along<math::pack<float>> row,
                                   math::line<float const> in, std::size_t const* index,
                                   math::line<float> out, math::pack<float> weight) {
    { k.of_class(row, in, index, out, 1.0F, weight) } -> std::same_as<math::pack<float>>;
    { k.of_distribution(row, in, in, out, 1.0F, weight) } -> std::same_as<math::pack<float>>;
};

/// parameter_parts(): for every part of the output the kernel of elements it is, of all parts of x.
/// They have the same parameters.
template <class K>
concept has_parameter_parts = halves_kernel<K> && requires(K const& k) {
    k.parameter_parts();
};

/// A kernel that computes whole rows.
template <class K>
concept lines_kernel = rowwise_kernel<K> || reduction_kernel<K> || halves_kernel<K>;

/// The gradient of rows as a function of the output, which is kept instead of the input.
template <class K>
concept has_backward_from_output = requires(K const& k, math::along<math::pack<float>> row,
                                            math::line<float const> in, math::line<float> out) {
    engine::row_members(k).backward_from_output(row, in, in, out);
};

/// temperature_gradient(row, x, gx): Σ gy·∂f/∂T of a row, from the gradient gx by x.
template <class K>
concept has_temperature_gradient = requires(K const& k, math::along<math::pack<float>> row,
                                            math::line<float const> in) {
    { engine::row_members(k).temperature_gradient(row, in, in) } -> std::same_as<math::pack<float>>;
};

/// parameter_gradients(row, x, gy, gx): for every parameter p of the kernel Σ gy·∂f/∂p of a row, in
/// the kernel's struct of packs; gx, the gradient by x, is there already.
template <class K>
concept has_row_parameter_gradients = requires(K const& k, math::along<math::pack<float>> row,
                                               math::line<float const> in) {
    engine::row_members(k).parameter_gradients(row, in, in, in);
};

/// of_logits(): how the kernel's function is computed of rows of logits (math/logits.hpp), which
/// its parameters temperature, softcap and sink and the options of its rows make of entries.
template <class K>
concept has_row_options = requires(K const& k) {
    k.of_logits();
};

/// What can be asked of a kernel of rows, on a row and its lines or on packs: inputs, then the
/// output.
namespace line_member {

struct forward {
    template <class K, class... X> ACTFN_INLINE static auto apply(K const& k, X const&... x) {
        return engine::row_members(k).forward(x...);
    }
};
struct backward {
    template <class K, class... X> ACTFN_INLINE static auto apply(K const& k, X const&... x) {
        return engine::row_members(k).backward(x...);
    }
};
struct backward_from_output {
    template <class K, class... X> ACTFN_INLINE static auto apply(K const& k, X const&... x) {
        return engine::row_members(k).backward_from_output(x...);
    }
};

} // namespace line_member

namespace engine {

/// How many entries a row of the output has for n of the input.
template <class K> constexpr std::size_t output_length(K const& k, std::size_t n) noexcept {
    if constexpr (requires { k.group(); }) {
        return n / k.group();
    } else if constexpr (halves_kernel<K>) {
        return n * K::times / K::over;
    } else {
        return reduction_kernel<K> ? 1 : n;
    }
}

/// Rows have a multiple of so many entries: group(), of each of which there is one number, or
/// multiple().
template <class K> constexpr std::size_t multiple_of(K const& k) noexcept {
    if constexpr (requires { k.group(); }) {
        return k.group();
    } else if constexpr (requires { k.multiple(); }) {
        return k.multiple();
    } else {
        return 1;
    }
}

/// The name of a function with what tells it from others of its kind, such as maxout<3>.
template <class K> std::string full_name(K const& k) {
    if constexpr (requires { k.full_name(); }) {
        return k.full_name();
    } else {
        return std::string(engine::name_of<K>());
    }
}

} // namespace engine

} // namespace actfn
