// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>

#include <Eigen/Core>
#include <unsupported/Eigen/AutoDiff>

namespace actfn::inline ACTFN_ABI {

template <class D> inline constexpr bool core::is_number<Eigen::AutoDiffScalar<D>> = true;

/// Eigen's AutoDiffScalar, nested ones too: accurate derivatives and the chain rule.
template <class D> struct front_end<Eigen::AutoDiffScalar<D>> {
    using X = Eigen::AutoDiffScalar<D>;
    using Plain = Eigen::AutoDiffScalar<typename std::remove_cvref_t<D>::PlainObject>;
    using scalar = typename Plain::Scalar;

    template <int n, class Arch, class F> static Plain nth_derivative(F const& f, X const& x) {
        return Plain(engine::nth_derivative<n, Arch>(f, x.value()),
                     engine::nth_derivative<n + 1, Arch>(f, x.value()) * x.derivatives());
    }

    template <class Member, class Arch, class F, class... More>
    static auto call(F const& f, X const& x, More const&... more) {
        if constexpr (sizeof...(More) == 0 && engine::order_of<Member> >= 0) {
            return front_end::nth_derivative<engine::order_of<Member>, Arch>(f, x);
        } else if constexpr (std::same_as<Member, member::value_and_derivative> &&
                             sizeof...(More) == 0) {
            return jet<Plain>{front_end::nth_derivative<0, Arch>(f, x),
                              front_end::nth_derivative<1, Arch>(f, x)};
        } else if constexpr (std::same_as<Member, member::backward> && sizeof...(More) == 1) {
            return Plain(std::get<0>(std::tie(more...)) * front_end::nth_derivative<1, Arch>(f, x));
        } else {
            return partials<Member, Arch>(std::make_index_sequence<1 + sizeof...(More)>{}, f, x,
                                          more...);
        }
    }

  private:
    template <class A> static auto value_of(A const& a) {
        if constexpr (requires { a.derivatives(); }) {
            return a.value();
        } else {
            return static_cast<scalar>(a);
        }
    }

    /// Of several arguments: a tangent of each after the other.
    template <class Member, class Arch, std::size_t... Is, class F, class... A>
    static auto partials(std::index_sequence<Is...>, F const& f, A const&... a) {
        auto const along = [&](std::size_t number) {
            return engine::call<Member, Arch>(
                f, dual<scalar>(value_of(a), scalar(Is == number ? 1 : 0))...);
        };
        auto const arguments = std::tie(a...);
        std::array const results{along(Is)...};
        auto const sum = [&](auto part) {
            typename std::remove_cvref_t<D>::PlainObject total =
                part(results[0]).tangent * std::get<0>(arguments).derivatives();
            auto const add = [&](auto const& argument, auto const& result) {
                if constexpr (requires { argument.derivatives(); }) {
                    if (argument.derivatives().size() == 0) return;
                    if (total.size() == 0) {
                        total = part(result).tangent * argument.derivatives();
                    } else {
                        total += part(result).tangent * argument.derivatives();
                    }
                }
            };
            ((Is == 0 ? void() : add(std::get<Is>(arguments), results[Is])), ...);
            return Plain(part(results[0]).value, total);
        };
        using R = std::remove_cvref_t<decltype(results[0])>;
        if constexpr (real<R>) {
            return sum([](auto const& r) { return r; });
        } else {
            return core::make_numbers<R, Plain>([&](auto j) {
                return sum(
                    [](auto const& r) { return std::get<decltype(j)::value>(engine::parts(r)); });
            });
        }
    }
};

} // namespace actfn
