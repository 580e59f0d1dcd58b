// SPDX-License-Identifier: MIT
#pragma once
#include "inputs.hpp"
#include "naive.hpp"
#include "speed/loops.hpp"
#include <actfn/array.hpp>
#include <actfn/complex/amplitude_phase.hpp>
#include <actfn/complex/split.hpp>
#include <actfn/gated/maxout.hpp>
#include <actfn/pointwise/tanh.hpp>

#include <complex>
#include <span>
#include <string>

/// The loops of functions of the other kinds, which have arrays of their own, and their rows:
/// list_<kind><name, f>(). What an element is: a pair of inputs, a complex number, an entry of a
/// row, and of maxout a group of entries.
namespace actfn::bench {

inline constexpr std::size_t row_length = 128;
inline constexpr std::size_t row_count = elements / row_length;
inline constexpr row_layout layout{.rows = row_count, .columns = row_length};

/// The functions of the lists that are no objects, by an object of theirs.
namespace listed {
using namespace actfn;
inline constexpr auto const& maxout = actfn::maxout<3>;
inline constexpr auto split = actfn::split(actfn::tanh);
inline constexpr auto amplitude_phase = actfn::amplitude_phase(actfn::tanh);
} // namespace listed

template <class T> struct operands {
    static constexpr std::size_t size = 3 * elements;
    /// An array and a gap: equal places of two arrays lie in different sets of the cache.
    struct alignas(64) array {
        T number[size + 64 / sizeof(T)];
    };
    array x, second, gy, targets;
    array out[3];
    std::size_t labels[row_count];

    operands() {
        inputs<T> random;
        auto const spread = random.of(size, {-8, 8});
        for (std::size_t i = 0; i < size; ++i) {
            x.number[i] = spread.x[i];
            second.number[i] = spread.x[size - 1 - i];
            gy.number[i] = spread.gy[i];
            targets.number[i] = (spread.gy[i] + 1) / 2;
        }
        for (std::size_t r = 0; r < row_count; ++r) labels[r] = r * 7 % row_length;
    }
    static operands& all() {
        static operands o;
        return o;
    }
    T* y(std::size_t i) { return out[i].number; }
};

template <class T> std::span<T const> front(T const* p, std::size_t n) { return {p, n}; }
template <class T> std::span<T> front_to(T* p, std::size_t n) { return {p, n}; }
template <class T> auto complex_at(T* p) {
    using C = std::complex<std::remove_const_t<T>>;
    return reinterpret_cast<std::conditional_t<std::is_const_v<T>, C const, C>*>(p);
}

/// A row of the table, whose loop is a lambda with operands<T>&.
template <class Loop> void time_loop(std::string const& function, char const* member, Loop) {
    rows().push_back({function,
                      member,
                      "actfn",
                      {-8, 8},
                      [](arrays<float> const&) { Loop{}(operands<float>::all()); },
                      [](arrays<double> const&) { Loop{}(operands<double>::all()); }});
}

/// The loop of the verbs over elements with what is drawn for them, without their checks.
template <auto const& f> struct drawn_elements {
    template <class Member, class T, class... Out, class... In>
    static void run(std::tuple<Out*...> out, In const*... in) {
        engine::run_contiguous<Member, native, T>(f.kernel(), f.drawn(), elements, out, in...);
    }
};

template <text name, auto const& f> bool list_gated() {
    std::string const function = name.characters;
    using K = typename std::remove_cvref_t<decltype(f)>::kernel_type;
    using loop = whole_packs<f>;
    if constexpr (gated_kernel<K>) {
        bench::time_loop(function, "value", []<class T>(operands<T>& o) {
            loop::template run<member::value, T>(elements, std::tuple(o.y(0)), o.x.number,
                                                 o.second.number);
        });
        bench::time_loop(function, "derivative", []<class T>(operands<T>& o) {
            loop::template run<member::derivative, T>(elements, std::tuple(o.y(0), o.y(1)),
                                                      o.x.number, o.second.number);
        });
        bench::time_loop(function, "fused", []<class T>(operands<T>& o) {
            loop::template run<member::value_and_derivative, T>(
                elements, std::tuple(o.y(0), o.y(1), o.y(2)), o.x.number, o.second.number);
        });
        bench::time_loop(function, "backward", []<class T>(operands<T>& o) {
            loop::template run<member::backward, T>(elements, std::tuple(o.y(0), o.y(1)),
                                                    o.x.number, o.second.number, o.gy.number);
        });
    } else if constexpr (halves_kernel<K>) {
        bench::time_loop(function, "value", []<class T>(operands<T>& o) {
            loop::template run<line_member::forward, T>(elements, std::tuple(o.y(0), o.y(1)),
                                                        o.x.number);
        });
        bench::time_loop(function, "backward", []<class T>(operands<T>& o) {
            loop::template run<line_member::backward, T>(elements, std::tuple(o.y(0)), o.x.number,
                                                         o.gy.number, o.second.number);
        });
    } else {
        constexpr std::size_t group = K::static_group;
        bench::time_loop(function, "value", []<class T>(operands<T>& o) {
            forward(f, bench::front(o.x.number, group * elements),
                    bench::front_to(o.y(0), elements));
        });
        bench::time_loop(function, "backward", []<class T>(operands<T>& o) {
            backward(f, bench::front(o.x.number, group * elements),
                     bench::front(o.gy.number, elements),
                     bench::front_to(o.y(0), group * elements));
        });
    }
    return true;
}

/// Where the results of a complex function lie.
template <auto const& f> struct complex_results {
    using K = typename std::remove_cvref_t<decltype(f)>::kernel_type;
    using value_type = decltype(std::declval<K const&>().at(complex<double>{}).value);
    template <class T> static auto at(T* p) {
        if constexpr (std::is_same_v<value_type, double>) {
            return p;
        } else {
            return bench::complex_at(p);
        }
    }
};

template <text name, auto const& f> bool list_complex() {
    std::string const function = name.characters;
    using loop = whole_packs<f>;
    using results = complex_results<f>;
    bench::time_loop(function, "value", []<class T>(operands<T>& o) {
        loop::template run<member::value, T>(elements, std::tuple(results::at(o.y(0))),
                                             bench::complex_at<T const>(o.x.number));
    });
    bench::time_loop(function, "fused", []<class T>(operands<T>& o) {
        loop::template run<member::wirtinger, T>(
            elements,
            std::tuple(results::at(o.y(0)), bench::complex_at(o.y(1)), bench::complex_at(o.y(2))),
            bench::complex_at<T const>(o.x.number));
    });
    bench::time_loop(function, "backward", []<class T>(operands<T>& o) {
        loop::template run<member::backward, T>(elements, std::tuple(bench::complex_at(o.y(0))),
                                                bench::complex_at<T const>(o.x.number),
                                                results::template at<T const>(o.gy.number));
    });
    return true;
}

/// The rows one behind the other, as the verbs take rows of this length.
template <class T, class One> void each_row(One one) {
    math::along<math::pack<T>> const row(row_length);
    for (std::size_t r = 0; r < row_count; ++r) one(row, r, r * row_length);
}
template <class T> math::line<T const> line_from(T const* p) { return {p}; }
template <class T> math::line<T> line_to(T* p) { return {p}; }

template <text name, auto const& f> bool list_rowwise() {
    std::string const function = name.characters;
    using K = typename std::remove_cvref_t<decltype(f)>::kernel_type;
    if constexpr (reduction_kernel<K>) {
        bench::time_loop(function, "value", []<class T>(operands<T>& o) {
            bench::each_row<T>([&](auto const& row, std::size_t r, std::size_t at) {
                o.y(0)[r] = math::first(f.kernel().reduce(row, bench::line_from(o.x.number + at)));
            });
        });
        bench::time_loop(function, "backward", []<class T>(operands<T>& o) {
            bench::each_row<T>([&](auto const& row, std::size_t r, std::size_t at) {
                f.kernel().backward(row, bench::line_from(o.x.number + at),
                                    math::pack<T>(o.gy.number[r]), bench::line_to(o.y(0) + at));
            });
        });
    } else {
        bench::time_loop(function, "value", []<class T>(operands<T>& o) {
            bench::each_row<T>([&](auto const& row, std::size_t, std::size_t at) {
                engine::row_members(f.kernel())
                    .forward(row, bench::line_from(o.x.number + at), bench::line_to(o.y(0) + at));
            });
        });
        bench::time_loop(function, "backward", []<class T>(operands<T>& o) {
            bench::each_row<T>([&](auto const& row, std::size_t, std::size_t at) {
                engine::row_members(f.kernel())
                    .backward(row, bench::line_from(o.x.number + at),
                              bench::line_from(o.gy.number + at), bench::line_to(o.y(0) + at));
            });
        });
    }
    return true;
}

/// An object of f in training.
template <auto const& f> struct trained { static constexpr auto object = f.train(7, 3); };

template <text name, auto const& f> bool list_stochastic() {
    std::string const function = name.characters;
    using K = typename std::remove_cvref_t<decltype(f)>::kernel_type;
    if constexpr (pointwise_kernel<K>) {
        using loop = whole_packs<f>;
        using drawn = drawn_elements<trained<f>::object>;
        bench::time_loop(function, "value", []<class T>(operands<T>& o) {
            loop::template run<member::value, T>(elements, std::tuple(o.y(0)), o.x.number);
        });
        bench::time_loop(function, "derivative", []<class T>(operands<T>& o) {
            loop::template run<member::derivative, T>(elements, std::tuple(o.y(0)), o.x.number);
        });
        bench::time_loop(function, "train", []<class T>(operands<T>& o) {
            drawn::template run<member::value, T>(std::tuple(o.y(0)), o.x.number);
        });
        bench::time_loop(function, "backward", []<class T>(operands<T>& o) {
            drawn::template run<member::backward, T>(std::tuple(o.y(0)), o.x.number, o.gy.number);
        });
    } else {
        bench::list_rowwise<name, f>();
        rows().pop_back(); // of backward in inference
        bench::time_loop(function, "train", []<class T>(operands<T>& o) {
            forward(trained<f>::object, bench::front(o.x.number, elements),
                    bench::front_to(o.y(0), elements), layout);
        });
        bench::time_loop(function, "backward", []<class T>(operands<T>& o) {
            backward(trained<f>::object, bench::front(o.x.number, elements),
                     bench::front(o.gy.number, elements), bench::front_to(o.y(0), elements),
                     layout);
        });
    }
    return true;
}

/// The sum of the losses of f, and the gradient of their mean to the line that gradient(place of
/// the first entry) is.
template <auto const& f, class T, class Gradient> void run_loss(operands<T>& o, Gradient gradient) {
    using K = typename std::remove_cvref_t<decltype(f)>::kernel_type;
    if constexpr (row_loss_kernel<K>) {
        using V = math::pack<T>;
        double sum = 0;
        bench::each_row<T>([&](auto const& row, std::size_t r, std::size_t at) {
            std::size_t index[math::lanes<V>] = {};
            index[0] = o.labels[r];
            sum += static_cast<double>(math::first(f.kernel().of_class(
                row, bench::line_from(o.x.number + at), index, gradient(at), T{row_count}, V(1))));
        });
        o.y(1)[0] = static_cast<T>(sum);
    } else {
        o.y(1)[0] = engine::sum_of_losses<native, T>(f.kernel(), elements, double{elements},
                                                     gradient(0), static_cast<T const*>(o.x.number),
                                                     static_cast<T const*>(o.targets.number));
    }
}

template <text name, auto const& f> bool list_loss() {
    std::string const function = name.characters;
    bench::time_loop(function, "value", []<class T>(operands<T>& o) {
        bench::run_loss<f>(o, [](std::size_t) { return math::discard{}; });
    });
    bench::time_loop(function, "fused", []<class T>(operands<T>& o) {
        bench::run_loss<f>(o, [&](std::size_t at) { return bench::line_to(o.y(0) + at); });
    });
    return true;
}

} // namespace actfn::bench
