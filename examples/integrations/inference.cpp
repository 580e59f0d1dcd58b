// SPDX-License-Identifier: MIT
//
// An engine that reads its layers from a text, network.txt, and their weights from another file,
// and runs batches. The same network written with function objects gives the same bits.
#include "activations.hpp"
#include <actfn/array.hpp>
#include <actfn/gated/swiglu.hpp>
#include <actfn/init.hpp>

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <fstream>
#include <istream>
#include <random>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace {

using floats = std::vector<float>;

/// y = W·x + b of every row x of a batch.
class dense {
  public:
    dense(std::size_t inputs, std::size_t outputs, std::istream& weights)
        : inputs_(inputs), outputs_(outputs), w_(inputs * outputs), b_(outputs) {
        for (floats* v : {&w_, &b_}) {
            auto const size = static_cast<std::streamsize>(v->size() * sizeof(float));
            if (!weights.read(reinterpret_cast<char*>(v->data()), size)) {
                throw std::runtime_error("the file of weights ends too early");
            }
        }
    }
    floats operator()(floats const& x) const {
        std::size_t const rows = x.size() / inputs_;
        floats y(rows * outputs_);
        for (std::size_t r = 0; r < rows; ++r) {
            for (std::size_t o = 0; o < outputs_; ++o) {
                float sum = b_[o];
                for (std::size_t i = 0; i < inputs_; ++i) {
                    sum += w_[o * inputs_ + i] * x[r * inputs_ + i];
                }
                y[r * outputs_ + o] = sum;
            }
        }
        return y;
    }

  private:
    std::size_t inputs_, outputs_;
    floats w_, b_;
};

/// f of every entry or of every row of a batch, or of the halves of every row.
floats activated(actfn::any<float> const& f, floats x, std::size_t rows) {
    actfn::row_layout const layout{.rows = rows};
    if (f.kind() == actfn::kind::gated) {
        floats y(x.size() / 2);
        actfn::forward(f, x, y, actfn::gate::second, layout);
        return y;
    }
    if (f.kind() == actfn::kind::rowwise) {
        actfn::forward(f, x, x, layout);
    } else {
        actfn::forward(f, x, x);
    }
    return x;
}

class engine {
  public:
    /// Lines `dense INPUTS OUTPUTS`, `activation FUNCTION` and comments behind #.
    engine(std::istream& text, std::istream& weights) {
        std::string line;
        for (int number = 1; std::getline(text, line); ++number) {
            try {
                read(line.substr(0, line.find('#')), weights);
            } catch (std::exception const& e) {
                throw std::runtime_error("line " + std::to_string(number) + ": " + e.what());
            }
        }
    }
    std::size_t inputs() const { return inputs_; }

    floats operator()(floats x) const {
        if (inputs_ == 0 || x.size() % inputs_ != 0) {
            throw std::invalid_argument("a sample has " + std::to_string(inputs_) + " numbers");
        }
        std::size_t const rows = x.size() / inputs_;
        for (auto const& step : steps_) {
            if (auto const* layer = std::get_if<dense>(&step)) {
                x = (*layer)(x);
            } else {
                x = activated(std::get<actfn::any<float>>(step), std::move(x), rows);
            }
        }
        return x;
    }

  private:
    void read(std::string const& line, std::istream& weights) {
        std::istringstream words(line);
        std::string word;
        if (!(words >> word)) return;
        if (word == "dense") {
            std::size_t inputs = 0, outputs = 0;
            if (!(words >> inputs >> outputs) || inputs == 0 || outputs == 0) {
                throw std::runtime_error("dense needs the numbers of inputs and outputs");
            }
            if (steps_.empty()) inputs_ = width_ = inputs;
            if (inputs != width_) {
                throw std::runtime_error("dense has " + std::to_string(inputs) + " inputs, but " +
                                         std::to_string(width_) + " come from above");
            }
            steps_.emplace_back(dense(inputs, outputs, weights));
            width_ = outputs;
        } else if (word == "activation" && !steps_.empty()) {
            std::string name;
            std::getline(words >> std::ws, name);
            actfn::any<float> const f(name);
            if (f.kind() == actfn::kind::gated) width_ /= 2;
            steps_.emplace_back(f);
        } else {
            throw std::runtime_error("'" + word + "' is no layer that can stand here");
        }
    }

    std::vector<std::variant<dense, actfn::any<float>>> steps_;
    std::size_t inputs_ = 0, width_ = 0;
};

/// network.txt, written with function objects.
floats written(floats x, std::istream& weights) {
    dense const first(64, 32, weights), second(32, 48, weights), third(24, 16, weights),
        last(16, 10, weights);
    actfn::row_layout const rows{.rows = x.size() / 64};
    x = first(x);
    actfn::forward(actfn::leaky_relu.with({.slope = 0.1}), x, x);
    x = second(x);
    floats gated(x.size() / 2);
    actfn::forward(actfn::swiglu, x, gated, actfn::gate::second, rows);
    x = third(gated);
    actfn::forward(actfn::mish, x, x);
    x = last(x);
    actfn::forward(actfn::softmax.with({.temperature = 0.8}), x, x, rows);
    return x;
}

} // namespace

int main() {
    try {
        // What a file of weights would have.
        std::mt19937_64 bits(1);
        floats numbers(64 * 32 + 32 + 32 * 48 + 48 + 24 * 16 + 16 + 16 * 10 + 10);
        actfn::init::fill(numbers, 0.2, bits);
        std::string const bytes(reinterpret_cast<char const*>(numbers.data()),
                                numbers.size() * sizeof(float));

        std::ifstream text(ACTFN_EXAMPLE_DIR "/integrations/network.txt");
        if (!text) throw std::runtime_error("network.txt cannot be opened");
        std::istringstream weights(bytes), again(bytes);
        engine const network(text, weights);
        floats batch(7 * network.inputs());
        actfn::init::fill(batch, 1.0, bits);
        floats const y = network(batch);
        bool const same = y == written(batch, again);
        for (std::size_t i = 0; i < 10; ++i) std::printf("%.3f ", double(y[i]));
        std::printf("\n%s the same bits as the network written with function objects\n",
                    same ? "yes:" : "NO: ");

        // What is wrong with a text.
        bool told = true;
        for (auto const* wrong :
             {"dense 64 32\nactivation leaky_relo\n", "dense 4 3\nactivation tanh\ndense 4 2\n",
              "dense 4 3\nactivation leaky_relu(gradient=1)\n", "convolution 3\n"}) {
            try {
                std::istringstream lines(wrong), numbers_again(bytes);
                engine const refused(lines, numbers_again);
                told = false;
            } catch (std::runtime_error const& e) {
                std::printf("%s\n", e.what());
            }
        }
        return same && told ? 0 : 1;
    } catch (std::exception const& e) {
        std::fprintf(stderr, "inference: %s\n", e.what());
        return 2;
    }
}
