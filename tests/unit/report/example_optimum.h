/* SPDX-License-Identifier: GPL-3.0-or-later */
/* example_optimum.h -- a choice whose costs and harms are known: beds bought in tens.
 *
 * Include "unit.h" first. Option i costs 210,500 i, and leaves 1,000 / (i + 1) bed days and chance.
 */
#ifndef BF_TESTS_EXAMPLE_OPTIMUM_H
#define BF_TESTS_EXAMPLE_OPTIMUM_H

#include "../study/synthetic.h"

#include "bedflow/report/optimum_view.h"

enum { EXAMPLE_OPTIONS = 5, EXAMPLE_SEEN = 12 };

struct example_optimum {
    struct bf_factors factors;
    double value[EXAMPLE_OPTIONS][EXAMPLE_SEEN][3], x[EXAMPLE_OPTIONS];
    enum bf_standing standing[EXAMPLE_OPTIONS];
    bool meets[EXAMPLE_OPTIONS];
    uint32_t seen[EXAMPLE_OPTIONS], frontier[EXAMPLE_OPTIONS];
    struct bf_option_point point[EXAMPLE_OPTIONS];
    struct bf_optimum optimum;
    struct bf_optimum_view view;
};

static inline void example_option(struct example_optimum *e, uint32_t i)
{
    struct bf_tally harm;
    bf_tally_init(&harm);
    for (uint32_t r = 0; r < EXAMPLE_SEEN; r++) {
        const struct bf_key key = {r, i};
        double *value = e->value[i][r];
        value[BF_OPTIMISE_COST] = 210500.0 * i;
        /* the last is as bad as the one before it: beaten */
        value[BF_OPTIMISE_HARM] =
            1000.0 / (i < 4 ? i + 1 : 2) + 9 * bf_draw(&key, bf_thing_key(9, 0), 0).u[0];
        value[BF_OPTIMISE_LEAST] = value[BF_OPTIMISE_HARM];
        bf_tally_add(&harm, value[BF_OPTIMISE_HARM]);
    }
    e->x[i] = 10 * i;
    e->seen[i] = EXAMPLE_SEEN;
    e->meets[i] = true;
    e->standing[i] = i == 3 ? BF_STANDING_BEST : BF_STANDING_WORSE;
    e->point[i].cost = (struct bf_interval){210500.0 * i, 210500.0 * i, 210500.0 * i};
    e->point[i].harm = bf_interval_of_mean(&harm, 0.95);
    e->point[i].on_frontier = i < 4;
    e->frontier[i] = i;
}

static inline void example_optimum_begin(struct example_optimum *e, enum bf_selected_end end)
{
    memset(e, 0, sizeof *e);
    e->factors.count = 1;
    e->factors.factor[0] = (struct bf_factor){.path = "purchases.block.beds",
                                              .label = "A `block` 'x': beds",
                                              .kind = BF_FACTOR_LATTICE,
                                              .is_number = true,
                                              .count = EXAMPLE_OPTIONS,
                                              .high = 40,
                                              .step = 10,
                                              .base = 30};
    for (uint32_t i = 0; i < EXAMPLE_OPTIONS; i++)
        example_option(e, i);
    e->optimum = (struct bf_optimum){.factors = &e->factors,
                                     .systems = {.count = EXAMPLE_OPTIONS,
                                                 .columns = 3,
                                                 .room = EXAMPLE_SEEN,
                                                 .value = &e->value[0][0][0]},
                                     .finalists = EXAMPLE_OPTIONS,
                                     .selected = {.end = end,
                                                  .best = end == BF_SELECTED_NONE ? UINT32_MAX : 3,
                                                  .standing = e->standing,
                                                  .meets = e->meets,
                                                  .seen = e->seen,
                                                  .open = end == BF_SELECTED_OPEN ? 2 : 1,
                                                  .needed = 2385},
                                     .x = e->x,
                                     .point = e->point,
                                     .frontier = e->frontier,
                                     .frontier_count = 4,
                                     .common = EXAMPLE_SEEN,
                                     .whole = true,
                                     .delta = 20,
                                     .used = 60,
                                     .costs_are_bills = true};
    if (end == BF_SELECTED_OPEN) e->standing[2] = e->standing[3] = BF_STANDING_OPEN;
    e->view = (struct bf_optimum_view){.optimum = &e->optimum,
                                       .harm = &synthetic_measure[0],
                                       .title = "A ward",
                                       .file = "ward.cfg",
                                       .text = "format = 1;",
                                       .seed = 7,
                                       .level = 0.95,
                                       .seconds = 0.05,
                                       .first_day = 18932,
                                       .day_count = 28};
}

#endif
