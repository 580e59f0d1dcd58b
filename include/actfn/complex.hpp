// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/complex/amplitude_phase.hpp>
#include <actfn/complex/cardioid.hpp>
#include <actfn/complex/complex_crelu.hpp>
#include <actfn/complex/modrelu.hpp>
#include <actfn/complex/split.hpp>
#include <actfn/complex/zrelu.hpp>
