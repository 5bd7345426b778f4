/* SPDX-License-Identifier: GPL-3.0-or-later */
/* overload.h -- what every service is asked for against what it has, in words. */
#ifndef BF_CLI_OVERLOAD_H
#define BF_CLI_OVERLOAD_H

#include "bedflow/base/text.h"
#include "bedflow/models/network.h"
#include "bedflow/report/json_schema.h"

/* The table of `bedflow check`: kind, capacity, what is needed on average, load. */
void bf_load_table(const struct bf_network *network, struct bf_text *out);

/* The same as "loads" of a document; null if it could not be worked out. */
void bf_load_json(struct bf_json *json, const struct bf_network *network);
extern const struct bf_member bf_load_members[];

/* A line for each service that is asked for more than it has; nothing if there is none. */
void bf_overload_words(const struct bf_network *network, struct bf_text *out);

#endif
