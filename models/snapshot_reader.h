/* SPDX-License-Identifier: GPL-3.0-or-later */
/* snapshot_reader.h -- private to models/: one reading of a snapshot, from rows to people.
 *
 * snapshot_read.c goes through the rows, gives people their keys and puts them in order;
 * snapshot_fields.c reads the fields of a row; snapshot_fit.c holds what they say against the
 * scenario, and finds out by which stream somebody came; snapshot_notes.c says what is odd about
 * the whole. Faults of a row are at its line.
 */
#ifndef BF_MODELS_SNAPSHOT_READER_H
#define BF_MODELS_SNAPSHOT_READER_H

#include "bedflow/base/rows.h"
#include "bedflow/models/snapshot.h"

#define SNAPSHOT_CELL_CAP 128

enum snapshot_column { SERVICE, CLASS, LOCALITY, DAYS, WAITING, SINCE, SNAPSHOT_COLUMNS };
extern const char *const snapshot_column_name[SNAPSHOT_COLUMNS];

struct snapshot_reader {
    struct bf_network *n;
    struct bf_rows rows;
    struct bf_snapshot *snapshot;
};

/* Whether somebody is ready for what comes next, or waiting outside. */
static inline bool snapshot_waits(const struct bf_present *p)
{
    return p->awaits != BF_AWAITS_NOTHING;
}

/* ---- snapshot_fields.c ---- */

void snapshot_find_columns(struct snapshot_reader *r);
/* The field of this row, without the spaces around it; "" if there is no such column. */
void snapshot_cell(const struct snapshot_reader *r, enum snapshot_column column,
                   char text[SNAPSHOT_CELL_CAP]);
/* Service, class, locality and what is waited for, of the present row. */
void snapshot_read_names(struct snapshot_reader *r, struct bf_present *p);
/* How long they have been there, and waiting. After the names. */
void snapshot_read_times(struct snapshot_reader *r, struct bf_present *p);

/* ---- snapshot_fit.c ---- */

/* Whether the scenario has such people. After the times. */
void snapshot_check_row(struct snapshot_reader *r, const struct bf_present *p);
/* By which stream they probably came. */
void snapshot_find_stream(struct snapshot_reader *r, struct bf_present *p);

/* ---- snapshot_notes.c ---- */

/* More people than places or care hours, stays that outlast their law. */
void snapshot_note_services(struct snapshot_reader *r);
/* Services with nobody in them, nobody at home: against the load of the scenario. */
void snapshot_note_county(struct snapshot_reader *r);

#endif
