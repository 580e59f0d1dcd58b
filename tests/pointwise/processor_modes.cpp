// SPDX-License-Identifier: MIT
// labels: deep
// What the library promises where the program has changed the modes of the processor.
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/array.hpp>
#include <actfn/visit/pointwise.hpp>

#include <algorithm>
#include <array>
#include <cfenv>
#include <cmath>
#include <limits>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

namespace {

template <class T> std::vector<T> points() {
    using limits = std::numeric_limits<T>;
    std::vector<T> x{0, T(-0.0), tests::infinity<T>, -tests::infinity<T>};
    for (T const v : {limits::denorm_min(),
                      3 * limits::denorm_min(),
                      (limits::min)() / 2,
                      (limits::min)(),
                      2 * (limits::min)(),
                      (limits::max)(),
                      (limits::max)() / 2,
                      T(1e-30),
                      T(1e-8),
                      T(0.5),
                      T(1),
                      T(3),
                      T(6),
                      T(10),
                      T(20),
                      T(88.7),
                      T(90),
                      T(103.5),
                      T(121.6),
                      T(700),
                      T(759),
                      T(1e30)}) {
        x.push_back(v);
        x.push_back(-v);
    }
    std::mt19937 random(1);
    std::uniform_real_distribution<T> near_by(-130, 130);
    std::uniform_real_distribution<T> exponent(-37, 37);
    std::uniform_real_distribution<T> beyond(700, 770);
    for (int i = 0; i < 1500; ++i) {
        x.push_back(near_by(random));
        x.push_back(std::pow(T(10), exponent(random)) * (i % 2 == 0 ? T(1) : T(-1)));
        if (i % 8 == 0) x.push_back(beyond(random) * (i % 16 == 0 ? T(1) : T(-1)));
    }
    while (x.size() % 64 != 0) x.push_back(1); // whole registers
    return x;
}

/// Value, derivative and second derivative.
template <class T> using results = std::array<std::vector<T>, 3>;
constexpr char const* members[] = {"value", "derivative", "second derivative"};

/// Of n entries of x, as arrays have them: n is a multiple of the lanes of a register.
template <auto const& f, class T> void evaluate(T const* x, std::size_t n, T* const* y) {
    using V = actfn::math::pack<T>;
    for (std::size_t i = 0; i < n; i += actfn::math::lanes<V>) {
        V const v = actfn::math::load<V>(x + i);
        auto const jet = f.value_and_derivative(v);
        actfn::math::store(y[0] + i, jet.value);
        actfn::math::store(y[1] + i, jet.derivative);
        actfn::math::store(y[2] + i, f.second_derivative(v));
    }
}
template <class T> using evaluation = void (*)(T const*, std::size_t, T* const*);

/// A table made while compiling: the checks are code once, not for every function.
struct subject {
    std::string_view name;
    evaluation<float> of_floats;
    evaluation<double> of_doubles;

    template <class T> results<T> at(std::vector<T> const& x) const {
        results<T> r;
        for (auto& y : r) y.resize(x.size());
        T* const y[] = {r[0].data(), r[1].data(), r[2].data()};
        if constexpr (std::is_same_v<T, float>) {
            of_floats(x.data(), x.size(), y);
        } else {
            of_doubles(x.data(), x.size(), y);
        }
        return r;
    }
};
template <class List> struct table;
template <auto const&... f> struct table<actfn::engine::object_list<f...>> {
    static constexpr subject all[] = {
        {f.facts().name, &evaluate<f, float>, &evaluate<f, double>}...};
};

template <class T> std::string described(subject const& f, std::size_t m, T x, T got, T expected) {
    return std::string(members[m]) + " of " + std::string(f.name) + ", " +
           std::string(tests::type_name<T>) + ", at " + tests::hex(x) + ": " + tests::hex(got) +
           ", not " + tests::hex(expected);
}

/// check(f, x) of every function, for float and double.
template <class Check> void for_all(Check check) {
    for (subject const& f : table<actfn::engine::pointwise_list>::all) {
        check(f, points<float>());
        check(f, points<double>());
    }
}

/// The directed mode, until the end of the scope.
struct rounding {
    int before = std::fegetround();

    explicit rounding(int mode) { std::fesetround(mode); }
    ~rounding() { std::fesetround(before); }
};

} // namespace

#if defined(__SSE2__)
TEST_CASE("flushed subnormal numbers change no more than they are, and the last place",
          "[pointwise]") {
    constexpr unsigned flush = 0x8040; // FTZ, DAZ
    for_all([]<class T>(subject const& f, std::vector<T> const& x) {
        constexpr T least = (std::numeric_limits<T>::min)();
        std::vector<T> seen = x; // a subnormal input counts as 0
        for (T& v : seen)
            if (std::abs(v) < least) v = 0 * v;
        auto const expected = f.at(seen);
        unsigned const mode = _mm_getcsr();
        _mm_setcsr(mode | flush);
        auto const got = f.at(x);
        _mm_setcsr(mode);
        auto const close = [](T a, T b) {
            return tests::same(a, b) ||
                   std::abs(a - b) <=
                       4 * least + 2 * std::numeric_limits<T>::epsilon() * std::abs(b);
        };
        for (std::size_t m : {0U, 1U}) {
            for (std::size_t i = 0; i < x.size(); ++i) {
                if (close(got[m][i], expected[m][i])) continue;
                FAIL_CHECK(described<T>(f, m, x[i], got[m][i], expected[m][i]));
                break;
            }
        }
    });
}
#endif

namespace {

/// Whether exponentials and sines choose their power of two or multiple of π/2 to nearest in every
/// mode. Where the mode chooses it, polynomials serve on twice their interval.
template <class T>
constexpr bool nearest = actfn::math::detail::rounds_to_nearest<actfn::math::pack<T>>;

/// The error that a directed mode may make: units in the last place of the largest of the result,
/// x and 1.
template <class T>
constexpr double units = nearest<T>                 ? 16
                         : std::is_same_v<T, float> ? 0x1p10
                                                    : 0x1p22;

/// Where a function is not held to that, |x| from ... to, but to `error` beside the largest of the
/// result and 1, and why. Infinite: to nothing.
struct exemption {
    std::string_view function;
    double from;
    double to;
    double error;
    std::string_view why;
    bool where_nearest = true; // there, too
};
constexpr double endless = tests::infinity<double>;
constexpr double end = -1; // stands for half of the largest number
constexpr std::string_view kink = "beside a kink the slope of the other side";
constexpr std::string_view pole = "rounded down, 1 − 1 is −0";
constexpr std::string_view whole = "whole numbers are rounded as the mode says";
constexpr exemption exemptions[] = {
    {"artanh", 1, 1, endless, pole},
    {"spline", 1, 1, endless, pole},
    {"laplace", end, endless, endless, "x − mu is out of range"},
    {"sqrt_softplus", end, endless, endless, "x + log(1 + e^−x) is out of range"},
    {"hard_sigmoid", 3, 3, 1, kink},
    {"hardswish", 1.4, 3, 1.5, kink},
    {"clipped_gelu", 9, 10.1, 1.5, kink},
    {"rounding", 0, endless, 1, whole, false},
    {"fake_quantise", 0, endless, 1, whole, false},
    {"sinc", 0, 0.1, 1.0 / 128, "what the sine lacks, divided by x", false},
};

/// Functions whose results have no certain sign for |x| ≤ to where the mode chooses exponents and
/// quarters of a turn, within the error that it makes then.
struct unsigned_where {
    std::string_view function;
    double to;
    std::string_view why;
};
constexpr std::string_view turn = "a sine of a neighbour of the nearest quarter";
constexpr std::string_view cancelled = "the derivative of the left tail, a difference";
constexpr unsigned_where signless[] = {
    {"erf_act", endless, cancelled},
    {"finer", endless, turn},
    {"gcu", endless, turn},
    {"gish", endless, cancelled},
    {"phish", endless, cancelled},
    {"serf", endless, cancelled},
    {"sinc", endless, turn},
    {"sine", endless, turn},
    {"sinlu", endless, turn},
    {"snake", endless, turn},
    {"snake_beta", endless, turn},
    {"tanhexp", endless, cancelled},
    {"xielu", 1e-20, "the square of x beside it"},
    {"shifted_softplus", 1, "a sum that cancels"},
};
template <class T> bool keeps_sign(std::string_view name, T x) {
    if (nearest<T>) return true;
    double const a = std::abs(static_cast<double>(x));
    return std::none_of(std::begin(signless), std::end(signless),
                        [&](auto const& e) { return e.function == name && a <= e.to; });
}

/// By how much member m may differ from the result to nearest.
template <class T> double allowed(std::string_view name, std::size_t m, T x, T expected) {
    constexpr double ulp = std::numeric_limits<T>::epsilon();
    double const a = std::abs(static_cast<double>(x));
    double const size = (std::max)(1.0, std::abs(static_cast<double>(expected)));
    for (auto const& e : exemptions) {
        double const from =
            e.from < 0 ? static_cast<double>(std::numeric_limits<T>::max()) / 2 : e.from;
        bool const here = e.function == name && from <= a && a <= e.to;
        if (here && (e.where_nearest || !nearest<T>)) return e.error * size;
    }
    double const usual = units<T> * ulp * (std::max)(size, std::isinf(a) ? 1 : a);
    if (name != "finer") return usual;
    // Far angles are taken to one turn in doubles, in two parts; m derivatives multiply by theirs.
    constexpr double far = (std::is_same_v<T, float> ? 0x1p18 : 0x1p26) * ulp;
    return far * (std::max)(size, std::pow(30 * (1 + 2 * a), static_cast<double>(m)));
}

template <class T> bool is_harmless(std::string_view name, std::size_t m, T x, T got, T expected) {
    constexpr T most = std::numeric_limits<T>::max();
    if (tests::same(got, expected) || std::isnan(expected)) return true;
    double const error = allowed(name, m, x, expected);
    if (std::isinf(error)) return true;
    // What is near the end of the range may round beyond it, or beyond it round to its end.
    if (std::abs(expected) >= most / 4)
        return std::abs(got) >= most / 8 && std::signbit(got) == std::signbit(expected);
    bool const one_sign =
        std::signbit(got) == std::signbit(expected) || got == 0 || expected == 0 ||
        (std::max)(std::abs(got), std::abs(expected)) < (std::numeric_limits<T>::min)();
    if (!one_sign && error < 0.1 && keeps_sign(name, x)) return false;
    return std::abs(static_cast<double>(got) - static_cast<double>(expected)) <= error;
}

/// check(f, x, got, expected, mode) for all functions in the directed modes.
template <class Check> void for_directed_modes(Check check) {
    for_all([&]<class T>(subject const& f, std::vector<T> const& x) {
        auto const expected = f.at(x);
        for (int const mode : {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO}) {
            auto const got = [&] {
                rounding const directed(mode);
                auto const r = f.at(x);
                CHECK(std::fegetround() == mode); // it is the program's
                return r;
            }();
            INFO("in mode " << mode);
            check(f, x, got, expected);
        }
    });
}

} // namespace

TEST_CASE("directed rounding makes no NaN, no infinity and no sign out of nothing", "[pointwise]") {
    for_directed_modes([]<class T>(subject const& f, std::vector<T> const& x, results<T> const& got,
                                   results<T> const& expected) {
        for (std::size_t m = 0; m < got.size(); ++m) {
            for (std::size_t i = 0; i < x.size(); ++i) {
                if (is_harmless(f.name, m, x[i], got[m][i], expected[m][i])) continue;
                FAIL_CHECK(described<T>(f, m, x[i], got[m][i], expected[m][i]));
                break;
            }
        }
    });
}

TEST_CASE("directed rounding makes errors of the last places of 1 where nothing is exponential",
          "[pointwise]") {
    constexpr std::string_view names[] = {
        "abs",         "arctan",     "bent_identity", "elliot01",   "hard_mish",
        "hard_tanh",   "isru",       "leaky_relu",    "pade",       "prelu",
        "relu",        "relu6",      "smoothstep3",   "softshrink", "spline",
        "square_root", "squareplus", "step_arctan",   "threshold"};
    std::size_t tried = 0;
    for_directed_modes([&]<class T>(subject const& f, std::vector<T> const& x,
                                    results<T> const& got, results<T> const& expected) {
        if (std::find(std::begin(names), std::end(names), f.name) == std::end(names)) return;
        ++tried;
        auto const close = [](T a, T b) {
            constexpr T most = actfn::math::has_fma<actfn::math::pack<T>> ? 8 : 12;
            T const scale = (std::max)(T(1), std::abs(b));
            // What is near the end of the range may round beyond it.
            return tests::same(a, b) || std::abs(b) >= (std::numeric_limits<T>::max)() / 4 ||
                   std::abs(a - b) <= most * std::numeric_limits<T>::epsilon() * scale;
        };
        for (std::size_t m : {0U, 1U}) {
            for (std::size_t i = 0; i < x.size(); ++i) {
                if (close(got[m][i], expected[m][i])) continue;
                FAIL_CHECK(described<T>(f, m, x[i], got[m][i], expected[m][i]));
                break;
            }
        }
    });
    CHECK(tried == std::size(names) * 2 * 3);
}

TEST_CASE("results in the mode to nearest are those of before a directed one", "[pointwise]") {
    auto const x = points<float>();
    auto const results = [&] {
        std::vector<float> y(2 * x.size());
        auto const half = y.begin() + static_cast<std::ptrdiff_t>(x.size());
        actfn::value_and_derivative(actfn::gelu, x, std::span(y.begin(), half),
                                    std::span(half, y.end()));
        return y;
    };
    auto const before = results();
    {
        rounding const directed(FE_UPWARD);
        results();
    }
    auto const after = results();
    for (std::size_t i = 0; i < before.size(); ++i) CHECK(tests::same(before[i], after[i]));
}
