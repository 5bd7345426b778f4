/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loads with further choices: a bound, and what happens in the long run to a service that is full.
 */
#include "unit.h"

#include "model_fixture.h"

#define HEAD                                                                                       \
    "format = 1; period = { from = \"2021-01-01\"; to = \"2044-12-31\"; follow_up = \"0 days\"; "  \
    "};"                                                                                           \
    "start = { warm_up = \"400 days\"; };"
#define DEMAND "demand: { falls: { rate = \"1.37 per day\"; enter = ( { to = \"ward\"; } ); }; };"
#define WARD(way)                                                                                  \
    " ward: { kind = \"beds\"; unlimited = true; setting = \"acute\"; stay = { mean = \"2 "        \
    "days\"; }; then = ( " way " ); };"
#define VISITS                                                                                     \
    " visits: { kind = \"caseload\"; places = 10; stay = { mean = \"14.5 days\"; }; then = ( { "   \
    "to = \"home\"; } ); };"
#define BEDS(capacity)                                                                             \
    " step: { kind = \"beds\"; " capacity " setting = \"non-acute\"; stay = { mean = \"21 "        \
    "days\"; }; then = ( { to = \"home\"; } ); };"

static struct bf_load load[4];

static const struct bf_load *load_at(struct fixture *f, const char *name)
{
    double emergencies, back;
    assert_true(f->model.network.service_count <= UNIT_COUNT(load));
    assert_true(bf_network_load(&f->model.network, load, &emergencies, &back));
    return &load[fixture_service(f, name)];
}

static const char *fault_of(const struct fixture *f, enum bf_severity severity, const char *path)
{
    for (size_t k = 0; k < f->faults.count; k++)
        if (f->faults.fault[k].severity == severity &&
            strcmp(f->faults.fault[k].err.where.path, path) == 0)
            return f->faults.fault[k].err.what;
    return NULL;
}

/* 1.37 people a day for ten places of 14.5 days: the places are full, 10 / 14.5 a day start there,
 * and the others, whose patience ends, are in the beds. */
static void what_is_too_much_goes_to_the_further_choice_and_is_no_overload(void **state)
{
    (void)state;
    struct fixture f;
    const double elsewhere = 1.37 - 10 / 14.5;
    fixture_text(&f, HEAD DEMAND "services: {" WARD("{ to = \"visits\"; or = ( { to = \"step\"; "
                                                    "after = \"5 days\"; } ); }")
                         VISITS BEDS("unlimited = true;") "};");
    const struct bf_load *visits = load_at(&f, "visits"),
                         *step = &load[fixture_service(&f, "step")];
    assert_true(visits->taken);
    assert_close(visits->elsewhere_per_day, elsewhere, 1e-9);
    assert_close(step->taken_over, elsewhere * 21, 1e-9);
    assert_close(step->could_add, 1.37 * 21, 1e-9);
    assert_true(step->offered == 0 && visits->could_add == 0);
    assert_null(fault_of(&f, BF_WARNING, "services.visits"));
    assert_contains(fault_of(&f, BF_NOTE, "services.visits"), "0.6803 a day take a further choice");
    struct fixture_expected expected[] = {
        {"step", "all", "started", elsewhere * 8766, 0.03, {0}},
        {"visits", "all", "started", 10 / 14.5 * 8766, 0.03, {0}},
    };
    fixture_expect(&f, 40, expected, UNIT_COUNT(expected));
    fixture_close(&f);
}

static void a_further_choice_that_is_full_too_leaves_an_overload(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, HEAD DEMAND "services: {" WARD("{ to = \"visits\"; or = ( { to = \"step\"; "
                                                    "after = \"5 days\"; } ); }")
                         VISITS BEDS("beds = 9;") "};");
    const struct bf_load *visits = load_at(&f, "visits"),
                         *step = &load[fixture_service(&f, "step")];
    assert_false(visits->taken);
    assert_close(visits->elsewhere_per_day, 9 / 21.0, 1e-9);
    assert_close(step->taken_over, 9, 1e-9);
    const char *says = fault_of(&f, BF_WARNING, "services.visits");
    assert_contains(says, "0.4286 a day take a further choice");
    assert_contains(says, "grows without bound all the same");
    fixture_close(&f);
}

static void those_without_a_further_choice_still_wait(void **state)
{
    (void)state;
    struct fixture f;
    /* two in five have one: 0.548 a day, and 0.680 are too many */
    fixture_text(&f, HEAD DEMAND "services: {" WARD(
                         "{ to = \"visits\"; share = 0.6; }, { to = \"visits\"; share = "
                         "0.4; or = ( { to = \"home\"; after = \"2 days\"; } ); }") VISITS "};");
    const struct bf_load *visits = load_at(&f, "visits");
    assert_false(visits->taken);
    assert_close(visits->elsewhere_per_day, 0.4 * 1.37, 1e-9);
    assert_non_null(fault_of(&f, BF_WARNING, "services.visits"));
    fixture_close(&f);
}

static void a_bound_counts_offers_and_who_give_up(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, HEAD
        "demand: { falls: { rate = \"10 per day\"; enter = ( { to = \"ward\"; } ); offer = { to = "
        "\"visits\"; share = 0.3; or = [\"nurses\"]; }; }; };"
        "services: { ward: { kind = \"beds\"; beds = 30; setting = \"acute\"; stay = { mean = \"2 "
        "days\"; }; patience = \"9 h\"; gives_up_to = \"step\"; then = ( { to = \"home\"; } ); };"
        " visits: { kind = \"caseload\"; places = 30; stay = { mean = \"4 days\"; }; patience = "
        "\"1 "
        "h\"; then = ( { to = \"home\"; } ); };"
        " nurses: { kind = \"caseload\"; hours = \"200 h/week\"; first_visits = \"9 h/week\"; "
        "last_visits = \"5 h/week\"; stay = { mean = \"3 days\"; }; then = ( { to = \"home\"; } ); "
        "};"
        " step: { kind = \"market\"; lead_time = { mean = \"2 days\"; }; weekly_limit = 60; stay = "
        "{ "
        "mean = \"9 days\"; }; then = ( { to = \"home\"; } ); }; };");
    const struct bf_load *nurses = load_at(&f, "nurses"),
                         *step = &load[fixture_service(&f, "step")];
    assert_close(nurses->could_add, 10 * 0.3 * 3 * 1, 1e-9); /* an hour a day each */
    assert_close(step->could_add, 10 * 0.7 * 7, 1e-9);       /* starts a week */
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_too_much_goes_to_the_further_choice_and_is_no_overload),
        cmocka_unit_test(a_further_choice_that_is_full_too_leaves_an_overload),
        cmocka_unit_test(those_without_a_further_choice_still_wait),
        cmocka_unit_test(a_bound_counts_offers_and_who_give_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
