// SPDX-License-Identifier: MIT
// The functions of one number by their names, as the playground calls them from JavaScript. Texts
// and numbers that are returned last until the next call.
#include "../../../tests/numbers.hpp"
#include <actfn/any/backend.hpp>
#include <actfn/any/value.hpp>
#include <actfn/array.hpp>
#include <actfn/visit/pointwise.hpp>

#include <cmath>
#include <exception>
#include <string>
#include <vector>

template <class T> actfn::tables::backend const& actfn::engine::standard_backend() {
    return backend_of<T, pointwise_list>;
}

namespace {

struct chosen_function {
    actfn::any<float> in_float;
    actfn::any<double> in_double;
    std::vector<actfn::any_parameter> parameters = in_double.parameters();

    explicit chosen_function(std::string_view text) : in_float(text), in_double(text) {}
};
chosen_function chosen("identity");
std::string text;
std::vector<double> numbers;

char const* said(std::string_view what) {
    text = what;
    return text.c_str();
}

/// Whether f does not throw; `text` is what it says otherwise.
template <class F> bool succeeds(F f) noexcept {
    try {
        f();
        return true;
    } catch (std::exception const& e) {
        text = e.what();
        return false;
    }
}

/// How far y is from a number that is taken for exact, in units in the last place of a float there.
double ulp(float y, double exact) {
    if (std::isnan(y) && std::isnan(exact)) return 0;
    return tests::ulp_error(y, {exact});
}

double at(double from, double to, int i, int count) {
    return i == 0 ? from : from + (to - from) * (double(i) / (count - 1));
}

} // namespace

extern "C" {

/// Why the last call was refused.
char const* play_said() { return text.c_str(); }
int play_count() { return static_cast<int>(actfn::engine::pointwise_list::count); }
char const* play_name(int i) {
    return said(actfn::engine::name_of(*actfn::engine::standard_backend<double>().functions[i]));
}

int play_choose(char const* name) {
    return succeeds([&] { chosen = chosen_function(name); });
}
/// The text that makes the function again.
char const* play_text() { return said(chosen.in_double.to_string()); }
char const* play_formula() { return said(chosen.in_double.facts().formula); }
/// The errors that the library states for the defaults, of value and derivative; whether these are
/// in ULP of terms that cancel where those are larger; whether the derivative is a surrogate.
double const* play_facts() {
    actfn::facts const f = chosen.in_double.facts();
    numbers = {f.max_ulp.value, f.max_ulp.derivative, double(!f.cancelling_value.empty()),
               double(!f.cancelling.empty()), double(f.surrogate)};
    return numbers.data();
}

int play_parameter_count() { return static_cast<int>(chosen.parameters.size()); }
char const* play_parameter_name(int i) { return chosen.parameters[std::size_t(i)].name.c_str(); }
/// Value, default, least and greatest number, and whether these two are allowed.
double const* play_parameter(int i) {
    actfn::any_parameter const& p = chosen.parameters[std::size_t(i)];
    numbers = {
        p.value, p.standard, p.lower, p.upper, double(p.includes_lower), double(p.includes_upper)};
    return numbers.data();
}
int play_set(int i, double value) {
    return succeeds([&] {
        std::string const name = chosen.parameters[std::size_t(i)].name;
        chosen.in_double.set(name, value);
        chosen.in_float.set(name, value);
        chosen.parameters = chosen.in_double.parameters();
    });
}

/// x, value, derivative and second derivative in double, at `count` numbers.
double const* play_curve(double from, double to, int count) {
    numbers.clear();
    actfn::any<double> const& f = chosen.in_double;
    for (int i = 0; i < count; ++i) {
        double const x = at(from, to, i, count);
        numbers.insert(numbers.end(), {x, f(x), f.derivative(x), f.second_derivative(x)});
    }
    return numbers.data();
}
/// x rounded to float; there the value in float, in double, and how far they are apart in ULP; the
/// same of the derivative.
double const* play_errors(double from, double to, int count) {
    numbers.clear();
    for (int i = 0; i < count; ++i) {
        float const x = static_cast<float>(at(from, to, i, count));
        numbers.push_back(x);
        for (bool const derived : {false, true}) {
            float const y = derived ? chosen.in_float.derivative(x) : chosen.in_float(x);
            double const exact = derived ? chosen.in_double.derivative(x) : chosen.in_double(x);
            numbers.insert(numbers.end(), {y, exact, ulp(y, exact)});
        }
    }
    return numbers.data();
}

} // extern "C"
