// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/eigen/lines.hpp>
#include <actfn/engine/function.hpp>

#include <Eigen/Core>
#include <unsupported/Eigen/AutoDiff>

#include <algorithm>
#include <vector>

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

namespace engine {

template <class D> inline constexpr bool is_automatic<Eigen::AutoDiffScalar<D>> = true;

/// The lines of a matrix of AutoDiffScalars, one behind the other, as dual numbers with the k-th
/// derivatives. Where there are none, it is constant.
template <direction d, class X>
auto duals_of_lines(X const& x, Eigen::Index lines, Eigen::Index k) {
    using T = std::remove_cvref_t<decltype(x(0, 0).value())>;
    static_assert(element<T>, "actfn: rows of AutoDiffScalars of float and double");
    std::vector<dual<T>> result;
    Eigen::Index const length = lines == 0 ? 0 : x.size() / lines;
    result.reserve(static_cast<std::size_t>(x.size()));
    for (Eigen::Index l = 0; l < lines; ++l) {
        for (Eigen::Index i = 0; i < length; ++i) {
            // One number for each line may come in a vector of any direction.
            auto const& v = length == 1 ? x.data()[l] : d == direction::columns ? x(i, l) : x(l, i);
            result.emplace_back(v.value(), k < v.derivatives().size() ? v.derivatives()[k] : T(0));
        }
    }
    return result;
}
template <class X> Eigen::Index derivative_count(X const& x) {
    Eigen::Index count = 0;
    for (Eigen::Index i = 0; i < x.size(); ++i) {
        count = (std::max)(count, x.data()[i].derivatives().size());
    }
    return count;
}

/// Lines of AutoDiffScalars: a pass over dual numbers for each derivative.
template <class Member, class Arch, direction d, class F, class Y, class... X>
void lines_of_automatic(std::string_view call, F const& f, Y& y, X const&... x) {
    using Derivatives = std::remove_cvref_t<decltype(y(0, 0).derivatives())>;
    auto const& first = std::get<0>(std::tie(x...));
    Eigen::Index const lines = line_count<d>(first);
    Eigen::Index const count = (std::max)({engine::derivative_count(x)...});
    std::array<std::string_view, 1 + sizeof...(X)> called{"x", "y"};
    if constexpr (sizeof...(X) == 2) called = {"x", "gy", "gx"};
    using T = std::remove_cvref_t<decltype(y(0, 0).value())>;
    auto const n = static_cast<std::size_t>(y.size());
    for (Eigen::Index k = 0; k < (std::max)(count, Eigen::Index(1)); ++k) {
        std::vector<dual<T>> result(n);
        auto in = std::tuple(engine::duals_of_lines<d>(x, lines, k)...);
        std::apply(
            [&](auto&... values) {
                engine::transform_lines<Member, Arch>(
                    call, f, called, row_layout{.rows = static_cast<std::size_t>(lines)}, values...,
                    result);
            },
            in);
        for (Eigen::Index at = 0; at < y.size(); ++at) {
            Eigen::Index const length = y.size() / lines;
            auto& v =
                d == direction::columns ? y(at % length, at / length) : y(at / length, at % length);
            dual<T> const& number = result[static_cast<std::size_t>(at)];
            v.value() = number.value;
            if (k == 0) v.derivatives() = Derivatives::Zero(count);
            if (k < count) v.derivatives()[k] = number.tangent;
        }
    }
}

} // namespace engine

} // namespace actfn
