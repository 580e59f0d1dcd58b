// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/function_table.hpp>
#include <actfn/any/local.hpp>
#include <actfn/any/value.hpp>

#include <vector>

namespace actfn::inline ACTFN_ABI {

namespace engine {

template <class T, class F> struct own_function {
    using K = core::plain<typename F::kernel_type>;
    static_assert(sizeof(K) <= tables::kernel_room && std::is_trivially_copyable_v<K>,
                  "actfn: any<T> holds function objects of up to 96 bytes that can be copied as "
                  "memory");

    static void put(F const& f, any<T>& to) {
        // Made at run time: facts of compositions may not be constant.
        static tables::rare_loops const rare = engine::rare_loops_of<T, K>();
        static tables::function const table = engine::table_of<T, K>(&rare);
        to.from_ = &local_backend<T>;
        to.f_ = &table;
        ::new (to.kernel_) K(static_cast<K const&>(f.kernel()));
        if constexpr (F::draws) {
            to.draws_ = {f.key().seed, f.key().stream, f.first()};
            to.in_training_ = true;
        }
    }
};

} // namespace engine

/// Own names of functions, which `find` looks up before those of the library. Several threads may
/// read one; whoever adds to it must be alone.
template <class T> class registry {
  public:
    /// Throws where the name is taken.
    void add(std::string_view name, any<T> const& f) {
        if (entry const* const e = entry_of(name)) {
            core::fail("registry: '", name, "' is already the name of ", e->f.to_string());
        }
        entries_.push_back({std::string(name), f});
    }
    /// The function that a text names, with its parameters.
    any<T> find(std::string_view text) const {
        auto const written = engine::read_function("registry", text);
        entry const* const e = entry_of(written.name);
        if (e == nullptr) return any<T>(text);
        any<T> f = e->f;
        std::vector<std::pair<std::string, double>> parameters;
        std::size_t next = 0;
        for (engine::named_number const& p : written.parameters) {
            if (p.name.empty() && next == f.parameter_count()) {
                engine::fail_count(e->name, f.parameter_count(), written.parameters.size());
            }
            parameters.emplace_back(p.name.empty() ? f.parameter_name(next++) : std::string(p.name),
                                    p.number);
        }
        f.set(parameters);
        return f;
    }

  private:
    struct entry {
        std::string name;
        any<T> f;
    };
    entry const* entry_of(std::string_view name) const {
        std::string const wanted = engine::spelt_alike(name);
        for (entry const& e : entries_) {
            if (engine::spelt_alike(e.name) == wanted) return &e;
        }
        return nullptr;
    }
    std::vector<entry> entries_;
};

} // namespace actfn
