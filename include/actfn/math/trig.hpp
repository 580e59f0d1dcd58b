// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/exp.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>
#include <limits>

namespace actfn::inline ACTFN_ABI::math {

namespace detail {

// sin and cos on |r| ≤ π/4 and a little more, and π/2 in three parts: tools/trig.sollya
template <class T> struct trig_constants;

template <> struct trig_constants<float> {
    /// Up to here quotients are few enough for the three parts.
    static constexpr float limit = 0x1p15F;
    static constexpr float two_over_pi = 0x1.45f306p-1F;
    static constexpr float half_pi[3] = {0x1.921fb6p0F, -0x1.777a5cp-25F, -0x1.ee59dap-50F};
    template <real V> ACTFN_INLINE static V sine(V z) noexcept {
        return math::polynomial(z, as<V>(-0x1.555556p-3F), as<V>(0x1.111164p-7F),
                                as<V>(-0x1.a047e8p-13F), as<V>(0x1.77a368p-19F));
    }
    template <real V> ACTFN_INLINE static V cosine(V z) noexcept {
        return math::polynomial(z, as<V>(0x1.555556p-5F), as<V>(-0x1.6c175p-10F),
                                as<V>(0x1.a06398p-16F), as<V>(-0x1.3299f8p-22F));
    }
};

template <> struct trig_constants<double> {
    static constexpr double limit = 0x1p30;
    static constexpr double two_over_pi = 0x1.45f306dc9c883p-1;
    static constexpr double half_pi[3] = {0x1.921fb54442d18p0, 0x1.1a62633145c07p-54,
                                          -0x1.f1976b7ed8fbcp-110};
    template <real V> ACTFN_INLINE static V sine(V z) noexcept {
        return math::polynomial(z, as<V>(-0x1.5555555555549p-3), as<V>(0x1.111111110f8a5p-7),
                                as<V>(-0x1.a01a019c15d94p-13), as<V>(0x1.71de357acaf15p-19),
                                as<V>(-0x1.ae5e684e9807p-26), as<V>(0x1.5d9388d184623p-33));
    }
    template <real V> ACTFN_INLINE static V cosine(V z) noexcept {
        return math::polynomial(z, as<V>(0x1.555555555554cp-5), as<V>(-0x1.6c16c16c15221p-10),
                                as<V>(0x1.a01a019cbfa2cp-16), as<V>(-0x1.27e4f812e395ep-22),
                                as<V>(0x1.1ee9f16cc781ap-29), as<V>(-0x1.8fb13b550ffa3p-37));
    }
};

/// The binary places of 2/π: tools/trig.sollya
inline constexpr std::uint64_t two_over_pi_words[] = {
    0xa2f9836e4e441529U, 0xfc2757d1f534ddc0U, 0xdb6295993c439041U, 0xfe5163abdebbc561U,
    0xb7246e3a424dd2e0U, 0x06492eea09d1921cU, 0xfe1deb1cb129a73eU, 0xe88235f52ebb4484U,
    0xe99c7026b45f7e41U, 0x3991d639835339f4U, 0x9c845f8bbdf9283bU, 0x1ff897ffde05980fU,
    0xef2f118b5a0a6d1fU, 0x6d367ecf27cb09b7U, 0x4f463f669e5fea2dU, 0x7527bac7ebe5f17bU,
    0x3d0739f78a5292eaU, 0x6bfb5fb11f8d5d08U, 0x56033046fc7b6babU, 0xf0cfbc209af4361dU,
    0xa9e391615ee61b08U, 0x6599855f14a06840U, 0x8dffd8804d732731U, 0x06061556ca73a8c9U,
    0x60e27bc08c6b47c4U, 0x19c367cddce8092aU, 0x8359c4768b961ca6U, 0xddaf44d15719053eU,
    0xa5ff07053f7e33e8U, 0x32c2de4f98327dbbU, 0xc33d26ef6b1e5ef8U, 0x9f3a1f35caf27f1dU,
    0x87f121907c7c246aU, 0xfa6ed5772d30433bU, 0x15c614b59d19c3c2U, 0xc4ad414d2c5d000cU,
    0x467d862d71e39ac6U, 0x9b0062337cd2b497U, 0xa7b4d55537f63ed7U, 0x1810a3fc764d2a9dU,
    0x64abd770f87c6357U, 0xb07ae715175649c0U, 0xd9d63b3884a7cb23U, 0x24778ad623545ab9U,
    0x1f001b0af1dfce19U, 0xff319f6a1e666157U, 0x9947fbacd87f7eb7U, 0x652289e83260bfe6U,
    0xcdc4ef09366cd43fU, 0x5dd7de16de3b5892U, 0x9bde2822d2e88628U, 0x4d58e232cac616e3U};
/// Those from 64i on, and zeros on either side.
constexpr std::uint64_t two_over_pi_word(int i) noexcept {
    constexpr int count = sizeof two_over_pi_words / sizeof two_over_pi_words[0];
    return i < 0 || i >= count ? 0 : two_over_pi_words[i];
}

/// An angle less its multiple of π/2, whose number of quarters is counted modulo 4 in the low bits.
template <class V> struct reduced_angle {
    V hi;
    V lo;
    decltype(math::bits(V(0))) quarters;
};

/// x·f·2^more for x, f > 0, by the digits of 2/π that are not multiples of 4 (Payne, Hanek 1983):
/// exact integers, so the product may be larger than any number.
constexpr reduced_angle<double> reduce_exactly(double x, double f, int more = 0) noexcept {
    auto const px = core::ieee::normal(core::ieee::parts_of(x));
    auto const pf = core::ieee::normal(core::ieee::parts_of(f));
    std::uint64_t const mx = px.m >> 11;
    std::uint64_t const mf = pf.m >> 11;
    int const first = px.e + pf.e + 2 * 11 + more - 2; // of the places of 2/π that count, from 0

    // Limbs of 32 bits, the lowest first: the product of significands, and the places of 2/π.
    std::uint64_t const xs[2] = {mx & 0xffffffffU, mx >> 32};
    std::uint64_t const fs[2] = {mf & 0xffffffffU, mf >> 32};
    std::uint64_t significand[4] = {};
    for (int i = 0; i < 2; ++i) {
        std::uint64_t carry = 0;
        for (int j = 0; j < 2; ++j) {
            std::uint64_t const sum = xs[i] * fs[j] + significand[i + j] + carry;
            significand[i + j] = sum & 0xffffffffU;
            carry = sum >> 32;
        }
        significand[i + 2] = carry;
    }
    std::uint64_t places[8] = {};
    for (int i = 0; i < 4; ++i) {
        int const at = first + 64 * i;
        int const shift = at & 63;
        int const word = (at - shift) / 64;
        std::uint64_t const next = shift == 0 ? 0 : two_over_pi_word(word + 1) >> (64 - shift);
        std::uint64_t const w = (two_over_pi_word(word) << shift) | next;
        places[7 - 2 * i] = w >> 32;
        places[6 - 2 * i] = w & 0xffffffffU;
    }
    std::uint64_t product[8] = {};
    for (int i = 0; i < 4; ++i) {
        std::uint64_t carry = 0;
        for (int j = 0; i + j < 8; ++j) {
            std::uint64_t const sum = significand[i] * places[j] + product[i + j] + carry;
            product[i + j] = sum & 0xffffffffU;
            carry = sum >> 32;
        }
    }
    // Two bits of quarters, then a fraction, taken to [-1/2, 1/2].
    std::uint64_t const top = product[7] << 32 | product[6];
    std::uint64_t const bottom = product[5] << 32 | product[4];
    std::uint64_t head = top << 2 | bottom >> 62;
    std::uint64_t tail = bottom << 2;
    bool const negative = head >> 63 != 0;
    if (negative) {
        tail = ~tail + 1;
        head = ~head + (tail == 0 ? 1 : 0);
    }
    int exponent = -53;
    if (head == 0) {
        head = tail;
        tail = 0;
        exponent -= 64;
    }
    int const zeros = std::countl_zero(head | 1);
    if (zeros != 0) {
        head = head << zeros | tail >> (64 - zeros);
        tail <<= zeros;
    }
    exponent -= zeros;
    double const unit = core::ieee::power_of_two<double>(exponent);
    double const hi = static_cast<double>(head >> 11) * unit;
    double const lo = static_cast<double>((head & 0x7ffU) << 42 | tail >> 22) * (unit * 0x1p-53);

    using C = trig_constants<double>;
    auto const p = math::two_product(hi, C::half_pi[0]);
    double const rest = p.lo + math::fma(hi, C::half_pi[1], lo * C::half_pi[0]);
    std::uint64_t const quarters = (top >> 62) + (negative ? 1 : 0);
    return {negative ? -p.hi : p.hi, negative ? -rest : rest, quarters};
}

/// The angle f·x.
struct proportional {
    static constexpr reduced_angle<double> reduce(double x, double f) noexcept {
        return detail::reduce_exactly(x, f);
    }
};

/// The angle f·x·(1 + x), x > 0: the sum of those of x and of the two parts of x².
struct growing {
    static constexpr reduced_angle<double> reduce(double x, double f) noexcept {
        using C = trig_constants<double>;
        auto const p = core::ieee::normal(core::ieee::parts_of(x));
        int const exponent = p.e + 64; // x is m·2^exponent, 1/2 ≤ m < 1
        double const m = static_cast<double>(p.m >> 11) * 0x1p-53;
        auto const square = math::two_product(m, m);
        auto const a = detail::reduce_exactly(x, f);
        auto const b = detail::reduce_exactly(square.hi, f, 2 * exponent);
        auto const c = detail::reduce_exactly(math::abs(square.lo), f, 2 * exponent);
        double const sign = square.lo < 0 ? -1 : 1;
        auto const ab = math::two_sum(a.hi, b.hi);
        auto const abc = math::two_sum(ab.hi, sign * c.hi);
        auto const all = math::two_sum(abc.hi, ab.lo + abc.lo + (a.lo + b.lo + sign * c.lo));
        // From three eighths of a turn on to within one eighth.
        double const n = (math::opaque(all.hi * C::two_over_pi) + 0x1.8p52) - 0x1.8p52;
        auto const head = math::two_sum(all.hi, -n * C::half_pi[0]);
        double const rest = all.lo - n * C::half_pi[2];
        auto const less = math::two_sum(head.hi, -n * C::half_pi[1]);
        auto const r = math::two_sum(less.hi, less.lo + head.lo + rest);
        auto const turns = static_cast<std::uint64_t>(static_cast<std::int64_t>(n));
        std::uint64_t const third = square.lo < 0 ? 0 - c.quarters : c.quarters;
        return {r.hi, r.lo, a.quarters + b.quarters + third + turns};
    }
};

/// Replaces what lies beyond the limit, lane by lane; the angle is factor·x, or as Angle says.
template <class Angle, class V, class P>
ACTFN_NOINLINE constexpr void reduce_far(V angle, V x, P const& factor,
                                         reduced_angle<V>& r) noexcept {
    using T = scalar_t<V>;
    using Q = decltype(r.quarters);
    using Int = decltype(math::bits(T(0)));
    constexpr std::size_t n = math::lanes<V>;
    T angles[n];
    T xs[n];
    T his[n];
    T los[n];
    Int quarters[n];
    math::store(angles, angle);
    math::store(xs, x);
    math::store(his, r.hi);
    math::store(los, r.lo);
    math::store(quarters, r.quarters);
    double factors[n];
    if constexpr (std::is_arithmetic_v<P>) {
        std::fill(factors, factors + n, static_cast<double>(factor));
    } else if constexpr (math::is_per_lane<P>) {
        for (std::size_t i = 0; i < n; ++i) factors[i] = factor.at(i);
    } else {
        T learnt[n];
        math::store(learnt, factor);
        std::copy(learnt, learnt + n, factors);
    }
    constexpr auto most = static_cast<double>((std::numeric_limits<T>::max)());
    for (std::size_t i = 0; i < n; ++i) {
        if (!(angles[i] > trig_constants<T>::limit)) continue;
        double const a = math::abs(static_cast<double>(xs[i]));
        double const f = math::abs(factors[i]);
        if (!(a <= most && f <= (std::numeric_limits<double>::max)())) {
            his[i] = std::numeric_limits<T>::quiet_NaN();
            continue;
        }
        auto const distant = Angle::reduce(a, f);
        his[i] = static_cast<T>(distant.hi + distant.lo);
        los[i] = static_cast<T>((distant.hi - static_cast<double>(his[i])) + distant.lo);
        quarters[i] = static_cast<Int>(distant.quarters);
    }
    r = {math::load<V>(his), math::load<V>(los), math::load<Q>(quarters)};
}

/// factor·x as an unevaluated sum of three. Two parts hold 48 bits of a product with a double in
/// floats, which beside a multiple of π is few.
template <class V> struct scaled_angle {
    pair<V> parts;
    V rest;
};
template <real V>
ACTFN_INLINE scaled_angle<V> scale_angle(V x, V factor, V low, V lowest) noexcept {
    V const z = math::select(factor == V(0), math::finite(x), x);
    auto const p = math::two_product(factor, z);
    auto const q = math::two_product(low, z);
    auto const s = math::two_sum(p.lo, q.hi);
    return {{p.hi, s.hi}, s.lo + math::fma(lowest, z, q.lo)};
}
template <real V, class P> ACTFN_INLINE scaled_angle<V> scale_angle(V x, P const& factor) noexcept {
    using T = scalar_t<V>;
    if constexpr (std::is_same_v<T, float> && math::is_per_lane<P>) {
        return detail::scale_angle(x, factor.rounded, factor.rest, factor.lowest());
    } else if constexpr (std::is_arithmetic_v<P> && sizeof(P) > sizeof(T)) {
        if (static_cast<P>(static_cast<T>(factor)) != factor) {
            V const lowest = math::low<V>(factor - static_cast<P>(static_cast<T>(factor)));
            return detail::scale_angle(x, math::as<V>(factor), math::low<V>(factor), lowest);
        }
    }
    return {math::scaled(x, factor), V(0)};
}

/// The parts of a parameter that floats of double precision need.
template <real V, class P> ACTFN_INLINE V lowest(P const& factor) noexcept {
    using T = scalar_t<V>;
    if constexpr (std::is_same_v<T, float> && math::is_per_lane<P>) {
        return factor.lowest();
    } else if constexpr (std::is_arithmetic_v<P> && sizeof(P) > sizeof(T)) {
        return math::low<V>(factor - static_cast<P>(static_cast<T>(factor)));
    } else {
        return V(0);
    }
}
/// factor·x·(1 + |x|) as a sum of three.
template <real V, class P> ACTFN_INLINE scaled_angle<V> grown_angle(V x, P const& factor) noexcept {
    V const f = math::as<V>(factor);
    V const f1 = math::low<V>(factor);
    V const z = math::select(f == V(0), V(0) * math::finite(x), x);
    V const a = math::abs(z);
    auto const square = math::two_product(a, a);
    auto const sum = math::two_sum(a, square.hi);
    auto const rest = math::two_sum(sum.lo, square.lo);
    auto const g = math::two_sum(sum.hi, rest.hi);
    auto const p = math::two_product(f, g.hi);
    auto const q = math::two_product(f, g.lo);
    auto const r = math::two_product(f1, g.hi);
    auto const s = math::two_sum(q.hi, r.hi);
    auto const t = math::two_sum(p.lo, s.hi);
    V const last = math::fma(f, rest.lo, math::fma(f1, g.lo, detail::lowest<V>(factor) * g.hi));
    V const all = (t.lo + s.lo) + ((q.lo + r.lo) + last);
    // Where the square overflows, far beyond any limit.
    V const most = V((std::numeric_limits<scalar_t<V>>::max)());
    V const hi = math::select(square.hi <= most, p.hi, f * square.hi);
    return {{math::mulsign(hi, z), math::mulsign(t.hi, z)}, math::mulsign(all, z)};
}

/// Cody, Waite 1980, for 0 ≤ a ≤ limit and what a lacks of the angle.
template <real V> ACTFN_INLINE reduced_angle<V> reduce_near(V a) noexcept {
    using T = scalar_t<V>;
    using C = trig_constants<T>;
    V const shifter = V(exp_constants<T>::shifter);
    V const shifted = detail::nearest_fma(a, V(C::two_over_pi), shifter);
    V const n = shifted - shifter;
    V r; // exact
    if constexpr (has_fma<V>) {
        r = math::fnma(n, V(C::half_pi[0]), a);
    } else {
        auto const p = math::two_product(n, V(C::half_pi[0]));
        r = (a - p.hi) - p.lo;
    }
    auto const p = math::two_product(n, V(C::half_pi[1]));
    auto const s = math::two_sum(r, -p.hi);
    V const rest = s.lo - math::fma(n, V(C::half_pi[2]), p.lo);
    auto const sum = math::two_sum(s.hi, rest);
    return {sum.hi, sum.lo, math::bits(shifted)};
}
template <real V> ACTFN_INLINE reduced_angle<V> reduce_near(V a, V lo, V rest) noexcept {
    auto const r = detail::reduce_near(a);
    // Near a multiple of π/2 the two may cancel.
    auto const all = math::two_sum(r.hi, lo);
    auto const normal = math::two_sum(all.hi, all.lo + r.lo + rest);
    return {normal.hi, normal.lo, r.quarters};
}

} // namespace detail

/// sin and cos of one angle, x or factor·x, within 1 ULP at every finite number; NaN at infinity.
template <class V> struct trig_parts {
    using T = scalar_t<V>;

    V angle;
    detail::reduced_angle<V> r;
    V z;
    V one_minus; // 1 − r²/2

    ACTFN_INLINE explicit trig_parts(V x) noexcept
        : trig_parts(x, math::abs(x), detail::reduce_near(clamped(math::abs(x))), x, 1.0) {}

    /// Of t.hi + t.lo.
    ACTFN_INLINE explicit trig_parts(pair<V> t) noexcept : trig_parts({t, V(0)}, t.hi, 1.0) {}

    template <class P>
    ACTFN_INLINE trig_parts(V x, P const& factor) noexcept
        : trig_parts(detail::scale_angle(x, factor), x, factor) {}
    /// Of factor·x·(1 + |x|).
    template <class P>
    ACTFN_INLINE trig_parts(detail::growing angle_of, V x, P const& factor) noexcept
        : trig_parts(detail::grown_angle(x, factor), x, factor, angle_of) {}

    /// The sine. Error: 1 ULP.
    ACTFN_INLINE V sine() const noexcept {
        V const y = math::select(odd(), cosine_of_rest(), sine_of_rest());
        return math::mulsign(math::mulsign(y, sign(r.quarters)), angle);
    }
    /// The cosine. Error: 1 ULP.
    ACTFN_INLINE V cosine() const noexcept {
        V const y = math::select(odd(), sine_of_rest(), cosine_of_rest());
        return math::mulsign(y, sign(r.quarters + decltype(r.quarters)(1)));
    }
    /// sin², so without signs.
    ACTFN_INLINE V sine_squared() const noexcept {
        V const y = math::select(odd(), cosine_of_rest(), sine_of_rest());
        return y * y;
    }
    /// 1 + sin of twice the angle = (sin + cos)², which is not negative.
    ACTFN_INLINE V one_plus_sine_of_twice() const noexcept {
        V const s = math::mulsign(sine_of_rest(), angle);
        V const y = cosine_of_rest() + math::select(odd(), -s, s);
        return y * y;
    }

    /// {sin + cos, sin − cos}/√2, the sine and minus the cosine of the angle + π/4: accurate beside
    /// their roots, too.
    ACTFN_INLINE pair<V> diagonal() const noexcept {
        constexpr double quarter_pi = 0.78539816339744830962;
        constexpr double diagonal_share = 0.70710678118654752440;
        constexpr double rest = detail::trig_constants<T>::half_pi[1] / 2;
        // Off the nearer diagonal by d ≤ 0.
        V const lo = math::mulsign(r.lo, r.hi);
        auto const d = math::two_sum(math::abs(r.hi), math::as<V>(-quarter_pi));
        V const nearby = d.hi + (d.lo + (lo - math::as<V>(rest)));
        V const square = nearby * nearby;
        V const less = -math::fma(nearby * square, detail::trig_constants<T>::sine(square), nearby);
        V const s = sine_of_rest();
        V const more = math::as<V>(diagonal_share) * (cosine_of_rest() + math::abs(s));
        auto const falling = s < V(0);
        V const sum = math::select(falling, less, more); // (cos + sin)/√2 of the rest
        V const gap = math::select(falling, more, less); // (cos − sin)/√2 of it
        V const up = math::select(odd(), gap, sum);
        V const across = math::select(odd(), sum, -gap);
        V const a = math::mulsign(up, sign(r.quarters));
        V const b = math::mulsign(across, sign(r.quarters));
        auto const negative = math::mulsign(V(1), angle) < V(0);
        return {math::select(negative, -b, a), math::select(negative, -a, b)};
    }

  private:
    ACTFN_INLINE static V clamped(V a) noexcept {
        return math::at_most(a, V(detail::trig_constants<T>::limit));
    }
    template <class P, class Angle = detail::proportional>
    ACTFN_INLINE trig_parts(detail::scaled_angle<V> const& t, V x, P const& factor,
                            Angle angle_of = {}) noexcept
        : trig_parts(t.parts.hi, math::abs(t.parts.hi),
                     detail::reduce_near(clamped(math::abs(t.parts.hi)),
                                         math::mulsign(t.parts.lo, t.parts.hi),
                                         math::mulsign(t.rest, t.parts.hi)),
                     x, factor, angle_of) {}
    template <class P, class Angle = detail::proportional>
    ACTFN_INLINE trig_parts(V signed_angle, V a, detail::reduced_angle<V> nearby, V x,
                            P const& factor, Angle = {}) noexcept
        : angle(signed_angle), r(nearby) {
        if (math::any_less(V(detail::trig_constants<T>::limit), a)) {
            detail::reduced_angle<V> distant = nearby;
            detail::reduce_far<Angle>(a, x, factor, distant);
            r = distant;
        }
        z = math::square_or_zero(r.hi);
        one_minus = math::fnma(z, V(T(0.5)), V(1));
    }

    ACTFN_INLINE V sine_of_rest() const noexcept {
        V const bend = z * detail::trig_constants<T>::sine(z);
        return r.hi + math::fma(r.hi, bend, r.lo * one_minus);
    }
    ACTFN_INLINE V cosine_of_rest() const noexcept {
        V const lost = (V(1) - one_minus) - z * V(T(0.5));
        V const more = math::fma(z, z * detail::trig_constants<T>::cosine(z), lost);
        return one_minus + math::fnma(r.hi, r.lo, more);
    }
    /// The lowest or, with shift 2, the next bit of the quarters as a sign.
    template <class Q> ACTFN_INLINE static V sign(Q quarters, int shift = 2) noexcept {
        constexpr int bits = 8 * sizeof(T);
        return math::from_bits<V>(quarters << (bits - shift));
    }
    ACTFN_INLINE auto odd() const noexcept {
        return math::mulsign(V(1), sign(r.quarters, 1)) < V(0);
    }
};

/// On dual numbers by the chain rule, the factor being a constant or learnable.
template <class V> struct trig_parts<dual<V>> {
    trig_parts<V> at;
    V slope; // of the angle

    ACTFN_INLINE explicit trig_parts(dual<V> x) noexcept : at(x.value), slope(x.tangent) {}
    ACTFN_INLINE explicit trig_parts(pair<dual<V>> t) noexcept
        : at(pair<V>{t.hi.value, t.lo.value}), slope(t.hi.tangent + t.lo.tangent) {}
    template <class P>
    ACTFN_INLINE trig_parts(dual<V> x, P const& factor) noexcept
        : at(x.value, factor), slope(x.tangent * math::as<V>(factor)) {}
    template <class P>
    ACTFN_INLINE trig_parts(detail::growing angle_of, dual<V> x, P const& factor) noexcept
        : at(angle_of, x.value, factor),
          slope(x.tangent * math::as<V>(factor) * (math::abs(x.value + x.value) + V(1))) {}
    ACTFN_INLINE trig_parts(detail::growing angle_of, dual<V> x, dual<V> const& factor) noexcept
        : at(angle_of, x.value, factor.value),
          slope(x.tangent * factor.value * (math::abs(x.value + x.value) + V(1)) +
                x.value * (math::abs(x.value) + V(1)) * factor.tangent) {}
    ACTFN_INLINE trig_parts(dual<V> x, dual<V> const& factor) noexcept
        : at(x.value, factor.value), slope(x.tangent * factor.value + x.value * factor.tangent) {}

    ACTFN_INLINE dual<V> sine() const noexcept { return {at.sine(), at.cosine() * slope}; }
    ACTFN_INLINE dual<V> cosine() const noexcept { return {at.cosine(), -at.sine() * slope}; }
    ACTFN_INLINE dual<V> sine_squared() const noexcept {
        return {at.sine_squared(), V(2) * at.sine() * at.cosine() * slope};
    }
    ACTFN_INLINE dual<V> one_plus_sine_of_twice() const noexcept {
        V const s = at.sine();
        V const c = at.cosine();
        return {at.one_plus_sine_of_twice(), V(2) * (c - s) * (c + s) * slope};
    }
    ACTFN_INLINE pair<dual<V>> diagonal() const noexcept {
        auto const d = at.diagonal();
        return {{d.hi, -d.lo * slope}, {d.lo, d.hi * slope}};
    }
};

/// The sine and cosine of x.
template <real V> ACTFN_INLINE trig_parts<V> trig(V x) noexcept { return trig_parts<V>(x); }
/// The sine and cosine of factor·x, which is not rounded before.
template <real V, class P> ACTFN_INLINE trig_parts<V> trig(V x, P const& factor) noexcept {
    return trig_parts<V>(x, factor);
}
/// The sine and cosine of factor·x·(1 + |x|), which is not rounded before.
template <real V, class P> ACTFN_INLINE trig_parts<V> growing_trig(V x, P const& factor) noexcept {
    return trig_parts<V>(detail::growing{}, x, factor);
}
/// sin(x); NaN at infinity. Error: 1 ULP.
template <real V> ACTFN_INLINE V sin(V x) noexcept { return math::trig(x).sine(); }
/// cos(x); NaN at infinity. Error: 1 ULP.
template <real V> ACTFN_INLINE V cos(V x) noexcept { return math::trig(x).cosine(); }

/// What first_quadrant returns.
template <class V> struct quadrant {
    V sine;
    V cosine;
};
/// The sine and cosine of x, each with relative accuracy. Domain: 0 ≤ x ≤ π/2; NaN beyond.
template <real V> ACTFN_INLINE quadrant<V> first_quadrant(V x) noexcept {
    using C = detail::trig_constants<scalar_t<V>>;
    constexpr double quarter_pi = 0.78539816339744830962;
    auto const outer = x > math::as<V>(quarter_pi);
    // π/2 − x: the first difference is exact.
    V const r =
        math::select(outer, (math::as<V>(C::half_pi[0]) - x) + math::as<V>(C::half_pi[1]), x);
    V const z = math::small_square(r);
    V const s = math::fma(r, z * C::sine(z), r);
    V const one_minus = math::fnma(z, math::as<V>(0.5), V(1));
    V const lost = (V(1) - one_minus) - z * math::as<V>(0.5);
    V const c = one_minus + math::fma(z * z, C::cosine(z), lost);
    V const sine = math::select(r < V(0), math::as<V>(std::numeric_limits<double>::quiet_NaN()), s);
    return {math::select(outer, c, sine), math::select(outer, sine, c)};
}
template <class V> ACTFN_INLINE quadrant<dual<V>> first_quadrant(dual<V> x) noexcept {
    auto const at = math::first_quadrant(x.value);
    return {math::chain(x, at.sine, at.cosine), math::chain(x, at.cosine, -at.sine)};
}

} // namespace actfn::math
