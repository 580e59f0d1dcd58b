// SPDX-License-Identifier: MIT
#pragma once
#include <mpfr.h>
#include <utility>

namespace judge {

/// A number of MPFR, correctly rounded to `bits` and with exponents that nothing overflows. It
/// knows whether it is exact: then no higher precision can change it.
class real {
  public:
    static inline thread_local mpfr_prec_t bits = 128;

    real() : real(0.0) {}
    real(double x) { // NOLINT: numbers are reals
        mpfr_init2(v_, bits);
        exact_ = mpfr_set_d(v_, x, MPFR_RNDN) == 0;
    }
    real(real const& other) {
        mpfr_init2(v_, bits);
        exact_ = mpfr_set(v_, other.v_, MPFR_RNDN) == 0 && other.exact_;
    }
    real(real&& other) noexcept : exact_(other.exact_) {
        *v_ = *other.v_;
        other.v_->_mpfr_d = nullptr;
    }
    real& operator=(real other) noexcept {
        std::swap(*v_, *other.v_);
        exact_ = other.exact_;
        return *this;
    }
    ~real() {
        if (v_->_mpfr_d != nullptr) mpfr_clear(v_);
    }

    mpfr_srcptr get() const { return v_; }
    bool exact() const { return exact_; }
    bool exactly_zero() const { return exact_ && mpfr_zero_p(v_) != 0; }
    bool is_nan() const { return mpfr_nan_p(v_) != 0; }
    bool is_inf() const { return mpfr_inf_p(v_) != 0; }
    bool is_zero() const { return mpfr_zero_p(v_) != 0; }
    int sign() const { return is_nan() ? 0 : mpfr_sgn(v_); }
    double to_double() const { return mpfr_get_d(v_, MPFR_RNDN); }
    /// The exponent e of a number with 2^e <= |x| < 2^(e+1).
    mpfr_exp_t exponent() const { return mpfr_get_exp(v_) - 1; }

    using of_one = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);
    using of_two = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_srcptr, mpfr_rnd_t);
    static real apply(of_one f, real const& a) {
        real r(unset{});
        r.exact_ = f(r.v_, a.v_, MPFR_RNDN) == 0 && a.exact_;
        return r;
    }
    static real apply(of_two f, real const& a, real const& b) {
        real r(unset{});
        r.exact_ = f(r.v_, a.v_, b.v_, MPFR_RNDN) == 0 && a.exact_ && b.exact_;
        return r;
    }

    real operator-() const { return apply(mpfr_neg, *this); }
    friend real operator+(real const& a, real const& b) {
        if (a.exactly_zero()) return b;
        if (b.exactly_zero()) return a;
        return apply(mpfr_add, a, b);
    }
    friend real operator-(real const& a, real const& b) {
        if (b.exactly_zero()) return a;
        return apply(mpfr_sub, a, b);
    }
    /// A zero that is none of rounding or underflow stays zero, times infinity too.
    friend real operator*(real const& a, real const& b) {
        if (a.exactly_zero() || b.exactly_zero()) return {};
        return apply(mpfr_mul, a, b);
    }
    friend real operator/(real const& a, real const& b) {
        if (a.exactly_zero() && !b.is_zero()) return {};
        return apply(mpfr_div, a, b);
    }
    friend bool operator<(real const& a, real const& b) { return mpfr_less_p(a.v_, b.v_) != 0; }
    friend bool operator>(real const& a, real const& b) { return b < a; }
    friend bool operator<=(real const& a, real const& b) {
        return mpfr_lessequal_p(a.v_, b.v_) != 0;
    }
    friend bool operator>=(real const& a, real const& b) { return b <= a; }

    static real pi() {
        real r(unset{});
        mpfr_const_pi(r.v_, MPFR_RNDN);
        r.exact_ = false;
        return r;
    }
    /// A decimal constant.
    static real decimal(char const* digits) {
        real r(unset{});
        mpfr_set_str(r.v_, digits, 10, MPFR_RNDN);
        r.exact_ = false;
        return r;
    }
    /// x times 2^n.
    real scaled(long n) const {
        real r(unset{});
        r.exact_ = mpfr_mul_2si(r.v_, v_, n, MPFR_RNDN) == 0 && exact_;
        return r;
    }

  private:
    struct unset {};
    explicit real(unset) { mpfr_init2(v_, bits); }

    mpfr_t v_;
    bool exact_ = true;
};

inline real abs(real const& x) { return real::apply(mpfr_abs, x); }
inline real asinh(real const& x) { return real::apply(mpfr_asinh, x); }
inline real atan(real const& x) { return real::apply(mpfr_atan, x); }
inline real atanh(real const& x) { return real::apply(mpfr_atanh, x); }
inline real cos(real const& x) { return real::apply(mpfr_cos, x); }
inline real cosh(real const& x) { return real::apply(mpfr_cosh, x); }
inline real erf(real const& x) { return real::apply(mpfr_erf, x); }
inline real erfc(real const& x) { return real::apply(mpfr_erfc, x); }
inline real exp(real const& x) { return real::apply(mpfr_exp, x); }
inline real expm1(real const& x) { return real::apply(mpfr_expm1, x); }
inline real log(real const& x) { return real::apply(mpfr_log, x); }
inline real log1p(real const& x) { return real::apply(mpfr_log1p, x); }
inline real nint(real const& x) { return real::apply(mpfr_rint, x); }
inline real pow(real const& x, real const& y) { return real::apply(mpfr_pow, x, y); }
inline real sin(real const& x) { return real::apply(mpfr_sin, x); }
inline real sinh(real const& x) { return real::apply(mpfr_sinh, x); }
inline real sqrt(real const& x) { return real::apply(mpfr_sqrt, x); }
inline real tanh(real const& x) { return real::apply(mpfr_tanh, x); }

/// 1/(1 + e^-x): no cancellation in either tail.
inline real logistic(real const& x) { return real(1) / (real(1) + exp(-x)); }
inline real softplus(real const& x) { // log(1 + e^x)
    return x.sign() > 0 ? x + log1p(exp(-x)) : log1p(exp(x));
}

} // namespace judge
