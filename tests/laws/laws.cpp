// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "laws/lists.hpp"

#include <cstdio>
#include <map>
#include <set>

namespace tests {

template <class S> std::span<law<S> const> laws() {
    static std::vector<law<S>> const all = [] {
        std::vector<law<S>> joined = laws_of_every_kind<S>();
        auto const append = [&](std::vector<law<S>> const& more) {
            joined.insert(joined.end(), more.begin(), more.end());
        };
        if constexpr (is_complex<S>) {
            append(laws_of_complex_numbers<S>());
        } else {
            append(laws_of_accuracy<S>());
            append(laws_of_shape<S>());
            append(laws_of_slopes<S>());
            append(laws_of_two_numbers<S>());
            append(laws_of_rows<S>());
        }
        return joined;
    }();
    return all;
}
template std::span<law<float> const> laws();
template std::span<law<double> const> laws();
template std::span<law<std::complex<float>> const> laws();
template std::span<law<std::complex<double>> const> laws();

namespace {

/// Says at the end of the program how much was checked.
struct tally {
    std::map<std::string_view, std::set<std::string>> functions;
    std::size_t laws = 0;

    ~tally() {
        for (auto const& [kind, names] : functions) {
            std::fprintf(stderr, "%zu %s functions, ", names.size(), std::string(kind).c_str());
        }
        if (laws != 0) std::fprintf(stderr, "float and double: %zu laws checked\n", laws);
    }
} checked;

} // namespace

template <class S> void check_laws(subject<S> const& s) {
    std::string const name(s.facts->name);
    checked.functions[s.kind].insert(name);
    for (law<S> const& l : laws<S>()) {
        if (!l.applies(s)) continue;
        DYNAMIC_SECTION(name << " on " << type_name<real_of<S>> << ": " << l.name) {
            ++checked.laws;
            verdict const v = l.judge(s);
            INFO("broken " << v.failures << " times; the worst: " << v.text);
            CHECK(v.failures == 0);
        }
    }
}
template void check_laws(subject<float> const&);
template void check_laws(subject<double> const&);
template void check_laws(subject<std::complex<float>> const&);
template void check_laws(subject<std::complex<double>> const&);

} // namespace tests
