// expect: wrong::operand_is_a_lazy_expression.1
// SPDX-License-Identifier: MIT
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>

void run(Eigen::VectorXf const& x, Eigen::VectorXf& y) {
#ifdef ACTFN_MUST_FAIL
    actfn::forward(actfn::silu, 2 * x, y);
#else
    y = actfn::silu(2 * x);
#endif
}
