/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/dossier.h -- all that a folder of results holds, for a report about it.
 *
 * A folder of `compare` has several options, the first being the base; all others have one. The
 * scenario of each is its own resolved text, as it ran. The caller may read those texts again and
 * hand over the models: names for people, the map of services and the evidence of numbers come from
 * them. Without a model the report says what is missing.
 *
 * Ownership: the dossier owns its texts and tables; models are the caller's.
 */
#ifndef BF_REPORT_DOSSIER_H
#define BF_REPORT_DOSSIER_H

#include "bedflow/base/sheet.h"
#include "bedflow/report/json_read.h"
#include "bedflow/report/record.h"
#include "bedflow/study/model.h"

#define BF_DOSSIER_OPTIONS 64

enum bf_dossier_kind {
    BF_DOSSIER_RUN,
    BF_DOSSIER_COMPARISON,
    BF_DOSSIER_SWEEP,
    BF_DOSSIER_CALIBRATION,
    BF_DOSSIER_OPTIMISATION,
    BF_DOSSIER_EXPLANATION,
    BF_DOSSIER_KINDS
};

struct bf_dossier_option {
    const char *name, *title, *file, *text, *digest, *sha256; /* "" if unknown */
    uint32_t planned, finished, stopped;
    bool chance_only;
    const struct bf_model *model; /* the caller's; NULL: the text could not be read again */
};

struct bf_dossier {
    enum bf_dossier_kind kind;
    const char *dir;
    const char *version, *commit, *compiler, *command, *seed; /* "" if unknown */
    uint32_t warm_up_days;
    bool fixed_inputs, interrupted;
    struct bf_dossier_option option[BF_DOSSIER_OPTIONS]; /* [option_count] */
    uint32_t option_count;
    struct bf_record record;                       /* of a run */
    struct bf_sheet outcomes;                      /* of a run; no columns if not there */
    struct bf_sheet differences, options, targets; /* of a comparison; likewise */
    struct bf_sheet payers, prices;                /* and what they cost; likewise */
    struct bf_json_document document;              /* run.json, or its like */
};

/* Read a folder. Fails with BF_E_IO (none of run.json, comparison.json and their like, or a
 * table is missing), BF_E_SYNTAX, BF_E_KEY, BF_E_LIMIT (too many options) or
 * BF_E_NOMEM. `dir` must outlive the dossier; free it in any case. */
bool bf_dossier_read(struct bf_dossier *dossier, const char *dir, struct bf_err *err);
void bf_dossier_free(struct bf_dossier *dossier);

/* A table of the folder, for those that the dossier does not hold. False with *sheet empty if it
 * is not there or cannot be read; use->failed where memory was what it lacked, so that what is
 * written of it is not taken for whole. Free the sheet in any case. */
bool bf_dossier_table(const struct bf_dossier *dossier, const char *file, struct bf_sheet *sheet,
                      struct bf_text *use);
bool bf_dossier_has(const struct bf_dossier *dossier, const char *file);

/* A number of a table by the name of its column; NaN if there is no such column
 * or it is empty. And a text; "" if there is no such column. */
double bf_dossier_number(const struct bf_sheet *sheet, size_t row, const char *column);
const char *bf_dossier_text(const struct bf_sheet *sheet, size_t row, const char *column);
/* Whether that text is `text`. */
bool bf_dossier_is(const struct bf_sheet *sheet, size_t row, const char *column, const char *text);

/* What a measure is called: by the first model that has it, else from its names. */
void bf_dossier_measure(const struct bf_dossier *dossier, const char *service, const char *group,
                        const char *measure, char text[], size_t size);

/* A member of an object of the document, NULL for its root: a text, "" if there is none; a number,
 * NaN; a flag, false. */
const char *bf_dossier_words(const struct bf_dossier *dossier, const struct bf_json_value *object,
                             const char *name);
double bf_dossier_value(const struct bf_dossier *dossier, const struct bf_json_value *object,
                        const char *name);
bool bf_dossier_flag(const struct bf_dossier *dossier, const struct bf_json_value *object,
                     const char *name);

/* What its winters are counted for: "", " for each setting", " in all, shared out among options".
 */
const char *bf_dossier_each(const struct bf_dossier *dossier);

/* The first model that could be read, or NULL. */
const struct bf_model *bf_dossier_model(const struct bf_dossier *dossier);

#endif
