// SPDX-License-Identifier: MIT
#include "rows.hpp"

#include <actfn/gated/crelu.hpp>
#include <actfn/gated/maxout.hpp>
#include <actfn/gated/swiglu.hpp>
#include <actfn/rowwise/logsumexp.hpp>
#include <actfn/rowwise/softmax.hpp>
#include <actfn/rowwise/sparsemax.hpp>
#include <actfn/stochastic/gumbel_softmax.hpp>

/// Functions of rows, gates in halves of rows, and draws for rows.
void fuzz::rows(input& in) {
    switch (in.below(7)) {
    case 0:
        return row_verbs<float>(in, actfn::softmax, 1, 1);
    case 1:
        return row_verbs<double>(in, actfn::sparsemax, 1, 1);
    case 2:
        return row_verbs<float>(in, actfn::logsumexp, 0, 0);
    case 3:
        return row_verbs<float>(in, actfn::swiglu, 2, 1,
                                in.rarely(2) ? actfn::gate::first : actfn::gate::second);
    case 4:
        return row_verbs<float>(in, actfn::crelu, 1, 2);
    case 5:
        return row_verbs<float>(in, actfn::maxout_of(3), 3, 1);
    default:
        return row_verbs<float>(in, actfn::gumbel_softmax.train(in.byte()).hard(), 1, 1);
    }
}
