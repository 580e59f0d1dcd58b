// SPDX-License-Identifier: MIT
#include "formulas.hpp"

#include <map>
#include <stdexcept>
#include <string>

namespace judge {

namespace {

using number = taylor const&;
using parameters = taylor const*;

// Of several functions.

taylor leaky(number x, number slope) { return x > 0 ? x : slope * x; }
taylor sech_like(number k, number x) { return k * logistic(k * x) * logistic(-(k * x)); }
taylor step_at_0(number x, parameters) { return x > 0 ? 1 : 0; }
taylor sign_of(number x, parameters) { return sgn(x); }
taylor straight(number x, parameters) { return abs(x) <= 1 ? 1 : 0; }
taylor root_of_one_plus(number t) { return sqrt(1 + t); }
taylor elu(number x, number alpha, number beta) { return x > 0 ? x : alpha * expm1(beta * x); }
taylor gelu_argument(number x) { // 0.044715 is the nearest double, as in other systems
    return 2 * sqrt(2 / pi()) * (x + taylor(0.044715) * x * x * x);
}
/// ∫(1 − t²)ⁿ from 0 to x over that to 1, term by term.
template <int n> taylor hermite(number x, parameters) {
    taylor sum = 0;
    taylor whole = 0;
    taylor power = x;
    taylor binomial = 1;
    for (int k = 0; k <= n; ++k) {
        taylor const term = (k % 2 == 0 ? 1 : -1) * binomial / (2 * k + 1);
        sum = sum + term * power;
        whole = whole + term;
        power = power * square(x);
        binomial = binomial * (n - k) / (k + 1);
    }
    return abs(x) < 1 ? sum / whole : sgn(x);
}
/// log s(x)^a = −a·log(1 + e^−x).
taylor log_power(number x, number a) { return -a * softplus(-x); }

std::map<std::string_view, formula> const formulas = {
    {"abs", {[](number x, parameters) { return abs(x); }}},
    {"acon", {[](number x, parameters p) {
         taylor const t = p[2] * (p[0] - p[1]) * x;
         return p[0] * x * logistic(t) + p[1] * x * logistic(-t);
     }}},
    {"affine", {[](number x, parameters p) { return p[0] * x + p[1]; }}},
    {"agd", {[](number x, parameters) { return 2 * atanh(sin(x / 2) / cos(x / 2)); }}},
    {"algebraic",
     {[](number x, parameters p) { return x * exp(-log1p(pow(abs(x), p[0])) / p[0]); }}},
    {"arctan", {[](number x, parameters) { return atan(x); }}},
    {"arsinh", {[](number x, parameters) { return asinh(x); }}},
    {"artanh", {[](number x, parameters) { return atanh(x); }}},
    {"bent_identity", {[](number x, parameters) { return x + (sqrt(square(x) + 1) - 1) / 2; }}},
    {"bipolar_sigmoid", {[](number x, parameters) { return tanh(x / 2); }}},
    {"celu", {[](number x, parameters p) { return elu(x, p[0], 1 / p[0]); }}},
    {"clipped_gelu", {[](number x, parameters p) { // the kink is at p[1] then, up to rounding
         return p[1] >= 9 && x >= p[1] ? p[1] : clamp(x * normal_cdf(x), p[0], p[1]);
     }}},
    {"clipped_relu", {[](number x, parameters p) { return clamp(x, 0, p[0]); }}},
    {"cosine_squasher", {[](number x, parameters) {
         return x <= -pi() / 2 ? taylor(0) : x >= pi() / 2 ? taylor(1) : (1 + sin(x)) / 2;
     }}},
    {"derf", {[](number x, parameters p) { return p[2] * erf(p[0] * x + p[1]) + p[3]; }}},
    {"dsilu", {[](number x, parameters) { return logistic(x) * (1 + x * logistic(-x)); }}},
    {"dyt", {[](number x, parameters p) { return p[1] * tanh(p[0] * x) + p[2]; }}},
    {"e_swish", {[](number x, parameters p) { return p[0] * x * logistic(x); }}},
    {"elish", {[](number x, parameters) { return (x >= 0 ? x : expm1(x)) * logistic(x); }}},
    {"elliot01", {[](number x, parameters) { return (1 + x / (1 + abs(x))) / 2; }}},
    {"elu", {[](number x, parameters p) { return elu(x, p[0], 1); }}},
    {"erf", {[](number x, parameters) { return erf(x); }}},
    {"erf_act", {[](number x, parameters p) { // far out without an exponential that overflows
         taylor const u = p[1] * x;
         return u > 2000 ? x * sgn(p[0]) : x * erf(p[0] * exp(u));
     }}},
    {"erfc", {[](number x, parameters) { return erfc(x); }}},
    {"expm1", {[](number x, parameters) { return expm1(x); }}},
    {"exponential", {[](number x, parameters) { return exp(x); }}},
    {"fake_quantise", {[](number x, parameters p) { // straight through inside
         taylor const share = x / p[0];
         taylor const n = nint(share);
         taylor const least = p[2] - p[1];
         taylor const most = p[3] - p[1];
         if (n < least || n > most) return p[0] * (n < least ? least : most);
         return p[0] * (n + (share - taylor(share.v)));
     }}},
    {"finer", {[](number x, parameters p) { // 1 + |x| would round to |x| in any precision
         taylor const a = p[0] * x;
         taylor const b = p[0] * x * abs(x);
         return sin(a) * cos(b) + cos(a) * sin(b);
     }}},
    {"flexible_relu", {[](number x, parameters p) { return relu(x) + p[0]; }}},
    {"ftswish", {[](number x, parameters p) { return relu(x) * logistic(x) + p[0]; }}},
    {"gaussian", {[](number x, parameters) { return exp(-square(x)); }}},
    {"gaussian_rbf", {[](number x, parameters p) { return exp(-square((x - p[0]) / p[1]) / 2); }}},
    {"gcu", {[](number x, parameters) { return x * cos(x); }}},
    {"gelu", {[](number x, parameters) { return x * normal_cdf(x); }}},
    {"gelu_tanh", {[](number x, parameters) { return x * logistic(gelu_argument(x)); }}},
    {"generalised_logistic", {[](number x, parameters p) { return exp(log_power(x, p[0])); }}},
    {"generalised_relu", {[](number x, parameters p) {
         return x >= p[1] ? p[1] : x > p[2] ? x : p[0] * (x - p[2]);
     }}},
    {"gish", {[](number x, parameters) { // exp(-e^50) is less than 10^-(10^21)
         return x > 50 ? x * log(taylor(2)) : x * log1p(-expm1(-exp(x)));
     }}},
    {"golu", {[](number x, parameters) { return x < -50 ? taylor(0) : x * exp(-exp(-x)); }}},
    {"gudermannian", {[](number x, parameters) { return 2 * atan(tanh(x / 2)); }}},
    {"hard_elish",
     {[](number x, parameters) { return (x >= 0 ? x : expm1(x)) * clamp((x + 1) / 2, 0, 1); }}},
    {"hard_mish", {[](number x, parameters) { return x > 0    ? x
                                                     : x > -2 ? x / 2 * (x + 2)
                                                              : 0; }}},
    {"hard_sigmoid",
     {[](number x, parameters p) { return clamp(p[0] * x + p[1], 0, 1); }, nullptr, true}},
    {"hard_tanh", {[](number x, parameters p) { return clamp(x, p[0], p[1]); }}},
    {"hardshrink", {[](number x, parameters p) { return abs(x) > p[0] ? x : taylor(0); }}},
    {"hardswish",
     {[](number x, parameters p) { return x * clamp(p[0] * x + p[1], 0, 1); }, nullptr, true}},
    {"hyper_sinh", {[](number x, parameters) { return x > 0 ? sinh(x) / 3 : x * x * x / 4; }}},
    {"identity", {[](number x, parameters) { return x; }}},
    {"inverse_multiquadric", {[](number x, parameters) { return 1 / sqrt(1 + square(x)); }}},
    {"inverse_quadratic", {[](number x, parameters) { return 1 / (1 + square(x)); }}},
    {"isrlu",
     {[](number x, parameters p) { return x >= 0 ? x : x / root_of_one_plus(p[0] * square(x)); }}},
    {"isru", {[](number x, parameters p) { return x / root_of_one_plus(p[0] * square(x)); }}},
    {"jump_relu", {[](number x, parameters p) {
         taylor const theta = p[0].v; // and as a variable in a rectangle
         bool const inside = abs(x - theta) < p[1] / 2;
         return (x > p[0] ? x : taylor(0)) - (inside ? theta / p[1] * (p[0] - theta) : taylor(0));
     }}},
    {"kumaraswamy", {[](number x, parameters p) {
         if (x > 2e6) return taylor(1); // 1 − f and its derivatives are about e^(−b·x)
         taylor const l = log_power(x, p[0]);
         // log(1 − s^a)
         taylor const m = x > 0 ? log(-expm1(l)) : log1p(-exp(l));
         return -expm1(p[1] * m);
     }}},
    {"laplace", {[](number x, parameters p) { return normal_cdf((x - p[0]) / p[1]); }}},
    {"leaky_relu", {[](number x, parameters p) { return leaky(x, p[0]); }}},
    {"lisht", {[](number x, parameters) { return x * tanh(x); }}},
    {"log1p", {[](number x, parameters) { return log1p(x); }}},
    {"log_sigmoid", {[](number x, parameters) { return -softplus(-x); }}},
    {"logarithm", {[](number x, parameters) { return log(x); }}},
    {"logcosh", {[](number x, parameters) { // log cosh x
         if (abs(x) < 1) return log((exp(x) + exp(-x)) / 2);
         return abs(x) + log1p(exp(-2 * abs(x))) - log(taylor(2));
     }}},
    {"logish", {[](number x, parameters) { return x * log1p(logistic(x)); }}},
    {"mish", {[](number x, parameters) { return x * tanh(softplus(x)); }}},
    {"mpelu", {[](number x, parameters p) { return elu(x, p[0], p[1]); }}},
    {"multiquadric", {[](number x, parameters) { return sqrt(1 + square(x)); }}},
    {"nlrelu", {[](number x, parameters p) { return log1p(p[0] * relu(x)); }}},
    {"noisy_relu_mean", {[](number x, parameters p) {
         taylor const t = x / p[0];
         return x * normal_cdf(t) + p[0] * normal_density(t);
     }}},
    {"normal_cdf", {[](number x, parameters) { return normal_cdf(x); }}},
    {"normalised_arctan", {[](number x, parameters) { return 2 / pi() * atan(pi() / 2 * x); }}},
    {"normalised_erf", {[](number x, parameters) { return erf(sqrt(pi()) / 2 * x); }}},
    {"normalised_gudermannian",
     {[](number x, parameters) { return 4 / pi() * atan(tanh(pi() / 4 * x)); }}},
    {"pade", {[](number x, parameters p) {
         taylor const up = p[0] + x * (p[1] + x * (p[2] + x * (p[3] + x * (p[4] + x * p[5]))));
         taylor const s = abs(x);
         taylor const down = abs(p[6]) + s * (abs(p[7]) + s * (abs(p[8]) + s * abs(p[9])));
         return up / (1 + s * down);
     }}},
    {"pflu", {[](number x, parameters) { return x / 2 * (1 + x / root_of_one_plus(square(x))); }}},
    {"phish", {[](number x, parameters) { return x * tanh(x * normal_cdf(x)); }}},
    {"poisson1", {[](number x, parameters) { return (x - 1) * exp(-x); }}},
    {"poly_relu", {[](number x, parameters p) {
         return x > 0 ? p[0] + x * (p[1] + x * (p[2] + x * p[3])) : p[0];
     }}},
    {"power", {[](number x, parameters p) { return p[0] * pow(x, p[1]); }}},
    {"prelu", {[](number x, parameters p) { return leaky(x, p[0]); }}},
    {"quick_gelu", {[](number x, parameters) { return x * logistic(taylor(1.702) * x); }}},
    {"relu", {[](number x, parameters) { return relu(x); }}},
    {"relu6", {[](number x, parameters) { return clamp(x, 0, 6); }}},
    {"repu", {[](number x, parameters p) { return x > 0 ? pow(x, p[0]) : taylor(0); }}},
    {"rounding", {[](number x, parameters) { return nint(x); }}},
    {"scaled_sigmoid", {[](number x, parameters p) { return p[0] * logistic(p[1] * (x - p[2])); }}},
    {"scaled_tanh", {[](number x, parameters p) { return p[0] * tanh(p[1] * x); }}},
    {"selu", {[](number x, parameters p) { return p[1] * (x > 0 ? x : p[0] * expm1(x)); }}},
    {"serf", {[](number x, parameters) { return x * erf(softplus(x)); }}},
    {"shifted_softplus", {[](number x, parameters) { return softplus(x) - log(taylor(2)); }}},
    {"shrink",
     {[](number x, parameters p) { return abs(x) > p[0] ? x - sgn(x) * p[1] : taylor(0); }}},
    {"sigmoid", {[](number x, parameters) { return logistic(x); }}},
    {"sign", {sign_of}},
    {"sign_logistic", {sign_of, [](number x, parameters p) { return 2 * sech_like(p[0], x); }}},
    {"sign_straight_through", {sign_of, straight}},
    {"sign_triangular", {sign_of, [](number x, parameters) { return 2 * relu(1 - abs(x)); }}},
    {"silu", {[](number x, parameters) { return x * logistic(x); }}},
    {"sinc", {[](number x, parameters) { // two terms of the series count near 0
         return abs(x) < 1e-9 ? 1 - square(x) / 6 + square(square(x)) / 120 : sin(x) / x;
     }}},
    {"sine", {[](number x, parameters p) { return sin(p[0] * x); }}},
    {"sinlu", {[](number x, parameters p) { return (x + p[0] * sin(p[1] * x)) * logistic(x); }}},
    {"smelu", {[](number x, parameters p) {
         if (x <= -p[0]) return taylor(0);
         return x >= p[0] ? x : square(x + p[0]) / (4 * p[0]);
     }}},
    {"smish", {[](number x, parameters) { return x * tanh(log1p(logistic(x))); }}},
    {"smoothstep", {hermite<1>}},
    {"smoothstep2", {hermite<2>}},
    {"smoothstep3", {hermite<3>}},
    {"smoothstep4", {hermite<4>}},
    {"smoothstep5", {hermite<5>}},
    {"smoothstep6", {hermite<6>}},
    {"snake", {[](number x, parameters p) { return x + square(sin(p[0] * x)) / p[0]; }}},
    {"snake_beta", {[](number x, parameters p) { return x + square(sin(p[0] * x)) / p[1]; }}},
    {"softcap", {[](number x, parameters p) { return p[0] * tanh(x / p[0]); }}},
    {"softplus", {[](number x, parameters p) { return softplus(p[0] * x) / p[0]; }}},
    {"softshrink",
     {[](number x, parameters p) { return abs(x) > p[0] ? x - sgn(x) * p[0] : taylor(0); }}},
    {"softsign", {[](number x, parameters) { return x / (1 + abs(x)); }}},
    {"spline", {[](number x, parameters) { return square(x) * log1p(x); }}},
    {"sqnl",
     {[](number x, parameters) { return abs(x) < 2 ? x - sgn(x) * square(x) / 4 : sgn(x); }}},
    {"sqrt_softplus", {[](number x, parameters) { // far out without an exponential that underflows
         return x < -2000 ? exp(x / 2) : sqrt(softplus(x));
     }}},
    {"square", {[](number x, parameters) { return square(x); }}},
    {"square_root", {[](number x, parameters) { return sqrt(x); }}},
    {"squared_relu", {[](number x, parameters) { return square(relu(x)); }}},
    {"squareplus", {[](number x, parameters p) { return (x + sqrt(square(x) + p[0])) / 2; }}},
    {"srs", {[](number x, parameters p) {
         taylor const q = exp(-abs(x) / p[1]);
         return x > 0 ? p[0] - p[0] * q / (x / p[0] + q) : x * q / (1 + x / p[0] * q);
     }}},
    {"srelu", {[](number x, parameters p) {
         return x >= p[2] ? p[2] + p[3] * (x - p[2]) : x <= p[0] ? p[0] + p[1] * (x - p[0]) : x;
     }}},
    {"star_relu", {[](number x, parameters p) { return p[0] * square(relu(x)) + p[1]; }}},
    {"step", {[](number x, parameters p) { return x > 0   ? taylor(1)
                                                  : x < 0 ? taylor(0)
                                                          : p[0]; }}},
    {"step_arctan",
     {step_at_0,
      [](number x, parameters p) { return p[0] / 2 / (1 + square(pi() / 2 * p[0] * x)); }}},
    {"step_fast_sigmoid",
     {step_at_0, [](number x, parameters p) { return 1 / square(1 + p[0] * abs(x)); }}},
    {"step_logistic", {step_at_0, [](number x, parameters p) { return sech_like(p[0], x); }}},
    {"step_quadratic",
     {step_at_0, [](number x, parameters p) { return relu(p[0] - square(p[0]) * abs(x)); }}},
    {"step_straight_through", {step_at_0, straight}},
    {"step_triangular", {step_at_0, [](number x, parameters) { return relu(1 - abs(x)); }}},
    {"swish", {[](number x, parameters p) { return x * logistic(p[0] * x); }}},
    {"symexp", {[](number x, parameters) { return x > 0 ? expm1(x) : -expm1(-x); }}},
    {"symlog", {[](number x, parameters) { return x > 0 ? log1p(x) : -log1p(-x); }}},
    {"tanh", {[](number x, parameters) { return tanh(x); }}},
    {"tanh_p1m2", {[](number x, parameters) { return logistic(2 * x); }}},
    {"tanhexp", // 1 − tanh(e^50) is less than 10^-(10^21)
     {[](number x, parameters) { return x > 50 ? x : x * tanh(exp(x)); }}},
    {"tanhshrink", {[](number x, parameters) { return x - tanh(x); }}},
    {"threshold", {[](number x, parameters p) { return x > p[0] ? x : p[1]; }}},
    {"thresholded_relu", {[](number x, parameters p) { return x > p[0] ? x : taylor(0); }}},
    {"tlu", {[](number x, parameters p) { return x > p[0] ? x : p[0]; }}},
    {"xielu", {[](number x, parameters p) {
         return (x > 0 ? p[0] * square(x) : p[1] * (expm1(x) - x)) + p[2] * x;
     }}},
};

} // namespace

formula const& formula_of(std::string_view name) {
    auto const found = formulas.find(name);
    if (found == formulas.end()) {
        throw std::invalid_argument("no formula of " + std::string(name));
    }
    return found->second;
}

} // namespace judge
