// SPDX-License-Identifier: MIT
#include "set.hpp"

#include <actfn/any/standard.hpp>

#include <cstdio>
#include <exception>

// Everything for one instruction set: a table, whose name is the only one of this object that
// others see. No exception leaves it.

namespace actfn::inline ACTFN_ABI::engine {

#define ACTFN_PART(kind)                                                                           \
    extern template struct table_list<float, kernels_in<kind##_list>::type>;                       \
    extern template struct table_list<double, kernels_in<kind##_list>::type>;
ACTFN_PART(pointwise)
ACTFN_PART(rowwise)
ACTFN_PART(gated)
ACTFN_PART(stochastic)
ACTFN_PART(complex)
ACTFN_PART(loss)

namespace {

template <class F> bool guarded(tables::failure* why, F f) noexcept {
    try {
        return f();
    } catch (std::exception const& e) {
        std::snprintf(why->text, sizeof why->text, "%s", e.what());
    } catch (...) {
        std::snprintf(why->text, sizeof why->text, "actfn: unknown error");
    }
    return false;
}

template <class T> struct guarded_calls {
    using local = local_calls<T>;

    static bool call(tables::function const* f, void const* kernel, tables::draws const* draws,
                     tables::verb v, tables::layout const* rows, tables::halves gate,
                     tables::operand const* operands, std::size_t count, double* sums,
                     tables::failure* why) {
        return guarded(why, [&] {
            return local::call(f, kernel, draws, v, rows, gate, operands, count, sums, why);
        });
    }
    static bool check(tables::function const* f, void const* kernel, tables::failure* why) {
        return guarded(why, [&] { return local::check(f, kernel, why); });
    }
    static bool find(tables::backend const* from, char const* text, std::size_t size,
                     tables::function const** f, void* kernel, tables::failure* why) {
        return guarded(why, [&] { return local::find(from, text, size, f, kernel, why); });
    }
};

template <class T>
constexpr tables::backend guarded_backend{
    ACTFN_RUNTIME_NAME,     standard_functions<T>.size(), standard_functions<T>.data(),
    guarded_calls<T>::call, guarded_calls<T>::check,      local_calls<T>::tried,
    guarded_calls<T>::find};

} // namespace

} // namespace actfn::engine

extern "C" ACTFN_RUNTIME_EXPORT actfn::tables::instruction_set const ACTFN_RUNTIME_SET{
    ACTFN_RUNTIME_NAME, &actfn::engine::guarded_backend<float>,
    &actfn::engine::guarded_backend<double>};
