// SPDX-License-Identifier: MIT
#include "set.hpp"

#include "parts.hpp"
#include <actfn/any/standard.hpp>

#include <cstdio>
#include <exception>

// Everything for one instruction set: a table, whose name is the only one of this object that
// others see. No exception leaves it.

namespace actfn::inline ACTFN_ABI::engine {

template <class List, std::size_t part, std::size_t parts>
using kernels_of = typename part_of_kernels<List, part, parts>::type;

#define ACTFN_ELSEWHERE(kind, part, parts)                                                         \
    extern template struct table_list<float, kernels_of<kind##_list, part, parts>>;                \
    extern template struct table_list<double, kernels_of<kind##_list, part, parts>>;
ACTFN_RUNTIME_PARTS(ACTFN_ELSEWHERE)

#define ACTFN_ONE_MORE(kind, part, parts) , kernels_of<kind##_list, part, parts>
template <class T>
constexpr auto const& all_functions =
    functions_of<T, kernel_list<> ACTFN_RUNTIME_PARTS(ACTFN_ONE_MORE)>;

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
constexpr tables::backend guarded_backend{ACTFN_RUNTIME_NAME,      all_functions<T>.size(),
                                          all_functions<T>.data(), guarded_calls<T>::call,
                                          guarded_calls<T>::check, local_calls<T>::tried,
                                          guarded_calls<T>::find};

} // namespace

} // namespace actfn::engine

extern "C" ACTFN_RUNTIME_EXPORT actfn::tables::instruction_set const ACTFN_RUNTIME_SET{
    ACTFN_RUNTIME_NAME, &actfn::engine::guarded_backend<float>,
    &actfn::engine::guarded_backend<double>};
