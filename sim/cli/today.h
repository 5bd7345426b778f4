/* SPDX-License-Identifier: GPL-3.0-or-later */
/* today.h -- what a run starts from, and which days of arrivals are known: in words. */
#ifndef BF_CLI_TODAY_H
#define BF_CLI_TODAY_H

#include "bedflow/base/text.h"
#include "bedflow/models/network.h"
#include "bedflow/report/json_schema.h"

/* One line: how many people the snapshot holds, and where they are. Nothing without one. */
void bf_today_words(const struct bf_network *network, struct bf_text *out);

/* For check: the people of the snapshot by service; and of each table of daily
 * arrivals its days, mean and scatter. Nothing without them. */
void bf_today_table(const struct bf_network *network, struct bf_text *out);
void bf_daily_words(const struct bf_network *network, struct bf_text *out);

/* "snapshot" (null without one) and "daily" of a document. */
void bf_today_json(struct bf_json *json, const struct bf_network *network);
extern const struct bf_member bf_snapshot_members[], bf_daily_members[];

#endif
