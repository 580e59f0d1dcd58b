// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include <actfn/array.hpp>
#include <actfn/gated/crelu.hpp>
#include <actfn/gated/maxout.hpp>
#include <actfn/gated/swiglu.hpp>
#include <actfn/loss/softmax_cross_entropy.hpp>
#include <actfn/rowwise/log_softmax.hpp>
#include <actfn/rowwise/logsumexp.hpp>
#include <actfn/rowwise/softmax.hpp>
#include <actfn/stochastic/gumbel_softmax.hpp>

#include <algorithm>
#include <chrono>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

// Layouts of all sizes, whose products leave 64 bits or not: what does not fit into the operands is
// reported, before anything is written; what is empty takes no time.

namespace {

__extension__ using wide = unsigned __int128;
using actfn::axis_layout;
using actfn::row_layout;

constexpr std::size_t room = 16;
constexpr std::size_t one = 1;
constexpr std::size_t numbers[]{0,
                                1,
                                2,
                                4,
                                16,
                                one << 31,
                                one << 32,
                                3,
                                one << 60,
                                one << 62,
                                (one << 62) + 1,
                                one << 63,
                                ~one - 2,
                                ~one,
                                ~one + 1};

/// What a layout needs, without wrapping.
wide extent_of(row_layout const& l) {
    wide const step = l.stride == 0 ? l.columns : l.stride;
    return l.rows == 0 || l.columns == 0 ? 0 : (wide(l.rows) - 1) * step + l.columns;
}
wide extent_of(axis_layout const& l) {
    // Three factors may leave 128 bits, two do not.
    wide const plane = wide(l.outer) * l.inner;
    return plane == 0 || l.size == 0 ? 0 : plane > room ? plane : plane * l.size;
}
wide rows_of(row_layout const& l) { return l.rows; }
wide rows_of(axis_layout const& l) { return wide(l.outer) * l.inner; }
std::size_t& entries_of(row_layout& l) { return l.columns; }
std::size_t& entries_of(axis_layout& l) { return l.size; }

bool is_possible(std::size_t n) { return n < one << 63; }
/// x of `room` numbers has this layout, whose default has been filled in.
bool fits(row_layout const& l) {
    return is_possible(l.rows) && is_possible(l.columns) && is_possible(l.stride) &&
           (l.stride == 0 || l.stride >= l.columns) && extent_of(l) <= room;
}
bool fits(axis_layout const& l) {
    return is_possible(l.outer) && is_possible(l.size) && is_possible(l.inner) &&
           extent_of(l) <= room;
}
bool complete(row_layout& l) {
    if (l.columns != row_layout::whole) return true;
    if (l.rows == 0 || room % l.rows != 0) return false;
    l.columns = room / l.rows;
    return true;
}
bool complete(axis_layout&) { return true; }

std::string text_of(row_layout const& l) {
    return std::to_string(l.rows) + " rows of " + std::to_string(l.columns) + ", stride " +
           std::to_string(l.stride);
}
std::string text_of(axis_layout const& l) {
    return std::to_string(l.outer) + " x " + std::to_string(l.size) + " x " +
           std::to_string(l.inner);
}

/// use(layout) for all of a kind.
template <class Use> void each(row_layout, Use use) {
    for (auto const rows : numbers) {
        for (auto const columns : numbers) {
            for (auto const stride : numbers) use(row_layout{rows, columns, stride});
        }
    }
}
template <class Use> void each(axis_layout, Use use) {
    for (auto const outer : numbers) {
        for (auto const size : numbers) {
            for (auto const inner : numbers) use(axis_layout{outer, size, inner});
        }
    }
}

/// Operands; those of other sizes than x have the right one, where that is small.
struct operands {
    std::vector<float> x = std::vector<float>(room, 1.0F);
    std::vector<float> gy = std::vector<float>(room, 1.0F);
    std::vector<float> y = std::vector<float>(room, 7.0F);
    std::vector<float> wide = std::vector<float>(2 * room, 7.0F);
    std::vector<float> gaps = std::vector<float>(2 * room, 1.0F);
    std::vector<int> labels = std::vector<int>(room, 0);
    std::size_t rows = 0;
    std::size_t entries = 0;

    auto in() const { return std::span(x); }
    auto out() { return std::span(y); }
    auto per_row(std::vector<float>& v) const { return std::span(v).first(rows); }
    auto dense(std::vector<float>& v, std::size_t n) const { return std::span(v).first(rows * n); }
    bool untouched() const {
        auto const seven = [](float v) { return v == 7.0F; };
        return std::ranges::all_of(y, seven) && std::ranges::all_of(wide, seven);
    }
};

/// call(operands, layout) with every layout is reported where that does not fit, else done.
template <class Layout, class Call>
void is_safe(char const* name, Call call, bool needs_pairs = false) {
    auto const begin = std::chrono::steady_clock::now();
    std::size_t taken = 0;
    each(Layout{}, [&](Layout const& layout) {
        Layout full = layout;
        bool const right =
            complete(full) && fits(full) && !(needs_pairs && entries_of(full) % 2 != 0);
        operands o;
        o.rows = std::size_t(std::min<wide>(rows_of(full), room));
        o.entries = std::min(entries_of(full), room);
        bool reported = false;
        try {
            call(o, layout);
        } catch (std::invalid_argument const&) {
            reported = true;
        }
        INFO(name << " of " << text_of(layout));
        if (!right || reported) {
            REQUIRE(reported);
            REQUIRE(o.untouched());
        }
        // The operands are not wrong but where they have too few elements for the rows, or for a
        // row of the output.
        if (right && reported) REQUIRE((rows_of(full) > room || entries_of(full) >= one << 62));
        taken += reported ? 0 : 1;
    });
    CHECK(taken > 20);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
}

template <class Layout> void rows_are_safe() {
    is_safe<Layout>("softmax", [](operands& o, Layout l) {
        actfn::forward(actfn::softmax, o.in(), o.out(), l);
    });
    is_safe<Layout>("softmax backward", [](operands& o, Layout l) {
        actfn::backward(actfn::softmax, o.in(), o.gy, o.out(), l);
    });
    is_safe<Layout>("softmax backward from output", [](operands& o, Layout l) {
        actfn::backward_from_output(actfn::softmax, o.in(), o.gy, o.out(), l);
    });
    is_safe<Layout>("softmax by its temperature", [](operands& o, Layout l) {
        (void)actfn::parameter_gradient(actfn::softmax, o.in(), o.gy, l);
    });
    is_safe<Layout>("log_softmax, added", [](operands& o, Layout l) {
        actfn::forward(actfn::log_softmax, o.in(), actfn::add_to(o.y), l);
    });
    is_safe<Layout>("logsumexp", [](operands& o, Layout l) {
        actfn::forward(actfn::logsumexp, o.in(), o.per_row(o.y), l);
    });
    is_safe<Layout>("logsumexp backward", [](operands& o, Layout l) {
        actfn::backward(actfn::logsumexp, o.in(), o.per_row(o.gy), o.out(), l);
    });
    is_safe<Layout>("gumbel_softmax", [](operands& o, Layout l) {
        actfn::forward(actfn::gumbel_softmax.train(1), o.in(), o.out(), l);
    });
    is_safe<Layout>("gumbel_softmax that chooses", [](operands& o, Layout l) {
        actfn::forward(actfn::gumbel_softmax.train(1).hard(), o.in(), o.out(), l);
    });
    is_safe<Layout>("gumbel_softmax backward", [](operands& o, Layout l) {
        actfn::backward(actfn::gumbel_softmax.train(1).hard(), o.in(), o.gy, o.out(), l);
    });
}

template <class Layout> void gates_are_safe() {
    is_safe<Layout>(
        "swiglu",
        [](operands& o, Layout l) {
            actfn::forward(actfn::swiglu, o.in(), o.dense(o.y, o.entries / 2), actfn::gate::first,
                           l);
        },
        true);
    is_safe<Layout>(
        "swiglu backward",
        [](operands& o, Layout l) {
            auto const gy = o.dense(o.gy, o.entries / 2);
            actfn::backward(actfn::swiglu, o.in(), gy, o.out(), actfn::gate::second, l);
        },
        true);
    is_safe<Layout>(
        "swiglu by its parameter",
        [](operands& o, Layout l) {
            auto const gy = o.dense(o.gy, o.entries / 2);
            (void)actfn::parameter_gradient(actfn::swiglu, o.in(), gy, actfn::gate::second, l);
        },
        true);
    is_safe<Layout>("crelu", [](operands& o, Layout l) {
        actfn::forward(actfn::crelu, o.in(), o.dense(o.wide, 2 * o.entries), l);
    });
    is_safe<Layout>("crelu backward", [](operands& o, Layout l) {
        actfn::backward(actfn::crelu, o.in(), o.dense(o.gaps, 2 * o.entries), o.out(), l);
    });
    is_safe<Layout>(
        "maxout",
        [](operands& o, Layout l) {
            actfn::forward(actfn::maxout<2>, o.in(), o.dense(o.y, o.entries / 2), l);
        },
        true);
    is_safe<Layout>(
        "maxout backward",
        [](operands& o, Layout l) {
            actfn::backward(actfn::maxout<2>, o.in(), o.dense(o.gy, o.entries / 2), o.out(), l);
        },
        true);
}

template <class Layout> void losses_are_safe() {
    auto const& loss = actfn::softmax_cross_entropy;
    is_safe<Layout>("the mean loss against rows",
                    [&](operands& o, Layout l) { (void)loss(o.in(), o.gy, o.out(), l); });
    is_safe<Layout>("losses against rows", [&](operands& o, Layout l) {
        actfn::forward(loss, o.in(), o.gy, o.per_row(o.y), l);
    });
    is_safe<Layout>("gradients of losses", [&](operands& o, Layout l) {
        auto weights = o.per_row(o.gaps);
        actfn::backward(loss, o.in(), o.gy, weights, o.out(), l);
    });
    is_safe<Layout>("losses and derivatives", [&](operands& o, Layout l) {
        actfn::value_and_derivative(loss, o.in(), o.gy, o.per_row(o.wide), o.out(), l);
    });
}

} // namespace

TEST_CASE("rows of impossible extents are reported", "[rowwise]") {
    rows_are_safe<row_layout>();
    rows_are_safe<axis_layout>();
}

TEST_CASE("split rows of impossible extents are reported", "[rowwise]") {
    gates_are_safe<row_layout>();
    gates_are_safe<axis_layout>();
}

TEST_CASE("losses of rows of impossible extents are reported", "[rowwise]") {
    losses_are_safe<row_layout>();
    losses_are_safe<axis_layout>();
    // A label is wanted for every row.
    std::vector<float> const x(room);
    std::vector<int> const labels(room);
    for (auto const rows : {one << 60, (one << 62) + 1, ~one}) {
        CHECK_THROWS_AS(actfn::softmax_cross_entropy(x, labels, row_layout{rows, 4, 1}),
                        std::invalid_argument);
        CHECK_THROWS_AS(actfn::softmax_cross_entropy(x, labels, row_layout{rows, 0}),
                        std::invalid_argument);
        CHECK_THROWS_AS(actfn::softmax_cross_entropy(x, labels, axis_layout{rows, 16, rows}),
                        std::invalid_argument);
    }
}

TEST_CASE("the message names the layout", "[rowwise]") {
    std::vector<float> x(16, 1.0F);
    auto const throws = [&](auto const& layout, std::string const& text) {
        CHECK_THROWS_WITH(actfn::forward(actfn::softmax, x, x, layout), text);
    };
    throws(axis_layout{one << 33, 4, one << 30},
           "actfn::forward(softmax): x has 16 elements, 8589934592 x 4 x 1073741824 need more than "
           "9223372036854775807");
    throws(row_layout{2, 4, ~one - 2},
           "actfn::forward(softmax): 2 rows of 4 with stride 18446744073709551612, but no size "
           "exceeds 9223372036854775807");
    throws(row_layout{(one << 60) + 1, 16, 16},
           "actfn::forward(softmax): x has 16 elements, 1152921504606846977 rows of 16 with stride "
           "16 need more than 9223372036854775807");
}
