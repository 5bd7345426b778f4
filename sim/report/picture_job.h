/* SPDX-License-Identifier: GPL-3.0-or-later */
/* picture_job.h -- the frame of the pictures of one run (report/picture.h), a file for each kind:
 * picture_delayed.c, picture_curve.c (of the system and readmissions), picture_services.c,
 * picture_waits.c, picture_rules.c.
 *
 * Each writes its tables under data/ and its words into run.gp, and says in has[] which of its
 * pictures have anything to show. Each fails with BF_E_IO or BF_E_NOMEM.
 */
#ifndef BF_REPORT_PICTURE_JOB_H
#define BF_REPORT_PICTURE_JOB_H

#include "bedflow/report/curve.h"
#include "bedflow/report/picture.h"
#include "bedflow/report/script.h"

enum {
    BF_PICTURE_TITLE = 92, /* columns of a line */
    BF_PICTURE_BELOW = 132,
    BF_PICTURE_CAPTION = 150,
    BF_PICTURE_PANEL_LABEL = 23,
    BF_PICTURE_WIDE_LABEL = 40, /* up to four panels a page */
    BF_PICTURE_SERVICES = 96    /* single ones; more make pictures that nobody looks through */
};

struct bf_picture_job {
    const struct bf_record *record;
    const char *plots_dir;
    struct bf_script script;
    struct bf_err *err;
    bool *has; /* [BF_PICTURE_COUNT] */
};

bool bf_picture_delayed(struct bf_picture_job *job);
bool bf_picture_system(struct bf_picture_job *job);
bool bf_picture_readmissions(struct bf_picture_job *job);
bool bf_picture_services(struct bf_picture_job *job); /* occupancy and queues */
bool bf_picture_waits(struct bf_picture_job *job);
bool bf_picture_rules(struct bf_picture_job *job);

/* The path of data/NAME.csv. */
bool bf_picture_path(const struct bf_picture_job *job, char path[BF_FILE_CAP], const char *name);

/* The band that is the line of the picture: the median or, of one replication, its mean. */
enum bf_band bf_picture_line(const struct bf_record *record);

/* What the bands are, and what they are not; says so when there is no range. */
void bf_picture_caption(const struct bf_record *record, char text[], size_t size);

/* Table, labels, range and target of one curve. */
struct bf_picture_axis {
    const char *words, *unit;
    double target; /* NaN: none */
    bool from_zero;
    double gap; /* least distance of labels at the end of the line, as a share of its panel */
};
bool bf_picture_curve(struct bf_picture_job *job, const char *name, const struct bf_curve *curve,
                      const struct bf_picture_axis *axis);

/* Whether there is anything to draw. */
bool bf_picture_has(const struct bf_curve *curve);

/* Mean over the days of a series' means; NaN without one, or for NULL. */
double bf_picture_mean(const struct bf_record *record, const struct bf_series_record *series);

/* Begin `count` panels, and say of panel 1..count what it shows: a table, from 0 to the highest. */
struct bf_picture_panel {
    uint32_t file;
    const char *label, *note;
    unsigned width; /* of the label, in characters */
    double highest;
};
void bf_picture_panels(struct bf_picture_job *job, const char *prefix, uint32_t count);
void bf_picture_panel(struct bf_picture_job *job, const char *prefix, uint32_t number,
                      const struct bf_picture_panel *panel);

#endif
