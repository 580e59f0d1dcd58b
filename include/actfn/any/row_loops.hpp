// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/operands.hpp>
#include <actfn/any/tables.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/engine/verbs.hpp>

#include <complex>
#include <span>

/// The members of a kernel of rows as loops whose types are erased. What can be checked without the
/// kernel has been checked.
namespace actfn::inline ACTFN_ABI::engine {

/// The object of a kernel, or the one in training.
template <class K> auto function_of(void const* kernel, tables::draws const*, tables::halves) {
    return function<K>(*static_cast<K const*>(kernel));
}
template <class K>
auto function_in_training(void const* kernel, tables::draws const* d, tables::halves) {
    return function<K, draw_sequence>(*static_cast<K const*>(kernel),
                                      {{d->seed, d->stream}, d->first});
}
/// Of a gated kernel on rows that hold value and gate.
template <class K>
auto function_of_halves(void const* kernel, tables::draws const*, tables::halves h) {
    gate const which = h == tables::halves::gate_first ? gate::first : gate::second;
    return function(kernel::split_gate<K>{*static_cast<K const*>(kernel), which});
}

/// The sums of products with gy for the parameters of a function that `make` makes of a kernel.
template <class T, auto make>
void sum_of_rows(void const* kernel, tables::draws const* d, tables::halves gate,
                 tables::rows const* o, double* sums) {
    auto const f = make(kernel, d, gate);
    auto const x = engine::view_of_rows<T const>(o[0]);
    auto const gy = engine::view_of_rows<T const>(o[1]);
    auto const gradient = [&] {
        if constexpr (has_parameter_parts<typename decltype(make(kernel, d, gate))::kernel_type>) {
            return engine::parameter_sums_of_parts<native>(f, row_layout{}, x, gy);
        } else {
            return engine::row_sums<native>("parameter_gradient", f, row_layout{}, x, gy);
        }
    }();
    std::apply([&](auto const&... number) { ((*sums++ = static_cast<double>(number)), ...); },
               core::numbers(gradient));
}
template <class T, auto make> constexpr tables::row_sum_loop sums_of_rows() {
    using F = decltype(make(nullptr, nullptr, tables::halves::apart));
    if constexpr (has_parameter_parts<typename F::kernel_type> ||
                  engine::has_verb<verb::parameter_gradient, F, false>()) {
        return engine::sum_of_rows<T, make>;
    } else {
        return nullptr;
    }
}

/// f(the inputs, the output) as views, for a member of rows.
template <class Member, class T, class F> void with_row_views(tables::rows const* o, F f) {
    auto const x = engine::view_of_rows<T const>(o[0]);
    if constexpr (std::same_as<Member, line_member::forward>) {
        f(x, engine::view_of_rows<T>(o[1]));
    } else {
        f(x, engine::view_of_rows<T const>(o[1]), engine::view_of_rows<T>(o[2]));
    }
}

/// A member of a kernel on one row, or on as many side by side as a pack has lanes: the lines of
/// the inputs, then of the output.
template <class T>
using row_kernel = void (*)(void const* kernel, std::size_t entries, math::line<T> const* lines);

template <class T, class K, class Member, class Row, std::size_t... input>
void run_row(void const* kernel, std::size_t entries, math::line<T> const* lines,
             std::index_sequence<input...>) {
    Member::apply(*static_cast<K const*>(kernel), Row(entries),
                  math::line<T const>{lines[input].at, lines[input].step}...,
                  lines[sizeof...(input)]);
}
template <class T, class K, class Member, class Row>
void run_row(void const* kernel, std::size_t entries, math::line<T> const* lines) {
    constexpr std::size_t inputs = std::is_same_v<Member, line_member::forward> ? 1 : 2;
    engine::run_row<T, K, Member, Row>(kernel, entries, lines, std::make_index_sequence<inputs>{});
}

/// All rows, whatever the kernel is: the loop and its copies are compiled once.
template <class T, class Member>
void run_all_rows(void const* kernel, row_kernel<T> along, row_kernel<T> across,
                  tables::rows const* o) {
    auto const entries = static_cast<std::size_t>(o[0].size[2]);
    auto const part = [&](std::ptrdiff_t, std::size_t, std::size_t rows, auto... tables) {
        auto const group = [&](auto row, std::size_t, auto... line) {
            math::line<T> const lines[] = {{const_cast<T*>(line.at), line.step}...};
            using Row = decltype(row);
            constexpr bool is_one = std::is_same_v<Row, math::along<typename Row::value_type>>;
            (is_one ? along : across)(kernel, row.size(), lines);
        };
        math::for_rows<native, T>(rows, entries, group, tables...);
    };
    engine::with_row_views<Member, T>(o, [&](auto const&... view) {
        engine::with_tables<native, T, sizeof...(view) - 1, false>(part, view...);
    });
}

/// The loops over rows of functions that `make` makes of a kernel: as they are, or of logits.
template <class T, auto make> struct loops_of_rows {
    using F = decltype(make(nullptr, nullptr, tables::halves::apart));

    template <class Member>
    static void run(void const* kernel, tables::draws const* d, tables::rows const* o) {
        using K = typename F::kernel_type;
        using V = math::pack<T, native>;
        if constexpr (rowwise_kernel<K> && !F::draws) {
            engine::run_all_rows<T, Member>(kernel, engine::run_row<T, K, Member, math::along<V>>,
                                            engine::run_row<T, K, Member, math::across<V>>, o);
        } else {
            auto const f = make(kernel, d, tables::halves::apart);
            engine::with_row_views<Member, T>(o, [&](auto const&... view) {
                engine::lines_member<Member, native, T, false>(f, view...);
            });
        }
    }
    template <class Member>
    static void run_logits(void const* kernel, tables::draws const* d, tables::rows const* o) {
        auto const f = make(kernel, d, tables::halves::apart);
        if constexpr (std::same_as<Member, line_member::backward_from_output>) {
            engine::check_uncapped(verb::backward_from_output::name, engine::full_name(f.kernel()),
                                   f.kernel());
        }
        engine::with_row_views<Member, T>(o, [&](auto const&... view) {
            engine::run_logits<Member, native, T, false>(f, no_options{}, view...);
        });
    }
    template <class Member>
    static void run_either(void const* kernel, tables::draws const* d, tables::rows const* o) {
        if constexpr (may_use_logits<typename F::kernel_type>) {
            auto const f = make(kernel, d, tables::halves::apart);
            if (engine::uses_logits(f.kernel())) return run_logits<Member>(kernel, d, o);
        }
        run<Member>(kernel, d, o);
    }

    static constexpr bool from_output = engine::has_verb<verb::backward_from_output, F, false>();
    static constexpr void fill(tables::row_loop* to) {
        to[tables::row_forward] = run<line_member::forward>;
        to[tables::row_backward] = run<line_member::backward>;
        if constexpr (from_output) {
            to[tables::row_backward_from_output] = run<line_member::backward_from_output>;
        }
    }
    static constexpr void fill_logits(tables::row_loop* to) {
        to[tables::row_forward] = run_logits<line_member::forward>;
        to[tables::row_backward] = run_logits<line_member::backward>;
        if constexpr (from_output) {
            to[tables::row_backward_from_output] = run_logits<line_member::backward_from_output>;
        }
    }
    static constexpr void fill_in_training(tables::row_loop* to) {
        to[tables::row_forward] = run_either<line_member::forward>;
        to[tables::row_backward] = run_either<line_member::backward>;
        if constexpr (from_output) {
            to[tables::row_backward_from_output] = run_either<line_member::backward_from_output>;
        }
    }
};

template <class K> class complex_head;

/// Those of a head of complex numbers.
template <class T, class K> struct loops_of_heads {
    using Y = typename complex_head<K>::template output<T>;

    static void forward(void const*, tables::draws const*, tables::rows const* o) {
        complex_head<K>::template run_forward<T>(engine::view_of_rows<std::complex<T> const>(o[0]),
                                                 engine::view_of_rows<Y>(o[1]));
    }
    static void backward(void const*, tables::draws const*, tables::rows const* o) {
        complex_head<K>::template run_backward<T>(engine::view_of_rows<std::complex<T> const>(o[0]),
                                                  engine::view_of_rows<Y const>(o[1]),
                                                  engine::view_of_rows<std::complex<T>>(o[2]));
    }
    static constexpr void fill(tables::row_loop* to) {
        to[tables::row_forward] = forward;
        to[tables::row_backward] = backward;
    }
};

/// Those of a loss of rows. One loop has the losses and their gradient, whatever of both is wanted:
/// what is not goes to one number, and where there is no gy it is 1.
template <class T, class K> struct loops_of_losses {
    template <bool of_logits, bool has_gradient>
    static void run(void const* kernel, tables::rows const* o, std::int64_t const* labels,
                    std::size_t given) {
        K const& k = *static_cast<K const*>(kernel);
        auto const x = engine::view_of_rows<T const>(o[tables::loss_x]);
        if (labels != nullptr) {
            auto const rows = static_cast<std::size_t>(x.sizes[0] * x.sizes[1]);
            engine::with_classes(
                engine::name_of<K>(), engine::ignored_class(k), std::span(labels, given), rows,
                static_cast<std::size_t>(x.sizes[2]),
                [&](auto const& targets) { run_on<of_logits, has_gradient>(k, o, targets, x); });
        } else {
            run_on<of_logits, has_gradient>(k, o, distributions{}, x,
                                            engine::view_of_rows<T const>(o[tables::loss_t]));
        }
    }
    template <bool of_logits> static constexpr void fill(tables::loss_loop* to) {
        to[tables::loss_forward] = run<of_logits, false>;
        to[tables::loss_gradient] = run<of_logits, true>;
    }

  private:
    template <bool of_logits, bool has_gradient, class Targets, class... View>
    static void run_on(K const& k, tables::rows const* o, Targets const& targets,
                       View const&... read) {
        auto const& x = std::get<0>(std::tie(read...));
        T unwanted = 0;
        T one = 1;
        auto const numbers = [&]<class E>(tables::rows const& of, E* otherwise) {
            if (of.data != nullptr) return engine::view_of_rows<E>(of);
            return lines_view<E>{otherwise, {x.sizes[0], x.sizes[1], 1}, {0, 0, 0}};
        };
        std::tuple const losses{numbers(o[tables::loss_y], &unwanted)};
        if (engine::is_empty(x)) { // rows of no classes lose nothing
            if (o[tables::loss_y].data != nullptr) engine::write_zeros<false>(std::get<0>(losses));
            return;
        }
        std::tuple const weights{numbers(o[tables::loss_gy], static_cast<T const*>(&one))};
        auto const sum = [&](auto&& loss_of) {
            constexpr std::size_t inputs = sizeof...(View);
            if constexpr (has_gradient) {
                engine::sum_of_rows<native, T, inputs, false, false>(
                    loss_of, targets, 1, weights, losses, read...,
                    engine::view_of_rows<T>(o[tables::loss_gx]));
            } else {
                engine::sum_of_rows<native, T, inputs, false, false>(loss_of, targets, 1,
                                                                     std::tuple{}, losses, read...);
            }
        };
        if constexpr (of_logits) {
            no_options const none{};
            sum(logit_losses<K, math::pack<T, native>, no_options, Targets>(
                k, none, static_cast<std::size_t>(x.sizes[2]), targets));
        } else {
            sum(plain_losses<K, Targets>{k, targets});
        }
    }
};

} // namespace actfn::engine
