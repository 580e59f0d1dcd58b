// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/tables.hpp>
#include <actfn/core/error.hpp>

#include <cstring>
#include <string>
#include <string_view>

/// The parameters of kernels that are known by their tables.
namespace actfn::inline ACTFN_ABI::engine {

constexpr std::string_view name_of(tables::function const& f) noexcept {
    return {f.name.data, f.name.size};
}

/// The kernel with its defaults, where it has some.
inline void construct(tables::function const& f, void* kernel) {
    if (f.other != nullptr) {
        if (f.other->construct != nullptr) f.other->construct(kernel);
        return;
    }
    std::memcpy(kernel, f.standard, f.parameters * sizeof(double));
}
inline double get_parameter(tables::function const& f, void const* kernel, std::size_t i) {
    if (f.other != nullptr) return f.other->get(kernel, i);
    double number;
    std::memcpy(&number, static_cast<char const*>(kernel) + i * sizeof number, sizeof number);
    return number;
}
inline void set_parameter(tables::function const& f, void* kernel, std::size_t i, double number) {
    if (f.other != nullptr) return f.other->set(kernel, i, number);
    std::memcpy(static_cast<char*>(kernel) + i * sizeof number, &number, sizeof number);
}
inline std::string parameter_name(tables::function const& f, std::size_t i) {
    if (f.other == nullptr) return {f.parameter[i].data, f.parameter[i].size};
    char text[64];
    std::size_t const size = f.other->parameter_name(i, text, sizeof text);
    return {text, size < sizeof text ? size : sizeof text};
}

[[noreturn]] inline void fail_count(std::string_view name, std::size_t count, std::size_t given) {
    if (count == 0) core::fail(name, " has no parameters");
    core::fail(name, " has ", count, count == 1 ? " parameter, " : " parameters, ", given,
               " are given");
}

/// The first parameter that is not a number as it should be, or `f.parameters`.
inline std::size_t bad_parameter(tables::function const& f, void const* kernel) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    std::size_t i = 0;
    for (; i < f.parameters; ++i) {
        double const p = engine::get_parameter(f, kernel, i);
        bool const may_be_infinite = (f.may_be_infinite >> i & 1U) != 0;
        if (p != p || (!may_be_infinite && (p == infinity || p == -infinity))) break;
    }
    return i;
}

/// Throws where a parameter is out of range.
inline void check_kernel(tables::function const& f, void const* kernel) {
    if (f.other != nullptr) return f.other->check(kernel);
    if (std::size_t const i = engine::bad_parameter(f, kernel); i < f.parameters) {
        bool const may_be_infinite = (f.may_be_infinite >> i & 1U) != 0;
        core::fail(engine::name_of(f), ": ", engine::parameter_name(f, i), " = ",
                   engine::get_parameter(f, kernel, i), " must be a ",
                   may_be_infinite ? "" : "finite ", "number");
    }
    if (f.own_check != nullptr) f.own_check(kernel);
}

/// What the checks of a kernel find, without an error.
inline tables::refusal try_kernel(tables::function const& f, void const* kernel) {
    if (f.other != nullptr) return f.other->tried(kernel);
    if (engine::bad_parameter(f, kernel) < f.parameters) return {true, 0};
    core::trial t;
    core::current_trial = &t;
    if (f.own_check != nullptr) f.own_check(kernel);
    core::current_trial = nullptr;
    return {t.refused, t.bound};
}

} // namespace actfn::engine
