// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tests {

/// A formula of facts (Python's infix, with `a if c else b`) in numbers R. Decimal literals are
/// doubles, as for the oracle.
template <class R> class formula {
  public:
    explicit formula(std::string_view text) : rest_(text) {
        choice();
        if (!rest_.empty()) fail("not understood");
    }

    /// Gives a value to a name; those that do not occur are no matter.
    void set(std::string_view name, R value) {
        for (auto& v : variables_) {
            if (v.name == name) v.value = value;
        }
    }

    R operator()() const {
        std::vector<R>& stack = stack_;
        stack.clear();
        auto const pop = [&] {
            R const top = stack.back();
            stack.pop_back();
            return top;
        };
        for (step const& s : steps_) {
            if (s.kind == op::number) {
                stack.push_back(s.value);
            } else if (s.kind == op::variable) {
                stack.push_back(variables_[s.index].value);
            } else if (s.kind == op::choose) { // value, condition, other
                R const other = pop();
                R const holds = pop();
                if (holds == R(0)) stack.back() = other;
            } else if (s.kind == op::one) {
                stack.back() = s.of_one(stack.back());
            } else {
                R const right = pop();
                stack.back() = s.of_two(stack.back(), right);
            }
        }
        return stack.back();
    }

    /// The parts of a list, which commas in parentheses do not divide.
    static std::vector<formula> list(std::string_view text) {
        std::vector<formula> found;
        int depth = 0;
        std::size_t begin = 0;
        for (std::size_t i = 0; i <= text.size(); ++i) {
            if (i == text.size() || (text[i] == ',' && depth == 0)) {
                found.emplace_back(text.substr(begin, i - begin));
                begin = i + 1;
            } else {
                depth += (text[i] == '(') - (text[i] == ')');
            }
        }
        return found;
    }

  private:
    using function_of_one = R (*)(R);
    using function_of_two = R (*)(R, R);
    enum class op { number, variable, choose, one, two };
    struct step {
        op kind;
        R value{};
        std::size_t index = 0;
        function_of_one of_one = nullptr;
        function_of_two of_two = nullptr;
    };
    struct variable {
        std::string name;
        R value;
    };

    [[noreturn]] void fail(std::string const& what) const {
        throw std::invalid_argument("formula: " + what + " at '" + std::string(rest_) + "'");
    }
    static bool is_name(char c) {
        return c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0;
    }
    void skip() {
        while (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
    }
    bool next(std::string_view token) {
        skip();
        bool const longer =
            is_name(token.front()) && rest_.size() > token.size() && is_name(rest_[token.size()]);
        if (!rest_.starts_with(token) || longer) return false;
        rest_.remove_prefix(token.size());
        return true;
    }
    void closed() {
        if (!next(")")) fail("no closing parenthesis");
    }
    void one(function_of_one f) { steps_.push_back({.kind = op::one, .of_one = f}); }
    void two(function_of_two f) { steps_.push_back({.kind = op::two, .of_two = f}); }

    void choice() {
        comparison();
        if (!next("if")) return;
        comparison();
        if (!next("else")) fail("no else");
        choice();
        steps_.push_back({.kind = op::choose});
    }
    function_of_two relation() {
        if (next("<=")) return [](R a, R b) { return R(a <= b); };
        if (next(">=")) return [](R a, R b) { return R(a >= b); };
        if (next("<")) return [](R a, R b) { return R(a < b); };
        if (next(">")) return [](R a, R b) { return R(a > b); };
        return nullptr;
    }
    void comparison() {
        sum();
        std::vector<step> middle; // of 0 < x < 1, evaluated twice
        for (bool chained = false; function_of_two const holds = relation(); chained = true) {
            steps_.insert(steps_.end(), middle.begin(), middle.end());
            auto const right = static_cast<std::ptrdiff_t>(steps_.size());
            sum();
            middle.assign(steps_.begin() + right, steps_.end());
            two(holds);
            if (chained) two([](R a, R b) { return a * b; });
        }
    }
    void sum() {
        product();
        while (true) {
            if (next("+")) {
                product();
                two([](R a, R b) { return a + b; });
            } else if (next("-")) {
                product();
                two([](R a, R b) { return a - b; });
            } else {
                return;
            }
        }
    }
    void product() {
        power();
        while (true) {
            if (next("*")) {
                power();
                two([](R a, R b) { return a * b; });
            } else if (next("/")) {
                power();
                two([](R a, R b) { return a / b; });
            } else {
                return;
            }
        }
    }
    void power() {
        if (next("-")) {
            power();
            one([](R a) { return -a; });
            return;
        }
        atom();
        if (!next("**")) return;
        power();
        two([](R a, R b) { return std::pow(a, b); });
    }
    void atom() {
        if (next("(")) {
            choice();
            closed();
            return;
        }
        if (rest_.empty()) fail("an end too early");
        if (std::isdigit(static_cast<unsigned char>(rest_.front())) != 0) {
            std::string const digits(rest_);
            char* end = nullptr;
            double const value = std::strtod(digits.c_str(), &end);
            rest_.remove_prefix(static_cast<std::size_t>(end - digits.c_str()));
            steps_.push_back({.kind = op::number, .value = static_cast<R>(value)});
            return;
        }
        std::size_t n = 0;
        while (n < rest_.size() && is_name(rest_[n])) ++n;
        std::string const name(rest_.substr(0, n));
        rest_.remove_prefix(n);
        if (next("(")) {
            choice();
            if (next(",")) {
                choice();
                closed();
                two(of_two_numbers(name));
            } else {
                closed();
                one(of_a_number(name));
            }
            return;
        }
        std::size_t i = 0;
        while (i < variables_.size() && variables_[i].name != name) ++i;
        if (i == variables_.size()) {
            R const value = name == "pi"  ? std::numbers::pi_v<R>
                            : name == "e" ? std::numbers::e_v<R>
                            : name == "g" ? R(1)
                                          : std::numeric_limits<R>::quiet_NaN();
            variables_.push_back({name, value});
        }
        steps_.push_back({.kind = op::variable, .index = i});
    }
    function_of_two of_two_numbers(std::string_view name) const {
        if (name == "min") return [](R a, R b) { return std::min(a, b); };
        if (name == "max") return [](R a, R b) { return std::max(a, b); };
        fail("no function " + std::string(name));
    }
    function_of_one of_a_number(std::string_view name) const {
        using std::abs, std::asinh, std::atan, std::atanh, std::cos, std::cosh, std::erf;
        using std::erfc, std::exp, std::expm1, std::floor, std::log, std::log1p, std::sin;
        using std::sinh, std::sqrt, std::tanh;
        if (name == "abs") return [](R x) { return abs(x); };
        if (name == "asinh") return [](R x) { return asinh(x); };
        if (name == "atan") return [](R x) { return atan(x); };
        if (name == "atanh") return [](R x) { return atanh(x); };
        if (name == "cos") return [](R x) { return cos(x); };
        if (name == "cosh") return [](R x) { return cosh(x); };
        if (name == "erf") return [](R x) { return erf(x); };
        if (name == "erfc") return [](R x) { return erfc(x); };
        if (name == "exp") return [](R x) { return exp(x); };
        if (name == "expm1") return [](R x) { return expm1(x); };
        if (name == "floor") return [](R x) { return floor(x); };
        if (name == "log") return [](R x) { return log(x); };
        if (name == "log1p") return [](R x) { return log1p(x); };
        if (name == "sin") return [](R x) { return sin(x); };
        if (name == "sinh") return [](R x) { return sinh(x); };
        if (name == "sqrt") return [](R x) { return sqrt(x); };
        if (name == "tanh") return [](R x) { return tanh(x); };
        if (name == "nint") return [](R x) { return std::nearbyint(x); };
        if (name == "sign") return [](R x) { return R((x > 0) - (x < 0)); };
        if (name == "sgn") return [](R x) { return R((x > 0) - (x < 0)); };
        if (name == "logistic")
            return [](R x) { return (x < 0 ? std::exp(x) : R(1)) / (1 + std::exp(-std::abs(x))); };
        if (name == "softplus")
            return [](R x) { return std::max(x, R(0)) + std::log1p(std::exp(-std::abs(x))); };
        fail("no function " + std::string(name));
    }

    std::string_view rest_;
    std::vector<step> steps_;
    std::vector<variable> variables_;
    mutable std::vector<R> stack_;
};

} // namespace tests
