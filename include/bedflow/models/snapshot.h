/* SPDX-License-Identifier: GPL-3.0-or-later */
/* models/snapshot.h -- who is where when the period begins: a run that starts from today.
 *
 * `start = { snapshot = "snapshot.csv"; }` names a table with a row a person, as
 * things stand at the midnight that begins period.from. Its header names these
 * columns, in any order; only `service` must be there, and any field may be
 * empty, which means not known:
 *
 *   service        the service they are in; empty: waiting outside; "home": at
 *                  home since a discharge from hospital days_so_far ago
 *   class          else drawn by the shares of those who come here
 *   locality       likewise
 *   days_so_far    since they came to the service (or began to wait outside)
 *   waiting_for    the service, or the discharge task, that they are ready for
 *                  and waiting for; "home" for those about to go there
 *   delayed_since  since when they are ready, or waiting: 2021-10-28 (taken as
 *                  noon) or 2021-10-28 14:30
 *
 * What follows from a row:
 *   - Not waiting: the rest of the stay is drawn given that it has lasted
 *     days_so_far. Where that is not known, by the length-biased law of somebody
 *     found in service, and days_so_far given the rest. A stay that has
 *     outlasted its law ends at once.
 *   - In a service with rounds they may also be well already and not yet seen, which no table
 * tells: their stay has ended, and every round since has missed them, with the shares of its days
 *     (`review`); weighed against a stay that has lasted so long and is not over.
 *   - Waiting for a service: every task is done, the first choice is a way that
 *     leads there. Queues are in the order of (priority, delayed_since); people
 *     of one time keep the order of the file, after those whose time is known
 *     come those whose time is not.
 *   - Waiting for a task: what is left of it is drawn given how long it has
 *     taken; tasks written after it in the scenario take their own time.
 *   - delayed_since alone: ready since then, the way on and its tasks drawn.
 *   - More people than places stay, and their places close as they leave.
 *   - A wait longer than the patience with a queue begins its patience anew.
 *   - In services reached from hospital, the clock of readmission and death has
 *     run since they came there. People at home are known only from the table.
 *
 * There is no warm-up. Nobody of the table counts as an admission; stays and
 * waits that end in the period count with what they lasted before it.
 *
 * Draws are keyed by what a row says (and its number among equal rows), so that
 * adding or taking rows changes nobody else's fate, and every option that starts
 * from one table has the same people.
 */
#ifndef BF_MODELS_SNAPSHOT_H
#define BF_MODELS_SNAPSHOT_H

#include "bedflow/base/sheet.h"
#include "bedflow/models/network.h"

enum bf_awaits {
    BF_AWAITS_NOTHING, /* in a stay, or at home */
    BF_AWAITS_UNKNOWN, /* ready; what for is drawn */
    BF_AWAITS_PLACE,
    BF_AWAITS_TASK,
    BF_AWAITS_HOME
};
#define BF_UNKNOWN UINT16_MAX

struct bf_present {
    uint64_t who;      /* key of draws */
    double elapsed_h;  /* in the service so far; NaN: not known */
    double waited_h;   /* ready, or waiting outside, so far; 0 when not known */
    uint16_t service;  /* BF_TO_LEFT: outside; BF_TO_HOME: at home */
    uint16_t class_;   /* or BF_UNKNOWN */
    uint16_t locality; /* or BF_UNKNOWN */
    uint16_t target;   /* service or task awaited */
    uint16_t stream;   /* by which they probably came */
    uint32_t line;     /* of the table */
    uint8_t awaits;    /* enum bf_awaits */
    bool offered;      /* in the hands of a service that may avoid the admission */
};

struct bf_snapshot {
    struct bf_present *person; /* [count]: first those who wait for nothing, then by waited_h */
    uint32_t count;
    uint32_t in, ready, outside, home; /* they add to count; ready are in services, too */
    uint32_t unknown;                  /* of those in stays: how long is not known */
};

/* Read the table into network->snapshot. `network` is compiled. Adds faults at
 * lines of `file`, and warnings and notes: people beyond the places, stays that
 * have outlasted their law, nobody at home. True if no error was added. */
bool bf_snapshot_read(struct bf_network *network, const struct bf_sheet *sheet, const char *file,
                      struct bf_faults *faults);
void bf_snapshot_free(struct bf_snapshot *snapshot);

/* People of the table in a service, and those of them who are ready; waiting for it outside. */
struct bf_snapshot_at {
    uint32_t in, ready, outside;
};
struct bf_snapshot_at bf_snapshot_count(const struct bf_snapshot *snapshot, uint32_t service);

#endif
