/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/journal.h -- finished replications in a file, each as it finishes.
 *
 * An append-only file of parcels (study/parcel.h) behind a head of 16 bytes:
 * "bfJrnl1\n" and 8 bytes, lowest first, that tell which study it belongs to (the
 * caller's: scenario, seed, program). A record is written by one call to the
 * system, so after a program is killed at any moment every record but perhaps the
 * last is whole; nothing is forced to the disk, so a failure of power may cost
 * the records of some seconds.
 *
 * What is damaged or cut off is left out when the file is opened again, and the rest
 * is used: a parcel has a checksum. What is cut off at the end is
 * overwritten; damage in the middle stays and is passed over.
 *
 * One program at a time: the file is locked while it is open (fcntl), and the lock goes
 * with the program.
 *
 * Memory: 24 bytes a record, and the longest one. Cost: one pass over the file.
 */
#ifndef BF_REPORT_JOURNAL_H
#define BF_REPORT_JOURNAL_H

#include "bedflow/report/sink.h"
#include "bedflow/study/parcel.h"

#define BF_JOURNAL_FILE "replications.journal"

struct bf_journal_entry {
    uint32_t option, replication;
    uint64_t at, length;
};

struct bf_journal {
    char path[BF_FILE_CAP];         /* read only, as all of it */
    struct bf_journal_entry *entry; /* [count]: found when it was opened, by option and number */
    size_t count, cap;
    uint32_t warm_up_days; /* of the first one found; 0 if count is 0 */
    uint64_t end;          /* where the next one goes */
    uint64_t dropped;      /* bytes damaged or cut off when it was opened */
    int file;              /* private, as the rest; -1: closed */
    unsigned char *bytes;
    size_t room;
};

/* Make `path` anew for the study `key`. Fails with BF_E_IO. */
bool bf_journal_create(struct bf_journal *journal, const char *path, uint64_t key,
                       struct bf_err *err);

/* Open one to go on. Fails with BF_E_IO (also: another program has it open),
 * BF_E_RANGE (it is of another study, or no journal) or BF_E_NOMEM. */
bool bf_journal_open(struct bf_journal *journal, const char *path, uint64_t key,
                     struct bf_err *err);

/* The parcel of a replication that was found at the opening, or NULL; valid until the next call. */
const unsigned char *bf_journal_find(struct bf_journal *journal, uint32_t option,
                                     uint32_t replication, size_t *length);

/* Append a parcel. Fails with BF_E_IO; the file then ends where it did. */
bool bf_journal_add(struct bf_journal *journal, const unsigned char bytes[], size_t length,
                    struct bf_err *err);

/* Close. Fails with BF_E_IO when what was written did not reach the file. Safe to call twice. */
bool bf_journal_close(struct bf_journal *journal, struct bf_err *err);

#endif
