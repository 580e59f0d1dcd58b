// SPDX-License-Identifier: MIT
#pragma once
#include "trial.hpp"

namespace fuzz {

namespace verb = actfn::verb;

template <class Verb, class F, class... X> auto call_verb(Verb, F const& f, X&&... x) {
    if constexpr (std::same_as<Verb, verb::forward>) {
        actfn::forward(f, x...);
    } else if constexpr (std::same_as<Verb, verb::derivative>) {
        actfn::derivative(f, x...);
    } else if constexpr (std::same_as<Verb, verb::second_derivative>) {
        actfn::second_derivative(f, x...);
    } else if constexpr (std::same_as<Verb, verb::value_and_derivative>) {
        actfn::value_and_derivative(f, x...);
    } else if constexpr (std::same_as<Verb, verb::backward>) {
        actfn::backward(f, x...);
    } else if constexpr (std::same_as<Verb, verb::backward_from_output>) {
        actfn::backward_from_output(f, x...);
    } else if constexpr (std::same_as<Verb, verb::derivative_from_output>) {
        actfn::derivative_from_output(f, x...);
    } else if constexpr (std::same_as<Verb, verb::wirtinger>) {
        actfn::wirtinger(f, x...);
    } else {
        return actfn::parameter_gradient(f, x...);
    }
}
/// The same of numbers: what a loop over elements computes.
template <class Verb, class F, class... X> auto call_member(Verb, F const& f, X... x) {
    if constexpr (std::same_as<Verb, verb::forward>) {
        return f(x...);
    } else if constexpr (std::same_as<Verb, verb::derivative>) {
        return f.derivative(x...);
    } else if constexpr (std::same_as<Verb, verb::second_derivative>) {
        return f.second_derivative(x...);
    } else if constexpr (std::same_as<Verb, verb::value_and_derivative>) {
        return f.value_and_derivative(x...);
    } else if constexpr (std::same_as<Verb, verb::backward>) {
        return f.backward(x...);
    } else if constexpr (std::same_as<Verb, verb::backward_from_output>) {
        return f.backward_from_output(x...);
    } else if constexpr (std::same_as<Verb, verb::derivative_from_output>) {
        return f.derivative_from_output(x...);
    } else {
        return f.wirtinger(x...);
    }
}

/// Which ways operands come: ranges, objects that are added to, or the first an object and the
/// others ranges. All of these with and without add_to would take minutes to compile.
enum class form { ranges, added_objects, first_an_object };

/// Verb on operands of f in memory, the results of elements compared with those of numbers.
template <class Verb, class T, class F> class elements_call {
    using K = typename F::kernel_type;
    static constexpr std::size_t in = actfn::engine::inputs_of_call<Verb, K>;
    static constexpr std::size_t out = actfn::engine::outputs_of_call<Verb, K>;
    static constexpr bool sums = std::same_as<Verb, verb::parameter_gradient>;
    using indices = std::make_index_sequence<in + out>;

  public:
    static void run(input& in_, F const& f) {
        std::vector<T> const memory = fuzz::memory_of<T>(in_);
        auto const as = static_cast<form>(in_.below(3));
        bool const added = as == form::added_objects;
        std::size_t const size = in_.rarely(4) ? in_.below(memory.size()) : in_.below(70);
        auto const r = static_cast<std::ptrdiff_t>(1 + in_.below(9));
        std::array<std::ptrdiff_t, 3> const sizes{1, r, std::ptrdiff_t(size) / r};
        std::vector<operand> operands;
        for (std::size_t j = 0; j < in + out; ++j) {
            bool const flat = as == form::ranges || (as == form::first_an_object && j > 0);
            std::ptrdiff_t const width = width_of(j);
            std::size_t const n = as == form::ranges ? size : std::size_t(sizes[1] * sizes[2]);
            operand o = flat ? fuzz::range_in(in_, memory.size(), n, width)
                             : fuzz::object_in(in_, memory.size(), 2, sizes, width, sizeof(T));
            if (j > 0 && !operands[j - 1].written && in_.rarely(3)) {
                operand const& same = operands[in_.below(j)]; // in place
                if (same.width == width && same.flat == flat) o = same;
            }
            o.written = j >= in;
            o.added = o.written && added;
            operands.push_back(o);
        }
        trial<T> t(memory, operands);
        bool const accepted = t.run([&](T* const* data) -> std::vector<T> {
            switch (as) {
            case form::ranges:
                return call<false, 0, 0>(t, f, data, indices{});
            case form::added_objects:
                return call<true, 2, 2>(t, f, data, indices{});
            default:
                return call<false, 2, 0>(t, f, data, indices{});
            }
        });
        if constexpr (!sums) {
            if (accepted) compare(t, f);
        }
    }

  private:
    template <std::size_t j>
    static constexpr bool wide_at = [] {
        if constexpr (!actfn::complex_kernel<K>) {
            return false;
        } else {
            using E = typename decltype(actfn::engine::expected_element<Verb, K, T, j>())::type;
            return std::same_as<E, std::complex<T>>;
        }
    }();
    static std::ptrdiff_t width_of(std::size_t j) {
        return [&]<std::size_t... J>(std::index_sequence<J...>) {
            std::ptrdiff_t const all[] = {wide_at<J> ? 2 : 1 ...};
            return all[j];
        }
        (indices{});
    }

    template <bool added, std::size_t first_rank, std::size_t rank, std::size_t... J>
    static std::vector<T> call(trial<T> const& t, F const& f, T* const* data,
                               std::index_sequence<J...>) {
        auto const views = std::tuple(fuzz::view_at < J == 0 ? first_rank : rank, wide_at<J>,
                                      (J >= in) > (t[J], data[J])...);
        auto const passed = [&]<std::size_t j>(std::integral_constant<std::size_t, j>) {
            if constexpr (added && j >= in) {
                return actfn::add_to(std::get<j>(views));
            } else {
                return std::get<j>(views);
            }
        };
        if constexpr (sums) {
            return fuzz::numbers_of<T>(
                fuzz::call_verb(Verb{}, f, passed(std::integral_constant<std::size_t, J>{})...));
        } else {
            fuzz::call_verb(Verb{}, f, passed(std::integral_constant<std::size_t, J>{})...);
            return {};
        }
    }

    /// The elements of an operand in the order of the first object's indices.
    static std::vector<std::ptrdiff_t> ordered(operand const& o, operand const& model) {
        auto const all = o.elements();
        if (!o.flat || model.flat) return all;
        bool const turned = std::abs(model.strides[1]) < std::abs(model.strides[2]) &&
                            model.sizes[1] != 1 && model.sizes[2] != 1;
        if (!turned) return all;
        std::vector<std::ptrdiff_t> result;
        for (std::ptrdiff_t r = 0; r < model.sizes[1]; ++r) {
            for (std::ptrdiff_t i = 0; i < model.sizes[2]; ++i) {
                result.push_back(all[static_cast<std::size_t>(i * model.sizes[1] + r)]);
            }
        }
        return result;
    }
    /// How the elements of x are numbered for draws: in the order of memory.
    static std::size_t number(operand const& x, std::size_t e) {
        bool const turned = !x.flat && std::abs(x.strides[1]) < std::abs(x.strides[2]) &&
                            x.sizes[1] != 1 && x.sizes[2] != 1;
        if (!turned) return e;
        auto const columns = static_cast<std::size_t>(x.sizes[2]);
        return e % columns * static_cast<std::size_t>(x.sizes[1]) + e / columns;
    }

    template <std::size_t j> static auto number_at(T const* memory, std::ptrdiff_t at) {
        if constexpr (wide_at<j>) {
            return std::complex<T>(memory[at], memory[at + 1]);
        } else {
            return memory[at];
        }
    }

    static void compare(trial<T> const& t, F const& f) {
        auto const& all = t.operands();
        auto const model = std::find_if(all.begin(), all.end(), [](auto& o) { return !o.flat; });
        std::vector<std::vector<std::ptrdiff_t>> at;
        for (operand const& o : all) {
            at.push_back(ordered(o, model == all.end() ? all[0] : *model));
        }
        for (std::size_t e = 0; e < at[0].size(); ++e) {
            auto const one = [&] {
                if constexpr (F::draws) {
                    return f.from(f.first() + number(all[0], e));
                } else {
                    return f;
                }
            }();
            [&]<std::size_t... J, std::size_t... O>(std::index_sequence<J...>,
                                                    std::index_sequence<O...>) {
                auto const r =
                    fuzz::call_member(Verb{}, one, number_at<J>(t.before(), at[J][e])...);
                auto const numbers = actfn::engine::parts(r);
                (compare_one<in + O>(t, at[in + O][e], std::get<O>(numbers)), ...);
            }
            (std::make_index_sequence<in>{}, std::make_index_sequence<out>{});
        }
    }
    template <std::size_t j, class R>
    static void compare_one(trial<T> const& t, std::ptrdiff_t at, R const& expected) {
        T numbers[2] = {};
        if constexpr (wide_at<j>) {
            std::complex<T> const z = expected;
            numbers[0] = z.real();
            numbers[1] = z.imag();
        } else {
            numbers[0] = expected;
        }
        for (std::ptrdiff_t k = 0; k < t[j].width; ++k) {
            T const sum = t[j].added ? t.before()[at + k] + numbers[k] : numbers[k];
            must(same(t.after(j, at + k), sum), "an element has the bits of a number:",
                 std::string(Verb::name) + " of " + std::string(actfn::engine::name_of<K>()));
        }
    }
};

/// One of the verbs that f has.
template <class T, class F> void any_verb_of(input& in, F const& f) {
    std::size_t const wanted = in.below(9);
    std::size_t i = 0;
    auto const try_one = [&]<class Verb>(Verb) {
        if (i++ != wanted) return;
        if constexpr (actfn::engine::has_verb<Verb, F, false>()) {
            elements_call<Verb, T, F>::run(in, f);
        }
    };
    try_one(verb::forward{});
    try_one(verb::derivative{});
    try_one(verb::second_derivative{});
    try_one(verb::value_and_derivative{});
    try_one(verb::backward{});
    try_one(verb::backward_from_output{});
    try_one(verb::derivative_from_output{});
    try_one(verb::wirtinger{});
    try_one(verb::parameter_gradient{});
}

} // namespace fuzz
