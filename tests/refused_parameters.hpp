// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>

/// No parameter of any function is NaN; none is infinite, but where its kernel allows that.
namespace tests {

/// What a function says to a number as one of its parameters: nothing where it takes it.
struct reply {
    bool is_integer;
    bool may_be_infinite;
    std::string text;
};

/// f with parameter p replaced.
using parameter_trial = reply (*)(void const* f, std::size_t p, double number);

template <class F> reply with_parameter(void const* object, std::size_t p, double number) {
    F const& f = *static_cast<F const*>(object);
    actfn::core::plain<typename F::kernel_type> k = f.kernel();
    reply r{};
    std::size_t at = 0;
    actfn::core::with_fields(k, [&](auto&... field) {
        auto const change = [&](auto& parameter) {
            if (at++ != p) return;
            if constexpr (std::is_integral_v<std::remove_cvref_t<decltype(parameter)>>) {
                r.is_integer = true;
            } else {
                parameter = number;
                r.may_be_infinite = actfn::core::infinite_is_allowed(k, parameter);
            }
        };
        (change(field), ...);
    });
    if (r.is_integer) return r;
    try {
        (void)f.with(k);
    } catch (std::invalid_argument const& error) {
        r.text = error.what();
    }
    return r;
}

void check_refused_parameters(std::string const& name, std::size_t parameters, void const* f,
                              parameter_trial trial);

template <class F> void check_refused_parameters(F const& f) {
    if constexpr (requires { f.with(f.kernel()); }) {
        using K = actfn::core::plain<typename F::kernel_type>;
        check_refused_parameters(std::string(f.facts().name), actfn::core::number_count<K const>(),
                                 &f, with_parameter<F>);
    }
}

} // namespace tests
