/* SPDX-License-Identifier: GPL-3.0-or-later */
/* example_sweep.h -- a sweep whose responses are known: beds and days, two measures.
 *
 * Include "unit.h" first. y = 900 - 7.5 beds + 31 days + winter, and a second measure without
 * effects.
 */
#ifndef BF_TESTS_EXAMPLE_SWEEP_H
#define BF_TESTS_EXAMPLE_SWEEP_H

#include "../study/synthetic.h"

#include "bedflow/report/sweep_view.h"

enum { EXAMPLE_WINTERS = 6 };

struct example_sweep {
    struct bf_factors factors;
    struct bf_design design;
    struct bf_responses responses;
    struct bf_sweep sweep;
    struct bf_sweep_view view;
};

static inline void example_factors(struct bf_factors *factors, uint32_t count)
{
    memset(factors, 0, sizeof *factors);
    factors->count = count;
    factors->factor[0] = (struct bf_factor){.path = "services.ward.beds",
                                            .label = "Ward `x` 'y': beds",
                                            .kind = BF_FACTOR_LATTICE,
                                            .is_number = true,
                                            .count = 3,
                                            .low = 20,
                                            .high = 40,
                                            .step = 10,
                                            .mode = (double)NAN,
                                            .base = 30};
    factors->factor[1] = (struct bf_factor){.path = "services.ward.stay.mean",
                                            .label = "Ward: stay.mean",
                                            .kind = BF_FACTOR_RANGE,
                                            .is_number = true,
                                            .low = 2.5,
                                            .high = 6.5,
                                            .mode = (double)NAN,
                                            .base = 4,
                                            .unit = " days"};
}

static inline void example_respond(struct example_sweep *e)
{
    struct bf_responses *r = &e->responses;
    size_t cells = (size_t)e->design.count * EXAMPLE_WINTERS;
    *r = (struct bf_responses){.points = e->design.count,
                               .replications = EXAMPLE_WINTERS,
                               .measures = 2,
                               .done = (uint32_t)cells,
                               .digest = 0x2385};
    r->value = bf_heap_take(cells * 2, sizeof *r->value);
    r->probe = bf_heap_take(cells, sizeof *r->probe);
    r->refused = bf_heap_take(r->points, sizeof *r->refused);
    for (uint32_t p = 0; p < r->points; p++)
        for (uint32_t w = 0; w < EXAMPLE_WINTERS; w++) {
            const double *x = bf_design_point(&e->design, p);
            const struct bf_key key = {w, p};
            double own = bf_draw(&key, bf_thing_key(5, 0), 0).u[0];
            size_t i = (size_t)p * EXAMPLE_WINTERS + w;
            r->probe[i] = (struct bf_probe){.point = p, .replication = w, .state = BF_PROBE_DONE};
            r->value[2 * i] =
                900 - 7.5 * x[0] + (e->factors.count > 1 ? 31 * x[1] : 0) + 12.5 * w + own;
            r->value[2 * i + 1] = 91 + own;
        }
}

static inline void example_sweep_begin(struct example_sweep *e, enum bf_design_kind kind,
                                       uint32_t factors, uint32_t size)
{
    static const struct bf_measure *const measure[2] = {&synthetic_measure[0],
                                                        &synthetic_measure[1]};
    struct bf_err err;
    memset(e, 0, sizeof *e);
    example_factors(&e->factors, factors);
    assert_true(bf_design_make(kind, &e->factors, size, 3, &e->design, &err));
    example_respond(e);
    assert_true(
        bf_sweep_analyse(&e->factors, &e->design, &e->responses, measure, 7, &e->sweep, &err));
    e->view = (struct bf_sweep_view){.sweep = &e->sweep,
                                     .title = "A ward",
                                     .file = "ward.cfg",
                                     .text = "format = 1;",
                                     .seed = 7,
                                     .chance_only = true,
                                     .first_day = 18932,
                                     .day_count = 28};
}

static inline void example_sweep_end(struct example_sweep *e)
{
    bf_sweep_free(&e->sweep);
    bf_responses_free(&e->responses);
    bf_design_free(&e->design);
}

#endif
