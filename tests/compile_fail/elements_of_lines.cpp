// expect: wrong::argument_is_lines_of_a_matrix_which_functions_of_rows_take.1
// SPDX-License-Identifier: MIT
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>

void run(Eigen::MatrixXf const& x, Eigen::MatrixXf& y) {
#ifdef ACTFN_MUST_FAIL
    y = actfn::relu(x.colwise());
#else
    y = actfn::relu(x);
#endif
}
