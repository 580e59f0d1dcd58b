/* SPDX-License-Identifier: MIT
 *
 * The C interface from C, found by dlopen as any other language finds it. Argument: the library. */
#include <actfn/actfn.h>

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures = 0;

static void check(int holds, char const* what) {
    if (!holds) {
        ++failures;
        printf("FAIL %s\n", what);
    }
}

static void check_text(char const* given, char const* expected) {
    if (strcmp(given, expected) != 0) {
        ++failures;
        printf("FAIL \"%s\", expected \"%s\"\n", given, expected);
    }
}

static void* library;

/* ISO C has no conversion from void* to a function. */
#define FIND(name)                                                                                 \
    __typeof__(&name) name##_ = NULL;                                                              \
    *(void**)&name##_ = dlsym(library, #name);                                                     \
    if (name##_ == NULL) {                                                                         \
        printf("FAIL no %s\n", #name);                                                             \
        return 1;                                                                                  \
    }

int main(int count, char** arguments) {
    library = dlopen(count > 1 ? arguments[1] : "libactfn.so", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        printf("FAIL %s\n", dlerror());
        return 1;
    }
    FIND(actfn_error)
    FIND(actfn_version)
    FIND(actfn_architecture)
    FIND(actfn_count)
    FIND(actfn_name_at)
    FIND(actfn_new)
    FIND(actfn_copy)
    FIND(actfn_delete)
    FIND(actfn_name)
    FIND(actfn_text)
    FIND(actfn_kind)
    FIND(actfn_inputs)
    FIND(actfn_parameter_count)
    FIND(actfn_get_parameter)
    FIND(actfn_set_parameter)
    FIND(actfn_call_f32)
    FIND(actfn_parameter_gradient_f64)
    FIND(actfn_forward_f32)
    FIND(actfn_forward_f64)
    FIND(actfn_backward_f64)

    char const* const wanted = getenv("ACTFN_ARCH");
    printf("actfn %s, %s\n", actfn_version_(), actfn_architecture_());
    check(wanted == NULL || strcmp(wanted, actfn_architecture_()) == 0, "ACTFN_ARCH chooses");

    /* Every function by its own name, and the text that it prints. */
    for (size_t i = 0; i < actfn_count_(); ++i) {
        actfn_function* const f = actfn_new_(actfn_name_at_(i));
        check(f != NULL, actfn_name_at_(i));
        if (f == NULL) continue;
        check(strcmp(actfn_name_(f), actfn_name_at_(i)) == 0, "name");
        actfn_delete_(f);
    }
    check(actfn_count_() > 150, "count");

    actfn_function* const f = actfn_new_("LeakyReLU:0.25");
    check(f != NULL, "leaky_relu");
    check(strcmp(actfn_kind_(f), "pointwise") == 0 && actfn_inputs_(f) == 1, "kind");
    float const x[3] = {-4, 0, 4};
    float y[3];
    check(actfn_forward_f32_(f, 3, x, y) == 1 && y[0] == -1 && y[2] == 4, "forward");
    check(actfn_set_parameter_(f, "slope", 0.5) == 1, "set");
    double const d[3] = {-4, 0, 4};
    double const gy[3] = {1, 2, 3};
    double gx[3];
    check(actfn_backward_f64_(f, 3, d, gy, gx) == 1 && gx[0] == 0.5 && gx[2] == 3, "backward");
    char text[64];
    check(actfn_text_(f, text, sizeof text) == 21 && strcmp(text, "leaky_relu(slope=0.5)") == 0,
          "text");
    actfn_parameter p;
    check(actfn_parameter_count_(f) == 1 && actfn_get_parameter_(f, 0, &p) == 1 &&
              strcmp(p.name, "slope") == 0 && p.value == 0.5 && p.standard == 0.01,
          "parameter");
    actfn_function* const copy = actfn_copy_(f);
    actfn_set_parameter_(f, "slope", 0.75);
    check(actfn_get_parameter_(copy, 0, &p) == 1 && p.value == 0.5, "copy");

    /* Strides, an output that is added to, and the parameters' gradient. */
    float wide[6] = {-4, 9, 0, 9, 4, 9};
    actfn_array arrays[2] = {{wide, 3, 2, ACTFN_REAL, 0}, {y, 3, 1, ACTFN_REAL, 1}};
    check(actfn_call_f32_(copy, ACTFN_FORWARD, arrays, 2, NULL) == 1 && y[0] == -3 && y[2] == 8,
          "strides");
    float back[3];
    arrays[1].data = back;
    arrays[1].add = 0;
    check(actfn_call_f32_(copy, ACTFN_INVERSE, arrays, 2, NULL) == 1 && back[0] == -8 &&
              back[2] == 4,
          "inverse");
    double sums[1] = {0};
    actfn_array both[2] = {{(void*)d, 3, 1, ACTFN_REAL, 0}, {(void*)gy, 3, 1, ACTFN_REAL, 0}};
    check(actfn_parameter_gradient_f64_(copy, both, 2, NULL, sums) == 1 && sums[0] == -4,
          "parameter gradient");

    /* Rows, and what a parameter's range is. */
    actfn_function* const softmax = actfn_new_("softmax");
    check(strcmp(actfn_kind_(softmax), "rowwise") == 0, "kind of softmax");
    check(actfn_get_parameter_(softmax, 0, &p) == 1 && p.lower == 0 && !p.includes_lower, "range");
    float rows[4] = {1, 1, 1, 1};
    actfn_array in_place[2] = {{rows, 4, 1, ACTFN_REAL, 0}, {rows, 4, 1, ACTFN_REAL, 0}};
    actfn_axis const axis = {2, 2, 1};
    check(actfn_call_f32_(softmax, ACTFN_FORWARD, in_place, 2, &axis) == 1 && rows[0] == 0.5F,
          "rows");

    /* Heads of complex rows. */
    actfn_function* const head = actfn_new_("softmax_modulus");
    check(head != NULL && strcmp(actfn_kind_(head), "complex") == 0, "kind of a head");
    float numbers[8] = {5, 0, 0, 5, -5, 0, 0, -5};
    float shares[4];
    actfn_array of_head[2] = {{numbers, 4, 1, ACTFN_COMPLEX, 0}, {shares, 4, 1, ACTFN_REAL, 0}};
    check(actfn_call_f32_(head, ACTFN_FORWARD, of_head, 2, NULL) == 1 && shares[0] == 0.25F &&
              shares[3] == 0.25F,
          "head");
    actfn_delete_(head);

    /* Errors are texts. */
    check(actfn_new_("gleu") == NULL, "unknown name");
    check_text(actfn_error_(), "actfn::any: no function is called 'gleu'; near it: gelu, glu");
    check(actfn_set_parameter_(softmax, "temperature", -1) == 0, "out of range");
    check_text(actfn_error_(), "actfn::softmax: temperature = -1 must be greater than 0");
    check(actfn_set_parameter_(softmax, "slope", 1) == 0, "no parameter");
    check_text(actfn_error_(),
               "actfn::softmax has no parameter 'slope'; it has temperature, softcap, sink");
    float z[4];
    actfn_array unequal[2] = {{y, 3, 1, ACTFN_REAL, 0}, {z, 4, 1, ACTFN_REAL, 0}};
    check(actfn_call_f32_(copy, ACTFN_FORWARD, unequal, 2, NULL) == 0, "sizes");
    check_text(actfn_error_(), "actfn::forward(leaky_relu): x has 3 elements, y has 4");
    actfn_delete_(f);
    actfn_delete_(copy);
    actfn_delete_(softmax);
    if (failures == 0) printf("all passed\n");
    return failures;
}
