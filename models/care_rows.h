/* SPDX-License-Identifier: GPL-3.0-or-later */
/* care_rows.h -- private to models/: how the tables of a scenario are written.
 *
 * The tables describe the structs of models/care.h, a file for each subject:
 *
 *   care.c            the scenario itself: its period, start and limits, and what it holds
 *   care_ways.c       where people go next, and to whom that is open
 *   care_demand.c     classes, localities, streams and offers
 *   care_services.c   services of every kind, discharge tasks
 *   care_changes.c    dated changes, other hours, rules of escalation
 *   care_purchases.c  capacity that is bought, and its plans
 *   care_outcomes.c   definitions of delayed, the outcomes framework
 *
 * A row is one setting: struct, field, name, then what its shape asks for, and last its line in
 * the manual.
 */
#ifndef BF_MODELS_CARE_ROWS_H
#define BF_MODELS_CARE_ROWS_H

#include "bedflow/models/care.h"

#define YEAR_H           8760.0
#define OFF(type, field) offsetof(struct type, field)
#define TEXT(t, f, n, def, help)                                                                   \
    {                                                                                              \
        n, BF_PARAM_TEXT, BF_DIM_NUMBER, BF_PARAM_LINE, 0, 0, def, OFF(t, f), NULL, NULL, help     \
    }
#define TEXT_NEEDED(t, f, n, help)                                                                 \
    {                                                                                              \
        n, BF_PARAM_TEXT, BF_DIM_NUMBER, BF_PARAM_REQUIRED | BF_PARAM_LINE, 0, 0, NULL, OFF(t, f), \
            NULL, NULL, help                                                                       \
    }
/* The name of a CSV file. */
#define TABLE(t, f, n, help)                                                                       \
    {                                                                                              \
        n, BF_PARAM_TEXT, BF_DIM_NUMBER, BF_PARAM_TABLE, 0, 0, NULL, OFF(t, f), NULL, NULL, help   \
    }
/* A value in the unit of something else: 30, "30 days". */
#define AMOUNT(t, f, n, help)                                                                      \
    {                                                                                              \
        n, BF_PARAM_TEXT, BF_DIM_NUMBER, BF_PARAM_LOOSE, 0, 0, NULL, OFF(t, f), NULL, NULL, help   \
    }
#define FLAG(t, f, n, def, help)                                                                   \
    {                                                                                              \
        n, BF_PARAM_FLAG, BF_DIM_NUMBER, 0, 0, 0, def, OFF(t, f), NULL, NULL, help                 \
    }
#define CHOICE(t, f, n, choices, flags, def, help)                                                 \
    {                                                                                              \
        n, BF_PARAM_CHOICE, BF_DIM_NUMBER, flags, 0, 0, def, OFF(t, f), NULL, choices, help        \
    }
#define QTY(t, f, n, dim, lo, hi, def, help)                                                       \
    {                                                                                              \
        n, BF_PARAM_QUANTITY, dim, 0, lo, hi, def, OFF(t, f), NULL, NULL, help                     \
    }
#define QTY_NEEDED(t, f, n, dim, lo, hi, help)                                                     \
    {                                                                                              \
        n, BF_PARAM_QUANTITY, dim, BF_PARAM_REQUIRED, lo, hi, NULL, OFF(t, f), NULL, NULL, help    \
    }
#define FIXED(t, f, n, dim, lo, hi, def, help)                                                     \
    {                                                                                              \
        n, BF_PARAM_QUANTITY, dim, BF_PARAM_FIXED, lo, hi, def, OFF(t, f), NULL, NULL, help        \
    }
#define DATE(t, f, n, flags, help)                                                                 \
    {                                                                                              \
        n, BF_PARAM_DATE, BF_DIM_NUMBER, flags, 0, 0, NULL, OFF(t, f), NULL, NULL, help            \
    }
#define HOURS(t, f, n, def, help)                                                                  \
    {                                                                                              \
        n, BF_PARAM_HOURS, BF_DIM_NUMBER, 0, 0, 0, def, OFF(t, f), NULL, NULL, help                \
    }
#define SERIES(t, f, n, dim, lo, hi, def, help)                                                    \
    {                                                                                              \
        n, BF_PARAM_SERIES, dim, 0, lo, hi, def, OFF(t, f), NULL, NULL, help                       \
    }
#define SHARES(t, f, n, help)                                                                      \
    {                                                                                              \
        n, BF_PARAM_SHARES, BF_DIM_SHARE, 0, 0, 1, NULL, OFF(t, f), NULL, NULL, help               \
    }
#define NAMES(t, f, n, def, flags, help)                                                           \
    {                                                                                              \
        n, BF_PARAM_NAMES, BF_DIM_NUMBER, flags, 0, 0, def, OFF(t, f), NULL, NULL, help            \
    }
#define SUB(t, f, n, type, table, help)                                                            \
    {                                                                                              \
        n, type, BF_DIM_NUMBER, 0, 0, 0, NULL, OFF(t, f), table, NULL, help                        \
    }
#define SUB_NEEDED(t, f, n, type, table, help)                                                     \
    {                                                                                              \
        n, type, BF_DIM_NUMBER, BF_PARAM_REQUIRED, 0, 0, NULL, OFF(t, f), table, NULL, help        \
    }
/* clang-format off */
#define END {.name = NULL}
/* clang-format on */

/* Tables that those of another file hold. */
extern const struct bf_table care_way_table, care_some_table;                          /* ways */
extern const struct bf_table care_class_table, care_locality_table, care_stream_table; /* demand */
extern const struct bf_table care_task_table;        /* services; the service's own is public */
extern const struct bf_table care_other_hours_table; /* changes */
extern const struct bf_table care_change_table, care_policy_table;    /* changes */
extern const struct bf_table care_purchase_table, care_plan_table;    /* purchases */
extern const struct bf_table care_census_table, care_indicator_table; /* outcomes */

#endif
