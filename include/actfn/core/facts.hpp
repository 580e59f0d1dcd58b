// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/config.hpp>

#include <cstddef>
#include <limits>
#include <string_view>

namespace actfn::inline ACTFN_ABI {

/// Up to four abscissas, ascending.
struct points {
    double at[4]{};
    std::size_t count = 0;

    constexpr points() = default;
    template <class... D>
    constexpr points(double first, D... rest) noexcept
        : at{first, static_cast<double>(rest)...}, count{1 + sizeof...(rest)} {
        static_assert(sizeof...(rest) < 4, "actfn::points holds at most four abscissas");
    }

    constexpr double const* begin() const noexcept { return at; }
    constexpr double const* end() const noexcept { return at + count; }
};

/// The weight initialisation that goes with an activation: variance 2/(fan_in + fan_out), 2/fan_in
/// or 1/fan_in.
enum class init_scheme { glorot, he, lecun };

/// How the derivative vanishes towards an end (Gulcehre et al. 2016, arXiv:1603.00391): not at all,
/// in the limit only, or exactly from some point on.
enum class saturation { none, soft, hard };

/// The infinite numbers at which a complex function has no limit, and is NaN: none, those with an
/// infinite real part, those with an infinite imaginary part, or all.
enum class along { nothing, real, imaginary, everything };

/// What is known of a function with the parameters it has. Tests, tables, plots and initialisation
/// read it. Limits, kinks, parity, saturation and the Lipschitz constant are those of functions of
/// one real number; of other kinds the numbers among them are NaN.
struct facts {
    static constexpr double infinity = std::numeric_limits<double>::infinity();

    /// Largest errors, NaN where none is stated: of the value, and of derivatives and gradients.
    struct ulp {
        double value = 2;
        double derivative = 4;

        constexpr bool stated() const noexcept { return value == value; }
    };
    static constexpr ulp not_stated{std::numeric_limits<double>::quiet_NaN(),
                                    std::numeric_limits<double>::quiet_NaN()};
    struct end {
        double value;
        double derivative;
    };
    struct range {
        double lo;
        double hi;
    };
    struct sides {
        saturation left;
        saturation right;
    };
    std::string_view name;
    /// Other names of the same object, separated by blanks.
    std::string_view aliases = {};
    /// Infix in x and the parameters; `a if c else b` for cases. Of complex functions in z = x +
    /// i*y = r * exp(i*t), u = z / r.
    std::string_view formula = {};
    /// Of functions of several inputs, rows and losses the gradient by the inputs, in g, the
    /// gradient by the value.
    std::string_view derivative = {};
    /// The larger of the terms that cancel at a root of the derivative; the bound of the
    /// derivative is in ULP of the larger of this and the derivative. Empty: purely relative.
    std::string_view cancelling = {};
    /// The same for the value, where it has a root that is not at 0.
    std::string_view cancelling_value = {};
    /// The same for the second derivative, where more than its surroundings cancel at a root.
    std::string_view cancelling_second = {};
    std::string_view source = {};
    /// Bounds of the value, of a complex one of both parts.
    double lower = -infinity;
    double upper = infinity;
    end left{-infinity, 1};
    end right{infinity, 1};
    /// Points where the derivative jumps; `derivative` says which branch owns each.
    points kinks = {};
    /// It never falls. Of several inputs: in each of them, while the others are held, it rises or
    /// falls throughout. Not of rows and complex functions.
    bool monotone = true;
    bool odd = false;
    bool even = false;
    /// Hard ends are stated, the others follow from the limits.
    sides saturates{left.derivative == 0 ? saturation::soft : saturation::none,
                    right.derivative == 0 ? saturation::soft : saturation::none};
    /// How many derivatives are continuous: -1 where the value jumps, 0 with kinks. Of rows and
    /// complex functions NaN.
    double smoothness = kinks.count == 0 ? infinity : 0;
    /// The least upper bound of |f′|, the larger of the limits of f′ unless stated.
    double lipschitz = left.derivative < right.derivative ? right.derivative : left.derivative;
    init_scheme init = init_scheme::glorot;
    /// Largest error in units in the last place (ULP) of the element type, float and double. A
    /// gradient of several terms: in ULP of the largest of it and the terms that cancel. A complex
    /// function: either part of the value in ULP of |f|, of a derivative in ULP of |∂f/∂z| +
    /// |∂f/∂z̄|. A gated function: where value and derivative of the gate are normal numbers.
    ulp max_ulp = {};
    /// Where samples are drawn: holds every kink and both flat ends.
    range interval{-20, 20};
    /// Between these ends it is defined; beyond them it is NaN.
    range domain{-infinity, infinity};
    /// `derivative` is not the derivative of the value but a surrogate: the derivative of a step is
    /// 0, which does not train.
    bool surrogate = false;

    // Of complex functions.

    /// f(exp(i*a) * z) = exp(i*a) * f(z).
    bool equivariant = false;
    bool holomorphic = false;
    /// f(conj(z)) = conj(f(z)).
    bool symmetric = false;
    along diverges = along::nothing;
    /// The largest |z| for which errors are bounded.
    double reach = infinity;
    /// Largest error of each part of the value in its own units; 0: a part that is small beside the
    /// other may lose more.
    double parts = 0;

    constexpr bool zero_centred() const noexcept { return odd; }
};

} // namespace actfn
