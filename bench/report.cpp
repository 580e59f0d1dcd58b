// SPDX-License-Identifier: MIT
#include "report.hpp"

#include <algorithm>
#include <cstdio>

namespace actfn::bench {

namespace {

constexpr char heading[] =
    "\n2^16 floats in the second-level cache, least of the repetitions.\n"
    "Left: ns an element. Right: the value in memcpys, and how many times longer it takes\n"
    "as an Eigen lambda, with Eigen's and xsimd's own functions, and in a loop with "
    "<cmath>.\n\n"
    "| function           | value | deriv | fused | backw | memcpy | lambda | Eigen | xsimd |"
    " scalar |\n"
    "|--------------------|------:|------:|------:|------:|-------:|-------:|------:|------:|"
    "-------:|";

constexpr char other_heading[] = "\nOther kinds, in ns an element: of complex functions half a "
                                 "number; value:10 has rows of 10.\n"
                                 "n1 to n64: ns for one call on as many elements.\n";

} // namespace

bool table_reporter::ReportContext(Context const&) { return true; }

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
        double const size = std::stod(part[3]);
        bool const is_call = size <= 64;
        double const ns = run.cpu_accumulated_time * 1e9 / static_cast<double>(run.iterations) /
                          (is_call ? 1 : size);
        std::string const member = is_call ? 'n' + part[3] : part[2];
        std::string const what = member + '/' + part[4];
        auto const [at, is_new] = ns_.try_emplace(what, ns);
        if (is_new) order_.push_back(what);
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
    } else if (double const value = ns("value/actfn"); ns("derivative/actfn") > 0) {
        if (shown_ != heading) std::puts(heading);
        shown_ = heading;
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
    } else if (!order_.empty()) {
        if (shown_ != other_heading) std::puts(other_heading);
        shown_ = other_heading;
        print_members();
    }
    std::fflush(stdout);
    ns_.clear();
    order_.clear();
}

void table_reporter::print_members() {
    std::size_t column = 0;
    for (std::string const& what : order_) {
        std::string name = what.ends_with("/actfn") ? what.substr(0, what.size() - 6) : what;
        char text[64];
        std::snprintf(text, sizeof text, "%s %.3g", name.c_str(), ns_[what]);
        if (column == 0 || column > 80) {
            std::printf("%s%-28s", column == 0 ? "" : "\n", column == 0 ? function_.c_str() : "");
            column = 28;
        }
        int const width = std::max(18, static_cast<int>(std::string(text).size()) + 2);
        std::printf("%-*s", width, text);
        column += static_cast<std::size_t>(width);
    }
    std::puts("");
}

} // namespace actfn::bench
