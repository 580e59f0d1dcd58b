// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/plan.hpp>
#include <actfn/engine/placement.hpp>
#include <actfn/engine/plain_operands.hpp>

#include <array>
#include <complex>
#include <cstring>
#include <string>
#include <vector>

/// Elements of functions that are known at run time. Nothing here knows a kernel.
namespace actfn::inline ACTFN_ABI::engine {

namespace detail {

struct constant_somewhere {
    static constexpr bool has_constant_piece = true;
};
struct steep_somewhere {
    static constexpr bool has_infinite_slope = true;
};
template <class K, class T> void multiply(T const* gy, T const* d, T* to, std::size_t n) noexcept {
    using V = math::pack<T, native>;
    auto const times = [](V g, V slope)
                           ACTFN_LAMBDA_INLINE { return member::backward::times<K>(g, slope); };
    std::size_t i = 0;
    for (; i + math::lanes<V> <= n; i += math::lanes<V>) {
        math::store(to + i, times(math::load<V>(gy + i), math::load<V>(d + i)));
    }
    if (i < n) {
        V const last = times(math::load_first<V>(gy + i, n - i), math::load_first<V>(d + i, n - i));
        math::store_first<V>(to + i, last, n - i);
    }
}

} // namespace detail

/// gy·d as member::backward has it.
template <class T>
void multiply_by_gy(tables::function const& f, T const* gy, T const* d, T* to,
                    std::size_t n) noexcept {
    if (f.has_constant_piece) {
        detail::multiply<detail::constant_somewhere>(gy, d, to, n);
    } else if (f.has_infinite_slope) {
        detail::multiply<detail::steep_somewhere>(gy, d, to, n);
    } else {
        detail::multiply<no_draws>(gy, d, to, n);
    }
}

/// Whether ranges of at most `bytes` each, of which there are some, are apart, or an output is an
/// input. A bit of `complex` for each says of which kind its elements are. Nothing here branches.
template <class Inputs, class Operands, class Bits>
ACTFN_INLINE bool are_apart(Inputs inputs, Operands operands, any_pointers const& at,
                            std::size_t bytes, Bits complex) noexcept {
    bool apart = true;
    auto const place = [&](std::size_t i)
                           ACTFN_LAMBDA_INLINE { return reinterpret_cast<std::uintptr_t>(at[i]); };
    engine::for_each_number(operands, [&](std::size_t o) ACTFN_LAMBDA_INLINE {
        engine::for_each_number(operands, [&](std::size_t i) ACTFN_LAMBDA_INLINE {
            if (o < inputs || i >= o) return;
            std::uintptr_t const distance = place(o) - place(i);
            bool const alike = i < inputs && ((complex >> i ^ complex >> o) & 1U) == 0;
            bool const is_input = alike && distance == 0;
            // Not from −bytes + 1 to bytes − 1.
            apart &= is_input | (distance + (bytes - 1) >= 2 * bytes - 1);
        });
    });
    return apart;
}

/// The operands of a call in equal parts of their rows: the second in `times`, all others in
/// `over`.
struct any_halves {
    std::size_t over;
    std::size_t times;
    bool swapped;

    std::size_t parts_of(std::size_t j) const noexcept { return j == 1 ? times : over; }
    /// Which part of operand j is number p for the loop.
    std::size_t place_of(std::size_t j, std::size_t p) const noexcept {
        return parts_of(j) == 2 && j != 1 && swapped ? 1 - p : p;
    }
    void put_names(any_names const& called, std::array<std::string, most_operands>& to,
                   std::size_t count) const {
        for (std::size_t i = 0, j = 0; i < count; ++j) {
            std::size_t const n = parts_of(j);
            for (std::size_t p = 0; p < n && i < count; ++p, ++i) {
                to[i] = (n == 2 ? "half of " : "") + std::string(called[j]);
            }
        }
    }
};

/// A loop over elements that lie anywhere: where there are gaps between them, numbers to add to, or
/// a gy, in blocks.
template <class T> class any_elements {
  public:
    /// The operands are called as in the call, or are halves of what is in it.
    any_elements(any_call const& c, any_plan const& p, std::span<tables::operand const> all,
                 any_halves const* halves = nullptr)
        : c_(c), p_(p), all_(all), halves_(halves), loop_(engine::loop_of(c, p.slot)) {
        for (std::size_t i = 0; i < all.size(); ++i) {
            is_complex_[i] = all[i].is.of == tables::element::complex;
        }
    }

    void run() const {
        pointers at;
        steps step;
        std::size_t const n = plain_count();
        if (n != core::too_many) {
            for (std::size_t i = 0; i < all_.size(); ++i) {
                at[i] = static_cast<char*>(all_[i].data);
                step[i] = 1;
            }
            stretch(0, n, at, step);
        } else {
            run_planned();
        }
    }

  private:
    static constexpr std::size_t block = 256;
    using pointers = std::array<char*, most_operands>;
    using steps = std::array<std::ptrdiff_t, most_operands>;

    std::size_t size_of(std::size_t i) const noexcept {
        return is_complex_[i] ? 2 * sizeof(T) : sizeof(T);
    }

    /// How many elements each operand has where a glance shows that they are ranges, or lie without
    /// gaps in one order.
    std::size_t dense_count() const noexcept {
        if (all_[0].is.flat) {
            for (tables::operand const& o : all_) {
                if (!o.is.flat || o.size[0] != all_[0].size[0]) return core::too_many;
            }
            return static_cast<std::size_t>(all_[0].size[0]);
        }
        auto const rank = static_cast<std::size_t>(all_[0].rank);
        std::size_t n = 1;
        for (std::size_t d = 0; d < rank; ++d) {
            if (all_[0].size[d] <= 0) return core::too_many;
            n = core::product(n, static_cast<std::size_t>(all_[0].size[d]));
        }
        if (n > core::largest_size / (2 * sizeof(T))) return core::too_many;
        unsigned orders = 3;
        for (tables::operand const& o : all_) {
            bool alike = !o.is.flat && o.rank == all_[0].rank;
            for (std::size_t d = 0; alike && d < rank; ++d) alike = o.size[d] == all_[0].size[d];
            if (!alike) return core::too_many;
            orders &= engine::dense_orders(rank, o.size, o.stride);
        }
        return orders == 0 ? core::too_many : n;
    }
    /// The same where they are apart too.
    std::size_t plain_count() const noexcept {
        std::size_t const n = dense_count();
        if (n == core::too_many) return n;
        reach reaches[most_operands];
        for (std::size_t i = 0; i < all_.size(); ++i) {
            auto const begin = reinterpret_cast<std::uintptr_t>(all_[i].data);
            reaches[i] = {begin, begin, begin + n * size_of(i)};
        }
        for (std::size_t o = p_.inputs; o < all_.size(); ++o) {
            for (std::size_t i = 0; i < o; ++i) {
                reach const& a = reaches[i];
                reach const& b = reaches[o];
                bool const same =
                    i < p_.inputs && a.begin != 0 && a.begin == b.begin && a.end == b.end;
                if (!same && a.end > b.begin && b.end > a.begin) return core::too_many;
            }
        }
        return n;
    }

    ACTFN_NOINLINE void run_planned() const {
        any_names const called(c_);
        std::array<std::string, most_operands> halves;
        if (halves_ != nullptr) halves_->put_names(called, halves, all_.size());
        std::array<placement, most_operands> places;
        bool flat = true;
        for (std::size_t i = 0; i < all_.size(); ++i) {
            tables::operand const& o = all_[i];
            placement& p = places[i];
            p.name = halves_ == nullptr ? called[i] : std::string_view(halves[i]);
            p.begin = static_cast<char const*>(o.data);
            p.element_size = static_cast<std::ptrdiff_t>(size_of(i));
            p.rank = o.rank;
            p.flat = o.is.flat;
            std::copy_n(o.size, o.rank, p.size.begin());
            std::copy_n(o.stride, o.rank, p.stride.begin());
            flat = flat && o.is.flat;
        }
        std::span<placement> const planned(places.data(), all_.size());
        std::string_view const call = engine::name_of_verb(c_.verb);
        if (flat) {
            engine::check_flat(call, c_.function(), planned, p_.inputs);
        } else {
            bool const ordered = c_.draws != nullptr || p_.outputs == 0;
            engine::plan_loops(call, c_.function(), planned, p_.inputs, ordered ? 0 : p_.inputs);
        }
        run_lines(planned);
    }

    /// The innermost dimension, at every index of the others.
    void run_lines(std::span<placement const> places) const {
        placement const& shape = places[0];
        if (shape.count() == 0) return;
        int const inner = shape.rank - 1;
        per_dimension<std::ptrdiff_t> index{};
        for (std::ptrdiff_t first = 0;; first += shape.size[inner]) {
            pointers at;
            steps step;
            for (std::size_t i = 0; i < places.size(); ++i) {
                std::ptrdiff_t offset = 0;
                for (int d = 0; d < inner; ++d) offset += index[d] * places[i].stride[d];
                at[i] = static_cast<char*>(all_[i].data) + offset * places[i].element_size;
                step[i] = places[i].stride[inner];
            }
            stretch(static_cast<std::uint64_t>(first), static_cast<std::size_t>(shape.size[inner]),
                    at, step);
            int d = inner - 1;
            while (d >= 0 && ++index[d] == shape.size[d]) index[d--] = 0;
            if (d < 0) return;
        }
    }

    void stretch(std::uint64_t first, std::size_t n, pointers const& at, steps const& step) const {
        bool direct = !p_.times;
        for (std::size_t i = 0; i < all_.size(); ++i) {
            direct = direct && step[i] == 1 && !all_[i].is.added;
        }
        if (direct) {
            call(first, n, at);
        } else {
            for (std::size_t i = 0; i < n; i += block) {
                pointers from = at;
                for (std::size_t j = 0; j < all_.size(); ++j) {
                    from[j] += static_cast<std::ptrdiff_t>(i * size_of(j)) * step[j];
                }
                run_block(first + i, (std::min)(block, n - i), from, step);
            }
        }
    }

    template <class P>
    void call(std::uint64_t first, std::size_t n, std::array<P, most_operands> const& at) const {
        any_pointers operands;
        for (std::size_t i = 0; i < all_.size(); ++i) operands[i] = at[i];
        if (c_.draws == nullptr) {
            return engine::run_loop<T>(c_, p_, loop_, nullptr, n, operands);
        }
        tables::draws const from{c_.draws->seed, c_.draws->stream, c_.draws->first + first};
        engine::run_loop<T>(c_, p_, loop_, &from, n, operands);
    }

    void run_block(std::uint64_t first, std::size_t n, pointers const& at,
                   steps const& step) const {
        // Bytes: numbers would be set to zero first.
        alignas(64) std::byte copies[most_operands][2 * block * sizeof(T)];
        std::array<void*, most_operands> operands;
        for (std::size_t i = 0; i < all_.size(); ++i) {
            bool const is_output = i >= p_.inputs;
            bool const copied = step[i] != 1 || (is_output && (p_.times || all_[i].is.added));
            operands[i] = copied ? static_cast<void*>(copies[i]) : at[i];
            if (copied && !is_output) {
                each(i, at[i], step[i], copies[i], n,
                     [](auto& there, auto& here) { here = there; });
            }
        }
        call(first, n, operands);
        if (p_.times) {
            auto const* const gy = static_cast<T const*>(operands[p_.inputs - 1]);
            for (std::size_t o = p_.inputs; o < all_.size(); ++o) {
                auto* const d = reinterpret_cast<T*>(copies[o]);
                engine::multiply_by_gy(c_.f, gy, d, d, n);
            }
        }
        for (std::size_t i = p_.inputs; i < all_.size(); ++i) {
            if (step[i] == 1 && !p_.times && !all_[i].is.added) continue;
            if (all_[i].is.added) {
                each(i, at[i], step[i], copies[i], n,
                     [](auto& there, auto& here) { there += here; });
            } else {
                each(i, at[i], step[i], copies[i], n,
                     [](auto& there, auto& here) { there = here; });
            }
        }
    }

    template <class F>
    void each(std::size_t i, char* at, std::ptrdiff_t step, void* copies, std::size_t n,
              F f) const {
        auto const run = [&]<class E>(E* there, E* here) {
            if (step == 1) {
                for (std::size_t k = 0; k < n; ++k) f(there[k], here[k]);
            } else {
                for (std::size_t k = 0; k < n; ++k) f(there[core::signed_size(k) * step], here[k]);
            }
        };
        if (is_complex_[i]) {
            run(reinterpret_cast<std::complex<T>*>(at), static_cast<std::complex<T>*>(copies));
        } else {
            run(reinterpret_cast<T*>(at), static_cast<T*>(copies));
        }
    }

    any_call const& c_;
    any_plan p_;
    std::span<tables::operand const> all_;
    any_halves const* halves_;
    tables::loop loop_;
    std::array<bool, most_operands> is_complex_{};
};

} // namespace actfn::engine
