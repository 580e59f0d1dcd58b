// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/evaluate.hpp>
#include <actfn/engine/panels.hpp>
#include <actfn/engine/plain_operands.hpp>
#include <actfn/math/tables.hpp>

#include <array>
#include <bit>
#include <utility>

/// The loop over elements: a member of a kernel from any number of inputs to any number of outputs,
/// real, complex or drawn, whatever type stores them and wherever they lie.
namespace actfn::inline ACTFN_ABI::engine {

/// The member that returns its argument.
struct copying {
    template <class K, class V> ACTFN_INLINE static V apply(K const&, V x) { return x; }
};

/// One pack of every input, the numbers of the result to the outputs.
template <class Member, class V, class K, class... Out, class... E>
ACTFN_INLINE void run_pack(K const& k, std::size_t i, std::tuple<Out...> const& out,
                           E const*... in) {
    auto const r = Member::apply(k, math::load<V>(in + i)...);
    auto const numbers = engine::parts(r);
    [&]<std::size_t... J>(std::index_sequence<J...>) ACTFN_LAMBDA_INLINE {
        (math::put<V>(std::get<J>(out) + i, std::get<J>(numbers)), ...);
    }
    (std::index_sequence_for<Out...>{});
}

/// n elements, all without gaps: two packs in flight. The last pack may hold elements of the one
/// before it, so its inputs are read before an output is written, which may be an input.
template <class Member, class V, class K, class... Out, class... E>
ACTFN_INLINE void run_packs(K const& k, std::size_t n, std::tuple<Out...> const& out,
                            E const*... in) {
    constexpr std::size_t w = math::lanes<V>;
    if (n == 0) return;
    auto const run = [&](auto const&... last) ACTFN_LAMBDA_INLINE {
        auto const to = std::apply(
            [&](auto... p) { return std::tuple(math::last_output<V, Out>(p, n)...); }, out);
        std::size_t i = 0;
        for (; i + 2 * w <= n; i += 2 * w) {
            engine::run_pack<Member, V>(k, i, out, in...);
            engine::run_pack<Member, V>(k, i + w, out, in...);
        }
        if (i + w < n) {
            engine::run_pack<Member, V>(k, i, out, in...);
            i += w;
        }
        if (i == n) return;
        auto const r = Member::apply(k, last...);
        auto const numbers = engine::parts(r);
        [&]<std::size_t... J>(std::index_sequence<J...>) ACTFN_LAMBDA_INLINE {
            (std::get<J>(to).put(std::get<J>(numbers)), ...);
        }
        (std::index_sequence_for<Out...>{});
    };
    run(math::last_pack<V, E const>(in, n).load()...);
}

/// Outputs whose rounding takes as many instructions as a kernel: in one loop with it fewer packs
/// are in flight, which costs more than a second loop.
template <class V, class Out>
inline constexpr bool is_narrowed_late =
    math::lanes<V> > 1 && storage_of<math::element_behind<Out>> == storage::bfloat16;

/// Whether two packs of P, a pointer, are loaded and stored together: every second element, and
/// those between.
template <class V, class P> inline constexpr bool comes_in_pairs = false;
template <class V, storage_element E>
inline constexpr bool comes_in_pairs<V, E*> =
    math::lanes<V> > 1 &&
    storage_of<E> == storage::bfloat16&& std::endian::native == std::endian::little;

/// n elements of which two packs at a time come in pairs; their results, in that order, lie between
/// in a buffer.
template <class Member, class V, class K, class... Out, class... E>
void run_pairs(K const& k, std::size_t n, std::tuple<Out...> const& out, E const*... in) {
    constexpr std::size_t w = math::lanes<V>;
    constexpr std::size_t stretch = 32 * w;
    std::array<scalar_t<V>, stretch> floats[sizeof...(Out)];
    std::size_t const whole = n - n % (2 * w);
    [&]<std::size_t... J>(std::index_sequence<J...>) ACTFN_LAMBDA_INLINE {
        for (std::size_t begin = 0; begin < whole; begin += stretch) {
            std::size_t const count = (std::min)(stretch, whole - begin);
            for (std::size_t i = 0; i < count; i += 2 * w) {
                auto const one = [&](std::size_t at, auto const&... x) ACTFN_LAMBDA_INLINE {
                    auto const r = Member::apply(k, x...);
                    auto const numbers = engine::parts(r);
                    (math::store(floats[J].data() + at, std::get<J>(numbers)), ...);
                };
                auto const both = [&](auto const&... x) ACTFN_LAMBDA_INLINE {
                    one(i, std::get<0>(x)...);
                    one(i + w, std::get<1>(x)...);
                };
                both(math::load_pair<V>(in + begin + i)...);
            }
            for (std::size_t i = 0; i < count; i += 2 * w) {
                (math::store_pair<V>(std::get<J>(out) + begin + i,
                                     {math::load<V>(floats[J].data() + i),
                                      math::load<V>(floats[J].data() + i + w)}),
                 ...);
            }
        }
        engine::run_packs<Member, V>(k, n - whole, std::tuple((std::get<J>(out) + whole)...),
                                     (in + whole)...);
    }
    (std::index_sequence_for<Out...>{});
}

template <class Member, class V, class K, class... Out, class... E>
void run_narrowed_late(K const& k, std::size_t n, std::tuple<Out...> const& out, E const*... in) {
    constexpr std::size_t stretch = 32 * math::lanes<V>;
    std::array<scalar_t<V>, stretch> floats[sizeof...(Out)];
    for (std::size_t i = 0; i < n; i += stretch) {
        std::size_t const count = (std::min)(stretch, n - i);
        [&]<std::size_t... J>(std::index_sequence<J...>) ACTFN_LAMBDA_INLINE {
            engine::run_packs<Member, V>(k, count, std::tuple(floats[J].data()...), (in + i)...);
            (engine::run_packs<copying, V>(k, count, std::tuple(std::get<J>(out) + i),
                                           static_cast<scalar_t<V> const*>(floats[J].data())),
             ...);
        }
        (std::index_sequence_for<Out...>{});
    }
}

/// The same with an object's draws, element k having draw number first + k. The kernel is a copy:
/// parameters behind a reference might be what the stores overwrite.
template <class Member, class Arch, class T, class Draws, class K, class... Out, class... E>
ACTFN_FLATTEN void run_contiguous(K const k, Draws const draws, std::size_t n,
                                  std::tuple<Out...> const to, E const*... from) {
    using V = math::row_value<T, Arch>;
    auto const out = std::apply([](auto... p) { return std::tuple(math::untraced(p)...); }, to);
    if constexpr (math::is_dual<T>::value) {
        for (std::size_t i = 0; i < n; ++i) {
            auto const r = Member::apply(k, from[i]...);
            std::apply(
                [&](auto... p) {
                    std::apply([&](auto const&... number) { ((p[i] = number), ...); },
                               engine::parts(r));
                },
                out);
        }
    } else if constexpr (std::is_same_v<Draws, no_draws> && (comes_in_pairs<V, Out> && ...) &&
                         (comes_in_pairs<V, E*> && ...)) {
        engine::run_pairs<Member, V>(k, n, out, math::untraced(from)...);
    } else if constexpr (std::is_same_v<Draws, no_draws> && (is_narrowed_late<V, Out> || ...)) {
        engine::run_narrowed_late<Member, V>(k, n, out, math::untraced(from)...);
    } else if constexpr (std::is_same_v<Draws, no_draws>) {
        engine::run_packs<Member, V>(k, n, out, math::untraced(from)...);
    } else {
        [&](auto const*... in) ACTFN_LAMBDA_INLINE {
            auto const stretch = [&](std::size_t begin, std::size_t count, T const* random) {
                auto const there =
                    std::apply([&](auto... p) { return std::tuple((p + begin)...); }, out);
                engine::run_packs<drawn_member<Member>, V>(k, count, there, random,
                                                           (in + begin)...);
            };
            math::for_draws<typename K::draw, V>(draws.key, draws.first, n, stretch);
        }(math::untraced(from)...);
    }
}

inline no_draws from_element(no_draws d, std::ptrdiff_t) noexcept { return d; }
inline draw_sequence from_element(draw_sequence d, std::ptrdiff_t k) noexcept {
    return {d.key, d.first + static_cast<std::uint64_t>(k)};
}

/// A pointer for the loop: inputs are only read.
template <bool is_input, class X> constexpr auto pointer_of(X& x) noexcept {
    auto* const data = engine::data_of(engine::view_of(x));
    if constexpr (is_input) {
        return static_cast<std::remove_pointer_t<decltype(data)> const*>(data);
    } else {
        return math::sink<is_added<std::remove_cvref_t<X>>>(data);
    }
}

template <class... X> inline constexpr bool all_flat = (element_in<view_t<X>>::flat && ...);

/// The placements of operands, by the names they have in messages.
template <class... X>
std::array<placement, sizeof...(X)> placed(std::array<std::string_view, sizeof...(X)> const& called,
                                           X&... x) {
    return [&]<std::size_t... J>(std::index_sequence<J...>) {
        return std::array<placement, sizeof...(X)>{engine::place(called[J], engine::view_of(x))...};
    }
    (std::index_sequence_for<X...>{});
}

/// The same for operands of any shapes and strides.
template <std::size_t Inputs, class F, class Run, class... X>
ACTFN_NOINLINE void planned_runs(std::string_view call,
                                 std::array<std::string_view, sizeof...(X)> const& called,
                                 Run const& run, X&... x) {
    constexpr std::string_view function = engine::name_of<typename F::kernel_type>();
    auto all = engine::placed(called, x...);
    [&]<std::size_t... J>(std::index_sequence<J...>) {
        if constexpr (all_flat<X...>) {
            engine::check_flat(call, function, all, Inputs);
            run(std::ptrdiff_t{0}, static_cast<std::size_t>(all[0].size[0]),
                engine::pointer_of<(J < Inputs)>(x)...);
        } else {
            // Draws are numbered in the order of the first input.
            constexpr bool ordered = F::draws || Inputs == sizeof...(X);
            engine::plan_loops(call, function, all, Inputs, ordered ? 0 : Inputs);
            engine::for_runs<Inputs>(all, F::draws, run, engine::pointer_of<(J < Inputs)>(x)...);
        }
    }
    (std::index_sequence_for<X...>{});
}

/// run(first element, how many, pointers...) for stretches of operands of f, which are checked
/// first; the first Inputs are inputs.
template <std::size_t Inputs, class F, class Run, class... X>
void checked_runs(std::string_view call, F const&,
                  std::array<std::string_view, sizeof...(X)> const& called, Run run, X&... x) {
    [&]<std::size_t... J>(std::index_sequence<J...>) {
        std::size_t const n = engine::plain_count<Inputs>(engine::view_of(x)...);
        if (n != core::too_many) {
            run(std::ptrdiff_t{0}, n, engine::pointer_of<(J < Inputs)>(x)...);
        } else {
            engine::planned_runs<Inputs, F>(call, called, run, x...);
        }
    }
    (std::index_sequence_for<X...>{});
}

/// A member of f over operands, the Inputs inputs before the outputs.
template <class Member, class Arch, std::size_t Inputs, class F, class... X>
void transform(std::string_view call, F const& f,
               std::array<std::string_view, sizeof...(X)> const& called, X&... x) {
    using T = arithmetic<element_t<std::tuple_element_t<0, std::tuple<X...>>>>;
    auto const run = [&](std::ptrdiff_t first, std::size_t n, auto... p) {
        auto const all = std::tuple(p...);
        [&]<std::size_t... J, std::size_t... O>(std::index_sequence<J...>,
                                                std::index_sequence<O...>) {
            engine::run_contiguous<Member, Arch, T>(
                f.kernel(), engine::from_element(f.drawn(), first), n,
                std::tuple(std::get<Inputs + O>(all)...), std::get<J>(all)...);
        }
        (std::make_index_sequence<Inputs>{}, std::make_index_sequence<sizeof...(X) - Inputs>{});
    };
    engine::checked_runs<Inputs>(call, f, called, run, x...);
}

/// f(element) for every element of an output, in the order of memory.
template <class X, class F> void for_each_element(std::string_view call, X& x, F f) {
    auto const view = engine::view_of(x);
    if constexpr (element_in<std::remove_const_t<decltype(view)>>::flat) {
        for (auto& e : view) f(e);
    } else {
        auto p = engine::place("its operand", view);
        std::span<placement> const all(&p, 1);
        engine::plan_loops(call, "", all, 0, 0);
        engine::for_outer(
            all, 0, [&](std::ptrdiff_t, auto* at) { f(*at); }, view.data);
    }
}

/// total[p] += what add(sums, packs of n elements...) adds to sums[p]: summed per lane in the
/// element type, the lanes in double.
template <class V, std::size_t count, class Add, class... E>
ACTFN_INLINE void add_lane_sums(std::size_t n, double* total, Add add, E const*... in) {
    constexpr std::size_t w = math::lanes<V>;
    V sum[count];
    for (V& s : sum) s = V(0);
    std::size_t i = 0;
    for (; i + w <= n; i += w) add(sum, math::load<V>(in + i)...);
    if (i < n) add(sum, math::load_first<V>(in + i, n - i)...);
    for (std::size_t p = 0; p < count; ++p) {
        scalar_t<V> lane[w];
        math::store(lane, sum[p]);
        for (auto const l : lane) total[p] += static_cast<double>(l);
    }
}

/// total[p] += Σ gy·∂f/∂p over n elements for every parameter p (of complex functions
/// Re(conj(∂f/∂p)·gy)): each block of 1024 elements is summed per lane in the element type, the
/// blocks in double.
template <class Member, class V, class K, class G, class... E>
void add_parameter_sums(K const& k, std::size_t n, double* total, G const* weights,
                        E const*... arguments) {
    using Slopes = decltype(Member::apply(k, math::load<V>(static_cast<E const*>(nullptr))...));
    constexpr std::size_t block = 1024;
    auto const add = [&](V* sum, auto const& weight, auto const&... x) ACTFN_LAMBDA_INLINE {
        auto const slopes = Member::apply(k, x...);
        std::apply(
            [&](auto const&... slope)
                ACTFN_LAMBDA_INLINE { ((*sum = math::weighted(slope, weight, *sum), ++sum), ...); },
            core::numbers(slopes));
    };
    [&](auto const*... in) ACTFN_LAMBDA_INLINE {
        for (std::size_t begin = 0; begin < n; begin += block) {
            engine::add_lane_sums<V, core::number_count<Slopes>()>((std::min)(n - begin, block),
                                                                   total, add, (in + begin)...);
        }
    }(math::untraced(weights), math::untraced(arguments)...);
}

/// The sums over operands, inputs and gy, in a struct with the field names of the kernel.
template <class Arch, class F, class... X>
auto parameter_sums(F const& f, std::array<std::string_view, sizeof...(X)> const& called, X&... x) {
    using K = typename F::kernel_type;
    using T = arithmetic<element_t<std::tuple_element_t<0, std::tuple<X...>>>>;
    using V = math::pack<T, Arch>;
    constexpr std::size_t parameters = core::number_count<slopes<K>>();
    double total[parameters] = {};
    K const k = f.kernel();
    auto const run = [&](std::ptrdiff_t first, std::size_t n, auto... p) {
        auto const all = std::tuple(p...);
        auto const* const gy = std::get<sizeof...(X) - 1>(all);
        [&]<std::size_t... J>(std::index_sequence<J...>) {
            if constexpr (F::draws) {
                auto const d = engine::from_element(f.drawn(), first);
                auto const stretch = [&](std::size_t begin, std::size_t count, T const* random) {
                    engine::add_parameter_sums<drawn_member<member::parameter_derivatives>, V>(
                        k, count, total, gy + begin, random, (std::get<J>(all) + begin)...);
                };
                math::for_draws<typename K::draw, V>(d.key, d.first, n, stretch);
            } else {
                engine::add_parameter_sums<member::parameter_derivatives, V>(k, n, total, gy,
                                                                             std::get<J>(all)...);
            }
        }
        (std::make_index_sequence<sizeof...(X) - 1>{});
    };
    engine::checked_runs<sizeof...(X)>("parameter_gradient", f, called, run, x...);
    return core::make_numbers<slopes<K>, T>([&](auto p) { return static_cast<T>(total[p()]); });
}

} // namespace actfn::engine
