/* SPDX-License-Identifier: GPL-3.0-or-later */
/* example_calibration.h -- a calibration made by hand, for tests of what is told of it.
 *
 * Include "unit.h" first.
 */
#ifndef BF_TESTS_EXAMPLE_CALIBRATION_H
#define BF_TESTS_EXAMPLE_CALIBRATION_H

#include "../study/calibration_bench.h"

#include "bedflow/report/calibration_words.h"

struct example {
    struct bench b;
    struct bf_calibration c;
    struct bf_calibrated_input input[2];
    struct bf_calibrated_row row[3];
    double correlation[4], information[4], point[4], mean[6];
    struct bf_calibration_view view;
};

/* Two inputs, two fitted rows of one measure, one held out; `information` decides what is known. */
static inline void example_begin(struct example *e, const double information[4])
{
    static const char *const fit[] = {"services.ward.stay.mean=2..6 days",
                                      "services.ward.beds=200..400"};
    struct bf_err err;
    memset(e, 0, sizeof *e);
    bench_open(&e->b, bench_text);
    assert_true(bf_hold_out_parse("2021-02..2021-02", &e->b.hold_out, &err));
    assert_true(bench_observe(&e->b,
                              "measure,from,to,value,statistic,source,definition,comparability\n"
                              "admissions,2021-01-04,2021-01-17,131,total,\"E\"\"16\",\"all, "
                              "\"\"really\"\"\",low: another year\n"
                              "ward.occupied,2021-01-04,2021-01-31,37.5,mean,E20,midnight,high\n"
                              "admissions,2021-02,,299,total,E16,,\n"));
    bench_factors(&e->b, fit, 2);
    e->input[0] = (struct bf_calibrated_input){.best = 3.914,
                                               .low = 3.402,
                                               .high = 4.511,
                                               .sd = 0.281,
                                               .range_low = 3.2741,
                                               .range_high = 4.6602,
                                               .left = 0.24};
    e->input[1] = (struct bf_calibrated_input){.best = 400,
                                               .low = 283,
                                               .high = 400,
                                               .sd = 31,
                                               .range_low = 253.8,
                                               .range_high = 400,
                                               .left = 0.54,
                                               .at_high = true};
    e->row[0] = (struct bf_calibrated_row){135.2, 115.3, 135.1, 156.4, 3.1, -0.3};
    e->row[1] = (struct bf_calibrated_row){37.71, 31.2, 37.6, 43.9, 1.1, -0.1};
    e->row[2] = (struct bf_calibrated_row){271.4, 244.5, 271.2, 298.3, 14.2, 1.9};
    memcpy(e->information, information, sizeof e->information);
    e->correlation[0] = e->correlation[3] = 1;
    e->correlation[1] = e->correlation[2] = -0.42;
    for (int k = 0; k < 4; k++)
        e->point[k] = 3.5 + k;
    for (int k = 0; k < 6; k++)
        e->mean[k] = 130.5 + k;
    e->c = (struct bf_calibration){.inputs = 2,
                                   .rows = 3,
                                   .points = 2,
                                   .replications = 20,
                                   .input = e->input,
                                   .correlation = e->correlation,
                                   .information = e->information,
                                   .row = e->row,
                                   .discrepancy = 0.0213,
                                   .squares = 1.27,
                                   .point = e->point,
                                   .mean = e->mean};
    e->view = (struct bf_calibration_view){.calibration = &e->c,
                                           .observed = &e->b.observed,
                                           .factors = &e->b.factors,
                                           .title = "Ward \"A\"",
                                           .scenario_file = "given.cfg",
                                           .table_file = "seen.csv",
                                           .extends = "../given.cfg",
                                           .whole = "format = 1;\n",
                                           .seed = 5,
                                           .first_day = e->b.f.model.network.from,
                                           .last_day = e->b.f.model.network.to};
}

static inline void example_end(struct example *e)
{
    bench_close(&e->b);
}

static const double well_known[4] = {400, 0, 0, 300};
/* along (1, -1) next to nothing */
static const double a_ridge[4] = {200.5, 199.5, 199.5, 200.5};

#endif
