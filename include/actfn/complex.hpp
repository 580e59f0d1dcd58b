// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/complex/amplitude_phase.hpp>
#include <actfn/complex/modrelu.hpp>
#include <actfn/complex/split.hpp>
