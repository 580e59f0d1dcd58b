// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <vector>

namespace actfn::bench {

/// What is trained: sizes of the layers, from inputs to classes, and samples a step.
struct training_task {
    std::vector<int> sizes;
    int batch;
};

/// Microseconds of one call: the least of several stretches of some 50 ms.
template <class F> double microseconds(F const& call) {
    using clock = std::chrono::steady_clock;
    using us = std::chrono::duration<double, std::micro>;
    call();
    double least = 1e300;
    int n = 1;
    for (int stretch = 0; stretch < 7;) {
        auto const begin = clock::now();
        for (int i = 0; i < n; ++i) call();
        double const time = us(clock::now() - begin).count();
        if (time < 5e4 && stretch == 0) {
            n = time < 1e3 ? n * 10 : static_cast<int>(n * 5.5e4 / time) + 1;
            if (time < 4e4) continue;
        }
        least = time / n < least ? time / n : least;
        ++stretch;
    }
    return least;
}

/// A step (forward, softmax and cross-entropy, backward, update with momentum) by PyTorch's C++
/// library with one thread, relu in the hidden layers.
double torch_microseconds(training_task const& task);

} // namespace actfn::bench
