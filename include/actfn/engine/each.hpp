// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameter_checks.hpp>
#include <actfn/engine/evaluate.hpp>
#include <actfn/engine/placement.hpp>

#include <vector>

/// Functions whose parameters are data: prelu.each({.slope = slopes}).
namespace actfn::inline ACTFN_ABI {

namespace verb { // engine/signatures.hpp

struct forward;
struct derivative;
struct second_derivative;
struct backward;
struct backward_from_output;

} // namespace verb

namespace engine {

template <class E>
concept parameter_element = element<E> || storage_element<E>;
/// A range or object of numbers that may be parameters.
template <class X>
concept range_of_parameters =
    operand<X const> && parameter_element<std::remove_cv_t<element_t<X const>>>;

/// Element i of p in the order of its indices, the last running first.
inline char const* address_of(placement const& p, std::size_t i) noexcept {
    std::ptrdiff_t offset = 0;
    auto rest = static_cast<std::ptrdiff_t>(i);
    if (p.rank == 1) return p.begin + rest * p.stride[0] * p.element_size;
    for (int d = p.rank - 1; d >= 0; --d) {
        offset += rest % p.size[d] * p.stride[d];
        rest /= p.size[d];
    }
    return p.begin + offset * p.element_size;
}

enum class stored_as { number, floats, doubles, other };

/// A parameter as it is given: a number for all elements, or a range, which is referred to.
class parameter_view {
  public:
    template <class N>
        requires std::is_arithmetic_v<N>
    constexpr parameter_view(N number) noexcept : number_(static_cast<double>(number)) {}
    template <range_of_parameters X> parameter_view(X const& x) noexcept {
        auto const view = engine::view_of(x);
        using E =
            std::remove_const_t<typename element_in<std::remove_const_t<decltype(view)>>::type>;
        place_ = engine::place("", view);
        kind_ = std::is_same_v<E, float>    ? stored_as::floats
                : std::is_same_v<E, double> ? stored_as::doubles
                                            : stored_as::other;
        read_ = [](char const* at) noexcept {
            return static_cast<double>(engine::computed(*reinterpret_cast<E const*>(at)));
        };
    }

    constexpr bool is_number() const noexcept { return kind_ == stored_as::number; }
    constexpr stored_as kind() const noexcept { return kind_; }
    constexpr double number() const noexcept { return number_; }
    placement const& place() const noexcept { return place_; }
    std::size_t count() const noexcept { return is_number() ? 1 : place_.count(); }

    /// Entry i of a range in the order of its indices, the last running first.
    core::entry entry(std::size_t i) const noexcept {
        double const value = read_(engine::address_of(place_, i));
        bool const matrix = place_.rank == 2 && place_.size[0] != 1 && place_.size[1] != 1;
        auto const at = static_cast<std::ptrdiff_t>(i);
        if (matrix) return {value, at / place_.size[1], at % place_.size[1]};
        return {value, at, core::entry::none};
    }

  private:
    placement place_{};
    double number_ = 0;
    stored_as kind_ = stored_as::number;
    double (*read_)(char const*) noexcept = nullptr;
};

/// Where the gradient by a parameter goes: a range, `add_to` of one, or a variable; of a field that
/// is left out, nowhere.
class gradient_target {
  public:
    template <class N>
        requires std::is_arithmetic_v<std::remove_cvref_t<N>> gradient_target(N&& number)
    noexcept {
        if constexpr (std::is_lvalue_reference_v<N> && element<std::remove_reference_t<N>>) {
            bind(std::span<std::remove_reference_t<N>, 1>(&number, 1), false);
        }
    }
    template <class Y>
        requires(!std::is_arithmetic_v<std::remove_cvref_t<Y>> && output<Y>)
    gradient_target(Y&& y)
    noexcept { bind(engine::view_of(y), is_added<std::remove_cvref_t<Y>>); }

    bool wanted() const noexcept { return write_ != nullptr; }
    placement const& place() const noexcept { return place_; }
    void write(std::size_t i, double value) const noexcept {
        write_(const_cast<char*>(engine::address_of(place_, i)), value, adds_);
    }

  private:
    template <class View> void bind(View const& view, bool adds) noexcept {
        using E = typename element_in<View>::type;
        static_assert(parameter_element<E>, "actfn: gradients by parameters are real numbers");
        place_ = engine::place("", view);
        adds_ = adds;
        write_ = [](char* at, double value, bool add) noexcept {
            E& e = *reinterpret_cast<E*>(at);
            double const sum = add ? static_cast<double>(engine::computed(e)) + value : value;
            e = engine::kept_as<E>(sum);
        };
    }

    placement place_{};
    bool adds_ = false;
    void (*write_)(char*, double, bool) noexcept = nullptr;
};

} // namespace engine

template <> inline constexpr bool core::is_number<engine::parameter_view> = true;
template <> inline constexpr bool core::is_number<engine::gradient_target> = true;

namespace engine {

/// The parameters of K in an array, in the order of its fields.
template <class Parameters> auto list_of(Parameters const& parameters) noexcept {
    return std::apply([](auto const&... p) { return std::array{&p...}; },
                      core::numbers(parameters));
}

/// Whether the ranges among the parameters have one size, so that what is checked of several
/// together can be checked before it is known where they belong.
template <std::size_t n>
bool of_one_size(std::array<parameter_view const*, n> const& list) noexcept {
    std::size_t size = core::too_many;
    for (parameter_view const* p : list) {
        if (p->is_number()) continue;
        if (size != core::too_many && p->count() != size) return false;
        size = p->count();
    }
    return true;
}

/// f(a kernel of every entry of the parameters).
template <class K, std::size_t n, class F>
void for_entries(std::array<parameter_view const*, n> const& list, F f) {
    K const usual{};
    std::array<std::size_t, n> counts{};
    std::size_t most = 1;
    for (std::size_t j = 0; j < n; ++j) {
        counts[j] = list[j]->count();
        most = (std::max)(most, counts[j]);
    }
    for (std::size_t e = 0; e < most; ++e) {
        f(core::make_numbers<K, core::entry>([&](auto i) -> core::entry {
            parameter_view const& p = *list[i()];
            std::size_t const count = counts[i()];
            if (p.is_number()) return p.number();
            if (count == 0) return static_cast<double>(std::get<i()>(core::numbers(usual)));
            return p.entry(e < count ? e : e % count);
        }));
    }
}

/// Whether all entries are finite, where that is soon found out.
inline bool clearly_finite(parameter_view const& p) noexcept {
    auto const all_finite = [&]<class E>(E largest) {
        bool finite = true;
        std::size_t const count = p.count();
        E const* const from = reinterpret_cast<E const*>(p.place().begin);
        for (std::size_t i = 0; i < count; ++i) finite &= from[i] <= largest && from[i] >= -largest;
        return finite;
    };
    if (p.is_number()) return math::abs(p.number()) <= (std::numeric_limits<double>::max)();
    if (p.place().rank != 1 || p.place().stride[0] != 1) return false;
    if (p.kind() == stored_as::floats) return all_finite((std::numeric_limits<float>::max)());
    return p.kind() == stored_as::doubles && all_finite((std::numeric_limits<double>::max)());
}

/// Every entry is what `with` takes for a number.
template <class K, std::size_t n>
void check_entries(std::array<parameter_view const*, n> const& list) {
    for (parameter_view const* p : list) {
        engine::check_sizes(engine::name_of<K>(), "each", p->place());
    }
    if constexpr (!requires(K const& k) { k.check(); }) {
        if (std::all_of(list.begin(), list.end(),
                        [](parameter_view const* p) { return engine::clearly_finite(*p); })) {
            return;
        }
    }
    bool const together = engine::of_one_size(list);
    engine::for_entries<K>(list, [&](auto const& k) {
        if (!core::has_good_fields(k)) core::fail_parameters(engine::name_of<K>(), k);
        if constexpr (requires { k.check(); }) {
            if (together) k.check();
        }
    });
}

} // namespace engine

/// Where the gradients by the parameters of a function go, which stands behind the operands of
/// `backward` and `parameter_gradient`.
template <class K> struct each_gradients { core::rebind<K, engine::gradient_target> to; };

/// A function of elements with parameters of their own for every channel or element. It refers to
/// the parameters and does not copy them; they are checked when it is made, so make another after
/// they have changed. It is for the verbs, where a range of parameters has an entry for every
/// element, or for every entry of the rows of a layout; and with <actfn/eigen.hpp> for expressions.
template <elements_kernel K, class Draws = no_draws> class each_function {
  public:
    using kernel_type = K;
    using parameters_type = core::rebind<K, engine::parameter_view>;
    static constexpr bool draws = !std::is_same_v<Draws, no_draws>;

    explicit each_function(parameters_type const& parameters, Draws const& draws_of = {})
        : parameters_(parameters), draws_(draws_of) {
        engine::check_entries<K>(engine::list_of(parameters_));
    }

    constexpr parameters_type const& parameters() const noexcept { return parameters_; }
    constexpr Draws const& drawn() const noexcept { return draws_; }

    /// Ranges of the sizes of the parameters for the gradients by them, written to, or added to
    /// where they are add_to(range); fields that are left out are not computed:
    /// backward(f, x, gy, gx, layout, f.gradients({.slope = gslopes})).
    auto gradients(core::rebind<K, engine::gradient_target> const& to) const {
        return each_gradients<K>{to};
    }

    /// As of `function`.
    auto train(std::uint64_t seed, std::uint64_t stream = 0) const
        requires(!draws && requires { typename K::draw; }) {
        return each_function<K, draw_sequence>(parameters_, {{seed, stream}, 0});
    }
    each_function from(std::uint64_t element) const requires draws {
        return each_function(parameters_, {draws_.key, element});
    }

    /// With <actfn/eigen.hpp>: f(X.colwise()) with an entry of the parameters for every row of X,
    /// f(X.rowwise()) for every column, f(X) for every coefficient.
    template <class Arch = native, has_front_end X, class... More>
    auto operator()(X const& x, More const&... more) const {
        return front_end<X>::template call_each<verb::forward, Arch>(*this, x, more...);
    }
    template <class Arch = native, has_front_end X, class... More>
    auto derivative(X const& x, More const&... more) const {
        return front_end<X>::template call_each<verb::derivative, Arch>(*this, x, more...);
    }
    template <class Arch = native, has_front_end X, class... More>
    auto second_derivative(X const& x, More const&... more) const {
        return front_end<X>::template call_each<verb::second_derivative, Arch>(*this, x, more...);
    }
    template <class Arch = native, has_front_end X, class... More>
    auto backward(X const& x, More const&... more) const {
        return front_end<X>::template call_each<verb::backward, Arch>(*this, x, more...);
    }
    template <class Arch = native, has_front_end Y, class G>
    auto backward_from_output(Y const& y,
                              G const& gy) const requires has_derivative_from_output<K> {
        return front_end<Y>::template call_each<verb::backward_from_output, Arch>(*this, y, gy);
    }

  private:
    parameters_type parameters_;
    [[no_unique_address]] Draws draws_;
};

namespace engine {

template <class F> inline constexpr bool is_each = false;
template <class K, class D> inline constexpr bool is_each<each_function<K, D>> = true;
template <class X> inline constexpr bool is_gradients = false;
template <class K> inline constexpr bool is_gradients<each_gradients<K>> = true;
template <class... X>
inline constexpr bool has_gradients = (is_gradients<std::remove_cvref_t<X>> || ...);

} // namespace engine

/// A function object with parameters that are data.
template <class F>
concept each_function_object = engine::is_each<F>;

} // namespace actfn
