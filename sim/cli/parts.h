/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parts.h -- the parts that a scenario is made of, found in the tables that read it. */
#ifndef BF_CLI_PARTS_H
#define BF_CLI_PARTS_H

#include "bedflow/base/param.h"

#define BF_PARTS_CAP 128

/* One thing that the manual can be asked about. */
struct bf_part {
    char name[64]; /* "beds", "demand", "after discharge" */
    const struct bf_table *table;
    int variant;       /* a kind of it; -1: none, BF_ALL_VARIANTS: all kinds */
    const char *holds; /* setting under which it is written; NULL: a kind of service */
};
struct bf_parts {
    struct bf_part part[BF_PARTS_CAP];
    size_t count;
};

void bf_parts_find(struct bf_parts *parts);

/* What it is, in a paragraph. */
const char *bf_part_help(const struct bf_part *part);

#endif
