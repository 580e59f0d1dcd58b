// SPDX-License-Identifier: MIT
#pragma once

// The version stands here alone; the build reads these three lines.
#define ACTFN_VERSION_MAJOR 0
#define ACTFN_VERSION_MINOR 1
#define ACTFN_VERSION_PATCH 0
