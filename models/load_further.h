/* SPDX-License-Identifier: GPL-3.0-or-later */
/* load_further.h -- private to models/: what further choices make of the loads of services. */
#ifndef BF_MODELS_LOAD_FURTHER_H
#define BF_MODELS_LOAD_FURTHER_H

#include "bedflow/models/network.h"

/* Fill in what load[] says of further choices. going[service * group_count + group]: people a day
 * who go on from there; people[service]: at once, by first choices; load[]: by first choices.
 *
 * could_add counts every person for whom a service is a further choice, as if all came: a bound.
 * Where more people want a service first than it has room for, those with further choices take them
 * in order as far as these have room, which is what happens in the long run to people who do not
 * wait for ever (the fluid limit of a queue with patience: Whitt, Operations Research 54 (2006)
 * 37-54). What follows from being in one place and not in another is left out. False without
 * memory.
 */
bool load_further(const struct bf_network *n, const double going[], const double people[],
                  struct bf_load load[]);

#endif
