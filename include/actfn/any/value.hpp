// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/kernels.hpp>
#include <actfn/any/kind.hpp>
#include <actfn/any/operands.hpp>
#include <actfn/any/tables.hpp>
#include <actfn/any/text.hpp>
#include <actfn/core/facts.hpp>
#include <actfn/engine/layout.hpp>
#include <actfn/engine/operands.hpp>
#include <actfn/math/jet.hpp>

#include <array>
#include <bit>
#include <cmath>
#include <complex>
#include <concepts>
#include <initializer_list>
#include <new>
#include <type_traits>
#include <utility>

namespace actfn::inline ACTFN_ABI {

/// A parameter of a function that is known at run time.
struct any_parameter {
    std::string name;
    double value;
    double standard;
    /// The least and the greatest number allowed, with the other parameters as they are; where a
    /// bound is excluded, it is not.
    double lower;
    double upper;
    bool includes_lower;
    bool includes_upper;
};

/// Numbers, one a parameter.
template <class T> class parameter_values {
  public:
    static constexpr std::size_t room = 16;

    explicit parameter_values(std::size_t size) noexcept : size_(size) {}
    std::size_t size() const noexcept { return size_; }
    T const* begin() const noexcept { return values_.data(); }
    T const* end() const noexcept { return values_.data() + size_; }
    T& operator[](std::size_t i) noexcept { return values_[i]; }
    T operator[](std::size_t i) const noexcept { return values_[i]; }

  private:
    std::array<T, room> values_{};
    std::size_t size_;
};

template <class T> class any;

namespace engine {

/// The functions that `any<T>` knows by name, and what runs them.
template <class T> tables::backend const& standard_backend();
/// Of an own function object.
template <class T, class F> struct own_function;

/// A number between two, half-way in the order of all doubles or of the whole ones; one of them
/// where there is none.
inline double between(double a, double b, bool whole) noexcept {
    if (whole) return std::trunc(a + (b - a) / 2);
    auto const ordinal = [](double x) {
        auto const i = std::bit_cast<std::int64_t>(x);
        return i >= 0 ? i : (std::numeric_limits<std::int64_t>::min)() - i;
    };
    std::int64_t const i = ordinal(a);
    std::int64_t const j = ordinal(b);
    // Both halves first: the difference may not be representable.
    std::int64_t const middle = i / 2 + j / 2 + (i % 2 + j % 2) / 2;
    std::int64_t const bits =
        middle >= 0 ? middle : (std::numeric_limits<std::int64_t>::min)() - middle;
    return std::bit_cast<double>(bits);
}

inline void report(bool fine, tables::failure const& why) {
    if (!fine) core::fail_with(why.text);
}

} // namespace engine

/// Any function object on numbers of type T, float or double, chosen at run time: `any<float>
/// f("leaky_relu:0.2")`. It is a value without memory of its own: copies are independent, calls
/// allocate nothing (rows in some cases do), and one object may be called by several threads.
///
/// Names are those of this library and of other systems, in any case and with or without _ and -;
/// "keras:hard_sigmoid" is the one of a system, where names clash this library's counts. Parameters
/// stand in brackets or behind a colon, with or without their names: "elu(alpha=0.5)",
/// "clip:-1,1". What cannot be understood is std::invalid_argument, with the nearest names.
template <class T> class any {
    static_assert(std::is_same_v<T, float> || std::is_same_v<T, double>,
                  "actfn: any<T> computes on float or double");

  public:
    /// The identity.
    any() : any("identity") {}
    explicit any(std::string_view text) : from_(&engine::standard_backend<T>()) {
        tables::failure why; // filled in where the call fails
        engine::report(from_->find(from_, text.data(), text.size(), &f_, kernel_, &why), why);
    }
    /// The function of that name with parameters by name.
    any(std::string_view name,
        std::initializer_list<std::pair<std::string_view, double>> parameters)
        : any(name) {
        set(parameters);
    }
    /// The same from a map.
    template <std::ranges::input_range M>
        requires requires(std::ranges::range_reference_t<M const> p) {
            std::string_view(p.first);
            static_cast<double>(p.second);
        }
    any(std::string_view name, M const& parameters) : any(name) { set(parameters); }
    /// An own function object; needs <actfn/any/own.hpp>, which <actfn/any.hpp> includes unless it
    /// uses the compiled library.
    template <class F>
        requires requires { typename F::kernel_type; }
    any(F const& f) { engine::own_function<T, F>::put(f, *this); }

    std::string_view name() const noexcept { return {f_->name.data, f_->name.size}; }
    /// The text that makes it again, such as "leaky_relu(slope=0.2)": parameters that are not those
    /// by default. (What only training has is not part of it.)
    std::string to_string() const {
        std::string parts;
        any const standard = with_defaults();
        for (std::size_t i = 0; i < f_->parameters; ++i) {
            double const p = engine::get_parameter(*f_, kernel_, i);
            if (p == engine::get_parameter(*f_, standard.kernel_, i)) continue;
            parts += (parts.empty() ? "" : ", ") + parameter_name(i) + "=" + engine::number_text(p);
        }
        std::string const plain(name());
        return parts.empty() ? plain : plain + "(" + parts + ")";
    }
    actfn::kind kind() const noexcept { return static_cast<actfn::kind>(f_->kind); }
    int inputs() const noexcept { return f_->inputs; }
    /// Whether it computes on rows, which a layout behind the operands lays out.
    bool of_rows() const noexcept { return f_->of != tables::shape::elements; }
    bool stochastic() const noexcept { return f_->is_stochastic; }
    actfn::facts facts() const {
        actfn::facts result;
        f_->facts(kernel_, &result);
        return result;
    }

    std::size_t parameter_count() const noexcept { return f_->parameters; }
    std::string parameter_name(std::size_t i) const { return engine::parameter_name(*f_, i); }
    double parameter(std::string_view name) const {
        return engine::get_parameter(*f_, kernel_, index_of(name));
    }
    /// All parameters with their defaults and ranges.
    std::vector<any_parameter> parameters() const {
        std::vector<any_parameter> all;
        any const standard = with_defaults();
        for (std::size_t i = 0; i < f_->parameters; ++i) {
            any_parameter p{parameter_name(i),
                            engine::get_parameter(*f_, kernel_, i),
                            engine::get_parameter(*f_, standard.kernel_, i),
                            0,
                            0,
                            true,
                            true};
            bound(i, p, false);
            bound(i, p, true);
            all.push_back(std::move(p));
        }
        return all;
    }
    /// Sets parameters, all or, where one is out of range, none.
    void set(std::string_view parameter, double value) {
        std::pair<std::string_view, double> const one[] = {{parameter, value}};
        set(one);
    }
    void set(std::initializer_list<std::pair<std::string_view, double>> parameters) {
        set(std::span(parameters.begin(), parameters.size()));
    }
    template <std::ranges::input_range M> void set(M const& parameters) {
        any changed = *this;
        for (auto const& [key, value] : parameters) {
            engine::set_parameter(*f_, changed.kernel_, index_of(key), static_cast<double>(value));
        }
        tables::failure why; // filled in where the call fails
        engine::report(from_->check(f_, changed.kernel_, &why), why);
        *this = changed;
    }
    any with(std::initializer_list<std::pair<std::string_view, double>> parameters) const {
        any result = *this;
        result.set(parameters);
        return result;
    }

    /// The function in training, see `function::train`.
    any train(std::uint64_t seed, std::uint64_t stream = 0) const {
        if (!stochastic()) core::fail("train: ", name(), " has no random numbers");
        any result = *this;
        result.draws_ = {seed, stream, 0};
        result.in_training_ = true;
        return result;
    }
    /// The same draws for a part of the data that begins at the given element.
    any from(std::uint64_t element) const noexcept {
        any result = *this;
        result.draws_.first = element;
        return result;
    }

    /// f(x), f(a, b) of a value and a gate, f(x, t) of a loss; of numbers.
    T operator()(T x) const { return one<tables::verb::forward, 1>({x})[0]; }
    T operator()(T a, T b) const { return one<tables::verb::forward, 1>({a, b})[0]; }
    std::complex<T> operator()(std::complex<T> z) const {
        std::complex<T> w{};
        if (f_->complex && !f_->complex_value) {
            T r{};
            run(tables::verb::forward, {}, z, r);
            return r;
        }
        run(tables::verb::forward, {}, z, w);
        return w;
    }
    T derivative(T x) const { return one<tables::verb::derivative, 1>({x})[0]; }
    T second_derivative(T x) const { return one<tables::verb::second_derivative, 1>({x})[0]; }
    jet<T> value_and_derivative(T x) const {
        auto const r = one<tables::verb::value_and_derivative, 2>({x});
        return {r[0], r[1]};
    }
    T backward(T x, T gy) const { return one<tables::verb::backward, 1>({x, gy})[0]; }
    T derivative_from_output(T y) const {
        return one<tables::verb::derivative_from_output, 1>({y})[0];
    }
    T inverse(T y) const { return one<tables::verb::inverse, 1>({y})[0]; }
    T log_derivative(T x) const { return one<tables::verb::log_derivative, 1>({x})[0]; }
    T backward_from_output(T y, T gy) const {
        return one<tables::verb::backward_from_output, 1>({y, gy})[0];
    }

    /// A verb on operands; the verbs call it.
    template <any_argument... X> void call(tables::verb v, double* sums, X&... arguments) const {
        tables::operand operands[sizeof...(X)];
        std::size_t count = 0;
        tables::layout layout{};
        auto halves = tables::halves::apart;
        auto const take = [&]<class A>(A& x) {
            if constexpr (rows_in_a_range<std::remove_cv_t<A>>) {
                layout = engine::erased_layout(x);
            } else if constexpr (std::same_as<std::remove_cv_t<A>, gate>) {
                halves = static_cast<int>(x) == 0 ? tables::halves::gate_first
                                                  : tables::halves::gate_second;
            } else {
                // In place: a copy would wait until all that was written is in memory.
                ::new (&operands[count++]) tables::operand(engine::erased_operand<T>(x));
            }
        };
        (take(arguments), ...);
        run(v, layout, halves, {operands, count}, sums);
    }

    /// The same of operands whose types are erased.
    void run(tables::verb v, tables::layout const& layout, tables::halves halves,
             std::span<tables::operand const> operands, double* sums) const {
        tables::failure why; // filled in where the call fails
        tables::draws const* const d = in_training_ ? &draws_ : nullptr;
        bool const fine = from_->call(f_, kernel_, d, v, &layout, halves, operands.data(),
                                      operands.size(), sums, &why);
        engine::report(fine, why);
    }

    /// The same function with the same parameters, and the same draws in training. Own functions
    /// are the same where they have the same name and parameters.
    friend bool operator==(any const& a, any const& b) noexcept {
        if (a.name() != b.name() || a.f_->kind != b.f_->kind || a.in_training_ != b.in_training_ ||
            a.f_->parameters != b.f_->parameters) {
            return false;
        }
        for (std::size_t i = 0; i < a.f_->parameters; ++i) {
            double const p = engine::get_parameter(*a.f_, a.kernel_, i);
            if (p != engine::get_parameter(*b.f_, b.kernel_, i)) return false;
        }
        return !a.in_training_ ||
               (a.draws_.seed == b.draws_.seed && a.draws_.stream == b.draws_.stream &&
                a.draws_.first == b.draws_.first);
    }
    friend std::ostream& operator<<(std::ostream& to, any const& f) { return to << f.to_string(); }

  private:
    template <class, class> friend struct engine::own_function;
    template <class A, class B>
    void run(tables::verb v, tables::layout const& layout, A const& x, B& y) const {
        tables::operand const operands[] = {engine::erased_view<T>(std::span<A const>(&x, 1)),
                                            engine::erased_view<T>(std::span<B>(&y, 1))};
        run(v, layout, tables::halves::apart, operands, nullptr);
    }
    template <tables::verb v, std::size_t outputs, std::size_t inputs>
    std::array<T, outputs> one(T const (&in)[inputs]) const {
        std::array<T, outputs> out;
        tables::operand operands[inputs + outputs];
        for (std::size_t i = 0; i < inputs; ++i) {
            ::new (&operands[i])
                tables::operand(engine::erased_view<T>(std::span<T const>(in + i, 1)));
        }
        for (std::size_t i = 0; i < outputs; ++i) {
            ::new (&operands[inputs + i])
                tables::operand(engine::erased_view<T>(std::span<T>(out.data() + i, 1)));
        }
        run(v, {}, tables::halves::apart, operands, nullptr);
        return out;
    }

    any with_defaults() const {
        any result = *this;
        engine::construct(*f_, result.kernel_);
        return result;
    }
    std::size_t index_of(std::string_view parameter) const {
        std::string const wanted = engine::spelt_alike(parameter);
        std::string known;
        for (std::size_t i = 0; i < f_->parameters; ++i) {
            std::string const name = parameter_name(i);
            if (engine::spelt_alike(name) == wanted) return i;
            known += (i == 0 ? "" : ", ") + name;
        }
        core::fail(name(), " has no parameter '", parameter, "'", known.empty() ? "" : "; it has ",
                   known);
    }

    /// What the checks say of a parameter with another value.
    tables::refusal tried(std::size_t parameter, double value) const {
        any other = *this;
        engine::set_parameter(*f_, other.kernel_, parameter, value);
        return from_->tried(f_, other.kernel_);
    }
    /// The last number in a direction that the checks allow, by bisection between the numbers of
    /// type double, or between whole numbers where only these are.
    void bound(std::size_t parameter, any_parameter& p, bool upwards) const {
        constexpr double infinity = std::numeric_limits<double>::infinity();
        constexpr double most = (std::numeric_limits<double>::max)();
        double const way = upwards ? 1 : -1;
        bool const whole =
            tried(parameter, p.value + 0.5).refused && !tried(parameter, p.value + 1).refused;
        double good = p.value;
        double bad = way * (whole ? 0x1p52 : infinity);
        double& bound = upwards ? p.upper : p.lower;
        bool& included = upwards ? p.includes_upper : p.includes_lower;
        bound = bad;
        included = !tried(parameter, bad).refused;
        if (included) return;
        if (!whole) {
            bad = way * most;
            if (!tried(parameter, bad).refused) return;
        }
        for (;;) {
            double const middle = engine::between(good, bad, whole);
            if (middle == good || middle == bad) break;
            (tried(parameter, middle).refused ? bad : good) = middle;
        }
        // An excluded bound is the number that the check compares with, whatever it is given.
        included =
            whole || tried(parameter, bad).bound != bad || tried(parameter, bad + way).bound != bad;
        bound = included ? good : bad;
    }

    tables::backend const* from_ = nullptr;
    tables::function const* f_ = nullptr;
    alignas(16) std::byte kernel_[tables::kernel_room]{};
    tables::draws draws_{};
    bool in_training_ = false;
};

// The verbs, as <actfn/array.hpp> has them for function objects. An output that is const, and an
// operand too few, are errors at run time: which operands a function has is known only then.

/// y = f(in).
template <class T, any_argument... X> void forward(any<T> const& f, X&&... operands) {
    f.call(tables::verb::forward, nullptr, operands...);
}
/// dy = f′(in).
template <class T, any_argument... X> void derivative(any<T> const& f, X&&... operands) {
    f.call(tables::verb::derivative, nullptr, operands...);
}
/// ddy = f″(in).
template <class T, any_argument... X> void second_derivative(any<T> const& f, X&&... operands) {
    f.call(tables::verb::second_derivative, nullptr, operands...);
}
/// y = f(in) and dy = f′(in).
template <class T, any_argument... X> void value_and_derivative(any<T> const& f, X&&... operands) {
    f.call(tables::verb::value_and_derivative, nullptr, operands...);
}
/// gx = gy·f′(in).
template <class T, any_argument... X> void backward(any<T> const& f, X&&... operands) {
    f.call(tables::verb::backward, nullptr, operands...);
}
/// gx = gy·f′ from y = f(x), of functions that have it.
template <class T, any_argument... X> void backward_from_output(any<T> const& f, X&&... operands) {
    f.call(tables::verb::backward_from_output, nullptr, operands...);
}
/// dy = f′ from y = f(x), of functions that have it.
template <class T, any_argument... X>
void derivative_from_output(any<T> const& f, X&&... operands) {
    f.call(tables::verb::derivative_from_output, nullptr, operands...);
}
/// x with f(x) = y, of functions that have it.
template <class T, any_argument... X> void inverse(any<T> const& f, X&&... operands) {
    f.call(tables::verb::inverse, nullptr, operands...);
}
/// log |f′(x)|, of functions that have it.
template <class T, any_argument... X> void log_derivative(any<T> const& f, X&&... operands) {
    f.call(tables::verb::log_derivative, nullptr, operands...);
}
/// w = f(z), ∂f/∂z and ∂f/∂z̄ of complex functions.
template <class T, any_argument... X> void wirtinger(any<T> const& f, X&&... operands) {
    f.call(tables::verb::wirtinger, nullptr, operands...);
}
/// A number for every parameter, in their order.
template <class T, any_argument... X>
parameter_values<T> parameter_gradient(any<T> const& f, X const&... operands) {
    double sums[parameter_values<T>::room] = {};
    if (f.parameter_count() > parameter_values<T>::room) {
        core::fail("parameter_gradient(", f.name(), "): more than 16 parameters");
    }
    f.call(tables::verb::parameter_gradient, sums, operands...);
    parameter_values<T> result(f.parameter_count());
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = static_cast<T>(sums[i]);
    return result;
}

} // namespace actfn
