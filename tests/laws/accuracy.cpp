// SPDX-License-Identifier: MIT
#include "csv.hpp"
#include "laws/lists.hpp"
#include "laws/running.hpp"
#include "laws/tables.hpp"

#include <cstdio>
#include <map>

namespace tests {

std::vector<std::array<double, 16>> csv(std::string const& path) {
    return csv_rows(ACTFN_TEST_DATA_DIR "/" + path + ".csv");
}

namespace {

std::vector<table_row> read_table(std::string const& kind, std::string const& name,
                                  std::size_t derivatives) {
    std::vector<table_row> rows;
    auto read = csv(kind + "/" + name);
    if (kind == "pointwise") {
        if (read.empty()) read = csv("stochastic/" + name);
        for (auto const& c : read) {
            rows.push_back({{c[0]}, {{{c[1], c[2]}, {c[3], c[4]}}}, {c[6], c[5]}});
        }
        return rows;
    }
    for (auto const& c : read) {
        table_row row{{c[0], c[1]}, {}};
        for (std::size_t i = 0; i <= derivatives; ++i) row.out[i] = {c[2 + 2 * i], c[3 + 2 * i]};
        row.scale[derivatives] = c[4 + 2 * derivatives];
        rows.push_back(row);
    }
    return rows;
}

} // namespace

template <class T> std::vector<table_row> table(subject<T> const& s) {
    static std::map<std::string, std::vector<table_row>> cache;
    std::string const name(s.facts->name);
    std::string const path = std::string(s.kind) + "/" + name;
    if (!cache.contains(path)) {
        cache[path] = read_table(std::string(s.kind), name, s.derivative.outputs);
    }
    std::vector<table_row> rows;
    for (table_row const& r : cache[path]) {
        T const x = static_cast<T>(r.in[0]);
        // A kink that is no T belongs to either side of the T next to it.
        auto const& kinks = s.facts->kinks;
        bool const blurred = std::any_of(kinks.begin(), kinks.end(), [&](double kink) {
            return kink != double(static_cast<T>(kink)) && static_cast<T>(kink) == x;
        });
        auto const fits = [](double in) { return double(static_cast<T>(in)) == in; };
        if (fits(r.in[0]) && fits(r.in[1]) && !blurred) rows.push_back(r);
    }
    return rows;
}
template std::vector<table_row> table(subject<float> const&);
template std::vector<table_row> table(subject<double> const&);

/// As the comments of their kernels say.
double cancelling_in_value(actfn::facts const& facts, double x, double t) {
    bool const cancels = facts.name == "kl_divergence" || facts.name == "poisson_nll";
    return cancels && std::isfinite(x) ? std::abs(t * x) : 0;
}

namespace {

/// The largest errors of the value and the derivatives, and where a bound is broken.
struct errors_found {
    std::array<double, 3> ulp{};
    std::array<std::string, 3> where;
    std::array<verdict, 3> found;
};

template <class T> errors_found errors_of(subject<T> const& s) {
    errors_found e;
    std::vector<table_row> const rows = table(s);
    std::size_t const derivatives = s.derivative.outputs;
    if (rows.size() < (s.inputs == 1 ? 50 : 100)) {
        for (verdict& v : e.found) v.broken("no table: run tools/oracle.py or pair_oracle.py");
    }
    columns<T> in(s.inputs);
    for (table_row const& r : rows) {
        for (std::size_t k = 0; k < s.inputs; ++k) in[k].push_back(static_cast<T>(r.in[k]));
    }
    columns<T> got = run(s.value, s.f, in);
    for (column<T> const& d : run(s.derivative, s.f, in)) got.push_back(d);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        table_row const& r = rows[i];
        // Where a gate is subnormal its few digits limit the product.
        double const act = std::abs(r.out[1].hi);
        if (s.kind == "gated" && act != 0 && act < double(std::numeric_limits<T>::min())) continue;
        for (std::size_t o = 0; o <= derivatives; ++o) {
            double const scale = s.kind == "loss" && o == 0
                                     ? cancelling_in_value(*s.facts, r.in[0], r.in[1])
                                     : r.scale[o];
            double const error = ulp_error(got[o][i], r.out[o], scale);
            double const bound = o == 0 ? s.facts->max_ulp.value : s.facts->max_ulp.derivative;
            std::string const words = text(in, i) + ": got " + text(got[o][i]) + ", expected " +
                                      hex(r.out[o].hi) + ", " + std::to_string(error) +
                                      " ulp, stated " + std::to_string(bound);
            if (error > e.ulp[o]) {
                e.ulp[o] = error;
                e.where[o] = words;
            }
            // The tables are exact to 1e-4, those of two inputs to 1e-2.
            if (!(error <= bound + (s.inputs == 1 ? 1e-3 : 1e-2))) e.found[o].broken(error, words);
        }
    }
    return e;
}

template <class T> verdict value_is_accurate(subject<T> const& s) { return errors_of(s).found[0]; }
template <class T> verdict derivative_is_accurate(subject<T> const& s) {
    errors_found const e = errors_of(s);
    return e.found[1].failures > 0 ? e.found[1] : e.found[2];
}
template <class T> bool has_table(subject<T> const& s) { return !s.draws && s.rows == nullptr; }

} // namespace

template <class T> std::vector<law<T>> laws_of_accuracy() {
    return {{"value within its bound of the table", has_table<T>, value_is_accurate<T>},
            {"derivative within its bound of the table", has_table<T>, derivative_is_accurate<T>}};
}
template std::vector<law<float>> laws_of_accuracy();
template std::vector<law<double>> laws_of_accuracy();

template <class T> void report(subject<T> const& s) {
    errors_found const e = errors_of(s);
    std::printf("%-28s %-6s", std::string(s.facts->name).c_str(),
                std::string(type_name<T>).c_str());
    for (std::size_t o = 0; o <= s.derivative.outputs; ++o) {
        std::printf(" %.3f of %g at %s;", e.ulp[o],
                    o == 0 ? s.facts->max_ulp.value : s.facts->max_ulp.derivative,
                    e.where[o].c_str());
    }
    std::printf("\n");
}
template void report(subject<float> const&);
template void report(subject<double> const&);

} // namespace tests
