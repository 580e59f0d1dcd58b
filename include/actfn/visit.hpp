// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/description.hpp>
#include <actfn/any/find.hpp>
#include <actfn/visit/pointwise.hpp>

#include <cstddef>
#include <span>
#include <string_view>

/// Functions by names known at run time only: those of a list, <actfn/visit/pointwise.hpp> and so
/// on. The visitor is compiled for each of them, which takes 0.06 s a pointwise function for one of
/// f(x) and 0.12 s for one of forward(f, x, y) with gcc 12 at -O2: visit in one file.
namespace actfn::inline ACTFN_ABI {

/// A list of functions, such as `gated_functions` of <actfn/visit/gated.hpp>.
template <class L>
concept function_list = requires {
    L::count;
    L::names;
};
/// What can be called with every function of a list and returns one type.
template <class F, class L>
concept visitor_of = L::template all_invocable<F>&& L::template one_result<F>;
/// The same of pointwise activations.
template <class F>
concept activation_visitor = visitor_of<F, engine::pointwise_list>;

/// Every pointwise activation's own name, sorted.
constexpr std::span<std::string_view const> activation_names() noexcept {
    return pointwise_functions.names;
}

namespace engine {

/// What is known of the functions of a list.
template <class List> struct descriptions;
template <auto const&... object> struct descriptions<object_list<object...>> {
    static constexpr std::size_t count = sizeof...(object);
    template <class K> static constexpr tables::function of() {
        tables::function f = engine::description_of<K>();
        f.aliases = engine::aliases_of<K>();
        return f;
    }
    static constexpr std::array<tables::function, count> all{
        of<settable<typename std::remove_cvref_t<decltype(object)>::kernel_type>>()...};
    static constexpr auto pointers = [] {
        std::array<tables::function const*, count> result{};
        for (std::size_t i = 0; i < count; ++i) result[i] = &all[i];
        return result;
    }();
};

/// The place of a function in a list, and its kernel; null: the one of the object.
template <class List> class visited {
  public:
    visited(std::string_view text, std::string_view sought) {
        using list = descriptions<List>;
        finder const all(list::pointers, "visit", sought);
        tables::function const& f = all.find(text, kernel_);
        engine::check_kernel(f, kernel_);
        index_ = static_cast<std::size_t>(&f - list::all.data());
        alignas(16) std::byte standard[tables::kernel_room];
        engine::construct(f, standard);
        for (std::size_t i = 0; i < f.parameters; ++i) {
            changed_ = changed_ || engine::get_parameter(f, kernel_, i) !=
                                       engine::get_parameter(f, standard, i);
        }
    }
    std::size_t index() const noexcept { return index_; }
    void const* kernel() const noexcept { return changed_ ? kernel_ : nullptr; }

  private:
    alignas(16) std::byte kernel_[tables::kernel_room];
    std::size_t index_;
    bool changed_ = false;
};

} // namespace engine

/// visitor(f) of the pointwise activation f that a text names, as in
/// `visit("gelu", [&](auto const& f) { forward(f, x, y); })`; see <actfn/any/value.hpp> for names
/// and parameters. Throws std::invalid_argument, with names near to it, where there is none.
template <activation_visitor F> auto visit(std::string_view name, F&& visitor) {
    engine::visited<engine::pointwise_list> const found(name, "pointwise activation");
    return engine::pointwise_list::at(found.index(), found.kernel(), visitor);
}
/// The same of the functions of a list, as in
/// `visit_in(rowwise_functions, "softmax", [&](auto const& f) { forward(f, x, y, layout); })` with
/// <actfn/visit/rowwise.hpp>. Their names are `rowwise_functions.names`.
template <function_list L, visitor_of<L> F>
auto visit_in(L const&, std::string_view name, F&& visitor) {
    engine::visited<L> const found(name, engine::sought_in<L>);
    return L::at(found.index(), found.kernel(), visitor);
}

/// visitor(f) for every pointwise activation f, in the order of `activation_names`.
template <class F>
    requires(engine::pointwise_list::all_invocable<F>)
constexpr void visit_all(F&& visitor) { engine::pointwise_list::each(visitor); }
/// visitor(f) for every function f of a list, in its order.
template <function_list L, class F>
    requires(L::template all_invocable<F>)
constexpr void visit_all_in(L const&, F&& visitor) { L::each(visitor); }

} // namespace actfn
