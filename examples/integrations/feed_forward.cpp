// SPDX-License-Identifier: MIT
//
// A block of a transformer: causal attention with padding, then a feed-forward layer gated by
// swiglu. Weights and what lies between the steps are stored as bfloat16. The tokens are shared out
// among threads of the standard library or of OpenMP, and the program checks that their number
// changes no bit.
#include <actfn/array.hpp>
#include <actfn/gated/swiglu.hpp>
#include <actfn/init.hpp>
#include <actfn/pointwise/identity.hpp>
#include <actfn/rowwise/softmax.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <random>
#include <span>
#include <thread>
#include <vector>

namespace {

constexpr std::size_t tokens = 96, width = 32, hidden = 88;

using floats = std::vector<float>;
using bfloats = std::vector<std::uint16_t>;

/// A matrix, row by row, rounded once from the float weights that were drawn.
bfloats drawn(std::size_t outputs, std::size_t inputs, std::mt19937_64& bits) {
    floats w(outputs * inputs);
    actfn::init::fill(w, actfn::init::glorot(inputs, outputs).stddev, bits);
    bfloats stored(w.size());
    actfn::forward(actfn::identity, w, actfn::as_bfloat16(stored));
    return stored;
}

/// What was stored, as float.
floats widened(bfloats const& stored) {
    floats w(stored.size());
    actfn::forward(actfn::identity, actfn::as_bfloat16(stored), w);
    return w;
}

/// X·Wᵀ of matrices with `inner` columns. Each sum has its order, wherever its row lies, so its
/// bits: a library's matrix product may add in another order for another number of rows.
floats multiply(std::span<float const> x, std::span<float const> w, std::size_t inner) {
    std::size_t const rows = x.size() / inner, columns = w.size() / inner;
    floats y(rows * columns);
    for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t c = 0; c < columns; ++c) {
            float sum = 0;
            for (std::size_t i = 0; i < inner; ++i) sum += x[r * inner + i] * w[c * inner + i];
            y[r * columns + c] = sum;
        }
    }
    return y;
}

void add(std::span<float const> x, std::span<float> y) {
    for (std::size_t i = 0; i < y.size(); ++i) y[i] += x[i];
}

struct block {
    floats query, key, value, up, gate, down;

    explicit block(std::uint64_t seed) {
        std::mt19937_64 bits(seed);
        for (floats* w : {&query, &key, &value}) *w = widened(drawn(width, width, bits));
        for (floats* w : {&up, &gate}) *w = widened(drawn(hidden, width, bits));
        down = widened(drawn(width, hidden, bits));
    }

    /// y of the tokens [first, first + count). `keys` has a row for each token of x, `values` a
    /// column; tokens whose entry of `real` is 0 are padding.
    void run(std::size_t first, std::size_t count, floats const& x, floats const& keys,
             floats const& values, std::vector<unsigned char> const& real, floats& y) const {
        auto const own = std::span(x).subspan(first * width, count * width);
        auto const out = std::span(y).subspan(first * width, count * width);
        std::copy(own.begin(), own.end(), out.begin());

        // Each row of scores, to weights over the tokens up to its own that are no padding.
        floats weights = multiply(multiply(own, query, width), keys, width);
        auto const attend =
            actfn::softmax.with({.temperature = std::sqrt(double(width))})
                .each({.mask = real, .causal = true, .offset = std::ptrdiff_t(first)});
        actfn::forward(attend, weights, weights, actfn::row_layout{.rows = count});
        add(multiply(weights, values, tokens), out);

        // Feed forward: swiglu(up·x, gate·x), kept as bfloat16, and back to the width of a token.
        bfloats kept(count * hidden);
        actfn::forward(actfn::swiglu, multiply(out, up, width), multiply(out, gate, width),
                       actfn::as_bfloat16(kept));
        add(multiply(widened(kept), down, hidden), out);
    }
};

/// Calls f(first token, number of tokens) for parts of them.
template <class F> void with_threads(std::size_t parts, F const& f) {
    std::vector<std::thread> threads;
    for (std::size_t p = 0; p < parts; ++p) {
        std::size_t const first = tokens * p / parts;
        threads.emplace_back(f, first, tokens * (p + 1) / parts - first);
    }
    for (std::thread& t : threads) t.join();
}
#ifdef _OPENMP
template <class F> void with_openmp(std::size_t parts, F const& f) {
    int const count = static_cast<int>(parts);
#pragma omp parallel for num_threads(count) schedule(dynamic)
    for (std::size_t first = 0; first < tokens; first += 5) {
        f(first, std::min<std::size_t>(5, tokens - first));
    }
}
#endif

} // namespace

int main() {
    block const layer(1);
    std::mt19937_64 bits(2);
    floats x(tokens * width);
    actfn::init::fill(x, 1.0, bits);
    std::vector<unsigned char> real(tokens, 1);
    std::fill_n(real.begin() + 40, 8, static_cast<unsigned char>(0));

    auto const output = [&](auto const& share_out, std::size_t parts) {
        floats const keys = multiply(x, layer.key, width);
        floats const values = multiply(layer.value, x, width); // transposed
        floats y(x.size());
        share_out(parts, [&](std::size_t first, std::size_t count) {
            layer.run(first, count, x, keys, values, real, y);
        });
        return y;
    };
    auto const threads = [](std::size_t parts, auto const& f) { with_threads(parts, f); };

    bool right = true;
    auto const claim = [&](bool holds, char const* what) {
        std::printf("%s %s\n", holds ? "yes:" : "NO: ", what);
        right = right && holds;
    };
    floats const one = output(threads, 1);
    claim(std::all_of(one.begin(), one.end(), [](float v) { return std::isfinite(v); }),
          "outputs are finite");
    bool same = true;
    for (std::size_t parts = 2; parts <= 9; ++parts) same = same && output(threads, parts) == one;
    claim(same, "2 to 9 threads give the bits of one");
#ifdef _OPENMP
    auto const openmp = [](std::size_t parts, auto const& f) { with_openmp(parts, f); };
    same = true;
    for (std::size_t parts = 1; parts <= 9; ++parts) same = same && output(openmp, parts) == one;
    claim(same, "so do 1 to 9 threads of OpenMP");
#else
    std::printf("without OpenMP\n");
#endif

    // Attention is causal, and does not see padding: other tokens behind the 70th, and as padding.
    for (std::size_t i = 70 * width; i < x.size(); ++i) x[i] = -x[i];
    for (std::size_t i = 40 * width; i < 48 * width; ++i) x[i] = 1e30F;
    floats const other = output(threads, 3);
    auto const equal = [&](std::size_t from, std::size_t to) {
        return std::equal(one.data() + from * width, one.data() + to * width,
                          other.data() + from * width);
    };
    claim(equal(0, 40) && equal(48, 70), "no token sees padding or what comes after it");
    claim(!equal(70, tokens), "the others see what has changed");
    return right ? 0 : 1;
}
