// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/call.hpp>
#include <actfn/any/find.hpp>

/// What runs functions of this program.
namespace actfn::inline ACTFN_ABI::engine {

/// Errors leave as exceptions, or by ACTFN_FAIL.
template <class T> struct local_calls {
    static bool call(tables::function const* f, void const* kernel, tables::draws const* draws,
                     tables::verb v, tables::layout const* rows, tables::halves gate,
                     tables::operand const* operands, std::size_t count, double* sums,
                     tables::failure*) {
        engine::call_any<T>({*f, kernel, draws, v, *rows, gate, sums}, {operands, count});
        return true;
    }
    static bool check(tables::function const* f, void const* kernel, tables::failure*) {
        engine::check_kernel(*f, kernel);
        return true;
    }
    static tables::refusal tried(tables::function const* f, void const* kernel) {
        return engine::try_kernel(*f, kernel);
    }
    static bool find(tables::backend const* from, char const* text, std::size_t size,
                     tables::function const** f, void* kernel, tables::failure*) {
        finder const all({from->functions, from->count}, "any", "function");
        *f = &all.find({text, size}, kernel);
        engine::check_kernel(**f, kernel);
        return true;
    }
};

template <class T>
inline constexpr tables::backend local_backend{"local",
                                               0,
                                               nullptr,
                                               local_calls<T>::call,
                                               local_calls<T>::check,
                                               local_calls<T>::tried,
                                               local_calls<T>::find};

} // namespace actfn::engine
