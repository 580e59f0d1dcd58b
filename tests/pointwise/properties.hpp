// SPDX-License-Identifier: MIT
#pragma once
#include "front_ends.hpp"
#include "list_of.hpp"
#include "numbers.hpp"
#include <actfn/array.hpp>
#include <actfn/eigen.hpp>

#include <Eigen/Core>

#include <cstddef>
#include <span>
#include <string_view>

/// The laws of pointwise activations. They are compiled once, in properties.cpp, and know an
/// activation only by a table of entry points; each activation's unit is that table.
namespace tests {

/// One way to compute out[i] from a[i] and b[i] for i < n, with the activation at f.
template <class T> struct way {
    std::string_view name;
    void (*run)(void const* f, T const* a, T const* b, T* out, std::size_t n);
};

/// One way to compute value and derivative together.
template <class T> struct fused_way {
    std::string_view name;
    void (*run)(void const* f, T const* x, T* y, T* dy, std::size_t n);
};

/// All ways to compute one thing. The first is a loop of scalar calls.
template <class T> using ways = list_of<way<T>>;

template <class T> struct subject {
    actfn::facts const* facts;
    void const* f;
    /// The same activation with other parameters, or f.
    void const* varied;
    std::size_t width;

    ways<T> value;
    ways<T> derivative;
    ways<T> second_derivative;
    ways<T> backward;
    list_of<fused_way<T>> fused;
    /// The slope of the formula, by dual numbers.
    way<T> tangent;
    double (*derivative_in_double)(void const* f, double x);

    /// Empty where the derivative is no function of the output.
    ways<T> derivative_from_output;
    ways<T> backward_from_output;

    /// The derivatives in the parameters, one block of n for each.
    std::size_t parameters = 0;
    ways<T> parameter_derivatives;
    /// Null where arrays are not tried.
    void (*parameter_gradient)(void const* f, T const* x, T const* gy, T* out, std::size_t n);
    double (*parameter_tangent)(void const* f, std::size_t p, double x);
};

/// What a law found: how often it was broken, and the worst case in words.
struct verdict {
    std::size_t failures = 0;
    double worst = 0;
    std::string text;
};

template <class T> struct law {
    std::string_view name;
    verdict (*judge)(subject<T> const&);
};

template <class T> std::span<law<T> const> laws();

/// Every law in a section of its own.
template <class T> void check_laws(subject<T> const& s);

/// Prints the largest errors against the table.
template <class T> void report(subject<T> const& s);

namespace entry {

template <class F> F const& self(void const* f) { return *static_cast<F const*>(f); }

struct value {
    static auto call(auto const& f, auto const& x, auto const&) { return f(x); }
    static void arrays(auto const& f, auto x, auto, auto y) { actfn::forward(f, x, y); }
};
struct derivative {
    static auto call(auto const& f, auto const& x, auto const&) { return f.derivative(x); }
    static void arrays(auto const& f, auto x, auto, auto y) { actfn::derivative(f, x, y); }
};
struct second_derivative {
    static auto call(auto const& f, auto const& x, auto const&) { return f.second_derivative(x); }
    static void arrays(auto const& f, auto x, auto, auto y) { actfn::second_derivative(f, x, y); }
};
struct backward {
    static auto call(auto const& f, auto const& x, auto const& g) { return f.backward(x, g); }
    static void arrays(auto const& f, auto x, auto g, auto y) { actfn::backward(f, x, g, y); }
};
struct derivative_from_output {
    static auto call(auto const& f, auto const& x, auto const&) {
        return f.derivative_from_output(x);
    }
};
struct backward_from_output {
    static auto call(auto const& f, auto const& x, auto const& g) {
        return f.backward_from_output(x, g);
    }
    static void arrays(auto const& f, auto x, auto g, auto y) {
        actfn::backward_from_output(f, x, g, y);
    }
};

template <class Op, class F, class T>
void scalars(void const* f, T const* a, T const* b, T* out, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) out[i] = Op::call(self<F>(f), a[i], b[i]);
}

/// g(first element, padded count) for packs of n elements.
template <class V, class T, std::size_t O, class G>
void packs(T const* a, T const* b, T* const (&out)[O], std::size_t n, G g) {
    constexpr std::size_t w = actfn::math::lanes<V>;
    for (std::size_t i = 0; i < n; i += w) {
        std::size_t const count = n - i < w ? n - i : w;
        T in[2][w] = {};
        T result[O][w];
        for (std::size_t j = 0; j < count; ++j) {
            in[0][j] = a[i + j];
            in[1][j] = b[i + j];
        }
        g(actfn::math::load<V>(in[0]), actfn::math::load<V>(in[1]), result);
        for (std::size_t o = 0; o < O; ++o) {
            for (std::size_t j = 0; j < count; ++j) out[o][i + j] = result[o][j];
        }
    }
}

template <class Op, class F, class T>
void batches(void const* f, T const* a, T const* b, T* out, std::size_t n) {
    using V = actfn::math::pack<T>;
    packs<V>(a, b, {out}, n, [&](V const& x, V const& g, auto& result) {
        actfn::math::store(result[0], V(Op::call(self<F>(f), x, g)));
    });
}

template <class Op, class F, class T>
void arrays(void const* f, T const* a, T const* b, T* out, std::size_t n) {
    Op::arrays(self<F>(f), std::span(a, n), std::span(b, n), std::span(out, n));
}

template <class T> using column = Eigen::Map<Eigen::Array<T, Eigen::Dynamic, 1>>;
template <class T> using const_column = Eigen::Map<Eigen::Array<T, Eigen::Dynamic, 1> const>;

template <class Op, class F, class T>
void expressions(void const* f, T const* a, T const* b, T* out, std::size_t n) {
    auto const size = static_cast<Eigen::Index>(n);
    const_column<T> const x(a, size);
    const_column<T> const g(b, size);
    column<T>(out, size) = Op::call(self<F>(f), x, g);
}

template <class Op, class F, class T> constexpr ways<T> all_ways() {
    ways<T> result = {{"scalar", scalars<Op, F, T>}, {"batch", batches<Op, F, T>}};
    if constexpr (every_front_end) {
        result.push_back({"Eigen expression", expressions<Op, F, T>});
        if constexpr (requires(F const& f, std::span<T> s) { Op::arrays(f, s, s, s); }) {
            result.push_back({"array", arrays<Op, F, T>});
        }
    }
    return result;
}

template <class F, class T>
void fused_scalars(void const* f, T const* x, T* y, T* dy, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        actfn::jet<T> const j = self<F>(f).value_and_derivative(x[i]);
        y[i] = j.value;
        dy[i] = j.derivative;
    }
}

template <class F, class T>
void fused_arrays(void const* f, T const* x, T* y, T* dy, std::size_t n) {
    actfn::value_and_derivative(self<F>(f), std::span(x, n), std::span(y, n), std::span(dy, n));
}

/// A dual number through the object, as in an expression differentiated automatically.
template <class F, class T>
void fused_duals(void const* f, T const* x, T* y, T* dy, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        actfn::dual<T> const d = self<F>(f)(actfn::dual<T>(x[i], T(1)));
        y[i] = d.value;
        dy[i] = d.tangent;
    }
}

/// Dual numbers through the kernel: the slope of every step of the formula.
template <class F, class T>
void tangents(void const* f, T const* a, T const*, T* out, std::size_t n) {
    using V = actfn::math::pack<T>;
    packs<V>(a, a, {out}, n, [&](V const& x, V const&, auto& result) {
        auto const j = self<F>(f).kernel().at(actfn::dual<V>(x, V(T(1))));
        actfn::math::store(result[0], j.value.tangent);
    });
}

template <class F, class T>
void parameter_scalars(void const* f, T const* a, T const*, T* out, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        auto const d = self<F>(f).parameter_derivatives(a[i]);
        T* to = out + i;
        std::apply([&](auto... slope) { ((*to = slope, to += n), ...); }, actfn::core::fields(d));
    }
}

template <class F, class T>
void parameter_expressions(void const* f, T const* a, T const*, T* out, std::size_t n) {
    auto const size = static_cast<Eigen::Index>(n);
    const_column<T> const x(a, size);
    auto const d = self<F>(f).parameter_derivatives(x);
    std::apply([&](auto const&... slope) { ((column<T>(out, size) = slope, out += n), ...); },
               actfn::core::fields(d));
}

template <class F, class T>
void parameter_gradient(void const* f, T const* x, T const* gy, T* out, std::size_t n) {
    auto const d = actfn::parameter_gradient(self<F>(f), std::span(x, n), std::span(gy, n));
    std::apply([&](auto... slope) { ((*out++ = slope), ...); }, actfn::core::fields(d));
}

template <class F> double parameter_tangent(void const* f, std::size_t p, double x) {
    using dual = actfn::dual<double>;
    auto const& kernel = self<F>(f).kernel();
    std::size_t i = 0;
    auto const learnable = actfn::core::map_fields(
        kernel, [&](double value) { return dual(value, i++ == p ? 1.0 : 0.0); });
    return learnable.at(dual(x)).value.tangent;
}

template <class F> F const& varied(F const& f) {
    if constexpr (actfn::core::has_fields<typename F::kernel_type>) {
        static F const other = [&] {
            auto kernel = f.kernel();
            std::apply([](auto&... p) { ((p = p == 0 ? 0.25 : 1.25 * p), ...); },
                       actfn::core::fields(kernel));
            return f.with(kernel);
        }();
        return other;
    } else {
        return f;
    }
}

} // namespace entry

namespace entry {

/// Everything of a subject that its type says.
template <class T, class F> constexpr subject<T> table_of() {
    using K = typename F::kernel_type;
    subject<T> s{};
    s.width = actfn::math::lanes<actfn::math::pack<T>>;
    s.value = all_ways<entry::value, F, T>();
    s.derivative = all_ways<entry::derivative, F, T>();
    s.second_derivative = all_ways<entry::second_derivative, F, T>();
    s.backward = all_ways<entry::backward, F, T>();
    s.fused = {{"scalar jet", fused_scalars<F, T>}, {"dual number", fused_duals<F, T>}};
    if constexpr (every_front_end) s.fused.push_back({"two arrays", fused_arrays<F, T>});
    s.tangent = {"tangent", tangents<F, T>};
    s.derivative_in_double = [](void const* g, double x) { return self<F>(g).derivative(x); };
    if constexpr (actfn::has_derivative_from_output<K>) {
        s.derivative_from_output = all_ways<entry::derivative_from_output, F, T>();
        s.backward_from_output = all_ways<entry::backward_from_output, F, T>();
    }
    if constexpr (actfn::has_parameters<K>) {
        s.parameters = actfn::core::field_count<K>();
        s.parameter_derivatives = {{"scalar", parameter_scalars<F, T>}};
        if constexpr (every_front_end) {
            s.parameter_derivatives.push_back({"Eigen expression", parameter_expressions<F, T>});
            s.parameter_gradient = parameter_gradient<F, T>;
        }
        s.parameter_tangent = parameter_tangent<F>;
    }
    return s;
}

} // namespace entry

template <class T, class F> subject<T> subject_of(F const& f) {
    static constexpr subject<T> table = entry::table_of<T, F>();
    subject<T> s = table;
    s.facts = keep(f.facts());
    s.f = &f;
    s.varied = &entry::varied(f);
    return s;
}

} // namespace tests
