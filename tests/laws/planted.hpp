// SPDX-License-Identifier: MIT
#pragma once
#include "catch.hpp"
#include "laws/running.hpp"

#include <set>
#include <string_view>
#include <vector>

/// Every law notices a fault of its kind, in functions of every kind: how faults are planted, and
/// those of the laws of every kind.
namespace tests {

template <class S> struct fault {
    std::string_view law;
    void (*plant)(subject<S>&);
};

/// What a way was before a fault was planted.
template <class S> way<S> sound;

template <class S> using alteration = void (*)(column<S> const& x, S* const* out, shape of);

/// The outputs altered as functions of the first input.
template <class S, alteration<S> alter>
void altered(void const* f, S const* const* in, S* const* out, shape of) {
    column<S> const x(in[0], in[0] + of.n * of.line); // in place
    sound<S>.run(f, in, out, of);
    alter(x, out, of);
}
template <class S, alteration<S> alter> void plant_all(way<S>& w) {
    sound<S> = w;
    w.run = altered<S, alter>;
}

/// Output o altered number by number.
template <class S, S (*one)(S x, S y), std::size_t o>
void each_altered(column<S> const& x, S* const* out, shape) {
    for (std::size_t i = 0; i < x.size(); ++i) out[o][i] = one(x[i], out[o][i]);
}
template <class S, S (*one)(S x, S y), std::size_t o = 0> void plant(way<S>& w) {
    plant_all<S, each_altered<S, one, o>>(w);
}

template <class S> S slightly_more(S, S y) { return y * real_of<S>(1.0001); }
template <class S> S much_more(S, S y) { return y * real_of<S>(1.01); }
template <class S> S one_bit_more_at_one(S x, S y) {
    real_of<S> const at = std::real(x);
    return at > 1 && at < real_of<S>(1.5) ? S(std::nextafter(std::real(y), real_of<S>(9))) : y;
}
template <class S> S nan_when_huge(S x, S y) {
    return std::real(x) > real_of<S>(1e30) ? S(tests::nan<real_of<S>>) : y;
}
template <class S> S number_at_nan(S x, S y) { return has_nan(x) ? S(1) : y; }
template <class S> void last_element_differs(column<S> const& x, S* const* out, shape of) {
    if (of.n > 2) out[0][x.size() - 1] += S(1);
}
template <class S> void one_too_many(column<S> const& x, S* const* out, shape) {
    out[0][x.size()] = S(0);
}
template <class S> void a_nan_spreads(column<S> const& x, S* const* out, shape of) {
    if (of.n < 2) return;
    for (std::size_t i = 0; i < of.line; ++i) {
        if (has_nan(x[of.line + i])) out[0][0] = tests::nan<real_of<S>>;
    }
}

template <auto misstate, class S> void misstated(subject<S>& s) {
    static actfn::facts facts;
    facts = *s.facts;
    misstate(facts);
    s.facts = &facts;
}

/// Of the laws of every kind.
template <class S> std::vector<fault<S>> faults_of_every_kind() {
    using X = subject<S>&;
    return {
        {"name, formula and source are stated",
         [](X s) { misstated<[](actfn::facts& f) { f.source = {}; }>(s); }},
        {"name, formula and source are stated",
         [](X s) { misstated<[](actfn::facts& f) { f.formula = {}; }>(s); }},
        {"same bits by scalar, batch, array and expression",
         [](X s) { plant<S, one_bit_more_at_one<S>>(s.value.ways.back()); }},
        {"same bits by scalar, batch, array and expression",
         [](X s) { plant<S, one_bit_more_at_one<S>>(s.backward.ways.back()); }},
        {"same bits where operands are added to, or kept in 16 bits",
         [](X s) {
             if (!s.operands.empty()) plant<S, one_bit_more_at_one<S>>(s.operands[0].ways.back());
         }},
        {"same bits where operands are added to, or kept in 16 bits",
         [](X s) {
             if (!s.operands.empty()) plant<S, one_bit_more_at_one<S>>(s.operands[1].ways.back());
         }},
        {"value and derivatives together are those apart",
         [](X s) { plant<S, one_bit_more_at_one<S>>(s.together.ways[0]); }},
        {"same bits at every position and length",
         [](X s) { plant_all<S, last_element_differs<S>>(s.value.ways.back()); }},
        {"same bits at every position and length",
         [](X s) { plant_all<S, one_too_many<S>>(s.backward.ways.back()); }},
        {"lanes are separate", [](X s) { plant_all<S, a_nan_spreads<S>>(s.value.ways.back()); }},
        {"NaN stays NaN", [](X s) { plant<S, number_at_nan<S>>(s.value.ways[0]); }},
        {"parameter_gradient is the sum",
         [](X s) {
             if (s.parameters == 0) return;
             s.parameter_gradient = [](void const*, S const* const*, real_of<S>* out, shape) {
                 *out = 1;
             };
         }},
    };
}

/// Which laws that apply to the function notice the faults planted for them.
template <class S>
std::set<std::string_view> noticed(subject<S> const& s, std::vector<fault<S>> const& faults) {
    std::set<std::string_view> tried;
    for (law<S> const& l : laws<S>()) {
        for (fault<S> const& planted : faults) {
            if (planted.law != l.name) continue;
            subject<S> wrong = s;
            planted.plant(wrong);
            if (!l.applies(wrong)) continue;
            INFO(s.facts->name << ": " << l.name);
            CHECK(l.judge(wrong).failures > 0);
            tried.insert(l.name);
        }
    }
    return tried;
}

template <class T> std::vector<T> joined(std::vector<T> a, std::vector<T> const& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

/// Every law that applies to the function has a fault.
template <class S>
void check_all_noticed(subject<S> const& s, std::vector<fault<S>> const& faults) {
    auto const tried = noticed(s, faults);
    for (law<S> const& l : laws<S>()) {
        INFO(s.facts->name << ", " << l.name << ": no fault is planted for this law");
        if (l.applies(s)) CHECK(tried.contains(l.name));
    }
}

} // namespace tests
