// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/kernels.hpp>
#include <actfn/any/names.hpp>
#include <actfn/any/tables.hpp>
#include <actfn/any/text.hpp>

#include <span>
#include <utility>

/// Functions and parameters by what they are called, here and elsewhere.
namespace actfn::inline ACTFN_ABI::engine {

/// The number of a parameter, or `f.parameters`.
inline std::size_t parameter_called(tables::function const& f, std::string_view name) {
    std::string const wanted = engine::spelt_alike(name);
    std::size_t i = 0;
    while (i < f.parameters && engine::spelt_alike(engine::parameter_name(f, i)) != wanted) ++i;
    return i;
}

[[noreturn]] inline void fail_parameter(tables::function const& f, std::string_view name) {
    std::string known;
    for (std::size_t i = 0; i < f.parameters; ++i) {
        known += (i == 0 ? "" : ", ") + engine::parameter_name(f, i);
    }
    core::fail(engine::name_of(f), " has no parameter '", name, "'",
               known.empty() ? "" : "; it has ", known);
}

/// Sets parameters that are written with names, or in order.
inline void set_parameters(tables::function const& f, void* kernel,
                           std::span<named_number const> parameters) {
    std::size_t next = 0;
    for (named_number const& p : parameters) {
        std::size_t const i = p.name.empty() ? next++ : engine::parameter_called(f, p.name);
        if (i >= f.parameters && !p.name.empty()) engine::fail_parameter(f, p.name);
        if (i < f.parameters) engine::set_parameter(f, kernel, i, p.number);
    }
    if (next > f.parameters) engine::fail_count(engine::name_of(f), f.parameters, next);
}

/// A row of the table of other systems with the parameters it is called with.
inline void set_foreign_parameters(tables::function const& f, void* kernel, foreign_name const& row,
                                   std::span<named_number const> given) {
    std::vector<named_number> all;
    std::vector<std::pair<std::string_view, std::string_view>>
        renamed; // theirs to ours, in their order
    any_word(row.parameters, [&](std::string_view word) {
        std::size_t const arrow = word.find('>');
        std::size_t const equals = (std::min)(word.find('='), word.size());
        std::string_view const ours = word.substr(arrow + 1, equals - arrow - 1);
        if (arrow > 0) renamed.emplace_back(word.substr(0, arrow), ours);
        double number = 0;
        if (equals < word.size() && engine::read_number(word.substr(equals + 1), number)) {
            all.push_back({ours, number});
        }
        return false;
    });
    std::size_t next = 0;
    for (named_number p : given) {
        bool has_counterpart = true;
        std::size_t i = next;
        if (p.name.empty()) {
            ++next;
        } else {
            std::string const wanted = engine::spelt_alike(p.name);
            for (i = 0; i < renamed.size(); ++i) {
                if (engine::spelt_alike(renamed[i].first) == wanted) break;
            }
        }
        if (i < renamed.size()) {
            p.name = renamed[i].second;
            has_counterpart = !p.name.empty();
        }
        if (has_counterpart) all.push_back(p);
    }
    engine::set_parameters(f, kernel, all);
}

/// Looks a text up among functions, and the names that other systems have for them.
class finder {
  public:
    finder(std::span<tables::function const* const> functions, std::string_view call,
           std::string_view sought)
        : functions_(functions), call_(call), sought_(sought) {}

    /// The function with this name or alias, or null.
    tables::function const* own(std::string_view name) const {
        std::string const wanted = engine::spelt_alike(name);
        auto const is_wanted = [&](std::string_view word) {
            return engine::spelt_alike(word) == wanted;
        };
        for (tables::function const* f : functions_) {
            if (is_wanted(engine::name_of(*f)) ||
                engine::any_word({f->aliases.data, f->aliases.size}, is_wanted)) {
                return f;
            }
        }
        return nullptr;
    }

    /// The function that the text names, with its parameters in `kernel`, which are not checked.
    tables::function const& find(std::string_view whole, void* kernel) const {
        std::string_view text = engine::trimmed(whole);
        std::string_view const system = system_before(text);
        if (!system.empty()) text.remove_prefix(text.find(':') + 1);
        if (system.empty()) {
            if (auto const* f = own(text)) {
                engine::construct(*f, kernel);
                return *f;
            }
        }
        if (auto const* f = foreign(system, text, {}, kernel)) return *f;
        written_function const w = engine::read_function(call_, text);
        if (system.empty()) {
            if (auto const* f = own(w.name)) {
                if (foreign_parameters(*f, w, kernel)) return *f;
                engine::construct(*f, kernel);
                engine::set_parameters(*f, kernel, w.parameters);
                return *f;
            }
        }
        if (auto const* f = foreign(system, w.name, w.parameters, kernel)) return *f;
        fail(whole, system, w.name);
    }

  private:
    /// LeakyReLU is a name of ours too, but LeakyReLU(negative_slope=0.3) is one of theirs.
    bool foreign_parameters(tables::function const& f, written_function const& w,
                            void* kernel) const {
        auto const is_ours = [&](named_number const& p) {
            return p.name.empty() || engine::parameter_called(f, p.name) < f.parameters;
        };
        if (std::all_of(w.parameters.begin(), w.parameters.end(), is_ours)) return false;
        std::string const wanted = engine::spelt_alike(w.name);
        for (foreign_name const& row : foreign_names) {
            if (engine::spelt_alike(row.name) != wanted || own(row.function) != &f) continue;
            auto const is_known = [&](named_number const& p) {
                return is_ours(p) || engine::any_word(row.parameters, [&](std::string_view word) {
                           return engine::spelt_alike(word.substr(0, word.find('>'))) ==
                                  engine::spelt_alike(p.name);
                       });
            };
            if (!std::all_of(w.parameters.begin(), w.parameters.end(), is_known)) continue;
            engine::construct(f, kernel);
            engine::set_foreign_parameters(f, kernel, row, w.parameters);
            return true;
        }
        return false;
    }
    /// The system in front of "keras:relu".
    static std::string_view system_before(std::string_view text) {
        std::size_t const colon = text.find(':');
        if (colon == text.npos) return {};
        std::string const wanted = engine::spelt_alike(text.substr(0, colon));
        for (foreign_name const& row : foreign_names) {
            if (engine::spelt_alike(row.system) == wanted) return row.system;
        }
        return {};
    }
    tables::function const* foreign(std::string_view system, std::string_view name,
                                    std::span<named_number const> given, void* kernel) const {
        // Keras has a function leaky_relu and a layer LeakyReLU, with other defaults.
        std::string const wanted = engine::spelt_alike(name);
        for (bool const exact : {true, false}) {
            for (foreign_name const& row : foreign_names) {
                if (!system.empty() && row.system != system) continue;
                if (exact ? row.name != name : engine::spelt_alike(row.name) != wanted) continue;
                auto const* const f = own(row.function);
                if (f == nullptr) continue;
                engine::construct(*f, kernel);
                engine::set_foreign_parameters(*f, kernel, row, given);
                return f;
            }
        }
        return nullptr;
    }
    [[noreturn]] void fail(std::string_view whole, std::string_view system,
                           std::string_view name) const {
        nearest_names close(name);
        if (system.empty()) {
            for (tables::function const* f : functions_) {
                close.consider(engine::name_of(*f));
                engine::any_word({f->aliases.data, f->aliases.size}, [&](std::string_view word) {
                    close.consider(word);
                    return false;
                });
            }
        }
        for (foreign_name const& row : foreign_names) {
            bool const sought = system.empty() || row.system == system;
            if (sought && own(row.function) != nullptr) close.consider(row.name);
        }
        core::fail(call_, ": no ", sought_, " is called '", whole, "'", close.text());
    }

    std::span<tables::function const* const> functions_;
    std::string_view call_;
    std::string_view sought_;
};

} // namespace actfn::engine
