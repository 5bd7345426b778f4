/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scenario/read.h -- from the text of a scenario to checked values with their places.
 *
 * A scenario is text in libconfig's grammar. Its root says `format = 1;` and may
 * say `extends = "base.cfg";`: the groups of both are merged key by key, and
 * anything else replaces what it inherits. The text "remove" in place of an
 * entry of a map, of a group, or of one of the named numbers of shares, takes the
 * inherited one away. A line `@include "x.cfg"` puts
 * the text of x.cfg in its place. Names of files are relative to the file that
 * names them. `settings` (--set path=value) come last and win.
 *
 * The merged text is then bound to the table of its root (base/param.h). The
 * reader knows tables, and no model by name. It touches no file: text comes
 * from the caller's loader.
 *
 * A single value may be written with its evidence, in place of `beds = 30;`:
 *   beds = { value = 30; source = "E20"; range = [25, 35]; note = "winter"; };
 * `source`, `assumption` and `note` in any group hold for the values inside
 * that were written in the same file (with its includes) and name none of their
 * own. A value that a later file or --set puts in their place does not borrow
 * them: new number, new evidence. An empty source = "" says: no evidence.
 *
 * Not given and without a default: TEXT is NULL, QUANTITY is NaN, DATE is
 * BF_DAY_NONE, CHOICE is -1, FLAG is false, HOURS and all that counts are zero.
 * The same holds for required settings inside a group that is not required and
 * is absent, and for the settings of variants that were not selected.
 *
 * Shapes: lists may be written [ ] or ( ), with numbers of any kind mixed.
 * Limits: nesting 64, names of 63 bytes, 12000 settings in one group, 4 million
 * words and signs, includes and extends 10 deep. Beyond them a fault says so.
 * Cost: linear in the text, apart from libconfig's check for repeated names,
 * which is quadratic in the settings of one group (12000: about a second).
 * Threads: no shared state; scenarios may be read at the same time.
 */
#ifndef BF_SCENARIO_READ_H
#define BF_SCENARIO_READ_H

#include "bedflow/base/param.h"

/* Where text comes from: a folder, an archive, a table in a test. */
struct bf_loader {
    void *context;
    /* Put the whole of `path` into *text, NUL-terminated, from bf_heap_take or
     * bf_heap_grow; the reader gives it back. *length leaves out the NUL. */
    bool (*load)(void *context, const char *path, char **text, size_t *length, struct bf_err *err);
};

/* One --set: path "services.acute.beds", value "400", "3.2 days", "[1, 2]". */
struct bf_setting {
    const char *path, *value;
};

/* A file that took part, once each, in the order of first use. */
struct bf_scenario_file {
    const char *path;
    size_t length;
    char sha256[65];
};

struct bf_tree;

struct bf_scenario {
    /* The values. After a failed read: all zero, or, when the text could be parsed, the values
     * that had no fault and blanks for the others, good for further checks only. */
    struct bf_bound bound;
    char *file;       /* as the caller named it */
    const char *root; /* the file that begins the chain of `extends`; NULL after a failed read */
    /* The scenario after extends, includes and settings, in one canonical text:
     * itself a valid scenario that reads to the same values and evidence. */
    char *resolved;
    char sha256[65];                /* of `resolved`, in hexadecimal */
    struct bf_tree *tree;           /* owns every text that the values point at */
    struct bf_scenario_file *files; /* [file_count] */
    size_t file_count;
};

/* Read `file`, apply set[set_count], bind to `table`. True if no errors were
 * added to *faults: all that can be found are added, not only the first.
 * After false only bf_scenario_locate and bf_scenario_free may be called, and
 * `bound` may be looked at if its region is not NULL.
 * Requires *scenario to be zero or freed. Faults: BF_E_SYNTAX, BF_E_KEY,
 * BF_E_TYPE, BF_E_RANGE, BF_E_LIMIT, BF_E_IO, BF_E_NOMEM. */
bool bf_scenario_read(const char *file, const struct bf_loader *loader,
                      const struct bf_setting set[], size_t set_count, const struct bf_table *table,
                      struct bf_scenario *scenario, struct bf_faults *faults);

/* The place of the value at `path`, else of the nearest group around it, else
 * the file alone. True if the value itself is written in the scenario. Values
 * from --set have the file "--set" and no line. */
bool bf_scenario_locate(const struct bf_scenario *scenario, const char *path,
                        struct bf_where *where);

void bf_scenario_free(struct bf_scenario *scenario);

#endif
