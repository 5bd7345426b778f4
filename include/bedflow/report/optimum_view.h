/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/optimum_view.h -- what reports of an optimisation are made from, and the reports.
 *
 * A folder of an optimisation:
 *
 *   options.csv     a row a point: option, a column for each factor (its path),
 *                   winters,cost,cost_low,cost_high,harm,harm_low,harm_high (95% of means),
 *                   standing,meets_limits,on_frontier; those put aside by a search come last,
 *                   with what it saw of them, in other winters than the rest
 *   frontier.csv    a row a point of the frontier, cheapest first: option,cost,harm,
 *                   and against the one before it: spared,spared_low,spared_high,
 *                   pounds_each,pounds_low,pounds_high (Fieller; empty where it may
 *                   spare none)
 *   worth.csv       a row for the chosen option, and one for the cheapest that is as good, against
 *                   the scenario as it stands: option,winters,delayed_days_avoided,_low,_high, and
 *                   the money of an option in options.csv of a comparison (comparison_json.h)
 *   optimise.json   how it was made, the answer, and all of that
 */
#ifndef BF_REPORT_OPTIMUM_VIEW_H
#define BF_REPORT_OPTIMUM_VIEW_H

#include "bedflow/report/comparison_json.h"
#include "bedflow/report/drawing.h"
#include "bedflow/report/identity.h"
#include "bedflow/report/json_schema.h"
#include "bedflow/study/optimise.h"

/* All is the caller's. */
struct bf_optimum_view {
    const struct bf_optimum *optimum;
    const struct bf_measure *harm;
    bool least_cost;
    const char *const *limit; /* [optimum->limit_count], as typed: "delayed_days: 15000 with 90%" */
    const char *title, *file, *text;
    uint64_t seed;
    uint32_t warm_up_days;
    double level;     /* of the guarantee */
    double day_worth; /* pounds of an acute day on average; NaN or 0: not stated */
    /* The choice, and the cheapest as good, against the scenario as it stands, which is option 0,
     * over winters that none was judged by; NULL: not told. worth_point[option - 1]: points. */
    const struct bf_comparison_view *worth;
    const uint32_t *worth_point;
    double seconds; /* that a replication took, all processors together */
    bf_day first_day;
    uint32_t day_count;
};

/* The cheapest of the chosen option and those as good; the chosen one itself, or UINT32_MAX if
 * none is chosen. */
uint32_t bf_optimum_cheapest(const struct bf_optimum *optimum);

/* An option in short, by the last words of the labels where those differ: "30 beds, 400 hours per
 * week". And of what they are: "beds = Thirty beds"; "" where nothing was cut. */
void bf_optimum_short(const struct bf_optimum *optimum, uint32_t point, char text[], size_t size);
void bf_optimum_legend(const struct bf_optimum *optimum, char text[], size_t size);
/* The same with what all settings are of, once: "Rehabilitation beds: beds = 30, from = ...". */
void bf_optimum_full_words(const struct bf_optimum *optimum, uint32_t point, char text[],
                           size_t size);
/* What the last of the money does, all of it together, since a board may rather keep it; "" where
 * there is nothing to say. */
void bf_optimum_advice(const struct bf_optimum_view *view, char line[], size_t size);
/* "chosen", "dearer than the chosen one", "misses a limit", "not decided" ... */
const char *bf_standing_words(const struct bf_optimum_view *view, uint32_t point);

/* What is promised of the chosen one, and about which options. */
void bf_optimum_promise(const struct bf_optimum_view *view, char text[], size_t size);

/* optimum_table.c: for a terminal: the answer, the frontier, what it means. */
void bf_optimum_table(const struct bf_optimum_view *view, struct bf_text *out);

/* optimum_json.c */
void bf_json_optimum(struct bf_json *json, const struct bf_optimum_view *view, bool whole);
extern const struct bf_member bf_optimum_method_members[], bf_optimum_answer_members[],
    bf_optimum_option_members[], bf_optimum_step_members[], bf_optimum_worth_members[];

/* What option 1.. of view->worth avoids and costs: columns of worth.csv. */
struct bf_optimum_worth {
    struct bf_interval avoided;
    double money[BF_COMPARISON_WORTH];
};
void bf_optimum_worth_of(const struct bf_optimum_view *view, uint32_t option,
                         struct bf_optimum_worth *worth);

/* optimum_store.c: the folder, whole or not at all. Fails with BF_E_IO or BF_E_NOMEM. */
bool bf_optimum_write(const struct bf_optimum_view *view, const struct bf_run_identity *identity,
                      const char *dir, bool force, struct bf_err *err)
    __attribute__((warn_unused_result));

/* optimum_picture.c: the frontier: cost across, harm up, each point with its intervals, beaten
 * points grey. Drawn as report/drawing.h says; no picture without a frontier. */
bool bf_optimum_draw(const struct bf_optimum_view *view, const struct bf_run_identity *identity,
                     struct bf_drawing *drawing, struct bf_err *err);

#endif
