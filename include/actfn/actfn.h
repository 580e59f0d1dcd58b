/* SPDX-License-Identifier: MIT
 *
 * The C interface of the compiled library: activation functions by name, their values and
 * derivatives, on float and double. What fails returns 0, and actfn_error() says why; all else
 * returns 1 or what it is asked for. A function may be called by several threads; a thread may not
 * change or delete what another uses.
 */
#ifndef ACTFN_H
#define ACTFN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct actfn_function actfn_function;

/* What went wrong last in this thread. */
char const* actfn_error(void);
char const* actfn_version(void);
/* The instruction set that runs: of those that the library has the best one of this processor, or
 * the one that the environment names by ACTFN_ARCH, as in ACTFN_ARCH=x86_64_v3. */
char const* actfn_architecture(void);

/* The functions by their own names. */
size_t actfn_count(void);
char const* actfn_name_at(size_t index);

/* "gelu", "leaky_relu:0.2", "elu(alpha=0.5)", "keras:hard_sigmoid". Null: see actfn_error(). */
actfn_function* actfn_new(char const* text);
actfn_function* actfn_copy(actfn_function const* f);
void actfn_delete(actfn_function* f);

char const* actfn_name(actfn_function const* f);
/* The text that makes it again: as many characters as fit and a 0; returns its length. */
size_t actfn_text(actfn_function const* f, char* to, size_t room);
/* "pointwise", "gated", "loss", "complex" or "rowwise". */
char const* actfn_kind(actfn_function const* f);
int actfn_inputs(actfn_function const* f);

typedef struct {
    char const* name;
    double value;
    double standard;
    double lower;
    double upper;
    int includes_lower;
    int includes_upper;
} actfn_parameter;

size_t actfn_parameter_count(actfn_function const* f);
/* The name lives as long as f. */
int actfn_get_parameter(actfn_function const* f, size_t index, actfn_parameter* to);
int actfn_set_parameter(actfn_function* f, char const* name, double value);

/* In training: the random numbers of element k are those of number first + k. */
int actfn_train(actfn_function* f, uint64_t seed, uint64_t stream, uint64_t first);

typedef enum {
    ACTFN_FORWARD,
    ACTFN_DERIVATIVE,
    ACTFN_SECOND_DERIVATIVE,
    ACTFN_VALUE_AND_DERIVATIVE,
    ACTFN_BACKWARD,
    ACTFN_BACKWARD_FROM_OUTPUT,
    ACTFN_DERIVATIVE_FROM_OUTPUT,
    ACTFN_WIRTINGER,
    ACTFN_INVERSE,
    ACTFN_LOG_DERIVATIVE
} actfn_verb;

typedef enum { ACTFN_REAL, ACTFN_COMPLEX, ACTFN_LABELS } actfn_element;

/* `size` elements, one every `stride`. Labels are int64_t. What is added to has `add` set. */
typedef struct {
    void* data;
    size_t size;
    ptrdiff_t stride;
    actfn_element element;
    int add;
} actfn_array;

/* Rows within arrays without gaps: `outer` blocks of `size` entries, every one `inner` numbers. */
typedef struct {
    size_t outer;
    size_t size;
    size_t inner;
} actfn_axis;

/* A verb on arrays, inputs first, then outputs: x, y; x, gy, gx; a, b, gy, ga, gb of a gated
 * function. The axis is for functions of rows; null: the whole array is one row. */
int actfn_call_f32(actfn_function const* f, actfn_verb verb, actfn_array const* arrays,
                   size_t count, actfn_axis const* axis);
int actfn_call_f64(actfn_function const* f, actfn_verb verb, actfn_array const* arrays,
                   size_t count, actfn_axis const* axis);
/* The sum over all elements of gy times the derivative by each parameter: arrays of the inputs and
 * gy. */
int actfn_parameter_gradient_f32(actfn_function const* f, actfn_array const* arrays, size_t count,
                                 actfn_axis const* axis, float* gradient);
int actfn_parameter_gradient_f64(actfn_function const* f, actfn_array const* arrays, size_t count,
                                 actfn_axis const* axis, double* gradient);

/* The same for functions of one input on n numbers side by side. */
int actfn_forward_f32(actfn_function const* f, size_t n, float const* x, float* y);
int actfn_forward_f64(actfn_function const* f, size_t n, double const* x, double* y);
int actfn_derivative_f32(actfn_function const* f, size_t n, float const* x, float* dy);
int actfn_derivative_f64(actfn_function const* f, size_t n, double const* x, double* dy);
int actfn_backward_f32(actfn_function const* f, size_t n, float const* x, float const* gy,
                       float* gx);
int actfn_backward_f64(actfn_function const* f, size_t n, double const* x, double const* gy,
                       double* gx);

#ifdef __cplusplus
}
#endif

#endif
