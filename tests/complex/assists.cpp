// SPDX-License-Identifier: MIT
// labels: deep
// Where the parts of z and of the results are ordinary numbers, so is everything between: a
// subnormal operand or result costs some hundred cycles on Intel's processors.
#include "catch.hpp"

// Without FMA every product is rounded by itself, also beside a sum in which it does not count.
#if defined(__SSE2__) && defined(__FMA__)
#include "assists.hpp"
#include <actfn/complex.hpp>
#include <actfn/visit/complex.hpp>

#include <complex>
#include <cstdio>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace {

/// Appends the numbers of a result.
template <class T, class R> void append(std::vector<T>& to, R const& r) {
    if constexpr (std::is_same_v<R, T>) {
        to.push_back(r);
    } else if constexpr (std::is_same_v<R, std::complex<T>>) {
        to.push_back(r.real());
        to.push_back(r.imag());
    } else if constexpr (requires { r.dzbar; }) {
        append(to, r.value);
        append(to, r.dz);
        append(to, r.dzbar);
    } else if constexpr (requires { r.derivative; }) {
        append(to, r.value);
        append(to, r.derivative);
    } else {
        actfn::core::with_fields(r, [&](auto&... field) { (append(to, field), ...); });
    }
}

/// A member and the numbers that it makes of z. The second derivative is none of them: dual numbers
/// carry subnormal tangents that are not used.
template <class T, class F> struct member {
    char const* name;
    void (*run)(F const&, std::complex<T>, std::vector<T>&);
};

template <class T, class F> std::vector<member<T, F>> members() {
    using Z = std::complex<T>;
    using numbers = std::vector<T>;
    std::vector<member<T, F>> all = {
        {"value", [](F const& f, Z z, numbers& y) { append(y, f(z)); }},
        {"wirtinger", [](F const& f, Z z, numbers& y) { append(y, f.wirtinger(z)); }},
        {"backward",
         [](F const& f, Z z, numbers& y) {
             if constexpr (std::is_same_v<decltype(f(z)), T>) {
                 append(y, f.backward(z, T(1.25)));
             } else {
                 append(y, f.backward(z, Z(T(1.25), T(-0.75))));
             }
         }},
    };
    if constexpr (requires(F const& f, Z z) { f.derivative(z); }) {
        all.push_back(
            {"derivative", [](F const& f, Z z, numbers& y) { append(y, f.derivative(z)); }});
        all.push_back({"value_and_derivative",
                       [](F const& f, Z z, numbers& y) { append(y, f.value_and_derivative(z)); }});
    }
    if constexpr (requires(F const& f, Z z) { f.parameter_derivatives(z); }) {
        all.push_back({"parameter_derivatives",
                       [](F const& f, Z z, numbers& y) { append(y, f.parameter_derivatives(z)); }});
    }
    return all;
}

constexpr double magnitudes[] = {0, 1e-30, 0.1, 1, 5, 9.5, 20, 50, 88, 95, 110, 1e3, 1e30};

/// A function that still needs assists in float where a part that is not 0 is from ≤ |part| ≤ to,
/// and why.
struct exemption {
    std::string_view function; // empty: any
    double from;
    double to;
    std::string_view why;
};
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::string_view squares =
    "the square of the smaller part, or what rounding takes from it";
constexpr std::string_view quotients = "the quotient of the parts, or 1/z";
constexpr std::string_view cube = "the products of the cube of z, which is clamped";
constexpr std::string_view tail = "a term that does not count beside the largest";
constexpr std::string_view radial =
    "the slope along the radius, which does not count beside that across";

constexpr exemption exemptions[] = {
    {"", 0, 1e-20, squares},
    {"cardioid", 1e20, infinity, quotients},
    {"complex_abs", 1e20, infinity, quotients},
    {"complex_acos", 1e20, infinity, quotients},
    {"complex_asin", 1e20, infinity, quotients},
    {"complex_asinh", 1e20, infinity, quotients},
    {"complex_atan", 1e20, infinity, quotients},
    {"complex_atanh", 1e20, infinity, quotients},
    {"complex_gelu_tanh", 1e20, infinity, cube},
    {"complex_mish", 50, infinity, tail},
    {"complex_phase", 1e20, infinity, quotients},
    {"complex_signum", 1e20, infinity, quotients},
    {"complex_silu", 88, 95, tail},
    {"complex_silu", 1e20, infinity, tail},
    {"complex_softplus", 88, 95, tail},
    {"igaussian", 9.5, 9.5, radial},
    {"igaussian", 1e20, infinity, quotients},
    {"modrelu", 1e20, infinity, quotients},
    {"mvn", 1e20, infinity, quotients},
    {"polar_log", 1e20, infinity, quotients},
    {"polar_squash", 1e20, infinity, quotients},
    {"polar_tanh", 50, 50, radial},
    {"polar_tanh", 1e20, infinity, quotients},
    {"siglog", 1e20, infinity, quotients},
    {"zabs_relu", 1e20, infinity, quotients},
};

template <class T> bool exempt(std::string_view function, std::complex<T> z) {
    if constexpr (sizeof(T) > 4) {
        // The imaginary part of σ, of the order of y·e^−630, beside the real one.
        return function == "complex_gelu_tanh" && std::abs(z.real()) == 20 && z.imag() != 0 &&
               std::abs(z.imag()) < 1e-20;
    }
    auto const within = [](exemption const& e, T part) {
        double const a = std::abs(static_cast<double>(part));
        return a != 0 && e.from * (1 - 1e-6) <= a && a <= e.to * (1 + 1e-6);
    };
    for (auto const& e : exemptions) {
        bool const named = e.function.empty() || e.function == function;
        if (named && (within(e, z.real()) || within(e, z.imag()))) return true;
    }
    return false;
}

template <class T, class F> void check_assists(F const& f) {
    using Z = std::complex<T>;
    std::string_view const name = f.facts().name;
    auto const all = members<T, F>();
    std::string found;
    int tried = 0;
    auto const check = [&](Z z) {
        if (exempt(name, z)) return;
        std::vector<T> usual;
        append(usual, f.wirtinger(z));
        // Outlined kernels compute value and derivatives, whichever is asked for.
        if (!tests::ordinary(usual)) return;
        for (auto const& member : all) {
            std::vector<T> y;
            y.reserve(32);
            auto const volatile run = member.run;
            unsigned const raised = tests::raised_by([&] { run(f, z, y); });
            ++tried;
            if (raised == 0 || !tests::ordinary(y)) continue;
            char text[80];
            std::snprintf(text, sizeof text, "\n  %s at (%.9g, %.9g)", member.name,
                          static_cast<double>(z.real()), static_cast<double>(z.imag()));
            found += text;
        }
    };
    for (double const a : magnitudes) {
        for (double const b : magnitudes) {
            for (T const s : {T(1), T(-1)}) {
                for (T const t : {T(1), T(-1)}) {
                    check(Z(s * static_cast<T>(a), t * static_cast<T>(b)));
                }
            }
        }
    }
    INFO(name << ", " << sizeof(T) << " bytes:" << found);
    CHECK(found.empty());
    CHECK(tried > 300);
}

template <class T, auto const&... f> void check_all(actfn::engine::object_list<f...>) {
    (check_assists<T>(f), ...);
}

} // namespace

TEST_CASE("complex functions take no subnormal numbers on their way to ordinary ones",
          "[complex]") {
    check_all<float>(actfn::engine::complex_list{});
    check_all<double>(actfn::engine::complex_list{});
}
#else
TEST_CASE("complex functions take no subnormal numbers on their way to ordinary ones",
          "[complex]") {
    WARN("not tried: it takes the flags of x86 and FMA");
}
#endif
