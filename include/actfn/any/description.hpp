// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/kind.hpp>
#include <actfn/any/tables.hpp>
#include <actfn/core/parameter_checks.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/gated/maxout.hpp>

#include <algorithm>
#include <new>
#include <string>

/// What is known of a kernel at run time, without its loops.
namespace actfn::inline ACTFN_ABI::engine {

/// The numbers of a kernel that can be set at run time, and their names.
template <class K> struct run_time_parameters {
    static constexpr std::size_t count = core::number_count<K>();

    static constexpr K standard() requires std::is_default_constructible_v<K> { return K{}; }
    static double get(K const& k, std::size_t parameter) {
        double result = 0;
        std::size_t i = 0;
        std::apply(
            [&](auto const&... p) {
                ((i++ == parameter ? void(result = static_cast<double>(p)) : void()), ...);
            },
            core::numbers(k));
        return result;
    }
    static void set(K& k, std::size_t parameter, double number) {
        std::size_t i = 0;
        std::apply(
            [&]<class... P>(P&... p) {
                ((i++ == parameter ? void(p = run_time_parameters::as<P>(number)) : void()), ...);
            },
            core::numbers(k));
    }
    /// What is no whole number becomes the least integer, which a size that is checked is not.
    template <class P> static P as(double number) {
        if constexpr (std::is_integral_v<P>) {
            bool const whole = -0x1p52 <= number && number <= 0x1p52 &&
                               number == static_cast<double>(static_cast<long long>(number));
            return whole ? static_cast<P>(number) : (std::numeric_limits<P>::min)();
        } else {
            return static_cast<P>(number);
        }
    }
    static void check(K const& k) { static_cast<void>(engine::checked(k)); }
    static tables::refusal tried(K const& k) {
        if (!core::has_good_fields(k)) return {true, 0};
        core::trial t;
        core::current_trial = &t;
        if constexpr (requires { k.check(); }) k.check();
        core::current_trial = nullptr;
        return {t.refused, t.bound};
    }
    static std::string name(std::size_t parameter) { return name_in<K>("", parameter); }

  private:
    template <class S> static std::string name_in(std::string const& outer, std::size_t& left) {
        std::string result;
        [&]<std::size_t... I>(std::index_sequence<I...>) { (look<S, I>(outer, left, result), ...); }
        (std::make_index_sequence<core::field_count<S>()>{});
        return result;
    }
    template <class S, std::size_t i>
    static void look(std::string const& outer, std::size_t& left, std::string& result) {
        using Field = core::detail::field_type<S, i>;
        if (!result.empty()) return;
        std::string const path = outer + std::string(core::field_name<S, i>());
        if constexpr (core::is_number<Field>) {
            if (left-- == 0) result = path;
        } else if constexpr (core::has_fields<Field>) {
            result = name_in<Field>(path + ".", left);
        }
    }
};
template <> struct run_time_parameters<kernel::maxout<std::dynamic_extent>> {
    using K = kernel::maxout<std::dynamic_extent>;
    static constexpr std::size_t count = 1;

    static constexpr K standard() { return K(2); }
    static double get(K const& k, std::size_t) { return static_cast<double>(k.k); }
    /// What is no size of a group becomes 0, which `check` refuses.
    static void set(K& k, std::size_t, double number) {
        bool const whole = number >= 2 && number <= 0x1p52 &&
                           number == static_cast<double>(static_cast<std::size_t>(number));
        k.k = whole ? static_cast<std::size_t>(number) : 0;
    }
    static void check(K const& k) {
        if (k.k < 2) core::fail("maxout: k must be a whole number and at least 2");
    }
    static tables::refusal tried(K const& k) { return {k.k < 2, 1}; }
    static std::string name(std::size_t) { return "k"; }
};

constexpr tables::text as_text(std::string_view s) noexcept { return {s.data(), s.size()}; }
constexpr std::string_view as_view(tables::text t) noexcept { return {t.data, t.size}; }

/// What can be done with a kernel that is more than some doubles.
template <class K> struct erased_parameters {
    using P = run_time_parameters<K>;

    static K const& of(void const* kernel) { return *static_cast<K const*>(kernel); }
    /// Null where there are no defaults.
    static constexpr auto constructor() -> void (*)(void*) {
        if constexpr (requires { P::standard(); }) {
            return [](void* kernel) { ::new (kernel) K(P::standard()); };
        } else {
            return nullptr;
        }
    }
    static double get(void const* kernel, std::size_t p) { return P::get(of(kernel), p); }
    static void set(void* kernel, std::size_t p, double number) {
        P::set(*static_cast<K*>(kernel), p, number);
    }
    static void check(void const* kernel) { P::check(of(kernel)); }
    static tables::refusal tried(void const* kernel) { return P::tried(of(kernel)); }
    static std::size_t parameter_name(std::size_t p, char* to, std::size_t room) {
        std::string const name = P::name(p);
        std::copy_n(name.data(), (std::min)(name.size(), room), to);
        return name.size();
    }
    static constexpr tables::other_kernel table{constructor(), get,   set,
                                                check,         tried, parameter_name};
};

template <class K> void own_check(void const* kernel) { static_cast<K const*>(kernel)->check(); }

/// Whether a kernel is doubles one behind the other, and nothing else.
template <class K> consteval bool is_plain_kernel() {
    constexpr std::size_t n = run_time_parameters<K>::count;
    if constexpr (!std::is_trivially_copyable_v<K> || !std::is_standard_layout_v<K> ||
                  n > tables::most_plain) {
        return false;
    } else if constexpr (n == 0) {
        return std::is_empty_v<K>;
    } else if constexpr (!core::has_fields<K> || sizeof(K) != n * sizeof(double)) {
        return false;
    } else if constexpr (core::field_count<K>() != n) {
        return false;
    } else {
        K const k{};
        return core::with_fields(
            k, []<class... P>(P const&...) { return (std::is_same_v<P, double> && ...); });
    }
}

/// Of a head of <actfn/complex_heads.hpp>.
template <class K>
concept head_kernel = requires {
    K::how;
    K::first;
};

template <class K> constexpr kind kind_of() {
    if constexpr (row_loss_kernel<K> || elementwise_loss_kernel<K>) {
        return kind::loss;
    } else if constexpr (lines_kernel<K>) {
        return kind::rowwise;
    } else if constexpr (complex_kernel<K> || head_kernel<K>) {
        return kind::complex;
    } else {
        return gated_kernel<K> ? kind::gated : kind::pointwise;
    }
}

template <class K, std::size_t... I>
constexpr void describe_fields(tables::function& f, std::index_sequence<I...>) {
    K const k{};
    [[maybe_unused]] auto const fields = core::fields(k);
    ((f.standard[I] = std::get<I>(fields)), ...);
    ((f.parameter[I] = engine::as_text(core::field_name<K, I>())), ...);
    ((f.may_be_infinite |= core::infinite_is_allowed(k, std::get<I>(fields)) ? 1U << I : 0U), ...);
}

/// Other names of a function of a list.
template <class K> constexpr tables::text aliases_of() {
    return engine::as_text(engine::facts_of(run_time_parameters<K>::standard()).aliases);
}

/// A table of a kernel without loops and aliases.
template <class K> constexpr tables::function description_of() {
    tables::function f{};
    f.name = engine::as_text(engine::name_of<K>());
    f.kind = static_cast<int>(engine::kind_of<K>());
    f.is_stochastic = requires { typename K::draw; };
    f.parameters = run_time_parameters<K>::count;
    f.kernel_size = sizeof(K);
    if constexpr (engine::is_plain_kernel<K>()) {
        f.is_plain = true;
        engine::describe_fields<K>(f, std::make_index_sequence<run_time_parameters<K>::count>{});
        if constexpr (requires(K const& k) { k.check(); }) f.own_check = engine::own_check<K>;
    } else {
        f.other = &erased_parameters<K>::table;
    }
    return f;
}

} // namespace actfn::engine
