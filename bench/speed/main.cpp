// SPDX-License-Identifier: MIT
//
// actfn-bench-speed-... FILE: nanoseconds an element of the verbs of the functions that the program
// is made of, and of memcpy, as a part of a file of comma-separated values. A part begins with what
// is said of the machine; those with one of the functions are replaced, others stay.
#include "inputs.hpp"
#include "machine.hpp"
#include "speed/loops.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fstream>
#include <sstream>

namespace actfn::bench {
namespace {

constexpr int turns = 400;
constexpr double turn_ns = 2e4;

template <class T> void copy(arrays<T> const& a) {
    std::memcpy(a.y.data(), a.x.data(), a.x.size_bytes());
}

/// Nanoseconds a pass, of some in a row.
template <class T> double time(loop<T> pass, arrays<T> const& a, int passes) {
    using clock = std::chrono::steady_clock;
    auto const begin = clock::now();
    for (int i = 0; i < passes; ++i) {
        pass(a);
        asm volatile("" ::: "memory");
    }
    std::chrono::duration<double, std::nano> const all = clock::now() - begin;
    return all.count() / passes;
}

/// The least time of a pass over elements of one type, found in short turns.
template <class T> class contestant {
  public:
    explicit contestant(loop<T> pass) : pass_(pass) {}
    void take_turn(arrays<T> const& a) {
        // The first turn is of one pass, and tells how many make a turn.
        double const ns = time(pass_, a, passes_);
        if (least_ == 0 || ns < least_) least_ = ns;
        passes_ = std::max(1, static_cast<int>(turn_ns / std::max(least_, 10.)));
    }
    double ns_an_element() const { return least_ / elements; }

  private:
    loop<T> pass_;
    int passes_ = 1;
    double least_ = 0;
};

struct line {
    row of;
    contestant<float> in_float{of.on_float};
    contestant<double> in_double{of.on_double};
};

/// All rows take turns: what else the machine does slows some turns of each.
std::vector<line> measure() {
    std::vector<line> all{{{"memcpy", "value", "memcpy", {-8, 8}, copy<float>, copy<double>}}};
    for (row const& r : rows()) all.push_back({r});
    std::stable_sort(all.begin() + 1, all.end(),
                     [](line const& a, line const& b) { return a.of.function < b.of.function; });
    static inputs<float> floats;
    static inputs<double> doubles;
    for (int turn = 0; turn < turns; ++turn) {
        for (line& l : all) {
            l.in_float.take_turn(floats.of(elements, l.of.interval));
            l.in_double.take_turn(doubles.of(elements, l.of.interval));
        }
    }
    return all;
}

std::string today() {
    std::time_t const now = std::time(nullptr);
    char day[16];
    std::strftime(day, sizeof day, "%Y-%m-%d", std::gmtime(&now));
    return day;
}

constexpr char const* licence = "# SPDX-License-Identifier: MIT\n";
constexpr char const* opening = "# made by the target speed";

std::string part(std::vector<line> const& all) {
    char text[1000];
    std::snprintf(
        text, sizeof text,
        "%s (bench/speed): nanoseconds an element, the least of %d turns of %g "
        "microseconds,\n"
        "# of arrays of %zu elements, one thread; other work may have shared the machine\n"
        "# processor: %s, %.1f GHz\n# instructions: %s\n# compiler: %s %s\n# day: %s\n"
        "function,member,float,double\n",
        opening, turns, turn_ns / 1000, elements, processor().c_str(), clock_ghz(),
        instruction_set().c_str(), compiler().c_str(), ACTFN_BENCH_OPTIONS, today().c_str());
    std::string made = text;
    for (line const& l : all) {
        std::snprintf(text, sizeof text, "%s,%s,%.3g,%.3g\n", l.of.function.c_str(),
                      l.of.member.c_str(), l.in_float.ns_an_element(), l.in_double.ns_an_element());
        made += text;
    }
    return made;
}

/// The file with the part `made` of these rows in place of those that have a function of it.
std::string with(std::string const& file, std::string const& made, std::vector<line> const& all) {
    auto const is_made_again = [&](std::string const& one) {
        return std::any_of(all.begin() + 1, all.end(), [&](line const& l) {
            return one.find('\n' + l.of.function + ',') != std::string::npos;
        });
    };
    std::string parts = licence;
    for (std::size_t at = file.find(opening); at < file.size();) {
        std::size_t const next = std::min(file.find(opening, at + 1), file.size());
        std::string const one = file.substr(at, next - at);
        if (!is_made_again(one)) parts += one;
        at = next;
    }
    return parts + made;
}

} // namespace
} // namespace actfn::bench

int main(int argc, char** argv) {
    using namespace actfn::bench;
    if (argc != 2) {
        std::fprintf(stderr, "usage: %s FILE\n", argv[0]);
        return 2;
    }
    auto const all = measure();
    std::ostringstream before;
    before << std::ifstream(argv[1]).rdbuf();
    std::string const file = with(before.str(), part(all), all);
    std::ofstream out(argv[1]);
    out << file;
    if (!out.flush()) {
        std::fprintf(stderr, "cannot write %s\n", argv[1]);
        return 1;
    }
    return 0;
}
