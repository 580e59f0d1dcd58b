// SPDX-License-Identifier: MIT
#pragma once
#include "table.hpp"

#include <Eigen/Core>

#include <algorithm>
#include <cstdint>
#include <random>

namespace actfn::bench {

/// Memory for the loops, aligned for packets: x spread over the interval, gy over [−1, 1], from a
/// fixed seed. Beyond 2¹⁶ elements the inputs repeat.
template <class T> class inputs {
  public:
    arrays<T> of(std::size_t n, facts::range interval) {
        if (x_.size() != static_cast<Eigen::Index>(n)) {
            for (auto* a : {&x_, &gy_, &y_, &dy_}) a->resize(static_cast<Eigen::Index>(n));
            fill(gy_, {-1, 1}, 2);
            interval_ = {0, 0};
        }
        if (interval_.lo != interval.lo || interval_.hi != interval.hi) {
            fill(x_, interval, 1);
            interval_ = interval;
        }
        return {{x_.data(), n}, {gy_.data(), n}, {y_.data(), n}, {dy_.data(), n}};
    }

  private:
    using elements = Eigen::Array<T, Eigen::Dynamic, 1>;

    // Scaled here: the distributions of <random> differ between standard libraries.
    static void fill(elements& a, facts::range interval, std::uint32_t seed) {
        std::mt19937 bits(seed);
        Eigen::Index const distinct = std::min<Eigen::Index>(a.size(), 1 << 16);
        for (Eigen::Index i = 0; i < distinct; ++i) {
            double const t = static_cast<double>(bits()) * 0x1p-32;
            a[i] = static_cast<T>(interval.lo + (interval.hi - interval.lo) * t);
        }
        for (Eigen::Index i = distinct; i < a.size(); ++i) a[i] = a[i - distinct];
    }

    elements x_, gy_, y_, dy_;
    facts::range interval_{0, 0};
};

} // namespace actfn::bench
