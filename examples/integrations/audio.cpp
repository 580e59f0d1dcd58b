// SPDX-License-Identifier: MIT
//
// A distortion for audio in real time. Its curve is chosen by name while it plays; the callback
// takes it over without a lock, allocates nothing and throws nothing, and the program checks that.
#include "activations.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <numbers>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

/// Of this thread.
static thread_local long allocations = 0;

// Not inline: g++ takes a malloc that meets a delete for a mismatch.
[[gnu::noinline]] void* operator new(std::size_t size) {
    ++allocations;
    if (void* p = std::malloc(size)) return p;
    throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { std::free(p); }

namespace {

constexpr double rate = 48000;
constexpr std::size_t block = 64;

class waveshaper {
  public:
    /// For the thread of the user: the text is read, and may be refused, here.
    void choose(std::string_view text, float drive) {
        actfn::any<float> const f(text);
        if (f.kind() != actfn::kind::pointwise) {
            throw std::invalid_argument("waveshaper: " + f.to_string() + " is no curve");
        }
        settings_[writing_] = {f, drive};
        writing_ = ready_.exchange(writing_ | fresh) & ~fresh;
    }

    /// For the thread of the audio: a block, in place. noexcept: an exception would end the
    /// program.
    void operator()(std::span<float, block> samples) noexcept {
        setting const before = settings_[reading_];
        bool const changed = (ready_.load() & fresh) != 0;
        std::array<float, block> leaving = shaped(before, samples);
        if (changed) { // from one curve to the other in a block, without a click
            reading_ = ready_.exchange(reading_) & ~fresh;
            std::array<float, block> const coming = shaped(settings_[reading_], samples);
            for (std::size_t i = 0; i < block; ++i) {
                float const t = static_cast<float>(i + 1) / block;
                leaving[i] += t * (coming[i] - leaving[i]);
            }
        }
        // Curves that are not odd shift the mean: a filter takes constants out, and tiny numbers.
        for (std::size_t i = 0; i < block; ++i) {
            level_ = leaving[i] - last_ + 0.995F * level_;
            if (std::abs(level_) < 1e-20F) level_ = 0;
            last_ = leaving[i];
            samples[i] = level_;
        }
    }

  private:
    struct setting {
        actfn::any<float> f;
        float drive = 1;
    };
    static std::array<float, block> shaped(setting const& s, std::span<float const, block> x) {
        std::array<float, block> y;
        for (std::size_t i = 0; i < block; ++i) y[i] = s.drive * x[i];
        actfn::forward(s.f, y, y);
        return y;
    }

    // Three settings: one is written, one read, one waits, and its number says whether it is new.
    static constexpr unsigned fresh = 4;
    std::array<setting, 3> settings_;
    unsigned writing_ = 0, reading_ = 1;
    std::atomic<unsigned> ready_{2};
    float level_ = 0, last_ = 0;
};

/// Amplitudes of the first six multiples of 750 Hz in what becomes of a tone of that frequency.
std::array<double, 6> harmonics(waveshaper& shape) {
    constexpr int settling = 750, measured = 75; // blocks; a period is 64 samples
    std::array<double, 6> real{}, imaginary{};
    for (int b = 0; b < settling + measured; ++b) {
        std::array<float, block> x;
        for (std::size_t i = 0; i < block; ++i) {
            x[i] = static_cast<float>(std::sin(2 * std::numbers::pi * double(i) / block));
        }
        shape(x);
        if (b < settling) continue;
        for (std::size_t h = 0; h < 6; ++h) {
            for (std::size_t i = 0; i < block; ++i) {
                double const angle = 2 * std::numbers::pi * double((h + 1) * i) / block;
                real[h] += double(x[i]) * std::cos(angle) * 2 / (block * measured);
                imaginary[h] += double(x[i]) * std::sin(angle) * 2 / (block * measured);
            }
        }
    }
    for (std::size_t h = 0; h < 6; ++h) real[h] = std::hypot(real[h], imaginary[h]);
    return real;
}

} // namespace

int main() {
    bool right = true;
    auto const claim = [&](bool holds, char const* what) {
        std::printf("%s %s\n", holds ? "yes:" : "NO: ", what);
        right = right && holds;
    };
    waveshaper shape;
    std::printf("harmonics of a sine    1      2      3      4      5      6\n");
    bool odd = true, even = true;
    for (auto const* name : {"tanh", "softsign", "hard_tanh", "atan", "elu(alpha=0.5)"}) {
        shape.choose(name, 3);
        auto const a = harmonics(shape);
        std::printf("%-18s %6.3f %6.3f %6.3f %6.3f %6.3f %6.3f\n", name, a[0], a[1], a[2], a[3],
                    a[4], a[5]);
        bool const is_elu = std::string_view(name).starts_with("elu");
        if (!is_elu) odd = odd && a[1] < 1e-5 && a[3] < 1e-5 && a[5] < 1e-5 && a[2] > 0.03;
        if (is_elu) even = a[1] > 0.1;
    }
    claim(odd, "odd curves add odd harmonics only");
    claim(even, "elu adds even ones");

    // The user turns knobs while 20 s of sound are made.
    std::atomic<bool> playing{true};
    long in_callback = -1;
    double worst = 0, most = 0;
    std::thread audio([&] {
        long const before = allocations;
        for (int b = 0; b < 20 * rate / block; ++b) {
            std::array<float, block> x;
            for (std::size_t i = 0; i < block; ++i) {
                x[i] = static_cast<float>(std::sin(0.05 * double(i) + b));
            }
            auto const start = std::chrono::steady_clock::now();
            shape(x);
            std::chrono::duration<double> const took = std::chrono::steady_clock::now() - start;
            worst = std::max(worst, took.count());
            for (float const v : x) most = std::max(most, double(std::abs(v)));
        }
        in_callback = allocations - before;
        playing = false;
    });
    int changes = 0;
    while (playing) {
        static constexpr std::array names{"Tanh", "softsign", "hardtanh:-0.7,0.7", "mish"};
        shape.choose(names[static_cast<std::size_t>(changes++) % names.size()], 2);
        std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    audio.join();
    std::printf("%d changes while it played; the longest block took %.0f us of %.0f\n", changes,
                worst * 1e6, 1e6 * block / rate);
    claim(in_callback == 0, "nothing was allocated in the callback");
    claim(allocations > 0, "though the counter counts");
    claim(most > 0.1 && most < 8, "the sound stayed in its range");
    try {
        shape.choose("tan", 1);
        claim(false, "an unknown curve is refused");
    } catch (std::invalid_argument const& e) {
        std::printf("%s\n", e.what());
    }
    return right ? 0 : 1;
}
