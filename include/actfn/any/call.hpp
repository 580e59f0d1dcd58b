// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/tables.hpp>
#include <actfn/engine/line_operands.hpp>
#include <actfn/engine/placement.hpp>
#include <actfn/engine/plain_operands.hpp>
#include <actfn/engine/signatures.hpp>

#include <complex>
#include <cstring>
#include <string>
#include <vector>

/// Calls of the verbs on a function that is known at run time. Nothing here knows a kernel.
namespace actfn::inline ACTFN_ABI::engine {

constexpr std::string_view name_of_verb(tables::verb v) noexcept {
    constexpr std::string_view names[tables::verbs] = {verb::forward::name,
                                                       verb::derivative::name,
                                                       verb::second_derivative::name,
                                                       verb::value_and_derivative::name,
                                                       verb::backward::name,
                                                       verb::backward_from_output::name,
                                                       verb::derivative_from_output::name,
                                                       verb::wirtinger::name,
                                                       verb::parameter_gradient::name};
    return names[static_cast<int>(v)];
}

inline constexpr std::size_t most_operands = 6;

/// A call without its operands.
struct any_call {
    tables::function const& f;
    void const* kernel;
    tables::draws const* draws; // null in inference
    tables::verb verb;
    tables::layout layout;
    tables::halves halves;
    double* sums;

    std::string_view function() const noexcept { return {f.name.data, f.name.size}; }
    std::string_view input(std::size_t i) const noexcept {
        return {f.input[i].data, f.input[i].size};
    }
    template <class... Parts> [[noreturn]] ACTFN_NOINLINE void fail(Parts const&... parts) const {
        core::fail(name_of_verb(verb), "(", function(), "): ", parts...);
    }
    [[noreturn]] void fail_missing() const {
        core::fail(function(), " has no ", name_of_verb(verb),
                   draws != nullptr ? " in training" : "");
    }
};

/// How a verb comes from a loop: `times`: gy times what the loop writes.
struct any_plan {
    tables::slot slot;
    std::size_t inputs;
    std::size_t outputs;
    bool times = false;
};

inline any_plan plan_of_any(any_call const& c) noexcept {
    using tables::verb;
    bool const gated = c.f.inputs == 2 && c.f.kind == 1;
    auto const in = static_cast<std::size_t>(c.f.inputs);
    switch (c.verb) {
    case verb::forward:
        return {tables::value, in, 1};
    case verb::derivative:
        return {tables::derivative, in, gated ? 2U : 1U};
    case verb::second_derivative:
        return {tables::second_derivative, in, gated ? 3U : 1U};
    case verb::value_and_derivative:
        return {tables::value_and_derivative, in, gated ? 3U : 2U};
    case verb::backward:
        if (c.f.complex) return {tables::complex_backward, 2, 1};
        return {tables::derivative, in + 1, gated ? 2U : 1U, true};
    case verb::backward_from_output:
        if (c.f.complex) return {tables::complex_backward_from_output, 2, 1};
        return {tables::derivative_from_output, 2, 1, true};
    case verb::derivative_from_output:
        return {tables::derivative_from_output, 1, 1};
    case verb::wirtinger:
        return {tables::wirtinger, 1, 3};
    case verb::parameter_gradient:
        return {tables::parameter_sums, in + 1, 0};
    }
    return {tables::value, 0, 0};
}

/// What operands are called in messages, as in direct calls.
class any_names {
  public:
    explicit any_names(any_call const& c) {
        using tables::verb;
        bool const from_output =
            c.verb == verb::backward_from_output || c.verb == verb::derivative_from_output;
        bool const split = c.halves != tables::halves::apart;
        bool const gated = c.f.kind == 1 && !split;
        auto const in = split ? 1 : static_cast<std::size_t>(c.f.inputs);
        std::string const y = c.f.complex ? "w" : "y";
        auto const input = [&](std::size_t i) {
            return split ? std::string("x") : std::string(c.input(i));
        };
        if (from_output) {
            add(y);
        } else {
            for (std::size_t i = 0; i < in; ++i) add(input(i));
        }
        auto const with = [&](char const* prefix, std::size_t i) { return prefix + input(i); };
        switch (c.verb) {
        case verb::forward:
            add(y);
            break;
        case verb::wirtinger:
            add(y);
            add("dz");
            add("dzbar");
            break;
        case verb::value_and_derivative:
            add(y);
            [[fallthrough]];
        case verb::derivative:
        case verb::derivative_from_output:
            add(gated ? with("d", 0) : c.f.complex ? "dz" : "dy");
            if (gated) add(with("d", 1));
            break;
        case verb::second_derivative:
            add(gated ? with("d", 0) + input(0) : "ddy");
            if (gated) {
                add(with("d", 0) + input(1));
                add(with("d", 1) + input(1));
            }
            break;
        case verb::backward:
        case verb::backward_from_output:
            add("gy");
            add(with("g", 0));
            if (gated && c.verb == verb::backward) add(with("g", 1));
            break;
        case verb::parameter_gradient:
            add("gy");
            break;
        }
    }
    std::string_view operator[](std::size_t i) const noexcept { return text_[i]; }

  private:
    void add(std::string text) {
        if (count_ < most_operands) text_[count_++] = std::move(text);
    }
    std::string text_[most_operands];
    std::size_t count_ = 0;
};

/// Whether operand i of a call is complex.
inline bool is_complex_operand(any_call const& c, any_plan const& p, std::size_t i) noexcept {
    using tables::verb;
    if (!c.f.complex) return false;
    bool const of_output =
        c.verb == verb::backward_from_output || c.verb == verb::derivative_from_output;
    bool const last = i + 1 == p.inputs + p.outputs;
    if (!of_output && i == 0) return true;
    if (c.verb == verb::wirtinger && i > 1) return true;
    if (last && (c.verb == verb::backward || c.verb == verb::backward_from_output)) return true;
    return c.f.complex_value;
}

/// What can be known of operands without their shapes.
inline void check_any_operands(any_call const& c, std::span<tables::operand const> all,
                               any_plan const& p, bool labels) {
    if (all.size() != p.inputs + p.outputs) {
        c.fail(all.size(), " operands are given, ", p.inputs + p.outputs, " are expected");
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto const wanted =
            engine::is_complex_operand(c, p, i) ? tables::element::complex : tables::element::real;
        bool const label = labels && i == 1 && all[i].of == tables::element::label;
        if (all[i].of != wanted && !label) {
            c.fail(any_names(c)[i], " must have ",
                   wanted == tables::element::complex ? "complex" : "real", " elements");
        }
        if (i >= p.inputs && all[i].is_const) c.fail(any_names(c)[i], " is const");
        if (i < p.inputs && all[i].added) c.fail(any_names(c)[i], " is no output");
    }
}

/// A loop over elements that lie anywhere: where there are gaps between them, numbers to add to, or
/// a gy, in blocks.
template <class T> class any_elements {
  public:
    any_elements(any_call const& c, any_plan const& p, std::span<tables::operand const> all)
        : c_(c),
          p_(p),
          all_(all),
          loop_((c.draws != nullptr ? c.f.in_training : c.f.loops)[p.slot]) {
        for (std::size_t i = 0; i < all.size(); ++i) {
            is_complex_[i] = all[i].of == tables::element::complex;
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

    /// How many elements each operand has where a glance shows that they are ranges and apart.
    std::size_t plain_count() const noexcept {
        std::size_t const n = static_cast<std::size_t>(all_[0].size[0]);
        reach reaches[most_operands];
        for (std::size_t i = 0; i < all_.size(); ++i) {
            if (!all_[i].flat || all_[i].size[0] != all_[0].size[0]) return core::too_many;
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
        std::array<placement, most_operands> places;
        bool flat = true;
        for (std::size_t i = 0; i < all_.size(); ++i) {
            tables::operand const& o = all_[i];
            placement& p = places[i];
            p.name = called[i];
            p.begin = static_cast<char const*>(o.data);
            p.element_size = static_cast<std::ptrdiff_t>(size_of(i));
            p.rank = o.rank;
            p.flat = o.flat;
            std::copy_n(o.size, o.rank, p.size.begin());
            std::copy_n(o.stride, o.rank, p.stride.begin());
            flat = flat && o.flat;
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
            direct = direct && step[i] == 1 && !all_[i].added;
        }
        if (direct) {
            std::array<void*, most_operands> operands;
            std::copy_n(at.begin(), all_.size(), operands.begin());
            operands[all_.size()] = c_.sums;
            call(first, n, operands.data());
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

    void call(std::uint64_t first, std::size_t n, void* const* operands) const {
        if (c_.draws == nullptr) return loop_(c_.kernel, nullptr, n, operands);
        tables::draws const from{c_.draws->seed, c_.draws->stream, c_.draws->first + first};
        loop_(c_.kernel, &from, n, operands);
    }

    void run_block(std::uint64_t first, std::size_t n, pointers const& at,
                   steps const& step) const {
        // Bytes: numbers would be set to zero first.
        alignas(64) std::byte copies[most_operands][2 * block * sizeof(T)];
        std::array<void*, most_operands> operands;
        for (std::size_t i = 0; i < all_.size(); ++i) {
            bool const is_output = i >= p_.inputs;
            bool const copied = step[i] != 1 || (is_output && (p_.times || all_[i].added));
            operands[i] = copied ? static_cast<void*>(copies[i]) : at[i];
            if (copied && !is_output) {
                each(i, at[i], step[i], copies[i], n,
                     [](auto& there, auto& here) { here = there; });
            }
        }
        if (p_.times) {
            void const* const gy = operands[p_.inputs - 1];
            std::copy_n(operands.begin() + p_.inputs, p_.outputs, operands.begin() + p_.inputs - 1);
            call(first, n, operands.data());
            for (std::size_t o = p_.inputs; o < all_.size(); ++o) {
                // The second of two outputs still needs a gy that the first may be.
                bool const at_once = p_.outputs == 1 && step[o] == 1 && !all_[o].added;
                auto* const d = reinterpret_cast<T*>(copies[o]);
                product(static_cast<T const*>(gy), d, at_once ? reinterpret_cast<T*>(at[o]) : d, n);
                if (at_once) return;
            }
        } else {
            operands[all_.size()] = c_.sums;
            call(first, n, operands.data());
        }
        for (std::size_t i = p_.inputs; i < all_.size(); ++i) {
            if (step[i] == 1 && !p_.times && !all_[i].added) continue;
            if (all_[i].added) {
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

    /// gy·d as member::backward has it.
    void product(T const* gy, T const* d, T* to, std::size_t n) const noexcept {
        if (c_.f.has_constant_piece) {
            multiply<constant_somewhere>(gy, d, to, n);
        } else if (c_.f.has_infinite_slope) {
            multiply<steep_somewhere>(gy, d, to, n);
        } else {
            multiply<no_draws>(gy, d, to, n);
        }
    }
    struct constant_somewhere {
        static constexpr bool has_constant_piece = true;
    };
    struct steep_somewhere {
        static constexpr bool has_infinite_slope = true;
    };
    template <class K>
    static void multiply(T const* gy, T const* d, T* to, std::size_t n) noexcept {
        using V = math::pack<T, native>;
        auto const times = [](V g, V slope)
                               ACTFN_LAMBDA_INLINE { return member::backward::times<K>(g, slope); };
        std::size_t i = 0;
        for (; i + math::lanes<V> <= n; i += math::lanes<V>) {
            math::store(to + i, times(math::load<V>(gy + i), math::load<V>(d + i)));
        }
        if (i < n) {
            V const last =
                times(math::load_first<V>(gy + i, n - i), math::load_first<V>(d + i, n - i));
            math::store_first<V>(to + i, last, n - i);
        }
    }

    any_call const& c_;
    any_plan p_;
    std::span<tables::operand const> all_;
    tables::loop loop_;
    std::array<bool, most_operands> is_complex_{};
};

/// The operands of a call of rows, as blocks, rows and entries.
template <class T, class Layout> class any_rows {
  public:
    any_rows(any_call const& c, Layout const& layout)
        : c_(c), called_(c), lines_(engine::name_of_verb(c.verb), c.function(), layout) {}

    tables::rows first(tables::operand const& o) {
        return taken(o, 0, [&](auto& x) { return lines_.first(called_[0], x); });
    }
    std::size_t entries() const noexcept { return lines_.entries(); }
    tables::rows next(std::size_t i, tables::operand const& o, std::size_t entries, bool dense) {
        return taken(o, i, [&](auto& x) { return lines_.next(called_[i], x, entries, dense); });
    }

  private:
    template <class F> tables::rows taken(tables::operand const& o, std::size_t i, F f) const {
        auto* const data = static_cast<T*>(o.data);
        if (o.lines) {
            strided_view<T, 3> const x{
                data, {o.size[0], o.size[1], o.size[2]}, {o.stride[0], o.stride[1], o.stride[2]}};
            return erased(f(x));
        }
        if (o.flat) {
            std::span const x(data, static_cast<std::size_t>(o.size[0]));
            return erased(f(x));
        }
        if (o.rank != 1) {
            c_.fail(called_[i], " has ", o.rank, " dimensions: say which way its rows lie");
        }
        strided_view<T, 1> const x{data, {o.size[0]}, {o.stride[0]}};
        return erased(f(x));
    }
    template <class E> static tables::rows erased(strided_view<E, 3> const& v) noexcept {
        return {v.data,
                {v.sizes[0], v.sizes[1], v.sizes[2]},
                {v.strides[0], v.strides[1], v.strides[2]}};
    }

    any_call const& c_;
    any_names called_;
    line_operands<Layout> lines_;
};

/// What is written may have to be added to what is there: then it is written elsewhere first.
template <class T> class any_added_rows {
  public:
    any_added_rows(tables::rows& to, bool adds) : there_(to) {
        if (!adds) return;
        auto const [blocks, rows, entries] = to.size;
        copy_.resize(static_cast<std::size_t>(blocks * rows * entries) + 1);
        to.data = copy_.data();
        to.stride[0] = rows * entries;
        to.stride[1] = entries;
        to.stride[2] = 1;
    }
    void add() const {
        if (copy_.empty()) return;
        T const* from = copy_.data();
        for (std::ptrdiff_t b = 0; b < there_.size[0]; ++b) {
            for (std::ptrdiff_t r = 0; r < there_.size[1]; ++r) {
                T* const to =
                    static_cast<T*>(there_.data) + b * there_.stride[0] + r * there_.stride[1];
                for (std::ptrdiff_t i = 0; i < there_.size[2]; ++i) {
                    to[i * there_.stride[2]] += *from++;
                }
            }
        }
    }

  private:
    tables::rows there_;
    std::vector<T> copy_;
};

template <class T, class Layout>
void call_any_rows(any_call const& c, std::span<tables::operand const> all,
                   tables::row_loop const* loops, Layout const& layout) {
    using tables::verb;
    int const slot = c.verb == verb::forward                ? tables::row_forward
                     : c.verb == verb::backward             ? tables::row_backward
                     : c.verb == verb::backward_from_output ? tables::row_backward_from_output
                     : c.verb == verb::parameter_gradient   ? tables::row_parameter_sums
                                                            : tables::row_slots;
    tables::row_loop const loop = slot == tables::row_slots ? nullptr : loops[slot];
    if (loop == nullptr) c.fail_missing();
    bool const sums = c.verb == verb::parameter_gradient;
    std::size_t const inputs = c.verb == verb::forward ? 1 : 2;
    engine::check_any_operands(c, all, {tables::value, inputs, sums ? 0U : 1U}, false);

    any_rows<T, Layout> rows(c, layout);
    std::array<tables::rows, 3> views{rows.first(all[0])};
    std::size_t const n = rows.entries();
    bool const split = c.halves != tables::halves::apart;
    std::size_t const group = split ? 1 : c.f.group(c.kernel);
    if (n % group != 0) {
        c.fail(n, " entries of a row of ", c.input(0), " do not make groups of ", group);
    }
    std::size_t const parts = split ? 2 : c.f.parts;
    engine::check_halves(engine::name_of_verb(c.verb), c.function(), "x", n, parts);
    std::size_t const length = split ? n / 2 : c.f.output_length(c.kernel, n);
    bool const dense = split || !c.f.length_is_kept;
    for (std::size_t i = 1; i < all.size(); ++i) {
        bool const of_output = i == 1;
        views[i] = rows.next(i, all[i], of_output ? length : n, of_output && dense);
    }
    any_added_rows<T> const added(views[all.size() - 1], !sums && all[all.size() - 1].added);
    loop(c.kernel, c.draws, c.halves, views.data(), c.sums);
    added.add();
}

template <class T, class Layout>
void call_any_losses(any_call const& c, std::span<tables::operand const> all,
                     Layout const& layout) {
    using tables::verb;
    int const slot = c.verb == verb::forward                ? tables::loss_forward
                     : c.verb == verb::derivative           ? tables::loss_derivative
                     : c.verb == verb::value_and_derivative ? tables::loss_both
                     : c.verb == verb::backward             ? tables::loss_backward
                                                            : tables::loss_slots;
    if (slot == tables::loss_slots) c.fail_missing();
    any_plan const plan = engine::plan_of_any(c);
    engine::check_any_operands(c, all, plan, true);
    any_rows<T, Layout> rows(c, layout);
    std::array<tables::rows, 4> views{rows.first(all[0])};
    std::size_t const n = rows.entries();
    bool const labels = all[1].of == tables::element::label;
    if (!labels) views[1] = rows.next(1, all[1], n, false);
    for (std::size_t i = 2; i < all.size(); ++i) {
        bool const is_number = (c.verb == verb::forward || i == 2) && c.verb != verb::derivative;
        views[i] = rows.next(i, all[i], is_number ? 1 : n, is_number);
    }
    any_added_rows<T> const first(views[2], c.verb != verb::backward && all[2].added);
    any_added_rows<T> const second(views[3], all.size() == 4 && all[3].added);
    c.f.of_losses[slot](c.kernel, views.data(),
                        labels ? static_cast<std::int64_t const*>(all[1].data) : nullptr,
                        labels ? static_cast<std::size_t>(all[1].size[0]) : 0);
    first.add();
    second.add();
}

template <class F> void with_layout(tables::layout const& l, F f) {
    if (l.is == tables::layout::axis) {
        f(axis_layout{l.rows_or_outer, l.columns_or_size, l.stride_or_inner});
    } else if (l.is == tables::layout::row) {
        f(row_layout{l.rows_or_outer, l.columns_or_size, l.stride_or_inner});
    } else {
        f(row_layout{});
    }
}

/// A call of a verb on any function.
template <class T> void call_any(any_call const& c, std::span<tables::operand const> all) {
    bool const split = c.halves != tables::halves::apart;
    bool const has_layout = c.layout.is != tables::layout::none;
    if (split && c.f.of_halves[tables::row_forward] == nullptr) {
        c.fail("only functions of a value and a gate take halves");
    }
    if (c.f.of == tables::shape::losses) {
        engine::with_layout(c.layout, [&](auto l) { engine::call_any_losses<T>(c, all, l); });
    } else if (split || c.f.of == tables::shape::lines) {
        auto const* const loops = split                ? c.f.of_halves
                                  : c.draws != nullptr ? c.f.of_rows_in_training
                                                       : c.f.of_rows;
        engine::with_layout(c.layout, [&](auto l) { engine::call_any_rows<T>(c, all, loops, l); });
    } else {
        any_plan const plan = engine::plan_of_any(c);
        if ((c.draws != nullptr ? c.f.in_training : c.f.loops)[plan.slot] == nullptr) {
            c.fail_missing();
        }
        using tables::verb;
        bool const from_output =
            c.verb == verb::backward_from_output || c.verb == verb::derivative_from_output;
        if (from_output && c.f.check_from_output != nullptr) c.f.check_from_output(c.kernel);
        if (has_layout) c.fail("a layout is for functions of rows");
        engine::check_any_operands(c, all, plan, false);
        any_elements<T>(c, plan, all).run();
    }
}

} // namespace actfn::engine
