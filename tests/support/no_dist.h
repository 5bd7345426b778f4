/* SPDX-License-Identifier: GPL-3.0-or-later */
/* no_dist.h -- a distribution of which only the shape is said: a test fills in the rest. */
#ifndef BF_TESTS_NO_DIST_H
#define BF_TESTS_NO_DIST_H

#include "bedflow/random/dist_fit.h"

#include <math.h>

static inline struct bf_dist_spec no_dist(int32_t shape)
{
    const double none = (double)NAN;
    return (struct bf_dist_spec){.shape = shape,
                                 .mean = none,
                                 .median = none,
                                 .sd = none,
                                 .cv = none,
                                 .min = none,
                                 .mode = none,
                                 .max = none};
}

#endif
