/* SPDX-License-Identifier: MIT */
#include <actfn/actfn.h>

#include <stdio.h>

int main(void) {
    float x[2] = {-2, 3};
    actfn_function* const f = actfn_new("leaky_relu(slope=0.25)");
    int const done = f != NULL && actfn_forward_f32(f, 2, x, x);
    actfn_delete(f);
    printf("%s\n", done ? actfn_architecture() : actfn_error());
    return done && x[0] == -0.5F && x[1] == 3 ? 0 : 1;
}
