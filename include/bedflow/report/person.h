/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/person.h -- what a simulated person is called.
 *
 * A person is called by stream, day of first presentation and number on that
 * day: "falls-2022-01-03-17". The name is the same in every scenario with this
 * stream and seed, and so is the person (common random numbers). People of a
 * snapshot are called by their line in it: "snapshot-12".
 */
#ifndef BF_REPORT_PERSON_H
#define BF_REPORT_PERSON_H

#include "bedflow/models/network.h"

#define BF_PERSON_CAP 128

/* The key of a person (random/draw.h) as a name. False if no such person can exist. */
bool bf_person_print(const struct bf_network *network, uint64_t who, char text[], size_t size);
/* And back. False with why if no such person can exist. */
bool bf_person_parse(const struct bf_network *network, const char *text, uint64_t *who, char why[],
                     size_t size);

#endif
