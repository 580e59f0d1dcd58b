// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/eigen/objects.hpp>
#include <actfn/eigen/packets.hpp>

/// Functions of elements on Eigen expressions of any scalar: f(W * x + b) is a lazy CwiseUnaryOp
/// (of two or three arguments a CwiseBinaryOp, CwiseTernaryOp) that Eigen fuses and vectorises like
/// its own functions. As with Eigen's, an expression refers to the matrices in it: do not keep one
/// longer than they live.
namespace actfn::inline ACTFN_ABI {

namespace engine {

/// Eigen's functor for a member of f with one result.
template <class Member, class F, class T, class Arch, bool packets> struct eigen_functor {
    [[no_unique_address]] F f;

    template <class... X> ACTFN_INLINE auto operator()(X const&... x) const {
        return engine::call<Member, Arch>(f, x...);
    }
    template <class... Packet>
    requires packets ACTFN_INLINE auto packetOp(Packet const&... p) const {
        using V = math::pack<arithmetic<T>, Arch>;
        using First = std::tuple_element_t<0, std::tuple<Packet...>>;
        return engine::to_packet<First>(Member::apply(f.kernel(), engine::to_pack<V>(p)...));
    }
};

/// Number i of several of one type.
template <class R> ACTFN_INLINE auto number_at(R const& r, std::size_t i) noexcept {
    return std::apply(
        [&](auto const& first, auto const&... others) ACTFN_LAMBDA_INLINE {
            auto result = first;
            std::size_t at = 1;
            ((result = at++ == i ? others : result), ...);
            return result;
        },
        core::numbers(r));
}

/// The same for the number `field` of what a member returns, for results whose fields are of one
/// type.
template <class Member, class F, class T, class Arch, bool packets> struct eigen_field_functor {
    F f;
    std::size_t field;

    template <class... X> ACTFN_INLINE auto operator()(X const&... x) const {
        return chosen(engine::call<Member, Arch>(f, x...));
    }
    template <class... Packet>
    requires packets ACTFN_INLINE auto packetOp(Packet const&... p) const {
        using V = math::pack<arithmetic<T>, Arch>;
        using First = std::tuple_element_t<0, std::tuple<Packet...>>;
        return engine::to_packet<First>(
            chosen(Member::apply(f.kernel(), engine::to_pack<V>(p)...)));
    }

  private:
    template <class R> ACTFN_INLINE auto chosen(R const& r) const {
        return engine::number_at(r, field);
    }
};

/// A function in training whose derivative by one parameter is wanted, and its kernel.
template <class K> struct kernel_of_field {
    using draw = typename K::draw;
    static constexpr std::string_view name = engine::name_of<K>();

    K kernel;
    std::size_t field;

    template <real V> ACTFN_INLINE V parameter_derivatives(V x, V drawn) const noexcept {
        return engine::number_at(kernel.parameter_derivatives(x, drawn), field);
    }
};
template <class F> struct function_of_field {
    using kernel_type = kernel_of_field<typename F::kernel_type>;
    static constexpr bool draws = true;

    F f;
    std::size_t field;

    kernel_type kernel() const { return {f.kernel(), field}; }
    auto const& drawn() const noexcept { return f.drawn(); }
};

/// Reports an argument of another shape than the first.
template <class X, class More>
void check_shape(std::string_view function, std::string_view name, X const& x, More const& more) {
    core::require_shape(function, name, more.rows(), more.cols(), x.rows(), x.cols());
}

template <class Functor, class... X> struct cwise;
template <class F, class A> struct cwise<F, A> { using type = Eigen::CwiseUnaryOp<F, A const>; };
template <class F, class A, class B> struct cwise<F, A, B> {
    using type = Eigen::CwiseBinaryOp<F, A const, B const>;
};
template <class F, class A, class B, class C> struct cwise<F, A, B, C> {
    using type = Eigen::CwiseTernaryOp<F, A const, B const, C const>;
};

template <class Functor, class... X> auto lazy(Functor const& functor, X const&... x) {
    return typename cwise<Functor, dense_of<X>...>::type(dense(x)..., functor);
}

/// Several expressions under the names of the numbers a member returns.
template <class R> struct expressions;
template <class V> struct expressions<jet<V>> {
    template <class A, class B> struct type {
        A value;
        B derivative;
    };
};
template <class V> struct expressions<gated_jet<V>> {
    template <class A, class B, class C> struct type {
        A value;
        B by_value;
        C by_gate;
    };
};
template <class V> struct expressions<gated_gradient<V>> {
    template <class A, class B> struct type {
        A value;
        B gate;
    };
};
template <class V> struct expressions<gated_hessian<V>> {
    template <class A, class B, class C> struct type {
        A value;
        B mixed;
        C gate;
    };
};
template <class Z, class W> struct expressions<wirtinger_jet<Z, W>> {
    template <class A, class B, class C> struct type {
        A value;
        B dz;
        C dzbar;
    };
};

/// What a member of K returns for scalars.
template <class Member, class F, class... S>
using result_of =
    decltype(engine::call<Member, native>(std::declval<F const&>(), std::declval<S const&>()...));

/// Whether a member on scalars S... runs on packets: all scalars are one type, the result's too.
template <class R, class Arch, class T, class... More> consteval bool runs_on_packets() {
    return has_packets<T, Arch>() && std::is_same_v<R, T> && (std::is_same_v<T, More> && ...);
}

template <class R>
concept has_expressions = requires {
    sizeof(expressions<R>);
};

template <class X> using nested = typename Eigen::internal::ref_selector<X>::type;

/// The value of an expression, whose columns or rows are asked for.
template <direction d, class Plain> struct held_lines { Plain value; };

/// The lines of an Eigen object, or of the value of an expression; rows are what they are.
template <direction d, class Y> decltype(auto) samples_along(Y& y) {
    using X = std::remove_const_t<Y>;
    if constexpr (eigen_object<X>) {
        return engine::eigen_lines<d>(y);
    } else if constexpr (eigen_dense<X>) {
        return held_lines<d, typename X::PlainObject>{typename X::PlainObject(y)};
    } else if constexpr (requires { engine::matrix_lines<d>(y.view); }) { // add_to of a matrix
        auto const lines = engine::matrix_lines<d>(y.view);
        return added<std::remove_const_t<decltype(lines)>>{lines};
    } else {
        return (y);
    }
}

/// Whether y shares memory with one of x... without being it.
template <class Y, class... X> bool meets(Y& y, X const&... x) {
    auto const to = engine::place("y", engine::view_of(y));
    auto const one = [&](auto const& other) {
        auto const from = engine::place("x", engine::view_of(other));
        return !identical(to, from) && overlap(to, from);
    };
    return (one(x) || ...);
}

/// A member of f on arguments, through the loop over elements.
template <class Member, class Arch, class F, class... X> struct element_call {
    F f;
    std::tuple<nested<X>...> in;

    element_call(F const& function, X const&... x) : f(function), in(x...) {}

    template <class Y> bool operator()(Y& y) const {
        return std::apply([&](auto const&... x) { return into(y, engine::in_memory(x)...); }, in);
    }

  private:
    template <class Y, class... A> bool into(Y& y, A const&... x) const {
        if constexpr (!std::is_same_v<
                          Y, typename std::tuple_element_t<0, std::tuple<A...>>::PlainObject>) {
            if (engine::meets(y, x...)) return false;
        }
        std::array<std::string_view, sizeof...(X) + 1> called{"x"};
        engine::transform<Member, Arch, sizeof...(X)>("expression", f, called, x..., y);
        return true;
    }
};

// In eigen/each.hpp.
struct as_they_are;
template <direction d> struct as_lines;
template <class Verb, class Arch, class View, class F, class X, class... More>
auto expression_of_each(F const& f, X const& x, More const&... more);

// In eigen/lines.hpp.
template <class Member, class Arch, class F, class X, class... More>
auto call_on_vector(F const& f, X const& x, More const&... more);
template <class Arch, class F, class X> auto split_vector(F const& f, X const& x, gate which);

/// Evaluated where it is assigned, straight into its destination; within a larger expression first,
/// as a matrix product is.
template <class Plain, class Into>
class evaluated : public Eigen::ReturnByValue<evaluated<Plain, Into>> {
  public:
    evaluated(Eigen::Index rows, Eigen::Index cols, Into const& into)
        : rows_(rows), cols_(cols), into_(into) {}

    Eigen::Index rows() const { return rows_; }
    Eigen::Index cols() const { return cols_; }

    template <class Y> void evalTo(Y& y) const {
        if constexpr (eigen_object<Y>) {
            if (into_(y)) return;
        }
        Plain plain(rows_, cols_);
        into_(plain);
        y = plain;
    }

  private:
    Eigen::Index rows_;
    Eigen::Index cols_;
    Into into_;
};

} // namespace engine
} // namespace actfn

namespace Eigen::internal {

template <class Member, class F, class T, class Arch, bool packets>
struct functor_traits<actfn::engine::eigen_functor<Member, F, T, Arch, packets>> {
    enum { Cost = 20 * NumTraits<T>::MulCost, PacketAccess = packets };
};
template <class Member, class F, class T, class Arch, bool packets>
struct functor_traits<actfn::engine::eigen_field_functor<Member, F, T, Arch, packets>> {
    enum { Cost = 20 * NumTraits<T>::MulCost, PacketAccess = packets };
};

template <class Plain, class Into> struct traits<actfn::engine::evaluated<Plain, Into>> {
    using ReturnType = Plain;
};

} // namespace Eigen::internal

namespace actfn::inline ACTFN_ABI {

template <engine::direction d, class Plain> struct lines_traits<engine::held_lines<d, Plain>> {
    static auto view(engine::held_lines<d, Plain> const& x) noexcept {
        return engine::eigen_lines<d>(x.value);
    }
};

/// Dense expressions: Array and Matrix, Map, Block, Ref, transposed, any size, order and scalar.
template <eigen_dense X> struct front_end<X> {
    using scalar = typename X::Scalar;

    template <class Member, class Arch, class F, class... More>
    static auto call(F const& f, X const& x, More const&... more) {
        return checked<Member, Arch>(f, x, as_expression(x, more)...);
    }

    template <class Verb, class Arch, class F, class... More>
    static auto call_each(F const& f, X const& x, More const&... more) {
        return engine::expression_of_each<Verb, Arch, engine::as_they_are>(f, engine::dense(x),
                                                                           engine::dense(more)...);
    }

    /// The value, in memory.
    static auto evaluated(X const& x) { return typename X::PlainObject(x); }

    /// y beside logits X, whose columns are samples; a row vector is one.
    template <class Y> static decltype(auto) samples(Y& y) {
        using engine::direction;
        constexpr bool row_vector = X::RowsAtCompileTime == 1 && X::ColsAtCompileTime != 1;
        constexpr direction along = row_vector ? direction::rows : direction::columns;
        return engine::samples_along<along>(y);
    }
    /// Class numbers of a vector.
    static auto labels(X const& x) requires std::integral<scalar> {
        static_assert(bool(X::IsVectorAtCompileTime), "actfn: class numbers come in a vector");
        using Labels = engine::dense_of<X>;
        return typename Eigen::internal::nested_eval<Labels, 2>::type(engine::dense(x));
    }

    template <class Member, class Arch, class F, class... More>
    static auto call_lines(F const& f, X const& x, More const&... more) {
        static_assert(bool(X::IsVectorAtCompileTime),
                      "actfn: say which way the rows lie: X.colwise() or X.rowwise()");
        return engine::call_on_vector<Member, Arch>(f, engine::dense(x), more...);
    }
    template <class Arch, class F> static auto split(F const& f, X const& x, gate which) {
        static_assert(bool(X::IsVectorAtCompileTime),
                      "actfn: say what to split: X.colwise() or X.rowwise()");
        return engine::split_vector<Arch>(f, engine::dense(x), which);
    }

  private:
    /// gy may be a number.
    template <class G> static auto as_expression(X const& x, G const& g) {
        if constexpr (std::is_arithmetic_v<G>) {
            return X::PlainObject::Constant(x.rows(), x.cols(), static_cast<scalar>(g));
        } else {
            return std::cref(g);
        }
    }
    template <class G> static G const& argument_in(std::reference_wrapper<G const> g) { return g; }
    template <class G> static G const& argument_in(G const& g) { return g; }

    template <class Member, class Arch, class F, class... More>
    static auto checked(F const& f, X const& x, More const&... more) {
        using K = typename F::kernel_type;
        constexpr bool two_inputs = engine::inputs<K>.count == 2;
        [[maybe_unused]] std::size_t at = two_inputs ? 1 : 2;
        [[maybe_unused]] auto const name = [&] {
            return at++ == 1 ? engine::inputs<K>[engine::inputs<K>.count - 1] : "gy";
        };
        (engine::check_shape(engine::name_of<K>(), name(), x, argument_in(more)), ...);
        return expressions<Member, Arch>(f, x, argument_in(more)...);
    }

    template <class Member, class Arch, class F, class... More>
    static auto expressions(F const& f, X const& x, More const&... more) {
        using R = engine::result_of<Member, F, scalar, typename More::Scalar...>;
        if constexpr (engine::has_expressions<R>) {
            constexpr std::size_t n =
                std::tuple_size_v<decltype(engine::parts(std::declval<R const&>()))>;
            return parts<Member, Arch, R>(std::make_index_sequence<n>{}, f, x, more...);
        } else if constexpr (F::draws && std::same_as<Member, member::parameter_derivatives>) {
            using Field = engine::function_of_field<F>;
            using E = decltype(drawn<Member, Arch>(Field{f, 0}, engine::dense(x)));
            return core::make_numbers<R, E>([&](auto i) {
                return drawn<Member, Arch>(Field{f, i()}, engine::dense(x));
            });
        } else if constexpr (F::draws) {
            return drawn<Member, Arch>(f, engine::dense(x), engine::dense(more)...);
        } else if constexpr (std::same_as<Member, member::parameter_derivatives>) {
            return fields<Member, Arch, R>(f, x, more...);
        } else {
            constexpr bool packets =
                engine::runs_on_packets<R, Arch, scalar, typename More::Scalar...>();
            return engine::lazy(engine::eigen_functor<Member, F, scalar, Arch, packets>{f}, x,
                                more...);
        }
    }

    template <class Member, class Arch, class R, std::size_t... Is, class F, class... More>
    static auto parts(std::index_sequence<Is...>, F const& f, X const& x, More const&... more) {
        using E = typename engine::expressions<R>::template type<
            decltype(expressions<member::part<Member, Is>, Arch>(f, x, more...))...>;
        return E{expressions<member::part<Member, Is>, Arch>(f, x, more...)...};
    }

    template <class Member, class Arch, class R, class F, class... More>
    static auto fields(F const& f, X const& x, More const&... more) {
        constexpr bool packets =
            engine::runs_on_packets<scalar, Arch, scalar, typename More::Scalar...>();
        using Functor = engine::eigen_field_functor<Member, F, scalar, Arch, packets>;
        using E = decltype(engine::lazy(Functor{f, 0}, x, more...));
        return core::make_numbers<R, E>([&](auto i) {
            return engine::lazy(Functor{f, i()}, x, more...);
        });
    }

    /// In training: once, when it is assigned. The coefficients are numbered in the order of x's
    /// memory, so a row-major matrix has the draws of the array behind it, whatever it is assigned
    /// to.
    template <class Member, class Arch, class F, class A, class... More>
    static auto drawn(F const& f, A const& x, More const&... more) {
        using Into = engine::element_call<Member, Arch, F, A, More...>;
        return engine::evaluated<typename A::PlainObject, Into>(x.rows(), x.cols(),
                                                                Into(f, x, more...));
    }
};

} // namespace actfn
