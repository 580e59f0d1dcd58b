// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/each_elements.hpp>

/// Gradients by every entry of parameters that are data.
namespace actfn::inline ACTFN_ABI::engine {

/// gy·∂f/∂p for every parameter p, behind the gradient by the inputs where `backward`.
template <bool backward> struct gradients {
    template <class G, class S> struct both {
        G inputs;
        S parameters;
    };

    template <class K, class... A> ACTFN_INLINE static auto apply(K const& k, A const&... a) {
        auto const all = std::tie(a...);
        auto const& gy = std::get<sizeof...(A) - 1>(all);
        auto const slopes = [&]<std::size_t... J>(std::index_sequence<J...>) ACTFN_LAMBDA_INLINE {
            return k.parameter_derivatives(std::get<J>(all)...);
        }
        (std::make_index_sequence<sizeof...(A) - 1>{});
        auto const weighted = core::map_fields(slopes, [&](auto const& slope) ACTFN_LAMBDA_INLINE {
            return math::weighted(slope, gy);
        });
        if constexpr (backward) {
            auto const g = member::backward::apply(k, a...);
            return both<std::remove_const_t<decltype(g)>, std::remove_const_t<decltype(weighted)>>{
                g, weighted};
        } else {
            return weighted;
        }
    }
};

/// Sums for every entry of the parameters whose gradient is asked for, in double.
template <std::size_t n> class gradient_sums {
  public:
    gradient_sums(std::string_view call, std::string_view function,
                  std::array<parameter_view const*, n> const& parameters,
                  std::array<gradient_target const*, n> const& targets,
                  std::array<std::string_view, n> const& names)
        : parameters_(parameters), targets_(targets), names_(names) {
        for (std::size_t j = 0; j < n; ++j) {
            std::size_t const count = parameters[j]->count();
            if (wanted(j) && targets[j]->place().count() != count) {
                core::fail(call, "(", function, "): the gradient of ", names[j], " has ",
                           targets[j]->place().count(), " entries, ", names[j], " has ", count);
            }
            if (wanted(j) && count > room) sums_[j].resize(count);
        }
    }

    bool wanted(std::size_t j) const noexcept { return targets_[j]->wanted(); }
    /// Numbers and what is not asked for have one sum.
    bool is_number(std::size_t j) const noexcept {
        return parameters_[j]->is_number() || !wanted(j);
    }
    std::size_t count(std::size_t j) const noexcept { return parameters_[j]->count(); }
    double* data(std::size_t j) noexcept { return sums_[j].empty() ? nearby_[j] : sums_[j].data(); }
    double const* data(std::size_t j) const noexcept {
        return sums_[j].empty() ? nearby_[j] : sums_[j].data();
    }
    placement place(std::size_t j) const noexcept {
        return engine::dense_at(data(j), sizeof(double), names_[j], parameters_[j]->place());
    }
    std::span<double> dense(std::size_t j) noexcept { return {data(j), count(j)}; }

    template <class Outputs>
    void check_overlaps(std::string_view call, std::string_view function,
                        Outputs const& outputs) const {
        for (std::size_t j = 0; j < n; ++j) {
            placement target = targets_[j]->place();
            target.name = "the gradient by a parameter";
            for (placement const& y : outputs) {
                if (wanted(j) && engine::overlap(target, y)) {
                    engine::fail_overlap(call, function, target, y);
                }
            }
        }
    }
    void write() const noexcept {
        for (std::size_t j = 0; j < n; ++j) {
            if (!wanted(j)) continue;
            for (std::size_t i = 0; i < count(j); ++i) {
                targets_[j]->write(i, data(j)[i]);
            }
        }
    }

  private:
    std::array<parameter_view const*, n> parameters_;
    std::array<gradient_target const*, n> targets_;
    std::array<std::string_view, n> names_;
    static constexpr std::size_t room = 128; // without an allocation
    double nearby_[n][room]{};
    std::array<std::vector<double>, n> sums_;
};

/// The gradients by the parameters of f, from one pass with the gradients by the inputs where there
/// are outputs for them. Blocks of up to 1024 elements that share a parameter are summed in the
/// element type, the blocks in double.
template <class Arch, std::size_t inputs, class F, class Shape, class... X>
void gradients_of_each(std::string_view call, F const& f,
                       each_gradients<typename F::kernel_type> const& to,
                       std::array<std::string_view, sizeof...(X)> const& called, Shape const& shape,
                       X... x) {
    using K = typename F::kernel_type;
    using T = arithmetic<element_t<std::tuple_element_t<0, std::tuple<X...>>>>;
    using V = math::pack<T, Arch>;
    constexpr std::size_t outputs = sizeof...(X) - inputs;
    using Member = gradients<(outputs > 0)>;
    auto const list = engine::list_of(f.parameters());
    constexpr std::size_t n = std::tuple_size_v<std::remove_const_t<decltype(list)>>;
    constexpr std::string_view function = engine::name_of<K>();
    gradient_sums<n> sums(call, function, list, engine::list_of(to.to),
                          engine::names_of_parameters<K>());
    auto const run = [&](auto& parameters) {
        std::array<placement, 2 * n> places{};
        std::array<bool, 2 * n> is_number{};
        for (std::size_t j = 0; j < n; ++j) {
            is_number[j] = parameters.is_number(j);
            is_number[n + j] = sums.is_number(j);
            if (!is_number[j]) places[j] = shape.place(parameters, j);
            if (!is_number[n + j]) places[n + j] = shape.place(sums, j);
        }
        auto const given = engine::placed(called, x...);
        auto const all =
            engine::planned_with_parameters<inputs>(call, function, given, places, is_number,
                                                    F::draws, engine::branches_on_parameters<K>());
        sums.check_overlaps(call, function, std::span(given).subspan(inputs));
        auto const operands = std::tie(x...);
        [&]<std::size_t... I, std::size_t... J, std::size_t... O>(
            std::index_sequence<I...>, std::index_sequence<J...>, std::index_sequence<O...>) {
            if (!engine::of_one_size(list)) {
                engine::check_together<K, inputs, n>({all[inputs + J]...}, parameters.data(J)...);
            }
            int const last = all[0].rank - 1;
            std::array const steps{all[inputs + n + J].stride[last]...};
            auto const stretch = [&](bool same, std::ptrdiff_t first, std::size_t count,
                                     auto... pointers) {
                constexpr std::size_t block = 1024;
                auto const p = std::tuple(pointers...);
                T buffer[n][block];
                auto const plus = [](V* sum, V one) ACTFN_LAMBDA_INLINE { *sum = *sum + one; };
                for (std::size_t begin = 0; begin < count; begin += block) {
                    std::size_t const width = (std::min)(block, count - begin);
                    each_loop<Member, Arch, T, inputs, n>::run(
                        same, K{},
                        engine::from_element(f.drawn(), first + core::signed_size(begin)), width,
                        (std::get<I>(p) + begin)...,
                        (std::get<inputs + J>(p) + (same ? 0 : begin))...,
                        (std::get<inputs + 2 * n + O>(p) + begin)..., buffer[J]...);
                    auto const add = [&](std::size_t j, double* total) {
                        if (!sums.wanted(j)) return;
                        if (steps[j] == 0 || count == 1) {
                            double sum = 0;
                            engine::add_lane_sums<V, 1>(width, &sum, plus,
                                                        static_cast<T const*>(buffer[j]));
                            *total += sum;
                            return;
                        }
                        total += core::signed_size(begin) * steps[j];
                        for (std::size_t i = 0; i < width; ++i) {
                            total[core::signed_size(i) * steps[j]] +=
                                static_cast<double>(buffer[j][i]);
                        }
                    };
                    (add(J, std::get<inputs + n + J>(p)), ...);
                }
            };
            engine::for_stretches<inputs, n, n>(
                all, stretch, engine::pointer_of<true>(std::get<I>(operands))...,
                parameters.data(J)..., sums.data(J)...,
                engine::pointer_of<false>(std::get<inputs + O>(operands))...);
        }
        (std::make_index_sequence<inputs>{}, std::make_index_sequence<n>{},
         std::make_index_sequence<outputs>{});
    };
    engine::with_parameters<T, K>(list, run);
    sums.write();
}

} // namespace actfn::engine
