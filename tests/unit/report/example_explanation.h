/* SPDX-License-Identifier: GPL-3.0-or-later */
/* example_explanation.h -- an explanation made by hand, for tests of what is told of it.
 *
 * Include "unit.h" first.
 */
#ifndef BF_TESTS_EXAMPLE_EXPLANATION_H
#define BF_TESTS_EXAMPLE_EXPLANATION_H

#include "model_fixture.h"

#include "bedflow/report/explanation_words.h"

static const char example_scenario[] =
    "format = 1; title = \"Two weeks\";\n"
    "period = { from = \"2021-01-04\"; to = \"2021-01-31\"; follow_up = \"0 days\"; };\n"
    "start = { warm_up = \"28 days\"; };\n"
    "classes: { frail: { label = \"Frail people\"; }; };\n"
    "demand: { falls: { rate = \"5.1 per day\"; classes = { frail = 1.0; };\n"
    "  enter = ( { to = \"ward\"; } ); }; };\n"
    "services: { ward: { label = \"Ward\"; kind = \"beds\"; beds = 30; setting = \"acute\";\n"
    "    stay = { mean = \"2.9 days\"; }; then = ( { to = \"rehab\"; share = 1; } ); };\n"
    "  rehab: { label = \"Rehabilitation\"; kind = \"beds\"; beds = 40; setting = \"non-acute\";\n"
    "    admits = \"Mon-Fri 09:00-17:00\"; stay = { mean = \"4.9 days\"; };\n"
    "    then = ( { to = \"home\"; share = 1; } ); }; };\n"
    "changes: {\n"
    "  wave: { label = \"The wave\"; what = \"demand.falls.rate\"; factor = 1.6; from = "
    "\"2021-01-11\"; to = \"2021-01-17\"; };\n"
    "  beds: { label = \"More beds\"; what = \"services.rehab.beds\"; add = \"5\"; from = "
    "\"2021-01-08\"; };\n"
    "};\n";

struct example {
    struct fixture f;
    struct bf_explanation x;
    struct bf_explained cause[2];
    double all[3], none[3], share[6];
    struct bf_explanation_view view;
};

static inline void example_contrast(struct example *e, const char *name, double in, double ordinary,
                                    double half)
{
    uint32_t i = bf_daily_find(&e->f.model.measures.catalogue, name);
    assert_true(i != UINT32_MAX);
    e->x.series[i] =
        (struct bf_contrast){{in, in - 1, in + 1},
                             {ordinary, ordinary - 1, ordinary + 1},
                             {in - ordinary, in - ordinary - half, in - ordinary + half}};
}

static inline void example_begin(struct example *e)
{
    memset(e, 0, sizeof *e);
    assert_true(fixture_try(&e->f, example_scenario, "given.cfg", NULL, 0));
    const struct bf_catalogue *c = &e->f.model.measures.catalogue;
    e->x.series = bf_heap_take(c->daily_count, sizeof *e->x.series);
    for (uint32_t i = 0; i < c->daily_count; i++)
        e->x.series[i] = (struct bf_contrast){{(double)NAN, (double)NAN, (double)NAN},
                                              {(double)NAN, (double)NAN, (double)NAN},
                                              {(double)NAN, (double)NAN, (double)NAN}};
    example_contrast(e, "delayed", 12.4, 7.1, 1.3);
    example_contrast(e, "class:frail.delayed", 12.4, 7.1, 1.2);
    example_contrast(e, "reason:C.delayed", 12.3, 7.2, 1.1);
    example_contrast(e, "rehab.waiting", 11.2, 6.4, 0.7);
    example_contrast(e, "rehab.occupied", 43.2, 37.2, 0.5);
    example_contrast(e, "rehab.capacity", 45, 40, 0.1);
    example_contrast(e, "ward.waiting", 0.1, 0.3, 0.1);
    assert_true(bf_day_parse("2021-01-11", &e->x.from));
    assert_true(bf_day_parse("2021-01-17", &e->x.to));
    e->x.column = bf_daily_find(c, "delayed");
    e->x.replications = 3;
    e->x.runs = 4;
    e->x.shapley = true;
    e->x.left_out = 2;
    e->cause[0] = (struct bf_explained){0, {6.83, 5.12, 8.51}};
    e->cause[1] = (struct bf_explained){1, {-1.29, -2.75, 0.17}};
    e->x.cause = e->cause;
    e->x.cause_count = 2;
    e->x.with_all = (struct bf_interval){12.4, 11.1, 13.7};
    e->x.with_none = (struct bf_interval){6.86, 5.9, 7.8};
    e->x.difference = (struct bf_interval){5.54, 4.1, 7.0};
    e->x.share = e->share;
    e->x.all = e->all;
    e->x.none = e->none;
    e->view = (struct bf_explanation_view){.explanation = &e->x,
                                           .model = &e->f.model,
                                           .title = "Two weeks",
                                           .folder = "results/two",
                                           .seed = 31};
}

static inline void example_end(struct example *e)
{
    bf_heap_give(e->x.series);
    fixture_close(&e->f);
}

#endif
