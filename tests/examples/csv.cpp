// SPDX-License-Identifier: MIT
#include "../../examples/csv.hpp"

#include "catch.hpp"

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

namespace {

/// A file that lives as long as the object.
class temporary_file {
  public:
    explicit temporary_file(std::string const& text) {
        std::ofstream(path_, std::ios::binary) << text;
    }
    ~temporary_file() { std::remove(path_.c_str()); }
    temporary_file(temporary_file const&) = delete;
    temporary_file& operator=(temporary_file const&) = delete;

    std::string const& path() const { return path_; }

  private:
    std::string path_ = "actfn-examples-csv.csv"; // in the build folder
};

/// The message for a file that ought to hold two rows of three whole numbers, after its path.
std::string complaint(std::string const& text) {
    temporary_file const file(text);
    try {
        csv::read<int>(file.path(), 2, 3);
    } catch (csv::error const& e) {
        std::string const what = e.what();
        REQUIRE(what.starts_with(file.path() + ", "));
        return what.substr(file.path().size() + 2);
    }
    return "nothing";
}

} // namespace

TEST_CASE("csv: numbers in rows and columns") {
    for (char const* text : {"1,2,3\n4,5,-6\n", "1,2,3\n4,5,-6", "1,2,3\r\n4,5,-6\r\n"}) {
        temporary_file const file(text);
        auto const table = csv::read<int>(file.path(), 2, 3);
        CHECK(table.rows() == 2);
        CHECK(table.values == std::vector<int>{1, 2, 3, 4, 5, -6});
        CHECK(table(1, 2) == -6);
    }
    temporary_file const file("0.25,-1e-3\n");
    CHECK(csv::read<double>(file.path(), 1, 2).values == std::vector<double>{0.25, -1e-3});
}

TEST_CASE("csv: a malformed number is named with row and column") {
    CHECK(complaint("1,2,3\n4,x,6\n") == "row 2, column 2: 'x' is not a number");
    CHECK(complaint("1,2,3\n4, 5,6\n") == "row 2, column 2: ' 5' is not a number");
    CHECK(complaint("1,2.5,3\n4,5,6\n") == "row 1, column 2: '2.5' is not a number");
    CHECK(complaint("1,,3\n4,5,6\n") == "row 1, column 2: '' is not a number");
    CHECK(complaint("1,2,3\n\n4,5,6\n") == "row 2, column 1: '' is not a number");
    CHECK(complaint("99999999999,2,3\n") == "row 1, column 1: '99999999999' is out of range");
}

TEST_CASE("csv: what is quoted stays on one short line") {
    std::string const text =
        "\x7f" + std::string(1, '\0') + "\t" + std::string(100, 'a') + ",2,3\n";
    CHECK(complaint(text) == "row 1, column 1: '???aaaaaaaaaaaaaaaaa...' is not a number");
}

TEST_CASE("csv: rows of another length") {
    CHECK(complaint("1,2,3\n4,5\n") == "row 2, column 3: missing, a row has 3 numbers");
    CHECK(complaint("1,2,3,4\n4,5,6\n") == "row 1, column 4: one too many, a row has 3 numbers");
    CHECK(complaint("1,2,3,\n4,5,6\n") == "row 1, column 4: one too many, a row has 3 numbers");
}

TEST_CASE("csv: files that are short, empty, missing or no files") {
    CHECK(complaint("1,2,3\n") == "row 2, column 1: missing, at least 2 rows are needed");
    CHECK(complaint("") == "row 1, column 1: missing, at least 2 rows are needed");

    for (std::string const path : {"actfn-no-such-file.csv", "."}) {
        std::string what;
        try {
            csv::read<int>(path, 2, 3);
        } catch (csv::error const& e) {
            what = e.what();
        }
        CHECK(what.starts_with(path + ", row 1, column 1: the file cannot be "));
    }
}
