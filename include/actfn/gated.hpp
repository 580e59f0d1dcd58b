// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/gated/bilinear.hpp>
#include <actfn/gated/concat_elu.hpp>
#include <actfn/gated/crelu.hpp>
#include <actfn/gated/fatreglu.hpp>
#include <actfn/gated/geglu.hpp>
#include <actfn/gated/geglu_erf.hpp>
#include <actfn/gated/geglu_quick.hpp>
#include <actfn/gated/glu.hpp>
#include <actfn/gated/gtu.hpp>
#include <actfn/gated/maxout.hpp>
#include <actfn/gated/reglu.hpp>
#include <actfn/gated/relu2glu.hpp>
#include <actfn/gated/situglu.hpp>
#include <actfn/gated/swiglu.hpp>
#include <actfn/gated/swiglu_oai.hpp>
