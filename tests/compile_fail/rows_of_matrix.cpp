// expect: say which way the rows lie
// SPDX-License-Identifier: MIT
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>

void run(Eigen::MatrixXf const& x, Eigen::MatrixXf& y) {
#ifdef ACTFN_MUST_FAIL
    y = actfn::softmax(x);
#else
    y = actfn::softmax(x.colwise());
#endif
}
