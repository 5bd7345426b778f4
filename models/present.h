/* SPDX-License-Identifier: GPL-3.0-or-later */
/* present.h -- private to models/: what the reading and the placing of a snapshot share. */
#ifndef BF_MODELS_PRESENT_H
#define BF_MODELS_PRESENT_H

#include "bedflow/models/snapshot.h"

/* The ways by which a person goes on: of the service for a group of people, or into the system. */
struct bf_ways present_ways(const struct bf_network *n, const struct bf_numbers *numbers,
                            const struct bf_present *person, uint32_t group);

/* How likely way first + k is for somebody who waits as the row says, up to a
 * factor; negative: it is not one of theirs. */
double present_weight(const struct bf_network *n, const struct bf_numbers *numbers,
                      const struct bf_present *person, struct bf_ways ways, uint32_t k);

/* The task's number among the needs of a way, or UINT32_MAX. */
uint32_t present_need(const struct bf_numbers *numbers, uint32_t way, uint32_t task);

/* How likely a discharge from acute service `from` leads to `to` (BF_TO_HOME:
 * out of services), over classes; 0: it never does. */
double present_discharge_weight(const struct bf_network *n, const struct bf_numbers *numbers,
                                uint32_t from, uint32_t to);

#endif
