// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/layout.hpp>
#include <actfn/engine/line_kernel.hpp>

#include <vector>

/// Options of rows that come as data: softmax.each({.bias = b, .mask = m}).
namespace actfn::inline ACTFN_ABI {

namespace engine {

/// Elements of any type: a range, of which the last size and stride tell, or blocks, rows and
/// entries.
struct erased {
    void const* data = nullptr;
    std::size_t element_size = 1;
    bool given = false;
    bool flat = true;
    std::array<std::ptrdiff_t, 3> sizes{1, 1, 0};
    std::array<std::ptrdiff_t, 3> strides{0, 0, 1};

    template <class E> static erased of(lines_view<E> const& v) noexcept {
        return {v.data, sizeof(E), true, false, v.sizes, v.strides};
    }
    template <class E> static erased of(E* data, std::size_t n, std::ptrdiff_t step = 1) noexcept {
        return {data, sizeof(E), true, true, {1, 1, signed_size(n)}, {0, 0, step}};
    }
    template <class E, std::size_t extent> static erased of(std::span<E, extent> v) noexcept {
        return of(v.data(), v.size());
    }
    /// A vector; of anything else the caller says which way its rows lie.
    template <class E, std::size_t rank> static erased of(strided_view<E, rank> const& v) {
        auto p = engine::place("an option", v);
        engine::squeeze(p);
        if (p.rank > 1) {
            core::fail("each: an option is ", shape_text(p), ": say which way its rows lie");
        }
        return of(v.data, p.count(), p.rank == 0 ? 1 : p.stride[0]);
    }
};

/// n elements from number `at` of the data on, every `step`, to every `to_step` of numbers or, as 0
/// and 1, bytes.
template <class To>
using reader = void (*)(void const* data, std::ptrdiff_t at, std::ptrdiff_t step, std::size_t n,
                        To* to, std::ptrdiff_t to_step);

template <class E, class To>
void read_numbers(void const* data, std::ptrdiff_t at, std::ptrdiff_t step, std::size_t n, To* to,
                  std::ptrdiff_t to_step) {
    E const* const from = static_cast<E const*>(data) + at;
    for (std::ptrdiff_t i = 0; i < signed_size(n); ++i) {
        to[i * to_step] = static_cast<To>(engine::computed(from[i * step]));
    }
}
template <class E>
void read_flags(void const* data, std::ptrdiff_t at, std::ptrdiff_t step, std::size_t n,
                unsigned char* to, std::ptrdiff_t to_step) {
    E const* const from = static_cast<E const*>(data) + at;
    for (std::ptrdiff_t i = 0; i < signed_size(n); ++i) to[i * to_step] = from[i * step] != E(0);
}
inline void read_bits(void const* data, std::ptrdiff_t at, std::ptrdiff_t step, std::size_t n,
                      unsigned char* to, std::ptrdiff_t to_step) {
    auto const& from = *static_cast<std::vector<bool> const*>(data);
    for (std::ptrdiff_t i = 0; i < signed_size(n); ++i) {
        to[i * to_step] = from[static_cast<std::size_t>(at + i * step)];
    }
}
template <class E>
void write_numbers(void* data, std::ptrdiff_t at, std::ptrdiff_t step, std::size_t n,
                   double const* from) {
    E* const to = static_cast<E*>(data) + at;
    for (std::ptrdiff_t i = 0; i < signed_size(n); ++i) to[i * step] = engine::kept_as<E>(from[i]);
}

template <class X> auto option_view(X& x) {
    if constexpr (taught_lines<X>) {
        return lines_traits<std::remove_cvref_t<X>>::view(x);
    } else {
        return engine::view_of(x);
    }
}
template <class X>
using option_element = typename element_in<decltype(engine::option_view(std::declval<X&>()))>::type;

/// Real numbers that an option can be.
template <class X>
concept option_numbers = (operand<X> ||
                          taught_lines<X>)&&!complex_element<std::remove_cv_t<option_element<X>>>;

template <class I>
concept flag_element = std::integral<I>;

} // namespace engine

/// Teaches masks a new kind of object, whose elements are integers or bool. A specialisation has
/// `static auto view(X const& x)`, which returns a strided_view of blocks, rows and entries, or a
/// std::span.
template <class X> struct mask_traits { static constexpr bool missing = true; };

namespace engine {

template <class X>
concept taught_mask = requires(X const& x) {
    mask_traits<std::remove_cvref_t<X>>::view(x);
};

/// Ranges of integers or bool, std::vector<bool> among them, and what mask_traits knows.
template <class X>
concept mask_operand = std::same_as<std::remove_cvref_t<X>, std::vector<bool>> || taught_mask<X> ||
    (std::ranges::contiguous_range<X const>&& std::ranges::sized_range<X const>&&
         flag_element<std::ranges::range_value_t<X>>);

} // namespace engine

/// A view of real numbers of any type beside rows: an entry for each of theirs, a row for all of
/// them, a number for each row or for all.
class row_numbers : public engine::erased {
  public:
    row_numbers() = default;
    template <engine::option_numbers X>
    row_numbers(X const& x) : erased(of(engine::option_view(x))) {
        using E = std::remove_cv_t<engine::option_element<X const>>;
        to_float_ = engine::read_numbers<E, float>;
        to_double_ = engine::read_numbers<E, double>;
        is_float_ = std::same_as<E, float>;
        is_double_ = std::same_as<E, double>;
    }

    template <class T>
    void read(std::ptrdiff_t at, std::ptrdiff_t step, std::size_t n, T* to,
              std::ptrdiff_t to_step) const {
        if constexpr (std::same_as<T, float>) {
            to_float_(data, at, step, n, to, to_step);
        } else {
            to_double_(data, at, step, n, to, to_step);
        }
    }
    /// The elements themselves where they are T.
    template <class T> T const* numbers() const noexcept {
        bool const same = std::same_as<T, float> ? is_float_ : is_double_;
        return same ? static_cast<T const*>(data) : nullptr;
    }

  private:
    engine::reader<float> to_float_ = nullptr;
    engine::reader<double> to_double_ = nullptr;
    bool is_float_ = false;
    bool is_double_ = false;
};

/// A view of what is kept of rows: entries that are 0 or false are left out.
class row_mask : public engine::erased {
  public:
    row_mask() = default;
    template <engine::mask_operand X> row_mask(X const& x) {
        if constexpr (std::same_as<X, std::vector<bool>>) {
            static_cast<erased&>(*this) = {
                &x, 1, true, true, {1, 1, engine::signed_size(x.size())}, {0, 0, 1}};
            read_ = engine::read_bits;
        } else if constexpr (engine::taught_mask<X>) {
            take(mask_traits<X>::view(x));
        } else {
            take(std::span(std::to_address(std::ranges::begin(x)),
                           static_cast<std::size_t>(std::ranges::size(x))));
        }
    }

    void read(std::ptrdiff_t at, std::ptrdiff_t step, std::size_t n, unsigned char* to,
              std::ptrdiff_t to_step) const {
        read_(data, at, step, n, to, to_step);
    }
    /// The elements themselves where they are bytes.
    unsigned char const* bytes() const noexcept {
        return in_bytes_ ? static_cast<unsigned char const*>(data) : nullptr;
    }
    /// Of std::vector<bool>, whose elements have no addresses.
    bool in_bits() const noexcept { return read_ == engine::read_bits; }

  private:
    template <class View> void take(View const& v) {
        using E = std::remove_cv_t<typename engine::element_in<View>::type>;
        static_cast<erased&>(*this) = of(v);
        read_ = engine::read_flags<E>;
        in_bytes_ = sizeof(E) == 1;
    }

    engine::reader<unsigned char> read_ = nullptr;
    bool in_bytes_ = false;
};

/// Where the gradient by numbers beside rows goes.
class row_output : public engine::erased {
  public:
    row_output() = default;
    template <engine::option_numbers X>
        requires(!std::is_const_v<engine::option_element<X>>)
    row_output(X&& x)
        : erased(of(engine::option_view(x))),
          write_(engine::write_numbers<engine::option_element<X>>) {}

    void write(std::ptrdiff_t at, std::ptrdiff_t step, std::size_t n, double const* from) const {
        write_(const_cast<void*>(data), at, step, n, from);
    }

  private:
    void (*write_)(void*, std::ptrdiff_t, std::ptrdiff_t, std::size_t, double const*) = nullptr;
};

/// What softmax and its relatives take beside their rows: logits are t = x/T, capped, plus `bias`
/// (ALiBi, an additive mask). Entries whose `mask` is 0 are left out; with `causal` so are those of
/// row r behind entry r + `offset`. `sink` is one more logit in the denominator. Bias and mask have
/// an entry for each of the rows' or a row for all rows; a sink is a number for each row, or one.
/// They are views: what they look at has to live as long as the function.
struct row_options {
    row_numbers bias{};
    row_mask mask{};
    row_numbers sink{};
    bool causal = false;
    std::ptrdiff_t offset = 0;
};

/// What a loss of rows takes beside its logits: the options of softmax, and a weight for every
/// class.
struct loss_options {
    row_numbers bias{};
    row_mask mask{};
    row_numbers sink{};
    bool causal = false;
    std::ptrdiff_t offset = 0;
    row_numbers class_weights{};
};

/// Where gradients by options go: by a bias of each entry or, summed, of a row for all; by a sink
/// of each row or, summed, one for all.
struct row_gradients {
    row_output bias{};
    row_output sink{};
};

namespace kernel {
template <class K> class with_row_options;
} // namespace kernel

namespace engine {

/// The names of a kernel's inputs, where it has others than x, and its draw, where it has one.
template <class K> struct inputs_of {};
template <class K>
    requires requires { K::inputs; }
struct inputs_of<K> {
    static constexpr auto inputs = K::inputs;
};
template <class K> struct draw_of {};
template <class K>
    requires requires { typename K::draw; }
struct draw_of<K> {
    using draw = typename K::draw;
};

template <class K> bool uses_logits(kernel::with_row_options<K> const&) noexcept { return true; }
/// Whether the rows of a kernel are computed of logits.
template <class K> constexpr bool uses_logits(K const& k) noexcept {
    constexpr double infinity = actfn::facts::infinity;
    return k.softcap != infinity || k.sink != -infinity ||
           (!rowwise_kernel<K> && k.temperature != 1);
}

} // namespace engine

namespace kernel {

/// K with the parameters it has by default. What its rows need only with options is not compiled:
/// that takes a unit longer than all else of a call. `with` and `each` give K with others.
template <class K> struct by_default : K {
    using plain = K;

    constexpr void check() const {
        K::check();
        if (!engine::uses_logits(static_cast<K const&>(*this))) return;
        core::fail(engine::name_of<K>(), " by default has other parameters: use its member with");
    }
};

/// A kernel of rows with options. They are no parameters: `with` comes before `each`.
template <class K> class with_row_options : public engine::inputs_of<K>, public engine::draw_of<K> {
  public:
    static constexpr std::string_view name = engine::name_of<K>();

    with_row_options(K const& kernel, row_options const& options)
        : kernel_(kernel), options_(options) {}
    with_row_options(K const& kernel, loss_options const& o)
        : kernel_(kernel),
          options_{o.bias, o.mask, o.sink, o.causal, o.offset},
          class_weights_(o.class_weights) {}

    K const& plain_kernel() const noexcept { return kernel_; }
    row_options const& options() const noexcept { return options_; }
    row_numbers const& class_weights() const noexcept { return class_weights_; }
    actfn::facts describe() const {
        auto with_sink = kernel_;
        if constexpr (requires { with_sink.sink = 0; }) {
            if (options_.sink.given) with_sink.sink = 0;
        }
        return engine::facts_of(with_sink);
    }

    auto of_logits() const { return kernel_.of_logits(); }
    auto hard() const requires requires(K const& k) { k.hard(); }
    { return with_row_options<decltype(kernel_.hard())>(kernel_.hard(), options_); }
    auto rows() const requires rowwise_kernel<K> { return engine::row_members(kernel_); }
    static constexpr double of_nothing = [] {
        if constexpr (reduction_kernel<K>) {
            return K::of_nothing;
        } else {
            return 0.0;
        }
    }();
    template <class Row, class T>
    auto reduce(Row const& row, math::line<T const> x) const requires reduction_kernel<K> {
        return kernel_.reduce(row, x);
    }
    template <class Row, class T, class V>
    void backward(Row const& row, math::line<T const> x, V gy,
                  math::line<T> gx) const requires reduction_kernel<K> {
        kernel_.backward(row, x, gy, gx);
    }
    template <class... X> auto of_class(X const&... x) const requires row_loss_kernel<K> {
        return kernel_.of_class(x...);
    }
    template <class... X> auto of_distribution(X const&... x) const requires row_loss_kernel<K> {
        return kernel_.of_distribution(x...);
    }

  private:
    K kernel_;
    row_options options_;
    row_numbers class_weights_;
};

} // namespace kernel

namespace engine {

template <class K> inline constexpr bool is_with_options = false;
template <class K> inline constexpr bool is_with_options<kernel::with_row_options<K>> = true;
template <class K> inline constexpr bool is_by_default = false;
template <class K> inline constexpr bool is_by_default<kernel::by_default<K>> = true;

/// K, or the kernel of which K is the one by default.
template <class K> struct settable_of { using type = K; };
template <class K> struct settable_of<kernel::by_default<K>> { using type = K; };
template <class K> using settable = typename settable_of<K>::type;

/// A kernel that has a number `sink`, not the constant that says that there is none.
template <class K>
concept takes_sinks = requires(K k) {
    k.sink = 0;
};

/// A kernel whose rows may have to be computed of logits, see `uses_logits`: by its options, or by
/// numbers that are parameters.
template <class K>
concept may_use_logits =
    has_row_options<K> && !is_by_default<K> && (is_with_options<K> || takes_sinks<K>);

/// A kernel whose function has a member `each` that takes row_options, or loss_options.
template <class K>
concept takes_row_options = has_row_options<K> && !is_with_options<K> && !row_loss_kernel<K>;
template <class K>
concept takes_loss_options = has_row_options<K> && !is_with_options<K> && row_loss_kernel<K>;

/// The kernel of numbers.
template <class K> K const& kernel_of_numbers(K const& k) noexcept { return k; }
template <class K> K const& kernel_of_numbers(kernel::with_row_options<K> const& k) noexcept {
    return k.plain_kernel();
}

/// The temperature of logits x/T; negative where they are −x/T.
template <class K> double signed_temperature(K const& k) noexcept {
    auto const t = static_cast<double>(k.temperature);
    if constexpr (requires { K::negates; }) {
        return -t;
    } else {
        return t;
    }
}

} // namespace engine

} // namespace actfn
