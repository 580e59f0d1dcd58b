// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/own.hpp>
#include <actfn/any/standard.hpp>
#include <actfn/any/value.hpp>
#include <actfn/array.hpp>
