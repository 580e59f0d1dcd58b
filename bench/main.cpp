// SPDX-License-Identifier: MIT
//
// actfn-bench            every row, with the options of Google Benchmark; rows are named
//                        function/type/member/size/rival, as silu/float/value/65536/actfn
// actfn-bench --report   a short pass over 2^16 floats, as one table
// actfn-bench --small    nanoseconds a call for 1 to 64 floats
// actfn-bench --probe    the promised ratios; fails if one is missed
#include "inputs.hpp"
#include "machine.hpp"
#include "probe.hpp"
#include "report.hpp"
#include "table.hpp"

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstring>
#include <ctime>
#include <string_view>

namespace actfn::bench {

namespace {

template <class T> void copy(arrays<T> const& a) {
    std::memcpy(a.y.data(), a.x.data(), a.x.size_bytes());
}

template <class T>
void run(benchmark::State& state, loop<T> pass, std::size_t n, facts::range interval) {
    static inputs<T> own;
    arrays<T> const a = own.of(n, interval);
    std::clock_t const begin = std::clock(); // as the library counts items per second
    for (auto _ : state) {
        pass(a);
        benchmark::ClobberMemory();
    }
    double const ns = static_cast<double>(std::clock() - begin) * 1e9 / CLOCKS_PER_SEC;
    auto const elements = state.iterations() * static_cast<benchmark::IterationCount>(n);
    state.SetItemsProcessed(elements);
    char label[32];
    if (n <= 64) {
        std::snprintf(label, sizeof label, "%.1f ns/call",
                      ns / static_cast<double>(state.iterations()));
    } else {
        std::snprintf(label, sizeof label, "%.3f ns/element", ns / static_cast<double>(elements));
    }
    state.SetLabel(label);
}

template <class T>
benchmark::internal::Benchmark* enlist(row const& r, char const* type, loop<T> pass,
                                       std::size_t n) {
    std::string const name =
        r.function + '/' + type + '/' + r.member + '/' + std::to_string(n) + '/' + r.rival;
    return benchmark::RegisterBenchmark(name.c_str(),
                                        [pass, n, interval = r.interval](benchmark::State& state) {
                                            run<T>(state, pass, n, interval);
                                        });
}

constexpr std::size_t l1 = 1 << 10;
constexpr std::size_t l2 = 1 << 16;
constexpr std::size_t memory = 1 << 24;
constexpr std::size_t small[] = {1, 3, 7, 8, 15, 16, 31, 64};

bool is_value(row const& r) { return r.member == "value" && r.rival == "actfn"; }

void enlist_all() {
    auto const both = [](row const& r, std::size_t n) {
        if (r.on_float != nullptr) enlist<float>(r, "float", r.on_float, n);
        if (r.on_double != nullptr) enlist<double>(r, "double", r.on_double, n);
    };
    for (row const& r : rows()) {
        for (std::size_t const n : {l1, l2, memory}) {
            if (n == memory && r.member != "value" && r.member != "backward") continue;
            both(r, n);
        }
        if (!is_value(r)) continue;
        for (std::size_t const n : small) both(r, n);
    }
}

void enlist_report() {
    for (row const& r : rows()) {
        if (r.on_float == nullptr) continue;
        enlist<float>(r, "float", r.on_float, l2)->MinTime(0.004)->Repetitions(5);
    }
}

void enlist_small() {
    for (row const& r : rows()) {
        if (!is_value(r) || r.on_float == nullptr) continue;
        for (std::size_t const n : small) {
            enlist<float>(r, "float", r.on_float, n)->MinTime(0.002)->Repetitions(5);
        }
    }
}

} // namespace
} // namespace actfn::bench

int main(int argc, char** argv) {
    using namespace actfn::bench;
    auto& all = rows();
    all.insert(all.begin(), {"memcpy", "value", "memcpy", {-8, 8}, copy<float>, copy<double>});

    std::fputs(machine(ACTFN_BENCH_OPTIONS).c_str(), stderr);
    std::string_view const mode = argc > 1 ? argv[1] : "";
    if (mode == "--probe") return probe() ? 0 : 1;
    bool const as_table = mode == "--report" || mode == "--small";
    if (as_table) {
        argv[1] = argv[0];
        --argc;
        ++argv;
    }
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    if (as_table) {
        mode == "--small" ? enlist_small() : enlist_report();
        table_reporter reporter;
        benchmark::RunSpecifiedBenchmarks(&reporter);
    } else {
        enlist_all();
        benchmark::RunSpecifiedBenchmarks();
    }
    benchmark::Shutdown();
}
