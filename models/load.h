/* SPDX-License-Identifier: GPL-3.0-or-later */
/* load.h -- private to models/: what the traffic of people asks of services. */
#ifndef BF_MODELS_LOAD_H
#define BF_MODELS_LOAD_H

#include "traffic.h"

#define YEAR_D 365.0 /* as in base/units.h */

/* Mean stay of a group at a service, hours; 0: for good. */
double load_mean_stay_h(const struct bf_network *n, uint32_t service, uint32_t group);

/* Care hours a day that one person needs on average. */
double load_visits_per_day(const struct bf_service_numbers *numbers);

/* Load of one service by first choices, and the people there at once. */
double load_of(const struct traffic *t, uint32_t service, struct bf_load *load);

/* Loads by first choices, and what further choices make of them. False without memory. */
bool load_all(const struct traffic *t, struct bf_load load[]);

double load_emergencies_per_year(const struct traffic *t);

#endif
