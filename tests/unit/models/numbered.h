/* SPDX-License-Identifier: GPL-3.0-or-later */
/* numbered.h -- the numbered scenarios, opened and held against their theory. */
#ifndef BF_TESTS_NUMBERED_H
#define BF_TESTS_NUMBERED_H

#include "model_fixture.h"

#define EXPECT(f, runs, expected) fixture_expect(f, runs, expected, UNIT_COUNT(expected))

/* Most scenarios run with an hour in place of each day: the same theory, and 24 times the people in
 * the same number of days. */
#define OPEN(f, file, ...)                                                                         \
    do {                                                                                           \
        const struct bf_setting set_[] = {__VA_ARGS__};                                            \
        fixture_file(f, "scenarios/" file, set_, UNIT_COUNT(set_));                                \
    } while (0)

#endif
