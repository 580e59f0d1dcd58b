// SPDX-License-Identifier: MIT
//
// actfn-bench-peers: this library beside others, with the errors of each. --help lists the options.
#include "../machine.hpp"
#include "errors.hpp"
#include "memory.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <optional>
#include <random>

namespace peers {

std::vector<peer>& list() {
    static std::vector<peer> all;
    return all;
}

namespace {

constexpr char usage[] =
    R"(actfn-bench-peers: nanoseconds and errors of this library and of others, one thread.

  --functions a,b    of these functions only (as silu,softmax)
  --libraries a,b    against these only
  --types float      float, double, or both (float,double)
  --sizes 1024,...   elements of an array; default 1024,65536,16777216
  --columns 10,...   of a row of softmax; default 10,128,1000,32000
  --rounds n         turns of each library; default 31, in memory 7
  --quick            sizes 1024 only, 11 turns
  --csv FILE         every number as comma-separated values
  --list             the libraries, then end
)";

struct settings {
    std::vector<std::string> functions, libraries, types{"float", "double"};
    std::vector<std::size_t> sizes{1 << 10, 1 << 16, 1 << 24}, columns{10, 128, 1000, 32000};
    int rounds = 31;
    std::string csv;
};

/// What is measured at once: the same task for every library that has it.
struct contest {
    std::string function;
    bool backward;
    std::string type;
    std::size_t size;
    std::size_t columns; // 0: no rows
};

struct result {
    std::string library;
    std::string version;
    bool from_output;
    double ns; // the median
    double least;
    std::optional<errors> error;
};

double cpu_ns() {
    timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) * 1e9 + static_cast<double>(t.tv_nsec);
}

bool chosen(std::vector<std::string> const& from, std::string_view name) {
    return from.empty() || std::find(from.begin(), from.end(), name) != from.end();
}

template <class T> auto member(peer const& p) {
    if constexpr (std::is_same_v<T, float>)
        return p.in_float;
    else
        return p.in_double;
}

/// The errors of all libraries, found once for all sizes.
template <class T> std::optional<errors> const& error_of(contest const& c, peer const& p) {
    struct known {
        std::string function;
        bool backward;
        std::size_t columns;
        std::string library;
        std::optional<errors> error;
    };
    static std::vector<known> all;
    static std::optional<sample<T>> inputs;
    static std::string inputs_of;
    for (known const& k : all) {
        if (k.function == c.function && k.backward == c.backward && k.columns == c.columns &&
            k.library == p.name)
            return k.error;
    }
    std::string const key = c.function + (c.backward ? "'" : " ") + std::to_string(c.columns);
    if (key != inputs_of) inputs.emplace(c.function, c.backward, c.columns);
    inputs_of = key;
    all.push_back({c.function, c.backward, c.columns, p.name, inputs->measure(member<T>(p))});
    return all.back().error;
}

/// x within ±8, gy within ±1, and f(x) by this library.
template <class T> struct inputs {
    memory<T> x, gy, fx, y;
    explicit inputs(std::size_t n) : x(n), gy(n), fx(n), y(n) {
        std::mt19937 bits(1);
        std::size_t const distinct = std::min<std::size_t>(n, 1 << 16);
        for (std::size_t i = 0; i < n; ++i) {
            x.write()[i] = i < distinct ? static_cast<T>(static_cast<double>(bits()) * 0x1p-28 - 8)
                                        : x.read()[i - distinct];
            gy.write()[i] = i < distinct ? static_cast<T>(static_cast<double>(bits()) * 0x1p-31 - 1)
                                         : gy.read()[i - distinct];
        }
    }
};

double ns_of(prepared const& job, int passes) {
    double const begin = cpu_ns();
    for (int pass = 0; pass < passes; ++pass) job.run();
    return cpu_ns() - begin;
}

/// How many passes take a tenth of a millisecond. Few of them are as short as the clock's own call,
/// and one try may be interrupted: that would leave a library with turns that measure the clock.
int passes_of_turn(prepared const& job) {
    for (int passes = 1;; passes *= 8) {
        double least = ns_of(job, passes);
        for (int again = 0; again < 4 && least < 1e6; ++again)
            least = std::min(least, ns_of(job, passes));
        if (least > 2e4 || passes > 10000)
            return static_cast<int>(std::clamp(passes * 1e5 / least, 1.0, 1e5));
    }
}

/// All libraries take turns, a tenth of a millisecond each, so that a busy machine is busy for all
/// of them. Times are of the thread, not of the wall.
template <class T> std::vector<result> hold(contest const& c, settings const& s) {
    struct runner {
        peer const* of;
        prepared job;
        int passes;
        std::vector<double> ns;
    };
    static std::optional<inputs<T>> memory_of;
    if (!memory_of || memory_of->x.read().size() != c.size) memory_of.emplace(c.size);
    inputs<T> const& in = *memory_of;
    task<T> t{c.function,   c.backward,   c.columns,   in.x.read(),
              in.gy.read(), in.fx.read(), in.y.write()};

    std::vector<runner> all;
    bool outputs_known = false;
    for (peer const& p : list()) {
        auto const of = member<T>(p);
        if (of == nullptr || !chosen(s.libraries, p.name)) continue;
        if (c.backward && !outputs_known) {
            task<T> forward = t;
            forward.backward = false;
            forward.y = in.fx.write();
            if (auto const job = member<T>(list().front())(forward); job.run) job.run();
            outputs_known = true;
        }
        auto job = of(t);
        if (!job.run) continue;
        job.run();
        int const passes = passes_of_turn(job);
        all.push_back({&p, std::move(job), passes, {}});
    }
    int const rounds = c.size > (1 << 20) ? std::min(s.rounds, 7) : s.rounds;
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < all.size(); ++i) {
            runner& r = all[(i + static_cast<std::size_t>(round)) % all.size()];
            r.ns.push_back(ns_of(r.job, r.passes) / r.passes / static_cast<double>(c.size));
        }
    }
    std::vector<result> results;
    for (runner& r : all) {
        std::sort(r.ns.begin(), r.ns.end());
        results.push_back({r.of->name, r.of->version, r.job.from_output, r.ns[r.ns.size() / 2],
                           r.ns.front(), error_of<T>(c, *r.of)});
    }
    return results;
}

std::string short_ulp(std::optional<errors> const& e) {
    char text[16];
    double const u = e ? e->largest : NAN;
    if (std::isnan(u)) return "?";
    if (std::isinf(u)) return "NaN";
    std::snprintf(text, sizeof text, u < 99.95 ? "%.1f" : u < 99999 ? "%.0f" : "%.0e", u);
    return text;
}

void print_heading(contest const& c) {
    std::string what = c.type + ", " + (c.backward ? "backward: gy * f'(x)" : "forward: f(x)");
    what += c.columns > 0 ? ", rows of " + std::to_string(c.columns)
                          : ", " + std::to_string(c.size) + " elements";
    if (c.columns == 0)
        what += c.size * 8 <= (1 << 15)   ? " (first-level cache)"
                : c.size * 8 <= (1 << 20) ? " (second-level cache)"
                                          : " (memory)";
    std::printf("\n%s\n\n"
                "               actfn        | fastest other                     | fastest other "
                "within 4 ULP\n"
                "function          ns    ULP | library        ns     ULP   ratio | library        "
                "ns    ULP  ratio\n"
                "----------------------------|-----------------------------------|----------------"
                "-----------------\n",
                what.c_str());
}

void print_line(contest const& c, std::vector<result> const& results) {
    auto const is_ours = [](result const& r) { return r.library == "actfn"; };
    auto const ours = std::find_if(results.begin(), results.end(), is_ours);
    if (ours == results.end()) return;
    result const* best[2] = {};
    for (result const& r : results) {
        if (r.library == "actfn") continue;
        bool const accurate = r.error && r.error->largest <= 4;
        for (int i : {0, 1}) {
            if (i == 1 && !accurate) continue;
            if (best[i] == nullptr || r.ns < best[i]->ns) best[i] = &r;
        }
    }
    std::printf("%-14s %6.3f %6s |", c.function.c_str(), ours->ns, short_ulp(ours->error).c_str());
    for (int i : {0, 1}) {
        if (best[i] == nullptr) {
            std::printf(i == 0 ? " %-33s |" : " %s", "none");
            continue;
        }
        std::string const name = best[i]->library + (best[i]->from_output ? " *" : "");
        std::printf(i == 0 ? " %-10s %7.3f %7s %6.2f |" : " %-10s %7.3f %6s %6.2f", name.c_str(),
                    best[i]->ns, short_ulp(best[i]->error).c_str(), ours->ns / best[i]->ns);
    }
    std::puts("");
    std::fflush(stdout);
}

void print_csv(std::FILE* file, contest const& c, std::vector<result> const& results) {
    if (file == nullptr) return;
    for (result const& r : results) {
        std::fprintf(file, "%s,%s,%s,%zu,%zu,%s,\"%s\",%d,%.4f,%.4f,%.4g,%.4g\n",
                     c.function.c_str(), c.backward ? "backward" : "forward", c.type.c_str(),
                     c.size, c.columns, r.library.c_str(), r.version.c_str(), r.from_output, r.ns,
                     r.least, r.error ? r.error->largest : NAN, r.error ? r.error->median : NAN);
    }
}

std::vector<std::string> words(char const* text) {
    std::vector<std::string> all{""};
    for (; *text != 0; ++text) {
        if (*text == ',')
            all.emplace_back();
        else
            all.back() += *text;
    }
    return all;
}

std::vector<std::size_t> sizes(char const* text) {
    std::vector<std::size_t> all;
    for (std::string const& word : words(text)) {
        std::size_t const n = std::strtoull(word.c_str(), nullptr, 10);
        if (n > 0) all.push_back(n);
    }
    return all;
}

[[noreturn]] void stop(std::string const& why) {
    std::fprintf(stderr, "actfn-bench-peers: %s\n\n%s", why.c_str(), usage);
    std::exit(2);
}

settings parse(int argc, char** argv) {
    settings s;
    for (int i = 1; i < argc; ++i) {
        std::string const option = argv[i];
        auto const value = [&] {
            if (i + 1 == argc) stop(option + " needs a value");
            return argv[++i];
        };
        if (option == "--functions")
            s.functions = words(value());
        else if (option == "--libraries")
            (s.libraries = words(value())).emplace_back("actfn");
        else if (option == "--types")
            s.types = words(value());
        else if (option == "--sizes")
            s.sizes = sizes(value());
        else if (option == "--columns")
            s.columns = sizes(value());
        else if (option == "--rounds")
            s.rounds = std::max(1, std::atoi(value()));
        else if (option == "--csv")
            s.csv = value();
        else if (option == "--quick") {
            s.rounds = 11;
            s.sizes = {1024};
        } else if (option == "--list") {
            for (peer const& p : list())
                std::printf("%-16s %s\n", p.name.c_str(), p.version.c_str());
            std::exit(0);
        } else if (option == "--help") {
            std::fputs(usage, stdout);
            std::exit(0);
        } else {
            stop("unknown option " + option);
        }
    }
    for (std::size_t n : s.sizes) {
        if (n % 1024 != 0) stop("sizes are multiples of 1024");
    }
    return s;
}

std::vector<std::string> all_functions() {
    std::vector<std::string> all;
#define PEERS_ROW(f) all.emplace_back(#f);
    PEERS_FUNCTIONS(PEERS_ROW)
#undef PEERS_ROW
    return all;
}

/// Of what the numbers are, in a line.
std::string machine_and_day() {
    std::time_t const now = std::time(nullptr);
    char day[16];
    std::strftime(day, sizeof day, "%Y-%m-%d", std::gmtime(&now));
    return actfn::bench::processor() + ", " + actfn::bench::instruction_set() + "; " +
           actfn::bench::compiler() + ' ' + ACTFN_BENCH_OPTIONS + "; " + day;
}

/// All functions in one table.
bool hold_all(settings const& s, std::vector<contest> const& table, std::FILE* csv) {
    bool right = true;
    bool printed = false;
    for (contest const& c : table) {
        if (!chosen(s.functions, c.function)) continue;
        if (!printed) print_heading(c);
        printed = true;
        auto const results = c.type == "float" ? hold<float>(c, s) : hold<double>(c, s);
        print_line(c, results);
        print_csv(csv, c, results);
        for (result const& r : results) {
            if (r.error && r.error->median > 1e6) {
                std::printf("%s computes another function than %s\n", r.library.c_str(),
                            c.function.c_str());
                right = false;
            }
        }
    }
    return right;
}

bool run(settings const& s) {
    std::FILE* const csv = s.csv.empty() ? nullptr : std::fopen(s.csv.c_str(), "w");
    if (!s.csv.empty() && csv == nullptr) stop("cannot write " + s.csv);
    if (csv != nullptr)
        std::fprintf(csv,
                     "# %s\nfunction,direction,type,elements,columns,library,version,from_output,"
                     "median_ns,least_ns,largest_ulp,median_ulp\n",
                     machine_and_day().c_str());
    bool right = true;
    for (std::string const& type : s.types) {
        for (bool const backward : {false, true}) {
            for (std::size_t const n : s.sizes) {
                std::vector<contest> table;
                for (auto const& f : all_functions()) table.push_back({f, backward, type, n, 0});
                right = hold_all(s, table, csv) && right;
            }
            for (std::size_t const n : s.columns) {
                std::size_t const rows = std::max<std::size_t>(1, (1 << 16) / n / 64) * 64;
                std::size_t const size =
                    n >= 1024 ? n * std::max<std::size_t>(1, (1 << 16) / n) : n * rows;
                std::vector<contest> table;
                for (auto const* f : {"softmax", "log_softmax"})
                    table.push_back({f, backward, type, size, n});
                right = hold_all(s, table, csv) && right;
            }
        }
    }
    if (csv != nullptr) std::fclose(csv);
    return right;
}

} // namespace
} // namespace peers

int main(int argc, char** argv) {
    using namespace peers;
    std::stable_partition(list().begin(), list().end(),
                          [](peer const& p) { return p.name == "actfn"; });
    settings const s = parse(argc, argv);
    std::fputs(actfn::bench::machine(ACTFN_BENCH_OPTIONS).c_str(), stdout);
    std::string line = "libraries:   ";
    for (peer const& p : list()) {
        std::string const one = ' ' + p.name + " (" + p.version + ")";
        if (line.size() + one.size() > 98) {
            std::puts(line.c_str());
            line = "             ";
        }
        line += one;
    }
    std::puts(line.c_str());
    std::puts("\nns     nanoseconds an element, the median of many turns; one thread, inputs "
              "within 8 of 0\n"
              "ULP    the largest error, also in the far tails, in units of the last binary place "
              "of the\n"
              "       true result: 0.5 is the best possible, 4 loses two bits; NaN: no number. "
              "Subnormal\n"
              "       results and roots of derivatives do not count\n"
              "ratio  time of actfn over time of the other: below 1 actfn is faster\n"
              "*      was given f(x) instead of x, as are all where the function is softmax");
    return run(s) ? 0 : 1;
}
