// SPDX-License-Identifier: MIT
#pragma once
#include <benchmark/benchmark.h>

#include <map>
#include <string>
#include <vector>

namespace actfn::bench {

/// Prints one line per function as soon as its rows are done: nanoseconds an element (the least of
/// the repetitions) and how many times longer the rivals take.
class table_reporter : public benchmark::BenchmarkReporter {
  public:
    bool ReportContext(Context const& context) override;
    void ReportRuns(std::vector<Run> const& runs) override;
    void Finalize() override;

  private:
    void print_line();
    void print_members();

    std::string function_;
    std::map<std::string, double> ns_; // of function_, by "member/rival"
    std::vector<std::string> order_;   // of these, as measured
    char const* shown_ = nullptr;      // the heading above the last line
    double copy_ns_ = 0;
};

} // namespace actfn::bench
