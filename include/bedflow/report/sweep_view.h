/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/sweep_view.h -- what reports of a sweep are made from, and the reports.
 *
 * A folder of a sweep:
 *
 *   points.csv         a row a point: point, a column for each factor (its path), state, reason
 *   response.csv       a row for each point and measure: point,service,group,measure,unit,mean,
 *                      mc_low,mc_high (95% simulation error of the mean),p05,p25,p50,p75,p95
 *                      (possible winters),winters
 *   replications.csv   a row for each point, winter and measure, exact
 *   effects.csv        a row for each factor and measure: factor,service,group,measure,unit,low,
 *                      high (of the factor),at_low,at_high,change,change_low,change_high (95%;
 *                      what of: study/sensitivity.h); none of seasons
 *   variance.csv       a row for each measure: service,group,measure,unit,input,chance,both
 *                      (variances),input_share,share_low,share_high (95%),points,winters
 *   indices.csv        of the design `indices`: factor,service,group,measure,unit,first,first_low,
 *                      first_high,total,total_low,total_high,rows
 *   sweep.json         how it was made, and all of that but the replications
 *
 * Definitions: study/sweep.h, study/sensitivity.h.
 */
#ifndef BF_REPORT_SWEEP_VIEW_H
#define BF_REPORT_SWEEP_VIEW_H

#include "bedflow/report/drawing.h"
#include "bedflow/report/identity.h"
#include "bedflow/report/json_schema.h"
#include "bedflow/study/sweep.h"

/* All is the caller's. */
struct bf_sweep_view {
    const struct bf_sweep *sweep;
    const char *title, *file; /* of the scenario; NULL if it has none */
    const char *text;         /* resolved */
    uint64_t seed;
    uint32_t warm_up_days;
    bool chance_only, fixed_inputs;
    bf_day first_day;
    uint32_t day_count;
};

/* ---- sweep_json.c: members of a JSON document; with the scenario's text if `whole` ------- */

void bf_json_sweep(struct bf_json *json, const struct bf_sweep_view *view, bool whole);
extern const struct bf_member bf_sweep_method_members[], bf_sweep_factor_members[],
    bf_sweep_point_members[], bf_sweep_measure_members[];

/* ---- sweep_store.c: the folder, whole or not at all (report/folder.h) -------------------- */

/* Fails with BF_E_IO or BF_E_NOMEM. */
bool bf_sweep_write(const struct bf_sweep_view *view, const struct bf_run_identity *identity,
                    const char *dir, bool force, struct bf_err *err)
    __attribute__((warn_unused_result));

/* ---- sweep_table.c: for a terminal, at most 100 columns ---------------------------------- */

void bf_sweep_table(const struct bf_sweep_view *view, struct bf_text *out);

/* Whether nothing but the season is varied. */
bool bf_sweep_of_seasons(const struct bf_sweep *sweep);

/* "Of the spread between winters in ..., 34% (20 to 51%) comes from the inputs and 66% is
 * chance." One measure; "" where it cannot be told. */
void bf_sweep_split_words(const struct bf_sweep_view *view, uint32_t measure, char text[],
                          size_t size);

/* ---- sweep_picture.c: pictures of the first measures ------------------------------------- */

#define BF_SWEEP_PANELS 4

/* Draw (report/drawing.h):
 *   sweep-curve    one factor: response with its bands, a panel a measure
 *   sweep-seasons  nothing but seasons: a dot each
 *   sweep-map      two factors in a grid: the first measure, in colours with its numbers
 *   sweep-effects  two factors or more: how far each moves the first measure (a tornado)
 *   sweep-indices  of the design `indices`: Sobol's indices with their intervals
 * Those that the design does not allow are left out. Fails with BF_E_IO or BF_E_NOMEM. */
bool bf_sweep_draw(const struct bf_sweep_view *view, const struct bf_run_identity *identity,
                   struct bf_drawing *drawing, struct bf_err *err);

#endif
