// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/error.hpp>
#include <actfn/core/sizes.hpp>
#include <actfn/engine/operands.hpp>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <sstream>
#include <string>

/// Where the operands of a call lie: checks of sizes and overlap, and the loops over them. Nothing
/// here knows element types, so it is compiled once.
namespace actfn::inline ACTFN_ABI::engine {

inline constexpr int max_rank = 8;

/// A number for every dimension.
template <class T> struct per_dimension {
    T at[max_rank]{};

    constexpr T& operator[](int d) noexcept { return at[d]; }
    constexpr T const& operator[](int d) const noexcept { return at[d]; }
    constexpr T* begin() noexcept { return at; }
    constexpr T const* begin() const noexcept { return at; }
};

/// An operand without its type. Sizes and strides count elements.
struct placement {
    std::string_view name;
    char const* begin = nullptr;
    std::ptrdiff_t element_size = 1;
    int rank = 1;
    bool flat = true;
    per_dimension<std::ptrdiff_t> size{};
    per_dimension<std::ptrdiff_t> stride{};

    /// `too_many` where that is not representable, or a size is negative.
    std::size_t count() const noexcept {
        std::size_t n = 1;
        bool negative = false;
        for (int d = 0; d < rank; ++d) {
            negative = negative || size[d] < 0;
            n = core::product(n, static_cast<std::size_t>(size[d]));
        }
        return negative ? core::too_many : n;
    }
    /// Whether all elements, of which there are some, lie within what a pointer can be moved by.
    bool representable() const noexcept {
        std::size_t extent = 1;
        for (int d = 0; d < rank; ++d) {
            auto const steps = static_cast<std::size_t>(size[d]) - 1;
            extent = core::sum(extent, core::product(steps, core::magnitude(stride[d])));
            if (core::magnitude(stride[d]) > core::largest_size) return false;
        }
        return core::product(extent, static_cast<std::size_t>(element_size)) <= core::largest_size;
    }
    /// The bytes between the lowest and the highest element, and these.
    char const* lowest() const noexcept { return begin + element_size * reach(-1); }
    char const* end() const noexcept { return begin + element_size * (reach(1) + 1); }

    /// Of the same sizes, and in the same steps.
    bool alike(placement const& other) const noexcept {
        if (rank != other.rank || element_size != other.element_size) return false;
        for (int d = 0; d < rank; ++d) {
            if (size[d] != other.size[d]) return false;
            if (size[d] > 1 && stride[d] != other.stride[d]) return false;
        }
        return true;
    }

  private:
    std::ptrdiff_t reach(int sign) const noexcept {
        std::ptrdiff_t sum = 0;
        for (int d = 0; d < rank; ++d) {
            if (size[d] > 0 && (stride[d] < 0) == (sign < 0)) sum += (size[d] - 1) * stride[d];
        }
        return sum;
    }
};

template <class E, std::size_t extent>
placement place(std::string_view name, std::span<E, extent> s) noexcept {
    placement p{.name = name};
    p.begin = reinterpret_cast<char const*>(s.data());
    p.element_size = sizeof(E);
    p.size[0] = static_cast<std::ptrdiff_t>(s.size());
    p.stride[0] = 1;
    return p;
}
template <class E, std::size_t rank>
placement place(std::string_view name, strided_view<E, rank> const& v) noexcept {
    static_assert(rank <= max_rank, "actfn: operands have at most 8 dimensions");
    placement p{.name = name};
    p.begin = reinterpret_cast<char const*>(v.data);
    p.element_size = sizeof(E);
    p.rank = static_cast<int>(rank);
    p.flat = false;
    std::copy(v.sizes.begin(), v.sizes.end(), p.size.begin());
    std::copy(v.strides.begin(), v.strides.end(), p.stride.begin());
    return p;
}

/// The shape of p, dense in other memory.
inline placement dense_at(void const* begin, std::size_t element_size, std::string_view name,
                          placement p) noexcept {
    p.name = name;
    p.begin = static_cast<char const*>(begin);
    p.element_size = static_cast<std::ptrdiff_t>(element_size);
    std::ptrdiff_t step = 1;
    for (int d = p.rank - 1; d >= 0; --d) {
        p.stride[d] = step;
        step *= p.size[d];
    }
    return p;
}

/// "3 x 4", or "12 elements".
inline std::string shape_text(placement const& p) {
    std::ostringstream text;
    for (int d = 0; d < p.rank; ++d) text << (d == 0 ? "" : " x ") << p.size[d];
    if (p.flat) text << " elements";
    return text.str();
}

/// Sizes and strides that are possible. An object without elements may have any strides.
inline void check_sizes(std::string_view call, std::string_view function, placement const& p) {
    if (p.count() == 0) return;
    bool const negative =
        std::any_of(p.size.begin(), p.size.begin() + p.rank, [](auto n) { return n < 0; });
    if (negative || p.count() > core::largest_size || !p.representable()) {
        core::fail(call, "(", function, "): ", p.name, " is ", shape_text(p), ", which is not ",
                   negative ? "a shape" : "within the range of memory");
    }
}

/// The dimensions of p in the order of its memory, the innermost last.
inline per_dimension<int> memory_order(placement const& p) noexcept {
    per_dimension<int> order{};
    // By insertion: std::stable_sort allocates.
    for (int d = 0; d < p.rank; ++d) {
        int at = d;
        for (; at > 0 && std::abs(p.stride[order[at - 1]]) < std::abs(p.stride[d]); --at) {
            order[at] = order[at - 1];
        }
        order[at] = d;
    }
    return order;
}

/// Whether two equally strided objects share an element: whether some pair of index tuples is as
/// far apart as the beginnings of the objects.
inline bool meet(placement const& p, per_dimension<int> const& order, int at,
                 std::ptrdiff_t distance) noexcept {
    if (at == p.rank) return distance == 0;
    std::ptrdiff_t const step = std::abs(p.stride[order[at]]);
    std::ptrdiff_t const most = p.size[order[at]] - 1;
    std::ptrdiff_t rest = 0; // how far the dimensions behind this one reach
    for (int d = at + 1; d < p.rank; ++d) {
        rest += (p.size[order[d]] - 1) * std::abs(p.stride[order[d]]);
    }
    if (std::abs(distance) > rest + most * step) return false;
    if (step == 0) return meet(p, order, at + 1, distance);
    auto const rounded_down = [step](std::ptrdiff_t n) {
        return n / step - (n % step < 0 ? 1 : 0);
    };
    std::ptrdiff_t const first = (std::max)(-most, -rounded_down(rest - distance));
    std::ptrdiff_t const last = (std::min)(most, rounded_down(rest + distance));
    for (std::ptrdiff_t q = first; q <= last; ++q) {
        if (meet(p, order, at + 1, distance - q * step)) return true;
    }
    return false;
}

inline bool overlap(placement const& a, placement const& b) noexcept {
    if (a.count() == 0 || b.count() == 0) return false;
    std::less<char const*> const before;
    if (!before(a.lowest(), b.end()) || !before(b.lowest(), a.end())) return false;
    std::ptrdiff_t const bytes = b.begin - a.begin;
    if (a.alike(b) && bytes % a.element_size == 0) {
        return meet(a, memory_order(a), 0, bytes / a.element_size);
    }
    return true;
}

/// Whether b is the very object a is.
inline bool identical(placement const& a, placement const& b) noexcept {
    return a.begin == b.begin && a.alike(b);
}

[[noreturn]] ACTFN_NOINLINE inline void fail_sizes(std::string_view call, std::string_view function,
                                                   placement const& a, placement const& b) {
    if (a.flat && b.flat) {
        core::fail(call, "(", function, "): ", a.name, " has ", a.size[0], " elements, ", b.name,
                   " has ", b.size[0]);
    }
    core::fail(call, "(", function, "): ", a.name, " is ", shape_text(a), ", ", b.name, " is ",
               shape_text(b));
}
[[noreturn]] ACTFN_NOINLINE inline void fail_overlap(std::string_view call,
                                                     std::string_view function, placement const& a,
                                                     placement const& b) {
    core::fail(call, "(", function, "): ", a.name, " at ", static_cast<void const*>(a.begin),
               " overlaps ", b.name, " at ", static_cast<void const*>(b.begin), ", ", shape_text(a),
               " each; only the same ", a.flat ? "range" : "object", " is allowed");
}

/// Outputs, which stand behind the inputs, may be one of these, but must not meet them otherwise,
/// nor each other.
inline void check_overlaps(std::string_view call, std::string_view function,
                           std::span<placement const> all, std::size_t inputs) {
    for (placement const& p : all) check_sizes(call, function, p);
    for (std::size_t o = inputs; o < all.size(); ++o) {
        for (std::size_t i = 0; i < o; ++i) {
            bool const allowed = i < inputs && identical(all[o], all[i]);
            if (!allowed && overlap(all[o], all[i])) fail_overlap(call, function, all[o], all[i]);
        }
    }
}

/// All are flat: equal sizes, no overlaps.
inline void check_flat(std::string_view call, std::string_view function,
                       std::span<placement const> all, std::size_t inputs) {
    for (placement const& p : all) {
        if (p.size[0] != all[0].size[0]) fail_sizes(call, function, all[0], p);
    }
    check_overlaps(call, function, all, inputs);
}

/// p without its dimensions of size 1.
inline void squeeze(placement& p) noexcept {
    int kept = 0;
    for (int d = 0; d < p.rank; ++d) {
        if (p.size[d] == 1) continue;
        p.size[kept] = p.size[d];
        p.stride[kept++] = p.stride[d];
    }
    p.rank = kept;
}

inline bool equal_shapes(placement a, placement b) noexcept {
    if (a.rank != b.rank) {
        squeeze(a);
        squeeze(b);
    }
    return a.rank == b.rank && std::equal(a.size.begin(), a.size.begin() + a.rank, b.size.begin());
}

/// A flat range beside an object of several dimensions: its elements in the order of the object's
/// memory.
inline void shape_like(placement& p, placement const& model) noexcept {
    auto const order = memory_order(model);
    p.rank = model.rank;
    p.size = model.size;
    std::ptrdiff_t step = 1;
    for (int at = model.rank - 1; at >= 0; --at) {
        p.stride[order[at]] = step;
        step *= model.size[order[at]];
    }
}

/// The dimensions of p in another order.
inline void reorder(placement& p, per_dimension<int> const& order) noexcept {
    placement const old = p;
    for (int d = 0; d < p.rank; ++d) {
        p.size[d] = old.size[order[d]];
        p.stride[d] = old.stride[order[d]];
    }
}

/// No elements, in one dimension.
inline void make_empty(placement& p) noexcept {
    p.rank = 1;
    p.size[0] = 0;
    p.stride[0] = 1;
}

/// Brings operands of any shapes to nested loops: checks them, sorts their dimensions so that those
/// of the `leader` descend, and joins those that all of them pass without a gap. All placements
/// have then the same rank and sizes, at least one dimension, and the innermost last.
inline void plan_loops(std::string_view call, std::string_view function, std::span<placement> all,
                       std::size_t inputs, std::size_t leader) {
    for (placement const& p : all) check_sizes(call, function, p);
    auto const model = std::find_if(all.begin(), all.end(), [](auto const& p) { return !p.flat; });
    for (placement& p : all) {
        if (p.flat && model != all.end()) {
            if (p.count() != model->count()) fail_sizes(call, function, *model, p);
            if (p.count() != 0) shape_like(p, *model);
        }
    }
    placement const& shape = model == all.end() ? all[0] : *model;
    bool const empty = shape.count() == 0;
    for (placement const& p : all) {
        bool const same = empty && p.flat ? p.count() == 0 : equal_shapes(shape, p);
        if (!same) fail_sizes(call, function, shape, p);
    }
    if (empty) {
        for (placement& p : all) make_empty(p);
        return;
    }
    check_overlaps(call, function, all, inputs);
    for (placement& p : all) squeeze(p);

    int const rank = all[0].rank;
    auto const order = memory_order(all[leader]);
    for (placement& p : all) reorder(p, order);
    int last = 0;
    for (int d = 1; d < rank; ++d) {
        bool const joined = std::all_of(all.begin(), all.end(), [&](placement const& p) {
            return p.stride[last] == p.size[d] * p.stride[d];
        });
        if (!joined) ++last;
        for (placement& p : all) {
            p.size[last] = joined ? p.size[last] * p.size[d] : p.size[d];
            p.stride[last] = p.stride[d];
        }
    }
    for (placement& p : all) {
        if (rank == 0) p.size[0] = p.stride[0] = 1;
        p.rank = last + 1;
    }
}

} // namespace actfn::engine
