// SPDX-License-Identifier: MIT
// labels: deep long
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/actfn.hpp>
#include <actfn/visit.hpp>

#include <random>
#include <vector>

// A kernel whose lanes have parameters of their own computes in each what it computes with numbers.

namespace {

using tests::same;

constexpr double inf = tests::infinity<double>;
constexpr double parameters[] = {0.5, 1,    -1,     2,       -0.25,  0,       -0.0,  3,   0.1F,
                                 0.1, 0.3,  -0.7,   1.5,     1e-3,   0x1p-70, 0.05F, 70,  -70,
                                 0.9, 1.25, 1e-310, 1.1e-45, 0.0625, 4,       -2,    inf, 1e30};

/// The constant parameters of a kernel, drawn until `with` takes them.
template <class K, class Draw> K drawn_kernel(Draw draw) {
    for (int i = 0; i < 1000; ++i) {
        auto const k = actfn::core::make_numbers<K, double>([&](auto) { return draw(); });
        try {
            return actfn::function<K>(k).kernel();
        } catch (std::invalid_argument const&) {
        }
    }
    return K{};
}

template <class Member, class T, bool wide, class K>
void compare(std::string_view name, std::vector<K> const& kernels, T x) {
    using V = actfn::math::pack<T>;
    using P = actfn::math::per_lane<V>;
    constexpr std::size_t w = actfn::math::lanes<V>;
    auto const lanes_kernel = actfn::core::make_numbers<K, P>([&](auto i) {
        if constexpr (wide) {
            actfn::math::wide_parameter lane[w];
            for (std::size_t l = 0; l < w; ++l) {
                lane[l] = {std::get<i()>(actfn::core::numbers(kernels[l]))};
            }
            return actfn::math::load<V>(static_cast<actfn::math::wide_parameter const*>(lane));
        } else {
            T lane[w];
            for (std::size_t l = 0; l < w; ++l) {
                lane[l] = static_cast<T>(std::get<i()>(actfn::core::numbers(kernels[l])));
            }
            return P(actfn::math::load<V>(static_cast<T const*>(lane)));
        }
    });
    auto const together = Member::apply(lanes_kernel, V(x));
    auto const numbers = actfn::engine::parts(together);
    std::size_t failures = 0;
    for (std::size_t l = 0; l < w; ++l) {
        auto const alone = Member::apply(kernels[l], V(x));
        auto const expected = actfn::engine::parts(alone);
        [&]<std::size_t... J>(std::index_sequence<J...>) {
            auto const one = [&](V const& a, V const& b) {
                T got[w];
                T right[w];
                actfn::math::store(got, a);
                actfn::math::store(right, b);
                if (same(got[l], right[l])) return;
                auto const ps =
                    std::apply([](auto... p) { return std::vector<double>{double(p)...}; },
                               actfn::core::numbers(kernels[l]));
                std::string text;
                for (double p : ps) text += tests::hex(p) + " ";
                UNSCOPED_INFO(name << "(" << text << ") at " << tests::hex(double(x)) << ": "
                                   << tests::hex(double(got[l])) << ", alone "
                                   << tests::hex(double(right[l])));
                ++failures;
            };
            (one(std::get<J>(numbers), std::get<J>(expected)), ...);
        }
        (std::make_index_sequence<std::tuple_size_v<decltype(numbers)>>{});
    }
    CHECK(failures == 0);
}

template <class T, bool wide, class K> void compare_members(std::string_view name) {
    std::mt19937 bits(3);
    auto const draw = [&] {
        double const p = parameters[bits() % std::size(parameters)];
        return wide ? p : static_cast<double>(static_cast<T>(p));
    };
    constexpr T points[] = {0,
                            T(-0.0),
                            1,
                            -1,
                            T(0.5),
                            T(-0.3),
                            2,
                            -3,
                            T(17),
                            T(-21),
                            T(90),
                            -T(95),
                            T(1e-20),
                            -T(1e-41),
                            T(1e30),
                            -tests::infinity<T>,
                            tests::infinity<T>,
                            tests::nan<T>,
                            T(0.25),
                            T(-0.5)};
    for (int round = 0; round < 40; ++round) {
        std::vector<K> kernels;
        for (std::size_t l = 0; l < actfn::math::lanes<actfn::math::pack<T>>; ++l) {
            kernels.push_back(drawn_kernel<K>(draw));
        }
        for (T const p : points) {
            T const x = round % 2 == 0 ? p : p * T(1 + 0.001 * round);
            compare<actfn::member::value_and_derivative, T, wide>(name, kernels, x);
            compare<actfn::member::second_derivative, T, wide>(name, kernels, x);
            if constexpr (actfn::has_derivative_from_output<K>) {
                compare<actfn::member::derivative_from_output, T, wide>(name, kernels, x);
            }
            if constexpr (actfn::has_parameters<K>) {
                compare<actfn::member::parameter_derivatives, T, wide>(name, kernels, x);
            }
        }
    }
}

} // namespace

TEMPLATE_TEST_CASE("parameters of a lane give the bits of parameters that are numbers",
                   "[pointwise]", float, double) {
    actfn::visit_all([](auto const& f) {
        using K = actfn::core::plain<typename std::remove_cvref_t<decltype(f)>::kernel_type>;
        if constexpr (actfn::core::has_fields<K>) {
            if constexpr (!actfn::engine::branches_on_parameters<K>()) {
                compare_members<TestType, false, K>(f.facts().name);
                if constexpr (sizeof(TestType) == 4) {
                    compare_members<float, true, K>(f.facts().name);
                }
            }
        }
    });
}
