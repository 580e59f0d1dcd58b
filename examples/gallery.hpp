// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <future>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

/// What the examples of the gallery share: command line, claims, tables, picture, progress.
namespace gallery {

/// A table, `<folder>/<name>.csv`.
class table {
  public:
    table(std::filesystem::path const& path, std::string_view header) : file_(path) {
        file_ << header << '\n';
        if (!file_) throw std::runtime_error(path.string() + " cannot be written");
    }

    template <class... Cells> void row(Cells const&... cells) {
        std::string line;
        ((line += (line.empty() ? "" : ",") + text(cells)), ...);
        file_ << line << '\n';
    }

  private:
    template <class Cell> static std::string text(Cell const& cell) {
        if constexpr (std::convertible_to<Cell, std::string_view>) {
            return std::string(std::string_view(cell));
        } else {
            char digits[40];
            auto const end = std::to_chars(digits, digits + sizeof digits, cell).ptr;
            return {digits, end};
        }
    }

    std::ofstream file_;
};

/// A number that every start found another value of.
class spread {
  public:
    void add(double value) { values_.push_back(value); }

    double mean() const {
        double sum = 0;
        for (double const v : values_) sum += v;
        return sum / static_cast<double>(values_.size());
    }
    /// Standard deviation, from the mean of the same values.
    double deviation() const {
        double sum = 0;
        for (double const v : values_) sum += (v - mean()) * (v - mean());
        return std::sqrt(sum / static_cast<double>((std::max)(values_.size(), std::size_t{2}) - 1));
    }
    double median() const {
        auto sorted = values_;
        std::sort(sorted.begin(), sorted.end());
        return (sorted[(sorted.size() - 1) / 2] + sorted[sorted.size() / 2]) / 2;
    }
    double least() const { return *std::min_element(values_.begin(), values_.end()); }
    double most() const { return *std::max_element(values_.begin(), values_.end()); }
    std::vector<double> const& values() const { return values_; }

  private:
    std::vector<double> values_;
};

/// f(i) of every i below n, on all cores; what the first that fails throws.
template <class F> void in_parallel(std::size_t n, F const& f) {
    std::atomic<std::size_t> next{0};
    auto const work = [&] {
        for (std::size_t i = next++; i < n; i = next++) f(i);
    };
    std::vector<std::future<void>> workers;
    std::size_t const cores = (std::max)(1U, std::thread::hardware_concurrency());
    for (std::size_t i = 0; i < (std::min)(cores, n); ++i) {
        workers.push_back(std::async(std::launch::async, work));
    }
    for (auto& w : workers) w.wait();
    for (auto& w : workers) w.get();
}

class example {
  public:
    example(std::string const& name, bool quick, std::filesystem::path const& folder)
        : name_(name), script_(name), folder_(folder), quick_(quick) {
        std::filesystem::create_directories(folder_);
    }

    /// With a budget for tests, too small to judge what is claimed.
    bool quick() const { return quick_; }
    /// Another thing to run, given as `--variant`.
    std::string const& variant() const { return variant_; }
    void choose(std::string const& variant) {
        variant_ = variant;
        name_ += '_';
        for (char const c : variant) name_ += c == '-' ? '_' : c; // gnuplot takes no other
    }

    table csv(std::string_view header, std::string_view suffix = "") const {
        return {folder_ / (name_ + std::string(suffix) + ".csv"), header};
    }

    /// Prints whether something holds.
    static void observe(bool holds, std::string_view what) {
        std::printf("%s %.*s\n", holds ? "yes:" : "NO: ", static_cast<int>(what.size()),
                    what.data());
    }
    /// The same, for what the exit status tells.
    void claim(bool holds, std::string_view what) {
        observe(holds, what);
        if (!holds) refuted_ = true;
    }

    /// A line a second. Called by any thread.
    void progress(std::size_t done, std::size_t total) {
        std::scoped_lock const alone(told_);
        auto const now = clock::now();
        if (now - last_ < std::chrono::seconds(1)) return;
        last_ = now;
        std::fprintf(stderr, "%s: %zu of %zu\n", name_.c_str(), done, total);
    }

    /// The picture, where the example has one and the build found gnuplot.
    void draw() const {
        auto const picture = folder_ / (name_ + ".svg");
        std::string const gnuplot = ACTFN_EXAMPLE_GNUPLOT;
        if (gnuplot.empty()) return;
        std::string const script = ACTFN_EXAMPLE_DIR "/" + script_ + ".gp";
        if (!std::filesystem::exists(script)) return;
        std::string command = '"' + gnuplot + "\" -c";
        for (auto const& word : {script, (folder_ / name_).string(), picture.string()}) {
            command += " \"" + word + '"';
        }
        if (std::system(command.c_str()) != 0) throw std::runtime_error("gnuplot failed");
        std::fprintf(stderr, "%s\n", picture.string().c_str());
    }

    int status() const { return refuted_ && !quick_ ? 1 : 0; }

  private:
    using clock = std::chrono::steady_clock;

    std::string name_, script_, variant_;
    std::filesystem::path folder_;
    bool quick_;
    bool refuted_ = false;
    std::mutex told_;
    clock::time_point last_ = clock::now();
};

/// main: `NAME [--quick] [--no-picture] [--output FOLDER]`. The exit status is 0 where the claims
/// hold.
/// `others`: options that choose another thing to run.
template <class F>
int run(std::string const& name, int count, char** arguments, F f,
        std::vector<std::string_view> const& others = {}) {
    try {
        bool quick = false;
        bool picture = true;
        std::string variant;
        std::filesystem::path folder = ACTFN_EXAMPLE_OUTPUT_DIR;
        for (int i = 1; i < count; ++i) {
            std::string_view const option = arguments[i];
            if (option == "--quick") {
                quick = true;
            } else if (option == "--no-picture") {
                picture = false;
            } else if (option == "--output" && i + 1 < count) {
                folder = arguments[++i];
            } else if (option.starts_with("--") &&
                       std::find(others.begin(), others.end(), option.substr(2)) != others.end()) {
                variant = option.substr(2);
            } else {
                std::fprintf(stderr, "%s [--quick] [--no-picture] [--output FOLDER]\n",
                             name.c_str());
                return 2;
            }
        }
        example e(name, quick, folder);
        if (!variant.empty()) e.choose(variant);
        f(e);
        std::fflush(stdout);
        if (picture) e.draw();
        return e.status();
    } catch (std::exception const& e) {
        std::fprintf(stderr, "%s: %s\n", name.c_str(), e.what());
        return 2;
    }
}

} // namespace gallery
