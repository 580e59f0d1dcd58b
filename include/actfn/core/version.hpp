// SPDX-License-Identifier: MIT
#pragma once

// The version stands here alone; the build reads these three lines.
#define ACTFN_VERSION_MAJOR 0
#define ACTFN_VERSION_MINOR 1
#define ACTFN_VERSION_PATCH 0

/// One number to compare: 1.2.3 is 10203.
#define ACTFN_VERSION                                                                              \
    (ACTFN_VERSION_MAJOR * 10000 + ACTFN_VERSION_MINOR * 100 + ACTFN_VERSION_PATCH)
