// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/names.hpp>
#include <actfn/core/error.hpp>

#include <functional>
#include <initializer_list>
#include <span>

namespace actfn::engine {

/// Where the elements of a range lie, whatever their type, and what its parameter is called.
struct extent {
    std::string_view name;
    void const* begin;
    void const* end;
    std::size_t size;
    std::size_t element_size;

    template <class T>
    extent(std::string_view called, std::span<T> s)
        : name(called),
          begin(s.data()),
          end(s.data() + s.size()),
          size(s.size()),
          element_size(sizeof(T)) {}

    bool overlaps(extent const& other) const noexcept {
        std::less<void const*> const before;
        return before(begin, other.end) && before(other.begin, end);
    }
    bool is(extent const& other) const noexcept {
        return begin == other.begin && element_size == other.element_size;
    }
};

/// Reports sizes that differ from the first input's, and outputs that overlap another range without
/// being that very range.
template <class In, class Out>
void check_ranges(std::string_view call, std::string_view function, In const& in, Out const& out) {
    extent const& first = *in.begin();
    auto const check_size = [&](extent const& r) {
        if (r.size != first.size) {
            fail(call, "(", function, "): ", first.name, " has ", first.size, " elements, ", r.name,
                 " has ", r.size);
        }
    };
    auto const check_overlap = [&](extent const& a, extent const& b) {
        if (a.overlaps(b)) {
            fail(call, "(", function, "): ", a.name, " at ", a.begin, " overlaps ", b.name, " at ",
                 b.begin, ", ", first.size, " elements each; only the same range is allowed");
        }
    };
    for (extent const& r : in) check_size(r);
    for (extent const& r : out) check_size(r);
    for (auto o = out.begin(); o != out.end(); ++o) {
        for (extent const& r : in) {
            if (!o->is(r)) check_overlap(*o, r);
        }
        for (auto other = out.begin(); other != o; ++other) check_overlap(*o, *other);
    }
}

inline void check_extents(std::string_view call, std::string_view function,
                          std::initializer_list<extent> in, std::initializer_list<extent> out) {
    check_ranges(call, function, in, out);
}

} // namespace actfn::engine
