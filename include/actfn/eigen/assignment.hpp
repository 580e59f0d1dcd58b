// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/eigen/expression.hpp>

/// y = f(x) of expressions, where Eigen's own loop would go coefficient by coefficient (other
/// storage orders, (W * X).colwise() + b, complex scalars) or keep too much in flight (f(g(x))): x
/// is evaluated into y, and f runs there. Where x has memory, overlapping y without being it is an
/// error, as for the verbs.
namespace actfn::inline ACTFN_ABI::engine {

template <class X> inline constexpr bool is_lazy_function = false;
template <class Member, class F, class T, class Arch, bool packets, class X>
inline constexpr bool
    is_lazy_function<Eigen::CwiseUnaryOp<eigen_functor<Member, F, T, Arch, packets>, X>> = true;

/// Whether Eigen runs y = f(x) on packets throughout, but for the ends.
template <class Y, class X, class Assign>
inline constexpr bool runs_in_line = [] {
    using traits =
        Eigen::internal::copy_using_evaluator_traits<Eigen::internal::evaluator<Y>,
                                                     Eigen::internal::evaluator<X>, Assign>;
    return int(traits::Traversal) == int(Eigen::LinearVectorizedTraversal) ||
           int(traits::Traversal) == int(Eigen::InnerVectorizedTraversal);
}();

template <class Y> inline constexpr bool is_plain = std::is_base_of_v<Eigen::PlainObjectBase<Y>, Y>;

template <class Member, class Arch, class F, class X, class Y>
void assign(F const& f, X const& x, Y& y) {
    std::array<std::string_view, 2> constexpr called{"x", "y"};
    engine::transform<Member, Arch, 1>("expression", f, called, x, y);
}

} // namespace actfn::engine

namespace Eigen::internal {

template <class Y, class Member, class F, class T, class Arch, bool packets, class X, class A,
          class B, class Weak>
struct Assignment<Y, CwiseUnaryOp<actfn::engine::eigen_functor<Member, F, T, Arch, packets>, X>,
                  assign_op<A, B>, Dense2Dense, Weak> {
    using Function = CwiseUnaryOp<actfn::engine::eigen_functor<Member, F, T, Arch, packets>, X>;
    using Argument = std::remove_cvref_t<X>;

    static void run(Y& y, Function const& function, assign_op<A, B> const& assign) {
#ifndef EIGEN_NO_DEBUG
        internal::check_for_aliasing(y, function);
#endif
        constexpr bool of_memory = actfn::eigen_object<Argument>;
        constexpr bool to_memory =
            actfn::eigen_object<Y> && std::is_same_v<A, B> && actfn::operand_element<T>;
        // The library's loop is as fast for objects, unless they are small.
        constexpr bool by_loop = of_memory && Y::SizeAtCompileTime == Dynamic;
        constexpr bool side_by_side =
            !by_loop && actfn::engine::runs_in_line<Y, Function, assign_op<A, B>> &&
            !actfn::engine::is_lazy_function<Argument> && !actfn::complex_element<T>;
        auto const& f = function.functor().f;
        Argument const& x = function.nestedExpression();
        if constexpr (!to_memory) {
            call_dense_assignment_loop(y, function, assign);
        } else if constexpr (of_memory && !side_by_side) {
            resize_if_allowed(y, function, assign);
            actfn::engine::assign<Member, Arch>(f, x, y);
        } else if constexpr (!side_by_side && std::is_same_v<T, A>) {
            resize_if_allowed(y, function, assign);
            call_dense_assignment_loop(y, x, assign);
            actfn::engine::assign<Member, Arch>(f, y, y);
        } else {
            if constexpr (of_memory &&
                          !(actfn::engine::is_plain<Argument> && actfn::engine::is_plain<Y>)) {
                if (actfn::engine::meets(y, x)) {
                    actfn::engine::fail_overlap(
                        "expression", actfn::engine::name_of<typename F::kernel_type>(),
                        actfn::engine::place("y", actfn::engine::view_of(y)),
                        actfn::engine::place("x", actfn::engine::view_of(x)));
                }
            }
            call_dense_assignment_loop(y, function, assign);
        }
    }
};

} // namespace Eigen::internal
