// SPDX-License-Identifier: MIT
#pragma once
#include "header.hpp"
#include "pictures.hpp"
#include <actfn/core/fields.hpp>
#include <actfn/engine/function.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <map>
#include <numeric>
#include <sstream>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

/// The numbers that docs/activations.gp draws.
namespace document {

/// A pointwise activation without its type, so that what is said of it is compiled once.
class function {
  public:
    using values = std::vector<double>;

    actfn::facts facts;
    values parameters;
    bool learnable;
    bool has_derivative_from_output;

    template <class K>
    explicit function(actfn::function<K> const& f)
        : facts(f.facts()),
          learnable(actfn::has_parameters<K>),
          has_derivative_from_output(actfn::has_derivative_from_output<K>),
          at_([](values const& p, double x) { return kernel<K>(p).at(x); }),
          facts_with_([](values const& p) { return actfn::function<K>(kernel<K>(p)).facts(); }) {
        std::apply([&](auto const&... p) { (parameters.push_back(static_cast<double>(p)), ...); },
                   actfn::core::fields(f.kernel()));
    }

    actfn::jet<double> at(double x) const { return at_(parameters, x); }
    double operator()(double x) const { return at(x).value; }
    double derivative(double x) const { return at(x).derivative; }

    /// With other parameters. Throws std::invalid_argument where they are out of range.
    function with(values const& other) const {
        function f = *this;
        f.parameters = other;
        f.facts = facts_with_(other);
        return f;
    }

  private:
    template <class K> static K kernel(values const& p) {
        K k{};
        std::size_t i = 0;
        std::apply(
            [&](auto&... field) {
                ((field = static_cast<std::remove_reference_t<decltype(field)>>(p.at(i++))), ...);
            },
            actfn::core::fields(k));
        return k;
    }

    actfn::jet<double> (*at_)(values const&, double);
    actfn::facts (*facts_with_)(values const&);
};

struct interval {
    double lo, hi;
    double length() const { return hi - lo; }
};

/// Whether finite values run away from what a picture shows, which is `limit` on either side of 0.
inline bool run_away(std::vector<double> const& values, double limit) {
    auto const [least, most] = std::ranges::minmax(values);
    return most - least > 2 * limit;
}

/// What of finite values is shown: all, unless they run away; and 0.
inline interval shown_of(std::vector<double> values, double limit) {
    if (values.empty()) return {-1, 1};
    std::ranges::sort(values);
    interval shown{values.front(), values.back()};
    if (run_away(values, limit)) {
        std::size_t const tail = values.size() / 50;
        shown.lo = (std::max)({shown.lo, (std::min)(values[tail], -.5), -limit});
        shown.hi = (std::min)({shown.hi, (std::max)(values[values.size() - 1 - tail], .5), limit});
    }
    shown = {(std::min)(shown.lo, 0.), (std::max)(shown.hi, 0.)};
    if (shown.length() < 1e-9) shown = {-1, 1};
    double const margin = .06 * shown.length();
    return {shown.lo - margin, shown.hi + margin};
}

/// A data set of gnuplot: x, value, derivative, with an empty line where they are broken, and the
/// kinks, whose value and derivative are columns 4 and 5. The points are as dense as a picture of
/// 600 by 400 pixels needs.
class curve {
  public:
    curve(function const& f, interval x, interval value, interval derivative)
        : f_(f), x_(x), value_(value), derivative_(derivative) {
        std::vector<double> ends{x.lo, x.hi, f.facts.domain.lo, f.facts.domain.hi};
        ends.insert(ends.end(), f.facts.kinks.begin(), f.facts.kinks.end());
        for (double& end : ends) end = std::clamp(end, x.lo, x.hi);
        std::ranges::sort(ends);
        double const beside = 1e-10 * x.length();
        for (std::size_t i = 1; i < ends.size(); ++i) {
            if (ends[i - 1] < ends[i]) piece(ends[i - 1] + beside, ends[i] - beside);
        }
        for (double const kink : f.facts.kinks) {
            if (kink < x.lo || kink > x.hi) continue;
            has_kinks_ = true;
            point(kink, " ? ? ");
            data_ << '\n';
        }
        data_ << "\n\n";
    }

    string text() const { return data_.str(); }
    bool has_kinks() const { return has_kinks_; }

  private:
    static double within(interval shown, double v) {
        double const beyond = shown.length() / 4;
        return std::clamp(v, shown.lo - beyond, shown.hi + beyond);
    }
    actfn::jet<double> at(double x) const {
        auto const [value, derivative] = f_.at(x);
        return {within(value_, value), within(derivative_, derivative)};
    }

    static double rounded(double x) { return std::round(x * 1000) / 1000 + 0.; } // no -0

    void point(double x, char const* skipped = " ") {
        auto const [value, derivative] = at(x);
        data_ << rounded(x) << skipped << rounded(value) << ' ' << rounded(derivative) << '\n';
    }

    bool straight(double from, double to) const {
        auto const [value, derivative] = at(from);
        auto const [value_to, derivative_to] = at(to);
        for (double t = 1. / 8; t < 1; t += 1. / 8) {
            auto const [v, d] = at(std::lerp(from, to, t));
            if (std::abs(v - std::lerp(value, value_to, t)) > value_.length() / 1000 ||
                std::abs(d - std::lerp(derivative, derivative_to, t)) >
                    derivative_.length() / 1000) {
                return false;
            }
        }
        return true;
    }

    /// Whether there is a step that does not shrink with the interval.
    bool jumps(double from, double to) const {
        auto const step = [&](double a, double b) {
            auto const [value, derivative] = at(a);
            auto const [value_to, derivative_to] = at(b);
            return std::abs(value_to - value) / value_.length() +
                   std::abs(derivative_to - derivative) / derivative_.length();
        };
        for (int halving = 0; halving < 40; ++halving) {
            double const middle = std::midpoint(from, to);
            (step(from, middle) > step(middle, to) ? to : from) = middle;
        }
        return step(from, to) > .01;
    }

    /// The points after the first.
    void follow(double from, double to) {
        bool const is_straight = straight(from, to);
        if (!is_straight && to - from > x_.length() / 640) {
            follow(from, std::midpoint(from, to));
            follow(std::midpoint(from, to), to);
            return;
        }
        if (!is_straight && jumps(from, to)) data_ << '\n';
        point(to);
    }

    void piece(double from, double to) {
        if (std::isnan(f_(std::midpoint(from, to)))) return;
        point(from);
        follow(from, to);
        data_ << '\n';
    }

    function const& f_;
    interval x_, value_, derivative_;
    bool has_kinks_ = false;
    std::ostringstream data_;
};

/// The picture of a function: a line for each of some values of its parameters.
class panel {
  public:
    string name;
    interval x, value, derivative;

    /// `wanted` is null where pictures.csv has no row.
    panel(function const& f, header const& h, picture const* wanted) : name(f.facts.name) {
        picture const p = wanted != nullptr ? *wanted : picture{};
        x = {p.lo, p.hi};
        std::vector<string> labels = p.variants;
        if (wanted == nullptr && !f.parameters.empty()) {
            labels = variants_around(h.parameters.at(0).name, f.parameters[0]);
        }
        for (string const& label : labels) {
            try {
                lines_.emplace_back(label, f.with(parameters(f, h, label)));
            } catch (std::invalid_argument const&) {
                if (wanted != nullptr) throw;
            }
        }
        if (lines_.empty()) lines_.emplace_back("", f);

        std::vector<double> values, derivatives;
        for (auto const& [label, line] : lines_) {
            for (int i = 0; i <= samples; ++i) {
                auto const [v, d] = line.at(std::lerp(x.lo, x.hi, (i + .5) / (samples + 1)));
                if (std::isfinite(v)) values.push_back(v);
                if (std::isfinite(d)) derivatives.push_back(d);
            }
        }
        double const limit = (std::max)(6., .6 * x.length());
        value = shown_of(values, limit);
        // What oscillates may be steep everywhere.
        derivative = shown_of(derivatives, run_away(values, limit) ? 6 : typical(derivatives));
        if (lines_.size() == 1) {
            value = derivative = {(std::min)(value.lo, derivative.lo),
                                  (std::max)(value.hi, derivative.hi)};
        }
    }

    std::size_t count() const { return lines_.size(); }
    string label(std::size_t i) const { return replaced(lines_[i].first, ",", ", "); }
    curve line(std::size_t i) const { return {lines_[i].second, x, value, derivative}; }

    /// Whether the parameters change the derivative only, as those of surrogates do.
    bool has_one_value() const {
        return std::ranges::all_of(lines_, [&](auto const& l) {
            return numbers(l.second, true) == numbers(lines_[0].second, true);
        });
    }
    /// Whether both draw the same curves.
    bool repeats(panel const& other) const { return curves() == other.curves(); }

  private:
    static constexpr int samples = 400;

    /// A size that three quarters of the derivatives do not reach.
    static double typical(std::vector<double> derivatives) {
        if (derivatives.empty()) return 6;
        for (double& d : derivatives) d = std::abs(d);
        auto const at =
            derivatives.begin() + static_cast<std::ptrdiff_t>(derivatives.size() * 3 / 4);
        std::ranges::nth_element(derivatives, at);
        return (std::max)(6., 1.3 * *at);
    }

    static function::values parameters(function const& f, header const& h, string const& label) {
        function::values all = f.parameters;
        for (auto const& [name, value] : assignments(label)) {
            auto const found = std::ranges::find(h.parameters, name, &header::parameter::name);
            if (found == h.parameters.end()) {
                throw std::runtime_error("pictures.csv: no parameter " + name + " of " +
                                         string(f.facts.name));
            }
            all.at(static_cast<std::size_t>(found - h.parameters.begin())) = value;
        }
        return all;
    }

    /// Values, and derivatives, at places that all panels share.
    static string numbers(function const& f, bool value_only) {
        std::ostringstream text;
        text.precision(9);
        for (int i = -60; i <= 60; ++i) {
            auto const [v, d] = f.at(.1 * i + .03);
            text << v + 0. << ' ';
            if (!value_only) text << d + 0. << ' ';
        }
        return text.str();
    }
    std::vector<string> curves() const {
        std::vector<string> all;
        for (auto const& [label, line] : lines_) all.push_back(numbers(line, false));
        std::ranges::sort(all);
        return all;
    }

    std::vector<std::pair<string, function>> lines_;
};

inline string number_of_plot(double x) {
    char text[40];
    std::snprintf(text, sizeof text, "%.3f", x);
    return text;
}

/// What docs/activations.gp loads: of every panel its name, its title where all are drawn, its
/// first data set, how many they are, what is shown of x, value and derivative, and whether the
/// parameters change the derivative only; of every data set its label and whether it has kinks; of
/// every family of docs/site/families.csv the panels.
inline string panel_list(fs::path const& root, std::vector<panel> const& panels) {
    std::ostringstream text, sets, families;
    std::map<string, std::size_t> index;
    std::vector<string> titles;
    std::vector<bool> is_repeated(panels.size(), false);
    for (std::size_t i = 0; i < panels.size(); ++i) {
        index[panels[i].name] = i;
        titles.push_back(panels[i].name);
        for (std::size_t j = 0; j < i && !is_repeated[i]; ++j) {
            if (is_repeated[j] || !panels[i].repeats(panels[j])) continue;
            is_repeated[i] = true;
            titles[j] += " = " + panels[i].name;
        }
    }
    std::size_t set = 0;
    text << "# Loaded by docs/activations.gp.\narray panel[" << panels.size() << "]\n";
    for (std::size_t i = 0; i < panels.size(); ++i) {
        panel const& p = panels[i];
        text << "panel[" << i + 1 << "] = \"" << p.name << " '" << titles[i] << "' " << set << ' '
             << p.count();
        for (interval const& shown : {p.x, p.value, p.derivative}) {
            text << ' ' << number_of_plot(shown.lo) << ' ' << number_of_plot(shown.hi);
        }
        text << (p.has_one_value() ? " 1\"\n" : " 0\"\n");
        for (std::size_t k = 0; k < p.count(); ++k) {
            ++set;
            sets << "label[" << set << "] = \"" << p.label(k) << "\"; has_kinks[" << set
                 << "] = " << p.line(k).has_kinks() << '\n';
        }
    }
    text << "array label[" << set << "]\narray has_kinks[" << set << "]\n" << sets.str();
    std::size_t count = 0;
    for (string const& line : split_at(read(root / "docs/site/families.csv"), '\n')) {
        auto const fields = split_at(line, '|');
        if (line.starts_with('#') || fields.size() < 4) continue;
        string members;
        for (string const& name : words(fields[3])) {
            auto const found = index.find(name);
            if (found == index.end() || is_repeated[found->second]) continue;
            members += (members.empty() ? "" : " ") + std::to_string(found->second + 1);
        }
        if (members.empty()) continue;
        ++count;
        families << "family[" << count << "] = \"" << fields[1] << "\"; members[" << count
                 << "] = \"" << members << "\"\n";
    }
    text << "array family[" << count << "]\narray members[" << count << "]\n" << families.str();
    return text.str();
}

} // namespace document
