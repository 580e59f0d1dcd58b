// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/eigen/expression.hpp>

/// Functions of rows on Eigen expressions: softmax(v) of a vector, softmax(X.colwise()) of every
/// column, softmax(X.rowwise()) of every row; logsumexp(v) is a number, logsumexp(X.colwise()) a
/// row vector, as X.colwise().sum(). swiglu(x, gate::second) of a vector and swiglu(X.colwise(),
/// gate::second) of every column split their argument in halves and are lazy: an argument that is
/// costly to evaluate is better evaluated first, since both halves refer to it.
///
/// All others are evaluated when they are assigned, straight into their destination: with Y =
/// softmax(X.colwise()) nothing else is allocated, X may be Y; where Y overlaps X otherwise,
/// through a temporary. In a larger expression they are evaluated first, as a matrix product is.
namespace actfn::inline ACTFN_ABI {

namespace engine {

/// Results whose lines have `times` entries for `over` of X's (over = 0: one entry).
template <direction d, int times, int over, class X> struct resized {
    static constexpr int size(int n) {
        return over == 0                                       ? 1
               : n == Eigen::Dynamic || over == Eigen::Dynamic ? Eigen::Dynamic
                                                               : n * times / over;
    }
    static constexpr bool columns_run = d == direction::columns;
    static constexpr int rows =
        columns_run ? size(int(X::RowsAtCompileTime)) : int(X::RowsAtCompileTime);
    static constexpr int columns =
        columns_run ? int(X::ColsAtCompileTime) : size(int(X::ColsAtCompileTime));
    static constexpr int order = rows == 1 && columns != 1   ? int(Eigen::RowMajor)
                                 : columns == 1 && rows != 1 ? int(Eigen::ColMajor)
                                 : X::IsRowMajor             ? int(Eigen::RowMajor)
                                                             : int(Eigen::ColMajor);
    using T = typename X::Scalar;
    using type = std::conditional_t<
        std::is_same_v<typename Eigen::internal::traits<X>::XprKind, Eigen::ArrayXpr>,
        Eigen::Array<T, rows, columns, order>, Eigen::Matrix<T, rows, columns, order>>;
};

template <class K, direction d, class X> auto output_of_lines() {
    if constexpr (halves_kernel<K>) {
        return resized<d, int(K::times), int(K::over), X>{};
    } else if constexpr (requires {
                             requires K::static_group >
                             1;
                         }) {
        return resized<d, 1, int(K::static_group), X>{};
    } else if constexpr (requires(K const& k) { k.group(); }) {
        return resized<d, 1, Eigen::Dynamic, X>{};
    } else if constexpr (reduction_kernel<K>) {
        return resized<d, 1, 0, X>{};
    } else {
        return std::type_identity<typename X::PlainObject>{};
    }
}
template <class K, direction d, class X>
using output_of = typename decltype(engine::output_of_lines<K, d, X>())::type;

/// How many lines there are, and of how many entries.
template <direction d, class X> Eigen::Index line_count(X const& x) {
    return d == direction::columns ? x.cols() : x.rows();
}
template <direction d, class X> Eigen::Index line_size(X const& x) {
    return d == direction::columns ? x.rows() : x.cols();
}

/// Lines where they have the length of X's or another that is not one number; numbers of lines as
/// they lie.
template <direction d, bool numbers, class X> decltype(auto) lines_or_numbers(X& x) {
    if constexpr (numbers) {
        return (x);
    } else {
        return engine::eigen_lines<d>(x);
    }
}

// In eigen/autodiff.hpp.
template <class T> inline constexpr bool is_automatic = false;
template <class Member, class Arch, direction d, class F, class Y, class... X>
void lines_of_automatic(std::string_view call, F const& f, Y& y, X const&... x);

/// A member of a function of rows on arguments.
template <class Member, class Arch, direction d, class F, class... X> struct line_call {
    using K = typename F::kernel_type;
    static constexpr bool numbers = reduction_kernel<K> && !requires(K const& k) { k.group(); };

    F f;
    std::tuple<nested<X>...> in;

    line_call(F const& function, X const&... x) : f(function), in(x...) {}

    template <class Y> bool operator()(Y& y) const {
        if constexpr (is_automatic<typename Y::Scalar>) {
            std::apply(
                [&](auto const&... x) {
                    engine::lines_of_automatic<Member, Arch, d>(
                        call, f, y, typename std::remove_cvref_t<decltype(x)>::PlainObject(x)...);
                },
                in);
            return true;
        } else {
            return std::apply([&](auto const&... x) { return into(y, engine::in_memory(x)...); },
                              in);
        }
    }

    static constexpr std::string_view call =
        std::is_same_v<Member, line_member::forward> ? "forward" : "backward";

  private:
    template <class Y, class A> bool into(Y& y, A const& x) const {
        if (engine::meets(y, x)) return false;
        auto const lines = engine::eigen_lines<d>(x);
        auto&& to = engine::lines_or_numbers<d, numbers>(y);
        engine::transform_lines<Member, Arch>(call, f, {"x", "y"}, row_layout{}, lines, to);
        return true;
    }
    template <class Y, class A, class G> bool into(Y& y, A const& x, G const& gy) const {
        if (engine::meets(y, x, gy)) return false;
        auto const lines = engine::eigen_lines<d>(x);
        auto&& gradients = engine::lines_or_numbers<d, numbers>(gy);
        auto to = engine::eigen_lines<d>(y);
        engine::transform_lines<Member, Arch>(call, f, {"x", "gy", "gx"}, row_layout{}, lines,
                                              gradients, to);
        return true;
    }
};

/// The shape of gy that a member of f expects beside x.
template <direction d, class F, class X, class G>
void check_lines(F const& f, X const& x, G const& gy) {
    auto const n = static_cast<Eigen::Index>(
        engine::output_length(f.kernel(), static_cast<std::size_t>(line_size<d>(x))));
    bool constexpr columns = d == direction::columns;
    core::require_shape(engine::full_name(f.kernel()), "gy", gy.rows(), gy.cols(),
                        columns ? n : x.rows(), columns ? x.cols() : n);
}

/// Sizes that do not make groups or halves.
template <direction d, class F, class X> Eigen::Index checked_length(F const& f, X const& x) {
    using K = typename F::kernel_type;
    auto const n = static_cast<std::size_t>(line_size<d>(x));
    auto const report = [&](std::string_view what, std::size_t size) {
        core::fail(engine::full_name(f.kernel()), ": ", engine::name_of_lines<K>(), " is ",
                   x.rows(), " x ", x.cols(), ", ", n, " entries do not ", what, size,
                   what == "split in " ? " halves" : "");
    };
    std::size_t const group = engine::multiple_of(f.kernel());
    if (n % group != 0) report("make groups of ", group);
    if constexpr (halves_kernel<K>) {
        if (n % K::over != 0) report("split in ", K::over);
    }
    return static_cast<Eigen::Index>(engine::output_length(f.kernel(), n));
}

template <class Member, class Arch, direction d, class F, class X>
auto lines_of_one(F const& f, X const& x) {
    using K = typename F::kernel_type;
    Eigen::Index const length = engine::checked_length<d>(f, x);
    using Into = line_call<Member, Arch, d, F, X>;
    bool constexpr columns = d == direction::columns;
    return evaluated<output_of<K, d, X>, Into>(columns ? length : x.rows(),
                                               columns ? x.cols() : length, Into(f, x));
}
template <class Member, class Arch, direction d, class F, class X, class G>
auto lines_of_two(F const& f, X const& x, G const& gy) {
    engine::checked_length<d>(f, x);
    using Into = line_call<Member, Arch, d, F, X, G>;
    return evaluated<typename X::PlainObject, Into>(x.rows(), x.cols(), Into(f, x, gy));
}

/// A number for every line as a vector.
template <direction d, class X> auto constant_numbers(X const& x, typename X::Scalar g) {
    using Numbers = typename resized<d, 1, 0, X>::type;
    bool constexpr columns = d == direction::columns;
    return Numbers::Constant(columns ? 1 : x.rows(), columns ? x.cols() : 1, g);
}

template <class Member, class Arch, direction d, class F, class X, class... G>
auto call_on_lines(F const& f, X const& x, G const&... gy) {
    using K = typename F::kernel_type;
    if constexpr (sizeof...(G) == 0) {
        return engine::lines_of_one<Member, Arch, d>(f, x);
    } else {
        static_assert(sizeof...(G) == 1);
        auto const& g = std::get<0>(std::tie(gy...));
        if constexpr (std::is_arithmetic_v<std::remove_cvref_t<decltype(g)>>) {
            return engine::lines_of_two<Member, Arch, d>(
                f, x, engine::constant_numbers<d>(x, static_cast<typename X::Scalar>(g)));
        } else if constexpr (line_call<Member, Arch, d, F, X>::numbers) {
            if (g.size() != line_count<d>(x)) {
                core::fail(engine::name_of<K>(), ": gy has ", g.size(), " entries, expected ",
                           line_count<d>(x));
            }
            return engine::lines_of_two<Member, Arch, d>(f, x, dense(g));
        } else {
            engine::check_lines<d>(f, x, g);
            return engine::lines_of_two<Member, Arch, d>(f, x, dense(g));
        }
    }
}

/// Entries begin, ..., begin + size - 1 of every line.
template <direction d, class X>
auto part_of_lines(X const& x, Eigen::Index begin, Eigen::Index size) {
    if constexpr (d == direction::columns) {
        return x.middleRows(begin, size);
    } else {
        return x.middleCols(begin, size);
    }
}

/// A gated function of both halves of every line.
template <class Arch, direction d, class F, class X>
auto split_lines(F const& f, X const& x, gate which) {
    Eigen::Index const half = engine::checked_length<d>(engine::halves_of(f, which), x);
    Eigen::Index const value = which == gate::second ? 0 : half;
    return engine::call<member::value, Arch>(f, engine::part_of_lines<d>(x, value, half),
                                             engine::part_of_lines<d>(x, half - value, half));
}

/// A vector is one row.
template <class Member, class Arch, class F, class X, class... More>
auto call_on_vector(F const& f, X const& x, More const&... more) {
    using K = typename F::kernel_type;
    constexpr auto d = along_vector<X>;
    auto const result = engine::call_on_lines<Member, Arch, d>(f, x, more...);
    if constexpr (sizeof...(More) == 0 && line_call<Member, Arch, d, F, X>::numbers) {
        return typename X::Scalar(output_of<K, d, X>(result)(0));
    } else {
        return result;
    }
}
template <class Arch, class F, class X> auto split_vector(F const& f, X const& x, gate which) {
    return engine::split_lines<Arch, along_vector<X>>(f, x, which);
}

} // namespace engine

/// X.colwise() and X.rowwise().
template <class X, int vectorwise>
    requires eigen_dense<std::remove_const_t<X>>
struct front_end<Eigen::VectorwiseOp<X, vectorwise>> {
    using Lines = Eigen::VectorwiseOp<X, vectorwise>;
    using scalar = typename X::Scalar;
    static constexpr auto d = engine::lines_along<vectorwise>;
    static constexpr bool lines_of_a_matrix = true;

    template <class Member, class Arch, class F, class... More>
    static auto call_lines(F const& f, Lines const& x, More const&... more) {
        return engine::call_on_lines<Member, Arch, d>(f, engine::dense(x._expression()),
                                                      expression_of(more)...);
    }
    template <class Verb, class Arch, class F, class... More>
    static auto call_each(F const& f, Lines const& x, More const&... more) {
        return engine::expression_of_each<Verb, Arch, engine::as_lines<d>>(
            f, engine::dense(x._expression()), expression_of(more)...);
    }
    template <class Arch, class F> static auto split(F const& f, Lines const& x, gate which) {
        return engine::split_lines<Arch, d>(f, engine::dense(x._expression()), which);
    }
    /// The value, in memory.
    static auto evaluated(Lines const& x) { return held(x); }
    /// y beside logits whose lines are samples.
    template <class Y> static decltype(auto) samples(Y& y) {
        if constexpr (std::is_same_v<std::remove_const_t<Y>, Lines> &&
                      !engine::taught_lines<Lines>) {
            return held(y);
        } else {
            return engine::samples_along<d>(y);
        }
    }

  private:
    static auto held(Lines const& x) {
        using Plain = typename X::PlainObject;
        return engine::held_lines<d, Plain>{Plain(x._expression())};
    }
    template <class G> static decltype(auto) expression_of(G const& g) {
        if constexpr (requires { g._expression(); }) {
            return engine::dense(g._expression());
        } else {
            return (g);
        }
    }
};

} // namespace actfn
