// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/array.hpp>
#include <actfn/complex/complex_phase.hpp>
#include <actfn/math/hypot.hpp>
#include <actfn/rowwise/softmax.hpp>

#include <complex>
#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

/// Heads of complex networks: functions of rows of complex numbers that are made of softmaxes of
/// their real parts, imaginary parts, moduli or phases.
///
///     actfn::forward(actfn::softmax_modulus, z, y, row_layout{.rows = 3});
///     actfn::backward(actfn::softmax_modulus, z, gy, gz, row_layout{.rows = 3});
///
/// z and gz are complex, y and gy real, or complex where the head is. Operands, layouts, errors and
/// overlaps are those of the verbs of rows (<actfn/array.hpp>).
namespace actfn::inline ACTFN_ABI {

namespace engine {

/// What of z = x + i·y = r·e^(it) a softmax is taken of.
enum class softmax_of { x, y, r, t };
/// What is made of one or two of them, a and b: a; (a + b)/2; a·b; a + i·b; a·z/r.
enum class head { of_one, mean, product, parts, direction };

/// A row of complex numbers and what is computed of it, in full registers.
template <class T> class head_row {
  public:
    using V = math::pack<T, native>;

    explicit head_row(std::size_t n)
        : n_(n),
          room_((n + lanes - 1) / lanes * lanes),
          z(room_),
          gz(room_),
          g_complex(room_),
          a_(room_),
          rest_(room_),
          p(room_),
          q(room_),
          g(room_),
          gp(room_),
          gq(room_),
          ga_(room_) {}

    /// f(i) for the first number of every register.
    template <class F> void each(F f) const {
        for (std::size_t i = 0; i < room_; i += lanes) f(i);
    }
    complex<V> number(std::vector<std::complex<T>> const& from, std::size_t i) const {
        return math::load<V>(from.data() + i);
    }
    V real_number(std::vector<T> const& from, std::size_t i) const {
        return math::load<V>(from.data() + i);
    }

    /// The softmax of what `of` says. An error of the modulus would be magnified by it, so what
    /// rounding took from it is a bias.
    template <softmax_of of> void share(std::vector<T>& to) {
        each([&](std::size_t i) {
            complex<V> const at = number(z, i);
            if constexpr (of == softmax_of::r) {
                auto const polar = math::polar(at.re, at.im);
                math::store(a_.data() + i, polar.r);
                math::store(rest_.data() + i, polar.rest);
            } else if constexpr (of == softmax_of::t) {
                math::store(a_.data() + i, kernel::complex_phase::at(at).value);
            } else {
                math::store(a_.data() + i, of == softmax_of::x ? at.re : at.im);
            }
        });
        if constexpr (of == softmax_of::r) {
            auto const biased = softmax.each({.bias = std::span<T const>(rest_.data(), n_)});
            spread_options o{.given = biased.kernel().options()};
            o.bias = {0, 0, 1};
            engine::run_logits<line_member::forward, native, T, false>(
                biased, o, engine::as_rows<T const>(a_.data(), 1, 1, 1, n_),
                engine::as_rows(to.data(), 1, 1, 1, n_));
        } else {
            run<line_member::forward>(read(a_), math::line<T>{to.data()});
        }
    }
    /// Adds to gz the gradient by z, from that by the softmax `of` it.
    template <softmax_of of> void pull(std::vector<T>& share_, std::vector<T>& by_share) {
        run<line_member::backward_from_output>(read(share_), read(by_share),
                                               math::line<T>{ga_.data()});
        each([&](std::size_t i) {
            complex<V> const at = number(z, i);
            V const by = real_number(ga_, i);
            complex<V> sum = number(gz, i);
            if constexpr (of == softmax_of::x) {
                sum.re = sum.re + by;
            } else if constexpr (of == softmax_of::y) {
                sum.im = sum.im + by;
            } else if constexpr (of == softmax_of::r) {
                auto const polar = math::polar(at.re, at.im);
                sum = sum + by * complex<V>{polar.re, polar.im};
            } else {
                sum = sum + kernel::complex_phase::at(at).backward(by);
            }
            math::store(gz.data() + i, sum);
        });
    }

  private:
    static constexpr std::size_t lanes = math::lanes<V>;

    static math::line<T const> read(std::vector<T> const& v) { return {v.data()}; }
    /// A member of softmax on one row.
    template <class Member, class... Line> void run(Line const&... lines) const {
        if (n_ > 0) Member::apply(softmax.kernel(), math::along<V>(n_), lines...);
    }

    std::size_t n_;
    std::size_t room_;

  public:
    std::vector<std::complex<T>> z, gz, g_complex;

  private:
    std::vector<T> a_, rest_;

  public:
    std::vector<T> p, q, g, gp, gq;

  private:
    std::vector<T> ga_;
};

template <class X>
concept complex_rows_operand = requires {
    requires complex_element<std::remove_cv_t<typename lines_element<X>::type>>;
};
/// The function object of a head K.
template <class K> class complex_head {
  public:
    using kernel_type = K;
    static constexpr bool draws = false;
    static constexpr bool has_two =
        K::how == head::mean || K::how == head::product || K::how == head::parts;
    static constexpr bool is_complex = K::how == head::parts || K::how == head::direction;
    template <class T> using output = std::conditional_t<is_complex, std::complex<T>, T>;

    constexpr actfn::facts facts() const { return engine::facts_of(K{}); }
    constexpr K kernel() const noexcept { return {}; }

    /// The head of one row.
    template <complex_rows_operand Z> auto operator()(Z const& z) const {
        using T = arithmetic<typename lines_element<Z const>::type>;
        std::vector<output<T>> y(engine::place("z", engine::view_of(z)).count());
        forward(z, y, row_layout{});
        return y;
    }

    template <class Z, class Y, class Layout> void forward(Z& z, Y& y, Layout const& layout) const {
        constexpr std::string_view call = verb::forward::name;
        using T = arithmetic<typename lines_element<Z>::type>;
        line_operands<Layout> lines(call, K::facts.name, layout);
        auto const from = lines.first("z", z);
        auto const to = lines.next("y", y, lines.entries(), false);
        constexpr std::array<std::string_view, 2> called{"z", "y"};
        engine::check_apart<1>(call, K::facts.name, called, from, to);
        run_forward<T>(from, to);
    }
    /// The same of rows that have been checked.
    template <class T, class Z, class Y>
    static void run_forward(lines_view<Z> const& from, lines_view<Y> const& to) {
        head_row<T> row(static_cast<std::size_t>(from.sizes[2]));
        each_row(from, [&](std::ptrdiff_t b, std::ptrdiff_t r) {
            take(from, b, r, row.z);
            shares(row);
            if constexpr (is_complex) {
                row.each([&](std::size_t i) { math::store(row.gz.data() + i, joined(row, i)); });
                put(to, b, r, row.gz);
            } else {
                row.each([&](std::size_t i) { math::store(row.g.data() + i, joined(row, i)); });
                put(to, b, r, row.g);
            }
        });
    }

    template <class Z, class G, class O, class Layout>
    void backward(Z& z, G& gy, O& gz, Layout const& layout) const {
        constexpr std::string_view call = verb::backward::name;
        using T = arithmetic<typename lines_element<Z>::type>;
        line_operands<Layout> lines(call, K::facts.name, layout);
        auto const from = lines.first("z", z);
        auto const gys = lines.next("gy", gy, lines.entries(), false);
        auto const to = lines.next("gz", gz, lines.entries(), false);
        constexpr std::array<std::string_view, 3> called{"z", "gy", "gz"};
        engine::check_apart<2>(call, K::facts.name, called, from, gys, to);
        run_backward<T>(from, gys, to);
    }
    template <class T, class Z, class G, class O>
    static void run_backward(lines_view<Z> const& from, lines_view<G> const& gys,
                             lines_view<O> const& to) {
        head_row<T> row(static_cast<std::size_t>(from.sizes[2]));
        each_row(from, [&](std::ptrdiff_t b, std::ptrdiff_t r) {
            take(from, b, r, row.z);
            if constexpr (is_complex) {
                take(gys, b, r, row.g_complex);
            } else {
                take(gys, b, r, row.g);
            }
            shares(row);
            row.each([&](std::size_t i) { split(row, i); });
            row.template pull<K::first>(row.p, row.gp);
            if constexpr (has_two) row.template pull<K::second>(row.q, row.gq);
            put(to, b, r, row.gz);
        });
    }

  private:
    template <class E, class F> static void each_row(lines_view<E> const& v, F f) {
        for (std::ptrdiff_t b = 0; b < v.sizes[0]; ++b) {
            for (std::ptrdiff_t r = 0; r < v.sizes[1]; ++r) f(b, r);
        }
    }
    template <class E, class T>
    static void take(lines_view<E> const& v, std::ptrdiff_t b, std::ptrdiff_t r,
                     std::vector<T>& to) {
        auto const* from = v.data + b * v.strides[0] + r * v.strides[1];
        for (std::ptrdiff_t i = 0; i < v.sizes[2]; ++i)
            to[static_cast<std::size_t>(i)] = from[i * v.strides[2]];
    }
    template <class E, class T>
    static void put(lines_view<E> const& v, std::ptrdiff_t b, std::ptrdiff_t r,
                    std::vector<T> const& from) {
        auto* const to = v.data + b * v.strides[0] + r * v.strides[1];
        for (std::ptrdiff_t i = 0; i < v.sizes[2]; ++i)
            to[i * v.strides[2]] = from[static_cast<std::size_t>(i)];
    }

    template <class T> static void shares(head_row<T>& row) {
        row.template share<K::first>(row.p);
        if constexpr (has_two) row.template share<K::second>(row.q);
    }
    /// z/r, 0 at 0.
    template <class T> static auto direction(head_row<T> const& row, std::size_t i) {
        using V = typename head_row<T>::V;
        complex<V> const z = row.number(row.z, i);
        return math::polar(z.re, z.im);
    }
    template <class T> static auto joined(head_row<T> const& row, std::size_t i) {
        using V = typename head_row<T>::V;
        V const p = row.real_number(row.p, i);
        V const q = row.real_number(row.q, i);
        if constexpr (K::how == head::of_one) {
            return p;
        } else if constexpr (K::how == head::mean) {
            return math::as<V>(0.5) * (p + q);
        } else if constexpr (K::how == head::product) {
            return p * q;
        } else if constexpr (K::how == head::parts) {
            return complex<V>{p, q};
        } else {
            auto const u = direction(row, i);
            return complex<V>{p * u.re, p * u.im};
        }
    }
    /// The gradients by the softmaxes, and what of that by z does not go through them.
    template <class T> static void split(head_row<T>& row, std::size_t i) {
        using V = typename head_row<T>::V;
        V const p = row.real_number(row.p, i);
        V const q = row.real_number(row.q, i);
        V const g = row.real_number(row.g, i);
        complex<V> const w = row.number(row.g_complex, i);
        V by_p = g;
        V by_q = g;
        complex<V> beside{V(0), V(0)};
        if constexpr (K::how == head::mean) {
            by_p = by_q = math::as<V>(0.5) * g;
        } else if constexpr (K::how == head::product) {
            by_p = g * q;
            by_q = g * p;
        } else if constexpr (K::how == head::parts) {
            by_p = w.re;
            by_q = w.im;
        } else if constexpr (K::how == head::direction) {
            auto const u = direction(row, i);
            complex<V> const h = math::conj(complex<V>{u.re, u.im}) * w;
            V const across = math::select(u.r == V(0), V(0), math::finite(u.over_r(p)) * h.im);
            by_p = h.re;
            beside = {-across * u.im, across * u.re};
        }
        math::store(row.gp.data() + i, by_p);
        math::store(row.gq.data() + i, by_q);
        math::store(row.gz.data() + i, beside);
    }
};

} // namespace engine

namespace kernel {

/// softmax_modulus(z) = softmax(|z|).
struct softmax_modulus {
    static constexpr auto how = engine::head::of_one;
    static constexpr auto first = engine::softmax_of::r;
    static constexpr actfn::facts facts{.name = "softmax_modulus",
                                        .aliases = "softmax_real_with_abs mag_softmax",
                                        .formula = "softmax(r)",
                                        .source = "cvnn, softmax_real_with_abs",
                                        .lower = 0,
                                        .upper = 1,
                                        .max_ulp = {.value = 4, .derivative = 5}};
};

/// softmax_phase(z) = softmax(arg z).
struct softmax_phase {
    static constexpr auto how = engine::head::of_one;
    static constexpr auto first = engine::softmax_of::t;
    static constexpr actfn::facts facts{.name = "softmax_phase",
                                        .formula = "softmax(t)",
                                        .source = "cvnn, softmax_real_by_parameter",
                                        .lower = 0,
                                        .upper = 1,
                                        .max_ulp = {.value = 6, .derivative = 6}};
};

/// softmax_mean(z) = (softmax(x) + softmax(y))/2.
struct softmax_mean {
    static constexpr auto how = engine::head::mean;
    static constexpr auto first = engine::softmax_of::x;
    static constexpr auto second = engine::softmax_of::y;
    static constexpr actfn::facts facts{.name = "softmax_mean",
                                        .aliases = "softmax_real_with_avg",
                                        .formula = "(softmax(x) + softmax(y)) / 2",
                                        .source = "cvnn, softmax_real_with_avg",
                                        .lower = 0,
                                        .upper = 1,
                                        .max_ulp = {.value = 4, .derivative = 5}};
};

/// softmax_product(z) = softmax(x)·softmax(y).
struct softmax_product {
    static constexpr auto how = engine::head::product;
    static constexpr auto first = engine::softmax_of::x;
    static constexpr auto second = engine::softmax_of::y;
    static constexpr actfn::facts facts{.name = "softmax_product",
                                        .aliases = "softmax_real_with_mult",
                                        .formula = "softmax(x) * softmax(y)",
                                        .source = "cvnn, softmax_real_with_mult",
                                        .lower = 0,
                                        .upper = 1,
                                        .max_ulp = {.value = 7, .derivative = 8}};
};

/// softmax_polar(z) = (softmax(|z|) + softmax(arg z))/2.
struct softmax_polar {
    static constexpr auto how = engine::head::mean;
    static constexpr auto first = engine::softmax_of::r;
    static constexpr auto second = engine::softmax_of::t;
    static constexpr actfn::facts facts{.name = "softmax_polar",
                                        .aliases = "softmax_real_with_polar",
                                        .formula = "(softmax(r) + softmax(t)) / 2",
                                        .source = "cvnn, softmax_real_with_polar",
                                        .lower = 0,
                                        .upper = 1,
                                        .max_ulp = {.value = 6, .derivative = 6}};
};

/// split_softmax(z) = softmax(x) + i·softmax(y).
struct split_softmax {
    static constexpr auto how = engine::head::parts;
    static constexpr auto first = engine::softmax_of::x;
    static constexpr auto second = engine::softmax_of::y;
    static constexpr actfn::facts facts{.name = "split_softmax",
                                        .aliases = "cv_softmax cart_softmax",
                                        .formula = "softmax(x) + i * softmax(y)",
                                        .source = "complextorch, CVSoftMax",
                                        .lower = 0,
                                        .upper = 1,
                                        .max_ulp = {.value = 3, .derivative = 5}};
};

/// radial_softmax(z) = softmax(|z|)·z/|z|, which keeps the phase; 0 at 0, and so is the gradient.
struct radial_softmax {
    static constexpr auto how = engine::head::direction;
    static constexpr auto first = engine::softmax_of::r;
    static constexpr actfn::facts facts{.name = "radial_softmax",
                                        .aliases = "phase_softmax pol_softmax",
                                        .formula = "softmax(r) * u",
                                        .source = "complextorch, PhaseSoftMax",
                                        .lower = -1,
                                        .upper = 1,
                                        .max_ulp = {.value = 5, .derivative = 6}};
};

} // namespace kernel

inline constexpr engine::complex_head<kernel::softmax_modulus> softmax_modulus{};
inline constexpr engine::complex_head<kernel::softmax_phase> softmax_phase{};
inline constexpr engine::complex_head<kernel::softmax_mean> softmax_mean{};
inline constexpr engine::complex_head<kernel::softmax_product> softmax_product{};
inline constexpr engine::complex_head<kernel::softmax_polar> softmax_polar{};
inline constexpr engine::complex_head<kernel::split_softmax> split_softmax{};
inline constexpr engine::complex_head<kernel::radial_softmax> radial_softmax{};
inline constexpr auto& softmax_real_with_abs = softmax_modulus;
inline constexpr auto& mag_softmax = softmax_modulus;
inline constexpr auto& softmax_real_with_avg = softmax_mean;
inline constexpr auto& softmax_real_with_mult = softmax_product;
inline constexpr auto& softmax_real_with_polar = softmax_polar;
inline constexpr auto& cv_softmax = split_softmax;
inline constexpr auto& cart_softmax = split_softmax;
inline constexpr auto& phase_softmax = radial_softmax;
inline constexpr auto& pol_softmax = radial_softmax;

namespace engine {

/// Y holds what the head K makes of complex numbers Z, and nothing is const.
template <class Y, class K, class Z>
concept head_values =
    std::same_as < std::remove_const_t<typename lines_element<std::remove_reference_t<Y>>::type>,
typename complex_head<K>::template output < arithmetic <
    typename lines_element<std::remove_reference_t<Z>>::type >>>
    ;
/// Rows that hold complex numbers like Z.
template <class Y, class Z>
concept numbers_like =
    std::same_as<std::remove_const_t<typename lines_element<std::remove_reference_t<Y>>::type>,
                 std::remove_const_t<typename lines_element<std::remove_reference_t<Z>>::type>>;

} // namespace engine

/// y = f(z) of the rows of z: operands z, y, then a layout.
template <class K, class Z, engine::head_values<K, Z> Y, class... Layout>
    requires engine::complex_rows_operand<std::remove_reference_t<Z>>
void forward(engine::complex_head<K> const& f, Z&& z, Y&& y, Layout const&... layout) {
    f.forward(z, y, engine::layout_behind(layout...));
}
/// gz = Σ conj(∂fᵢ/∂z)·gyᵢ + (∂fᵢ/∂z̄)·conj(gyᵢ) over the entries fᵢ of a row: operands z, gy, gz,
/// then a layout.
template <class K, class Z, engine::head_values<K, Z> G, engine::numbers_like<Z> O, class... Layout>
    requires engine::complex_rows_operand<std::remove_reference_t<Z>>
void backward(engine::complex_head<K> const& f, Z&& z, G&& gy, O&& gz, Layout const&... layout) {
    f.backward(z, gy, gz, engine::layout_behind(layout...));
}

} // namespace actfn
