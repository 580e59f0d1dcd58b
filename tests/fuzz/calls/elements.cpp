// SPDX-License-Identifier: MIT
#include "elements.hpp"

#include <actfn/gated/swiglu.hpp>
#include <actfn/loss/mse.hpp>
#include <actfn/pointwise/elu.hpp>
#include <actfn/pointwise/relu.hpp>
#include <actfn/stochastic/rrelu.hpp>

/// Functions of elements: pointwise, gated, in training, losses.
void fuzz::elements(input& in) {
    switch (in.below(5)) {
    case 0:
        return any_verb_of<float>(in, actfn::relu);
    case 1:
        return any_verb_of<double>(in, actfn::elu);
    case 2:
        return any_verb_of<float>(in, actfn::swiglu);
    case 3:
        return any_verb_of<float>(in, actfn::mse);
    default:
        return any_verb_of<float>(in, actfn::rrelu.train(in.byte(), 3).from(in.byte()));
    }
}
