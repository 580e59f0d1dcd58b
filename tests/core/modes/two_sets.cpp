// SPDX-License-Identifier: MIT
#include <cstdio>

// One source for every instruction set, with SET being its name, and for the program that calls
// them.
#if defined(SET)
#include <actfn/actfn.hpp>

#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)

float JOIN(use_, SET)(float* x, float* y);
float JOIN(use_, SET)(float* x, float* y) {
    std::span<float> const in(x, 40);
    std::span<float> const out(y, 40);
    actfn::forward(actfn::gelu, in, out);
    actfn::backward(actfn::rrelu.train(1), in, out, out);
    actfn::forward(actfn::swiglu, in, in, out);
#if defined(SOFTMAX)
    actfn::forward(actfn::softmax, in, out, actfn::row_layout{.rows = 2});
#endif
    actfn::forward(actfn::hardmax, in, out, actfn::row_layout{.rows = 2});
    y[1] = std::abs(actfn::modrelu(std::complex<float>(x[0], 1)));
    y[2] = actfn::mse(in, in) + actfn::mse(in.first(1), in.subspan(39));
    return actfn::elu.with({.alpha = double{x[0]}})(y[0]);
}
#else
float use_baseline(float* x, float* y);
float use_avx2(float* x, float* y);
float use_avx512(float* x, float* y);

int main() {
    float x[40];
    float y[40];
    for (int i = 0; i < 40; ++i) x[i] = 0.25F;
    __builtin_cpu_init();
    int sets = 1;
    bool right = use_baseline(x, y) == 1;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        right = right && use_avx2(x, y) == 1;
        ++sets;
    }
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")) {
        right = right && use_avx512(x, y) == 1;
        ++sets;
    }
    std::printf("%d instruction sets: %s\n", sets, right ? "right" : "WRONG");
    return right ? 0 : 1;
}
#endif
