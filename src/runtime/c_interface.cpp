// SPDX-License-Identifier: MIT
#include "set.hpp"
#include <actfn/actfn.h>
#include <actfn/any/compiled.hpp>

#include <cstring>
#include <exception>
#include <string>
#include <vector>

// The C interface, on top of actfn::any.

struct actfn_function {
    actfn::any<float> of_float;
    actfn::any<double> of_double;
    std::vector<std::string> names; // of parameters

    explicit actfn_function(std::string_view text) : of_float(text), of_double(text) {
        for (std::size_t i = 0; i < of_float.parameter_count(); ++i) {
            names.push_back(of_float.parameter_name(i));
        }
    }
    template <class T> actfn::any<T> const& of() const {
        if constexpr (sizeof(T) == sizeof(float)) {
            return of_float;
        } else {
            return of_double;
        }
    }
};

namespace {

thread_local std::string last_error;

/// What f returns, or 0 where it throws.
template <class F> auto guarded(F f) noexcept -> decltype(f()) {
    try {
        return f();
    } catch (std::exception const& e) {
        last_error = e.what();
    } catch (...) {
        last_error = "actfn: unknown error";
    }
    return {};
}

template <class T> actfn::tables::operand operand_of(actfn_array const& a) {
    actfn::tables::operand o{};
    o.data = a.data;
    o.is.of = a.element == ACTFN_COMPLEX  ? actfn::tables::element::complex
              : a.element == ACTFN_LABELS ? actfn::tables::element::label
                                          : actfn::tables::element::real;
    o.is.flat = a.stride == 1;
    o.is.added = a.add != 0;
    o.rank = 1;
    o.size[0] = static_cast<std::ptrdiff_t>(a.size);
    o.stride[0] = a.stride;
    return o;
}

template <class T>
int call(actfn_function const* f, actfn::tables::verb verb, actfn_array const* arrays,
         std::size_t count, actfn_axis const* axis, double* sums) {
    return guarded([&] {
        if (count > 8) actfn::core::fail("call: ", count, " arrays are given");
        actfn::tables::operand operands[8];
        for (std::size_t i = 0; i < count; ++i) operands[i] = operand_of<T>(arrays[i]);
        actfn::tables::layout layout{};
        if (axis != nullptr) {
            layout = {actfn::tables::layout::axis, axis->outer, axis->size, axis->inner};
        }
        f->of<T>().run(verb, layout, actfn::tables::halves::apart, {operands, count}, sums);
        return 1;
    });
}

template <class T>
int call_flat(actfn_function const* f, actfn::tables::verb verb, std::size_t n,
              std::initializer_list<T const*> data) {
    return guarded([&] {
        actfn::tables::operand operands[4];
        std::size_t count = 0;
        for (T const* p : data) {
            operands[count] = actfn::engine::erased_view<T>(std::span(p, n));
            operands[count++].is.is_const = false;
        }
        f->of<T>().run(verb, {}, actfn::tables::halves::apart, {operands, count}, nullptr);
        return 1;
    });
}

template <class T>
int parameter_gradient(actfn_function const* f, actfn_array const* arrays, std::size_t count,
                       actfn_axis const* axis, T* gradient) {
    double sums[actfn::parameter_values<T>::room] = {};
    if (call<T>(f, actfn::tables::verb::parameter_gradient, arrays, count, axis, sums) == 0) {
        return 0;
    }
    for (std::size_t i = 0; i < f->names.size(); ++i) gradient[i] = static_cast<T>(sums[i]);
    return 1;
}

/// What the C interface calls them in its own order.
actfn::tables::verb verb_of(actfn_verb v) {
    using actfn::tables::verb;
    switch (v) {
    case ACTFN_FORWARD:
        return verb::forward;
    case ACTFN_DERIVATIVE:
        return verb::derivative;
    case ACTFN_SECOND_DERIVATIVE:
        return verb::second_derivative;
    case ACTFN_VALUE_AND_DERIVATIVE:
        return verb::value_and_derivative;
    case ACTFN_BACKWARD:
        return verb::backward;
    case ACTFN_BACKWARD_FROM_OUTPUT:
        return verb::backward_from_output;
    case ACTFN_DERIVATIVE_FROM_OUTPUT:
        return verb::derivative_from_output;
    case ACTFN_WIRTINGER:
        return verb::wirtinger;
    case ACTFN_INVERSE:
        return verb::inverse;
    case ACTFN_LOG_DERIVATIVE:
        return verb::log_derivative;
    }
    actfn::core::fail("call: there is no verb ", static_cast<int>(v));
}

actfn::tables::backend const& functions() { return actfn::engine::standard_backend<float>(); }

} // namespace

#define ACTFN_C extern "C" ACTFN_RUNTIME_EXPORT

ACTFN_C char const* actfn_error(void) { return last_error.c_str(); }
ACTFN_C char const* actfn_version(void) { return ACTFN_RUNTIME_VERSION; }
ACTFN_C char const* actfn_architecture(void) { return functions().architecture; }
ACTFN_C size_t actfn_count(void) { return functions().count; }
ACTFN_C char const* actfn_name_at(size_t index) {
    return guarded([&]() -> char const* {
        static std::vector<std::string> const names = [] {
            std::vector<std::string> all;
            for (std::size_t i = 0; i < functions().count; ++i) {
                all.emplace_back(actfn::engine::name_of(*functions().functions[i]));
            }
            return all;
        }();
        if (index >= names.size()) actfn::core::fail("there are ", names.size(), " functions");
        return names[index].c_str();
    });
}

ACTFN_C actfn_function* actfn_new(char const* text) {
    return guarded([&] { return new actfn_function(text == nullptr ? "" : text); });
}
ACTFN_C actfn_function* actfn_copy(actfn_function const* f) {
    return guarded([&] { return new actfn_function(*f); });
}
ACTFN_C void actfn_delete(actfn_function* f) { delete f; }

ACTFN_C char const* actfn_name(actfn_function const* f) {
    return guarded([&]() -> char const* {
        for (std::size_t i = 0; i < functions().count; ++i) {
            char const* const name = actfn_name_at(i);
            if (f->of_float.name() == name) return name;
        }
        return nullptr;
    });
}
ACTFN_C size_t actfn_text(actfn_function const* f, char* to, size_t room) {
    return guarded([&] {
        std::string const text = f->of_float.to_string();
        if (room > 0) {
            std::size_t const n = (std::min)(text.size(), room - 1);
            std::memcpy(to, text.data(), n);
            to[n] = 0;
        }
        return text.size();
    });
}
ACTFN_C char const* actfn_kind(actfn_function const* f) {
    char const* const names[] = {"pointwise", "gated", "loss", "complex", "rowwise"};
    return names[static_cast<int>(f->of_float.kind())];
}
ACTFN_C int actfn_inputs(actfn_function const* f) { return f->of_float.inputs(); }

ACTFN_C size_t actfn_parameter_count(actfn_function const* f) { return f->names.size(); }
ACTFN_C int actfn_get_parameter(actfn_function const* f, size_t index, actfn_parameter* to) {
    return guarded([&] {
        auto const all = f->of_float.parameters();
        if (index >= all.size()) {
            actfn::engine::fail_count(f->of_float.name(), all.size(), index + 1);
        }
        auto const& p = all[index];
        *to = {f->names[index].c_str(), p.value,         p.standard, p.lower, p.upper,
               p.includes_lower,        p.includes_upper};
        return 1;
    });
}
ACTFN_C int actfn_set_parameter(actfn_function* f, char const* name, double value) {
    return guarded([&] {
        f->of_float.set(name, value);
        f->of_double.set(name, value);
        return 1;
    });
}
ACTFN_C int actfn_train(actfn_function* f, uint64_t seed, uint64_t stream, uint64_t first) {
    return guarded([&] {
        f->of_float = f->of_float.train(seed, stream).from(first);
        f->of_double = f->of_double.train(seed, stream).from(first);
        return 1;
    });
}

// Once a type of element.
#define ACTFN_OF_ELEMENT(T, suffix)                                                                \
    ACTFN_C int actfn_call_##suffix(actfn_function const* f, actfn_verb verb,                      \
                                    actfn_array const* arrays, size_t count,                       \
                                    actfn_axis const* axis) {                                      \
        return guarded([&] { return call<T>(f, verb_of(verb), arrays, count, axis, nullptr); });   \
    }                                                                                              \
    ACTFN_C int actfn_parameter_gradient_##suffix(actfn_function const* f,                         \
                                                  actfn_array const* arrays, size_t count,         \
                                                  actfn_axis const* axis, T* gradient) {           \
        return parameter_gradient<T>(f, arrays, count, axis, gradient);                            \
    }                                                                                              \
    ACTFN_C int actfn_forward_##suffix(actfn_function const* f, size_t n, T const* x, T* y) {      \
        return call_flat<T>(f, actfn::tables::verb::forward, n, {x, y});                           \
    }                                                                                              \
    ACTFN_C int actfn_derivative_##suffix(actfn_function const* f, size_t n, T const* x, T* dy) {  \
        return call_flat<T>(f, actfn::tables::verb::derivative, n, {x, dy});                       \
    }                                                                                              \
    ACTFN_C int actfn_backward_##suffix(actfn_function const* f, size_t n, T const* x,             \
                                        T const* gy, T* gx) {                                      \
        return call_flat<T>(f, actfn::tables::verb::backward, n, {x, gy, gx});                     \
    }
ACTFN_OF_ELEMENT(float, f32)
ACTFN_OF_ELEMENT(double, f64)
