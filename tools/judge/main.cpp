// SPDX-License-Identifier: MIT
// Measures the errors of the library's functions against MPFR and fails above the stated bounds.
#include "judge.hpp"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <set>
#include <sstream>
#include <string_view>
#include <thread>

namespace judge {

std::vector<subject>& subjects() {
    static std::vector<subject> all;
    return all;
}

namespace {

char const* const usage =
    "usage: judge [options]\n"
    "  --functions a,b     only these\n"
    "  --members m,n       of value, derivative, second, parameters (default: all)\n"
    "  --types t           float or double\n"
    "  --settings          with other parameters than the defaults, too\n"
    "  --stride N          every N-th bit pattern of float\n"
    "  --scan N            every N-th float against the results in double, too (1: all)\n"
    "  --double N          so many doubles\n"
    "  --second            second derivatives above 8 ULP fail, too\n"
    "  --histogram         how many errors are how large\n"
    "  --json FILE         all results\n"
    "  --tables FOLDER     only compares the reference with the tables of oracle.py\n"
    "  --threads N         (default: every core)\n";

struct options {
    effort work;
    std::set<std::string> functions;
    std::vector<bool> members{true, true, true, true};
    std::string type;
    bool settings = false;
    bool fail_second = false;
    bool histogram = false;
    std::string json;
    std::string tables;
    unsigned threads = std::max(1U, std::thread::hardware_concurrency());
};

std::set<std::string> split(std::string const& list) {
    std::set<std::string> parts;
    std::istringstream in(list);
    for (std::string part; std::getline(in, part, ',');) parts.insert(part);
    return parts;
}

[[noreturn]] void refuse(std::string const& what) {
    std::fprintf(stderr, "judge: %s\n%s", what.c_str(), usage);
    std::exit(2);
}

std::uint64_t positive(std::string const& text) {
    std::uint64_t const n = std::strtoull(text.c_str(), nullptr, 10);
    if (n == 0) refuse("not a positive number: " + text);
    return n;
}

options parse(int argc, char** argv) {
    options o;
    for (int i = 1; i < argc; ++i) {
        std::string const option = argv[i];
        auto const argument = [&]() -> std::string {
            if (++i == argc) refuse(option + " wants an argument");
            return argv[i];
        };
        if (option == "--functions") {
            o.functions = split(argument());
        } else if (option == "--members") {
            auto const wanted = split(argument());
            char const* const names[] = {"value", "derivative", "second", "parameters"};
            for (std::size_t m = 0; m < 4; ++m) o.members[m] = wanted.contains(names[m]);
        } else if (option == "--types") {
            o.type = argument();
        } else if (option == "--settings") {
            o.settings = true;
        } else if (option == "--stride") {
            o.work.stride = positive(argument());
        } else if (option == "--scan") {
            o.work.scan = positive(argument());
        } else if (option == "--double") {
            o.work.doubles = positive(argument());
        } else if (option == "--second") {
            o.fail_second = true;
        } else if (option == "--histogram") {
            o.histogram = true;
        } else if (option == "--json") {
            o.json = argument();
        } else if (option == "--tables") {
            o.tables = argument();
        } else if (option == "--threads") {
            o.threads = static_cast<unsigned>(positive(argument()));
        } else {
            refuse("what is " + option + "?");
        }
    }
    return o;
}

std::string member_name(int m) {
    constexpr char const* names[] = {"value", "derivative", "second"};
    return m < parameter ? names[m] : "by parameter " + std::to_string(m - parameter);
}

std::string label(finding const& f) {
    return f.of->name + (f.of->setting.empty() ? "" : "(" + f.of->setting + ")");
}

bool binding(finding const& f, options const& o) {
    return f.which <= derivative || (f.which == second && o.fail_second);
}

void print(finding const& f, options const& o) {
    char const* const verdict = std::isnan(f.stated) ? "-"
                                : !f.above()         ? "ok"
                                : binding(f, o)      ? "ABOVE"
                                                     : "above";
    std::printf("%-34s %-14s %-6s %11.4g %6.3g  %-5s x=%-24.17g got %-24.17g right %s",
                label(f).c_str(), member_name(f.which).c_str(), f.type, f.worst, f.stated, verdict,
                f.at, f.got, f.right.c_str());
    if (f.undecided > 0)
        std::printf("  (%zu of %zu undecided)", f.undecided, f.points + f.undecided);
    std::printf("\n");
    if (!o.histogram) return;
    constexpr char const* ends[] = {"0.5", "1", "1.5", "2", "3", "4", "8", "more"};
    std::printf("   ");
    for (std::size_t i = 0; i < 8; ++i) std::printf("  <=%s: %zu", ends[i], f.histogram[i]);
    std::printf("\n");
}

std::string number(double x) {
    char text[40];
    std::snprintf(text, sizeof text, std::isfinite(x) ? "%.17g" : "\"%g\"", x);
    return text;
}

void write_json(std::vector<finding> const& all, std::string const& path) {
    std::ofstream out(path);
    out << "[\n";
    for (std::size_t i = 0; i < all.size(); ++i) {
        finding const& f = all[i];
        out << "{\"function\": \"" << f.of->name << "\", \"setting\": \"" << f.of->setting
            << "\", \"member\": \"" << member_name(f.which) << "\", \"type\": \"" << f.type
            << "\", \"ulp\": " << number(f.worst) << ", \"stated\": " << number(f.stated)
            << ", \"x\": " << number(f.at) << ", \"got\": " << number(f.got) << ", \"right\": \""
            << f.right << "\", \"points\": " << f.points << ", \"undecided\": " << f.undecided
            << ", \"histogram\": [";
        for (std::size_t k = 0; k < 8; ++k) out << (k == 0 ? "" : ", ") << f.histogram[k];
        out << "]}" << (i + 1 < all.size() ? ",\n" : "\n");
    }
    out << "]\n";
}

std::vector<finding> measure_all(std::vector<subject const*> const& chosen, options const& o) {
    std::vector<finding> all;
    std::mutex lock;
    std::atomic<std::size_t> next = 0;
    std::vector<std::thread> threads;
    for (unsigned t = 0; t < o.threads; ++t) {
        threads.emplace_back([&] {
            for (std::size_t i; (i = next++) < 2 * chosen.size();) {
                subject const& s = *chosen[i / 2];
                if (o.type == (i % 2 == 0 ? "double" : "float")) continue;
                auto const found = i % 2 == 0 ? measure<float>(s, o.members, o.work)
                                              : measure<double>(s, o.members, o.work);
                std::lock_guard const hold(lock);
                all.insert(all.end(), found.begin(), found.end());
                std::fprintf(stderr, "\r%zu of %zu: %-40s", i + 1, 2 * chosen.size(),
                             (s.name + " " + s.setting).c_str());
            }
        });
    }
    for (std::thread& t : threads) t.join();
    std::fprintf(stderr, "\r%60s\r", "");
    return all;
}

int run(int argc, char** argv) {
    options const o = parse(argc, argv);
    if (!o.tables.empty()) {
        std::size_t const wrong = unlike_tables(o.tables);
        std::printf("%zu results differ from the tables\n", wrong);
        return wrong == 0 ? 0 : 1;
    }
    std::vector<subject const*> chosen;
    for (subject const& s : subjects()) {
        if (!o.functions.empty() && !o.functions.contains(s.name)) continue;
        if (s.setting.empty() || o.settings) chosen.push_back(&s);
    }
    if (chosen.empty()) refuse("no such function");
    std::vector<finding> all = measure_all(chosen, o);
    auto const excess = [&](finding const& f) {
        return f.stated > 0 ? f.worst / f.stated : f.worst > 0 ? 1e300 : 0;
    };
    std::stable_sort(all.begin(), all.end(), [&](finding const& a, finding const& b) {
        if (binding(a, o) != binding(b, o)) return binding(a, o);
        return excess(a) > excess(b);
    });
    std::size_t failures = 0;
    std::size_t undecided = 0;
    std::printf("%-34s %-14s %-6s %11s %6s\n", "function", "member", "type", "worst ULP", "stated");
    for (finding const& f : all) {
        print(f, o);
        failures += f.above() && binding(f, o);
        undecided += f.undecided;
    }
    std::printf("%zu of %zu above the stated bound; the reference could not decide %zu points\n",
                failures, all.size(), undecided);
    if (!o.json.empty()) write_json(all, o.json);
    return failures == 0 ? 0 : 1;
}

} // namespace

} // namespace judge

int main(int argc, char** argv) { return judge::run(argc, argv); }
