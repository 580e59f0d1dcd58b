// SPDX-License-Identifier: MIT
#include "trial.hpp"

#include <algorithm>
#include <stdexcept>

namespace fuzz {

template <class T> std::vector<T> memory_of(input& in) {
    std::vector<T> all(16 + (in.rarely(64) ? 4096 : in.below(256)));
    std::uint64_t state = 88172645463325252U + 977 * in.byte();
    for (T& x : all) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        x = static_cast<T>(int(state >> 40 & 0xFFFF) - 0x8000) / T(4096);
    }
    for (std::size_t i = in.below(8); i > 0; --i) all[in.below(all.size())] = in.number<T>();
    return all;
}

operand range_in(input& in, std::size_t memory, std::size_t n, std::ptrdiff_t width) {
    operand o;
    o.width = width;
    auto const w = static_cast<std::size_t>(width);
    if (in.rarely(16)) n = in.below(memory / w + 1);
    n = std::min(n, memory / w);
    std::size_t const free = memory - n * w;
    std::size_t const begin = in.rarely(4) ? in.below(free + 1) : n * w * in.below(6);
    o.begin = static_cast<std::ptrdiff_t>(std::min(begin, free));
    o.sizes[2] = static_cast<std::ptrdiff_t>(n);
    return o;
}

operand object_in(input& in, std::size_t memory, std::size_t rank,
                  std::array<std::ptrdiff_t, 3> sizes, std::ptrdiff_t width, std::size_t bytes) {
    operand o;
    o.flat = false;
    o.width = width;
    o.sizes = sizes;
    if (in.rarely(16)) o.sizes[2 - in.below(rank)] = static_cast<std::ptrdiff_t>(in.below(9));
    if (in.rarely(64)) o.sizes[2 - in.below(rank)] = static_cast<std::ptrdiff_t>(in.huge());
    std::array<std::size_t, 3> order{2, 1, 0};
    if (in.rarely(2)) std::swap(order[0], order[1 + in.below(rank - 1)]);
    operand::wide step = in.rarely(4) ? std::ptrdiff_t(in.below(4)) : 1;
    for (std::size_t const d : order) {
        o.strides[d] = static_cast<std::ptrdiff_t>(in.rarely(4) ? -step : step);
        if (in.rarely(64)) o.strides[d] = static_cast<std::ptrdiff_t>(in.huge());
        step = std::clamp<operand::wide>(step * o.sizes[d], -4096, 4096);
        if (in.rarely(8)) step += std::ptrdiff_t(in.below(3));
    }
    auto const all = static_cast<operand::wide>(memory);
    if (!o.impossible(bytes) && !o.empty()) {
        if (o.end() - o.lowest() > all) {
            o.sizes = {1, 1, 1};
            o.strides = {1, 1, 1};
        }
        auto const free = static_cast<std::size_t>(all - (o.end() - o.lowest()));
        std::size_t const place = in.rarely(4)
                                      ? in.below(free + 1)
                                      : std::min(free, in.below(6) * std::size_t(o.count()) *
                                                           static_cast<std::size_t>(width));
        o.begin = static_cast<std::ptrdiff_t>(place) - static_cast<std::ptrdiff_t>(o.lowest());
    }
    return o;
}

namespace {

/// "" or what std::invalid_argument says; nothing else may be thrown.
template <class F> std::string complaint(F f) {
    try {
        f();
    } catch (std::invalid_argument const& e) {
        std::string const text = e.what();
        must(!text.empty(), "an error says what is wrong");
        return text;
    }
    return {};
}

void mark(operand const& o, std::vector<bool>& numbers, std::ptrdiff_t shift) {
    o.for_each([&](std::ptrdiff_t at) {
        for (std::ptrdiff_t k = 0; k < o.width; ++k) {
            numbers[static_cast<std::size_t>(at + k - shift)] = true;
        }
    });
}

template <class T>
bool unchanged(std::vector<T> const& now, std::vector<T> const& then,
               std::vector<bool> const& but) {
    for (std::size_t i = 0; i < now.size(); ++i) {
        bool const excepted = !but.empty() && but[i];
        if (!excepted && std::memcmp(&now[i], &then[i], sizeof(T)) != 0) return false;
    }
    return true;
}

} // namespace

/// Where the operands of a call lie, for the report of a broken promise.
namespace {

std::string text_of(std::vector<operand> const& operands) {
    std::string text;
    for (operand const& o : operands) {
        text += "\n  " + std::string(o.written ? o.added ? "added to" : "written" : "read") +
                " from " + std::to_string(o.begin) + (o.width == 2 ? ", complex" : "") +
                (o.flat ? ", a range of" : ", an object of");
        for (auto const n : o.sizes) text += ' ' + std::to_string(n);
        text += ", strides";
        for (auto const n : o.strides) text += ' ' + std::to_string(n);
    }
    return text;
}

} // namespace

template <class T> std::vector<bool> trial<T>::written_numbers() const {
    std::vector<bool> all(before_.size());
    for (operand const& o : operands_) {
        if (o.written) mark(o, all, 0);
    }
    return all;
}

/// Whether the memory between the ends of two operands, one of them an output, meets.
template <class T> bool trial<T>::any_meet() const {
    for (operand const& o : operands_) {
        if (!o.written || o.empty()) continue;
        for (operand const& p : operands_) {
            if (&o == &p || p.empty()) continue;
            if (p.lowest() < o.end() && o.lowest() < p.end()) return true;
        }
    }
    return false;
}

/// Of every number that is written: which output, and no one else unless in the same place.
template <class T> bool trial<T>::outputs_are_apart() {
    self_overlap_ = false;
    for (std::size_t j = 0; j < operands_.size(); ++j) {
        operand const& o = operands_[j];
        if (!o.written) continue;
        std::vector<bool> mine(before_.size());
        auto const all = o.sorted();
        mark(o, mine, 0);
        auto const marked = std::count(mine.begin(), mine.end(), true);
        self_overlap_ = self_overlap_ || marked != std::ptrdiff_t(all.size()) * o.width;
        for (std::size_t i = 0; i < operands_.size(); ++i) {
            operand const& p = operands_[i];
            if (i == j || (p.written && i > j)) continue;
            auto const others = p.sorted();
            bool const in_place = !p.written && p.width == o.width && others == all;
            bool const meets = std::any_of(others.begin(), others.end(), [&](std::ptrdiff_t at) {
                return mine[static_cast<std::size_t>(at)] ||
                       mine[static_cast<std::size_t>(at + p.width - 1)];
            });
            if (!meets || in_place) continue;
            // Of a range a layout may leave out parts, so that these meet nothing. A half of rows
            // may be in the place of x or of y; whether that is so, the bits show.
            if (!o.flat && !p.flat && p.written) return false;
            self_overlap_ = self_overlap_ || p.written;
        }
    }
    return true;
}

/// Every operand in memory of its own, which ends where the operand does.
template <class T> std::string trial<T>::run_apart(call_type const& call) {
    copies_.clear();
    shift_.clear();
    std::vector<T*> data;
    for (operand const& o : operands_) {
        bool const there = !o.empty() && o.fits(before_.size());
        auto const low = there ? static_cast<std::ptrdiff_t>(o.lowest()) : 0;
        auto const end = there ? static_cast<std::ptrdiff_t>(o.end()) : 0;
        copies_.emplace_back(before_.begin() + low, before_.begin() + end);
        copies_.back().shrink_to_fit();
        shift_.push_back(low);
        data.push_back(there ? copies_.back().data() + (o.begin - low) : copies_.back().data());
    }
    auto const originals = copies_;
    std::string const text = complaint([&] { results_ = call(data.data()); });
    for (std::size_t j = 0; j < operands_.size(); ++j) {
        std::vector<bool> outputs(copies_[j].size());
        operand const& o = operands_[j];
        if (text.empty() && o.written && o.fits(before_.size())) mark(o, outputs, shift_[j]);
        must(fuzz::unchanged(copies_[j], originals[j], outputs),
             text.empty() ? "nothing is written but outputs" : "errors before writes:", text);
    }
    return text;
}

template <class T> bool trial<T>::run(call_type const& call) {
    std::string const apart = run_apart(call);
    std::vector<T> memory = before_;
    std::vector<T*> data;
    for (operand const& o : operands_) data.push_back(memory.data() + o.begin);
    std::vector<T> results;
    std::string const text = complaint([&] { results = call(data.data()); });
    if (!text.empty()) {
        must(fuzz::unchanged(memory, before_, {}), "errors before writes:", text);
        if (text.find("overlaps") == std::string::npos) {
            must(!apart.empty(), "what is refused in place is refused of copies:", text);
        } else {
            must(any_meet(), "what overlaps nothing is not refused for it:", text);
        }
        return false;
    }
    must(apart.empty(), "what is accepted in place is accepted of copies:", apart);
    for (operand const& o : operands_) {
        must(!o.impossible(sizeof(T)), "impossible sizes are refused");
    }
    must(outputs_are_apart(), "outputs that overlap are refused:", text_of(operands_));
    std::vector<bool> const outputs = written_numbers();
    must(fuzz::unchanged(memory, before_, outputs), "nothing is written outside the outputs");
    if (self_overlap_) return false; // what is written last counts, and that is not said
    for (std::size_t j = 0; j < operands_.size(); ++j) {
        if (!operands_[j].written) continue;
        operands_[j].for_each([&](std::ptrdiff_t at) {
            for (std::ptrdiff_t k = 0; k < operands_[j].width; ++k) {
                must(same(memory[static_cast<std::size_t>(at + k)], after(j, at + k)),
                     "in place has the bits of copies");
            }
        });
    }
    must(results.size() == results_.size() &&
             std::equal(results.begin(), results.end(), results_.begin(), same<T>),
         "results in place have the bits of copies");
    return true;
}

template std::vector<float> memory_of(input&);
template std::vector<double> memory_of(input&);
template class trial<float>;
template class trial<double>;

} // namespace fuzz
