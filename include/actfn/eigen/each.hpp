// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/eigen/expression.hpp>

/// Functions with parameters that are data on Eigen expressions: f(X.colwise()) has an entry of
/// them for every row of X, as X.colwise() + v does, f(X.rowwise()) for every column, f(X) for
/// every coefficient. They are evaluated when they are assigned, straight into their destination;
/// within a larger expression first, as a matrix product is.
namespace actfn::inline ACTFN_ABI::engine {

/// What becomes of the arguments: themselves, or their lines.
struct as_they_are {
    template <class X> static decltype(auto) of(X& x) { return (x); }
};
template <direction d> struct as_lines {
    template <class X> static auto of(X& x) { return engine::eigen_lines<d>(x); }
};

/// A verb of f on arguments.
template <class Verb, class Arch, class View, class F, class... X> struct each_call {
    F f;
    std::tuple<nested<X>...> in;

    each_call(F const& function, X const&... x) : f(function), in(x...) {}

    template <class Y> bool operator()(Y& y) const {
        return std::apply([&](auto const&... x) { return into(y, engine::in_memory(x)...); }, in);
    }

  private:
    template <class Y, class... A> bool into(Y& y, A const&... x) const {
        if (engine::meets(y, x...)) return false;
        call(View::of(x)..., View::of(y));
        return true;
    }
    template <class... V> void call(V&&... views) const { engine::run<Verb, Arch>(f, views...); }
};

template <class Verb, class Arch, class View, class F, class X, class... More>
auto expression_of_each(F const& f, X const& x, More const&... more) {
    using K = typename F::kernel_type;
    [[maybe_unused]] constexpr auto called = engine::names_of_call<Verb, K>();
    static_assert(1 + sizeof...(More) == inputs_of_call<Verb, K>,
                  "actfn: the number of arguments does not fit");
    static_assert(outputs_of_call<Verb, K> == 1, "actfn: several results are for the verbs");
    [[maybe_unused]] std::size_t at = 1;
    (engine::check_shape(engine::name_of<K>(), called[at++], x, more), ...);
    using Into = each_call<Verb, Arch, View, F, X, More...>;
    return evaluated<typename X::PlainObject, Into>(x.rows(), x.cols(), Into(f, x, more...));
}

} // namespace actfn::engine
