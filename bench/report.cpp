// SPDX-License-Identifier: MIT
#include "report.hpp"

#include <algorithm>
#include <cstdio>

namespace actfn::bench {

bool table_reporter::ReportContext(Context const&) {
    std::puts(
        "2^16 floats in the second-level cache, least of the repetitions.\n"
        "Left: ns an element. Right: the value in memcpys, and how many times longer it takes\n"
        "as an Eigen lambda, with Eigen's and xsimd's own functions, and in a loop with "
        "<cmath>.\n\n"
        "| function           | value | deriv | fused | backw | memcpy | lambda | Eigen | xsimd |"
        " scalar |\n"
        "|--------------------|------:|------:|------:|------:|-------:|-------:|------:|------:|"
        "-------:|");
    return true;
}

void table_reporter::ReportRuns(std::vector<Run> const& runs) {
    for (Run const& run : runs) {
        if (run.run_type != Run::RT_Iteration || run.iterations == 0) continue;
        // function/type/member/size/rival
        std::string part[5];
        std::string const name = run.run_name.function_name;
        std::size_t begin = 0;
        for (auto& p : part) {
            std::size_t const end = std::min(name.find('/', begin), name.size());
            p = name.substr(begin, end - begin);
            begin = std::min(end + 1, name.size());
        }
        if (part[0] != function_) print_line();
        function_ = part[0];
        double const ns = run.cpu_accumulated_time * 1e9 / static_cast<double>(run.iterations) /
                          std::stod(part[3]);
        auto const at = ns_.try_emplace(part[2] + '/' + part[4], ns).first;
        at->second = std::min(at->second, ns);
    }
}

void table_reporter::Finalize() { print_line(); }

void table_reporter::print_line() {
    auto const ns = [&](char const* what) {
        auto const at = ns_.find(what);
        return at == ns_.end() ? 0.0 : at->second;
    };
    auto const print = [](int width, int digits, double number) {
        if (number > 0) {
            std::printf(" %*.*f |", width, digits, number);
        } else {
            std::printf(" %*s |", width, "");
        }
    };
    if (function_ == "memcpy") {
        copy_ns_ = ns("value/memcpy");
    } else if (double const value = ns("value/actfn"); value > 0) {
        std::printf("| %-18s |", function_.c_str());
        for (auto const* what :
             {"value/actfn", "derivative/actfn", "fused/actfn", "backward/actfn"}) {
            print(5, 3, ns(what));
        }
        print(6, 1, copy_ns_ > 0 ? value / copy_ns_ : 0);
        print(6, 1, ns("value/eigen-lambda") / value);
        print(5, 1, ns("value/eigen") / value);
        print(5, 1, ns("value/xsimd") / value);
        print(6, 1, ns("value/scalar-loop") / value);
        std::puts("");
        std::fflush(stdout);
    }
    ns_.clear();
}

} // namespace actfn::bench
