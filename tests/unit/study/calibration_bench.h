/* SPDX-License-Identifier: GPL-3.0-or-later */
/* calibration_bench.h -- a small scenario with factors and observed rows, for tests of calibration.
 *
 * Include "unit.h" first.
 */
#ifndef BF_TESTS_CALIBRATION_BENCH_H
#define BF_TESTS_CALIBRATION_BENCH_H

#include "model_fixture.h"

#include "bedflow/study/calibrate.h"

/* A ward that is never full and what follows it: eight weeks. */
static const char bench_text[] =
    "format = 1; title = \"Ward\";\n"
    "period = { from = \"2021-01-04\"; to = \"2021-02-28\"; follow_up = \"0 days\"; };\n"
    "start = { warm_up = \"28 days\"; };\n"
    "demand: { people: { rate = \"9.7 per day\"; enter = ( { to = \"ward\"; } ); }; };\n"
    "services: {\n"
    "  ward: { kind = \"beds\"; beds = 300; setting = \"acute\"; stay = { mean = \"3.9 days\"; };\n"
    "    then = ( { to = \"home\"; share = 1; } ); };\n"
    "};\n";

struct bench {
    struct fixture f;
    char *text;
    struct bf_loader loader;
    struct bf_factors factors;
    struct bf_sheet sheet;
    struct bf_hold_out hold_out;
    struct bf_observed observed;
    struct bf_faults faults;
    struct bf_calibration calibration;
    struct bf_study study;
};

static inline void bench_open(struct bench *b, const char *text)
{
    memset(b, 0, sizeof *b);
    b->text = bf_heap_text(text);
    b->loader = (struct bf_loader){b->text, fixture_load};
    if (!fixture_try(&b->f, text, "given.cfg", NULL, 0)) {
        fixture_show(&b->f.faults);
        fail_msg("does not load");
    }
    b->hold_out = (struct bf_hold_out){.from = 1, .to = 0};
    b->study = (struct bf_study){
        .model = &b->f.model, .seed = 5, .replications = 20, .threads = 2, .warm_up_days = -1};
}

/* Whether the table was taken; faults stay for the test to look at. */
static inline bool bench_observe(struct bench *b, const char *csv)
{
    size_t length = strlen(csv);
    assert_true(bf_sheet_parse(&b->sheet, bf_heap_text(csv), length, "seen.csv", &b->faults));
    return bf_observed_read(&b->sheet, "seen.csv", &b->f.model.measures.catalogue, &b->hold_out,
                            &b->observed, &b->faults);
}

static inline void bench_factors(struct bench *b, const char *const typed[], size_t count)
{
    if (bf_factors_read("--fit", typed, count, &b->f.model.scenario.bound, &b->factors, &b->faults))
        return;
    fixture_show(&b->faults);
    fail_msg("factors refused");
}

static inline bool bench_calibrate(struct bench *b, uint32_t points, double discrepancy,
                                   struct bf_err *err)
{
    struct bf_calibrate_request request = {.file = "given.cfg",
                                           .loader = &b->loader,
                                           .factors = &b->factors,
                                           .observed = &b->observed,
                                           .study = &b->study,
                                           .points = points,
                                           .discrepancy = discrepancy};
    return bf_calibrate(&request, &b->calibration, err);
}

static inline void bench_close(struct bench *b)
{
    bf_calibration_free(&b->calibration);
    bf_observed_free(&b->observed);
    bf_sheet_free(&b->sheet);
    bf_factors_free(&b->factors);
    bf_faults_free(&b->faults);
    fixture_close(&b->f);
    bf_heap_give(b->text);
}

static inline const char *bench_fault(const struct bench *b, size_t i)
{
    static char line[BF_WHAT_CAP + 2 * BF_PATH_CAP];
    assert_true(i < b->faults.count);
    bf_err_render(&b->faults.fault[i].err, line, sizeof line);
    return line;
}

#endif
